//! The two futures.

use crate::assess::Withheld;

/// Why no futures are drawn; nothing where no enlargement is open.
pub(in crate::explain) const fn withheld(why: Withheld) -> &'static str {
    match why {
        Withheld::NothingOpen | Withheld::NoSeries(_) | Withheld::NoParameters => "",
        Withheld::Blocked => "No futures are drawn: what blocks the verdict blocks them too.",
        Withheld::NotBySize => {
            "No futures are drawn: a new lesion or another category drives this, and the sizes do not follow it."
        }
        Withheld::OneSize => "No futures are drawn: one size shows no course.",
        Withheld::LastNotComplete => "No futures are drawn: a target was not assessed at the last visit.",
        Withheld::TooSmall => "No futures are drawn: the last size is only known to lie under a limit.",
        Withheld::Unsteady => "No futures are drawn: no usual course explains these sizes well enough.",
    }
}

/// The sizes at which the futures part on a day; each with whether the rule decides there.
pub(in crate::explain) fn futures_part(
    date: &str,
    above: Option<(String, bool)>,
    below: Option<(String, bool)>,
) -> String {
    let above = above.map(|(size, by_rule)| {
        if by_rule {
            format!("{size} or more confirms progression")
        } else {
            format!("{size} or more is at least twice as likely if it is growth")
        }
    });
    let below = below.map(|(size, by_rule)| {
        if by_rule {
            format!("below {size} progression is not confirmed")
        } else {
            format!("below {size} at least twice as likely if it is swelling")
        }
    });
    match (above, below) {
        (Some(above), Some(below)) => format!("On {date}, {above}, {below}; between them size alone does not tell."),
        (Some(only), None) | (None, Some(only)) => format!("On {date}, {only}; no other size would tell."),
        (None, None) => format!("On {date}, no size would tell the two futures apart."),
    }
}

/// What the next size is expected to settle, by days after the last.
pub(in crate::explain) fn recheck_design(
    days: &[(i32, String)],
    three_readings: Option<String>,
    ct: Option<String>,
) -> String {
    let by_day: Vec<String> = days.iter().map(|(day, part)| format!("{part} at {day} days")).collect();
    let three = three_readings.map(|part| format!("; three readings on the recheck day: {part}")).unwrap_or_default();
    let ct = ct.map(|part| format!("; CT in place of calipers: {part}")).unwrap_or_default();
    format!(
        "Of 100 parts of the doubt between swelling and growth one more size is expected to settle {}{three}{ct}.",
        by_day.join(", ")
    )
}
