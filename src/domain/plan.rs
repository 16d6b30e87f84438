//! A plan committed before a recheck: which next size will mean what, and what will then be done.
//!
//! It is written down while the next size is unknown, so that the size cannot bend it, and it is not changed afterward.

use jiff::civil::Date;

use super::units::Volume;

/// A size that a plan decides by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PlanSize {
    /// A sum of diameters in tenths of a millimeter.
    Diameters(u32),
    /// A sum of volumes.
    Volume(Volume),
}

/// What will be done.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct PlannedActions {
    /// At a size under the lower deciding size.
    pub below: String,
    /// At a size between the two.
    pub between: String,
    /// At a size at or over the upper deciding size.
    pub at_or_above: String,
}

/// A committed plan.
#[derive(Clone, Debug, PartialEq)]
pub struct CommittedPlan {
    /// The day it was committed.
    pub committed: Date,
    /// The visit it was made at.
    pub visit: Date,
    /// The size at that visit.
    pub size: Option<PlanSize>,
    /// From this day on a size counts for the plan; an earlier one only informs.
    pub from: Date,
    /// The recommended day.
    pub due: Date,
    /// Under this size: swelling, or progression is not confirmed.
    pub below: PlanSize,
    /// At this size or over it: growth, confirmed or not.
    pub at_or_above: PlanSize,
    /// What will be done either way.
    pub actions: PlannedActions,
    /// The stable token of the label shown when it was committed.
    pub label: String,
    /// The version of the rules behind that label.
    pub rules_version: String,
    /// The version of the program.
    pub app_version: String,
}
