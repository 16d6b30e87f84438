//! The forecast's columns of `cohort`: where the next size should lie, from what was known at each visit.

use super::columns::{Cell, Row};
use crate::assess::Assessment;
use crate::criteria::CriteriaTable;
use crate::domain::{Case, Species, TherapyClass};
use crate::forecast::{CanineTumor, Fit, Forecaster, Observations, ParameterSet};
use crate::rules::forecast::ForecastRules;
use crate::rules::{PriorKey, Rules};
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

/// The forecast's parameters, with the forecaster of people, which is the same for all of them.
pub(super) struct CohortForecast {
    rules: Option<ForecastRules>,
    people: Option<Forecaster>,
}

/// The forecaster of one patient.
pub(super) struct PatientForecast(Option<Forecaster>);

impl CohortForecast {
    /// The shipped parameters; without them, which a test rules out, the columns stay empty.
    pub(super) fn shipped() -> Self {
        let rules = ForecastRules::shipped().ok();
        let people = rules.as_ref().map(|rules| Forecaster::new(rules, ParameterSet::HumanCheckpoint));
        Self { rules, people }
    }

    /// The forecaster of a patient: that of people, or one for the dog's tumor type and therapy class.
    pub(super) fn of_patient(&self, case: &Case, rules: &Rules) -> PatientForecast {
        let forecaster = match case.patient.species {
            Species::Human => self.people.clone(),
            Species::Dog => self.of_dog(case, rules),
        };
        PatientForecast(forecaster)
    }

    fn of_dog(&self, case: &Case, rules: &Rules) -> Option<Forecaster> {
        let prior = rules.priors.get(prior_key(case.therapy.class))?;
        let tumor = CanineTumor::of_type(&case.tumor.kind, &rules.doubling_bands, prior.p)?;
        Some(Forecaster::new(self.rules.as_ref()?, ParameterSet::CanineDefault(tumor)))
    }
}

/// The prior of a therapy class as a whole; what happened to one lesion is weighed in the verdict, not here.
const fn prior_key(class: TherapyClass) -> PriorKey {
    match class {
        TherapyClass::Unknown => PriorKey::Unknown,
        TherapyClass::NotImmune => PriorKey::NotImmune,
        TherapyClass::Vaccine => PriorKey::Vaccine,
        TherapyClass::Intralesional => PriorKey::Uninjected,
        TherapyClass::Checkpoint
        | TherapyClass::Cytokine
        | TherapyClass::Cell
        | TherapyClass::Oncolytic
        | TherapyClass::OtherImmune => PriorKey::Systemic,
    }
}

impl PatientForecast {
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
        let series = series::build(known);
        let observations = Observations::from_series(known, &series, &rules.noise).ok()?;
        Some(self.0.as_ref()?.fit(&observations))
    }
}

/// Millimeters in whole tenths; a forecast beyond every tumor is held to the largest length a case can hold.
fn tenths(mm: f64) -> i64 {
    let largest = f64::from(crate::domain::units::MAX_LENGTH_TENTHS);
    #[expect(clippy::cast_possible_truncation, reason = "held to 0..=20000 before")]
    let tenths = (mm * 10.0).round().clamp(0.0, largest) as i64;
    tenths
}
