//! The clinician's report: verdict with ledger, chart, sizes, criteria by visit, recheck plan, what was not recorded.

use super::flow::{Area, Face, Flow, Kind, MARGIN_SIDE, Pages, Shape};
use super::grid::{self, Cell, Column, Grid};
use super::sheet::Sheet;
use super::svg::chart_svg;
use super::tables;
use super::typeface::Typefaces;
use crate::assess::Weighing;
use crate::chart::{Role, text_alternative};
use crate::plot::PlotStyle;

const NAME: Face = Face::new(20.0).strong();
const VERDICT: Face = Face::new(15.0).strong();
const HEAD: Face = Face::new(11.0).strong();
const BODY: Face = Face::new(9.2);
const SMALL: Face = Face::new(8.2).soft();
const TABLE_SIZE: f32 = 8.2;
const CHART_HEIGHT: f32 = 330.0;
/// At least this much of a part stays with its heading.
const WITH_HEAD: f32 = 40.0;

/// Sets the report.
pub(super) fn pages(sheet: &Sheet<'_>, faces: &Typefaces) -> Pages {
    let mut flow = Flow::new(faces, sheet.paper);
    let words = sheet.words;
    identity(&mut flow, sheet);
    red_flags(&mut flow, sheet);
    verdict(&mut flow, sheet);
    let svg = chart_svg(sheet.chart, (flow.room(), CHART_HEIGHT), &PlotStyle::print());
    flow.space(6.0);
    flow.chart(svg, CHART_HEIGHT, &text_alternative(sheet.chart));
    flow.space(4.0);
    flow.paragraph(&words.chart_summary, SMALL);
    three_clues(&mut flow, sheet);
    next(&mut flow, sheet);
    if !words.not_recorded.is_empty() {
        flow.space(4.0);
        flow.paragraph(&words.not_recorded, BODY);
    }
    ledger(&mut flow, sheet);
    listed(&mut flow, "What stands in the way", &words.confounder_lines);
    let holds = [words.robustness.clone(), words.disagreement.clone()];
    listed(&mut flow, "What would change this", &[&words.would_change[..], &holds[..]].concat());
    for (head, grid) in tables::of(sheet) {
        part(&mut flow, &head);
        grid::set(&mut flow, &grid, TABLE_SIZE);
    }
    let head = format!("{} · {}", sheet.name(), sheet.visit_words());
    let foot = format!("Not a diagnosis. {} {}", words.footer, sheet.versions());
    flow.finish(&head, &foot)
}

fn identity(flow: &mut Flow<'_>, sheet: &Sheet<'_>) {
    flow.heading(1, sheet.name(), NAME, 0.0);
    let owner = sheet.case.patient.owner.trim();
    let owner = if owner.is_empty() { String::new() } else { format!("Owner: {owner}") };
    let visit = [sheet.visit_words(), sheet.week_words.to_owned()];
    let visit: Vec<String> = visit.into_iter().filter(|part| !part.is_empty()).collect();
    for line in [sheet.case_line, sheet.therapy_line, &owner, &visit.join(", "), sheet.case.source.trim()] {
        let lines = flow.faces.clipped(line, BODY.size, false, flow.room(), 3);
        if !line.is_empty() {
            flow.within(Kind::Paragraph, |flow| flow.lines(MARGIN_SIDE, lines, BODY.soft()));
        }
    }
    flow.space(6.0);
}

/// Above everything else, in vermilion with a bar at the side.
fn red_flags(flow: &mut Flow<'_>, sheet: &Sheet<'_>) {
    for flag in &sheet.words.red_flags {
        let text = format!("{}: {}", flag.what, flag.action);
        let face = BODY.strong().role(Role::GrowthText);
        let lines = flow.faces.wrapped(&text, face.size, true, flow.room() - 12.0);
        let height = lines.len() as f32 * face.leading();
        flow.keep(height);
        let area = Area { x: MARGIN_SIDE, y: flow.y, width: 3.0, height };
        flow.decorate(Shape::Fill { area, role: Role::Growth });
        flow.within(Kind::Paragraph, |flow| flow.lines(MARGIN_SIDE + 12.0, lines, face));
        flow.space(4.0);
    }
}

fn verdict(flow: &mut Flow<'_>, sheet: &Sheet<'_>) {
    let words = sheet.words;
    flow.heading(2, &words.headline, VERDICT, WITH_HEAD);
    let strength = if words.strength.is_empty() { String::new() } else { format!(" ({})", words.strength) };
    flow.paragraph(&format!("{}{strength}", words.subline), BODY);
    for line in words.beside_headline() {
        flow.paragraph(line, BODY);
    }
    if let Some(weighing) = &sheet.assessment.verdict.weighing {
        flow.space(5.0);
        bar(flow, weighing);
        flow.paragraph(&words.three_explanations, BODY.strong());
        for line in &words.strongest {
            flow.paragraph(&line.text, BODY);
        }
        flow.paragraph(&words.before_after, BODY);
    }
}

/// The three explanations as one bar; its words stand under it.
fn bar(flow: &mut Flow<'_>, weighing: &Weighing) {
    let parts = [(weighing.p_noise, Role::Error), (weighing.p_pseudo, Role::Swelling), (weighing.p_true, Role::Growth)];
    let whole: f64 = parts.iter().map(|(share, _)| share).sum();
    flow.keep(24.0);
    let mut x = MARGIN_SIDE;
    for (share, role) in parts {
        #[expect(clippy::cast_possible_truncation, reason = "a share of a page's width")]
        let width = (share / whole.max(f64::MIN_POSITIVE)) as f32 * flow.room();
        if width > 1.0 {
            let area = Area { x, y: flow.y, width: width - 1.0, height: 9.0 };
            flow.decorate(Shape::Fill { area, role });
        }
        x += width;
    }
    flow.space(12.0);
}

fn three_clues(flow: &mut Flow<'_>, sheet: &Sheet<'_>) {
    part(flow, "Three clues");
    let columns = ["Clue", "Seen", "Says", "Rests on"].map(Column::left).to_vec();
    let rows = sheet.words.table.iter().map(|clue| {
        vec![
            Cell::strong(clue.title.clone()),
            Cell::new(clue.seen.clone()),
            Cell::new(clue.says.clone()),
            Cell::soft(clue.tier.clone()),
        ]
    });
    grid::set(flow, &Grid { columns, rows: rows.collect() }, TABLE_SIZE);
}

fn next(flow: &mut Flow<'_>, sheet: &Sheet<'_>) {
    let words = sheet.words;
    part(flow, "What next");
    flow.paragraph(&words.next_headline, BODY.strong());
    flow.space(1.0);
    flow.bullets(MARGIN_SIDE, flow.room(), &[&words.next_lines[..], &words.advice_lines[..]].concat(), BODY);
}

fn ledger(flow: &mut Flow<'_>, sheet: &Sheet<'_>) {
    let words = sheet.words;
    if words.ledger.is_empty() {
        return;
    }
    part(flow, "The ledger: swelling against growth");
    let columns = ["Clue", "Level", "Likelihood ratio", "Rests on", "Source"].map(Column::left).to_vec();
    let rows = words.ledger.iter().map(|row| {
        let more = [&row.source, &row.measured, &row.unused].into_iter().filter(|text| !text.is_empty());
        vec![
            Cell::strong(row.clue.clone()),
            Cell::new(row.level.clone()),
            Cell::new(row.ratio.clone()),
            Cell::soft(row.tier.clone()),
            Cell::soft(more.cloned().collect::<Vec<_>>().join("\n")),
        ]
    });
    grid::set(flow, &Grid { columns, rows: rows.collect() }, TABLE_SIZE);
    flow.space(4.0);
    for line in &words.hand_sum {
        flow.paragraph(line, BODY);
    }
}

fn listed(flow: &mut Flow<'_>, head: &str, lines: &[String]) {
    let lines: Vec<String> = lines.iter().filter(|line| !line.is_empty()).cloned().collect();
    if !lines.is_empty() {
        part(flow, head);
        flow.bullets(MARGIN_SIDE, flow.room(), &lines, BODY);
    }
}

fn part(flow: &mut Flow<'_>, head: &str) {
    flow.space(10.0);
    flow.heading(2, head, HEAD, WITH_HEAD);
    flow.space(2.0);
}
