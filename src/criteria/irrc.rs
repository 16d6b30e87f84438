//! irRC: total tumor burden by products of two diameters (Wolchok 2009; `domain.md` 1.5).
//!
//! Index lesions are the largest targets of the baseline, up to five an organ, ten visceral and five cutaneous ones; new
//! lesions add to the burden up to the same numbers. Progression needs 25 % over the nadir in two consecutive observations at least four
//! weeks apart, with no further growth. Confirmation of responses is not modeled.

use std::collections::{BTreeMap, BTreeSet};

use super::consecutive::Run;
use super::history::{History, TargetSight, TimePoint, organ_key};
use super::vocabulary::Irrc;
use crate::domain::{Case, Lesion, LesionId, NonTarget};
use crate::rules::CriteriaSettings;

/// The most lesions of one organ that add to the burden.
const MOST_OF_ORGAN: usize = 5;
/// The most visceral ones.
const MOST_VISCERAL: usize = 10;
/// The most cutaneous ones.
const MOST_CUTANEOUS: usize = 5;
/// Organs of these words are the skin; any other lesion counts as visceral, one of an unknown organ too.
const SKIN_WORDS: [&str; 4] = ["skin", "cutan", "cutis", "derm"];

/// Counts the lesions that add to a burden (`domain.md` 1.5).
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    of_organ: BTreeMap<String, usize>,
    visceral: usize,
    cutaneous: usize,
}

impl Places {
    /// Takes a place for a lesion; `false` where none is left.
    pub(super) fn take(&mut self, lesion: &Lesion) -> bool {
        let organ = organ_key(lesion);
        let of_organ = organ.as_ref().and_then(|organ| self.of_organ.get(organ)).copied().unwrap_or(0);
        let is_skin = organ.as_ref().is_some_and(|organ| SKIN_WORDS.iter().any(|word| organ.contains(word)));
        let (count, most) =
            if is_skin { (&mut self.cutaneous, MOST_CUTANEOUS) } else { (&mut self.visceral, MOST_VISCERAL) };
        if of_organ >= MOST_OF_ORGAN || *count >= most {
            return false;
        }
        *count += 1;
        if let Some(organ) = organ {
            *self.of_organ.entry(organ).or_default() += 1;
        }
        true
    }
}

/// The index lesions: the largest targets of the baseline while there are places.
pub(super) fn index_lesions(case: &Case, targets: &[TargetSight]) -> BTreeSet<LesionId> {
    let mut by_size: Vec<(&TargetSight, &Lesion)> =
        targets.iter().filter_map(|target| Some((target, case.lesion(target.lesion)?))).collect();
    by_size.sort_by(|a, b| b.0.product_hundredths.cmp(&a.0.product_hundredths).then_with(|| a.1.name.cmp(&b.1.name)));
    let mut places = Places::default();
    by_size.into_iter().filter(|(_, lesion)| places.take(lesion)).map(|(target, _)| target.lesion).collect()
}

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
    let index = &history.irrc_index;
    let baseline =
        burden(&history.baseline, index).filter(|burden| burden.complete && history.baseline.has_targets())?;
    let mut nadir = baseline.hundredths;
    let mut run = Run::default();
    let rows = history.later.iter().map(|point| {
        let now = burden(point, index);
        let response = run.confirmed(response(point, index, now, baseline.hundredths, nadir), point.day, settings);
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

/// The assessed burden; `None` when no index lesion was.
fn burden(point: &TimePoint, index: &BTreeSet<LesionId>) -> Option<TotalBurden> {
    // A mass counts when any part of it does.
    let counted = || point.targets.iter().filter(|target| point.mass(target.lesion).any(|part| index.contains(&part)));
    let products = counted().filter_map(|target| target.product_hundredths);
    let targets = products.reduce(u64::saturating_add)?;
    let new_lesions = point.new_lesions.iter().filter_map(|sight| sight.product_hundredths);
    let complete = counted().all(|target| target.product_hundredths.is_some())
        && point.new_lesions.iter().all(|sight| sight.product_hundredths.is_some());
    Some(TotalBurden { hundredths: new_lesions.fold(targets, u64::saturating_add), complete })
}

/// The response before confirmation; progression stands as unconfirmed.
fn response(
    point: &TimePoint,
    index: &BTreeSet<LesionId>,
    now: Option<TotalBurden>,
    baseline: u64,
    nadir: u64,
) -> Irrc {
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
        && point.present_new_lesions().next().is_none()
        && point.targets.iter().all(|target| target.gone || index.contains(&target.lesion));
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
