//! A case as the criteria see it: time points with targets, non-target disease and new lesions.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::irrc::index_lesions;
use super::new_lesions::{NewLesions, NewSight};
use super::vocabulary::Burden;
use crate::domain::{Case, Finding, Lesion, LesionId, LesionKind, NonTarget, NonTargetChange, Role, Visit};
use crate::rules::CriteriaSettings;
use crate::series::size::{diameter_tenths, product_hundredths};
use crate::series::{Basis, Point, Series};

/// The baseline and what came after it.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// The baseline.
    pub baseline: TimePoint,
    /// The visits after it, by date.
    pub later: Vec<TimePoint>,
    /// The targets whose products make the total burden of irRC.
    pub irrc_index: BTreeSet<LesionId>,
}

/// One visit as the criteria see it.
#[derive(Clone, Debug, PartialEq)]
pub struct TimePoint {
    /// The date.
    pub date: Date,
    /// The day from the therapy start.
    pub day: i32,
    /// 0 at the baseline, 1 at the first visit after it.
    pub visit: i32,
    /// The summed targets, in the case's order; empty where there is no target disease.
    pub targets: Vec<TargetSight>,
    /// The sum of the assessed targets; `None` when none was assessed.
    pub sum: Option<Burden>,
    /// There are targets and every one was assessed.
    pub complete: bool,
    /// Non-target disease as a whole.
    pub non_target: NonTarget,
    /// Non-target disease against the visit before.
    pub non_target_change: Option<NonTargetChange>,
    /// Every new lesion seen with certainty by this visit, gone ones included.
    pub new_lesions: Vec<NewSight>,
    /// Suspected new lesions that do not count yet.
    pub equivocal: Vec<LesionId>,
    /// An early scan made for a new sign.
    pub unscheduled: bool,
    /// Lesions in parts at this visit.
    pub in_parts: Vec<LesionId>,
    /// Lesions merged at this visit, each with the one whose size is that of both.
    pub merged: Vec<(LesionId, LesionId)>,
}

/// One target at one visit.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetSight {
    /// The lesion.
    pub lesion: LesionId,
    /// What it adds to the sum; `None` when not assessed.
    pub size: Option<Burden>,
    /// Gone, or a node of normal size.
    pub gone: bool,
    /// Product of its two diameters in hundredths of a square millimeter.
    pub product_hundredths: Option<u64>,
    /// The target with which it has merged: that one's size is that of both, and this one adds 0.
    pub merged_into: Option<LesionId>,
}

/// Reads the history of a case; `None` when there is no baseline.
pub fn history(case: &Case, series: &Series, settings: &CriteriaSettings) -> Option<History> {
    let new_lesions = NewLesions::new(case, settings);
    let mut seen = Seen { case, settings, new_lesions, non_target_stated: false, non_target_lesions: BTreeSet::new() };
    let mut points = series.points.iter().filter_map(|point| {
        let visit = case.visit(point.date)?;
        Some(seen.time_point(series, point, visit))
    });
    let baseline = points.by_ref().find(|point| point.visit == 0 && series.baseline.is_some())?;
    let later = points.collect();
    let irrc_index = index_lesions(case, &baseline.targets);
    Some(History { baseline, later, irrc_index })
}

impl TimePoint {
    /// Whether the case has target disease.
    pub fn has_targets(&self) -> bool {
        !self.targets.is_empty()
    }

    /// The new lesions not known to be gone.
    pub fn present_new_lesions(&self) -> impl Iterator<Item = &NewSight> {
        self.new_lesions.iter().filter(|sight| sight.present)
    }

    /// The identities of the new lesions not known to be gone.
    pub fn present_new_ids(&self) -> Vec<LesionId> {
        self.present_new_lesions().map(|sight| sight.lesion).collect()
    }

    /// The targets that one size is the size of: this one and those merged into it.
    pub fn mass(&self, lesion: LesionId) -> impl Iterator<Item = LesionId> {
        let merged = self.targets.iter().filter(move |target| target.merged_into == Some(lesion));
        std::iter::once(lesion).chain(merged.map(|target| target.lesion))
    }

    /// The sum over those of its assessed targets that were assessed at `other` too, a mass where all in it were.
    pub fn sum_over_assessed_at(&self, other: &Self) -> Option<Burden> {
        let assessed: BTreeSet<LesionId> =
            other.targets.iter().filter(|target| target.size.is_some()).map(|target| target.lesion).collect();
        let known = |target: &&TargetSight| self.mass(target.lesion).all(|part| assessed.contains(&part));
        let sizes = self.targets.iter().filter(known);
        sizes.filter_map(|target| target.size).reduce(Burden::plus)
    }
}

struct Seen<'a> {
    case: &'a Case,
    settings: &'a CriteriaSettings,
    new_lesions: NewLesions<'a>,
    /// Non-target disease was stated by now.
    non_target_stated: bool,
    /// Non-target lesions recorded by now.
    non_target_lesions: BTreeSet<LesionId>,
}

impl Seen<'_> {
    fn time_point(&mut self, series: &Series, point: &Point, visit: &Visit) -> TimePoint {
        // A lesion recorded as new at the baseline or before is not new to the criteria until it is seen after it.
        let equivocal = if point.number > 0 { self.new_lesions.see(visit) } else { Vec::new() };
        let targets = self.targets(series, point, visit);
        let non_target = self.non_target(visit);
        TimePoint {
            date: point.date,
            day: point.day,
            visit: point.number,
            sum: targets.iter().filter_map(|target| target.size).reduce(Burden::plus),
            complete: point.complete,
            targets,
            non_target,
            non_target_change: visit.non_target_change,
            new_lesions: self.new_lesions.known(),
            equivocal,
            unscheduled: visit.unscheduled,
            in_parts: self.found(visit, |finding| matches!(finding, Finding::Fragmented(parts) if parts.len() > 1)),
            merged: self
                .found(visit, |finding| matches!(finding, Finding::Merged(_)))
                .into_iter()
                .filter_map(|lesion| Some((lesion, self.case.mass_of(visit, lesion)?)))
                .collect(),
        }
    }

    fn targets(&self, series: &Series, point: &Point, visit: &Visit) -> Vec<TargetSight> {
        let summed = point.targets.iter().filter(|target| series.is_summed(target.lesion));
        let mut sights: Vec<TargetSight> = summed
            .map(|target| {
                let size = match series.basis {
                    Basis::Diameters => target.diameter_tenths.map(Burden::Diameters),
                    Basis::Volumes => target.volume_mm3.map(Burden::Volume),
                };
                let finding = visit.measurements.get(&target.lesion).map(|measurement| &measurement.finding);
                let node = self.case.lesion(target.lesion).is_some_and(|lesion| lesion.kind == LesionKind::Nodal);
                let gone = match size {
                    None => false,
                    Some(Burden::Diameters(tenths)) => {
                        tenths == 0 || (node && tenths < self.settings.normal_node_tenths)
                    }
                    Some(Burden::Volume(mm3)) => mm3 <= 0.0,
                };
                let product_hundredths = finding.and_then(product_hundredths);
                TargetSight { lesion: target.lesion, size, gone, product_hundredths, merged_into: target.merged_into }
            })
            .collect();
        // What merged is gone with the mass alone, and its product is within that of the mass.
        for place in 0..sights.len() {
            let mass = sights.get(place).and_then(|own| own.merged_into);
            let Some(mass) = sights.iter().find(|other| Some(other.lesion) == mass) else { continue };
            let of_mass = (mass.gone, mass.product_hundredths.map(|_| 0));
            if let Some(own) = sights.get_mut(place) {
                (own.gone, own.product_hundredths) = of_mass;
            }
        }
        sights
    }

    fn found(&self, visit: &Visit, keep: impl Fn(&Finding) -> bool) -> Vec<LesionId> {
        let lesions = self.case.lesions().iter().map(|lesion| lesion.id);
        lesions.filter(|id| visit.measurements.get(id).is_some_and(|own| keep(&own.finding))).collect()
    }

    /// As stated, else from the non-target lesions recorded by now; not evaluable where neither says anything about
    /// non-target disease that was there before.
    fn non_target(&mut self, visit: &Visit) -> NonTarget {
        let lesions = || self.case.lesions().iter().filter(|lesion| lesion.role == Role::NonTarget);
        let recorded = lesions().map(|lesion| lesion.id).filter(|id| visit.measurements.contains_key(id));
        self.non_target_lesions.extend(recorded);
        if let Some(stated) = visit.non_target {
            self.non_target_stated |= stated != NonTarget::None;
            return if stated == NonTarget::Present { NonTarget::NonCrNonPd } else { stated };
        }
        let states: Vec<Option<bool>> = lesions()
            .filter(|lesion| self.non_target_lesions.contains(&lesion.id))
            .map(|lesion| is_present(self.case, visit, lesion, self.settings))
            .collect();
        if states.is_empty() {
            return if self.non_target_stated { NonTarget::NotEvaluable } else { NonTarget::None };
        }
        if states.contains(&Some(true)) {
            NonTarget::NonCrNonPd
        } else if states.contains(&None) {
            NonTarget::NotEvaluable
        } else {
            NonTarget::CompleteResponse
        }
    }
}

/// The organ by which lesions are counted: all lymph nodes are one organ; `None` when unknown.
pub(super) fn organ_key(lesion: &Lesion) -> Option<String> {
    match lesion.kind {
        LesionKind::Nodal => Some("lymph node".to_owned()),
        LesionKind::NonNodal => lesion.organ.key(),
    }
}

/// Whether a lesion is there; a node of normal size is not, what merged is while its mass is, and `None` is not
/// assessed.
pub(super) fn is_present(case: &Case, visit: &Visit, lesion: &Lesion, settings: &CriteriaSettings) -> Option<bool> {
    let mass = case.mass_of(visit, lesion.id).and_then(|mass| case.lesion(mass))?;
    match &visit.measurements.get(&mass.id)?.finding {
        Finding::Absent => Some(false),
        // Nothing merged is the mass of anything.
        Finding::NotEvaluable | Finding::Merged(_) => None,
        finding => {
            let normal_node = mass.kind == LesionKind::Nodal
                && diameter_tenths(mass, finding).is_some_and(|tenths| tenths < settings.normal_node_tenths);
            Some(!normal_node)
        }
    }
}
