//! Settings of the response criteria (`domain.md` 1.2 to 1.5).

use crate::domain::{Reading, Readings};

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
    /// Whether new lesions that shrank by the further rise, or became fewer, let the bar reset; else only gone ones do.
    pub fewer_new_lesions_reset: bool,
    /// Whether a partial response of the targets is kept through a progression that they did not drive.
    pub response_kept_in_block: bool,
    /// Stable disease resets the bar of a target-driven progression only after a fall of this much; 0 is by the letter.
    pub reset_fall_tenths: u32,
    /// The earliest visit that may reset the bar, days after the first iUPD; `None` is the earliest that may confirm.
    pub reset_from_days: Option<i32>,
    /// The least longest diameter of a new lesion that counts as target.
    pub new_target_tenths: u32,
    /// The least short axis of a new node that counts as target.
    pub new_target_node_tenths: u32,
    /// What asks for a second look, a complete or partial response or irRC's progression, asks for it this many days
    /// later.
    pub second_look_days: i32,
    /// Stable disease is a best response from this many days after the baseline on.
    pub stable_min_days: i32,
    /// The least measurable longest diameter.
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
            fewer_new_lesions_reset: true,
            response_kept_in_block: false,
            reset_fall_tenths: 0,
            reset_from_days: None,
            new_target_tenths: 100,
            new_target_node_tenths: 150,
            second_look_days: 28,
            stable_min_days: 42,
            measurable_tenths: 100,
            measurable_node_tenths: 150,
            measurable_radiograph_recist_tenths: 200,
            measurable_radiograph_crecist_tenths: 100,
            max_targets: 5,
            max_targets_per_organ: 2,
            baseline_max_age_days: 28,
        }
    }

    /// These settings as a case reads them.
    #[must_use]
    pub fn read(&self, readings: &Readings) -> Self {
        let mut settings = self.clone();
        for reading in readings {
            match reading {
                Reading::RiseFromLastVisit => settings.further_rise_reference = FurtherRiseReference::LastVisit,
                Reading::LateRefused => settings.late_confirmation_counts = false,
                Reading::NewLesionsMustGo => settings.fewer_new_lesions_reset = false,
                Reading::ResponseKept => settings.response_kept_in_block = true,
                Reading::ResetNeedsFall => settings.reset_fall_tenths = settings.confirm_rise_tenths,
                Reading::EarlyScanResets => settings.reset_from_days = Some(0),
                // irRC adds new lesions from 5 x 5 mm on; a node under 10 mm is normal whatever the reading.
                Reading::SmallNewTargets => {
                    settings.new_target_tenths = 50;
                    settings.new_target_node_tenths = settings.normal_node_tenths;
                }
                Reading::ConfirmFromThreeWeeks => settings.confirm_min_days = 21,
                Reading::RadiographFrom20Mm => {
                    settings.measurable_radiograph_crecist_tenths = settings.measurable_radiograph_recist_tenths;
                }
                Reading::StableFromEightWeeks => settings.stable_min_days = 56,
            }
        }
        settings
    }
}
