//! The sizes that a forecast is made from, as logarithms of volume with their noise.

use thiserror::Error;

use crate::domain::Case;
use crate::domain::Length;
use crate::domain::volume::sphere_mm3;
use crate::rules::NoiseTable;
use crate::series::{Basis, Point, Series, point_log_sd};

/// The most sizes that are weighed; of a longer series the first and the latest are kept.
pub const MAX_OBSERVATIONS: usize = 60;

/// The least rise of a diameter that is progression (RECIST 1.1).
const PROGRESSION_FLOOR_MM: f64 = 5.0;

/// The rise of a volume that is progression: the cube of six fifths.
const PROGRESSION_VOLUME_FACTOR: f64 = 1.728;

/// One size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observation {
    /// Day from the therapy start.
    pub day: i32,
    /// The size as recorded, in millimeters or cubic millimeters; 0 when gone.
    pub size: f64,
    /// SD of the logarithm of the size (of the diameter, or of the volume), from the noise table.
    pub log_sd: f64,
    /// Gone, or too small to measure: the true size is only known to lie below this.
    pub below: Option<f64>,
}

impl Observation {
    /// The size, or the limit that it lies below.
    pub fn known_size(&self) -> f64 {
        self.below.unwrap_or(self.size)
    }

    /// Whether only a limit is known.
    pub const fn is_censored(&self) -> bool {
        self.below.is_some()
    }
}

/// A series of sizes in order of time, at least one.
#[derive(Clone, Debug, PartialEq)]
pub struct Observations {
    basis: Basis,
    points: Vec<Observation>,
}

/// Why no forecast can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NotForecastable {
    /// No evaluable size.
    #[error("no size has been measured, so there is nothing to forecast from")]
    NoSize,
    /// A size or its noise is not a positive finite number.
    #[error("a size of day {day} is not a positive number; check that visit")]
    BadSize {
        /// The day.
        day: i32,
    },
    /// Two sizes on one day, or out of order.
    #[error("the sizes of day {day} are out of order; give one size a day, by day")]
    OutOfOrder {
        /// The day.
        day: i32,
    },
}

impl Observations {
    /// Takes sizes in order of time.
    ///
    /// # Errors
    /// [`NotForecastable`].
    pub fn new(basis: Basis, mut points: Vec<Observation>) -> Result<Self, NotForecastable> {
        if points.is_empty() {
            return Err(NotForecastable::NoSize);
        }
        let mut last = None;
        for point in &points {
            let positive = |value: f64| value.is_finite() && value > 0.0;
            let recorded = point.size.is_finite() && point.size >= 0.0;
            if !recorded || !positive(point.known_size()) || !positive(point.log_sd) {
                return Err(NotForecastable::BadSize { day: point.day });
            }
            if last.is_some_and(|last| last >= point.day) {
                return Err(NotForecastable::OutOfOrder { day: point.day });
            }
            last = Some(point.day);
        }
        if points.len() > MAX_OBSERVATIONS {
            // The first stands for the baseline; what lies between it and the latest says least about what comes.
            let excess = points.len() - MAX_OBSERVATIONS;
            points.drain(1..=excess);
        }
        Ok(Self { basis, points })
    }

    /// The sum over target lesions of every visit at which all of them were assessed.
    ///
    /// A sum of lesions that are all gone or too small is known only to lie below 5 mm a lesion.
    /// The table's noise of one observer is used, since [`crate::rules::forecast::ResidualRules`] carries what a
    /// change of reader adds as lasting jumps.
    ///
    /// # Errors
    /// [`NotForecastable`].
    pub fn from_series(case: &Case, series: &Series, noise: &NoiseTable) -> Result<Self, NotForecastable> {
        let floor_of = |point: &Point| censoring_limit(case, series, point);
        let points = series.points.iter().filter(|point| point.complete).filter_map(|point| {
            let size = series.sum_of(point)?;
            let counted = point.targets.iter().filter(|target| series.is_summed(target.lesion));
            let all_small = counted.clone().all(|target| target.too_small || target.on(series.basis) == Some(0.0));
            let limit = floor_of(point);
            let censored = all_small || size <= 0.0;
            let log_sd = point_log_sd(point, series, noise, true, series.basis).unwrap_or(DEFAULT_LOG_SD);
            Some(Observation { day: point.day, size, log_sd, below: censored.then_some(limit.max(size)) })
        });
        Self::new(series.basis, points.collect())
    }

    /// Diameters or volumes.
    pub const fn basis(&self) -> Basis {
        self.basis
    }

    /// The sizes, in order of time.
    pub fn points(&self) -> &[Observation] {
        &self.points
    }

    /// The days, in order.
    pub fn days(&self) -> impl Iterator<Item = i32> {
        self.points.iter().map(|point| point.day)
    }

    /// The latest size.
    pub fn last(&self) -> Observation {
        // The constructor made sure that there is one.
        self.points.last().copied().unwrap_or(Observation { day: 0, size: 1.0, log_sd: DEFAULT_LOG_SD, below: None })
    }

    /// The first `count` sizes: what was known then; `None` for none.
    pub fn first(&self, count: usize) -> Option<Self> {
        let points = self.points.get(..count).filter(|points| !points.is_empty())?;
        Some(Self { basis: self.basis, points: points.to_vec() })
    }

    /// The lowest size recorded so far; 0 once the tumor was gone.
    pub fn lowest(&self) -> f64 {
        self.points.iter().map(|point| point.size).fold(f64::INFINITY, f64::min)
    }

    /// The PD line: the least size that is progression over the lowest so far, in millimeters or cubic millimeters.
    pub fn progression_line(&self) -> f64 {
        let lowest = self.lowest();
        match self.basis {
            // Six fifths, not 1.2 times, so that 25 mm gives 30 mm exactly.
            Basis::Diameters => (lowest * 6.0 / 5.0).max(lowest + PROGRESSION_FLOOR_MM),
            Basis::Volumes => lowest * PROGRESSION_VOLUME_FACTOR,
        }
    }

    /// The logarithm of the volume of a size, up to a constant that does not matter.
    pub fn log_volume(&self, size: f64) -> f64 {
        match self.basis {
            Basis::Diameters => 3.0 * size.ln(),
            Basis::Volumes => size.ln(),
        }
    }

    /// The size of a logarithm of volume.
    pub fn size(&self, log_volume: f64) -> f64 {
        match self.basis {
            Basis::Diameters => (log_volume / 3.0).exp(),
            Basis::Volumes => log_volume.exp(),
        }
    }

    /// SD of the log volume at a point.
    pub(super) fn log_volume_sd(&self, point: &Observation) -> f64 {
        match self.basis {
            Basis::Diameters => 3.0 * point.log_sd,
            Basis::Volumes => point.log_sd,
        }
    }

    /// The step in which sizes are read: whole millimeters where every size is one, else nothing.
    pub(super) fn reading_step(&self) -> Option<f64> {
        let whole = |point: &Observation| point.is_censored() || point.size.fract() == 0.0;
        (self.basis == Basis::Diameters && self.points.iter().all(whole)).then_some(1.0)
    }
}

/// Stands in where the noise table has nothing to say: the SD of an unknown method (`domain.md` 3.2).
const DEFAULT_LOG_SD: f64 = 0.07;

fn censoring_limit(case: &Case, series: &Series, point: &Point) -> f64 {
    let summed = |id| series.is_summed(id) && case.lesion(id).is_some();
    let count = point.targets.iter().filter(|target| summed(target.lesion)).count().max(1) as f64;
    let small_mm = Length::TOO_SMALL_DEFAULT.mm();
    match series.basis {
        Basis::Diameters => count * small_mm,
        Basis::Volumes => count * sphere_mm3(small_mm),
    }
}
