//! Pictures and pages for paper, made without a window.

pub mod svg;

pub use svg::chart_svg;
