//! Integration tests, one binary.

mod assess;
mod criteria;
mod explain;
mod findings;
mod golden;
