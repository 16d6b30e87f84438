//! What was found for one lesion at one visit, and how it was measured.

use super::axes::Axes;
use super::lesion::LesionId;
use super::repeats::Repeats;
use super::units::{Length, Volume};

/// A size as measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Size {
    /// One to three axes.
    Axes(Axes),
    /// A volume given directly, by segmentation.
    Volume(Volume),
}

/// What was found for one lesion at one visit.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// Measured.
    Measured(Size),
    /// Gone: size 0.
    Absent,
    /// Present but too small to measure; 5 mm is recorded unless a size was read.
    TooSmall(Option<Size>),
    /// Not assessed, or not evaluable.
    NotEvaluable,
    /// Seen and not sized: a non-target or a non-measurable new lesion.
    Present,
    /// Broken into parts; lengths are summed and products are summed.
    Fragmented(Vec<Axes>),
    /// No longer told apart from this lesion, whose size is that of the merged mass ([`super::Case::mass_of`]).
    Merged(LesionId),
}

/// How a size was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// Calipers or a ruler.
    Caliper,
    /// Ultrasound.
    Ultrasound,
    /// Computed tomography.
    Ct,
    /// Magnetic resonance imaging.
    Mri,
    /// A radiograph.
    Radiograph,
    /// By hand, estimated.
    Palpation,
}

impl Method {
    /// Every method, in the order menus list them.
    pub const ALL: [Self; 6] =
        [Self::Caliper, Self::Ultrasound, Self::Ct, Self::Mri, Self::Radiograph, Self::Palpation];

    /// The stable token of tables and files.
    pub const fn token(self) -> &'static str {
        match self {
            Self::Caliper => "caliper",
            Self::Ultrasound => "ultrasound",
            Self::Ct => "ct",
            Self::Mri => "mri",
            Self::Radiograph => "radiograph",
            Self::Palpation => "palpation",
        }
    }

    /// The word a clinician reads.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Caliper => "calipers",
            Self::Ultrasound => "ultrasound",
            Self::Ct => "CT",
            Self::Mri => "MRI",
            Self::Radiograph => "radiograph",
            Self::Palpation => "palpation",
        }
    }
}

/// One lesion at one visit.
#[derive(Clone, Debug, PartialEq)]
pub struct Measurement {
    /// What was found.
    pub finding: Finding,
    /// The readings that the size is the mean of, where it was read more than once.
    pub repeats: Option<Repeats>,
    /// The text as it was typed or imported; empty when there was none.
    pub entered: String,
    /// How it was measured; unknown when `None`.
    pub method: Option<Method>,
    /// Who measured; empty when unknown.
    pub observer: String,
    /// Slice thickness of CT or MRI.
    pub slice: Option<Length>,
    /// Whether this lesion had been injected by this visit; unknown when `None`.
    pub injected: Option<bool>,
    /// A suspected new lesion that is not yet certain.
    pub equivocal: bool,
    /// Free text.
    pub note: String,
}

impl Measurement {
    /// A finding with nothing recorded about how it was made.
    pub const fn of(finding: Finding) -> Self {
        Self {
            finding,
            repeats: None,
            entered: String::new(),
            method: None,
            observer: String::new(),
            slice: None,
            injected: None,
            equivocal: false,
            note: String::new(),
        }
    }
}
