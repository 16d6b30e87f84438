//! What must be known of a label beside its headline.

use super::format::{list, of_100, when};
use super::phrases;
use crate::assess::{Assessment, ConfounderCode, Effect, OpenReason};
use crate::criteria::IrecistState;
use crate::domain::{Case, Finding, Role};

/// That the label is of an earlier visit; why it does not lean although the numbers would.
pub(super) fn notes(case: &Case, assessment: &Assessment) -> Vec<String> {
    label_of_before(case, assessment).into_iter().chain(open_because(assessment)).collect()
}

fn label_of_before(case: &Case, assessment: &Assessment) -> Option<String> {
    let confounder = assessment.confounders.iter().find(|own| own.code == ConfounderCode::LastNotEvaluable)?;
    let visit = case.visit(confounder.date?)?;
    let rows = assessment.criteria.rows.iter().rev().filter(|row| row.date < visit.date);
    let before = rows.filter(|row| row.irecist.state != IrecistState::Ne).map(|row| row.date).next()?;
    let targets = case.lesions().iter().filter(|lesion| lesion.role == Role::Target);
    let unread = targets
        .filter(|lesion| visit.measurements.get(&lesion.id).is_none_or(|own| own.finding == Finding::NotEvaluable));
    let names: Vec<String> = unread.map(|lesion| lesion.name.clone()).collect();
    Some(phrases::label_of_before(&list(&names), &when(case, visit.date), &when(case, before)))
}

fn open_because(assessment: &Assessment) -> Option<String> {
    let verdict = &assessment.verdict;
    let (reason, weighing) = (verdict.open_because?, verdict.weighing.as_ref()?);
    let count = match reason {
        OpenReason::GrowthByPriorAlone | OpenReason::GrowthCapped => weighing.p_true,
        _ => weighing.p_pseudo,
    };
    let caps = assessment.confounders.iter().filter(|own| own.effects.contains(&Effect::Cap));
    let caps: Vec<String> = caps.map(|own| lowered(phrases::confounder(own.code))).collect();
    Some(phrases::open_because(reason, &of_100(count), &of_100(weighing.prior), &caps.join("; ")))
}

/// Inside a sentence; an abbreviation keeps its capitals.
fn lowered(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}
