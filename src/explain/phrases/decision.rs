//! The decision aid.

use crate::assess::RatioStart;

pub(in crate::explain) fn harm_ratio(ratio: &str) -> String {
    if ratio == "1" {
        "Stopping a therapy that works is as bad as waiting on real growth.".to_owned()
    } else {
        format!("Stopping a therapy that works is {ratio} times as bad as waiting on real growth.")
    }
}

pub(in crate::explain) fn ratio_start(ratio: &str, start: RatioStart) -> String {
    let why = match start {
        RatioStart::StableSlow => "stable, slow growth, no critical site",
        RatioStart::Stable => {
            "not worse, and growth is not known to be slow, a site is critical, or signs are not recorded"
        }
        RatioStart::Worse => "clinically worse",
    };
    format!("Starts at {ratio}: {why} (opinion, not counted in any animal).")
}

/// `threshold` and `swelling` are counts of 100.
pub(in crate::explain) fn decision(threshold: &str, swelling: &str, stays: bool) -> String {
    let way = if stays {
        "staying on the therapy until the recheck weighs more"
    } else {
        "a change of therapy is to be discussed now"
    };
    format!(
        "At this ratio staying weighs more once swelling is {threshold} of 100 or more. If the rise is real it is {swelling} of 100: {way}."
    )
}

pub(in crate::explain) fn waiting_head(doubling_days: &str) -> String {
    format!("If it is growth and keeps its last pace (volume doubles in {doubling_days} days), waiting costs:")
}

pub(in crate::explain) fn waiting(
    date: &str,
    days: i32,
    volume: &str,
    rise: &str,
    range: Option<(String, String)>,
) -> String {
    // The spaces are such that no line ends between a number and its percent sign.
    let range = range.map(|(low, high)| format!(" (95\u{a0}%: {low} to {high}\u{a0}%)")).unwrap_or_default();
    format!("{days} days, {date}: volume {volume} times, diameter +{rise}\u{a0}%{range}")
}

pub(in crate::explain) const NO_PACE: &str =
    "What waiting costs cannot be told: the last two sizes show no growth rate.";

pub(in crate::explain) const DECISION_NOTE: &str =
    "The ratio is yours. It changes neither the label nor the recheck, and no such rule has been tested in dogs.";
