//! irRC: total tumor burden by products of two diameters (Wolchok 2009; `domain.md` 1.5).
//!
//! New lesions add to the burden. Progression needs 25 % over the nadir in two consecutive observations at least four
//! weeks apart, with no further growth. Confirmation of responses is not modeled.

use super::consecutive::Run;
use super::history::{History, TimePoint};
use super::vocabulary::Irrc;
use crate::domain::NonTarget;
use crate::rules::CriteriaSettings;

/// One visit by irRC.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IrrcRow {
    /// The category.
    pub response: Irrc,
    /// Total tumor burden in square millimeters; `None` when not evaluable.
    pub burden_mm2: Option<f64>,
    /// The nadir of the burden before this visit, in square millimeters.
    pub nadir_mm2: f64,
    /// The burden at the baseline, in square millimeters.
    pub baseline_mm2: f64,
}

/// Applies irRC; `None` when the baseline has no products of two diameters.
pub fn rows(history: &History, settings: &CriteriaSettings) -> Option<Vec<IrrcRow>> {
    let baseline = burden(&history.baseline).filter(|burden| burden.complete && history.baseline.has_targets())?;
    let mut nadir = baseline.hundredths;
    let mut run = Run::default();
    let rows = history.later.iter().map(|point| {
        let now = burden(point);
        let response = run.confirmed(response(point, now, baseline.hundredths, nadir), point.day, settings);
        let shown = now.filter(|_| response != Irrc::Ne);
        let row = IrrcRow {
            response,
            burden_mm2: shown.map(|burden| mm2(burden.hundredths)),
            nadir_mm2: mm2(nadir),
            baseline_mm2: mm2(baseline.hundredths),
        };
        if let Some(burden) = now.filter(|burden| burden.complete) {
            nadir = nadir.min(burden.hundredths);
        }
        row
    });
    Some(rows.collect())
}

#[derive(Clone, Copy)]
struct TotalBurden {
    /// Hundredths of a square millimeter.
    hundredths: u64,
    /// Every target and every new lesion was assessed.
    complete: bool,
}

/// The assessed burden; `None` when no target was.
fn burden(point: &TimePoint) -> Option<TotalBurden> {
    let products = point.targets.iter().filter_map(|target| target.product_hundredths);
    let targets = products.reduce(u64::saturating_add)?;
    let new_lesions = point.new_lesions.iter().filter_map(|sight| sight.product_hundredths);
    let complete = point.targets.iter().all(|target| target.product_hundredths.is_some())
        && point.new_lesions.iter().all(|sight| sight.product_hundredths.is_some());
    Some(TotalBurden { hundredths: new_lesions.fold(targets, u64::saturating_add), complete })
}

/// The response before confirmation; progression stands as unconfirmed.
fn response(point: &TimePoint, now: Option<TotalBurden>, baseline: u64, nadir: u64) -> Irrc {
    let Some(now) = now else { return Irrc::Ne };
    // Exact: 125 % of the nadir is progression, 50 % of the baseline is a response.
    let progression = now.hundredths > 0 && now.hundredths.saturating_mul(4) >= nadir.saturating_mul(5);
    if progression {
        return Irrc::IrPdUnconfirmed;
    }
    if !now.complete {
        return Irrc::Ne;
    }
    let others_gone = matches!(point.non_target, NonTarget::None | NonTarget::CompleteResponse)
        && point.present_new_lesions().next().is_none();
    if now.hundredths == 0 && others_gone {
        Irrc::IrCr
    } else if now.hundredths.saturating_mul(2) <= baseline {
        Irrc::IrPr
    } else {
        Irrc::IrSd
    }
}

fn mm2(hundredths: u64) -> f64 {
    hundredths as f64 / 100.0
}
