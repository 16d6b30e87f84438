//! The label, by the precedence of `RULES.md` section 2: block, rule state, cap, posterior.

use std::f64::consts::LN_10;

use super::confounders::{Opening, opening, treatment_explains};
use super::findings::{Confounder, Effect};
use super::record::Record;
use super::stand::{Stand, peak_point};
use super::verdict::{OpenReason, Strength, Token};
use super::weigh::Sum;
use crate::criteria::{Driver, IrecistState, Overall, TargetResponse};
use crate::domain::{Finding, Lesion, Measurement, Role, TherapyClass, day_from_date};
use crate::rules::Rules;

/// The ratio from which evidence is more than a bare mention (Kass and Raftery 1995).
const MODERATE_RATIO: f64 = 3.2;

/// What decides between the three unconfirmed labels.
pub(super) struct Leaning<'a> {
    pub(super) sum: Sum,
    /// Probability that the size is noise, whatever else drives the progression.
    pub(super) size_noise: f64,
    /// The target sum alone drives the progression.
    pub(super) target_only: bool,
    /// A clinical sign is worse.
    pub(super) sign_worse: bool,
    /// A later fall would be one on the same, immune-based therapy, without which it shows no swelling.
    pub(super) fall_counts: bool,
    pub(super) confounders: &'a [Confounder],
}

/// One of the three unconfirmed labels, and why it does not lean where the numbers alone would.
pub(super) struct Unconfirmed {
    pub(super) token: Token,
    pub(super) strength: Strength,
    pub(super) open_because: Option<OpenReason>,
}

/// The label of an open unconfirmed progression.
pub(super) fn unconfirmed(leaning: &Leaning<'_>, rules: &Rules) -> Unconfirmed {
    let labels = &rules.labels;
    let edge = labels.leaning_ratio.ln();
    let Sum { evidence, posterior, .. } = leaning.sum;
    let capped = leaning.confounders.iter().any(|own| own.effects.contains(&Effect::Cap));
    let pseudo = posterior >= labels.leaning_pseudo_posterior
        && evidence >= edge
        && leaning.size_noise < labels.leaning_pseudo_noise_below
        && !capped
        && leaning.fall_counts;
    let growth = posterior <= labels.leaning_true_posterior
        && evidence <= -edge
        && !(capped && leaning.target_only && !leaning.sign_worse);
    let leans = |token: Token| Unconfirmed { token, strength: strength(evidence), open_because: None };
    if pseudo {
        return leans(Token::UnconfirmedLeaningPseudo);
    }
    if growth {
        return leans(Token::UnconfirmedLeaningTrue);
    }
    let open_because = if posterior <= labels.leaning_true_posterior {
        Some(if evidence > -edge { OpenReason::GrowthByPriorAlone } else { OpenReason::GrowthCapped })
    } else if posterior >= labels.leaning_pseudo_posterior {
        Some(if evidence < edge {
            OpenReason::SwellingByPriorAlone
        } else if !leaning.fall_counts {
            OpenReason::SwellingCannotCount
        } else if capped {
            OpenReason::SwellingCapped
        } else {
            OpenReason::SwellingMayBeError
        })
    } else {
        None
    };
    Unconfirmed { token: Token::UnconfirmedIndeterminate, strength: Strength::Open, open_because }
}

fn strength(evidence: f64) -> Strength {
    match evidence.abs() {
        size if size >= LN_10 => Strength::Strong,
        size if size >= MODERATE_RATIO.ln() => Strength::Moderate,
        _ => Strength::Weak,
    }
}

/// The label after confirmed progression.
fn confirmed(record: &Record<'_>, first: usize, confirmed: usize, last: usize) -> Token {
    let mut responded: Option<usize> = None;
    let mut lost: Option<usize> = None;
    for place in confirmed + 1..=last {
        // After a response was lost, another one is a fall from the sizes since, with no progression by rule.
        let again = |lost: usize| {
            let standing = record.row(place).is_none_or(|row| row.crecist == Overall::Pd);
            !standing && fell_by_share(record, lost, place)
        };
        match responded {
            Some(since) if progressed_since(record, since, place) => (responded, lost) = (None, Some(place)),
            None if responded_after(record, first, confirmed, place) && lost.is_none_or(again) => {
                responded = Some(place);
            }
            _ => {}
        }
    }
    if let Some(place) = responded {
        let fall = record.row(place).map(|row| row.date);
        let explained = fall.is_some_and(|fall| treatment_explains(record, first, fall));
        return if explained { Token::ConfoundedResponse } else { Token::ResponseAfterConfirmed };
    }
    let drivers = record.row(confirmed).map(|row| row.irecist.drivers.as_slice()).unwrap_or_default();
    let opening = record.row(first).map(|row| row.irecist.drivers.as_slice()).unwrap_or_default();
    // Another category that confirms is not a matter of measurement error.
    let other = drivers.iter().any(|driver| *driver != Driver::Target || !opening.contains(driver));
    let beyond = (confirmed..=last).any(|place| {
        let change = record.point_of(first).zip(record.point_of(place)).and_then(|(from, to)| record.change(from, to));
        change.is_some_and(|change| change.rose())
    });
    if other || beyond || lost.is_some() { Token::TrueProgression } else { Token::ConfirmedWithinNoise }
}

/// Whether a response is over at a later row: the target sum is over the line again, or a lesion is new since.
fn progressed_since(record: &Record<'_>, responded: usize, place: usize) -> bool {
    let Some((then, now)) = record.row(responded).zip(record.row(place)) else { return false };
    let first_seen = |lesion: &Lesion| {
        let mut visits = record.case.visits().iter();
        let seen =
            |own: &&Measurement| !own.equivocal && !matches!(own.finding, Finding::Absent | Finding::NotEvaluable);
        visits.find(|visit| visit.measurements.get(&lesion.id).as_ref().is_some_and(seen)).map(|visit| visit.date)
    };
    let new = record.case.lesions().iter().filter(|lesion| lesion.role == Role::New).filter_map(first_seen);
    now.target_response == TargetResponse::Pd || new.into_iter().any(|date| date > then.date && date <= now.date)
}

/// A fall of 30 % off the peak, or a response by the rule, after confirmation.
fn responded_after(record: &Record<'_>, first: usize, confirmed: usize, place: usize) -> bool {
    let by_rule = record.row(place).zip(record.row(confirmed)).is_some_and(|(now, then)| {
        let responds = |response| matches!(response, TargetResponse::Cr | TargetResponse::Pr);
        responds(now.target_response) && !responds(then.target_response)
    });
    by_rule || fell_by_share(record, first, place)
}

/// Whether the size at a row is 30 % or more below the peak since the enlarging visit.
fn fell_by_share(record: &Record<'_>, first: usize, place: usize) -> bool {
    let peak = peak_point(record, first, place).and_then(|point| record.series.sum_of(point));
    let complete = record.point_of(place).is_some_and(|point| point.complete);
    let now = record.row(place).and_then(|row| row.burden).filter(|_| complete);
    match (peak, now) {
        (Some(peak), Some(now)) => now.value() <= record.share(record.rules.labels.fall_share) * peak + 1e-9,
        _ => false,
    }
}

/// Whether the size at a row is below the peak since the enlarging visit by more than the repeatability limit.
fn fell_beyond_noise(record: &Record<'_>, first: usize, place: usize) -> bool {
    let (Some(peak), Some(now)) = (peak_point(record, first, place), record.point_of(place)) else { return false };
    // Nothing left to measure is a fall beyond any error.
    let gone = record.series.sum_of(now).is_some_and(|sum| sum <= 0.0);
    gone || record.change(peak, now).is_some_and(|change| change.fell())
}

/// The label after an unconfirmed progression was reset, whatever clouded the enlarging visit.
fn closed(record: &Record<'_>, first: usize, reset: usize, last: usize) -> Token {
    let Some(opened) = record.row(first) else { return Token::NotConfirmed };
    let by_size = opened.irecist.drivers.contains(&Driver::Target);
    let rose = record.change_from_nadir(first).is_some_and(|change| change.rose());
    let mut held: Option<usize> = None;
    for place in reset..=last {
        let Some(row) = record.row(place) else { continue };
        if row.irecist.state == IrecistState::Ne {
            continue;
        }
        let in_time = day_from_date(opened.date, row.date) <= record.rules.labels.swelling_within_days;
        let fell = fell_beyond_noise(record, first, place);
        let responds = matches!(row.irecist.state, IrecistState::IPr | IrecistState::ICr);
        // Swelling is defined given a real rise: where error could make both the rise and the fall, neither shows it.
        let real = fell || !by_size || rose;
        let responds = responds && (fell || !by_size);
        if in_time && (responds || (real && fell_by_share(record, first, place))) {
            return explained_or(record, first, place, Token::PseudoDefinite);
        }
        match (fell, held) {
            (true, Some(_)) => return explained_or(record, first, place, Token::PseudoProbable),
            (true, None) => held = Some(place),
            (false, _) => held = None,
        }
    }
    Token::NotConfirmed
}

/// A fall counts as pseudoprogression only after a rise that was measured and had no local treatment behind it.
fn cleared(record: &Record<'_>, first: usize, token: Token) -> Token {
    let by_size = record.row(first).is_some_and(|row| row.irecist.drivers.contains(&Driver::Target));
    match (opening(record, first, by_size), token) {
        (Opening::Infected, _) => Token::CannotAssess,
        (Opening::Treated, Token::PseudoDefinite | Token::PseudoProbable) => Token::ConfoundedResponse,
        (Opening::Unmeasured, Token::PseudoDefinite | Token::PseudoProbable) => Token::NotConfirmed,
        (_, token) => token,
    }
}

fn explained_or(record: &Record<'_>, first: usize, place: usize, token: Token) -> Token {
    let fall = record.row(place).map(|row| row.date);
    // Drugs that are not immune shrink tumors by themselves.
    let not_immune = record.case.therapy.class == TherapyClass::NotImmune;
    if not_immune || fall.is_some_and(|fall| treatment_explains(record, first, fall)) {
        Token::ConfoundedResponse
    } else {
        token
    }
}

/// The label of a stand that needs no weighing; `None` for the open ones.
pub(super) fn settled(record: &Record<'_>, stand: Stand) -> Option<Token> {
    match stand {
        Stand::Cannot(_) => Some(Token::CannotAssess),
        Stand::Quiet { .. } => Some(Token::NotProgression),
        Stand::Below { .. } => Some(Token::GrowthBelowRule),
        Stand::Open { .. } => None,
        Stand::Confirmed { first, confirmed: at, last } => Some(confirmed(record, first, at, last)),
        Stand::Closed { first, reset, last } => Some(cleared(record, first, closed(record, first, reset, last))),
    }
}
