//! The integration tests, one binary.

mod demo_dogs;
mod demos;
mod store;
mod store_aside;
mod store_damage;
mod strategies;
