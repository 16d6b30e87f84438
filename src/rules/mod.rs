//! The rules file, parsed from text compiled in, as checked parameters.

pub mod criteria;
pub mod forecast;
mod forecast_raw;
pub mod noise;

pub use criteria::{CriteriaSettings, FurtherRiseReference};
pub use noise::{MethodNoise, NoiseTable};
