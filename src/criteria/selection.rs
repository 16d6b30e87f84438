//! Which lesions to follow as targets (`domain.md` 1.2): the largest measurable ones, at most five, two an organ.
//!
//! What appeared after the baseline, or has merged into another lesion, is never a target.
//! A suggestion only: a clinician may prefer lesions that can be measured again more reliably.

use std::collections::BTreeMap;

use super::history::organ_key;
use super::measurable::{Standard, is_measurable};
use crate::domain::{Finding, Lesion, LesionId, Measurement, Role, Visit};
use crate::rules::CriteriaSettings;
use crate::series::size::diameter_tenths;

/// A suggested split of the lesions of one visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The targets, largest first.
    pub targets: Vec<LesionId>,
    /// The rest, in the order given: followed, not summed.
    pub non_targets: Vec<LesionId>,
    /// Why each of the rest is not a target.
    pub reasons: BTreeMap<LesionId, NotTarget>,
    /// The sum of diameters of the targets, in tenths of a millimeter.
    pub sum_tenths: u32,
}

/// Why a lesion is not suggested as a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTarget {
    /// Too small for its kind and method, or not sized.
    NotMeasurable,
    /// Two larger ones of its organ were chosen; all lymph nodes are one organ.
    OrganFull,
    /// Five larger ones were chosen.
    Full,
}

/// Suggests targets among the lesions found at a visit; those gone or not found there are left out.
pub fn suggest_targets(
    lesions: &[Lesion],
    visit: &Visit,
    standard: Standard,
    settings: &CriteriaSettings,
) -> Selection {
    let found: Vec<(&Lesion, &Measurement)> = lesions
        .iter()
        .filter_map(|lesion| Some((lesion, visit.measurements.get(&lesion.id)?)))
        .filter(|(lesion, measurement)| {
            lesion.role != Role::New && !matches!(measurement.finding, Finding::Absent | Finding::Merged(_))
        })
        .collect();
    let size = |pair: &(&Lesion, &Measurement)| diameter_tenths(pair.0, &pair.1.finding).unwrap_or(0);
    let mut by_size = found.clone();
    by_size.sort_by(|a, b| size(b).cmp(&size(a)).then_with(|| a.0.name.cmp(&b.0.name)));

    let mut of_organ: BTreeMap<String, usize> = BTreeMap::new();
    let mut selection =
        Selection { targets: Vec::new(), non_targets: Vec::new(), reasons: BTreeMap::new(), sum_tenths: 0 };
    for pair in by_size {
        let (lesion, measurement) = pair;
        let organ = organ_key(lesion);
        let chosen_of_organ = organ.as_ref().and_then(|organ| of_organ.get(organ)).copied().unwrap_or(0);
        let reason = if !is_measurable(lesion, measurement, standard, settings) {
            Some(NotTarget::NotMeasurable)
        } else if selection.targets.len() >= settings.max_targets {
            Some(NotTarget::Full)
        } else if chosen_of_organ >= settings.max_targets_per_organ {
            Some(NotTarget::OrganFull)
        } else {
            None
        };
        if let Some(reason) = reason {
            selection.reasons.insert(lesion.id, reason);
            continue;
        }
        selection.targets.push(lesion.id);
        selection.sum_tenths = selection.sum_tenths.saturating_add(size(&pair));
        if let Some(organ) = organ {
            *of_organ.entry(organ).or_default() += 1;
        }
    }
    let rest = found.iter().map(|(lesion, _)| lesion.id).filter(|id| !selection.targets.contains(id));
    selection.non_targets = rest.collect();
    selection
}

/// Whether two lesions are of one organ, as all lymph nodes are.
pub fn of_one_organ(one: &Lesion, other: &Lesion) -> bool {
    organ_key(one).is_some_and(|organ| organ_key(other) == Some(organ))
}

impl Selection {
    /// The lesions whose role is another than the one suggested, each with that one.
    ///
    /// A lesion that was not found at the visit keeps its role.
    pub fn departures(&self, lesions: &[Lesion]) -> Vec<(LesionId, Role)> {
        let suggested = |lesion: &Lesion| {
            if self.targets.contains(&lesion.id) {
                Some(Role::Target)
            } else {
                self.non_targets.contains(&lesion.id).then_some(Role::NonTarget)
            }
        };
        let other =
            |lesion: &Lesion| suggested(lesion).filter(|role| *role != lesion.role).map(|role| (lesion.id, role));
        lesions.iter().filter_map(other).collect()
    }
}
