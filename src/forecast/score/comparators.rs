//! Forecasts that a model must beat.
//!
//! Widths are fixed and were fitted to the dev half (`MODEL.md` 4 for the first), which favors the comparators.

use statrs::distribution::{ContinuousCDF as _, Normal, StudentsT};

use crate::forecast::observations::{Observation, Observations};
use crate::series::Basis;

/// A simple forecast of the next size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparator {
    /// The last size again, with a Student's t of 1.5 degrees of freedom and scale 0.0835 of ln diameter.
    Repeat,
    /// A Gaussian random walk of ln diameter.
    RandomWalk,
    /// The straight line of ln diameter through the last two sizes, with a Student's t.
    StraightLine,
}

/// A location-scale forecast of ln diameter.
#[derive(Clone, Copy, Debug)]
pub struct SimpleForecast {
    middle: f64,
    scale: f64,
    shape: Shape,
}

#[derive(Clone, Copy, Debug)]
enum Shape {
    Student,
    Normal,
}

const REPEAT_DEGREES: f64 = 1.5;
const REPEAT_SCALE: f64 = 0.0835;

/// Gaussian SD of ln diameter per square root of a week.
const WALK_SD: f64 = 0.077;

/// Scale around the straight line.
const LINE_SCALE: f64 = 0.12;

impl Comparator {
    /// Every comparator, in the order of tables.
    pub const ALL: [Self; 3] = [Self::Repeat, Self::RandomWalk, Self::StraightLine];

    /// The words of tables.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Repeat => "repeat the last size",
            Self::RandomWalk => "random walk",
            Self::StraightLine => "straight line",
        }
    }

    /// The forecast for a day from the sizes before it.
    pub fn forecast(self, known: &Observations, day: i32) -> SimpleForecast {
        let last = known.last();
        let log = |point: &Observation| log_diameter(known.basis(), point.known_size());
        let middle = log(&last);
        match self {
            Self::Repeat => SimpleForecast { middle, scale: REPEAT_SCALE, shape: Shape::Student },
            Self::RandomWalk => {
                let weeks = (f64::from(day) - f64::from(last.day)).max(1.0) / 7.0;
                SimpleForecast { middle, scale: WALK_SD * weeks.sqrt(), shape: Shape::Normal }
            }
            Self::StraightLine => {
                let before = known.points().iter().rev().nth(1);
                let slope = before.map_or(0.0, |before| {
                    (middle - log(before)) / (f64::from(last.day) - f64::from(before.day)).max(1.0)
                });
                let ahead = f64::from(day) - f64::from(last.day);
                SimpleForecast { middle: middle + slope * ahead, scale: LINE_SCALE, shape: Shape::Student }
            }
        }
    }
}

impl SimpleForecast {
    /// The ln diameter under which a share lies.
    pub fn quantile(&self, share: f64) -> f64 {
        let z = match self.shape {
            Shape::Student => StudentsT::new(0.0, 1.0, REPEAT_DEGREES).map_or(0.0, |t| t.inverse_cdf(share)),
            Shape::Normal => Normal::standard().inverse_cdf(share),
        };
        self.middle + self.scale * z
    }

    /// The probability of a ln diameter under `x`.
    pub fn below(&self, x: f64) -> f64 {
        let z = (x - self.middle) / self.scale;
        match self.shape {
            Shape::Student => StudentsT::new(0.0, 1.0, REPEAT_DEGREES).map_or(0.5, |t| t.cdf(z)),
            Shape::Normal => Normal::standard().cdf(z),
        }
    }
}

/// The logarithm of the diameter, or of that of the cube of a volume.
pub fn log_diameter(basis: Basis, size: f64) -> f64 {
    match basis {
        Basis::Diameters => size.ln(),
        Basis::Volumes => size.ln() / 3.0,
    }
}
