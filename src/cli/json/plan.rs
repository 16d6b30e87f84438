//! What comes next in the JSON of an assessment: recheck, recommendation, what would change the label.

use jiff::civil::Date;
use serde::Serialize;

use super::{iso, size_number, size_unit, unit_of};
use crate::assess::{Assessment, DecidingSize, EpisodeKind, Flip, WouldChange};
use crate::domain::Case;
use crate::explain::ClinicianWords;

#[derive(Serialize)]
pub(super) struct RecheckJson {
    kind: &'static str,
    why: &'static str,
    check_from: Option<String>,
    provisional_from: Option<String>,
    confirm_from: Option<String>,
    due: Option<String>,
    second_due: Option<String>,
    latest: Option<String>,
    check_from_day: Option<i32>,
    provisional_from_day: Option<i32>,
    confirm_from_day: Option<i32>,
    due_day: Option<i32>,
    second_due_day: Option<i32>,
    latest_day: Option<i32>,
    decides_above: Option<f64>,
    decides_below: Option<f64>,
    /// By rule alone.
    confirmed_from: Option<f64>,
    not_confirmed_below: Option<f64>,
    /// The unit of these sizes.
    unit: Option<&'static str>,
}

#[derive(Serialize)]
pub(super) struct RecommendationJson {
    kind: &'static str,
    advice: Vec<&'static str>,
}

#[derive(Serialize)]
pub(super) struct ChangeJson {
    /// `clue`, `next_at_or_above` or `next_below`.
    when: &'static str,
    level: Option<&'static str>,
    size: Option<f64>,
    to: &'static str,
}

#[derive(Serialize)]
pub(super) struct RobustnessJson {
    holds: bool,
    flips: Vec<FlipJson>,
    words: String,
}

#[derive(Serialize)]
struct FlipJson {
    /// `without_visit` or `last_read_as`.
    when: &'static str,
    day: i32,
    size: Option<f64>,
    to: &'static str,
}

pub(super) fn recheck_json(case: &Case, assessment: &Assessment) -> RecheckJson {
    let recheck = &assessment.recheck;
    let date = |date: Option<Date>| date.and_then(|date| iso(case, date));
    let day = |date: Option<Date>| date.map(|date| case.day_of(date));
    let unit = recheck.decides_above.or(recheck.decides_below).map(size_unit);
    let deciding = assessment.deciding;
    let below_rule = assessment.episode.as_ref().is_some_and(|own| own.kind == EpisodeKind::BelowRule);
    let number = |own: Option<DecidingSize>| deciding.zip(own).map(|(pair, own)| size_number(pair.burden(own)));
    RecheckJson {
        kind: recheck.kind.token(),
        why: recheck.why.token(),
        check_from: date(recheck.check_from),
        provisional_from: date(recheck.provisional_from),
        confirm_from: date(recheck.confirm_from),
        due: date(recheck.due),
        second_due: date(recheck.second_due),
        latest: date(recheck.latest),
        check_from_day: day(recheck.check_from),
        provisional_from_day: day(recheck.provisional_from),
        confirm_from_day: day(recheck.confirm_from),
        due_day: day(recheck.due),
        second_due_day: day(recheck.second_due),
        latest_day: day(recheck.latest),
        decides_above: number(deciding.and_then(|own| own.above)),
        decides_below: number(deciding.and_then(|own| own.below)),
        // Growth below the rule has nothing to confirm yet.
        confirmed_from: recheck.decides_above.filter(|_| !below_rule).map(size_number),
        not_confirmed_below: recheck.decides_below.map(size_number),
        unit: unit.or_else(|| deciding.map(|own| unit_of(own.basis))),
    }
}

pub(super) fn change_json(change: &WouldChange) -> ChangeJson {
    let (when, level, size, to) = match change {
        WouldChange::Clue { level, to } => ("clue", Some(level.token()), None, to),
        WouldChange::NextAtOrAbove { size, to } => ("next_at_or_above", None, Some(size_number(*size)), to),
        WouldChange::NextBelow { size, to } => ("next_below", None, Some(size_number(*size)), to),
    };
    ChangeJson { when, level, size, to: to.token() }
}

fn flip_json(case: &Case, flip: &Flip) -> FlipJson {
    match flip {
        Flip::WithoutVisit { date, to } => {
            FlipJson { when: "without_visit", day: case.day_of(*date), size: None, to: to.token() }
        }
        Flip::LastReadBy { date, size, to } => {
            let size = Some(size_number(*size));
            FlipJson { when: "last_read_as", day: case.day_of(*date), size, to: to.token() }
        }
    }
}

pub(super) fn recommendation_json(assessment: &Assessment) -> RecommendationJson {
    RecommendationJson {
        kind: assessment.recommendation.kind.token(),
        advice: assessment.recommendation.advice.iter().map(|own| own.token()).collect(),
    }
}

pub(super) fn robustness_json(case: &Case, assessment: &Assessment, words: &ClinicianWords) -> RobustnessJson {
    RobustnessJson {
        holds: assessment.robustness.holds(),
        flips: assessment.robustness.flips.iter().map(|flip| flip_json(case, flip)).collect(),
        words: if assessment.robustness.holds() { &words.robustness } else { &words.one_decides }.clone(),
    }
}
