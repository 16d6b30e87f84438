//! What a case is written as, besides a case file.

use jiff::civil::Date;

use super::command::ExportKind;
use super::derived::derive;
use super::view::View;
use crate::assess;
use crate::domain::Case;
use crate::exchange::csv_out;
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

/// The name to suggest for an exported file.
pub fn suggested_name(case: &Case, kind: ExportKind) -> String {
    let case_name = store::suggested_file_name(&case.patient.name);
    let stem = case_name.strip_suffix(store::CASE_EXTENSION).unwrap_or(&case_name);
    format!("{stem}.{}", kind.extension())
}

/// The bytes of an exported file.
pub fn bytes(case: &Case, kind: ExportKind, view: View, rules: &Rules, today: Date) -> Vec<u8> {
    match kind {
        ExportKind::Csv => csv_out::sizes_table(case).into_bytes(),
        ExportKind::Svg => {
            let derived = derive(case, view, rules, today, None);
            report::chart_svg(&derived.chart, CHART_SIZE_PT).into_bytes()
        }
    }
}
