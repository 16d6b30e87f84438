//! When to look again (`RULES.md` section 5), and the one recommendation.

use jiff::civil::Date;

use super::episode::Episode;
use super::findings::{Confounder, ConfounderCode, Effect, NotRecorded, RedFlag};
use super::plan::{Advice, Recheck, RecheckKind, RecheckReason, Recommendation};
use super::record::Record;
use super::stand::Stand;
use super::verdict::{Token, Verdict};
use crate::criteria::{Burden, Driver};
use crate::domain::clock::date_from_day;
use crate::domain::volume::{sphere_diameter_mm, sphere_mm3};
use crate::domain::{EventKind, day_from_date};

/// The dates.
pub(super) fn recheck(
    record: &Record<'_>,
    stand: Stand,
    episode: Option<&Episode>,
    token: Token,
    flags: &[RedFlag],
    as_of: Date,
) -> Recheck {
    if let Some(died) = died(record) {
        return Recheck { why: RecheckReason::Died, anchor: Some(died), ..NOTHING };
    }
    let mut plan = match (stand, episode) {
        (Stand::Open { .. } | Stand::Below { .. }, Some(episode)) => open(record, stand, episode),
        _ => closed(record, stand, token),
    };
    if !flags.is_empty() {
        plan.kind = RecheckKind::RedFlag;
        plan.why = RecheckReason::RedFlag;
    }
    let last_good_day = plan.latest.or(plan.due);
    plan.overdue = last_good_day.is_some_and(|date| date < as_of);
    plan
}

/// The day of a recorded death; one before the last visit is a slip of the pen and ends nothing.
pub(super) fn died(record: &Record<'_>) -> Option<Date> {
    let last = record.case.visits().last().map(|visit| visit.date);
    let deaths = record.case.events().iter().filter(|event| event.kind == EventKind::Death);
    deaths.map(|event| event.date).find(|date| last.is_none_or(|last| *date >= last))
}

const NOTHING: Recheck = Recheck {
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
};

fn open(record: &Record<'_>, stand: Stand, episode: &Episode) -> Recheck {
    let rules = &record.rules.recheck;
    let anchor = episode.opened;
    let after = |days: i32| date_from_day(anchor, days);
    let critical = record.case.lesions().iter().any(|lesion| lesion.critical_site);
    let slow = episode.doubling_days.is_some_and(|days| days > rules.slow_doubling_days);
    let (decides_above, decides_below) = decisive(record, stand, episode);
    let rechecked = day_from_date(anchor, episode.latest) >= rules.confirm_from_days;
    if rechecked {
        let again = date_from_day(episode.latest, rules.again_days);
        return Recheck {
            kind: RecheckKind::Window,
            why: RecheckReason::StillUnconfirmed,
            anchor: Some(anchor),
            confirm_from: Some(episode.latest.saturating_add(jiff::Span::new().days(1))),
            due: Some(again),
            latest: Some(date_from_day(episode.latest, rules.latest_days)),
            decides_above,
            decides_below,
            ..NOTHING
        };
    }
    Recheck {
        kind: RecheckKind::Window,
        why: if slow { RecheckReason::TooSlow } else { RecheckReason::OpenEpisode },
        anchor: Some(anchor),
        check_from: (!slow || critical).then(|| after(rules.check_from_days)),
        provisional_from: Some(after(rules.provisional_from_days)),
        confirm_from: Some(after(rules.confirm_from_days)),
        due: Some(after(rules.due_days)),
        second_due: slow.then(|| after(rules.latest_days)),
        latest: Some(after(rules.latest_days)),
        overdue: false,
        decides_above,
        decides_below,
    }
}

/// The next size that confirms, and the one under which the progression is not confirmed.
fn decisive(record: &Record<'_>, stand: Stand, episode: &Episode) -> (Option<Burden>, Option<Burden>) {
    let Some(line) = episode.line else { return (None, None) };
    if matches!(stand, Stand::Below { .. }) || !episode.drivers.contains(&Driver::Target) {
        return (Some(line), None);
    }
    let further = record.rules.criteria.confirm_rise_tenths;
    let above = match episode.first {
        Some(Burden::Diameters(first)) => Some(Burden::Diameters(first + further)),
        // On a volume basis the 5 mm are those of the equal sphere.
        Some(Burden::Volume(first)) => {
            Some(Burden::Volume(sphere_mm3(sphere_diameter_mm(first) + f64::from(further) / 10.0)))
        }
        None => None,
    };
    let above = above.map(|above| if above.value() < line.value() { line } else { above });
    (above, Some(line))
}

fn closed(record: &Record<'_>, stand: Stand, token: Token) -> Recheck {
    let Some(last) = record.table.rows.last().map(|row| row.date).or(record.table.baseline_date) else {
        return NOTHING;
    };
    let own = record.case.routine.as_ref().map(|own| i32::from(own.days()));
    let routine = date_from_day(last, own.unwrap_or(record.rules.recheck.routine_days));
    match (token, stand) {
        // Now means the day of the visit: the same person measures again before the dog goes home.
        (Token::ConfirmedWithinNoise, _) => Recheck {
            kind: RecheckKind::RemeasureNow,
            why: RecheckReason::Confirmed,
            anchor: Some(last),
            due: Some(last),
            ..NOTHING
        },
        (_, Stand::Confirmed { .. }) => {
            Recheck { why: RecheckReason::Confirmed, anchor: Some(last), due: Some(routine), ..NOTHING }
        }
        (Token::NotConfirmed, _) => {
            Recheck { why: RecheckReason::FallMustHold, anchor: Some(last), due: Some(routine), ..NOTHING }
        }
        _ => Recheck { anchor: Some(last), due: Some(routine), ..NOTHING },
    }
}

/// The one recommendation, with what else to do.
pub(super) fn recommendation(
    verdict: &Verdict,
    plan: &Recheck,
    episode: Option<&Episode>,
    missing: &[NotRecorded],
    confounders: &[Confounder],
) -> Recommendation {
    if plan.why == RecheckReason::Died {
        return Recommendation { kind: plan.kind, advice: Vec::new() };
    }
    let token = verdict.token;
    let target_only = episode.is_some_and(|own| own.drivers == [Driver::Target]);
    let weighs_most = [NotRecorded::TherapyStart, NotRecorded::TherapyClass, NotRecorded::NewLesionSearch];
    let mut advice = Vec::new();
    if plan.kind == RecheckKind::RedFlag {
        advice.push(Advice::ExamineNow);
    }
    let blocks = |own: &Confounder| own.code == ConfounderCode::Infection && own.effects.contains(&Effect::Block);
    if confounders.iter().any(blocks) && plan.kind != RecheckKind::RedFlag {
        advice.push(Advice::TreatInfection);
    }
    let doubtful = verdict.within_error && target_only && token.is_unconfirmed();
    if doubtful || token == Token::ConfirmedWithinNoise {
        advice.push(Advice::RemeasureNow);
    }
    // With a red flag, examining now includes a sample.
    if token == Token::UnconfirmedLeaningTrue && plan.kind != RecheckKind::RedFlag {
        advice.push(Advice::SampleNow);
    }
    if token == Token::TrueProgression && plan.kind != RecheckKind::RedFlag {
        advice.push(Advice::DiscussChange);
    }
    if token.is_unconfirmed() || token == Token::GrowthBelowRule {
        advice.push(Advice::SameMethod);
    }
    if missing.iter().any(|own| weighs_most.contains(own)) {
        advice.push(Advice::CompleteRecord);
    }
    Recommendation { kind: plan.kind, advice }
}
