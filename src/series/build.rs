//! Reads the target series out of a case (`CONTRACTS.md` 1, "Rules of reading"; `domain.md` 1.1, 1.2, 2.1).

use std::collections::BTreeMap;

use super::size::{diameter_tenths, is_segmented, measured_axes, volume_mm3};
use super::{BaselineFlag, Basis, Point, Reread, Series, TargetSize};
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
    let mut series = Series {
        basis,
        points,
        baseline,
        baseline_flags: Vec::new(),
        formulas,
        left_out,
        repeatability: case.repeatability().to_vec(),
    };
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
    if before.is_some() {
        return (before, false);
    }
    let first = visits.iter().position(|visit| assessed(visit));
    (first, first.is_some())
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
        if axes.is_empty() && !segmented {
            return None;
        }
        // A series of volumes holds given volumes alone: a formula chosen by later axes would change earlier sums.
        if axes.is_empty() || basis == Basis::Volumes {
            return Some(VolumeFormula::Segmented);
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
            merged_into: case.mass_of(visit, lesion.id).filter(|mass| *mass != lesion.id),
            too_small: matches!(finding, Some(Finding::TooSmall(_))),
            segmented: finding.is_some_and(is_segmented),
            method: measurement.and_then(|measurement| measurement.method),
            observer: measurement.map_or_else(String::new, |measurement| measurement.observer.trim().to_owned()),
            slice_tenths: measurement.and_then(|measurement| measurement.slice).map(crate::domain::Length::tenths),
            ill_defined: lesion.ill_defined,
            reread: measurement.and_then(|measurement| measurement.repeats.as_ref()).map(Reread::of),
        }
    };
    let mut sizes: Vec<TargetSize> = targets.iter().map(size).collect();
    take_into_masses(&mut sizes);
    Point {
        date: visit.date,
        day: case.day_of(visit.date),
        number: 0,
        targets: sizes,
        sum_tenths: None,
        volume_mm3: None,
        complete: false,
    }
}

/// A target that merged into another adds nothing to what the mass of both adds; where the mass was not assessed,
/// neither was it.
fn take_into_masses(sizes: &mut [TargetSize]) {
    let masses: Vec<Option<(Option<u32>, Option<f64>)>> = sizes
        .iter()
        .map(|own| {
            let mass = own.merged_into?;
            let mass = sizes.iter().find(|other| other.lesion == mass)?;
            Some((mass.diameter_tenths.map(|_| 0), mass.volume_mm3.map(|_| 0.0)))
        })
        .collect();
    for (own, mass) in sizes.iter_mut().zip(masses) {
        if let Some((diameter_tenths, volume_mm3)) = mass {
            (own.diameter_tenths, own.volume_mm3) = (diameter_tenths, volume_mm3);
        }
    }
}

/// Fills in the sums over the summed targets; on a volume basis there is no sum of diameters.
fn add_up(point: &mut Point, basis: Basis, left_out: &[LesionId]) {
    // The size of a mass that is not summed says nothing of a summed target within it.
    for target in &mut point.targets {
        if target.merged_into.is_some_and(|mass| left_out.contains(&mass)) {
            (target.diameter_tenths, target.volume_mm3) = (None, None);
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::clock::date_from_day;
    use crate::domain::{Axes, Length, LesionKind, Measurement, NOMINAL_START, Size, Volume};

    fn axes(lengths: &[u32]) -> Finding {
        let mut lengths = lengths.iter().map(|tenths| Length::from_tenths(*tenths).unwrap());
        let (axes, _) = Axes::new(lengths.next(), lengths.next(), lengths.next()).unwrap();
        Finding::Measured(Size::Axes(axes))
    }

    fn volume(mm3: f64) -> Finding {
        Finding::Measured(Size::Volume(Volume::from_mm3(mm3).unwrap()))
    }

    /// A case of targets by their place, with a therapy start on day 0.
    fn case(targets: u32, visits: &[(i32, &[(u32, Finding)])]) -> Case {
        let mut case = Case::default();
        case.therapy.start = Some(NOMINAL_START);
        for id in 0..targets {
            case.add_lesion(Lesion::target(LesionId(id), format!("T{id}"))).unwrap();
        }
        for (day, findings) in visits {
            let mut visit = Visit::on(date_from_day(NOMINAL_START, *day));
            for (id, finding) in *findings {
                visit.measurements.insert(LesionId(*id), Measurement::of(finding.clone()));
            }
            case.add_visit(visit).unwrap();
        }
        case
    }

    #[test]
    fn the_baseline_is_the_last_size_by_day_one() {
        let size = || axes(&[200]);
        for (name, days, evaluable, baseline, flags) in [
            ("before", vec![-20, -3, 28], vec![true; 3], Some(1), vec![]),
            ("on day 1", vec![-3, 1, 28], vec![true; 3], Some(1), vec![]),
            ("not evaluable", vec![-20, -3, 28], vec![true, false, true], Some(0), vec![]),
            ("after", vec![5, 28], vec![true; 2], Some(0), vec![BaselineFlag::AfterStart]),
            ("old", vec![-40, 28], vec![true; 2], Some(0), vec![BaselineFlag::Old { days_before_start: 40 }]),
            ("28 days", vec![-28, 28], vec![true; 2], Some(0), vec![]),
            ("never", vec![0, 28], vec![false; 2], None, vec![]),
        ] {
            let findings: Vec<[(u32, Finding); 1]> =
                evaluable.iter().map(|sized| [(0, if *sized { size() } else { Finding::NotEvaluable })]).collect();
            let visits: Vec<(i32, &[(u32, Finding)])> =
                days.iter().copied().zip(findings.iter().map(<[_; 1]>::as_slice)).collect();
            let series = build(&case(1, &visits));
            assert_eq!(series.baseline, baseline, "{name}");
            assert_eq!(series.baseline_flags, flags, "{name}");
        }
    }

    #[test]
    fn points_are_numbered_from_the_baseline() {
        let size = [(0, axes(&[200]))];
        let series = build(&case(1, &[(-60, &size), (-30, &size), (0, &size), (28, &size), (56, &size)]));
        let numbers: Vec<i32> = series.points.iter().map(|point| point.number).collect();
        assert_eq!(numbers, [-2, -1, 0, 1, 2], "earlier visits count backward");
    }

    #[test]
    fn a_visit_of_signs_alone_is_no_point() {
        let size = [(0, axes(&[200]))];
        let series = build(&case(1, &[(0, &size), (14, &[]), (28, &size)]));
        assert_eq!(series.points.len(), 2, "day 14 measured nothing");
    }

    #[test]
    fn a_target_without_an_entry_is_not_assessed() {
        let both = [(0, axes(&[200])), (1, axes(&[100]))];
        let series = build(&case(2, &[(0, &both), (28, &both[..1])]));
        let point = &series.points[1];
        assert_eq!((point.sum_tenths, point.complete), (Some(200), false), "the sum of what was assessed");
    }

    #[test]
    fn targets_are_those_of_the_baseline() {
        let later = [(0, axes(&[210])), (1, axes(&[100]))];
        let series = build(&case(2, &[(0, &later[..1]), (28, &later)]));
        assert_eq!(series.left_out, [LesionId(1)], "a target entered later");
        assert_eq!(series.points[1].sum_tenths, Some(210), "it is not summed");
        assert!(series.points[1].complete && series.baseline_flags == [BaselineFlag::Incomplete], "and is flagged");
        assert_eq!(series.points[1].target(LesionId(1)).unwrap().diameter_tenths, Some(100), "it can be drawn");
    }

    #[test]
    fn one_formula_serves_all_visits_of_a_lesion() {
        use VolumeFormula as F;
        for (name, first, second, formula) in [
            ("three axes", axes(&[40, 30, 20]), axes(&[40, 30, 20]), F::Ellipsoid),
            ("two at one visit", axes(&[40, 30, 20]), axes(&[40, 30]), F::ModifiedEllipsoid),
            ("one at one visit", axes(&[40, 30, 20]), axes(&[40]), F::Sphere),
            ("gone at one visit", axes(&[40, 30, 20]), Finding::Absent, F::Ellipsoid),
            ("segmented", volume(500.0), volume(600.0), F::Segmented),
            ("segmented later", axes(&[40, 30]), volume(600.0), F::ModifiedEllipsoid),
            ("axes later", volume(600.0), axes(&[40, 30]), F::Segmented),
        ] {
            let series = build(&case(1, &[(0, &[(0, first)]), (28, &[(0, second)])]));
            assert_eq!(series.formulas.get(&LesionId(0)), Some(&formula), "{name}");
        }
    }

    #[test]
    fn the_basis_is_volume_only_without_any_diameter() {
        let volumes = [(0, volume(500.0)), (1, volume(700.0))];
        let series = build(&case(2, &[(0, &volumes)]));
        assert_eq!(series.basis, Basis::Volumes, "volumes alone");
        assert_eq!((series.points[0].volume_mm3, series.points[0].sum_tenths), (Some(1200.0), None), "their sum");
        let mixed = [(0, volume(500.0)), (1, axes(&[100]))];
        let series = build(&case(2, &[(0, &mixed)]));
        assert_eq!((series.basis, series.left_out), (Basis::Diameters, vec![LesionId(0)]), "one diameter decides");
        let later = build(&case(1, &[(0, &volumes[..1]), (28, &[(0, axes(&[100]))])]));
        assert_eq!(later.basis, Basis::Volumes, "a later diameter does not change what was known before");
    }

    #[test]
    fn sums_made_elsewhere_add_as_they_are() {
        let mut case = case(1, &[(0, &[(0, axes(&[1530]))])]);
        let sum =
            Lesion { measure: Measure::SumOfDiameters, kind: LesionKind::Nodal, ..Lesion::target(LesionId(0), "SUM") };
        case.update_lesion(sum).unwrap();
        let series = build(&case);
        assert_eq!(series.points[0].sum_tenths, Some(1530), "the value itself");
    }
}
