//! How well the next size is foretold.

use super::Subject;
use super::comparators::{Comparator, log_diameter};
use crate::forecast::Forecaster;
use crate::forecast::mixture::Mixture;
use crate::forecast::observations::{Observation, Observations};
use crate::series::Basis;

/// The quantiles that are scored.
pub const SCORED_QUANTILES: [f64; 9] = [0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99];

/// Sizes under this many millimeters are scored as this, as they are censored there.
const SMALLEST_MM: f64 = 5.0;

/// The loss of one size by one method.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loss {
    /// Mean quantile loss of ln diameter.
    pub pinball: f64,
    /// The logarithm of the probability of the 1-mm bin that the size was read in.
    pub log_bin: f64,
    /// Whether the 50 % band held it.
    pub in_half: bool,
    /// Whether the 90 % band held it.
    pub in_ninety: bool,
    /// How far the median was off, in ln diameter.
    pub error: f64,
    /// Of each scored quantile, whether the size lay at or under it.
    pub under: [bool; 9],
}

/// One forecast of a next size, scored.
#[derive(Clone, Debug, PartialEq)]
pub struct NextSize {
    /// The place of the patient.
    pub subject: usize,
    /// How many sizes were known.
    pub known: usize,
    /// The day of the next size.
    pub day: i32,
    /// Its ln diameter, held to what is scored.
    pub actual: f64,
    /// Whether it is the patient's last.
    pub is_last: bool,
    /// Whether the last known or the next size was censored (gone or too small).
    pub censored: bool,
    /// The model.
    pub model: Loss,
    /// The comparators, in the order of [`Comparator::ALL`].
    pub comparators: [Loss; 3],
}

/// Scores the forecast of every size from the second on.
pub fn next_sizes(subjects: &[Subject], forecaster: &Forecaster) -> Vec<NextSize> {
    subjects.iter().enumerate().flat_map(|(place, subject)| of_subject(place, &subject.sizes, forecaster)).collect()
}

/// Scores one patient, so that a caller can spread patients over threads.
pub fn of_subject(subject: usize, sizes: &Observations, forecaster: &Forecaster) -> Vec<NextSize> {
    (1..sizes.points().len())
        .filter_map(|known| {
            let past = sizes.first(known)?;
            let next = sizes.points().get(known)?;
            let scored = score(subject, &past, next, forecaster);
            Some(NextSize { is_last: known + 1 == sizes.points().len(), ..scored })
        })
        .collect()
}

fn score(subject: usize, past: &Observations, next: &Observation, forecaster: &Forecaster) -> NextSize {
    let basis = past.basis();
    let actual = clipped(basis, next.known_size());
    let (low, high) = bin(basis, next.known_size());
    let fit = forecaster.fit(past);
    let mixture = fit.mixture(next.day, None);
    let quantile = |mixture: &Mixture, share: f64| clipped(basis, past.size(mixture.quantile(share)));
    let quantiles: Vec<f64> =
        mixture.iter().flat_map(|own| SCORED_QUANTILES.iter().map(|&share| quantile(own, share))).collect();
    let below = |size: Option<f64>| match (size, &mixture) {
        (Some(size), Some(mixture)) => mixture.below(past.log_volume(size)),
        (Some(_), None) => 0.5,
        (None, _) => 0.0,
    };
    let model = loss(&quantiles, actual, below(Some(high)) - below(low));
    let comparators = Comparator::ALL.map(|comparator| {
        let simple = comparator.forecast(past, next.day);
        let floor = log_diameter(basis, smallest(basis));
        let quantiles: Vec<f64> = SCORED_QUANTILES.iter().map(|&share| simple.quantile(share).max(floor)).collect();
        let below = |size: Option<f64>| size.map_or(0.0, |size| simple.below(log_diameter(basis, size)));
        loss(&quantiles, actual, below(Some(high)) - below(low))
    });
    NextSize {
        subject,
        known: past.points().len(),
        day: next.day,
        actual,
        is_last: false,
        censored: past.last().is_censored() || next.is_censored(),
        model,
        comparators,
    }
}

fn smallest(basis: Basis) -> f64 {
    match basis {
        Basis::Diameters => SMALLEST_MM,
        Basis::Volumes => crate::domain::volume::sphere_mm3(SMALLEST_MM),
    }
}

fn clipped(basis: Basis, size: f64) -> f64 {
    log_diameter(basis, size.max(smallest(basis)))
}

/// The 1-mm bin of a size; with no lower edge where the size is censored. A volume's bin is that of its sphere.
fn bin(basis: Basis, size: f64) -> (Option<f64>, f64) {
    let diameter = |size: f64| match basis {
        Basis::Diameters => size,
        Basis::Volumes => crate::domain::volume::sphere_diameter_mm(size),
    };
    let back = |mm: f64| match basis {
        Basis::Diameters => mm,
        Basis::Volumes => crate::domain::volume::sphere_mm3(mm),
    };
    let mm = diameter(size);
    if mm <= SMALLEST_MM {
        (None, back(SMALLEST_MM + 0.5))
    } else {
        (Some(back(mm.round() - 0.5)), back(mm.round() + 0.5))
    }
}

fn loss(quantiles: &[f64], actual: f64, bin: f64) -> Loss {
    let pinball: f64 = quantiles
        .iter()
        .zip(SCORED_QUANTILES)
        .map(|(quantile, share)| {
            let miss = actual - quantile;
            if miss >= 0.0 { share * miss } else { (share - 1.0) * miss }
        })
        .sum();
    let between = |low: usize, high: usize| {
        let at = |place: usize| quantiles.get(place).copied().unwrap_or(f64::NAN);
        actual >= at(low) && actual <= at(high)
    };
    Loss {
        pinball: pinball / SCORED_QUANTILES.len() as f64,
        log_bin: bin.max(1e-9).ln(),
        in_half: between(3, 5),
        in_ninety: between(1, 7),
        error: quantiles.get(4).map_or(f64::NAN, |median| (actual - median).abs()),
        under: std::array::from_fn(|place| quantiles.get(place).is_some_and(|quantile| actual <= *quantile)),
    }
}
