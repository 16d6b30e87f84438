//! Integration tests, one binary.

mod criteria;
mod golden;
