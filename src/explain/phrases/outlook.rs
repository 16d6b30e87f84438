//! What would change the label, where the criteria disagree, and the course of the sizes.

/// What would change the label.
pub(in crate::explain) fn would_change(found: &str, label: &str) -> String {
    format!("{found}: {label}.")
}

pub(in crate::explain) const NOTHING_WOULD_CHANGE: &str =
    "No single clue still to come would change this; later sizes decide.";

/// One way to another label.
pub(in crate::explain) fn last_read_as(size: &str, date: &str, was: &str) -> String {
    format!("with {size} on {date} instead of {was}")
}

/// The same reading by another size.
pub(in crate::explain) fn read_as(size: &str) -> String {
    format!("with {size}")
}

pub(in crate::explain) fn without_sizes_of(date: &str) -> String {
    format!("without the sizes of {date}")
}

pub(in crate::explain) fn would_be(label: &str, ways: &str) -> String {
    format!("“{label}” {ways}")
}

/// Whether one reading decides.
pub(in crate::explain) fn one_decides(ways: &str, by_reading: bool) -> String {
    if by_reading { format!("One reading decides: {ways}. Remeasure.") } else { format!("One visit decides: {ways}.") }
}

pub(in crate::explain) const HOLDS: &str = "Holds when the last sizes are read within their error, and without any one visit but the baseline, the first rise and the last.";

/// Where the criteria disagree.
pub(in crate::explain) fn stops_here(until: &str) -> String {
    format!("cRECIST would stop here; iRECIST waits for {until}.")
}

pub(in crate::explain) const STOPS_HERE_OVERDUE: &str =
    "cRECIST would stop here; iRECIST waits for the recheck, which is overdue.";
pub(in crate::explain) const STOPPED_EARLIER: &str = "cRECIST counted progression here; iRECIST did not confirm it.";
pub(in crate::explain) const AREA_FIRST: &str =
    "irRC already counts progression, since an area grows faster than a diameter; cRECIST does not.";
pub(in crate::explain) const AREA_CONFIRMS: &str =
    "irRC counts progression as confirmed, since it is still there; iRECIST asks for more growth.";
pub(in crate::explain) const AREA_CONFIRMED_EARLIER: &str =
    "irRC counted progression as confirmed earlier, since it was still there at the second look; the fall came after.";

/// The course of the sizes.
pub(in crate::explain) fn course(sizes: &str, unit: &str) -> String {
    format!("{sizes} {unit}")
}

pub(in crate::explain) fn crossed(course: &str, what: &str, date: &str, week: Option<i32>) -> String {
    match week {
        Some(week) => {
            format!("{course}: the {what} crossed the progression line on {date}, in week {week} of therapy.")
        }
        None => format!("{course}: the {what} crossed the progression line on {date}."),
    }
}

pub(in crate::explain) fn baseline_alone(course: &str) -> String {
    format!("{course} at the baseline.")
}

pub(in crate::explain) fn below_line(course: &str, what: &str) -> String {
    format!("{course}: the {what} is below the progression line.")
}

pub(in crate::explain) fn last_without_size(date: &str) -> String {
    format!("On {date} not every target was assessed.")
}

pub(in crate::explain) fn above_line(course: &str, what: &str, date: &str) -> String {
    format!("{course}: the {what} is over the progression line on {date}.")
}

pub(in crate::explain) fn other_progression(course: &str, what: &str, date: &str) -> String {
    format!("{course}: the {what} did not drive the progression seen on {date}.")
}

pub(in crate::explain) const NO_COURSE: &str = "No size is recorded yet.";

pub(in crate::explain) fn footer(rules_version: &str) -> String {
    format!("Rules {rules_version}. Not validated in dogs; the decision is yours.")
}
