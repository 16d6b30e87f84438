//! From the record to the verdict: clues, ledger, label, confounders, red flags, recheck.
//!
//! Everything is a pure function of the case as known on one day and the rules.
//! Three things are kept apart: the rule category (exact), the verdict (probabilistic), the recommendation.

mod types;
mod verdict;

use jiff::civil::Date;

use crate::criteria::CriteriaTable;
use crate::domain::Case;
use crate::rules::Rules;

pub use types::{
    Advice, ClueSummary, Confounder, ConfounderCode, Effect, Episode, EpisodeKind, Flip, Lean, LedgerRow, Measured,
    NotRecorded, Recheck, RecheckKind, RecheckReason, Recommendation, RedFlag, RedFlagCode, Robustness, ThreeClues,
    Unused, WouldChange,
};
pub use verdict::{CannotReason, Strength, Token, Verdict, Weighing};

/// The version of this program, which a verdict names beside the version of its rules.
pub const APP_VERSION: &str = env!("CARGO_PKG_VERSION");

/// Everything that is concluded from a case as known on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// The version of the rules used.
    pub rules_version: String,
    /// The version of the program.
    pub app_version: String,
    /// The day of assessment; nothing later was used.
    pub as_of: Date,
    /// Its day from the therapy start.
    pub as_of_day: i32,
    /// The last visit with a size, which the label is about.
    pub visit: Option<Date>,
    /// The rule categories of every visit.
    pub criteria: CriteriaTable,
    /// The enlargement in question: open, or the last one.
    pub episode: Option<Episode>,
    /// The verdict.
    pub verdict: Verdict,
    /// Timing, symptoms, imaging.
    pub table: ThreeClues,
    /// The ledger, one row a clue seen.
    pub ledger: Vec<LedgerRow>,
    /// What nobody recorded.
    pub not_recorded: Vec<NotRecorded>,
    /// What stands in the way, worst first.
    pub confounders: Vec<Confounder>,
    /// What must not wait.
    pub red_flags: Vec<RedFlag>,
    /// When to look again.
    pub recheck: Recheck,
    /// The one recommendation.
    pub recommendation: Recommendation,
    /// What would move the label.
    pub would_change: Vec<WouldChange>,
    /// Whether one reading decides the label.
    pub robustness: Robustness,
}

/// Assesses a case as it was known on a day.
pub fn assess(case: &Case, rules: &Rules, as_of: Date) -> Assessment {
    Assessment {
        rules_version: rules.version.clone(),
        app_version: APP_VERSION.to_owned(),
        as_of,
        as_of_day: case.day_of(as_of),
        visit: None,
        criteria: CriteriaTable {
            basis: crate::series::Basis::Diameters,
            baseline_date: None,
            baseline: None,
            baseline_flags: Vec::new(),
            rows: Vec::new(),
        },
        episode: None,
        verdict: Verdict {
            token: Token::CannotAssess,
            strength: Strength::Open,
            cannot: vec![CannotReason::NoSizes],
            within_error: false,
            weighing: None,
        },
        table: ThreeClues { timing: NO_CLUE, symptoms: NO_CLUE, imaging: NO_CLUE },
        ledger: Vec::new(),
        not_recorded: Vec::new(),
        confounders: Vec::new(),
        red_flags: Vec::new(),
        recheck: Recheck {
            kind: RecheckKind::Routine,
            why: RecheckReason::NothingOpen,
            anchor: None,
            check_from: None,
            provisional_from: None,
            confirm_from: None,
            due: None,
            second_due: None,
            latest: None,
            overdue: false,
            decides_above: None,
            decides_below: None,
        },
        recommendation: Recommendation { kind: RecheckKind::Routine, advice: Vec::new() },
        would_change: Vec::new(),
        robustness: Robustness::default(),
    }
}

const NO_CLUE: ClueSummary = ClueSummary { lean: Lean::NotRecorded, ln_lr: 0.0, tier: None };
