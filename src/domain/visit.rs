//! One visit: a date, what was found for each lesion, and how the animal was.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::lesion::LesionId;
use super::measurement::Measurement;
use super::signs::{Labs, Signs};

/// Non-target disease as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NonTarget {
    /// No non-target disease.
    None,
    /// Present, at baseline.
    Present,
    /// All gone.
    CompleteResponse,
    /// Persisting, not unequivocally worse.
    NonCrNonPd,
    /// Unequivocal progression.
    Progression,
    /// Not evaluated.
    NotEvaluable,
}

/// Non-target disease against the visit before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NonTargetChange {
    /// More.
    Increase,
    /// The same.
    Same,
    /// Less.
    Decrease,
}

/// Whether and how new lesions were looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NewLesionSearch {
    /// Looked for by imaging, none found.
    NoneFoundImaging,
    /// Looked for by examination only, none found.
    NoneFoundExam,
    /// Found.
    Found,
    /// Not looked for.
    NotLooked,
}

/// One visit.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    /// The day of the visit; unique in a case.
    pub date: Date,
    /// What was found, by lesion; a lesion without an entry was not recorded.
    pub measurements: BTreeMap<LesionId, Measurement>,
    /// Non-target disease, when stated as a whole; otherwise derived from the non-target lesions.
    pub non_target: Option<NonTarget>,
    /// Non-target disease against the visit before.
    pub non_target_change: Option<NonTargetChange>,
    /// An early scan made for a new sign.
    pub unscheduled: bool,
    /// Whether and how new lesions were looked for; unknown when `None`.
    pub new_lesion_search: Option<NewLesionSearch>,
    /// Clinical signs.
    pub signs: Signs,
    /// Laboratory, tissue, ultrasound.
    pub labs: Labs,
    /// Free text.
    pub note: String,
}

impl Visit {
    /// A visit with nothing recorded.
    pub fn on(date: Date) -> Self {
        Self {
            date,
            measurements: BTreeMap::new(),
            non_target: None,
            non_target_change: None,
            unscheduled: false,
            new_lesion_search: None,
            signs: Signs::default(),
            labs: Labs::default(),
            note: String::new(),
        }
    }
}
