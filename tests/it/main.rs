//! All integration tests, in one binary.

mod chart;
mod chart_cases;
mod report_svg;
mod soft_renderer;
