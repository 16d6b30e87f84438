//! itRECIST for injected tumors: injected and non-injected targets summed apart (Goldmacher 2020; `domain.md` 1.6).
//!
//! The paper's table of overall responses was not at hand: the overall response is that of all targets together, by
//! RECIST and iRECIST; here are the local (injected) and distant (non-injected) ones.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::history::{History, TargetSight, TimePoint};
use super::target::target_response;
use super::vocabulary::{Burden, TargetResponse};
use crate::domain::{Case, EventKind, LesionId, Role, TherapyClass};
use crate::rules::CriteriaSettings;

/// One visit by itRECIST.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ItRecistRow {
    /// Targets injected by this visit; `None` when there are none.
    pub injected: Option<GroupRow>,
    /// The other targets; `None` when there are none.
    pub non_injected: Option<GroupRow>,
}

/// One group of targets at one visit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupRow {
    /// The sum at the baseline, over the group as it is at this visit.
    pub baseline: Burden,
    /// The sum at this visit; `None` when a lesion was not assessed.
    pub sum: Option<Burden>,
    /// The literal response of the group.
    pub response: TargetResponse,
}

/// The two groups at every visit after the baseline; `None` when nothing was ever injected.
///
/// A lesion is injected from its first injection on, or from when it merged with an injected one; its group is then
/// followed from the baseline.
pub fn rows(case: &Case, history: &History, settings: &CriteriaSettings) -> Option<Vec<ItRecistRow>> {
    let rows: Vec<ItRecistRow> = history
        .later
        .iter()
        .enumerate()
        .map(|(place, point)| {
            let earlier = history.later.get(..place).unwrap_or_default();
            let injected = with_masses(injected_by(case, point.date), earlier, point);
            let group = |inside: bool| {
                let of_group = |target: &TargetSight| injected.contains(&target.lesion) == inside;
                group_row(&history.baseline, earlier, point, of_group, settings)
            };
            ItRecistRow { injected: group(true), non_injected: group(false) }
        })
        .collect();
    rows.iter().any(|row| row.injected.is_some()).then_some(rows)
}

/// The injected lesions with those of one mass with them by now: a mass of which a part was injected is injected.
fn with_masses(mut injected: BTreeSet<LesionId>, earlier: &[TimePoint], point: &TimePoint) -> BTreeSet<LesionId> {
    for point in earlier.iter().chain([point]) {
        for target in point.targets.iter().filter(|target| target.merged_into.is_none()) {
            if point.mass(target.lesion).any(|part| injected.contains(&part)) {
                injected.extend(point.mass(target.lesion));
            }
        }
    }
    injected
}

fn group_row(
    baseline: &TimePoint,
    earlier: &[TimePoint],
    point: &TimePoint,
    of_group: impl Fn(&TargetSight) -> bool,
    settings: &CriteriaSettings,
) -> Option<GroupRow> {
    let (first, now) = (of_targets(baseline, &of_group), of_targets(point, &of_group));
    let baseline = first.sum?;
    let complete_sums = earlier.iter().map(|point| of_targets(point, &of_group)).filter(|point| point.complete);
    let nadir = complete_sums
        .filter_map(|point| point.sum)
        .fold(baseline, |lowest, sum| if sum.value() < lowest.value() { sum } else { lowest });
    let response = target_response(&now, baseline, nadir, settings);
    Some(GroupRow { baseline, sum: now.sum.filter(|_| now.complete), response })
}

/// A time point with some of its targets alone.
fn of_targets(point: &TimePoint, of_group: impl Fn(&TargetSight) -> bool) -> TimePoint {
    let targets: Vec<TargetSight> = point.targets.iter().filter(|target| of_group(target)).cloned().collect();
    let sum = targets.iter().filter_map(|target| target.size).reduce(Burden::plus);
    let complete = !targets.is_empty() && targets.iter().all(|target| target.size.is_some());
    TimePoint { targets, sum, complete, ..point.clone() }
}

/// The lesions injected on or before a date, by an event or as recorded with a size.
///
/// An injection that names no lesion went into every target. Where therapy is intralesional and nothing says which
/// lesion was injected, a lone target was.
fn injected_by(case: &Case, date: Date) -> BTreeSet<LesionId> {
    let targets = || case.lesions().iter().filter(|lesion| lesion.role == Role::Target).map(|lesion| lesion.id);
    let injections = case.events().iter().filter(|event| event.kind == EventKind::Injection && event.date <= date);
    let by_event = injections.flat_map(|event| event.lesion.map_or_else(|| targets().collect(), |lesion| vec![lesion]));
    let by_record = case.visits().iter().filter(|visit| visit.date <= date).flat_map(|visit| {
        let injected = visit.measurements.iter().filter(|(_, measurement)| measurement.injected == Some(true));
        injected.map(|(id, _)| *id)
    });
    let injected: BTreeSet<LesionId> = by_event.chain(by_record).collect();
    let lone = targets().count() == 1 && case.therapy.class == TherapyClass::Intralesional;
    if injected.is_empty() && lone && !denied(case, date) { targets().collect() } else { injected }
}

/// Whether a lesion was recorded as not injected on or before a date.
fn denied(case: &Case, date: Date) -> bool {
    let known = case.visits().iter().filter(|visit| visit.date <= date);
    known.flat_map(|visit| visit.measurements.values()).any(|measurement| measurement.injected == Some(false))
}
