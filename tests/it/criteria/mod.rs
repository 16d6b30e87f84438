//! The response criteria against worked cases, real data, properties and a second implementation.

mod corners;
mod edges;
pub(crate) mod fixture;
mod further;
mod merged;
mod outcome;
mod properties;
pub(crate) mod random;
mod readings;
mod real_data;
mod reasons;
mod unseen;
mod wild;
mod worked_cases;
