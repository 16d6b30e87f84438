//! The forecast's columns of `cohort`: where the next size should lie, from what was known at each visit.

use super::columns::{Cell, FORECAST_COLUMNS, Row};
use crate::assess::{Assessment, futures};
use crate::criteria::CriteriaTable;
use crate::domain::Case;
use crate::forecast::score::SCORED_QUANTILES;
use crate::rules::Rules;
use crate::series::Basis;

const MM3_PER_CM3: f64 = 1000.0;

/// The columns `next_day` to `p_fall30` of one visit.
///
/// `next_day` is the day of the patient's next visit with a size, the one thing that is taken from later on; where
/// there is none, the recommended recheck.
pub(super) fn cells(case: &Case, rules: &Rules, table: &CriteriaTable, assessment: &Assessment) -> Row {
    let later = table.rows.iter().find(|row| row.date > assessment.as_of && row.burden.is_some());
    let next_day = later.map(|row| row.day).or_else(|| assessment.recheck.due.map(|date| case.day_of(date)));
    let futures = futures(case, assessment, rules).ok();
    let mut values = vec![next_day.map_or(Cell::Empty, Cell::Whole)];
    if let (Some(futures), Some(day)) = (futures, next_day) {
        let fit = futures.fit();
        let sized = |size: f64| match futures.basis() {
            Basis::Diameters => Cell::Tenths(tenths(size)),
            Basis::Volumes => Cell::Volume(size / MM3_PER_CM3),
        };
        values.extend(fit.quantiles(day, &SCORED_QUANTILES).into_iter().map(sized));
        values.push(Cell::Probability(fit.probability_below_progression(day)));
        values.push(Cell::Probability(fit.p_fall30()));
    }
    let values = values.into_iter().chain(std::iter::repeat(Cell::Empty));
    FORECAST_COLUMNS.into_iter().zip(values).collect()
}

/// Millimeters in whole tenths; a forecast beyond every tumor is held to the largest length a case can hold.
fn tenths(mm: f64) -> i64 {
    let largest = f64::from(crate::domain::units::MAX_LENGTH_TENTHS);
    #[expect(clippy::cast_possible_truncation, reason = "held to 0..=20000 before")]
    let tenths = (mm * 10.0).round().clamp(0.0, largest) as i64;
    tenths
}
