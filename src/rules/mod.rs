//! The rules file, parsed from text compiled in, as checked parameters.

mod check;
pub mod clue;
pub mod criteria;
mod error;
pub mod forecast;
mod forecast_raw;
pub mod noise;
pub mod priors;
pub mod ratios;
mod raw;
pub mod thresholds;

use std::sync::OnceLock;

pub use clue::{Clue, ClueGroup, Level, Tier};
pub use criteria::{CriteriaSettings, FurtherRiseReference};
pub use error::RulesError;
pub use forecast::ForecastRules;
pub use noise::{MethodNoise, NoiseTable};
pub use priors::{Prior, PriorKey, Priors};
pub use ratios::{MeasuredRatio, Ratio, Ratios};
pub use thresholds::{
    Combining, ConfounderRules, DecisionRules, DoublingBand, Hyperprogression, LabelRules, LevelRules, RecheckRules,
    RedFlagRules, StatusRules,
};

/// Every number a verdict depends on, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// The version of the rules, named by every verdict.
    pub version: String,
    /// What moved from version to version, oldest first.
    pub changes: Vec<RulesChange>,
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
    /// Edges of the published definitions of hyperprogression.
    pub hyperprogression: Hyperprogression,
    /// Recheck offsets.
    pub recheck: RecheckRules,
    /// Where the decision aid starts.
    pub decision: DecisionRules,
    /// Plausible doubling times by tumor type, for the plot alone.
    pub doubling_bands: Vec<DoublingBand>,
    /// The forecast.
    pub forecast: ForecastRules,
}

/// What moved with a version of the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesChange {
    /// The version.
    pub version: String,
    /// What moved, as the changelog says it.
    pub what: String,
}

/// The rules file that the program ships with.
const SHIPPED: &str = include_str!("../../assets/rules.ron");

impl Rules {
    /// The rules that the program ships with, parsed once.
    ///
    /// # Errors
    /// None in a program whose tests passed: the text is compiled in and a test parses it.
    pub fn shipped() -> Result<&'static Self, &'static RulesError> {
        static RULES: OnceLock<Result<Rules, RulesError>> = OnceLock::new();
        RULES.get_or_init(|| Self::parse(SHIPPED)).as_ref()
    }

    /// Reads and checks a rules file.
    ///
    /// # Errors
    /// [`RulesError`] with line and column, or with the name of the row at fault.
    pub fn parse(text: &str) -> Result<Self, RulesError> {
        raw::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_rules_are_sound() {
        let rules = Rules::shipped().unwrap();
        assert_eq!(rules.criteria, CriteriaSettings::standard(), "the file says what the criteria default to");
        for ratio in rules.ratios.all() {
            assert!(!ratio.source.is_empty(), "{:?} has a source", ratio.level);
        }
        assert_eq!(rules.ratios.all().len(), Level::ALL.len());
        let newest = rules.changes.last().map(|own| own.version.as_str());
        assert_eq!(newest, Some(rules.version.as_str()), "the list of changes ends with this version");
    }

    #[test]
    fn a_broken_file_says_where() {
        let broken = SHIPPED.replace("posterior_most: 0.85", "posterior_most: soon");
        let line = SHIPPED.lines().position(|line| line.contains("posterior_most")).unwrap() + 1;
        match Rules::parse(&broken) {
            Err(RulesError::Syntax { line: found, .. }) => assert_eq!(found, line),
            other => panic!("expected a syntax error, got {other:?}"),
        }
    }

    #[test]
    fn wrong_rows_are_refused_by_name() {
        for (from, to, part) in [
            ("version: \"1.1\"", "version: \"1.1\", color: 3", "color"),
            ("level: \"pace_slower\"", "level: \"pace_sluggish\"", "pace_sluggish"),
            ("level: \"pace_slower\"", "level: \"dissociated\"", "dissociated"),
            ("key: \"vaccine\", p: 0.05", "key: \"vaccine\", p: 1.5", "vaccine"),
            ("level: \"status_stable\", lr: 1.6", "level: \"status_stable\", lr: 0.5", "status_stable"),
            ("level: \"rise_30_to_40_percent\", lr: 1.2", "level: \"rise_30_to_40_percent\", lr: 1.5", "rise_30"),
            ("damping: 0.7", "damping: 0.0", "damping"),
            ("tier: \"people\"", "tier: \"cats\"", "cats"),
        ] {
            let text = SHIPPED.replacen(from, to, 1);
            assert_ne!(text, SHIPPED, "{from} stands in the file");
            let error = Rules::parse(&text).unwrap_err().to_string();
            assert!(error.contains(part), "{from} -> {to}: {error}");
        }
    }
}
