//! The forecast's columns of `cohort`: where the next size should lie, from what was known at each visit.

use super::columns::{Cell, Row};
use crate::assess::Assessment;
use crate::criteria::CriteriaTable;
use crate::domain::{Case, Species};
use crate::forecast::{Fit, Forecaster, Observations, ParameterSet};
use crate::rules::Rules;
use crate::rules::forecast::ForecastRules;
use crate::series::{self, Basis};

/// The quantiles of the next size, with their headings.
const QUANTILES: [(&str, f64); 9] = [
    ("next_q01", 0.01),
    ("next_q05", 0.05),
    ("next_q10", 0.10),
    ("next_q25", 0.25),
    ("next_q50", 0.50),
    ("next_q75", 0.75),
    ("next_q90", 0.90),
    ("next_q95", 0.95),
    ("next_q99", 0.99),
];

const MM3_PER_CM3: f64 = 1000.0;

/// The forecaster of people; there is none of dogs yet, since their doubling times are not joined to tumor types.
pub(super) struct CohortForecast {
    people: Option<Forecaster>,
}

impl CohortForecast {
    /// The forecaster of the shipped parameters; without them, which a test rules out, the columns stay empty.
    pub(super) fn shipped() -> Self {
        let rules = ForecastRules::shipped().ok();
        Self { people: rules.map(|rules| Forecaster::new(&rules, ParameterSet::HumanCheckpoint)) }
    }

    /// The columns `next_day` to `p_fall30` of one visit.
    ///
    /// `next_day` is the day of the patient's next visit with a size, the one thing that is taken from later on; where
    /// there is none, the recommended recheck.
    pub(super) fn cells(&self, case: &Case, rules: &Rules, table: &CriteriaTable, assessment: &Assessment) -> Row {
        let later = table.rows.iter().find(|row| row.date > assessment.as_of && row.burden.is_some());
        let next_day = later.map(|row| row.day).or_else(|| assessment.recheck.due.map(|date| case.day_of(date)));
        let mut cells = vec![("next_day", next_day.map_or(Cell::Empty, Cell::Whole))];
        let known = case.known_on(assessment.as_of);
        let fit = self.fit(&known, rules);
        let (Some(fit), Some(day)) = (fit, next_day) else {
            cells.extend(QUANTILES.map(|(name, _)| (name, Cell::Empty)));
            cells.extend(["p_next_below_pd", "p_fall30"].map(|name| (name, Cell::Empty)));
            return cells;
        };
        let sizes = fit.quantiles(day, &QUANTILES.map(|(_, share)| share));
        let sized = |size: f64| match fit.observations().basis() {
            Basis::Diameters => Cell::Tenths(tenths(size)),
            Basis::Volumes => Cell::Volume(size / MM3_PER_CM3),
        };
        cells.extend(QUANTILES.iter().zip(sizes).map(|((name, _), size)| (*name, sized(size))));
        cells.push(("p_next_below_pd", Cell::Probability(fit.probability_below_progression(day))));
        cells.push(("p_fall30", Cell::Probability(fit.p_fall30())));
        cells
    }

    fn fit(&self, known: &Case, rules: &Rules) -> Option<Fit> {
        let forecaster = match known.patient.species {
            Species::Human => self.people.as_ref()?,
            Species::Dog => return None,
        };
        let series = series::build(known);
        let observations = Observations::from_series(known, &series, &rules.noise).ok()?;
        Some(forecaster.fit(&observations))
    }
}

/// Millimeters in whole tenths; a forecast beyond every tumor is held to the largest length a case can hold.
fn tenths(mm: f64) -> i64 {
    let largest = f64::from(crate::domain::units::MAX_LENGTH_TENTHS);
    #[expect(clippy::cast_possible_truncation, reason = "held to 0..=20000 before")]
    let tenths = (mm * 10.0).round().clamp(0.0, largest) as i64;
    tenths
}
