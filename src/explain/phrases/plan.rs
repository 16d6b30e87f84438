//! What comes next.

use crate::assess::Advice;

pub(in crate::explain) const NEXT_NOTHING: &str = "Enter a first size";
pub(in crate::explain) const NEXT_RED_FLAG: &str = "Now: examine, do not wait";
pub(in crate::explain) const NEXT_ENTER_LESION: &str = "Enter the new lesion now";
pub(in crate::explain) const NEXT_ENTER_DOSE: &str = "Enter the first dose under Therapy";
pub(in crate::explain) const NEXT_DECIDE: &str = "Decide on therapy now";
/// The record ends with a death.
pub(in crate::explain) fn died(date: &str) -> String {
    format!("Died {date}; the record ends")
}

pub(in crate::explain) const NEXT_REMEASURE: &str = "Remeasure now, same person";

/// Nothing was measured by the day of assessment, and something was later.
pub(in crate::explain) fn next_first_size(date: &str) -> String {
    format!("The first size is of {date}; nothing to say before")
}

/// The recheck headline.
pub(in crate::explain) fn next_recheck(date: &str, after: &str, method: &str) -> String {
    if method.is_empty() {
        format!("Recheck {date}, {after}")
    } else {
        format!("Recheck {date}, {after}, {method} again")
    }
}

/// The day counted from the rise, beside a date.
pub(in crate::explain) fn day_of_rise(day: i32) -> String {
    format!("day {day}")
}

/// The same beside a day of therapy.
pub(in crate::explain) fn days_after_rise(day: i32) -> String {
    format!("{day} days after the rise")
}

/// The recheck headline after a first recheck that did not decide.
pub(in crate::explain) fn next_again(date: &str, method: &str) -> String {
    if method.is_empty() { format!("Recheck {date}") } else { format!("Recheck {date}, {method} again") }
}

pub(in crate::explain) fn next_overdue(date: &str) -> String {
    format!("Recheck now: overdue since {date}")
}

pub(in crate::explain) fn next_due_since(date: &str) -> String {
    format!("Recheck now: due since {date}")
}

pub(in crate::explain) fn routine_overdue(date: &str) -> String {
    format!("Routine visit now: overdue since {date}")
}

pub(in crate::explain) fn next_routine(date: &str) -> String {
    format!("Routine visit {date}")
}

/// What the next size would mean.
pub(in crate::explain) fn decides_below(size: &str, label: &str) -> String {
    format!("Below {size}: {label}.")
}

pub(in crate::explain) fn decides_above(size: &str, label: &str) -> String {
    format!("{size} or more: {label}.")
}

/// A size at which the two futures part before the rule decides.
pub(in crate::explain) fn swelling_below(size: &str) -> String {
    format!("Below {size}: at least 2 to 1 for swelling.")
}

pub(in crate::explain) fn growth_above(size: &str) -> String {
    format!("{size} or more: at least 2 to 1 for growth.")
}

/// What the next size would mean while growth is below the rule.
pub(in crate::explain) fn decides_line(size: &str) -> String {
    format!("{size} or more: progression by rule, unconfirmed.")
}

pub(in crate::explain) fn next_size_on(date: &str, past: bool) -> String {
    if past {
        format!("The next size is overdue since {date}: measure now.")
    } else {
        format!("Next size by routine: {date}.")
    }
}

/// What a size between the two would mean; `within_error` is the one from which the rule is met inside error.
pub(in crate::explain) fn decides_between(date: &str, within_error: Option<&str>) -> String {
    match within_error {
        Some(size) => format!("In between: look again {date}; from {size} on, measure again at once."),
        None => format!("In between: look again {date}."),
    }
}

/// When growth that the rule does not count is measured again.
pub(in crate::explain) fn measure_between(from: &str, latest: &str) -> String {
    format!("Measure again between {from} and {latest}.")
}

/// The same once its first day is past.
pub(in crate::explain) fn measure_until(latest: &str) -> String {
    format!("Measure again by {latest}.")
}

pub(in crate::explain) fn check_from(date: &str) -> String {
    format!("An examination from {date} on informs; it cannot confirm.")
}

pub(in crate::explain) fn confirm_from(provisional: &str, confirm: &str, latest: &str) -> String {
    format!("Images from {provisional} are provisional, from {confirm} they can confirm; latest {latest}.")
}

pub(in crate::explain) const CHECK_NOW: &str = "An examination now informs; it cannot confirm.";

pub(in crate::explain) fn provisional_now(confirm: &str, latest: &str) -> String {
    format!("An image now is provisional, from {confirm} it can confirm; latest {latest}.")
}

pub(in crate::explain) fn confirm_now(latest: &str) -> String {
    format!("An image now can confirm; latest {latest}.")
}

pub(in crate::explain) fn latest_past(latest: &str, confirms: bool) -> String {
    let day = if confirms { "The latest day to confirm" } else { "The latest day to measure again" };
    format!("{day}, {latest}, is past: image now.")
}

pub(in crate::explain) fn second_due(date: &str) -> String {
    format!("Growth this slow may not show beyond measurement error in 28 days: plan {date} as well.")
}

pub(in crate::explain) fn formal_recheck(date: &str, past: bool) -> String {
    if past {
        format!("The formal recheck is overdue since {date}: now.")
    } else {
        format!("The formal recheck stays {date}.")
    }
}

pub(in crate::explain) const FALL_MUST_HOLD: &str =
    "A fall beyond measurement error has to hold at the next visit to count.";

/// What else to do.
pub(in crate::explain) const fn advice(advice: Advice) -> &'static str {
    match advice {
        Advice::ExamineNow => {
            "Image or sample now; discuss a change of therapy. A steroid given for swelling confounds the next size."
        }
        Advice::RemeasureNow => "Have the same person measure three times now; enter all three, like 31 / 32 / 30.",
        Advice::TreatInfection => "Work up the fever or infection first, then measure again.",
        Advice::SampleNow => {
            "A sample now would tell more than waiting; a recheck remains sensible if the animal is well."
        }
        Advice::DiscussChange => "Discuss a change of therapy or rescue.",
        Advice::SameMethod => "Same method, same person, same settings at the recheck.",
        Advice::CompleteRecord => "Record what is missing: it would be weighed.",
    }
}

/// The head of a committed plan.
pub(in crate::explain) fn plan_head(committed: &str, size: &str, due: &str) -> String {
    if size.is_empty() {
        format!("Plan committed {committed}, for {due}")
    } else {
        format!("Plan committed {committed} at {size}, for {due}")
    }
}

pub(in crate::explain) fn plan_below(size: &str, action: &str) -> String {
    format!("Below {size}: {action}")
}

pub(in crate::explain) fn plan_above(size: &str, action: &str) -> String {
    format!("{size} or more: {action}")
}

pub(in crate::explain) fn plan_between(action: &str) -> String {
    format!("In between: {action}")
}

pub(in crate::explain) fn plan_fell_below(edge: &str) -> String {
    format!("below {edge}")
}

pub(in crate::explain) fn plan_fell_between(below: &str, above: &str) -> String {
    format!("between {below} and {above}")
}

pub(in crate::explain) fn plan_fell_above(edge: &str) -> String {
    format!("at or over {edge}")
}

/// What came of a plan.
pub(in crate::explain) fn plan_result(date: &str, size: &str, side: &str, action: &str) -> String {
    format!("{date}: {size}, {side}. Planned: {action}")
}

pub(in crate::explain) fn plan_early(from: &str) -> String {
    format!("Earlier than the plan’s first day, {from}: it informs and does not decide.")
}

pub(in crate::explain) const PLAN_OTHER_PROGRESSION: &str =
    "The plan was of the size alone; the verdict above also counts what else has grown.";
pub(in crate::explain) const PLAN_SIZE_CHANGED: &str =
    "The size the plan was made at has been changed since; the plan has not.";

/// What would be done by default under, between and over the deciding sizes; a clinician changes them.
pub(in crate::explain) fn plan_defaults(again: &str, confirms: bool) -> [String; 3] {
    let between = if again.is_empty() {
        "keep the therapy, look again".to_owned()
    } else {
        format!("keep the therapy, look again {again}")
    };
    // A size that only makes growth likelier than swelling is no reason to stop by itself.
    let above = if confirms { "stop this therapy, discuss rescue" } else { "sample, discuss a change of therapy" };
    ["keep the therapy, routine visits".to_owned(), between, above.to_owned()]
}

/// The titles of calendar entries; with a name, or without one.
fn titled(name: &str, what: &str) -> String {
    if name.is_empty() { format!("Tumor {what}") } else { format!("{name}: tumor {what}") }
}

pub(in crate::explain) fn calendar_title(name: &str, method: &str) -> String {
    let title = titled(name, "recheck");
    if method.is_empty() { title } else { format!("{title}, {method} again") }
}

pub(in crate::explain) fn calendar_routine(name: &str) -> String {
    titled(name, "routine visit")
}

pub(in crate::explain) fn calendar_check_title(name: &str) -> String {
    titled(name, "examination")
}

pub(in crate::explain) const CALENDAR_CHECK: &str =
    "Examination, weight, calipers if the tumor is superficial. Informs, cannot confirm.";
pub(in crate::explain) const CALENDAR_SAME: &str = "Same method, same person, same settings.";

pub(in crate::explain) fn calendar_window(from: &str, latest: &str) -> String {
    format!("Can confirm from {from}, latest {latest}.")
}

pub(in crate::explain) fn calendar_recheck(window: &str) -> String {
    if window.is_empty() { CALENDAR_SAME.to_owned() } else { format!("{CALENDAR_SAME} {window}") }
}
