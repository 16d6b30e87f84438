//! Committed plans in words.

use super::format::when;
use super::phrases;
use super::words::{DecidingWords, PlanWords};
use crate::assess::{Assessment, Lean, PlanOutcome, PlanSide, burden};
use crate::domain::{Dated, PlanSize};

/// Every plan, the last one first.
pub(super) fn plans(case: Dated<'_>, assessment: &Assessment) -> Vec<PlanWords> {
    assessment.plans.iter().rev().map(|own| plan(case, own)).collect()
}

fn size(size: PlanSize) -> String {
    burden(size).to_string()
}

fn plan(case: Dated<'_>, outcome: &PlanOutcome) -> PlanWords {
    let plan = &outcome.plan;
    let actions = &plan.actions;
    let line = |text: String, lean: Lean| DecidingWords { text, lean };
    let result = outcome.result.as_ref();
    let planned = result.map(|own| match own.side {
        PlanSide::Below => actions.below.as_str(),
        PlanSide::Between => actions.between.as_str(),
        PlanSide::AtOrAbove => actions.at_or_above.as_str(),
    });
    let side = result.map(|own| match own.side {
        PlanSide::Below => phrases::plan_fell_below(&size(plan.below)),
        PlanSide::Between => phrases::plan_fell_between(&size(plan.below), &size(plan.at_or_above)),
        PlanSide::AtOrAbove => phrases::plan_fell_above(&size(plan.at_or_above)),
    });
    let told = result.zip(side).zip(planned).map(|((own, side), planned)| {
        phrases::plan_result(&when(case, own.visit), &own.size.to_string(), &side, planned)
    });
    let mut notes = Vec::new();
    if result.is_some_and(|own| own.early) {
        notes.push(phrases::plan_early(&when(case, plan.from)));
    }
    if result.is_some_and(|own| own.otherwise_progression) {
        notes.push(phrases::PLAN_OTHER_PROGRESSION.to_owned());
    }
    if outcome.size_changed {
        notes.push(phrases::PLAN_SIZE_CHANGED.to_owned());
    }
    PlanWords {
        head: phrases::plan_head(
            &when(case, plan.committed),
            plan.size.map(size).as_deref().unwrap_or_default(),
            &when(case, plan.due),
        ),
        lines: vec![
            line(phrases::plan_below(&size(plan.below), &actions.below), Lean::Swelling),
            line(phrases::plan_above(&size(plan.at_or_above), &actions.at_or_above), Lean::Growth),
            line(phrases::plan_between(&actions.between), Lean::Neither),
        ],
        result: told.unwrap_or_default(),
        notes,
    }
}

/// What would be done by default under, between and over the deciding sizes.
pub(super) fn defaults(case: Dated<'_>, assessment: &Assessment) -> [String; 3] {
    let again = super::next::look_again(assessment).map(|date| when(case, date)).unwrap_or_default();
    let confirms = assessment.deciding.and_then(|own| own.above).is_none_or(|own| own.by_rule);
    phrases::plan_defaults(&again, confirms)
}
