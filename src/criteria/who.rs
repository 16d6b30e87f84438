//! WHO: products of two diameters (`domain.md` 1.6).
//!
//! Partial response is a fall of half in the sum of products; progression a rise of a quarter in any one lesion over
//! its own smallest product, or any new lesion. Confirmation of responses is not modeled.

use std::collections::BTreeMap;

use super::history::{History, TimePoint};
use super::recist::overall_response;
use super::vocabulary::{Overall, TargetResponse};
use crate::domain::LesionId;

/// The overall response of every visit after the baseline; `None` when the baseline has no products.
pub fn rows(history: &History) -> Option<Vec<Overall>> {
    let baseline = sum(&history.baseline).filter(|_| history.baseline.has_targets())?;
    let mut smallest: BTreeMap<LesionId, u64> = BTreeMap::new();
    take_in(&mut smallest, &history.baseline);
    let rows = history.later.iter().map(|point| {
        let target = target_response(point, baseline, &smallest);
        take_in(&mut smallest, point);
        overall_response(Some(target), point.non_target, point.present_new_lesions().next().is_some())
    });
    Some(rows.collect())
}

fn target_response(point: &TimePoint, baseline: u64, smallest: &BTreeMap<LesionId, u64>) -> TargetResponse {
    let grew = point.targets.iter().any(|target| {
        let pair = target.product_hundredths.zip(smallest.get(&target.lesion));
        pair.is_some_and(|(now, smallest)| now > 0 && now.saturating_mul(4) >= smallest.saturating_mul(5))
    });
    match sum(point) {
        _ if grew => TargetResponse::Pd,
        None => TargetResponse::Ne,
        Some(0) => TargetResponse::Cr,
        Some(now) if now.saturating_mul(2) <= baseline => TargetResponse::Pr,
        Some(_) => TargetResponse::Sd,
    }
}

/// The sum of products in hundredths of a square millimeter; `None` when one is missing.
fn sum(point: &TimePoint) -> Option<u64> {
    point.targets.iter().try_fold(0_u64, |sum, target| Some(sum.saturating_add(target.product_hundredths?)))
}

fn take_in(smallest: &mut BTreeMap<LesionId, u64>, point: &TimePoint) {
    for target in &point.targets {
        if let Some(product) = target.product_hundredths {
            let own = smallest.entry(target.lesion).or_insert(product);
            *own = product.min(*own);
        }
    }
}
