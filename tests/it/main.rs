//! Integration tests, one binary.

mod cli;
mod criteria;
mod csv;
mod golden;
mod store;
mod store_damage;
mod strategies;
