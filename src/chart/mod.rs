//! What is drawn: a chart as axes, lanes and marks in data space, with identities, roles and words, and no toolkit.
//!
//! [`ChartInput`] holds plain values, [`build`] turns them into a [`Model`] for one [`View`],
//! [`palette`] gives roles their colors, [`labels`] keeps words apart, and [`text`] and [`table`] say the same without a picture.

mod adapter;
mod axes;
mod build;
mod cohort;
#[cfg(test)]
mod fixture;
mod format;
mod input;
pub mod labels;
mod lanes;
mod lines;
mod model;
pub mod palette;
mod points;
mod table;
pub mod text;
pub mod ticks;
mod view;

pub use adapter::CaseParts;
pub use build::build;
pub use cohort::{CohortCase, CohortPlot, case_mark, cohort};
pub use input::{
    ChartInput, Estimate, EventDay, LesionTrack, Look, PointState, RecheckDays, Reference, SignsDay, SizePoint,
};
pub use model::{
    BandStep, Dash, Fill, Geometry, Handle, KeyItem, Label, Lane, Link, Mark, MarkId, Model, Symbol, Tick, XAxis, YAxis,
};
pub use palette::{Palette, Rgb, Role};
pub use table::{TablePart, TableRow, table, table_text};
pub use text::text_alternative;
pub use view::{Audience, Quantity, Scale, View};
