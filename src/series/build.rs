//! Reads the target series out of a case (`CONTRACTS.md` 1, "Rules of reading"; `domain.md` 1.1, 1.2, 2.1).

use std::collections::BTreeMap;

use super::size::{diameter_tenths, is_segmented, measured_axes, volume_mm3};
use super::{BaselineFlag, Basis, Point, Series, TargetSize};
use crate::domain::{Case, Finding, Lesion, LesionId, Measure, NonTarget, Role, Visit, VolumeFormula};
use crate::rules::CriteriaSettings;

/// A scan on the day after the first dose still shows the tumor before therapy.
const LAST_BASELINE_DAY: i32 = 1;

/// Builds the target series of a case.
///
/// The baseline, the basis and the set of summed targets depend only on visits up to the baseline, so a later visit
/// never changes what an earlier one was called.
pub fn build(case: &Case) -> Series {
    let targets: Vec<&Lesion> = case.lesions().iter().filter(|lesion| lesion.role == Role::Target).collect();
    let visits: Vec<&Visit> = case.visits().iter().filter(|visit| shows_tumor(visit)).collect();
    let (baseline, after_start) = baseline_place(case, &targets, &visits);
    let basis = basis_of(&targets, visits.get(..=baseline.unwrap_or(0)).unwrap_or(&visits));
    let formulas = formulas_of(basis, &targets, &visits);
    let mut points: Vec<Point> = visits.iter().map(|visit| point_of(case, &targets, &formulas, visit)).collect();
    let left_out = baseline.and_then(|place| points.get(place)).map_or_else(Vec::new, |point| {
        let assessed = |target: &&TargetSize| target.on(basis).is_none();
        point.targets.iter().filter(assessed).map(|target| target.lesion).collect()
    });
    for (place, point) in points.iter_mut().enumerate() {
        point.number = number_of(place, baseline.unwrap_or(0));
        add_up(point, basis, &left_out);
    }
    let mut series = Series { basis, points, baseline, baseline_flags: Vec::new(), formulas, left_out };
    series.baseline_flags = flags_of(case, &series, after_start);
    series
}

/// Whether a visit has a point: it measured something, or stated non-target disease.
fn shows_tumor(visit: &Visit) -> bool {
    !visit.measurements.is_empty() || visit.non_target.is_some_and(|stated| stated != NonTarget::None)
}

/// The place of the baseline, and whether it had to be taken after the therapy start.
fn baseline_place(case: &Case, targets: &[&Lesion], visits: &[&Visit]) -> (Option<usize>, bool) {
    let assessed = |visit: &Visit| {
        // Non-target disease alone has no size; any visit may then be its baseline.
        targets.is_empty() || targets.iter().any(|lesion| finding(visit, lesion).is_some_and(|f| has_size(lesion, f)))
    };
    let early = |visit: &Visit| case.day_of(visit.date) <= LAST_BASELINE_DAY;
    let before = visits.iter().rposition(|visit| early(visit) && assessed(visit));
    match before {
        Some(place) => (Some(place), false),
        None => {
            let first = visits.iter().position(|visit| assessed(visit));
            (first, first.is_some())
        }
    }
}

fn finding<'a>(visit: &'a Visit, lesion: &Lesion) -> Option<&'a Finding> {
    visit.measurements.get(&lesion.id).map(|measurement| &measurement.finding)
}

fn has_size(lesion: &Lesion, finding: &Finding) -> bool {
    diameter_tenths(lesion, finding).is_some() || is_segmented(finding)
}

/// Volumes only where no target was given a diameter and one was given a volume, up to the baseline.
fn basis_of(targets: &[&Lesion], visits: &[&Visit]) -> Basis {
    let findings = || {
        visits.iter().flat_map(|visit| {
            targets.iter().filter_map(move |lesion| finding(visit, lesion).map(|finding| (*lesion, finding)))
        })
    };
    // A lesion that is gone or too small says nothing about how the others are measured.
    let by_diameter =
        findings().any(|(lesion, f)| !measured_axes(f).is_empty() && diameter_tenths(lesion, f).is_some());
    if !by_diameter && findings().any(|(_, f)| is_segmented(f)) { Basis::Volumes } else { Basis::Diameters }
}

/// One formula a lesion: segmented where that is all there is, else the best one that every visit's axes allow.
fn formulas_of(basis: Basis, targets: &[&Lesion], visits: &[&Visit]) -> BTreeMap<LesionId, VolumeFormula> {
    let formula = |lesion: &Lesion| {
        let findings: Vec<&Finding> = visits.iter().filter_map(|visit| finding(visit, lesion)).collect();
        let axes: Vec<_> = findings.iter().flat_map(|finding| measured_axes(finding)).collect();
        let segmented = findings.iter().any(|finding| is_segmented(finding));
        if segmented && (axes.is_empty() || basis == Basis::Volumes) {
            return Some(VolumeFormula::Segmented);
        }
        if axes.is_empty() {
            return None;
        }
        if lesion.measure == Measure::SumOfDiameters {
            return Some(VolumeFormula::Sphere);
        }
        [VolumeFormula::Ellipsoid, VolumeFormula::ModifiedEllipsoid, VolumeFormula::Sphere]
            .into_iter()
            .find(|formula| axes.iter().all(|axes| formula.volume_mm3(*axes).is_some()))
    };
    targets.iter().filter_map(|lesion| formula(lesion).map(|formula| (lesion.id, formula))).collect()
}

fn point_of(case: &Case, targets: &[&Lesion], formulas: &BTreeMap<LesionId, VolumeFormula>, visit: &Visit) -> Point {
    let size = |lesion: &&Lesion| {
        let formula = formulas.get(&lesion.id).copied().unwrap_or(VolumeFormula::Sphere);
        let measurement = visit.measurements.get(&lesion.id);
        let finding = measurement.map(|measurement| &measurement.finding);
        TargetSize {
            lesion: lesion.id,
            diameter_tenths: finding.and_then(|finding| diameter_tenths(lesion, finding)),
            volume_mm3: finding.and_then(|finding| volume_mm3(formula, finding)),
            too_small: matches!(finding, Some(Finding::TooSmall(_))),
            segmented: finding.is_some_and(is_segmented),
            method: measurement.and_then(|measurement| measurement.method),
            observer: measurement.map_or_else(String::new, |measurement| measurement.observer.trim().to_owned()),
            slice_tenths: measurement.and_then(|measurement| measurement.slice).map(crate::domain::Length::tenths),
            ill_defined: lesion.ill_defined,
        }
    };
    Point {
        date: visit.date,
        day: case.day_of(visit.date),
        number: 0,
        targets: targets.iter().map(size).collect(),
        sum_tenths: None,
        volume_mm3: None,
        complete: false,
    }
}

/// Fills in the sums over the summed targets; on a volume basis there is no sum of diameters.
fn add_up(point: &mut Point, basis: Basis, left_out: &[LesionId]) {
    let summed: Vec<&TargetSize> = point.targets.iter().filter(|target| !left_out.contains(&target.lesion)).collect();
    let sum_tenths = summed.iter().filter_map(|target| target.diameter_tenths).reduce(u32::saturating_add);
    let volume_mm3 = summed.iter().filter_map(|target| target.volume_mm3).reduce(|sum, part| sum + part);
    let complete = !summed.is_empty() && summed.iter().all(|target| target.on(basis).is_some());
    point.sum_tenths = sum_tenths.filter(|_| basis == Basis::Diameters);
    point.volume_mm3 = volume_mm3;
    point.complete = complete;
}

fn number_of(place: usize, baseline: usize) -> i32 {
    let signed = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    signed(place) - signed(baseline)
}

fn flags_of(case: &Case, series: &Series, after_start: bool) -> Vec<BaselineFlag> {
    let Some(baseline) = series.baseline_point() else { return Vec::new() };
    let mut flags = Vec::new();
    if after_start {
        flags.push(BaselineFlag::AfterStart);
    }
    let oldest = CriteriaSettings::standard().baseline_max_age_days;
    if case.therapy.start.is_some() && -baseline.day > oldest {
        flags.push(BaselineFlag::Old { days_before_start: -baseline.day });
    }
    if !series.left_out.is_empty() {
        flags.push(BaselineFlag::Incomplete);
    }
    flags
}
