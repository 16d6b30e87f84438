//! The forecast: where the next size should lie, if the enlargement is swelling and if it is growth.
//!
//! Log volume follows a trajectory of one of six families, a residual process with heavy tails, and measurement
//! noise. Each family is a fixed quasi-random set of members weighed by the sizes so far; the forecast is the weighed
//! mixture. Deterministic, and pure: nothing here knows files, the clock or a toolkit.

mod bank;
pub mod canine;
mod columns;
mod course;
pub mod design;
pub mod families;
pub mod fans;
pub mod fit;
pub mod forecaster;
pub mod future;
pub mod memo;
pub mod mixture;
pub mod observations;
mod precision;
mod process;
mod refine;
pub mod score;
pub mod simulate;
mod sobol;
pub mod student;
mod weigh;

pub use canine::CanineTumor;
pub use design::Telling;
pub use families::{Family, Group, Member, Shape};
pub use fans::{Band, DecidingSizes, Explanations, Fans, RatioCurve};
pub use fit::Fit;
pub use forecaster::{Forecaster, ParameterSet, Plan};
pub use observations::{NotForecastable, Observation, Observations};
pub use precision::Precision;
pub use simulate::Simulated;
