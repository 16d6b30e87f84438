//! Integration tests, one binary.

mod criteria;
//! One integration binary, many modules.

mod golden;
//! The integration tests, one binary.

mod golden;
mod store;
mod store_damage;
mod strategies;
