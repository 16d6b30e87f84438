//! All integration tests, in one binary.

mod chart;
mod chart_cases;
mod soft_renderer;
