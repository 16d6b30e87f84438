//! Measurement noise of sizes, sums and changes, on the log scale (`domain.md` 3.2, 3.3).
//!
//! Simplified: the floor of a method is applied to the diameter that counts and carried to the other axes, and a
//! change of method is spread over the whole sum.

use statrs::function::erf::erfc;

use super::kinetics::common_sums;
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
    let size = target.on(basis).filter(|size| *size > 0.0)?;
    let diameter_mm = match target.on(Basis::Diameters) {
        Some(diameter_mm) if diameter_mm > 0.0 => diameter_mm,
        _ if basis == Basis::Volumes => sphere_diameter_mm(size),
        _ => return None,
    };
    let formula = series.formulas.get(&target.lesion).copied().unwrap_or(VolumeFormula::Sphere);
    if basis == Basis::Volumes && formula == VolumeFormula::Segmented {
        return Some(log_sd_from_cv(table.segmented_volume_cv));
    }
    let row = method_row(target, table);
    let cv = if same_observer { row.same_observer_cv } else { row.different_observer_cv };
    let sigma = log_sd_from_cv(cv.max(row.floor_mm / diameter_mm));
    Some(match basis {
        Basis::Diameters => sigma,
        Basis::Volumes => volume_factor(formula) * sigma,
    })
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
        let Some(sigma) = lesion_log_sd(target, series, table, same_observer, basis) else { continue };
        let size = target.on(basis).unwrap_or(0.0);
        let sd = size * cv_from_log_sd(sigma);
        sum += size;
        variance += sd * sd;
        shared += sd;
    }
    if sum <= 0.0 {
        return None;
    }
    Some(log_sd_from_cv((variance.sqrt() / sum).max(table.shared_rater_share * shared / sum)))
}

fn cv_from_log_sd(sigma: f64) -> f64 {
    (sigma * sigma).exp_m1().sqrt()
}

fn method_row(target: &TargetSize, table: &NoiseTable) -> MethodNoise {
    match target.method {
        None => table.unknown,
        Some(Method::Caliper) if target.ill_defined => table.caliper_ill_defined,
        Some(Method::Caliper) => table.caliper,
        Some(Method::Ultrasound) => table.ultrasound,
        Some(Method::Ct) => match target.slice_tenths {
            Some(slice) if slice > THICK_SLICE_TENTHS => {
                let half_slice_mm = f64::from(slice) / 20.0;
                MethodNoise { floor_mm: table.ct_thick.floor_mm.max(half_slice_mm), ..table.ct_thick }
            }
            _ => table.ct_thin,
        },
        Some(Method::Mri) => table.mri,
        Some(Method::Radiograph) => table.radiograph,
        Some(Method::Palpation) => table.palpation,
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
