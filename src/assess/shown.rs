//! A verdict as it was shown, and what the present rules make of the same record.

use jiff::civil::Date;

use super::{Assessment, Weighing, assess};
use crate::domain::Case;
use crate::rules::{Rules, RulesChange};

/// A number as it is kept: to four decimals, from 0 to 10 000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ShownNumber(u32);

impl ShownNumber {
    /// The number to four decimals; `None` outside 0 to 10 000.
    pub fn new(value: f64) -> Option<Self> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held to its range here")]
        (0.0..=10_000.0).contains(&value).then(|| Self((value * 10_000.0).round() as u32))
    }

    /// The number.
    pub fn get(self) -> f64 {
        f64::from(self.0) / 10_000.0
    }

    fn held(value: f64) -> Self {
        Self::new(value.clamp(0.0, 10_000.0)).unwrap_or(Self(0))
    }
}

/// The numbers of a verdict as they were shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShownWeighing {
    /// Probability that it is measurement error.
    pub noise: ShownNumber,
    /// Probability of swelling.
    pub swelling: ShownNumber,
    /// Probability of growth.
    pub growth: ShownNumber,
    /// Probability of swelling given a real rise, before looking.
    pub prior: ShownNumber,
    /// The damping.
    pub damping: ShownNumber,
}

/// A row of the ledger as it was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownRow {
    /// The token of the level seen.
    pub level: String,
    /// The likelihood ratio it had.
    pub ratio: ShownNumber,
    /// Whether it was in the sum.
    pub used: bool,
}

/// A verdict as it was shown; words are tokens, which another version may not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The version of the rules.
    pub rules_version: String,
    /// The version of the program.
    pub app_version: String,
    /// The day of assessment.
    pub as_of: Date,
    /// The label.
    pub label: String,
    /// The recommendation.
    pub recommendation: String,
    /// The iRECIST category of the last visit; empty where there is none.
    pub category: String,
    /// The numbers, while an enlargement was open.
    pub weighing: Option<ShownWeighing>,
    /// The ledger.
    pub ledger: Vec<ShownRow>,
}

impl Shown {
    /// What an assessment shows.
    pub fn of(assessment: &Assessment) -> Self {
        let number = ShownNumber::held;
        let numbers = |own: &Weighing| ShownWeighing {
            noise: number(own.p_noise),
            swelling: number(own.p_pseudo),
            growth: number(own.p_true),
            prior: number(own.prior),
            damping: number(own.damping),
        };
        let rows = assessment.ledger.iter();
        Self {
            rules_version: assessment.rules_version.clone(),
            app_version: assessment.app_version.clone(),
            as_of: assessment.as_of,
            label: assessment.verdict.token.token().to_owned(),
            recommendation: assessment.recommendation.kind.token().to_owned(),
            category: assessment
                .criteria
                .rows
                .last()
                .map_or_else(String::new, |row| row.irecist.state.token().to_owned()),
            weighing: assessment.verdict.weighing.as_ref().map(numbers),
            ledger: rows
                .map(|row| ShownRow { level: row.level.token().to_owned(), ratio: number(row.lr), used: row.used })
                .collect(),
        }
    }
}

/// One reason why a verdict is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeReason {
    /// The prior is another.
    Prior {
        /// As it was shown.
        was: ShownNumber,
        /// As it is.
        now: ShownNumber,
    },
    /// The damping is another.
    Damping {
        /// As it was shown.
        was: ShownNumber,
        /// As it is.
        now: ShownNumber,
    },
    /// A clue counts with another ratio.
    Ratio {
        /// The token of its level.
        level: String,
        /// As it was shown.
        was: ShownNumber,
        /// As it is.
        now: ShownNumber,
    },
    /// A clue counts that did not.
    Added {
        /// The token of its level.
        level: String,
    },
    /// A clue counts no more.
    Dropped {
        /// The token of its level.
        level: String,
    },
    /// The measurement error is judged otherwise.
    Noise {
        /// As it was shown.
        was: ShownNumber,
        /// As it is.
        now: ShownNumber,
    },
}

/// What the present rules make of a record whose verdict was shown before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reopened {
    /// As it was shown.
    pub was: Shown,
    /// As it is.
    pub now: Shown,
    /// Why, as far as the two ledgers tell.
    pub why: Vec<ChangeReason>,
    /// What the changelog of the rules says since, oldest first.
    pub rules_changes: Vec<RulesChange>,
}

impl Reopened {
    /// Whether the label is another.
    pub fn label_changed(&self) -> bool {
        self.was.label != self.now.label
    }

    /// Whether anything that was shown is another.
    pub fn changed(&self) -> bool {
        let Shown { label, recommendation, category, weighing, .. } = &self.now;
        let was = &self.was;
        *label != was.label
            || *recommendation != was.recommendation
            || *category != was.category
            || *weighing != was.weighing
    }

    /// Whether rules and program are those of the record, so that only the file itself can have changed.
    pub fn same_versions(&self) -> bool {
        self.was.rules_version == self.now.rules_version && self.was.app_version == self.now.app_version
    }
}

/// Compares a record with what the present rules give on the same day; `None` where both versions and all that was
/// shown are the same.
pub fn reopened(case: &Case, shown: &Shown, rules: &Rules) -> Option<Reopened> {
    let now = Shown::of(&assess(case, rules, shown.as_of));
    let position = rules.changes.iter().rposition(|own| own.version == shown.rules_version);
    let since = if now.rules_version == shown.rules_version {
        Vec::new()
    } else {
        rules.changes.iter().skip(position.map_or(0, |place| place + 1)).cloned().collect()
    };
    let found = Reopened { why: reasons(shown, &now), was: shown.clone(), now, rules_changes: since };
    (found.changed() || !found.same_versions()).then_some(found)
}

fn reasons(was: &Shown, now: &Shown) -> Vec<ChangeReason> {
    let mut why = Vec::new();
    if let (Some(old), Some(new)) = (&was.weighing, &now.weighing) {
        if old.prior != new.prior {
            why.push(ChangeReason::Prior { was: old.prior, now: new.prior });
        }
        if old.damping != new.damping {
            why.push(ChangeReason::Damping { was: old.damping, now: new.damping });
        }
        if old.noise != new.noise {
            why.push(ChangeReason::Noise { was: old.noise, now: new.noise });
        }
    }
    let used = |shown: &Shown| shown.ledger.iter().filter(|row| row.used).cloned().collect::<Vec<_>>();
    let (old, new) = (used(was), used(now));
    for row in &new {
        match old.iter().find(|own| own.level == row.level) {
            Some(own) if own.ratio != row.ratio => {
                why.push(ChangeReason::Ratio { level: row.level.clone(), was: own.ratio, now: row.ratio });
            }
            Some(_) => {}
            None => why.push(ChangeReason::Added { level: row.level.clone() }),
        }
    }
    let gone = old.iter().filter(|row| new.iter().all(|own| own.level != row.level));
    why.extend(gone.map(|row| ChangeReason::Dropped { level: row.level.clone() }));
    why
}
