//! What must be known of a label beside its headline.

use super::clinician::confounder_name;
use super::format::{list, of_100, when};
use super::phrases;
use crate::assess::{Assessment, ConfounderCode, Effect, Flip, OpenReason, Token};
use crate::criteria::{CriteriaRow, Driver, IrecistState};
use crate::domain::{Dated, Finding, Role};

/// That the label is of an earlier visit; why it does not lean although the numbers would; what holds it back.
pub(super) fn notes(case: Dated<'_>, assessment: &Assessment) -> Vec<String> {
    let label = label_of_before(case, assessment).into_iter().chain(open_because(assessment));
    label.chain(went_back(case, assessment)).chain(held_back(assessment)).collect()
}

/// Enlargements before the open one, which went back under the line; said, never weighed.
fn went_back(case: Dated<'_>, assessment: &Assessment) -> Option<String> {
    let open = assessment.episode.as_ref().filter(|own| own.open)?;
    let opened_before = |row: &&CriteriaRow| {
        let is_opening = row.irecist.state == IrecistState::IUpd && row.irecist.block_start == Some(row.date);
        is_opening && row.date < open.opened && row.irecist.drivers.contains(&Driver::Target)
    };
    let rows = assessment.criteria.rows.iter().filter(opened_before);
    let dates: Vec<String> = rows.map(|row| when(case, row.date)).collect();
    (!dates.is_empty()).then(|| phrases::went_back(&list(&dates), dates.len() > 1))
}

/// The readings and visits that decide alone, those to one label together; empty where none does.
pub(super) fn one_decides(case: Dated<'_>, assessment: &Assessment) -> String {
    let was = assessment.criteria.rows.last().and_then(|row| row.burden).map(|own| own.to_string()).unwrap_or_default();
    let mut by_label: Vec<(Token, Vec<&Flip>)> = Vec::new();
    for flip in &assessment.robustness.flips {
        let (Flip::WithoutVisit { to, .. } | Flip::LastReadBy { to, .. }) = flip;
        match by_label.iter_mut().find(|(own, _)| own == to) {
            Some((_, flips)) => flips.push(flip),
            None => by_label.push((*to, vec![flip])),
        }
    }
    // Which reading it is and what it was read as is said with the first of them.
    let mut told = false;
    let mut way = |flip: &&Flip| match flip {
        Flip::WithoutVisit { date, .. } => phrases::without_sizes_of(&when(case, *date)),
        Flip::LastReadBy { size, .. } if told => phrases::read_as(&size.to_string()),
        Flip::LastReadBy { date, size, .. } => {
            told = true;
            phrases::last_read_as(&size.to_string(), &when(case, *date), &was)
        }
    };
    let to_label = |(to, flips): &(Token, Vec<&Flip>)| {
        let ways: Vec<String> = flips.iter().map(&mut way).collect();
        phrases::would_be(phrases::label(*to), &ways.join(" or "))
    };
    let parts: Vec<String> = by_label.iter().map(to_label).collect();
    let by_reading = assessment.robustness.flips.iter().any(|flip| matches!(flip, Flip::LastReadBy { .. }));
    if parts.is_empty() { String::new() } else { phrases::one_decides(&parts.join("; "), by_reading) }
}

/// What holds the label or halves the evidence, by name; what a line before has told is not told again.
fn held_back(assessment: &Assessment) -> Vec<String> {
    let verdict = &assessment.verdict;
    if verdict.weighing.is_none() {
        return Vec::new();
    }
    // A cap may hold one side alone, and the other may lean for all that.
    let told = matches!(verdict.open_because, Some(OpenReason::GrowthCapped | OpenReason::SwellingCapped));
    let holds = verdict.token == Token::UnconfirmedIndeterminate && !told;
    let acting = [Effect::Cap, Effect::Damp].into_iter().filter(|effect| holds || *effect != Effect::Cap);
    let lines = acting.filter_map(|effect| {
        let names = names_of(assessment, effect);
        (!names.is_empty()).then(|| phrases::held_back(effect, &names))
    });
    lines.collect()
}

/// The confounders with an effect, once each.
fn names_of(assessment: &Assessment, effect: Effect) -> String {
    let mut names: Vec<&str> = Vec::new();
    for own in assessment.confounders.iter().filter(|own| own.effects.contains(&effect)) {
        let name = confounder_name(own);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.into_iter().map(lowered).collect::<Vec<_>>().join("; ")
}

fn label_of_before(case: Dated<'_>, assessment: &Assessment) -> Option<String> {
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
    let caps = names_of(assessment, Effect::Cap);
    Some(phrases::open_because(reason, &of_100(count), &of_100(weighing.prior), &caps))
}

/// Inside a sentence; an abbreviation keeps its capitals.
pub(super) fn lowered(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}
