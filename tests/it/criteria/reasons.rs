//! The reasons of a row against the history it was made from: each is there when it should be, and only then.

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use reassess::criteria::{Burden, CriteriaRow, IrecistFlag, Reason, TargetResponse, evaluate};
use reassess::domain::{Case, LesionId, NonTarget};
use reassess::rules::CriteriaSettings;

use super::fixture::START;
use super::properties::config;
use super::random::{History, New, case_of, histories};

/// The identities of lesions by their names.
fn ids(case: &Case, names: &[String]) -> Vec<LesionId> {
    case.lesions().iter().filter(|lesion| names.contains(&lesion.name)).map(|lesion| lesion.id).collect()
}

fn has(row: &CriteriaRow, of: impl Fn(&Reason) -> bool) -> bool {
    row.reasons.iter().any(of)
}

fn check(history: &History) -> Result<(), TestCaseError> {
    let case = case_of(history, START, false);
    let table = evaluate(&case, &CriteriaSettings::standard());
    let mut last_evaluable = "";
    let mut known = vec![false; history.new_targets.len()];
    for (row, visit) in table.rows.iter().zip(history.visits.iter().skip(1)) {
        let named = |keep: &dyn Fn(Option<u32>, bool) -> bool| -> Vec<LesionId> {
            let sizes = visit.sizes.iter().zip(&history.nodes).enumerate();
            let kept = sizes.filter(|(_, (size, node))| keep(**size, **node));
            ids(&case, &kept.map(|(place, _)| format!("T{place}")).collect::<Vec<_>>())
        };
        let missing = named(&|size, _| size.is_none());
        let said = row.reasons.iter().find_map(|reason| match reason {
            Reason::NotAssessed(lesions) => Some(lesions.clone()),
            _ => None,
        });
        prop_assert_eq!(said.unwrap_or_default(), missing, "not assessed: {:?}", row);

        let gone = row.target_response == TargetResponse::Cr;
        prop_assert_eq!(has(row, |reason| *reason == Reason::TargetsGone), gone, "targets gone: {:?}", row);

        let back = named(&|size, node| size.is_some_and(|size| size > 0 && (!node || size >= 100)));
        let reappeared = last_evaluable == "CR" && !back.is_empty() && row.target_response != TargetResponse::Pd;
        let said = row.reasons.iter().find_map(|reason| match reason {
            Reason::Reappeared(lesions) => Some(lesions.clone()),
            _ => None,
        });
        prop_assert_eq!(said, reappeared.then_some(back), "reappeared: {:?}", row);

        let (now, nadir) = (tenths(row.burden), tenths(row.nadir));
        let reached = |now: i64, nadir: i64| {
            if nadir == 0 { now > 0 } else { 5 * now >= 6 * nadir && now - nadir >= 50 }
        };
        let over = now.zip(nadir).map(|(now, nadir)| reached(now, nadir));
        let said = row.reasons.iter().find_map(|reason| match reason {
            Reason::RiseOverNadir { reached, nadir_date, .. } => Some((*reached, Some(*nadir_date))),
            _ => None,
        });
        prop_assert_eq!(said, over.map(|reached| (reached, row.nadir_date)), "rise over the nadir: {:?}", row);

        let floor = now
            .zip(nadir)
            .filter(|(now, nadir)| *nadir > 0 && now > nadir && 5 * now >= 6 * nadir && !reached(*now, *nadir));
        let said = row.reasons.iter().find_map(|reason| match reason {
            Reason::BelowAbsoluteFloor { rise_tenths, floor_tenths: 50 } => Some(*rise_tenths),
            _ => None,
        });
        prop_assert_eq!(said, floor.map(|(now, nadir)| now - nadir), "under the floor: {:?}", row);

        let baseline = tenths(table.baseline);
        let response = now.zip(baseline).map(|(now, baseline)| 10 * now <= 7 * baseline);
        let said = row.reasons.iter().find_map(|reason| match reason {
            Reason::AgainstBaseline { reached, .. } => Some(*reached),
            _ => None,
        });
        prop_assert_eq!(said, response, "against the baseline: {:?}", row);

        let stable = row.target_response == TargetResponse::Sd;
        let kept = has(row, |reason| *reason == Reason::ResponseKept);
        prop_assert!(!kept || stable, "a kept response is stable by its size: {:?}", row);
        prop_assert!(kept || !(stable && row.crecist.token() == "PR"), "a response over its line is kept: {:?}", row);

        let non_target = match visit.non_target {
            NonTarget::None => None,
            NonTarget::Present => Some(NonTarget::NonCrNonPd),
            other => Some(other),
        };
        let said = row.reasons.iter().find_map(|reason| match reason {
            Reason::NonTarget(state) => Some(*state),
            _ => None,
        });
        prop_assert_eq!(said, non_target, "non-target disease: {:?}", row);

        let suspected: Vec<String> = (0..)
            .zip(&visit.news)
            .filter(|(place, new)| matches!(new, New::Equivocal(_)) && !known.get(*place).copied().unwrap_or(false))
            .map(|(place, _)| format!("N{place}"))
            .collect();
        let said = row.reasons.iter().find_map(|reason| match reason {
            Reason::Equivocal(lesions) => Some(lesions.clone()),
            _ => None,
        });
        prop_assert_eq!(said.unwrap_or_default(), ids(&case, &suspected), "suspected: {:?}", row);
        for (known, new) in known.iter_mut().zip(&visit.news) {
            // One that had gone and is suspected again is not certain.
            *known = matches!(new, New::Sized(_) | New::Unsized) || (*known && *new != New::Gone);
        }

        let flagged = |flag| row.irecist.flags.contains(&flag);
        prop_assert_eq!(has(row, |own| *own == Reason::BarReset), flagged(IrecistFlag::Reset), "reset: {:?}", row);
        let early = has(row, |own| matches!(own, Reason::TooEarly { .. }));
        prop_assert_eq!(early, flagged(IrecistFlag::TooEarly), "too early: {:?}", row);
        let late = has(row, |own| matches!(own, Reason::Late { .. }));
        prop_assert_eq!(late, flagged(IrecistFlag::Late), "late: {:?}", row);
        if row.crecist.token() != "NE" {
            last_evaluable = row.crecist.token();
        }
    }
    Ok(())
}

fn tenths(burden: Option<Burden>) -> Option<i64> {
    match burden? {
        Burden::Diameters(tenths) => Some(i64::from(tenths)),
        Burden::Volume(_) => None,
    }
}

#[test]
fn every_reason_is_there_when_it_should_be_and_only_then() {
    TestRunner::new(config(1500)).run(&histories(), |history| check(&history)).unwrap();
}
