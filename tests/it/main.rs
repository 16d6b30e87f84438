//! The integration tests, one binary.

mod store;
mod store_damage;
mod strategies;
