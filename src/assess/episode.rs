//! The enlargement that an assessment is about.

use jiff::civil::Date;

use crate::criteria::{Burden, Driver};

/// What opened the episode that is assessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EpisodeKind {
    /// iRECIST turned to unconfirmed progression.
    Rule,
    /// Growth below the rule's threshold.
    BelowRule,
}

/// The enlargement that the assessment is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Episode {
    /// What opened it.
    pub kind: EpisodeKind,
    /// The enlarging visit.
    pub opened: Date,
    /// Its day from the therapy start.
    pub opened_day: i32,
    /// Its day from the first dose of a later line of therapy that it falls in; `None` on the first line.
    pub line_day: Option<i32>,
    /// The last visit with a size.
    pub latest: Date,
    /// Still open: neither confirmed nor reset.
    pub open: bool,
    /// What drove it at the enlarging visit.
    pub drivers: Vec<Driver>,
    /// The nadir before the enlarging visit.
    pub nadir: Option<Burden>,
    /// The size at the enlarging visit.
    pub first: Option<Burden>,
    /// The largest size since.
    pub peak: Option<Burden>,
    /// The progression line from the lowest size so far, `max(1.2 N, N + 5 mm)` or `1.728 N` in volume.
    pub line: Option<Burden>,
    /// The rise over the nadir at the enlarging visit, in percent of diameter.
    pub rise_percent: Option<f64>,
    /// Volume doubling time of the last interval, in days; `None` when it did not grow.
    pub doubling_days: Option<f64>,
}

impl Episode {
    /// Whether the target sum drove it.
    pub fn by_size(&self) -> bool {
        self.kind == EpisodeKind::BelowRule || self.drivers.contains(&Driver::Target)
    }
}
