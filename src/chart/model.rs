//! The chart as data: axes, lanes and marks in data space, with stable identities and no toolkit.
//!
//! Days are days from the therapy start; values are in the unit of the y axis.
//! Screen, print and the text alternative all come from one [`Model`].

use std::fmt;

use jiff::civil::Date;

use super::palette::Role;
use super::view::{Audience, Scale};
use crate::domain::{DateForm, LesionId};

/// The stable identity of a mark: "point/2026-04-23", "window", "line/progression".
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MarkId(pub String);

impl MarkId {
    /// An identity from its text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for MarkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A labeled place on an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Where, in the unit of the axis (days on the x axis).
    pub value: f64,
    /// What is written there.
    pub text: String,
}

/// The time axis, in days.
#[derive(Clone, Debug, PartialEq)]
pub struct XAxis {
    /// "weeks from therapy start".
    pub label: String,
    /// The first and last day shown.
    pub range: (f64, f64),
    /// Labeled weeks.
    pub ticks: Vec<Tick>,
    /// The dates of the ticks, under them; empty when dates are not known.
    pub dates: Vec<Tick>,
    /// The date of day 0; `None` when dates are not known.
    pub day_zero: Option<Date>,
    /// The form of the dates.
    pub date_form: DateForm,
    /// The ticks are the names of cases side by side, 1, 2, 3 from the left, in place of weeks.
    pub named: bool,
}

/// The size axis.
#[derive(Clone, Debug, PartialEq)]
pub struct YAxis {
    /// "Volume", "Sum of diameters", "% of baseline".
    pub label: String,
    /// "cm³", "mm", "%".
    pub unit: String,
    /// Linear or log.
    pub scale: Scale,
    /// The lowest and highest value shown; above zero on a log scale.
    pub range: (f64, f64),
    /// Labeled values.
    pub ticks: Vec<Tick>,
    /// What must be known to read the axis: that it does not start at zero, or is logarithmic. Empty otherwise.
    pub note: String,
    /// Whether ticks and grid are drawn; the owner's chart has values on its points instead.
    pub visible: bool,
    /// The ticks are the names of cases one over the other, 1, 2, 3 from the bottom, in place of values.
    pub named: bool,
}

/// A row under the time axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// Its stable name: "pain", "doses".
    pub key: &'static str,
    /// What is written at its left: "Pain".
    pub label: String,
}

/// How a line is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dash {
    /// Unbroken.
    Solid,
    /// Long dashes.
    Dashed,
    /// Dots.
    Dotted,
}

/// The form of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Symbol {
    /// A circle.
    Circle,
    /// A square.
    Square,
    /// A square on its corner.
    Diamond,
    /// A triangle pointing up.
    TriangleUp,
    /// A triangle pointing down: too small to measure.
    TriangleDown,
    /// A pentagon.
    Pentagon,
    /// A diagonal cross: absent.
    Cross,
    /// An arrow to the right: goes on.
    Arrow,
}

/// How a point is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fill {
    /// With the background inside and a strong edge: a recorded size.
    Open,
    /// With its own color.
    Solid,
    /// Nothing inside and a dashed edge: being typed, or only part of the sum.
    Draft,
}

/// One step of a band.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BandStep {
    /// The day.
    pub day: f64,
    /// Its lower edge.
    pub low: f64,
    /// Its upper edge.
    pub high: f64,
}

/// The form of a mark in data space.
#[derive(Clone, Debug, PartialEq)]
pub enum Geometry {
    /// A shaded stretch of time over the whole height.
    Span {
        /// First day.
        from: f64,
        /// Last day.
        to: f64,
    },
    /// A line over the whole height.
    VerticalLine {
        /// The day.
        day: f64,
        /// How it is broken.
        dash: Dash,
    },
    /// A line to the right edge.
    HorizontalLine {
        /// The day it begins on; `None` for the whole width.
        from: Option<f64>,
        /// The value.
        value: f64,
        /// How it is broken.
        dash: Dash,
    },
    /// A short level line.
    Level {
        /// First day.
        from: f64,
        /// Last day.
        to: f64,
        /// The value.
        value: f64,
    },
    /// A line through points.
    Polyline {
        /// Day and value.
        points: Vec<(f64, f64)>,
        /// How it is broken.
        dash: Dash,
        /// Whether it is the main line.
        strong: bool,
    },
    /// The sizes of one case among many: a line with a dot a size and a symbol at its end, which carries the name.
    Track {
        /// Day and value.
        points: Vec<(f64, f64)>,
        /// How many of them stand before the line is broken, since what follows had another cause as well.
        unbroken: usize,
        /// The form at the end.
        symbol: Symbol,
        /// Its filling.
        fill: Fill,
    },
    /// A bar, with a symbol at its far end where it stands for a size.
    Bar {
        /// From left to right.
        across: (f64, f64),
        /// From where it begins to where it ends.
        up: (f64, f64),
        /// Form and filling at its end; `None` for a stretch of time, which is drawn in outline.
        tip: Option<(Symbol, Fill)>,
    },
    /// A point.
    Point {
        /// The day.
        day: f64,
        /// The value.
        value: f64,
        /// The form.
        symbol: Symbol,
        /// The filling.
        fill: Fill,
        /// Whether it belongs to the main line.
        strong: bool,
    },
    /// A 95 % interval of one size.
    ErrorBar {
        /// The day.
        day: f64,
        /// The lower end.
        low: f64,
        /// The upper end.
        high: f64,
    },
    /// A band over time.
    Band {
        /// By day.
        steps: Vec<BandStep>,
        /// Whether it is the inner, stronger band.
        inner: bool,
    },
    /// A visit whose size could not be evaluated: a mark at the foot of the chart.
    Gap {
        /// The day.
        day: f64,
    },
    /// A tick in a lane.
    LaneTick {
        /// The place in [`Model::lanes`].
        lane: usize,
        /// The day.
        day: f64,
    },
    /// A stretch in a lane.
    LaneBar {
        /// The place in [`Model::lanes`].
        lane: usize,
        /// First day.
        from: f64,
        /// Last day.
        to: f64,
    },
    /// A graded dot in a lane.
    LaneDot {
        /// The place in [`Model::lanes`].
        lane: usize,
        /// The day.
        day: f64,
        /// The grade, 0 to 4.
        grade: u8,
    },
}

/// The words on a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The words.
    pub text: String,
    /// A second, quieter line; empty when there is none.
    pub detail: String,
    /// Labels of higher rank get their place first; a label of rank 0 may be left to the card and the text.
    pub rank: u8,
}

/// What a mark stands for in the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link {
    /// The visit or event date.
    pub date: Date,
    /// The lesion, where it is of one.
    pub lesion: Option<LesionId>,
}

/// One thing that is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Its stable identity.
    pub id: MarkId,
    /// What its color says.
    pub role: Role,
    /// Its form.
    pub geometry: Geometry,
    /// Its label, for marks that carry one.
    pub label: Option<Label>,
    /// What it is, in one line for those who cannot see it.
    pub words: String,
    /// The lines of its card, the first a heading; empty for marks without a card.
    pub card: Vec<String>,
    /// The visit and lesion it stands for.
    pub link: Option<Link>,
}

impl Mark {
    /// Whether it is a dose or another event, recorded with the therapy; a new lesion is recorded with the sizes.
    pub fn is_event(&self) -> bool {
        matches!(self.geometry, Geometry::LaneTick { .. } | Geometry::LaneBar { .. }) && self.role != Role::Growth
    }
}

/// What a form and color say, where marks are too many to be labeled each.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyItem {
    /// The color.
    pub role: Role,
    /// The form and its filling.
    pub symbol: (Symbol, Fill),
    /// What it says, with how many of how many.
    pub words: String,
}

/// A line that the reader can move along the days.
#[derive(Clone, Debug, PartialEq)]
pub struct Handle {
    /// The mark of the line.
    pub mark: MarkId,
    /// Where it is.
    pub day: f64,
    /// The first and last day it can be moved to.
    pub range: (f64, f64),
    /// What it is called: "Recheck date".
    pub name: String,
}

/// A whole chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// "Sum of diameters", "Volume of 3 target lesions".
    pub title: String,
    /// The title for narrower places, the longer first: "Volume, 3 targets", "Volume".
    pub short_titles: [String; 2],
    /// One sentence that says what is seen.
    pub summary: String,
    /// The time axis.
    pub x: XAxis,
    /// The size axis.
    pub y: YAxis,
    /// The rows under the time axis, from the top.
    pub lanes: Vec<Lane>,
    /// Everything drawn, from the back to the front.
    pub marks: Vec<Mark>,
    /// What forms and colors say; empty where labels say it.
    pub key: Vec<KeyItem>,
    /// What must be known to read the chart, and what it leaves out; a sentence each.
    pub notes: Vec<String>,
    /// What to say in the middle of a chart without sizes; empty otherwise.
    pub empty_words: String,
    /// What the two futures say, or why they are not drawn; empty where there is nothing to say.
    pub futures_words: String,
    /// What the reader can move.
    pub handle: Option<Handle>,
    /// Who it is for.
    pub audience: Audience,
}

impl Model {
    /// The mark of this identity.
    pub fn mark(&self, id: &MarkId) -> Option<&Mark> {
        self.marks.iter().find(|mark| mark.id == *id)
    }
}
