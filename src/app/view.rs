//! What the window shows besides the case itself.

use jiff::civil::Date;

use super::block::CellBlock;
use crate::chart::{self, Quantity, Scale};

/// A tab of the entry area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Tab {
    /// Sizes by visit and lesion.
    #[default]
    Sizes,
    /// Clinical signs and other findings by visit.
    Signs,
    /// Therapy and events.
    Therapy,
    /// Lesions.
    Lesions,
    /// Patient and tumor.
    Case,
}

impl Tab {
    /// Every tab with its word, from left to right.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Sizes, "Sizes"),
        (Self::Signs, "Signs"),
        (Self::Therapy, "Therapy"),
        (Self::Lesions, "Lesions"),
        (Self::Case, "Case"),
    ];
}

/// A change of what the chart shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartChoice {
    /// The quantity on the vertical axis.
    Quantity(Quantity),
    /// Linear or logarithmic.
    Scale(Scale),
    /// A line for each lesion.
    PerLesion(bool),
    /// The day from the therapy start at which the recheck is tried out; `None` for the recommended one.
    Recheck(Option<i32>),
}

/// What the window shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct View {
    /// The entry tab.
    pub tab: Tab,
    /// The visit whose signs are shown; the last one when `None`.
    pub visit: Option<Date>,
    /// The size cells chosen in the table.
    pub block: Option<CellBlock>,
    /// What the chart shows.
    pub chart: chart::View,
    /// The owner view is shown.
    pub owner: bool,
    /// The sum by hand is shown.
    pub sum: bool,
    /// The day from the therapy start at which the recheck is tried out; the recommended one when `None`.
    pub recheck: Option<i32>,
    /// The criteria are shown in place of the chart.
    pub criteria: bool,
}
