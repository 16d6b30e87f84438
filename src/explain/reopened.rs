//! What the present rules make of a record as it was saved, in words.

use super::format::{count, ratio};
use super::phrases;
use crate::assess::{ChangeReason, Reopened, ShownNumber, ShownWeighing};
use crate::rules::Level;

/// What changed since a case was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReopenedWords {
    /// "Saved under rules 0.9 as “leaning true”; rules 1.0 say “cannot tell yet”".
    pub headline: String,
    /// What changed, then why.
    pub lines: Vec<String>,
}

/// What changed since a case was saved, and why.
pub fn reopened(found: &Reopened) -> ReopenedWords {
    let Reopened { was, now, why, rules_changes } = found;
    let label = |token: &str| super::label_of_token(token);
    let headline = phrases::reopened(
        (&was.rules_version, &was.app_version),
        (&now.rules_version, &now.app_version),
        (&label(&was.label), &label(&now.label)),
        found.changed(),
    );
    let mut lines = Vec::new();
    if was.category != now.category {
        lines.push(phrases::category_then_now(&was.category, &now.category));
    }
    if was.recommendation != now.recommendation {
        let words = [&was.recommendation, &now.recommendation].map(|own| phrases::recommendation_of_token(own));
        let [then, now] = words;
        lines.push(phrases::recommendation_then_now(&then, &now));
    }
    if was.weighing != now.weighing {
        lines.push(phrases::numbers_then_now(&numbers(was.weighing.as_ref()), &numbers(now.weighing.as_ref())));
    }
    if found.changed() {
        lines.extend(why.iter().map(reason));
        if found.same_versions() {
            lines.push(phrases::CHANGED_OUTSIDE.to_owned());
        }
    }
    lines.extend(rules_changes.iter().map(|own| phrases::rules_change(&own.version, &own.what)));
    ReopenedWords { headline, lines }
}

fn numbers(weighing: Option<&ShownWeighing>) -> String {
    weighing.map_or_else(
        || phrases::NOTHING_WEIGHED.to_owned(),
        |own| phrases::three_parts([own.noise, own.swelling, own.growth].map(|own| count(own.get()))),
    )
}

fn reason(why: &ChangeReason) -> String {
    let of_100 = |own: &ShownNumber| count(own.get());
    let number = |own: &ShownNumber| ratio(own.get());
    match why {
        ChangeReason::Prior { was, now } => phrases::prior_then_now(&of_100(was), &of_100(now)),
        ChangeReason::Damping { was, now } => phrases::damping_then_now(&number(was), &number(now)),
        ChangeReason::Noise { was, now } => phrases::noise_then_now(&of_100(was), &of_100(now)),
        ChangeReason::Ratio { level, was, now } => phrases::ratio_then_now(&named(level), &number(was), &number(now)),
        ChangeReason::Added { level } => phrases::clue_added(&named(level)),
        ChangeReason::Dropped { level } => phrases::clue_dropped(&named(level)),
    }
}

/// A level with its clue, as in the ledger; its token where this version does not know it.
fn named(token: &str) -> String {
    Level::from_token(token)
        .map_or_else(|| token.to_owned(), |level| format!("{}, {}", phrases::clue(level.clue()), phrases::level(level)))
}
