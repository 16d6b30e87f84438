//! irRECIST and imRECIST: lengths, with measurable new lesions added to the sum (`domain.md` 1.6).
//!
//! Both ask for 20 % and 5 mm over the nadir in two consecutive observations at least four weeks apart (Nishino 2013,
//! Hodi 2018). New lesions do not define progression by themselves, and non-target disease only keeps a response from
//! being complete. They differ in the best response: that of imRECIST may come after progression.

use super::consecutive::Run;
use super::history::{History, TimePoint};
use super::target::{is_progression, is_response};
use super::vocabulary::{Burden, Irrc};
use crate::domain::{NewClass, NonTarget};
use crate::rules::CriteriaSettings;

/// One visit by irRECIST and imRECIST.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IrRecistRow {
    /// The category, the same in both.
    pub response: Irrc,
    /// The sum with measurable new lesions; `None` when not evaluable.
    pub sum: Option<Burden>,
    /// The best response of irRECIST so far: the best before a confirmed progression.
    pub best: Irrc,
    /// The best response of imRECIST so far, progression or not before it.
    pub im_best: Irrc,
}

/// Applies the rules to every visit after the baseline; `None` without a sum of diameters at the baseline.
pub fn rows(history: &History, settings: &CriteriaSettings) -> Option<Vec<IrRecistRow>> {
    let baseline = history.baseline.sum.filter(|sum| matches!(sum, Burden::Diameters(_)))?;
    let mut nadir = baseline;
    let mut run = Run::default();
    let (mut best, mut im_best, mut ended) = (Irrc::Ne, Irrc::Ne, false);
    let rows = history.later.iter().map(|point| {
        let sum = sum_with_new(point);
        let response = run.confirmed(response(point, sum, baseline, nadir, settings), point.day, settings);
        im_best = better(im_best, response);
        if !ended {
            best = better(best, response);
            ended = response == Irrc::IrPdConfirmed;
        }
        if let Some((sum, true)) = sum
            && sum.value() < nadir.value()
        {
            nadir = sum;
        }
        let shown = sum.map(|(sum, _)| sum).filter(|_| response != Irrc::Ne);
        IrRecistRow { response, sum: shown, best, im_best }
    });
    Some(rows.collect())
}

/// The sum of the assessed targets and measurable new lesions, and whether all of them were assessed.
fn sum_with_new(point: &TimePoint) -> Option<(Burden, bool)> {
    let measurable = point.new_lesions.iter().filter(|sight| sight.class == NewClass::Target);
    let sizes = measurable.clone().filter(|sight| sight.assessed).filter_map(|sight| sight.size_tenths);
    let sum = sizes.map(Burden::Diameters).fold(point.sum?, Burden::plus);
    let complete = point.complete && measurable.clone().all(|sight| sight.assessed);
    Some((sum, complete))
}

fn response(
    point: &TimePoint,
    sum: Option<(Burden, bool)>,
    baseline: Burden,
    nadir: Burden,
    settings: &CriteriaSettings,
) -> Irrc {
    let Some((sum, complete)) = sum else { return Irrc::Ne };
    // As in RECIST, complete is asked before progression; other disease only keeps it from being complete.
    if complete && measurable_gone(point) {
        if no_other_disease(point) { Irrc::IrCr } else { Irrc::IrPr }
    } else if is_progression(sum, nadir, settings) {
        Irrc::IrPdUnconfirmed
    } else if !complete {
        Irrc::Ne
    } else if is_response(sum, baseline, settings) {
        Irrc::IrPr
    } else {
        Irrc::IrSd
    }
}

/// Every target is gone, nodes under 10 mm, and so is every measurable new lesion.
fn measurable_gone(point: &TimePoint) -> bool {
    point.targets.iter().all(|target| target.gone)
        && point.present_new_lesions().all(|sight| sight.class != NewClass::Target)
}

fn no_other_disease(point: &TimePoint) -> bool {
    matches!(point.non_target, NonTarget::None | NonTarget::CompleteResponse)
        && point.present_new_lesions().next().is_none()
}

fn better(one: Irrc, other: Irrc) -> Irrc {
    let rank = |response| match response {
        Irrc::IrCr => 0,
        Irrc::IrPr => 1,
        Irrc::IrSd => 2,
        Irrc::IrPdConfirmed => 3,
        Irrc::IrPdUnconfirmed => 4,
        Irrc::Ne => 5,
    };
    if rank(other) < rank(one) { other } else { one }
}
