//! Which clues are seen, and at which level.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::episode::Episode;
use super::ledger::Unused;
use super::record::Record;
use super::status::{Status, status};
use crate::domain::{
    Biopsy, CtDna, EventKind, Finding, LdhTrend, Lesion, LesionId, NewLesionSearch, NlrTrend, Pet, Role,
    UltrasoundCharacter, Visit, day_from_date,
};
use crate::rules::{Clue, Level};
use crate::series::{GrowthRates, Point, TargetSize};

/// A clue seen, and why it is not weighed where it is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) level: Level,
    pub(super) unused: Option<Unused>,
}

impl Seen {
    const fn used(level: Level) -> Self {
        Self { level, unused: None }
    }
}

/// What the clues say about an episode.
pub(super) struct Clues {
    pub(super) seen: Vec<Seen>,
    /// Clinical status, also where it is not weighed.
    pub(super) status: Option<Status>,
    /// An alarm or a named compromise stands, beside which stable signs are not weighed.
    pub(super) alarmed: bool,
}

/// Looks for every clue of the ledger.
///
/// While the episode stays open, the level of the re-measurement names what was seen; what it weighs is the ratio of
/// the forecast densities at the measured size (`size_row`), which also replaces the pace row.
pub(super) fn clues(record: &Record<'_>, episode: &Episode, first: usize, last: usize) -> Clues {
    let status = status(record, episode.opened);
    let mut seen = Vec::new();
    seen.extend(timing(record, episode, first));
    seen.extend(status.map(|own| Seen { level: own.level, unused: status_unused(record, episode.opened, own) }));
    seen.extend(rise(record, episode));
    seen.extend(new_lesions(record, episode.opened));
    seen.extend(responded_first(record, first));
    seen.extend(pace(record, first));
    seen.extend(dissociated(record, first));
    seen.extend(laboratory(record, episode.opened));
    seen.extend(remeasured(record, first, last).filter(|_| episode.by_size()));
    debug_assert!(one_a_clue(&seen), "a clue is seen at one level");
    Clues { seen, status, alarmed: alarmed(record, episode.opened) }
}

fn one_a_clue(seen: &[Seen]) -> bool {
    let clues: BTreeSet<Clue> = seen.iter().map(|own| own.level.clue()).collect();
    clues.len() == seen.len()
}

/// Why a status is not weighed. A dog with an alarm is not well, whatever its grades; the alarm itself may come of
/// swelling as well as of growth.
fn status_unused(record: &Record<'_>, from: Date, status: Status) -> Option<Unused> {
    if status.after_dose {
        Some(Unused::AfterDose)
    } else if !status.is_worse() && alarmed(record, from) {
        Some(Unused::BesideAlarm)
    } else {
        None
    }
}

/// Whether an alarm or a named compromise is recorded from a date on.
fn alarmed(record: &Record<'_>, from: Date) -> bool {
    record
        .visits_from(from)
        .any(|visit| !visit.signs.alarms.is_empty() || !visit.signs.critical_compromise.trim().is_empty())
}

/// The first dose of the line of therapy that a day falls in.
pub(super) fn line_start(record: &Record<'_>, on: Date) -> Option<Date> {
    let start = record.case.therapy.start?;
    let later = record.case.events().iter().filter(|event| event.kind == EventKind::TherapyStart);
    later.map(|event| event.date).filter(|date| *date > start && *date <= on).max().or(Some(start))
}

/// Weeks from the first dose of the current line; nothing without its date.
fn timing(record: &Record<'_>, episode: &Episode, first: usize) -> Option<Seen> {
    let start = line_start(record, episode.opened)?;
    let days = day_from_date(start, episode.opened);
    if days < 0 {
        return None;
    }
    let [two, eight, twelve, sixteen, twenty_six] = record.rules.levels.timing_edges_days;
    let level = match days {
        days if days < two => {
            if grown_was_injected(record, first) {
                Level::TimingUnder2Injected
            } else {
                Level::TimingUnder2
            }
        }
        days if days < eight => Level::Timing2To8,
        days if days < twelve => Level::Timing8To12,
        days if days < sixteen => Level::Timing12To16,
        days if days < twenty_six => Level::Timing16To26,
        _ => Level::Timing26Plus,
    };
    Some(Seen::used(level))
}

/// Whether the lesion that grew most was injected within the injected period before the enlarging visit.
pub(super) fn grown_was_injected(record: &Record<'_>, first: usize) -> bool {
    let Some(point) = record.point_of(first) else { return false };
    let Some(lesion) = grown_lesion(record, first) else { return false };
    let days = record.rules.levels.injected_days;
    record.injections(Some(lesion), point.date).iter().any(|date| day_from_date(*date, point.date) <= days)
}

/// The target that grew most from the nadir to a row.
pub(super) fn grown_lesion(record: &Record<'_>, place: usize) -> Option<LesionId> {
    record.most_grown(record.nadir_of(place)?, record.point_of(place)?)
}

/// The rise at the enlarging visit; no ratio is known for a rise under 20 %.
fn rise(record: &Record<'_>, episode: &Episode) -> Option<Seen> {
    let percent = episode.rise_percent.filter(|_| episode.by_size())?;
    let [twenty, thirty, forty, sixty, hundred] = record.rules.levels.rise_edges_percent;
    // Sums are whole tenths of a millimeter; the guard keeps an exact 20 % from falling under the edge in a division.
    let percent = percent + 1e-9;
    let level = match percent {
        percent if percent < twenty => return None,
        percent if percent < thirty => Level::Rise20To30,
        percent if percent < forty => Level::Rise30To40,
        percent if percent < sixty => Level::Rise40To60,
        percent if percent < hundred => Level::Rise60To100,
        _ => Level::Rise100Plus,
    };
    Some(Seen::used(level))
}

/// The new lesions that are present and certain from a date on.
pub(super) fn new_lesions_from<'a>(record: &'a Record<'_>, from: Date) -> Vec<&'a Lesion> {
    let lesions = record.case.lesions().iter().filter(|lesion| lesion.role == Role::New);
    lesions.filter(|lesion| present_from(record, lesion.id, from)).collect()
}

/// Whether a lesion is present at its last evaluated visit from a date on.
fn present_from(record: &Record<'_>, lesion: LesionId, from: Date) -> bool {
    let last = record.visits_from(from).rev().find_map(|visit| {
        // What merged is there while its mass is.
        let own = visit.measurements.get(&record.case.mass_of(visit, lesion)?)?;
        (own.finding != Finding::NotEvaluable && !own.equivocal).then_some(own)
    });
    last.is_some_and(|own| own.finding != Finding::Absent)
}

/// Whether a lesion is in an organ where the case had none before; unknown organs are not new.
pub(super) fn in_new_organ(record: &Record<'_>, lesion: &Lesion) -> bool {
    let organs: BTreeSet<String> =
        record.case.lesions().iter().filter(|own| own.role != Role::New).filter_map(|own| own.organ.key()).collect();
    lesion.organ.key().is_some_and(|organ| !organs.is_empty() && !organs.contains(&organ))
}

fn new_lesions(record: &Record<'_>, from: Date) -> Option<Seen> {
    let present = new_lesions_from(record, from);
    let search = record.visits_from(from).rev().find_map(|visit| visit.new_lesion_search);
    let level = match (present.as_slice(), search) {
        ([], None) => return None,
        ([], Some(NewLesionSearch::NoneFoundImaging)) => Level::NewNoneImaging,
        ([], Some(NewLesionSearch::NoneFoundExam)) => Level::NewNoneExam,
        ([], Some(NewLesionSearch::NotLooked)) => Level::NewNotLooked,
        // Found, and not entered as a lesion: one at least.
        ([], Some(NewLesionSearch::Found)) => Level::NewOne,
        ([only], _) if !in_new_organ(record, only) => Level::NewOne,
        _ => Level::NewSeveral,
    };
    Some(Seen::used(level))
}

/// Whether the nadir before the rise was a response.
fn responded_first(record: &Record<'_>, first: usize) -> Option<Seen> {
    let baseline = record.table.baseline?.value();
    let nadir = record.row(first)?.nadir?.value();
    let responded = baseline > 0.0 && nadir <= record.share(record.rules.levels.responded_share) * baseline;
    responded.then_some(Seen::used(Level::RespondedFirst))
}

/// Growth rates before therapy and on it, where growth before can be told from zero.
pub(super) fn rates_before_and_on(record: &Record<'_>, first: usize) -> Option<(GrowthRates, GrowthRates)> {
    let before = before_baseline(record)?;
    let grew = record.change(before, record.series.baseline_point()?)?.rose();
    read_rates(record, first).filter(|_| grew)
}

/// Growth rates before therapy and on it, as read, whatever their error.
pub(super) fn read_rates(record: &Record<'_>, first: usize) -> Option<(GrowthRates, GrowthRates)> {
    let start = record.series.baseline_point()?;
    let pre = GrowthRates::between(before_baseline(record)?, start, &record.series)?;
    let on = GrowthRates::between(record.nadir_of(first)?, record.point_of(first)?, &record.series)?;
    Some((pre, on))
}

/// The last size before the baseline.
fn before_baseline<'a>(record: &'a Record<'_>) -> Option<&'a Point> {
    record.series.points.get(record.series.baseline?.checked_sub(1)?)
}

fn pace(record: &Record<'_>, first: usize) -> Option<Seen> {
    let (pre, on) = rates_before_and_on(record, first)?;
    let ratio = on.percent_per_month / pre.percent_per_month;
    let levels = &record.rules.levels;
    if ratio < levels.pace_slower_below {
        Some(Seen::used(Level::PaceSlower))
    } else if ratio >= levels.pace_faster_from {
        Some(Seen::used(Level::PaceFaster))
    } else {
        None
    }
}

/// Some targets shrank by 30 % or more from the baseline while others grew by the rule's share.
fn dissociated(record: &Record<'_>, first: usize) -> Option<Seen> {
    let (start, now) = (record.series.baseline_point()?, record.point_of(first)?);
    let basis = record.series.basis;
    let shrink = record.share(record.rules.labels.fall_share);
    let grow = record.share(1.0 + f64::from(record.rules.criteria.progression_percent) / 100.0);
    // Lesions that merged, by then or later, have no size that can be held against the other.
    let apart = |target: &&TargetSize| {
        [start, now].iter().all(|point| {
            point.mass(target.lesion).count() == 1
                && point.target(target.lesion).is_some_and(|own| own.merged_into.is_none())
        })
    };
    let ratios = now.targets.iter().filter(apart).filter_map(|target| {
        let before = start.target(target.lesion)?.on(basis).filter(|size| *size > 0.0)?;
        Some(target.on(basis)? / before)
    });
    let ratios: Vec<f64> = ratios.collect();
    let both = ratios.iter().any(|ratio| *ratio <= shrink) && ratios.iter().any(|ratio| *ratio >= grow);
    both.then_some(Seen::used(Level::Dissociated))
}

/// The last recorded value from a date on, with the date of its visit.
fn last_lab<T>(record: &Record<'_>, from: Date, pick: impl Fn(&Visit) -> Option<T>) -> Option<(Date, T)> {
    record.visits_from(from).rev().find_map(|visit| pick(visit).map(|value| (visit.date, value)))
}

fn laboratory(record: &Record<'_>, from: Date) -> Vec<Seen> {
    let mut seen = Vec::new();
    if let Some((_, ctdna)) = last_lab(record, from, |visit| visit.labs.ctdna) {
        seen.push(Seen::used(match ctdna {
            CtDna::Undetectable | CtDna::Down => Level::CtDnaFavorable,
            CtDna::Up => Level::CtDnaUnfavorable,
        }));
    }
    if let Some((date, ldh)) = last_lab(record, from, |visit| visit.labs.ldh) {
        let local = [EventKind::Injection, EventKind::Radiation, EventKind::Surgery];
        let treated = record.events_before(date, record.rules.levels.ldh_local_days, &local).next().is_some();
        seen.push(Seen {
            level: match ldh {
                LdhTrend::Normal | LdhTrend::Falling => Level::LdhFavorable,
                LdhTrend::Rising | LdhTrend::High => Level::LdhUnfavorable,
            },
            unused: treated.then_some(Unused::LocalTreatment),
        });
    }
    if let Some((date, nlr)) = last_lab(record, from, |visit| visit.labs.nlr) {
        let steroid = [EventKind::SteroidStart, EventKind::SteroidStop, EventKind::SteroidChange];
        let on_steroid = record.events_before(date, record.rules.confounders.steroid_days, &steroid).next().is_some();
        seen.push(Seen {
            level: match nlr {
                NlrTrend::Falling => Level::NlrFalling,
                NlrTrend::Rising => Level::NlrRising,
            },
            unused: on_steroid.then_some(Unused::Steroid),
        });
    }
    if let Some((_, look)) = last_lab(record, from, |visit| visit.labs.ultrasound_character) {
        seen.push(Seen::used(match look {
            UltrasoundCharacter::Hypovascular => Level::UltrasoundHypovascular,
            UltrasoundCharacter::Vascular => Level::UltrasoundVascular,
        }));
    }
    if let Some((_, biopsy)) = last_lab(record, from, |visit| visit.labs.biopsy) {
        seen.push(Seen::used(match biopsy {
            Biopsy::Inflammation => Level::BiopsyInflammation,
            Biopsy::Mixed => Level::BiopsyMixed,
            Biopsy::ViableTumor => Level::BiopsyViable,
        }));
    }
    if let Some((_, pet)) = last_lab(record, from, |visit| visit.labs.pet) {
        seen.push(Seen::used(match pet {
            Pet::NoProgression => Level::PetNoProgression,
            Pet::Progression => Level::PetProgression,
        }));
    }
    // Its absence is not known to say anything.
    if last_lab(record, from, |visit| visit.labs.immune_activity).is_some_and(|(_, seen)| seen) {
        seen.push(Seen::used(Level::ImmuneActivity));
    }
    seen
}

/// The last size of an open episode against its first.
fn remeasured(record: &Record<'_>, first: usize, last: usize) -> Option<Seen> {
    let (from, to) = (record.point_of(first)?, record.point_of(last)?);
    if day_from_date(from.date, to.date) < record.rules.levels.remeasured_from_days {
        return None;
    }
    let change = record.change(from, to)?;
    if change.fell() {
        return Some(Seen::used(Level::RemeasuredFell));
    }
    if change.rose() {
        return Some(Seen::used(Level::RemeasuredGrew));
    }
    let slow = expected_rise(record, first, from, to).is_none_or(|rise| rise < change.limit_up);
    Some(Seen { level: Level::RemeasuredWithin, unused: slow.then_some(Unused::TooSlow) })
}

/// The rise from the first to the last size of an episode, had growth gone on at the pace of the enlargement.
fn expected_rise(record: &Record<'_>, first: usize, from: &Point, to: &Point) -> Option<f64> {
    let rates = GrowthRates::between(record.point_before(first)?, from, &record.series)?;
    let days = f64::from(day_from_date(from.date, to.date));
    Some(record.share(rates.diameter_factor_in(days)) - 1.0)
}
