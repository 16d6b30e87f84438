//! The course of the sizes in one sentence, for those who cannot see the chart.

use super::format::{list, week, when};
use super::phrases;
use crate::assess::Assessment;
use crate::criteria::Burden;
use crate::domain::Dated;
use crate::domain::units::Tenths;

/// The most sizes named; earlier ones are in the table.
const MOST_SIZES: usize = 6;

/// "45, 48, then 55 mm: the sum crossed the progression line on 23 Apr 2026, in week 6 of therapy."
pub(super) fn summary(case: Dated<'_>, assessment: &Assessment) -> String {
    let criteria = &assessment.criteria;
    let later = criteria.rows.iter().filter_map(|row| row.burden);
    let sizes: Vec<Burden> = criteria.baseline.into_iter().chain(later).collect();
    let Some(last) = sizes.last() else { return phrases::NO_COURSE.to_owned() };
    let shown = sizes.get(sizes.len().saturating_sub(MOST_SIZES)..).unwrap_or_default();
    let numbers: Vec<String> = shown.iter().map(|size| number(*size)).collect();
    let (unit, what) = match last {
        Burden::Diameters(_) => ("mm", "sum of diameters"),
        Burden::Volume(_) => ("cm³", "volume"),
    };
    let course = phrases::course(&list(&numbers).replace(" and ", ", then "), unit);
    if criteria.rows.is_empty() {
        return phrases::baseline_alone(&course);
    }
    let sentence = match assessment.episode.as_ref().filter(|own| own.open) {
        Some(episode) if episode.drivers.contains(&crate::criteria::Driver::Target) && episode_over(assessment) => {
            let week = case.therapy.start.map(|_| week(episode.opened_day));
            phrases::crossed(&course, what, &when(case, episode.opened), week)
        }
        Some(episode) if episode.kind == crate::assess::EpisodeKind::Rule => {
            phrases::other_progression(&course, what, &when(case, episode.opened))
        }
        _ if over_line(assessment) => {
            let date = assessment.visit.map(|date| when(case, date)).unwrap_or_default();
            phrases::above_line(&course, what, &date)
        }
        _ => phrases::below_line(&course, what),
    };
    // What is said of the last size is not said of the last visit.
    let unsized_last = criteria.rows.last().is_some_and(|row| row.burden.is_none());
    match assessment.visit.filter(|_| unsized_last) {
        Some(date) => format!("{sentence} {}", phrases::last_without_size(&when(case, date))),
        None => sentence,
    }
}

fn episode_over(assessment: &Assessment) -> bool {
    assessment.episode.as_ref().is_some_and(|own| own.kind == crate::assess::EpisodeKind::Rule)
}

/// Whether the last size is at or over the progression line of its own nadir.
fn over_line(assessment: &Assessment) -> bool {
    let row = assessment.criteria.rows.last();
    row.is_some_and(|row| row.target_response == crate::criteria::TargetResponse::Pd)
}

fn number(size: Burden) -> String {
    match size {
        Burden::Diameters(tenths) => Tenths(i64::from(tenths)).to_string(),
        Burden::Volume(mm3) => format!("{:.2}", mm3 / 1000.0),
    }
}
