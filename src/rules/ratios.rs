//! Likelihood ratios, one a level of a clue.

use super::clue::{Level, Tier};

/// A ratio measured on data, shown beside the one used.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasuredRatio {
    /// The measured ratio.
    pub lr: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end of its 95 % interval.
    pub high: f64,
    /// On whom and against what it was measured.
    pub what: String,
}

/// The ratio of one level; above 1 favors swelling.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratio {
    /// The level.
    pub level: Level,
    /// The ratio used.
    pub lr: f64,
    /// Lower end of its range.
    pub low: f64,
    /// Upper end of its range.
    pub high: f64,
    /// What it rests on.
    pub tier: Tier,
    /// Where it comes from.
    pub source: String,
    /// What was measured on data, where it was.
    pub measured: Option<MeasuredRatio>,
}

/// All ratios, one a level.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratios(pub(super) Vec<Ratio>);

impl Ratios {
    /// The ratio of a level; parsing made sure that every level has one.
    pub fn get(&self, level: Level) -> Option<&Ratio> {
        self.0.iter().find(|ratio| ratio.level == level)
    }

    /// Every ratio, in the order of [`Level::ALL`].
    pub fn all(&self) -> &[Ratio] {
        &self.0
    }
}
