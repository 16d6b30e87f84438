//! VCOG criteria for peripheral nodal lymphoma in dogs v1.0 (Vail 2010; `domain.md` 1.6).
//!
//! The mean sum of *longest* diameters of up to five nodes, not of short axes: -30 % from the baseline is a partial
//! response, +20 % over the nadir or a new lesion is progression. A node judged normal is recorded as gone.
//! Left out: the 20 mm baseline minimum and the 5 mm rise for nodes of 10 to 15 mm, whose source was not seen.
//! Nodes swell for many reasons, so size alone never calls lymphoma pseudoprogression.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::history::history;
use super::recist::{lower, overall_response};
use super::target::target_response;
use super::vocabulary::Overall;
use crate::domain::{Case, Lesion, LesionKind, Role};
use crate::rules::CriteriaSettings;
use crate::series;

/// The overall response of every visit after the baseline, by date; `None` unless every target is a node.
pub fn rows(case: &Case, settings: &CriteriaSettings) -> Option<BTreeMap<Date, Overall>> {
    let targets = || case.lesions().iter().filter(|lesion| lesion.role == Role::Target);
    if targets().next().is_none() || targets().any(|lesion| lesion.kind != LesionKind::Nodal) {
        return None;
    }
    // Every target counts by its longest diameter, as lesions other than nodes do, and no size is normal.
    let mut by_longest = case.clone();
    for lesion in targets() {
        by_longest.update_lesion(Lesion { kind: LesionKind::NonNodal, ..lesion.clone() }).ok()?;
    }
    // All targets are there at every evaluable visit, so the sum changes by the same percentage as the mean.
    let settings = CriteriaSettings { progression_floor_tenths: 0, ..settings.clone() };
    let history = history(&by_longest, &series::build(&by_longest), &settings)?;
    let baseline = history.baseline.sum?;
    let mut nadir = Some((baseline, 0));
    let rows = history.later.iter().map(|point| {
        let lowest = nadir.map_or(baseline, |(sum, _)| sum);
        let response = target_response(point, baseline, lowest, &settings);
        nadir = lower(nadir, point, 0);
        let new_lesion = point.present_new_lesions().next().is_some();
        (point.date, overall_response(Some(response), point.non_target, new_lesion))
    });
    Some(rows.collect())
}
