//! Everything a chart is made from, as plain values.

use jiff::civil::Date;

use crate::assess::Deciding;
use crate::domain::{DateForm, EventKind, Grade, LesionId, Role};
use crate::forecast::Fans;
use crate::series::Basis;

/// A size with its 95 % range, in millimeters or cubic millimeters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// As measured.
    pub value: f64,
    /// The lower end of the 95 % range of the measurement error.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Estimate {
    /// A size whose error is not known.
    pub const fn exact(value: f64) -> Self {
        Self { value, low: value, high: value }
    }

    /// The size in another unit.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self { value: self.value * factor, low: self.low * factor, high: self.high * factor }
    }
}

/// What kind of size a point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PointState {
    /// Measured.
    Measured,
    /// Gone: size 0.
    Absent,
    /// Present, too small to measure: a default stands for it.
    TooSmall,
    /// Not assessed or not evaluable.
    NotEvaluable,
    /// Seen, not sized: another lesion than a target.
    Seen,
}

/// All targets of one visit, or one lesion at one visit.
#[derive(Clone, Debug, PartialEq)]
pub struct SizePoint {
    /// The day from day 0.
    pub day: i32,
    /// The visit's date.
    pub date: Date,
    /// Volume in cubic millimeters.
    pub volume_mm3: Option<Estimate>,
    /// Sum of diameters (of a lesion, its diameter) in millimeters.
    pub sum_mm: Option<Estimate>,
    /// What kind of size it is.
    pub state: PointState,
    /// How many targets were assessed.
    pub assessed: usize,
    /// How many targets there are.
    pub targets: usize,
    /// How and by whom it was measured: "CT", "calipers by KM"; empty when not recorded.
    pub method: String,
}

impl SizePoint {
    /// Every target was assessed.
    pub const fn is_complete(&self) -> bool {
        self.assessed >= self.targets
    }
}

/// One lesion over time.
#[derive(Clone, Debug, PartialEq)]
pub struct LesionTrack {
    /// Which.
    pub id: LesionId,
    /// Its name.
    pub name: String,
    /// Its part in the criteria.
    pub role: Role,
    /// Its visits, by day.
    pub points: Vec<SizePoint>,
}

/// A size that later ones are held against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reference {
    /// The visit's date.
    pub date: Date,
    /// Its day.
    pub day: i32,
    /// Volume in cubic millimeters.
    pub volume_mm3: Option<f64>,
    /// Sum of diameters in millimeters.
    pub sum_mm: Option<f64>,
}

/// When to look again, in days from day 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecheckDays {
    /// From here a visit can confirm.
    pub from: i32,
    /// The recommended day.
    pub due: i32,
    /// After this it is overdue.
    pub latest: i32,
    /// A second formal day, where growth is too slow to tell at the first.
    pub second_due: Option<i32>,
    /// Where the reader moved the recheck to, to see what would decide then.
    pub moved: Option<i32>,
    /// What kind of look this is.
    pub look: Look,
}

/// What kind of look a planned day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// The recheck of an open enlargement.
    Recheck,
    /// The same where a red flag asks for an examination now, which it does not put off.
    Formal,
    /// Routine follow-up.
    Routine,
}

impl Look {
    /// Over the day on the chart.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Recheck => "Recheck",
            Self::Formal => "Formal recheck",
            Self::Routine => "Routine visit",
        }
    }
}

/// Something that happened on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventDay {
    /// The day.
    pub day: i32,
    /// The date.
    pub date: Date,
    /// What.
    pub kind: EventKind,
    /// The lesion it concerns.
    pub lesion: Option<LesionId>,
    /// Dose and free text, as one line; empty when neither was given.
    pub text: String,
}

/// Clinical signs of a visit; what was not recorded is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignsDay {
    /// The day.
    pub day: i32,
    /// The date.
    pub date: Date,
    /// Pain.
    pub pain: Option<Grade>,
    /// Lethargy.
    pub lethargy: Option<Grade>,
    /// Loss of appetite.
    pub appetite: Option<Grade>,
}

/// Everything a chart is made from.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartInput {
    /// The patient's name; empty when not given.
    pub patient: String,
    /// What the criteria go by; percentages and fans are of this.
    pub basis: Basis,
    /// The date of day 0; `None` when dates are not known.
    pub day_zero: Option<Date>,
    /// The form of the dates.
    pub dates: DateForm,
    /// Whether day 0 is the therapy start (else it is the first visit, and there is no window).
    pub start_known: bool,
    /// Whether the therapy is one after which tumors can swell; without it there is no window.
    pub swelling_expected: bool,
    /// The pseudoprogression window, in days from the start.
    pub window_days: (i32, i32),
    /// The sums, by day.
    pub points: Vec<SizePoint>,
    /// Each lesion.
    pub lesions: Vec<LesionTrack>,
    /// The baseline.
    pub baseline: Option<Reference>,
    /// The smallest fully evaluable sum so far.
    pub nadir: Option<Reference>,
    /// The progression line by diameters, in millimeters.
    pub progression_sum_mm: Option<f64>,
    /// The progression line by volume, in cubic millimeters.
    pub progression_volume_mm3: Option<f64>,
    /// When to look again.
    pub recheck: Option<RecheckDays>,
    /// Doses and events.
    pub events: Vec<EventDay>,
    /// Clinical signs.
    pub signs: Vec<SignsDay>,
    /// The size being typed.
    pub draft: Option<SizePoint>,
    /// What would decide at the recheck.
    pub deciding: Option<Deciding>,
    /// The two futures, on the basis of the series.
    pub fans: Option<Fans>,
    /// What the futures say, or why they are not drawn; empty where there is nothing to say.
    pub futures_words: String,
}
