//! WHO: products of two diameters (`domain.md` 1.6).
//!
//! Partial response is a fall of half in the sum of products; progression a rise of a quarter in any one lesion over
//! its own smallest product, or any new lesion. Lesions that have merged are held against the smallest sum of their
//! products, so that merging is no growth of one lesion. Confirmation of responses is not modeled.

use std::collections::BTreeSet;

use super::history::{History, TargetSight, TimePoint};
use super::recist::overall_response;
use super::vocabulary::{Overall, TargetResponse};
use crate::domain::LesionId;

/// The overall response of every visit after the baseline; `None` when the baseline has no products.
pub fn rows(history: &History) -> Option<Vec<Overall>> {
    let baseline = sum(&history.baseline).filter(|_| history.baseline.has_targets())?;
    let rows = history.later.iter().enumerate().map(|(place, point)| {
        let earlier = history.later.get(..place).unwrap_or_default();
        let target = target_response(&history.baseline, earlier, point, baseline);
        overall_response(Some(target), point.non_target, point.present_new_lesions().next().is_some())
    });
    Some(rows.collect())
}

fn target_response(first: &TimePoint, earlier: &[TimePoint], point: &TimePoint, baseline: u64) -> TargetResponse {
    let masses = point.targets.iter().filter(|target| target.merged_into.is_none());
    let grew = masses.clone().any(|target| {
        let mass: BTreeSet<LesionId> = point.mass(target.lesion).collect();
        let smallest = std::iter::once(first).chain(earlier).filter_map(|point| product_of(point, &mass)).min();
        let pair = target.product_hundredths.zip(smallest);
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

/// The product of what is one mass later; `None` where a part was not measured, or was of one mass with a lesion
/// outside it.
fn product_of(point: &TimePoint, mass: &BTreeSet<LesionId>) -> Option<u64> {
    let apart = |target: &TargetSight| {
        target.merged_into.is_none_or(|other| mass.contains(&other) == mass.contains(&target.lesion))
    };
    if !point.targets.iter().all(apart) {
        return None;
    }
    let parts = point.targets.iter().filter(|target| mass.contains(&target.lesion));
    parts.map(|target| target.product_hundredths).try_fold(0_u64, |sum, product| Some(sum.saturating_add(product?)))
}

/// The sum of products in hundredths of a square millimeter; `None` when one is missing.
fn sum(point: &TimePoint) -> Option<u64> {
    point.targets.iter().try_fold(0_u64, |sum, target| Some(sum.saturating_add(target.product_hundredths?)))
}
