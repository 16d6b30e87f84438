//! Progression confirmed by a second consecutive observation, with no further growth asked for.

use super::vocabulary::Irrc;
use crate::rules::CriteriaSettings;

/// Follows an unbroken run of progressing observations; those not evaluable in between do not break it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Run {
    since_day: Option<i32>,
}

impl Run {
    /// The response once confirmation is applied: progression is confirmed when the run began long enough before.
    pub(super) fn confirmed(&mut self, response: Irrc, day: i32, settings: &CriteriaSettings) -> Irrc {
        match response {
            Irrc::Ne => Irrc::Ne,
            Irrc::IrPdUnconfirmed | Irrc::IrPdConfirmed => {
                let since = *self.since_day.get_or_insert(day);
                let earliest = settings.second_look_days - settings.confirm_tolerance_days;
                let second = day > since;
                if second && day - since >= earliest { Irrc::IrPdConfirmed } else { Irrc::IrPdUnconfirmed }
            }
            other => {
                self.since_day = None;
                other
            }
        }
    }
}
