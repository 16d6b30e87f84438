//! The rows of the ledger and the three-row table.

use crate::rules::{Clue, Level, Tier};

/// Which way a clue points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lean {
    /// Toward swelling, that is pseudoprogression.
    Swelling,
    /// Toward growth, that is true progression.
    Growth,
    /// Neither way, or next to nothing.
    Neither,
    /// Nothing was recorded, or no episode is open.
    NotRecorded,
}

impl Lean {
    /// The stable token of machine output.
    pub const fn token(self) -> &'static str {
        match self {
            Self::Swelling => "swelling",
            Self::Growth => "growth",
            Self::Neither => "neither",
            Self::NotRecorded => "not_recorded",
        }
    }
}

/// One row of the three-row table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClueSummary {
    /// Which way it points.
    pub lean: Lean,
    /// Sum of ln likelihood ratios of its rows, undamped; above 0 toward swelling. The length of its bar.
    pub ln_lr: f64,
    /// The weakest evidence among its rows; `None` without rows.
    pub tier: Option<Tier>,
}

/// The three-row table; its words are made by `explain`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThreeClues {
    /// When it grew.
    pub timing: ClueSummary,
    /// How the animal is.
    pub symptoms: ClueSummary,
    /// Sizes and new lesions.
    pub imaging: ClueSummary,
}

/// A likelihood ratio measured on data, shown beside the one that is used.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The measured ratio.
    pub lr: f64,
    /// Its 95 % interval, lower end.
    pub low: f64,
    /// Its 95 % interval, upper end.
    pub high: f64,
    /// On whom and against what it was measured.
    pub what: String,
}

/// Why a row that was seen is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unused {
    /// LDH within 6 weeks of a local treatment, which moves it by itself.
    LocalTreatment,
    /// NLR with a steroid, which moves it by itself.
    Steroid,
    /// Worse signs within 72 hours of a dose, which may be its adverse effect.
    AfterDose,
    /// A size unchanged by less than error, where growth at its pace could not have shown yet.
    TooSlow,
    /// Stable or better signs beside an alarm: a dog with an alarm is not well.
    BesideAlarm,
    /// Nothing is weighed because a confounder blocks.
    Blocked,
}

/// One row of the ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerRow {
    /// The clue.
    pub clue: Clue,
    /// The level seen.
    pub level: Level,
    /// Likelihood ratio; above 1 favors swelling.
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
    pub measured: Option<Measured>,
    /// Whether it is in the sum.
    pub used: bool,
    /// Whether it counts in full, as the size row of a re-measurement does (`RULES.md` 4), unless a confounder damps.
    pub undamped: bool,
    /// Why not, when it is not.
    pub unused: Option<Unused>,
}

impl Unused {
    /// The stable token of machine output.
    pub const fn token(self) -> &'static str {
        match self {
            Self::LocalTreatment => "local_treatment",
            Self::Steroid => "steroid",
            Self::AfterDose => "after_dose",
            Self::TooSlow => "too_slow",
            Self::BesideAlarm => "beside_alarm",
            Self::Blocked => "blocked",
        }
    }
}
