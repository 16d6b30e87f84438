//! What comes next: the recheck, the recommendation, what would change the label and whether it holds.

use jiff::civil::Date;

use super::verdict::Token;
use crate::criteria::Burden;
use crate::rules::Level;

/// Which kind of follow-up is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecheckKind {
    /// A red flag: do not wait.
    RedFlag,
    /// Remeasure now: the rule was met by a rise inside measurement error.
    RemeasureNow,
    /// A recheck inside the window that can confirm.
    Window,
    /// Routine follow-up.
    Routine,
}

/// Why the recheck is as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecheckReason {
    /// A red flag stands.
    RedFlag,
    /// An open episode: the dates count from its first visit.
    OpenEpisode,
    /// Still unconfirmed after the first recheck: four weeks from the last visit.
    StillUnconfirmed,
    /// An open episode whose growth is too slow to tell at four weeks: a second date is added.
    TooSlow,
    /// A fall that has to hold at the next visit.
    FallMustHold,
    /// Progression is confirmed; the next look follows the plan made now.
    Confirmed,
    /// Nothing open.
    NothingOpen,
    /// The patient died; there is nothing to plan.
    Died,
}

/// When to look again.
#[derive(Clone, Debug, PartialEq)]
pub struct Recheck {
    /// Which kind.
    pub kind: RecheckKind,
    /// Why.
    pub why: RecheckReason,
    /// The visit the dates count from; `None` when nothing was ever measured.
    pub anchor: Option<Date>,
    /// From here an examination with calipers informs; it cannot confirm.
    pub check_from: Option<Date>,
    /// From here an image is provisional.
    pub provisional_from: Option<Date>,
    /// From here a visit can confirm.
    pub confirm_from: Option<Date>,
    /// The recommended day; `None` when nothing was ever measured.
    pub due: Option<Date>,
    /// A second formal day, where growth is too slow to tell at the first.
    pub second_due: Option<Date>,
    /// After this the recheck is overdue.
    pub latest: Option<Date>,
    /// The recommended (for a window, the latest) day lies before the day of assessment.
    pub overdue: bool,
    /// At this size or above, progression is confirmed by rule.
    pub decides_above: Option<Burden>,
    /// Below this size the progression is not confirmed.
    pub decides_below: Option<Burden>,
}

/// Something to do, beside looking again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Advice {
    /// Examine within 24 to 72 hours.
    ExamineNow,
    /// Have the same person measure again now.
    RemeasureNow,
    /// Work up a fever or infection before the size is read.
    TreatInfection,
    /// Sample now.
    SampleNow,
    /// Discuss a change of therapy or rescue.
    DiscussChange,
    /// Same method, same observer, same settings at the recheck.
    SameMethod,
    /// Record what is missing.
    CompleteRecord,
}

/// The one recommendation, separate from the label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recommendation {
    /// Red flag, remeasure, recheck window or routine.
    pub kind: RecheckKind,
    /// What else to do.
    pub advice: Vec<Advice>,
}

/// What would move the label.
#[derive(Clone, Debug, PartialEq)]
pub enum WouldChange {
    /// A clue seen at this level.
    Clue {
        /// The level.
        level: Level,
        /// The label it would give.
        to: Token,
    },
    /// A next size at or above this.
    NextAtOrAbove {
        /// The size.
        size: Burden,
        /// The label it would give.
        to: Token,
    },
    /// A next size below this.
    NextBelow {
        /// The size.
        size: Burden,
        /// The label it would give.
        to: Token,
    },
}

/// One way in which the label is fragile.
#[derive(Clone, Debug, PartialEq)]
pub enum Flip {
    /// Leaving out the sizes of this visit.
    WithoutVisit {
        /// The visit.
        date: Date,
        /// The label then.
        to: Token,
    },
    /// Reading the last sizes this much differently, inside their own measurement error.
    LastReadBy {
        /// The visit.
        date: Date,
        /// The sum as it would have been.
        size: Burden,
        /// The label then.
        to: Token,
    },
}

/// Whether the label holds when one reading is left out or moved by its noise.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Robustness {
    /// Everything that would change the label; empty when it holds.
    pub flips: Vec<Flip>,
}

impl Robustness {
    /// Whether the label holds.
    pub fn holds(&self) -> bool {
        self.flips.is_empty()
    }
}

impl RecheckKind {
    /// The stable token of machine output.
    pub const fn token(self) -> &'static str {
        match self {
            Self::RedFlag => "red_flag",
            Self::RemeasureNow => "remeasure_now",
            Self::Window => "window",
            Self::Routine => "routine",
        }
    }
}

impl RecheckReason {
    /// The stable token of machine output.
    pub const fn token(self) -> &'static str {
        match self {
            Self::RedFlag => "red_flag",
            Self::OpenEpisode => "open_episode",
            Self::StillUnconfirmed => "still_unconfirmed",
            Self::TooSlow => "too_slow",
            Self::FallMustHold => "fall_must_hold",
            Self::Confirmed => "confirmed",
            Self::NothingOpen => "nothing_open",
            Self::Died => "died",
        }
    }
}

impl Advice {
    /// The stable token of machine output.
    pub const fn token(self) -> &'static str {
        match self {
            Self::ExamineNow => "examine_now",
            Self::RemeasureNow => "remeasure_now",
            Self::TreatInfection => "treat_infection",
            Self::SampleNow => "sample_now",
            Self::DiscussChange => "discuss_change",
            Self::SameMethod => "same_method",
            Self::CompleteRecord => "complete_record",
        }
    }
}
