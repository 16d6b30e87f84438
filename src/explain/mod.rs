//! An assessment in words: one voice for the clinician, one for the owner.
//!
//! Every sentence stands in `phrases.rs`; the other files choose and fill them.

mod by_rule;
mod calendar;
mod clinician;
mod committed;
mod course;
mod decision;
mod format;
mod futures;
mod kinetics;
mod next;
mod notes;
mod outcomes;
mod owner;
mod phrases;
mod readings;
mod reopened;
mod sum;
mod table;
mod words;

use crate::assess::Token;
use crate::domain::Alarm;

/// The label of a token as a file names it, in words; the token itself where this version does not know it.
pub fn label_of_token(token: &str) -> String {
    Token::from_token(token).map_or_else(|| token.to_owned(), |token| phrases::label(token).to_owned())
}

/// Beside a verdict while a size that may be a slip is still asked about.
pub const fn slip_open() -> &'static str {
    phrases::SLIP_OPEN
}

/// An alarm by name, the same beside its box and in a red flag.
pub const fn alarm(alarm: Alarm) -> &'static str {
    phrases::alarm(alarm)
}

pub use by_rule::{ReadingWords, RuleWords, outcome_words, reading_words, rule_words, selection_words};
pub use calendar::calendar;
pub use clinician::clinician;
pub use decision::{DecisionWords, decision};
pub use futures::{futures, recheck_design, recheck_settles};
pub use outcomes::{OutcomeGroup, outcomes};
pub use owner::owner;
pub use readings::repeatability;
pub use reopened::{ReopenedWords, reopened};
pub use words::{
    CalendarWords, ClinicianWords, ClueWords, DecidingWords, IntervalWords, KineticsWords, LedgerWords, OwnerCount,
    OwnerWords, PlanWords, RedFlagWords, SettledWords, TellingWords,
};
