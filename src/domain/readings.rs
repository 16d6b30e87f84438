//! How a case reads the points that the papers of the response criteria leave open.

use std::collections::BTreeSet;

/// A reading other than the usual one.
///
/// What is usual stands in the rules file; a case holds only what departs from it (`domain.md` 1.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reading {
    /// The further rise that confirms is measured from the visit before, not from the first iUPD of the run.
    RiseFromLastVisit,
    /// A confirmation later than 8 weeks is refused, not flagged.
    LateRefused,
    /// New lesions that shrank or became fewer keep the progression open; only once gone do they not.
    NewLesionsMustGo,
    /// A partial response of the targets is kept through a progression that they did not drive.
    ResponseKept,
    /// Stable disease resets the bar only after a fall of 5 mm from the first iUPD, the mirror of the further rise.
    ResetNeedsFall,
    /// A scan too early to confirm may reset the bar.
    EarlyScanResets,
    /// New lesions count as targets from 5 mm on, as in irRC, not from the size of a target.
    SmallNewTargets,
    /// Confirmation counts from 3 weeks on: the provisional veterinary mode, which is not iRECIST.
    ConfirmFromThreeWeeks,
    /// On radiographs cRECIST asks for the 20 mm of RECIST 1.1.
    RadiographFrom20Mm,
    /// Stable disease is a best response from 8 weeks after the baseline on, not from 6.
    StableFromEightWeeks,
}

impl Reading {
    /// Every reading with its stable token, in the order in which they are shown.
    pub const ALL: [(Self, &'static str); 10] = [
        (Self::RiseFromLastVisit, "rise_from_last_visit"),
        (Self::LateRefused, "late_refused"),
        (Self::NewLesionsMustGo, "new_lesions_must_go"),
        (Self::ResponseKept, "response_kept"),
        (Self::ResetNeedsFall, "reset_needs_fall"),
        (Self::EarlyScanResets, "early_scan_resets"),
        (Self::SmallNewTargets, "small_new_targets"),
        (Self::ConfirmFromThreeWeeks, "confirm_from_three_weeks"),
        (Self::RadiographFrom20Mm, "radiograph_from_20_mm"),
        (Self::StableFromEightWeeks, "stable_from_eight_weeks"),
    ];

    /// The stable token of files.
    pub fn token(self) -> &'static str {
        Self::ALL.iter().find(|(own, _)| *own == self).map_or("", |(_, token)| token)
    }

    /// The reading of this token.
    pub fn from_token(token: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, own)| *own == token).map(|(own, _)| *own)
    }
}

/// The departures of one case.
pub type Readings = BTreeSet<Reading>;
