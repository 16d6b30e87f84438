//! Reassess lays serial tumor sizes against the therapy start and says what can be concluded.
//!
//! The modules are listed in reading order; each knows only those above it.

pub mod domain;
pub mod rules;
pub mod series;
pub mod criteria;
pub mod forecast;
pub mod assess;
pub mod chart;
pub mod explain;
pub mod plot;
pub mod report;
pub mod store;
pub mod exchange;
pub mod app;
pub mod ui;
pub mod cli;
