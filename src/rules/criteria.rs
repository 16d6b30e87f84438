//! Settings of the response criteria (`domain.md` 1.2 to 1.5).

/// Which earlier sum a further rise is measured from when progression is to be confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FurtherRiseReference {
    /// The sum at the first iUPD of the open block.
    FirstUnconfirmed,
    /// The sum at the visit before.
    LastVisit,
}

/// Settings of the criteria; lengths in tenths of a millimeter, times in days.
#[derive(Clone, Debug, PartialEq)]
pub struct CriteriaSettings {
    /// A rise of this many percent over the nadir is progression.
    pub progression_percent: u32,
    /// A rise counts as progression only from this absolute size on.
    pub progression_floor_tenths: u32,
    /// A fall of this many percent from baseline is a partial response.
    pub response_percent: u32,
    /// A further rise of this much confirms progression.
    pub confirm_rise_tenths: u32,
    /// A node under this short axis is normal.
    pub normal_node_tenths: u32,
    /// The earliest confirming visit, days after the first iUPD.
    pub confirm_min_days: i32,
    /// Taken off `confirm_min_days`.
    pub confirm_tolerance_days: i32,
    /// The latest confirming visit without a flag.
    pub confirm_max_days: i32,
    /// Whether a confirmation after `confirm_max_days` counts (flagged) or is refused.
    pub late_confirmation_counts: bool,
    /// The reference of a further rise.
    pub further_rise_reference: FurtherRiseReference,
    /// The least measurable longest diameter; also for new lesions that count as target.
    pub measurable_tenths: u32,
    /// The least measurable short axis of a node.
    pub measurable_node_tenths: u32,
    /// The least measurable diameter on a radiograph, for RECIST 1.1.
    pub measurable_radiograph_recist_tenths: u32,
    /// The least measurable diameter on a radiograph, for cRECIST.
    pub measurable_radiograph_crecist_tenths: u32,
    /// The most targets.
    pub max_targets: usize,
    /// The most targets of one organ.
    pub max_targets_per_organ: usize,
    /// A baseline older than this many days before the start is flagged.
    pub baseline_max_age_days: i32,
}

impl CriteriaSettings {
    /// The defaults in bold in `domain.md` section 1.
    pub const fn standard() -> Self {
        Self {
            progression_percent: 20,
            progression_floor_tenths: 50,
            response_percent: 30,
            confirm_rise_tenths: 50,
            normal_node_tenths: 100,
            confirm_min_days: 28,
            confirm_tolerance_days: 2,
            confirm_max_days: 56,
            late_confirmation_counts: true,
            further_rise_reference: FurtherRiseReference::FirstUnconfirmed,
            measurable_tenths: 100,
            measurable_node_tenths: 150,
            measurable_radiograph_recist_tenths: 200,
            measurable_radiograph_crecist_tenths: 100,
            max_targets: 5,
            max_targets_per_organ: 2,
            baseline_max_age_days: 28,
        }
    }
}
