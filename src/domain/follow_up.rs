//! How often a case is seen while nothing is open.

use thiserror::Error;

/// The longest routine interval accepted, in days: two years.
pub const MAX_ROUTINE_DAYS: u16 = 730;

/// The routine interval of one case, with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoutineInterval {
    days: u16,
    source: String,
}

/// Why a number of days is no routine interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a routine interval is 1 to {MAX_ROUTINE_DAYS} days, not {0}")]
pub struct InvalidRoutine(pub u16);

impl RoutineInterval {
    /// An interval in days.
    ///
    /// # Errors
    /// [`InvalidRoutine`] outside 1 to [`MAX_ROUTINE_DAYS`].
    pub fn new(days: u16, source: impl Into<String>) -> Result<Self, InvalidRoutine> {
        if (1..=MAX_ROUTINE_DAYS).contains(&days) {
            Ok(Self { days, source: source.into() })
        } else {
            Err(InvalidRoutine(days))
        }
    }

    /// The days.
    pub const fn days(&self) -> u16 {
        self.days
    }

    /// Where it comes from: a protocol, a drug label, a clinic's habit; empty when not said.
    pub fn source(&self) -> &str {
        &self.source
    }
}
