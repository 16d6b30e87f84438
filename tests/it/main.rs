//! The integration tests, one binary.

mod architecture;
mod assess;
mod criteria;
mod demo_dogs;
mod demos;
mod golden;
mod store;
mod store_damage;
mod strategies;
mod window;
mod window_support;
