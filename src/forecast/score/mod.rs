//! Scoring of forecasts on series whose next sizes are known.
//!
//! Every forecast sees only the sizes before the one it is scored on.

pub mod bootstrap;
pub mod comparators;
pub mod next_size;
pub mod outcomes;
pub mod reference;
pub mod tune;
pub mod validate;

pub use bootstrap::Interval;
pub use comparators::Comparator;
pub use next_size::{NextSize, SCORED_QUANTILES, next_sizes};
pub use outcomes::{OutcomeCase, OutcomeScores, outcome_cases};
pub use reference::{Curve, Curves, LastSizes, last_sizes};
pub use tune::{Tuned, fold, search};
pub use validate::{MethodScores, Validation, validate};

use super::observations::Observations;

/// One patient with the whole series.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// The patient's identifier.
    pub id: String,
    /// Every evaluable size.
    pub sizes: Observations,
}
