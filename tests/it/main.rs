//! Integration tests, one binary.

mod criteria;
mod golden;
mod store;
mod store_damage;
mod strategies;
