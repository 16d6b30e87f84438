//! New lesions as they are first seen, followed, lost and gone.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::history::{is_present, organ_key};
use super::irrc::Places;
use super::measurable::{Standard, is_measurable};
use crate::domain::volume::sphere_diameter_mm;
use crate::domain::{Axes, Case, Finding, Lesion, LesionId, Measurement, NewClass, Role, Size, Visit};
use crate::rules::CriteriaSettings;
use crate::series::size::{diameter_tenths, product_hundredths};

/// A new lesion adds to the irRC burden from 5 x 5 mm on (`domain.md` 1.5).
const IRRC_NEW_SIDE_TENTHS: u32 = 50;

/// One new lesion at one visit.
///
/// A lesion not assessed at the visit keeps what was last known of it: silence resolves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewSight {
    /// The lesion.
    pub lesion: LesionId,
    /// Fixed when it is first seen.
    pub class: NewClass,
    /// Not known to be gone.
    pub present: bool,
    /// Its size is that of this very visit; a lesion never sized before has none to lose.
    pub assessed: bool,
    /// The diameter that counts, in tenths of a millimeter; 0 when gone, `None` when never sized.
    pub size_tenths: Option<u32>,
    /// What it adds to the irRC burden at this visit, in hundredths of a square millimeter; `None` where that is not
    /// known, since the lesion counted before and was not measured in two diameters now.
    pub product_hundredths: Option<u64>,
    /// The new lesion of its class with which it has merged at this visit, whose size is that of both.
    pub merged_into: Option<LesionId>,
    /// The visit at which it was certain first.
    pub certain_on: Date,
    /// The visit from which on it was suspected without being certain, where it was before it was certain.
    pub suspected_on: Option<Date>,
}

/// The new lesions seen so far, visit by visit.
pub(super) struct NewLesions<'a> {
    case: &'a Case,
    settings: &'a CriteriaSettings,
    /// The same with the least sizes of new targets in place of those of targets.
    new_targets: CriteriaSettings,
    sights: BTreeMap<LesionId, NewSight>,
    /// Lesions suspected by now and not certain, since when.
    suspected: BTreeMap<LesionId, Date>,
    /// Those that add to the irRC burden, and the places they took.
    in_burden: BTreeSet<LesionId>,
    burden_places: Places,
}

impl<'a> NewLesions<'a> {
    pub(super) fn new(case: &'a Case, settings: &'a CriteriaSettings) -> Self {
        let new_targets = CriteriaSettings {
            measurable_tenths: settings.new_target_tenths,
            measurable_node_tenths: settings.new_target_node_tenths,
            ..settings.clone()
        };
        Self {
            case,
            settings,
            new_targets,
            sights: BTreeMap::new(),
            suspected: BTreeMap::new(),
            in_burden: BTreeSet::new(),
            burden_places: Places::default(),
        }
    }

    /// Every new lesion seen with certainty so far, gone ones included.
    pub(super) fn known(&self) -> Vec<NewSight> {
        self.sights.values().copied().collect()
    }

    /// Takes up what a visit shows of new lesions and returns the suspected ones.
    pub(super) fn see(&mut self, visit: &Visit) -> Vec<LesionId> {
        for sight in self.sights.values_mut() {
            sight.assessed = !sight.present;
            sight.product_hundredths =
                sight.product_hundredths.filter(|product| *product == 0 && sight.merged_into.is_none());
        }
        let mut equivocal = Vec::new();
        let mut first_seen = Vec::new();
        let mut merged = Vec::new();
        for lesion in self.case.lesions().iter().filter(|lesion| lesion.role == Role::New) {
            let Some(measurement) = visit.measurements.get(&lesion.id) else { continue };
            if let Finding::Merged(_) = measurement.finding {
                merged.push(lesion.id);
                continue;
            }
            let Some(present) = is_present(self.case, visit, lesion, self.settings) else { continue };
            let size_tenths = if present { new_size_tenths(lesion, &measurement.finding) } else { Some(0) };
            let product = irrc_product_hundredths(&measurement.finding);
            if let Some(sight) = self.sights.get_mut(&lesion.id) {
                if present && measurement.equivocal && !sight.present {
                    // It had gone, and only unequivocal lesions count: that it is back is a suspicion.
                    equivocal.push(lesion.id);
                    continue;
                }
                let last = sight.size_tenths.filter(|tenths| *tenths > 0);
                let assessed = size_tenths.is_some() || last.is_none();
                // One that counted and is not measured in two diameters now leaves the burden unknown.
                let product_hundredths = product.or_else(|| sight.product_hundredths.filter(|before| *before == 0));
                *sight = NewSight {
                    present,
                    assessed,
                    size_tenths: size_tenths.or(last),
                    product_hundredths,
                    merged_into: None,
                    ..*sight
                };
            } else if present && measurement.equivocal {
                self.suspected.entry(lesion.id).or_insert(visit.date);
                equivocal.push(lesion.id);
            } else if !present {
                // Gone again: what comes later is not what was suspected.
                self.suspected.remove(&lesion.id);
            } else {
                first_seen.push((lesion, measurement, size_tenths, product.or(Some(0))));
            }
        }
        // The largest come first where only some can be followed as new targets; names break ties.
        first_seen.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.name.cmp(&b.0.name)));
        for (lesion, measurement, size_tenths, product_hundredths) in first_seen {
            let class = lesion.new_class.unwrap_or_else(|| self.class_of(lesion, measurement));
            let suspected_on = self.suspected.remove(&lesion.id);
            let sight = NewSight {
                lesion: lesion.id,
                class,
                present: true,
                assessed: true,
                size_tenths,
                product_hundredths,
                merged_into: None,
                certain_on: visit.date,
                suspected_on,
            };
            self.sights.insert(lesion.id, sight);
        }
        for lesion in merged {
            self.see_merged(visit, lesion);
        }
        self.give_places();
        equivocal
    }

    /// Lesions large enough for the irRC burden join it while there are places, the largest first; the others add nothing.
    fn give_places(&mut self) {
        let large = self.sights.values().filter(|sight| sight.product_hundredths.is_some_and(|product| product > 0));
        let waiting = large.filter(|sight| !self.in_burden.contains(&sight.lesion));
        let mut waiting: Vec<(&Lesion, Option<u64>)> =
            waiting.filter_map(|sight| Some((self.case.lesion(sight.lesion)?, sight.product_hundredths))).collect();
        waiting.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.name.cmp(&b.0.name)));
        for (lesion, _) in waiting {
            if self.burden_places.take(lesion) {
                self.in_burden.insert(lesion.id);
            } else if let Some(sight) = self.sights.get_mut(&lesion.id) {
                sight.product_hundredths = Some(0);
            }
        }
    }

    /// A known lesion that merged with a known one of its class adds nothing of its own and is there while that one is.
    ///
    /// One that was never certain, or merged with one of another class, is as not assessed: its class has a sum that
    /// does not hold the mass.
    fn see_merged(&mut self, visit: &Visit, lesion: LesionId) {
        let Some(mass) = self.case.mass_of(visit, lesion).and_then(|mass| self.case.lesion(mass)) else { return };
        let Some(measurement) = visit.measurements.get(&mass.id) else { return };
        let Some(present) = is_present(self.case, visit, mass, self.settings) else { return };
        let class = self.sights.get(&mass.id).map(|mass| mass.class);
        let (sized, product_hundredths) = if present {
            let finding = &measurement.finding;
            (new_size_tenths(mass, finding).is_some(), irrc_product_hundredths(finding).map(|_| 0))
        } else {
            (true, Some(0))
        };
        let Some(sight) = self.sights.get_mut(&lesion).filter(|own| Some(own.class) == class) else { return };
        let size_tenths = if sized { Some(0) } else { sight.size_tenths };
        let assessed = sized || sight.size_tenths.is_none();
        let merged_into = present.then_some(mass.id);
        *sight = NewSight { present, assessed, size_tenths, product_hundredths, merged_into, ..*sight };
    }

    /// A measurable new lesion is a new target, up to five and two an organ.
    fn class_of(&self, lesion: &Lesion, measurement: &Measurement) -> NewClass {
        if !is_measurable(lesion, measurement, Standard::Crecist, &self.new_targets) {
            return NewClass::NonTarget;
        }
        let followed = self.sights.values().filter(|sight| sight.class == NewClass::Target);
        let organ = organ_key(lesion);
        let of_organ = followed
            .clone()
            .filter(|sight| organ.is_some() && self.case.lesion(sight.lesion).and_then(organ_key) == organ);
        let full = followed.clone().count() >= self.settings.max_targets
            || of_organ.count() >= self.settings.max_targets_per_organ;
        if full { NewClass::NonTarget } else { NewClass::Target }
    }
}

/// The diameter of a new lesion; where only a volume was given, that of the equal sphere, since new lesions have a sum
/// of their own that no RECIST sum contains.
fn new_size_tenths(lesion: &Lesion, finding: &Finding) -> Option<u32> {
    if let Finding::Measured(Size::Volume(volume)) = finding {
        let tenths = (sphere_diameter_mm(volume.mm3()) * 10.0).round();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a checked volume is below 1e8 mm3"
        )]
        return Some(tenths as u32);
    }
    diameter_tenths(lesion, finding)
}

/// What a finding adds to the irRC burden: nothing under 5 x 5 mm; `None` without two diameters.
fn irrc_product_hundredths(finding: &Finding) -> Option<u64> {
    let large_enough = |axes: &Axes| {
        let side = axes.longest().and_then(|longest| axes.perpendicular().map(|other| longest.min(other)));
        side.is_some_and(|side| side.tenths() >= IRRC_NEW_SIDE_TENTHS)
    };
    let product = product_hundredths(finding)?;
    let counts = match finding {
        Finding::Measured(Size::Axes(axes)) | Finding::TooSmall(Some(Size::Axes(axes))) => large_enough(axes),
        Finding::Fragmented(parts) => parts.iter().any(large_enough),
        _ => false,
    };
    Some(if counts { product } else { 0 })
}
