//! Pictures and pages for paper, made without a window.

mod shapes;
pub mod svg;

pub use svg::chart_svg;
