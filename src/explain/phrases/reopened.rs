//! What changed since a case was saved, and why.

/// The line over the rest; versions are of the rules and of the program.
pub(in crate::explain) fn reopened(
    was: (&str, &str),
    now: (&str, &str),
    (label, label_now): (&str, &str),
    changed: bool,
) -> String {
    let (then, present) = if was.0 != now.0 {
        (format!("rules {}", was.0), format!("rules {}", now.0))
    } else if was.1 != now.1 {
        (format!("version {}", was.1), format!("version {}", now.1))
    } else {
        return if label == label_now {
            "Other numbers than when this case was saved".to_owned()
        } else {
            format!("Saved as “{label}”; the record now gives “{label_now}”")
        };
    };
    match (changed, label == label_now) {
        (false, _) => format!("Saved under {then}; {present} say the same"),
        (true, true) => format!("Saved under {then}; {present} keep “{label}” with other details"),
        (true, false) => format!("Saved under {then} as “{label}”; {present} say “{label_now}”"),
    }
}

pub(in crate::explain) fn category_then_now(was: &str, now: &str) -> String {
    let words = |category: &str| if category.is_empty() { "none".to_owned() } else { category.to_owned() };
    format!("iRECIST of the last visit: {} then, {} now.", words(was), words(now))
}

pub(in crate::explain) fn recommendation_then_now(was: &str, now: &str) -> String {
    format!("Recommendation: {was} then, {now} now.")
}

/// A recommendation by its token; the token itself where this version does not know it.
pub(in crate::explain) fn recommendation_of_token(token: &str) -> String {
    match token {
        "red_flag" => "do not wait",
        "remeasure_now" => "remeasure now",
        "window" => "recheck in its window",
        "routine" => "routine follow-up",
        other => other,
    }
    .to_owned()
}

pub(in crate::explain) const NOTHING_WEIGHED: &str = "nothing weighed";

pub(in crate::explain) fn three_parts([error, swelling, growth]: [String; 3]) -> String {
    format!("error {error}, swelling {swelling}, growth {growth}")
}

pub(in crate::explain) fn numbers_then_now(was: &str, now: &str) -> String {
    format!("Of 100: {was} then; {now} now.")
}

pub(in crate::explain) fn prior_then_now(was: &str, now: &str) -> String {
    format!("Before looking: {was} of 100 then, {now} of 100 now.")
}

pub(in crate::explain) fn damping_then_now(was: &str, now: &str) -> String {
    format!("Damping for overlap: {was} then, {now} now.")
}

pub(in crate::explain) fn noise_then_now(was: &str, now: &str) -> String {
    format!("Measurement error: {was} of 100 then, {now} of 100 now.")
}

pub(in crate::explain) fn ratio_then_now(clue: &str, was: &str, now: &str) -> String {
    format!("{clue}: ratio {was} then, {now} now.")
}

pub(in crate::explain) fn clue_added(clue: &str) -> String {
    format!("{clue}: counts now, did not then.")
}

pub(in crate::explain) fn clue_dropped(clue: &str) -> String {
    format!("{clue}: counted then, does not now.")
}

pub(in crate::explain) const CHANGED_OUTSIDE: &str =
    "Rules and program are the same, so the file was changed outside Reassess.";

pub(in crate::explain) fn rules_change(version: &str, what: &str) -> String {
    format!("Changelog, Rules {version}: {what}.")
}
