//! The recheck dates as calendar entries.

use jiff::civil::Date;

use super::next::{is_past, method};
use super::phrases;
use super::words::CalendarWords;
use crate::assess::{Assessment, RecheckKind};
use crate::domain::{Dated, TimeBase};

/// Entries for the dates still to come on `today`, earliest first; empty where dates are not known or none is ahead.
///
/// They hold the patient's name and what to do, not what was found.
pub fn calendar<'a>(case: impl Into<Dated<'a>>, assessment: &Assessment, today: Date) -> Vec<CalendarWords> {
    let case = case.into();
    let plan = &assessment.recheck;
    let Some(counted_from) = plan.anchor.filter(|_| case.time_base == TimeBase::Calendar) else { return Vec::new() };
    let name = case.patient.name.trim();
    let method = method(&case, assessment);
    let window = plan.confirm_from.zip(plan.latest).filter(|_| !is_past(assessment, plan.latest));
    let window = window.map(|(from, latest)| phrases::calendar_window(&case.when(from), &case.when(latest)));
    let look = phrases::calendar_recheck(window.as_deref().unwrap_or_default());
    let decides = plan.confirm_from.is_some();
    let title = if decides { phrases::calendar_title(name, method) } else { phrases::calendar_routine(name) };
    let text = if decides { look.clone() } else { phrases::CALENDAR_SAME.to_owned() };
    let entries = [
        ("check", plan.check_from, phrases::calendar_check_title(name), phrases::CALENDAR_CHECK.to_owned()),
        ("due", plan.due.filter(|_| plan.kind != RecheckKind::RemeasureNow), title, text),
        ("second", plan.second_due, phrases::calendar_title(name, method), look),
    ];
    entries
        .into_iter()
        .filter_map(|(key, day, title, text)| {
            let day = day.filter(|day| *day >= today)?;
            Some(CalendarWords { key, counted_from, day, title, text })
        })
        .collect()
}
