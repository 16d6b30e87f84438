//! Growth of new lesions in iRECIST: what confirms a progression and what begins another (`domain.md` 1.4).

use std::collections::{BTreeMap, BTreeSet};

use super::history::TimePoint;
use super::new_lesions::NewSight;
use super::reason::Reason;
use super::target::{is_progression, rose_by};
use super::vocabulary::Burden;
use crate::domain::{LesionId, NewClass};
use crate::rules::CriteriaSettings;

/// Growth of new lesions since a visit of the block: of the target ones together, or of any other one.
pub(super) fn further_growth(since: &TimePoint, point: &TimePoint, settings: &CriteriaSettings) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let (from_tenths, to_tenths) = new_target_sums(since, point);
    if i64::from(to_tenths) - i64::from(from_tenths) >= i64::from(settings.confirm_rise_tenths) {
        reasons.push(Reason::NewLesionSumRise { from_tenths, to_tenths });
    }
    let grew = |sight: &&NewSight| {
        let mass = one_mass(since, point, sight.lesion);
        let sum = |at: &TimePoint| -> Option<u32> {
            let sizes = mass.iter().map(|id| at.new_lesions.iter().find(|own| own.lesion == *id)?.size_tenths);
            sizes.sum()
        };
        let counts = sight.class == NewClass::NonTarget && sight.merged_into.is_none();
        counts && sum(since).zip(sum(point)).is_some_and(|(before, now)| now > before)
    };
    let grown: Vec<LesionId> = point.present_new_lesions().filter(grew).map(|sight| sight.lesion).collect();
    if !grown.is_empty() {
        reasons.push(Reason::NewLesionsGrew(grown));
    }
    reasons
}

/// A lesion with those that have been of one mass with it at either visit, so that no merger is taken for growth.
fn one_mass(since: &TimePoint, point: &TimePoint, lesion: LesionId) -> BTreeSet<LesionId> {
    let pairs = since.new_lesions.iter().chain(&point.new_lesions);
    let pairs: Vec<(LesionId, LesionId)> = pairs.filter_map(|own| Some((own.lesion, own.merged_into?))).collect();
    let mut mass = BTreeSet::from([lesion]);
    loop {
        let before = mass.len();
        for (one, other) in &pairs {
            if mass.contains(one) || mass.contains(other) {
                mass.extend([*one, *other]);
            }
        }
        if mass.len() == before {
            return mass;
        }
    }
}

/// The sums of the new target lesions that were there and sized at `since`, then and now.
pub(super) fn new_target_sums(since: &TimePoint, point: &TimePoint) -> (u32, u32) {
    let pairs = since.present_new_lesions().filter(|before| before.class == NewClass::Target).filter_map(|before| {
        let now = point.new_lesions.iter().find(|now| now.lesion == before.lesion)?;
        Some((before.size_tenths?, now.size_tenths?))
    });
    pairs.fold((0, 0), |(from, to), (before, now)| (u32::saturating_add(from, before), u32::saturating_add(to, now)))
}

/// The sums from which new lesions progress anew: their own first values or nadirs.
#[derive(Default)]
pub(super) struct GrowthReference {
    /// Every new lesion seen, with its size once sized.
    seen: BTreeMap<LesionId, bool>,
    /// Target and non-target new lesions, in tenths of a millimeter.
    lowest: [u32; 2],
}

impl GrowthReference {
    /// Why new lesions progress at this visit; empty when they do not.
    ///
    /// A lesion never seen before does. Known ones do once their sum is 20 % and 5 mm over its nadir; for the
    /// non-target ones that stands for unequivocal growth (about +73 % in volume).
    pub(super) fn progressed(&self, point: &TimePoint, settings: &CriteriaSettings) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let never_seen: Vec<LesionId> =
            point.present_new_ids().into_iter().filter(|id| !self.seen.contains_key(id)).collect();
        if !never_seen.is_empty() {
            reasons.push(Reason::FirstSeen(never_seen));
        }
        for (class, lowest) in [NewClass::Target, NewClass::NonTarget].into_iter().zip(self.lowest) {
            let sum = self.sum(point, class, |sized| sized);
            let (sum_burden, lowest_burden) = (Burden::Diameters(sum), Burden::Diameters(lowest));
            if is_progression(sum_burden, lowest_burden, settings)
                && rose_by(lowest_burden, sum_burden, settings.progression_floor_tenths)
            {
                reasons.push(Reason::NewLesionSumRise { from_tenths: lowest, to_tenths: sum });
            }
        }
        reasons
    }

    /// Takes a visit in: a lesion sized for the first time joins with its first size, then the nadirs fall.
    pub(super) fn take_in(&mut self, point: &TimePoint) {
        for (place, class) in [NewClass::Target, NewClass::NonTarget].into_iter().enumerate() {
            let joining = self.sum(point, class, |sized| !sized);
            let sum = self.sum(point, class, |_| true);
            if let Some(lowest) = self.lowest.get_mut(place) {
                *lowest = lowest.saturating_add(joining).min(sum);
            }
        }
        for sight in &point.new_lesions {
            let sized = self.seen.entry(sight.lesion).or_insert(false);
            *sized |= sight.size_tenths.is_some();
        }
    }

    /// The sum of the lesions of a class by whether they were sized before this visit.
    fn sum(&self, point: &TimePoint, class: NewClass, counts: impl Fn(bool) -> bool) -> u32 {
        let of_class = point.new_lesions.iter().filter(|sight| sight.class == class);
        let counted = of_class.filter(|sight| counts(self.seen.get(&sight.lesion).copied().unwrap_or(false)));
        counted.filter_map(|sight| sight.size_tenths).fold(0, u32::saturating_add)
    }
}
