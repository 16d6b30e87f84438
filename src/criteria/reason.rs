//! Why a row is what it is, as data; the sentences are made elsewhere.

use jiff::civil::Date;

use super::vocabulary::{Burden, Driver, Percent};
use crate::domain::{LesionId, NonTarget};

/// One fact or rule behind a category.
///
/// Reasons about the target sum come first, then non-target disease and new lesions, then what iRECIST made of them.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// Every target is gone, nodes under the size of a normal node.
    TargetsGone,
    /// A rise over the nadir, held against the progression line.
    RiseOverNadir {
        /// The nadir.
        nadir: Burden,
        /// Its date.
        nadir_date: Date,
        /// The sum at this visit.
        now: Burden,
        /// The change; `None` after a nadir of 0.
        percent: Option<Percent>,
        /// The smallest sum that is progression.
        line: Burden,
        /// Whether that line is reached.
        reached: bool,
    },
    /// The sum rose by enough percent, and by less than the absolute floor.
    BelowAbsoluteFloor {
        /// The rise, in tenths of a millimeter.
        rise_tenths: i64,
        /// The floor, in tenths of a millimeter.
        floor_tenths: u32,
    },
    /// The sum held against the response line of the baseline.
    AgainstBaseline {
        /// The baseline.
        baseline: Burden,
        /// Its date.
        baseline_date: Date,
        /// The sum at this visit.
        now: Burden,
        /// The change; `None` when the baseline is 0.
        percent: Option<Percent>,
        /// The largest sum that is a partial response.
        line: Burden,
        /// Whether the sum is at or below it.
        reached: bool,
    },
    /// After a complete response, these targets are back.
    Reappeared(Vec<LesionId>),
    /// After a complete response, non-target disease is back.
    NonTargetReappeared,
    /// A response is kept although the sum is over its line, since progression has not been met.
    ResponseKept,
    /// These targets were not assessed.
    NotAssessed(Vec<LesionId>),
    /// These lesions are in parts, whose sizes are added.
    InParts(Vec<LesionId>),
    /// This lesion can no longer be told apart from another, whose size is that of both.
    Merged {
        /// The one that adds nothing.
        lesion: LesionId,
        /// The one whose size counts.
        into: LesionId,
    },
    /// Non-target disease as a whole.
    NonTarget(NonTarget),
    /// New lesions present at this visit, unequivocal; those not assessed since they were seen included.
    NewLesions(Vec<LesionId>),
    /// These new lesions were never seen with certainty before.
    FirstSeen(Vec<LesionId>),
    /// These new lesions are certain now and were suspected before; the progression is dated to that visit.
    Proved {
        /// The lesions suspected since then.
        lesions: Vec<LesionId>,
        /// The visit at which they were first suspected.
        suspected_on: Date,
    },
    /// Suspected new lesions, which do not count until they are certain.
    Equivocal(Vec<LesionId>),
    /// The first unconfirmed progression of an open block, by these drivers.
    FirstUnconfirmed(Vec<Driver>),
    /// The sum against the reference of a further rise.
    FurtherRise {
        /// The reference.
        from: Burden,
        /// Its date.
        since: Date,
        /// The sum at this visit.
        now: Burden,
        /// The rise that confirms, in tenths of a millimeter (of the equal sphere on a volume basis).
        needed_tenths: u32,
        /// Whether it is reached.
        reached: bool,
    },
    /// Non-target disease increased further.
    NonTargetIncrease,
    /// These new lesions came after the first unconfirmed progression.
    AdditionalNewLesions(Vec<LesionId>),
    /// The sum of the measurable new lesions rose by enough.
    NewLesionSumRise {
        /// The reference, in tenths of a millimeter.
        from_tenths: u32,
        /// The sum at this visit, in tenths of a millimeter.
        to_tenths: u32,
    },
    /// These non-measurable new lesions grew.
    NewLesionsGrew(Vec<LesionId>),
    /// A category that was not progressing before progressed too.
    OtherCategory(Driver),
    /// Progression is still there and has not increased by enough to be confirmed.
    NotIncreased,
    /// New lesions neither went nor shrank, and the targets did not respond.
    NewLesionsHold,
    /// Too early to confirm or to reset.
    TooEarly {
        /// Days since the first unconfirmed progression.
        days: i32,
        /// The earliest day that counts, tolerance included.
        earliest: i32,
    },
    /// Later than the window of confirmation.
    Late {
        /// Days since the first unconfirmed progression.
        days: i32,
        /// The end of the window.
        latest: i32,
        /// Whether a late confirmation counts.
        counts: bool,
    },
    /// The open progression was not confirmed: the bar is reset.
    BarReset,
    /// Stable disease, and by the settings the bar is reset only after a fall.
    ResetNeedsFall {
        /// The sum at the first unconfirmed progression.
        from: Burden,
        /// Its date.
        since: Date,
        /// The sum at this visit.
        now: Burden,
    },
    /// New lesions are still there, so the response is not complete.
    NewLesionsPrecludeComplete,
    /// Progression was confirmed before; the criterion ends there.
    ConfirmedBefore {
        /// The date of confirmation.
        on: Date,
    },
    /// irRC: total burden against the nadir of total burden, in square millimeters.
    TotalBurden {
        /// The baseline.
        baseline_mm2: f64,
        /// The nadir.
        nadir_mm2: f64,
        /// This visit.
        now_mm2: f64,
    },
}

impl Reason {
    /// The stable token of the rule, for output.
    pub const fn token(&self) -> &'static str {
        match self {
            Self::TargetsGone => "targets_gone",
            Self::RiseOverNadir { .. } => "rise_over_nadir",
            Self::BelowAbsoluteFloor { .. } => "below_absolute_floor",
            Self::AgainstBaseline { .. } => "against_baseline",
            Self::Reappeared(..) => "reappeared",
            Self::NonTargetReappeared => "non_target_reappeared",
            Self::ResponseKept => "response_kept",
            Self::NotAssessed(..) => "not_assessed",
            Self::InParts(..) => "in_parts",
            Self::Merged { .. } => "merged",
            Self::NonTarget(..) => "non_target",
            Self::NewLesions(..) => "new_lesions",
            Self::FirstSeen(..) => "first_seen",
            Self::Proved { .. } => "proved",
            Self::Equivocal(..) => "equivocal",
            Self::FirstUnconfirmed(..) => "first_unconfirmed",
            Self::FurtherRise { .. } => "further_rise",
            Self::NonTargetIncrease => "non_target_increase",
            Self::AdditionalNewLesions(..) => "additional_new_lesions",
            Self::NewLesionSumRise { .. } => "new_lesion_sum_rise",
            Self::NewLesionsGrew(..) => "new_lesions_grew",
            Self::OtherCategory(..) => "other_category",
            Self::NotIncreased => "not_increased",
            Self::NewLesionsHold => "new_lesions_hold",
            Self::TooEarly { .. } => "too_early",
            Self::Late { .. } => "late",
            Self::BarReset => "bar_reset",
            Self::ResetNeedsFall { .. } => "reset_needs_fall",
            Self::NewLesionsPrecludeComplete => "new_lesions_preclude_complete",
            Self::ConfirmedBefore { .. } => "confirmed_before",
            Self::TotalBurden { .. } => "total_burden",
        }
    }
}
