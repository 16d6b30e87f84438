//! The owner's page: what was seen, the curve, what happens now, when to call. One page, always.

use super::flow::{Area, Face, Flow, Kind, MARGIN_SIDE, Pages, Shape};
use super::sheet::Sheet;
use super::svg::chart_svg;
use super::typeface::Typefaces;
use crate::chart::{Role, text_alternative};
use crate::plot::PlotStyle;

const NAME: Face = Face::new(26.0).strong();
const SENTENCE: Face = Face::new(17.0).strong();
const HEAD: Face = Face::new(12.5).strong();
const BODY: Face = Face::new(11.5);
const SMALL: Face = Face::new(9.5).soft();

/// The chart is given what is left over, between these heights in points.
const CHART_HEIGHTS: (f32, f32) = (120.0, 300.0);
/// The room for the owner's own words.
const OWN_WORDS_HEIGHT: f32 = 78.0;
/// Words of this size are read at arm's length.
const CHART_TEXT_SIZE: f32 = 11.0;

/// Sets the page.
pub(super) fn pages(sheet: &Sheet<'_>, faces: &Typefaces) -> Pages {
    let mut flow = Flow::new(faces, sheet.paper);
    top(&mut flow, sheet);
    let chart_from = flow.y;
    // What stands below is set once to be measured, then again under the chart.
    let needed = {
        let mut trial = Flow::new(faces, sheet.paper);
        let from = trial.y;
        below(&mut trial, sheet);
        trial.y - from
    };
    let left = flow.bottom() - chart_from - needed - 10.0;
    let own_words = left - OWN_WORDS_HEIGHT >= CHART_HEIGHTS.0 + 60.0;
    let height = if own_words { left - OWN_WORDS_HEIGHT } else { left }.min(CHART_HEIGHTS.1);
    if height >= CHART_HEIGHTS.0 {
        let style = PlotStyle { text_size: CHART_TEXT_SIZE, title: true, ..PlotStyle::print() };
        let svg = chart_svg(sheet.owner_chart, (flow.room(), height), &style);
        flow.chart(svg, height, &text_alternative(sheet.owner_chart));
        flow.space(10.0);
    }
    below(&mut flow, sheet);
    if own_words {
        in_your_own_words(&mut flow);
    }
    flow.finish(sheet.name(), &format!("{} {}", sheet.owner.disclaimer, sheet.versions()))
}

/// The name, the animal and the sentence.
fn top(flow: &mut Flow<'_>, sheet: &Sheet<'_>) {
    let clipped = |flow: &Flow<'_>, text: &str, face: Face, most: usize| {
        flow.faces.clipped(text, face.size, face.strong, flow.room(), most).join(" ")
    };
    let name = clipped(flow, sheet.name(), NAME, 2);
    flow.heading(1, &name, NAME, 0.0);
    for line in [sheet.case_line, sheet.therapy_line] {
        let line = clipped(flow, line, SMALL, 2);
        flow.paragraph(&line, SMALL);
    }
    let visit = clipped(flow, &sheet.visit_words(), SMALL, 1);
    flow.paragraph(&visit, SMALL);
    flow.space(8.0);
    let sentence = clipped(flow, &sheet.owner.sentence, SENTENCE, 4);
    flow.paragraph(&sentence, SENTENCE);
    flow.space(8.0);
}

/// What happens now, when to call, what is known.
fn below(flow: &mut Flow<'_>, sheet: &Sheet<'_>) {
    let owner = sheet.owner;
    part(flow, "What happens now", &owner.what_now, BODY.strong());
    if !owner.call_sooner.is_empty() {
        flow.heading(2, "Call us sooner for", HEAD, 20.0);
        flow.space(2.0);
        flow.bullets(MARGIN_SIDE, flow.room(), &owner.call_sooner, BODY);
        flow.space(8.0);
    }
    if !owner.what_is_known.is_empty() {
        part(flow, "What is known", &owner.what_is_known, BODY);
    }
}

fn part(flow: &mut Flow<'_>, head: &str, text: &str, face: Face) {
    flow.heading(2, head, HEAD, 20.0);
    flow.space(2.0);
    flow.paragraph(text, face);
    flow.space(8.0);
}

/// Two lines to write on, and one for the telephone.
fn in_your_own_words(flow: &mut Flow<'_>) {
    let (left, right) = (MARGIN_SIDE, MARGIN_SIDE + flow.room());
    flow.paragraph("In your own words: what will you watch for, and when do you come back?", SMALL);
    for _ in 0..2 {
        flow.space(20.0);
        let y = flow.y;
        flow.decorate(Shape::Rule { from: (left, y), to: (right, y), width: 0.5, role: Role::SignNone });
    }
    flow.space(6.0);
    flow.within(Kind::Paragraph, |flow| flow.lines(left, vec!["Our telephone:".to_owned()], SMALL));
    let area = Area { x: left + 76.0, y: flow.y - 2.0, width: 150.0, height: 0.5 };
    flow.decorate(Shape::Fill { area, role: Role::SignNone });
}
