//! What the window shows besides the case itself.

use jiff::civil::Date;

use super::block::CellBlock;
use crate::chart::{self, Quantity, Scale};
use crate::domain::DateForm;

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

/// What the middle of the window shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Middle {
    /// The chart.
    #[default]
    Chart,
    /// The chart in words, as a table.
    Table,
    /// The criteria by visit.
    Criteria,
}

impl Middle {
    /// Each with its words.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Chart, "Chart"), (Self::Table, "Chart as a table"), (Self::Criteria, "Criteria, visit by visit")];
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

/// What of the owner's page the clinician leaves on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each part is on or off by itself")]
pub struct OwnerParts {
    /// The chart.
    pub chart: bool,
    /// What happens now, with the next date.
    pub next: bool,
    /// When to call sooner.
    pub call_sooner: bool,
    /// What is known, with its dots where people were counted.
    pub known: bool,
}

impl Default for OwnerParts {
    fn default() -> Self {
        Self { chart: true, next: true, call_sooner: true, known: true }
    }
}

impl OwnerParts {
    /// Every part with its words, whether it is on, and the parts with it turned over.
    pub const fn choices(self) -> [(&'static str, bool, Self); 4] {
        [
            ("Chart", self.chart, Self { chart: !self.chart, ..self }),
            ("What we do now", self.next, Self { next: !self.next, ..self }),
            ("When to call sooner", self.call_sooner, Self { call_sooner: !self.call_sooner, ..self }),
            ("What is known", self.known, Self { known: !self.known, ..self }),
        ]
    }
}

/// What the window shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct View {
    /// The form of dates, as the settings say.
    pub dates: DateForm,
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
    /// The parts of it that are on.
    pub owner_parts: OwnerParts,
    /// The sum by hand is shown.
    pub sum: bool,
    /// The day from the therapy start at which the recheck is tried out; the recommended one when `None`.
    pub recheck: Option<i32>,
    /// The harm ratio of the decision aid, in tenths; where it starts when `None`.
    pub harm_tenths: Option<u16>,
    /// What stands in the middle.
    pub middle: Middle,
}
