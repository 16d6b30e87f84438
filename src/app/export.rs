//! What a case is written as, besides a case file.

use super::command::ExportKind;
use super::derived::derive;
use super::view::View;
use crate::assess;
use crate::domain::{Case, NOMINAL_START};
use crate::exchange::csv_out;
use crate::plot::PlotStyle;
use crate::report;
use crate::rules::Rules;
use crate::store;

/// The size of an exported chart: the width of an A4 page's text, at four to three.
const CHART_SIZE_PT: (f32, f32) = (480.0, 360.0);

/// The label as shown now, for the summary of a case file; empty before the first visit.
pub fn label(case: &Case, rules: &Rules) -> String {
    case.visits()
        .last()
        .map_or_else(String::new, |visit| assess::assess(case, rules, visit.date).verdict.token.token().to_owned())
}

/// The patient's name as a file's, without an extension.
pub fn file_stem(case: &Case) -> String {
    let name = store::suggested_file_name(&case.patient.name);
    name.strip_suffix(store::CASE_EXTENSION).unwrap_or(&name).to_owned()
}

/// The name to suggest for an exported file.
pub fn suggested_name(case: &Case, kind: ExportKind) -> String {
    format!("{}.{}", file_stem(case), kind.extension())
}

/// The chart as a vector drawing for paper, as of the last visit.
pub fn chart_svg(case: &Case, view: View, rules: &Rules) -> String {
    // The day stands in only where there is no visit, and then nothing is drawn that depends on it.
    let day = case.day_zero().unwrap_or(NOMINAL_START);
    report::chart_svg(&derive(case, view, rules, day, None).chart, CHART_SIZE_PT, &PlotStyle::print())
}

/// The bytes of an exported file; `None` for a picture of the window, which the window alone can take.
pub fn bytes(case: &Case, kind: ExportKind, view: View, rules: &Rules) -> Option<Vec<u8>> {
    match kind {
        ExportKind::Csv => Some(csv_out::sizes_table(case).into_bytes()),
        ExportKind::Svg => Some(chart_svg(case, view, rules).into_bytes()),
        ExportKind::Picture => None,
    }
}
