//! Sums of target lesions over time: the baseline, the nadir, volumes and their measurement noise.

pub mod build;
pub mod kinetics;
pub mod noise;
pub mod repeats;
pub mod size;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::domain::{LesionId, Method, Repeatability, VolumeFormula};

pub use build::build;
pub use kinetics::GrowthRates;
pub use noise::{ChangeNoise, change, change_on, lesion_log_sd, point_log_sd};
pub use repeats::{Reread, learned};

/// What the sums are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Diameters: RECIST and its kin apply.
    Diameters,
    /// Volumes only: volume equivalents of RECIST apply, labeled so.
    Volumes,
}

/// One target at one visit.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetSize {
    /// The lesion.
    pub lesion: LesionId,
    /// What adds to the sum of diameters, in tenths of a millimeter (0 when gone); `None` when not assessed.
    pub diameter_tenths: Option<u32>,
    /// Its volume by the lesion's formula, in cubic millimeters (0 when gone); `None` when not assessed.
    pub volume_mm3: Option<f64>,
    /// The target with which it has merged and whose size is that of both; its own size is then 0, and it is not gone.
    pub merged_into: Option<LesionId>,
    /// Entered as too small, so the 5 mm default may stand for it.
    pub too_small: bool,
    /// A segmented volume, whose noise is not that of axes.
    pub segmented: bool,
    /// Method, when recorded.
    pub method: Option<Method>,
    /// Observer, empty when unknown.
    pub observer: String,
    /// Slice thickness in tenths of a millimeter.
    pub slice_tenths: Option<u32>,
    /// An ill-defined mass.
    pub ill_defined: bool,
    /// It is the mean of several readings.
    pub reread: Option<Reread>,
}

/// The targets of one visit.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The visit's date.
    pub date: Date,
    /// Its day from the therapy start (from the first visit where there is none).
    pub day: i32,
    /// 0 at the baseline, 1 for the first visit after it, -1 for the last before it.
    pub number: i32,
    /// Every target of the case, in the case's order.
    pub targets: Vec<TargetSize>,
    /// Sum of diameters of the assessed summed targets, in tenths of a millimeter; `None` when none was assessed,
    /// and always on a volume basis.
    pub sum_tenths: Option<u32>,
    /// Sum of volumes of the assessed summed targets, in cubic millimeters; `None` when none was assessed.
    pub volume_mm3: Option<f64>,
    /// There are summed targets and every one was assessed.
    pub complete: bool,
}

/// Something about the baseline that a reader must know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BaselineFlag {
    /// No visit with a size at day 1 or before: the first visit stands in.
    AfterStart,
    /// Older than 28 days before the start, by this many days before it.
    Old {
        /// Days before the start.
        days_before_start: i32,
    },
    /// A target was not assessed at the baseline, so it is left out of every sum ([`Series::left_out`]).
    Incomplete,
}

/// The target series of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Diameters or volumes.
    pub basis: Basis,
    /// Every visit with size rows, by date.
    pub points: Vec<Point>,
    /// The place of the baseline in `points`; `None` when there are targets and no visit has an evaluable size.
    pub baseline: Option<usize>,
    /// What to know about the baseline.
    pub baseline_flags: Vec<BaselineFlag>,
    /// The volume formula of each measured target, one for the whole series of a lesion.
    pub formulas: BTreeMap<LesionId, VolumeFormula>,
    /// Targets that were not assessed at the baseline: drawn, never summed.
    ///
    /// The set of targets is fixed at the baseline (RECIST 1.1), so a target entered later cannot change earlier rows.
    pub left_out: Vec<LesionId>,
    /// The clinic's own repeatability that the case goes by; empty where the table is used alone.
    pub repeatability: Vec<Repeatability>,
}

impl Series {
    /// The baseline point.
    pub fn baseline_point(&self) -> Option<&Point> {
        self.baseline.and_then(|place| self.points.get(place))
    }

    /// Whether this target adds to the sums.
    pub fn is_summed(&self, lesion: LesionId) -> bool {
        !self.left_out.contains(&lesion)
    }

    /// One target over time: every point with what was found of it there.
    pub fn lesion(&self, lesion: LesionId) -> impl Iterator<Item = (&Point, &TargetSize)> {
        self.points.iter().filter_map(move |point| point.target(lesion).map(|target| (point, target)))
    }

    /// The sum of a point on this series' own basis, in millimeters or cubic millimeters.
    pub fn sum_of(&self, point: &Point) -> Option<f64> {
        point.sum_on(self.basis)
    }
}

impl Point {
    /// What was found of one target.
    pub fn target(&self, lesion: LesionId) -> Option<&TargetSize> {
        self.targets.iter().find(|target| target.lesion == lesion)
    }

    /// The targets that one size at this visit is the size of: this one and those merged into it.
    pub fn mass(&self, lesion: LesionId) -> impl Iterator<Item = LesionId> {
        let merged = self.targets.iter().filter(move |target| target.merged_into == Some(lesion));
        std::iter::once(lesion).chain(merged.map(|target| target.lesion))
    }

    /// The sum of the assessed targets, in millimeters or cubic millimeters.
    pub fn sum_on(&self, basis: Basis) -> Option<f64> {
        match basis {
            Basis::Diameters => self.sum_tenths.map(|tenths| f64::from(tenths) / 10.0),
            Basis::Volumes => self.volume_mm3,
        }
    }
}

impl TargetSize {
    /// The size on a basis, in millimeters or cubic millimeters; 0 when gone, `None` when not assessed.
    pub fn on(&self, basis: Basis) -> Option<f64> {
        match basis {
            Basis::Diameters => self.diameter_tenths.map(|tenths| f64::from(tenths) / 10.0),
            Basis::Volumes => self.volume_mm3,
        }
    }
}
