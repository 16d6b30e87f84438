//! RECIST 1.1 and cRECIST, visit by visit.

use super::{Rest, Story, a_fifth_and_five_mm, lengths, news, some_target_there, sum, targets_gone};

/// One visit after the baseline.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// Tenths of a millimeter.
    pub sod: Option<i64>,
    pub from_baseline: Option<i64>,
    pub from_nadir: Option<i64>,
    /// Tenths of a millimeter.
    pub over_nadir: Option<i64>,
    /// The target response with no memory but the nadir; empty without targets.
    pub target: &'static str,
    pub overall: &'static str,
}

/// Tenths of a percent, half away from zero.
fn tenths_of_percent(now: i64, before: i64) -> Option<i64> {
    if before == 0 {
        return None;
    }
    let twice = 2 * 1000 * (now - before);
    Some(if twice >= 0 { (twice + before) / (2 * before) } else { -((-twice + before) / (2 * before)) })
}

/// The sum at the baseline.
pub(super) fn baseline(story: &Story) -> Option<i64> {
    let (sum, all) = sum(&lengths(story, story.days.first()?));
    all.then_some(sum)
}

/// The smallest fully evaluable sum before visit `k`.
pub(super) fn nadir(story: &Story, k: usize) -> Option<i64> {
    let mut lowest: Option<i64> = None;
    for day in story.days.iter().take(k) {
        let (sum, all) = sum(&lengths(story, day));
        if all && lowest.is_none_or(|lowest| sum < lowest) {
            lowest = Some(sum);
        }
    }
    lowest
}

/// The target response at visit `k` with no memory but the nadir.
pub(super) fn literal(story: &Story, k: usize) -> &'static str {
    let Some(day) = story.days.get(k) else { return "" };
    if story.nodes.is_empty() {
        return "";
    }
    let (Some(baseline), Some(nadir)) = (baseline(story), nadir(story, k)) else { return "NE" };
    if targets_gone(story, day) {
        return "CR";
    }
    let (now, all) = sum(&lengths(story, day));
    if a_fifth_and_five_mm(now, nadir) || (nadir == 0 && now > 0) {
        return "PD";
    }
    if !all {
        return "NE";
    }
    if 10 * now <= 7 * baseline { "PR" } else { "SD" }
}

/// The overall table of 1.2 (and, with other words, of 1.4) where nothing progresses.
pub(super) fn without_progression(target: &str, rest: Rest) -> &'static str {
    match (target, rest) {
        ("" | "CR", Rest::Gone) | ("CR", Rest::Nothing) => "CR",
        ("", Rest::Still) => "non-CR/non-PD",
        ("CR" | "PR", _) => "PR",
        ("SD", _) => "SD",
        _ => "NE",
    }
}

/// Every visit after the baseline; `keep` tells whether a response is kept through a progression of other lesions.
pub(super) fn rows(story: &Story) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut last_target = "";
    let mut last_overall = "";
    for (k, day) in story.days.iter().enumerate().skip(1) {
        let target = literal(story, k);
        let mut counted = target;
        // "Also PD if the previous overall response was CR and a malignant lesion reappears".
        if last_overall == "CR" && some_target_there(story, day) {
            counted = "PD";
        }
        // "PR is kept until PD is met".
        if counted == "SD" && (last_target == "PR" || last_target == "CR") {
            counted = "PR";
        }
        let rest_returned = last_overall == "CR" && day.rest == Rest::Still;
        let a_new_one = news(story, k).iter().any(|new| new.present);
        let overall = if counted == "PD" || day.rest == Rest::Worse || rest_returned || a_new_one {
            "PD"
        } else {
            without_progression(counted, day.rest)
        };
        if overall == "PD" {
            last_target = "PD";
        } else if counted != "NE" {
            last_target = counted;
        }
        if overall != "NE" {
            last_overall = overall;
        }
        // "A row that is PD although a target was not assessed shows the sums of the assessed targets".
        let assessed = lengths(story, day);
        let (now, all) = sum(&assessed);
        let shown = assessed.iter().any(Option::is_some) && (all || overall == "PD");
        let baseline = baseline(story).filter(|_| shown);
        let nadir = nadir(story, k).filter(|_| shown);
        rows.push(Row {
            sod: shown.then_some(now),
            from_baseline: baseline.and_then(|baseline| tenths_of_percent(now, baseline)),
            from_nadir: nadir.and_then(|nadir| tenths_of_percent(now, nadir)),
            over_nadir: nadir.map(|nadir| now - nadir),
            target,
            overall,
        });
    }
    rows
}

/// The best overall response up to each visit, without confirmation; RECIST ends with the first progression.
///
/// Stable disease counts from six weeks after the baseline.
pub(super) fn best(story: &Story) -> Vec<&'static str> {
    let order = ["CR", "PR", "SD", "non-CR/non-PD", "PD", "NE"];
    let start = story.days.first().map_or(0, |day| day.on);
    let mut best = "NE";
    let mut ended = false;
    let mut all = Vec::new();
    for (row, day) in rows(story).iter().zip(story.days.iter().skip(1)) {
        let early = matches!(row.overall, "SD" | "non-CR/non-PD") && day.on - start < 42;
        let place = |word: &str| order.iter().position(|other| *other == word);
        if !ended && !early && place(row.overall) < place(best) {
            best = row.overall;
        }
        ended = ended || row.overall == "PD";
        all.push(best);
    }
    all
}
