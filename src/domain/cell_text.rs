//! A finding as the cell of a table shows it.

use super::axes::Axes;
use super::case::Case;
use super::measurement::{Finding, Size};

/// A finding of a case as its cell shows it: as [`cell_text`], with the name of the lesion it merged into.
pub fn finding_text(case: &Case, finding: &Finding) -> String {
    match finding {
        Finding::Merged(into) => {
            case.lesion(*into).map_or_else(|| cell_text(finding), |own| format!("merged into {}", own.name))
        }
        finding => cell_text(finding),
    }
}

/// A finding as its cell shows it, without the unit of the column: "31 × 24 × 20", "12.4 cm³", "too small".
pub fn cell_text(finding: &Finding) -> String {
    let bare = |axes: Axes| {
        let text = axes.to_string();
        text.strip_suffix(" mm short axis")
            .or_else(|| text.strip_suffix(" mm"))
            .map_or_else(|| text.clone(), str::to_owned)
    };
    match finding {
        Finding::Measured(Size::Axes(axes)) => bare(*axes),
        Finding::Measured(Size::Volume(volume)) => format!("{} cm³", plain_number(volume.cm3())),
        Finding::Absent => "absent".to_owned(),
        Finding::TooSmall(None) => "too small".to_owned(),
        Finding::TooSmall(Some(Size::Axes(axes))) => format!("too small, {}", bare(*axes)),
        Finding::TooSmall(Some(Size::Volume(volume))) => format!("too small, {} cm³", plain_number(volume.cm3())),
        Finding::NotEvaluable => "not evaluated".to_owned(),
        Finding::Present => "present".to_owned(),
        Finding::Fragmented(parts) => parts.iter().map(|&part| bare(part)).collect::<Vec<_>>().join(" + "),
        Finding::Merged(_) => "merged".to_owned(),
    }
}

/// At most four significant digits and no needless zeros.
pub fn plain_number(value: f64) -> String {
    let decimals = if value >= 100.0 {
        1
    } else if value >= 1.0 {
        2
    } else {
        4
    };
    let text = format!("{value:.decimals$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
