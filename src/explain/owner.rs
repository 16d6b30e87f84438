//! The owner's voice: what was seen, what happens now, when to call; never a probability of pseudoprogression.

use super::phrases;
use super::words::{OwnerCount, OwnerWords};
use crate::assess::{Assessment, CannotReason, ConfounderCode, RecheckKind, RecheckReason, Token};
use crate::criteria::Overall;
use crate::domain::{Case, Dated, TherapyClass};

/// An assessment in an owner's words.
pub fn owner<'a>(case: impl Into<Dated<'a>>, assessment: &Assessment) -> OwnerWords {
    let case = case.into();
    let token = assessment.verdict.token;
    let plan = &assessment.recheck;
    // With a red flag the talk is today: no later date, no list of signs to call for, no count of other patients.
    let urgent = plan.kind == RecheckKind::RedFlag;
    let seen = seen(&case, assessment, urgent);
    let name = phrases::possessive(&case.patient.name);
    if plan.why == RecheckReason::Died {
        return after_death(&case, plan.anchor);
    }
    let not_entered = seen.unjudged == phrases::Unjudged::NotEntered;
    // Now is no date: a red flag and a remeasurement do not wait for one.
    let waits = matches!(plan.kind, RecheckKind::Window | RecheckKind::Routine)
        && token != Token::TrueProgression
        && !not_entered;
    let past = super::next::is_past(assessment, plan.due);
    let next_date = plan.due.filter(|_| waits && !past).map(|date| case.when_with_weekday(date)).unwrap_or_default();
    // Where growth is confirmed, how often it is not would be false hope.
    let counts = !urgent && token != Token::TrueProgression;
    OwnerWords {
        sentence: phrases::owner_sentence(token, &name, seen),
        what_now: phrases::owner_now(token, plan.kind, &next_date, waits && past),
        next_date,
        call_sooner: if urgent { Vec::new() } else { phrases::CALL_SOONER.map(str::to_owned).to_vec() },
        what_is_known: if counts { known(&case, assessment.episode.is_some()).to_owned() } else { String::new() },
        count: if counts { count(&case, assessment.episode.is_some()) } else { None },
        disclaimer: phrases::OWNER_DISCLAIMER.to_owned(),
    }
}

/// What the sentence turns on beside the label.
fn seen(case: &Case, assessment: &Assessment, urgent: bool) -> phrases::Seen {
    let verdict = &assessment.verdict;
    let last = assessment.criteria.rows.last();
    let smaller = last.and_then(|row| row.pct_from_baseline).is_some_and(|own| own.0 < 0) && !verdict.within_error;
    let last_size = match last {
        Some(row) if row.burden.is_some_and(|own| own.value() <= 0.0) => phrases::LastSize::Gone,
        Some(row) if row.crecist == Overall::Pd => phrases::LastSize::OverLine,
        Some(_) if smaller => phrases::LastSize::Smaller,
        Some(_) => phrases::LastSize::UnderLine,
        None => phrases::LastSize::OverLine,
    };
    let first_size = assessment.criteria.baseline_date.is_some() && last.is_none();
    let by_method = assessment.confounders.iter().any(|own| own.code == ConfounderCode::MethodChanged);
    let unjudged = if verdict.cannot.contains(&CannotReason::NewLesionNotEntered) {
        phrases::Unjudged::NotEntered
    } else if first_size {
        phrases::Unjudged::FirstSize
    } else if last.is_some_and(|row| row.burden.is_some()) && !by_method {
        phrases::Unjudged::Meaning
    } else {
        phrases::Unjudged::Other
    };
    phrases::Seen {
        by_size: assessment.episode.as_ref().is_none_or(crate::assess::Episode::by_size),
        last: last_size,
        immune: case.therapy.class != TherapyClass::NotImmune,
        unjudged,
        urgent,
    }
}

/// The page of a patient that has died: no plan, no signs to call for, no counts.
fn after_death(case: &Dated<'_>, died: Option<jiff::civil::Date>) -> OwnerWords {
    let date = died.map(|date| case.when(date)).unwrap_or_default();
    OwnerWords {
        sentence: phrases::owner_died(&case.patient.name, &date),
        what_now: phrases::OWNER_CONDOLENCE.to_owned(),
        next_date: String::new(),
        call_sooner: Vec::new(),
        what_is_known: String::new(),
        count: None,
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
