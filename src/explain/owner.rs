//! The owner's voice: what was seen, what happens now, when to call; never a probability of pseudoprogression.

use super::phrases;
use super::words::{OwnerCount, OwnerWords};
use crate::assess::{Assessment, CannotReason, RecheckKind, Token};
use crate::domain::{Case, Dated, TherapyClass};

/// An assessment in an owner's words.
pub fn owner<'a>(case: impl Into<Dated<'a>>, assessment: &Assessment) -> OwnerWords {
    let case = case.into();
    let token = assessment.verdict.token;
    let plan = &assessment.recheck;
    let first_size = assessment.criteria.baseline_date.is_some() && assessment.criteria.rows.is_empty();
    let by_size = assessment.episode.as_ref().is_none_or(crate::assess::Episode::by_size);
    let smaller = assessment.criteria.rows.last().and_then(|row| row.pct_from_baseline).is_some_and(|own| own.0 < 0)
        && !assessment.verdict.within_error;
    let not_entered = assessment.verdict.cannot.contains(&CannotReason::NewLesionNotEntered);
    // With a red flag the talk is today: no later date, no list of signs to call for, no count of other patients.
    let urgent = plan.kind == RecheckKind::RedFlag;
    let unjudged = match (not_entered, first_size) {
        (true, _) => phrases::Unjudged::NotEntered,
        (false, true) => phrases::Unjudged::FirstSize,
        (false, false) => phrases::Unjudged::Other,
    };
    let seen = phrases::Seen { by_size, smaller, unjudged, urgent };
    // Now is no date: a red flag and a remeasurement do not wait for one.
    let waits = matches!(plan.kind, RecheckKind::Window | RecheckKind::Routine)
        && token != Token::TrueProgression
        && !not_entered;
    let past = super::next::is_past(assessment, plan.due);
    let next_date = plan.due.filter(|_| waits && !past).map(|date| case.when_with_weekday(date)).unwrap_or_default();
    OwnerWords {
        sentence: phrases::owner_sentence(token, &phrases::possessive(&case.patient.name), seen),
        what_now: phrases::owner_now(token, plan.kind, &next_date, waits && past),
        next_date,
        call_sooner: if urgent { Vec::new() } else { phrases::CALL_SOONER.map(str::to_owned).to_vec() },
        what_is_known: if urgent { String::new() } else { known(&case, assessment.episode.is_some()).to_owned() },
        count: if urgent { None } else { count(&case, assessment.episode.is_some()) },
        disclaimer: phrases::OWNER_DISCLAIMER.to_owned(),
    }
}

/// The count of [`known`]; none was made for other therapies.
fn count(case: &Case, grown: bool) -> Option<OwnerCount> {
    let immune = case.therapy.class != TherapyClass::NotImmune;
    immune.then_some(if grown { phrases::COUNT_AFTER_GROWTH } else { phrases::COUNT_BEFORE_GROWTH })
}

/// Once growth has been seen the count is of those who grew, never of all treated.
fn known(case: &Case, grown: bool) -> &'static str {
    if case.therapy.class == TherapyClass::NotImmune {
        phrases::KNOWN_NOT_IMMUNE
    } else if grown {
        phrases::KNOWN_AFTER_GROWTH
    } else {
        phrases::KNOWN_BEFORE_GROWTH
    }
}
