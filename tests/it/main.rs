//! Integration tests, one binary.

mod assess;
mod chart;
mod chart_cases;
mod chart_from_case;
mod criteria;
mod explain;
mod golden;
mod report_svg;
mod soft_renderer;
