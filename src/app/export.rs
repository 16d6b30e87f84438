//! What a case is written as, besides a case file.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::command::ExportKind;
use super::derived::derive;
use super::paper::{self, Page};
use super::standards;
use super::view::View;
use crate::assess;
use crate::chart::{self, Audience, CohortPlot, Model};
use crate::domain::{Case, Dated, NOMINAL_START};
use crate::exchange::{csv_out, ics};
use crate::explain;
use crate::plot::PlotStyle;
use crate::report::{self, FontFile, Paper, Pixels, ReportError};
use crate::rules::Rules;
use crate::store::{self, Summary};

/// The size of an exported chart: the width of an A4 page's text, at four to three.
const CHART_SIZE_PT: (f32, f32) = (480.0, 360.0);

/// Pixels a point of an exported picture: 300 dots an inch.
const PIXELS_A_POINT: f32 = 300.0 / 72.0;

/// A file with what it has no room for, each in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// The file.
    pub bytes: Vec<u8>,
    /// What it leaves out.
    pub left_out: Vec<String>,
}

/// Why a file could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A page or a picture.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// An archive.
    #[error("the archive could not be made ({0}); the case is too large for one")]
    Archive(#[from] std::io::Error),
}

/// A file to be made of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportRequest {
    /// What kind.
    pub kind: ExportKind,
    /// The paper of a page.
    pub paper: Paper,
    /// The day it is made on.
    pub made_on: Date,
}

/// The summary of a case file, with the verdict as shown now; without one before the first visit.
pub fn summary(case: &Case, rules: &Rules) -> Summary {
    match case.last_known() {
        Some(last) => Summary::with(case, &assess::assess(case, rules, last)),
        None => Summary::of(case, "", &rules.version),
    }
}

/// The patient's name as a file's, without an extension.
pub fn file_stem(case: &Case) -> String {
    if case.patient.name.trim().is_empty() {
        return "case".to_owned();
    }
    let name = store::suggested_file_name(&case.patient.name);
    name.strip_suffix(store::CASE_EXTENSION).unwrap_or(&name).to_owned()
}

/// The name to suggest for an exported file: "Bella.csv", "Bella report 2026-05-12.pdf".
pub fn suggested_name(case: &Case, kind: ExportKind, made_on: Date) -> String {
    let (stem, extension) = (file_stem(case), kind.extension());
    match kind {
        ExportKind::Handout => format!("{stem} owner {made_on}.{extension}"),
        ExportKind::Report => format!("{stem} report {made_on}.{extension}"),
        _ => format!("{stem}.{extension}"),
    }
}

fn chart(case: &Case, view: View, rules: &Rules) -> Model {
    // The day stands in only where there is no visit, and then nothing is drawn that depends on it.
    let day = case.day_zero().unwrap_or(NOMINAL_START);
    derive(case, view, rules, day, None).chart
}

/// The chart as a vector drawing for paper, as of the last visit.
pub fn chart_svg(case: &Case, view: View, rules: &Rules) -> String {
    report::chart_svg(&chart(case, view, rules), CHART_SIZE_PT, &PlotStyle::print())
}

/// The chart as pixels for paper, as of the last visit.
///
/// # Errors
/// [`ReportError`] when it cannot be drawn.
pub fn chart_pixels(
    case: &Case,
    view: View,
    rules: &Rules,
    fonts: impl FnOnce(&BTreeSet<char>) -> Vec<FontFile>,
) -> Result<Pixels, ReportError> {
    pixels(&chart_svg(case, view, rules), fonts)
}

fn pixels(svg: &str, fonts: impl FnOnce(&BTreeSet<char>) -> Vec<FontFile>) -> Result<Pixels, ReportError> {
    let beyond = report::letters_beyond_inter(svg);
    let fallback = if beyond.is_empty() { Vec::new() } else { fonts(&beyond) };
    report::pixels_of_svg(svg, PIXELS_A_POINT, &fallback)
}

/// The name of a plot of many cases as a file: "waterfall.svg".
pub fn cohort_file_name(plot: CohortPlot, kind: ExportKind) -> String {
    format!("{}.{}", plot.token(), kind.extension())
}

/// A plot of many cases as a picture for paper: a vector drawing, or pixels where that is asked for.
///
/// # Errors
/// [`ReportError`] when it cannot be drawn.
pub fn cohort_picture(
    model: &Model,
    kind: ExportKind,
    fonts: impl FnOnce(&BTreeSet<char>) -> Vec<FontFile>,
) -> Result<Vec<u8>, ReportError> {
    let svg = report::chart_svg(model, cohort_size_pt(model), &PlotStyle::print());
    if kind == ExportKind::Png { pixels(&svg, fonts)?.png() } else { Ok(svg.into_bytes()) }
}

/// The size of a plot of many cases, which grows with what stands side by side or under each other.
fn cohort_size_pt(model: &Model) -> (f32, f32) {
    const WIDTH: f32 = 640.0;
    const HEIGHT: f32 = 440.0;
    const AROUND: f32 = 200.0;
    const PLACE: f32 = 13.0;
    let places = |ticks: &[crate::chart::Tick]| AROUND + PLACE * ticks.len() as f32;
    let width = if model.x.named { places(&model.x.ticks).max(WIDTH) } else { WIDTH };
    let height = if model.y.named { places(&model.y.ticks).max(HEIGHT) } else { HEIGHT };
    (width, height)
}

/// An exported file, with what it leaves out. `fonts` is asked at most once, for letters that Inter lacks.
///
/// # Errors
/// [`ExportError`] when a page, a picture or an archive cannot be made.
pub fn file(
    case: &Case,
    request: ExportRequest,
    view: View,
    rules: &Rules,
    fonts: impl FnOnce(&BTreeSet<char>) -> Vec<FontFile>,
) -> Result<Exported, ExportError> {
    let page = |audience| Page { audience, paper: request.paper, made_on: request.made_on };
    let bytes = match request.kind {
        ExportKind::Csv => {
            let (bytes, left_out) = (csv_out::sizes_table(case).into_bytes(), csv_out::left_out(case));
            return Ok(Exported { bytes, left_out });
        }
        ExportKind::Sdtm => return Ok(standards::sdtm(case, rules)?),
        ExportKind::Fhir => return Ok(standards::fhir(case)),
        ExportKind::Calendar => {
            let last = case.last_known().unwrap_or(request.made_on);
            let dated = Dated::new(case, view.dates);
            let entries = explain::calendar(dated, &assess::assess(case, rules, last), request.made_on);
            ics::calendar(case, &entries, request.made_on).into_bytes()
        }
        ExportKind::Svg => chart_svg(case, view, rules).into_bytes(),
        // A picture of the window is taken by the window; without one its chart is what can be drawn.
        ExportKind::Png | ExportKind::Picture => chart_pixels(case, view, rules, fonts)?.png()?,
        ExportKind::Handout => paper::pdf(case, page(Audience::Owner), view, rules, fonts)?,
        ExportKind::Report => paper::pdf(case, page(Audience::Clinician), view, rules, fonts)?,
    };
    Ok(Exported { bytes, left_out: Vec::new() })
}

/// What the chart shows as words, with each size and what it is held against.
pub fn chart_words(case: &Case, view: View, rules: &Rules, today: Date) -> String {
    let who = if case.patient.name.trim().is_empty() { String::new() } else { format!("{}: ", case.patient.name) };
    let derived = derive(case, view, rules, today, None);
    format!("{who}{}", chart::table_text(&derived.chart, &derived.words.chart_summary))
}

/// Verdict, plan, course and sizes as words, for a letter or a record.
pub fn words(case: &Case, view: View, rules: &Rules, today: Date) -> String {
    let words = derive(case, view, rules, today, None).words;
    let mut lines = vec![words.headline, words.subline, words.three_explanations];
    lines.extend(words.strongest.into_iter().map(|own| own.text));
    lines.push(words.before_after);
    lines.extend(words.red_flags.into_iter().map(|flag| format!("{}: {}", flag.what, flag.action)));
    lines.push(words.next_headline);
    lines.extend(words.next_lines);
    lines.extend([words.chart_summary, words.not_recorded, words.footer]);
    lines.retain(|line| !line.is_empty());
    format!("{}\n\n{}", lines.join("\n"), csv_out::sizes_table(case))
}
