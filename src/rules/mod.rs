//! The rules file, parsed from text compiled in, as checked parameters.

pub mod clue;
pub mod criteria;
pub mod noise;
pub mod priors;
pub mod ratios;
pub mod thresholds;

pub use clue::{Clue, ClueGroup, Level, Tier};
pub use criteria::{CriteriaSettings, FurtherRiseReference};
pub use noise::{MethodNoise, NoiseTable};
pub use priors::{Prior, PriorKey, Priors};
pub use ratios::{MeasuredRatio, Ratio, Ratios};
pub use thresholds::{
    Combining, ConfounderRules, DoublingBand, LabelRules, LevelRules, RecheckRules, RedFlagRules, StatusRules,
};

/// Every number a verdict depends on, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// The version of the rules, named by every verdict.
    pub version: String,
    /// Measurement noise.
    pub noise: NoiseTable,
    /// Settings of the response criteria.
    pub criteria: CriteriaSettings,
    /// Priors.
    pub priors: Priors,
    /// Likelihood ratios.
    pub ratios: Ratios,
    /// How the ledger is summed.
    pub combining: Combining,
    /// Edges of the labels.
    pub labels: LabelRules,
    /// Edges of timing, size and other levels.
    pub levels: LevelRules,
    /// Levels of clinical status.
    pub status: StatusRules,
    /// Edges of the confounders.
    pub confounders: ConfounderRules,
    /// Edges of the red flags.
    pub red_flags: RedFlagRules,
    /// Recheck offsets.
    pub recheck: RecheckRules,
    /// Plausible doubling times by tumor type, for the plot alone.
    pub doubling_bands: Vec<DoublingBand>,
}
