//! Measurement noise of sizes, sums and changes, on the log scale (`domain.md` 3.2, 3.3).
//!
//! Simplified: the floor of a method is applied to the diameter that counts and carried to the other axes, and a
//! change of method is spread over the whole sum. Readings repeated at one visit, and an observer's own repeatability,
//! move the SD of one reading from the table's ([`super::repeats`]).

use statrs::function::erf::erfc;

use super::kinetics::common_sums;
use super::repeats::{self, OneReading};
use super::{Basis, Point, Series, TargetSize};
use crate::domain::volume::sphere_diameter_mm;
use crate::domain::{Method, VolumeFormula};
use crate::rules::{MethodNoise, NoiseTable};

/// The standard normal quantile of a 95 % interval, two-sided.
pub const Z_95: f64 = 1.96;

/// The rise of a diameter that the progression rule asks for (RECIST 1.1).
const RULE_FACTOR: f64 = 1.2;

/// CT slices over this thickness measure less well.
const THICK_SLICE_TENTHS: u32 = 30;

/// A change between two points, and how far noise alone could make it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChangeNoise {
    /// The natural logarithm of the second sum over the first, over the targets assessed at both.
    pub log_ratio: f64,
    /// The SD of that logarithm from measurement noise alone.
    pub log_sd: f64,
    /// The largest rise that noise alone makes in 95 %, as a share: 0.214 is +21.4 %.
    pub limit_up: f64,
    /// The largest fall that noise alone makes in 95 %, as a negative share.
    pub limit_down: f64,
    /// Probability that the true size rose by 20 % or more (72.8 % on a volume basis), flat prior.
    pub p_rise_by_rule: f64,
    /// Probability that the true size rose at all, flat prior.
    pub p_rise: f64,
    /// Whether every size was measured by one known observer at both points.
    pub same_observer: bool,
    /// Whether a size was measured by another method.
    pub method_changed: bool,
}

impl ChangeNoise {
    /// The change as a share: 0.3 is +30 %.
    pub fn change(&self) -> f64 {
        self.log_ratio.exp_m1()
    }

    /// Whether noise alone could have made this change (inside the 95 % repeatability limits).
    pub fn within_noise(&self) -> bool {
        self.log_ratio.abs() <= Z_95 * self.log_sd
    }

    /// Whether the size fell by more than noise alone makes.
    pub fn fell(&self) -> bool {
        self.log_ratio < -Z_95 * self.log_sd
    }

    /// Whether the size rose by more than noise alone makes.
    pub fn rose(&self) -> bool {
        self.log_ratio > Z_95 * self.log_sd
    }

    /// Builds the probabilities and limits from a log change and its SD.
    pub fn from_log(log_ratio: f64, log_sd: f64, basis: Basis) -> Self {
        let rule = match basis {
            Basis::Diameters => RULE_FACTOR.ln(),
            Basis::Volumes => 3.0 * RULE_FACTOR.ln(),
        };
        Self {
            log_ratio,
            log_sd,
            limit_up: (Z_95 * log_sd).exp_m1(),
            limit_down: (-Z_95 * log_sd).exp_m1(),
            p_rise_by_rule: normal_cdf((log_ratio - rule) / log_sd),
            p_rise: normal_cdf(log_ratio / log_sd),
            same_observer: false,
            method_changed: false,
        }
    }
}

/// The noise of the change from one point to another, on the series' own basis.
pub fn change(first: &Point, second: &Point, series: &Series, table: &NoiseTable) -> Option<ChangeNoise> {
    change_on(first, second, series, table, series.basis)
}

/// The noise of the change from one point to another; `None` where a sum is 0 or no target was assessed at both.
pub fn change_on(
    first: &Point,
    second: &Point,
    series: &Series,
    table: &NoiseTable,
    basis: Basis,
) -> Option<ChangeNoise> {
    let (from, to) = common_sums(first, second, series, basis)?;
    if from <= 0.0 || to <= 0.0 {
        return None;
    }
    let pairs: Vec<(&TargetSize, &TargetSize)> = first
        .targets
        .iter()
        .filter(|target| series.is_summed(target.lesion))
        .filter_map(|target| Some((target, second.target(target.lesion)?)))
        .filter(|(early, late)| early.on(basis).is_some() && late.on(basis).is_some())
        .collect();
    let same = |pair: &(&TargetSize, &TargetSize)| !pair.0.observer.is_empty() && pair.0.observer == pair.1.observer;
    let first_sd = sum_log_sd(pairs.iter().map(|pair| (pair.0, same(pair))), series, table, basis)?;
    let second_sd = sum_log_sd(pairs.iter().map(|pair| (pair.1, same(pair))), series, table, basis)?;
    let method_changed =
        pairs.iter().any(|(early, late)| matches!((early.method, late.method), (Some(a), Some(b)) if a != b));
    let mut log_sd = first_sd.hypot(second_sd);
    if method_changed {
        // The table's figures are of diameters; a volume goes with the cube.
        let cube = if basis == Basis::Volumes { 3.0 } else { 1.0 };
        log_sd = (log_sd + cube * table.method_change_extra_cv).max(cube * table.method_change_least_cv);
    }
    let noise = ChangeNoise::from_log((to / from).ln(), log_sd, basis);
    Some(ChangeNoise { same_observer: pairs.iter().all(same), method_changed, ..noise })
}

/// The log SD of a point's sum; `None` when it is 0 or nothing was assessed.
pub fn point_log_sd(
    point: &Point,
    series: &Series,
    table: &NoiseTable,
    same_observer: bool,
    basis: Basis,
) -> Option<f64> {
    let parts =
        point.targets.iter().filter(|target| series.is_summed(target.lesion)).map(|target| (target, same_observer));
    sum_log_sd(parts, series, table, basis)
}

/// The log SD of one target; `None` when it is gone or was not assessed.
pub fn lesion_log_sd(
    target: &TargetSize,
    series: &Series,
    table: &NoiseTable,
    same_observer: bool,
    basis: Basis,
) -> Option<f64> {
    lesion_noise(target, series, table, same_observer, basis).map(|own| own.size)
}

/// The log SD of one target, and the least that one rater's bias leaves of it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct LesionNoise {
    /// Of the size as recorded, which may be a mean.
    size: f64,
    /// Of one reading.
    reading: f64,
}

fn lesion_noise(
    target: &TargetSize,
    series: &Series,
    table: &NoiseTable,
    same_observer: bool,
    basis: Basis,
) -> Option<LesionNoise> {
    let size = target.on(basis).filter(|size| *size > 0.0)?;
    let diameter_mm = match target.on(Basis::Diameters) {
        Some(diameter_mm) if diameter_mm > 0.0 => diameter_mm,
        _ if basis == Basis::Volumes => sphere_diameter_mm(size),
        _ => return None,
    };
    let formula = series.formulas.get(&target.lesion).copied().unwrap_or(VolumeFormula::Sphere);
    if basis == Basis::Volumes && formula == VolumeFormula::Segmented {
        let sd = log_sd_from_cv(table.segmented_volume_cv);
        // The table knows one figure for volumes, whoever measured.
        let one = OneReading { same_observer: sd, chosen: sd };
        return Some(LesionNoise { size: repeats::of_mean(one, target.reread, table), reading: sd });
    }
    let row = method_row(target, table);
    let one = |cv: f64| log_sd_from_cv(cv.max(row.floor_mm / diameter_mm));
    let own = repeats::own(target, &series.repeatability);
    let one =
        repeats::of_observer(one(row.same_observer_cv), one(row.different_observer_cv), own, same_observer, table);
    let factor = match basis {
        Basis::Diameters => 1.0,
        Basis::Volumes => volume_factor(formula),
    };
    Some(LesionNoise { size: factor * repeats::of_mean(one, target.reread, table), reading: factor * one.chosen })
}

/// The log SD of a relative SD.
pub fn log_sd_from_cv(cv: f64) -> f64 {
    (cv * cv).ln_1p().sqrt()
}

/// The standard normal distribution function.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * erfc(-z / std::f64::consts::SQRT_2)
}

/// Adds lesions with independent errors, and keeps the sum's error at or above the share that one rater's bias has,
/// since that does not average out.
fn sum_log_sd<'a>(
    parts: impl Iterator<Item = (&'a TargetSize, bool)>,
    series: &Series,
    table: &NoiseTable,
    basis: Basis,
) -> Option<f64> {
    let (mut sum, mut variance, mut shared) = (0.0, 0.0, 0.0);
    for (target, same_observer) in parts {
        let Some(noise) = lesion_noise(target, series, table, same_observer, basis) else { continue };
        let size = target.on(basis).unwrap_or(0.0);
        let sd = size * cv_from_log_sd(noise.size);
        sum += size;
        variance += sd * sd;
        // A bias is the same in every reading, so a mean has all of it.
        shared += size * cv_from_log_sd(noise.reading);
    }
    if sum <= 0.0 {
        return None;
    }
    Some(log_sd_from_cv((variance.sqrt() / sum).max(table.shared_rater_share * shared / sum)))
}

/// The relative SD of a log SD.
pub(super) fn cv_from_log_sd(sigma: f64) -> f64 {
    (sigma * sigma).exp_m1().sqrt()
}

fn method_row(target: &TargetSize, table: &NoiseTable) -> MethodNoise {
    match (target.method, target.slice_tenths) {
        (None, _) => table.unknown,
        (Some(Method::Caliper), _) if target.ill_defined => table.caliper_ill_defined,
        (Some(Method::Ct), Some(slice)) if slice > THICK_SLICE_TENTHS => {
            let half_slice_mm = f64::from(slice) / 20.0;
            MethodNoise { floor_mm: table.ct_thick.floor_mm.max(half_slice_mm), ..table.ct_thick }
        }
        (Some(method), _) => row_of(method, table),
    }
}

/// The row of a method, of a discrete mass and thin slices.
pub(super) const fn row_of(method: Method, table: &NoiseTable) -> MethodNoise {
    match method {
        Method::Caliper => table.caliper,
        Method::Ultrasound => table.ultrasound,
        Method::Ct => table.ct_thin,
        Method::Mri => table.mri,
        Method::Radiograph => table.radiograph,
        Method::Palpation => table.palpation,
    }
}

/// By how much a formula multiplies the log SD of one axis, the errors of its axes being independent.
fn volume_factor(formula: VolumeFormula) -> f64 {
    match formula {
        VolumeFormula::Ellipsoid | VolumeFormula::TigilanolDosing => 3.0_f64.sqrt(),
        // One axis counts twice: sqrt(1 + 4).
        VolumeFormula::ModifiedEllipsoid | VolumeFormula::Prolate => 5.0_f64.sqrt(),
        VolumeFormula::Sphere | VolumeFormula::Segmented => 3.0,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::date;

    use super::*;
    use crate::domain::LesionId;

    /// The defaults of `domain.md` 3.2.
    fn table() -> NoiseTable {
        let row = |same_observer_cv, different_observer_cv, floor_mm| MethodNoise {
            same_observer_cv,
            different_observer_cv,
            floor_mm,
        };
        NoiseTable {
            caliper: row(0.07, 0.12, 1.0),
            caliper_ill_defined: row(0.10, 0.18, 2.0),
            ultrasound: row(0.08, 0.12, 1.0),
            ct_thin: row(0.05, 0.07, 0.7),
            ct_thick: row(0.07, 0.10, 0.7),
            mri: row(0.06, 0.09, 0.7),
            radiograph: row(0.08, 0.16, 1.5),
            palpation: row(0.20, 0.25, 3.0),
            unknown: row(0.10, 0.18, 2.0),
            segmented_volume_cv: 0.10,
            method_change_extra_cv: 0.10,
            method_change_least_cv: 0.15,
            shared_rater_share: 0.6,
            repeat_table_freedom: 10.0,
        }
    }

    fn target(id: u32, tenths: u32, method: Method, observer: &str) -> TargetSize {
        TargetSize {
            lesion: LesionId(id),
            diameter_tenths: Some(tenths),
            merged_into: None,
            volume_mm3: Some(f64::from(tenths).powi(3) / 1000.0),
            too_small: false,
            segmented: false,
            method: Some(method),
            observer: observer.to_owned(),
            slice_tenths: None,
            ill_defined: false,
            reread: None,
        }
    }

    fn point(targets: Vec<TargetSize>) -> Point {
        Point { date: date(2026, 1, 1), day: 0, number: 0, targets, sum_tenths: None, volume_mm3: None, complete: true }
    }

    fn series(formula: VolumeFormula) -> Series {
        Series {
            basis: Basis::Diameters,
            points: Vec::new(),
            baseline: None,
            baseline_flags: Vec::new(),
            formulas: BTreeMap::from([(LesionId(0), formula)]),
            left_out: Vec::new(),
            repeatability: Vec::new(),
        }
    }

    #[test]
    fn repeatability_limits_are_those_of_the_reference_table() {
        for (cv, up, down, p_null) in [
            (0.05, 14.9, -12.9, 0.005),
            (0.07, 21.4, -17.6, 0.033),
            (0.08, 24.8, -19.9, 0.053),
            (0.10, 31.9, -24.2, 0.098),
            (0.12, 39.3, -28.2, 0.14),
            (0.16, 55.4, -35.6, 0.21),
        ] {
            let log_sd = log_sd_from_cv(cv) * 2.0_f64.sqrt();
            let noise = ChangeNoise::from_log(0.0, log_sd, Basis::Diameters);
            assert!((100.0 * noise.limit_up - up).abs() < 0.06, "{cv}: up {}", noise.limit_up);
            assert!((100.0 * noise.limit_down - down).abs() < 0.06, "{cv}: down {}", noise.limit_down);
            // Seen from the other side: how often no change reads as a rise of a fifth.
            let p = 1.0 - normal_cdf(1.2_f64.ln() / log_sd);
            assert!((p - p_null).abs() < 0.006, "{cv}: {p}");
            assert!((noise.p_rise_by_rule - p).abs() < 1e-12, "{cv}: flat prior is symmetric");
        }
    }

    #[test]
    fn volume_limits_follow_the_formula() {
        for (formula, up) in
            [(VolumeFormula::Ellipsoid, 40.0), (VolumeFormula::ModifiedEllipsoid, 54.0), (VolumeFormula::Sphere, 79.0)]
        {
            let one = point(vec![target(0, 400, Method::Caliper, "A")]);
            let noise = change_on(&one, &one.clone(), &series(formula), &table(), Basis::Volumes).unwrap();
            assert!((100.0 * noise.limit_up - up).abs() < 0.7, "{formula:?}: {}", noise.limit_up);
        }
    }

    #[test]
    fn sums_average_out_down_to_the_shared_share() {
        let sizes = |tenths: &[u32]| -> Point {
            let ids = 0_u32..;
            point(ids.zip(tenths).map(|(id, tenths)| target(id, *tenths, Method::Caliper, "A")).collect())
        };
        let series = series(VolumeFormula::Sphere);
        let cv =
            |point: &Point| cv_from_log_sd(point_log_sd(point, &series, &table(), true, Basis::Diameters).unwrap());
        // 40 + 30 + 20 mm at 7 % would be 4.19 %, just under 0.6 of 7 %.
        assert!((cv(&sizes(&[400, 300, 200])) - 0.042).abs() < 1e-4, "three lesions");
        assert!((cv(&sizes(&[400])) - 0.07).abs() < 1e-9, "one lesion");
        assert!((cv(&sizes(&[50])) - 0.2).abs() < 1e-9, "1 mm of 5 mm is the floor");
        assert!((cv(&sizes(&[300; 5])) - 0.042).abs() < 1e-9, "a shared bias does not average out");
    }

    #[test]
    fn observers_and_methods_count() {
        let series = series(VolumeFormula::Sphere);
        let sd = |first: TargetSize, second: TargetSize| {
            change(&point(vec![first]), &point(vec![second]), &series, &table()).unwrap()
        };
        let calipers = |observer| target(0, 400, Method::Caliper, observer);
        let same = sd(calipers("A"), calipers("A"));
        let other = sd(calipers("A"), calipers("B"));
        let unknown = sd(calipers(""), calipers(""));
        assert!(same.same_observer && !other.same_observer && !unknown.same_observer, "who measured");
        assert!((same.log_sd - 0.0989).abs() < 1e-4, "same observer: {}", same.log_sd);
        assert!((other.log_sd - 0.1691).abs() < 1e-4, "two observers: {}", other.log_sd);
        assert_eq!(unknown.log_sd, other.log_sd, "an observer not recorded is taken as another one");
        let changed = sd(target(0, 400, Method::Ct, "A"), target(0, 400, Method::Mri, "A"));
        assert!(changed.method_changed, "CT, then MRI");
        assert!((changed.log_sd - (0.05_f64.hypot(0.06) + 0.10)).abs() < 1e-3, "both and a tenth: {}", changed.log_sd);
    }

    #[test]
    fn thick_slices_measure_less_well() {
        let series = series(VolumeFormula::Sphere);
        let slice = |tenths| TargetSize { slice_tenths: Some(tenths), ..target(0, 300, Method::Ct, "A") };
        let cv = |target: &TargetSize| {
            cv_from_log_sd(lesion_log_sd(target, &series, &table(), true, Basis::Diameters).unwrap())
        };
        assert!((cv(&slice(30)) - 0.05).abs() < 1e-9, "3 mm");
        assert!((cv(&slice(50)) - 2.5 / 30.0).abs() < 1e-9, "5 mm: half a slice of 30 mm");
    }

    #[test]
    fn nothing_comes_of_a_lesion_that_is_gone() {
        let gone = point(vec![target(0, 0, Method::Ct, "A")]);
        let there = point(vec![target(0, 100, Method::Ct, "A")]);
        let series = series(VolumeFormula::Sphere);
        assert_eq!(change(&there, &gone, &series, &table()), None, "no logarithm of 0");
        assert_eq!(point_log_sd(&gone, &series, &table(), true, Basis::Diameters), None, "nor its SD");
    }
}
