//! The two futures.

use super::label;
use crate::assess::{Token, Withheld};

/// Why no futures are drawn; nothing where no enlargement is open.
pub(in crate::explain) const fn withheld(why: Withheld) -> &'static str {
    match why {
        Withheld::NothingOpen | Withheld::NoSeries(_) | Withheld::NoParameters => "",
        Withheld::Blocked => "No futures are drawn while no verdict can be given.",
        Withheld::NotBySize => {
            "No futures are drawn: a new lesion or another category drives this, and the sizes do not follow it."
        }
        Withheld::OneSize => "No futures are drawn: one size shows no course.",
        Withheld::LastNotComplete => "No futures are drawn: a target was not assessed at the last visit.",
        Withheld::TooSmall => "No futures are drawn: the last size is only known to lie under a limit.",
        Withheld::Unsteady => "No futures are drawn: no usual course explains these sizes well enough.",
    }
}

/// The sizes at which the futures part on a day; each with whether the rule decides there, and whether the rule would
/// confirm, or open, a progression; `gives` is the label under the line.
pub(in crate::explain) fn futures_part(
    date: &str,
    above: Option<(String, bool)>,
    below: Option<(String, bool)>,
    confirms: bool,
    gives: Option<Token>,
) -> String {
    let above = above.map(|(size, by_rule)| {
        if by_rule && !confirms {
            format!("{size} or more is progression by rule, not yet confirmed")
        } else if by_rule {
            format!("{size} or more confirms progression")
        } else {
            format!("{size} or more is at least twice as likely if it is growth")
        }
    });
    let below = below.map(|(size, by_rule)| {
        if by_rule {
            match gives {
                None | Some(Token::NotConfirmed) => format!("below {size} progression is not confirmed"),
                Some(token) => format!("below {size} it is {}", label(token)),
            }
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

/// What the counts of a recheck's design are of.
pub(in crate::explain) const SETTLES_HEAD: &str =
    "Of 100 parts of doubt between swelling and growth, one more size should settle:";

/// How a recheck would be measured more sharply.
pub(in crate::explain) const THREE_READINGS: &str = "that day, mean of three readings";
pub(in crate::explain) const CT_FOR_CALIPERS: &str = "that day, by CT, not calipers";

/// The name of a day of the recheck.
pub(in crate::explain) fn settles_on(date: &str, recommended: bool) -> String {
    if recommended { format!("{date}, recommended") } else { date.to_owned() }
}

/// Why the recheck is on its day; `second` is a second formal day, `until` what waiting to the last day would add.
pub(in crate::explain) fn why_this_day(
    measured_again: bool,
    second: Option<String>,
    until: Option<(String, String)>,
) -> String {
    let rule = if measured_again {
        "Still unconfirmed after one recheck, so the next is four weeks after the last visit."
    } else {
        "Four weeks is the earliest at which iRECIST lets a size confirm, and a growing tumor should not wait longer."
    };
    let waiting = match until {
        Some((date, parts)) => format!(" Waiting until {date} would settle {parts} more of 100."),
        None => " Waiting longer would settle no more.".to_owned(),
    };
    let second = second
        .map(|date| format!(" Growth is too slow to tell by then, so a second recheck is planned on {date}."))
        .unwrap_or_default();
    format!("{rule}{waiting}{second} A forecast from the model, not a count of dogs.")
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
        "Of 100 parts of the doubt between swelling and growth one more size is expected to settle, by days after the last \
         size, {}{three}{ct}.",
        by_day.join(", ")
    )
}
