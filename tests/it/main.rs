//! The integration tests, one binary.

mod architecture;
mod assess;
mod chart;
mod chart_cases;
mod chart_from_case;
mod cli;
mod cli_worked;
mod criteria;
mod csv;
mod demo_dogs;
mod demos;
mod explain;
mod findings;
mod forecast;
mod golden;
mod real_patients;
mod report_svg;
mod soft_renderer;
mod store;
mod store_aside;
mod store_damage;
mod stories;
mod strategies;
mod window;
mod window_support;
