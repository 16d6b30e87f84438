//! The short cards of 1.6: WHO, irRECIST, imRECIST, the sums of itRECIST, and peripheral nodal lymphoma.

use super::{Day, Rest, Story, a_fifth_and_five_mm, lengths, news, sum, targets_gone};

fn any_new(story: &Story, k: usize) -> bool {
    news(story, k).iter().any(|new| new.present)
}

fn rest_gone(day: &Day) -> bool {
    matches!(day.rest, Rest::Nothing | Rest::Gone)
}

/// WHO: products; a quarter more in one lesion, or a new lesion, is progression.
pub(super) fn who(story: &Story) -> Vec<&'static str> {
    let areas = |k: usize| -> Vec<Option<i64>> {
        story.days.get(k).map_or_else(Vec::new, |day| day.targets.iter().map(|seen| seen.area()).collect())
    };
    let mut rows = Vec::new();
    for (k, day) in story.days.iter().enumerate().skip(1) {
        let mut grown = false;
        for (place, now) in areas(k).iter().enumerate() {
            let smallest = (0..k).filter_map(|j| areas(j).get(place).copied().flatten()).min();
            if let (Some(now), Some(smallest)) = (now, smallest) {
                grown = grown || (*now > smallest && 100 * now >= 125 * smallest);
            }
        }
        let (now, all) = sum(&areas(k));
        let (baseline, _) = sum(&areas(0));
        rows.push(if story.nodes.is_empty() {
            ""
        } else if grown || day.rest == Rest::Worse || any_new(story, k) {
            "PD"
        } else if !all {
            "NE"
        } else if now == 0 && rest_gone(day) {
            "CR"
        } else if 2 * now <= baseline {
            "PR"
        } else {
            "SD"
        });
    }
    rows
}

/// The sum of the targets and of the measurable new lesions as far as it is known, and whether that is all of it.
///
/// Nothing where no target was measured.
fn burden(story: &Story, k: usize) -> Option<(i64, bool)> {
    let mut values = lengths(story, story.days.get(k)?);
    if values.iter().all(Option::is_none) {
        return None;
    }
    for (new, target) in news(story, k).iter().zip(&story.new_targets) {
        // One that was never sized adds nothing.
        if *target && new.proven && !(new.assessed && new.length.is_none()) {
            values.push(new.length.filter(|_| new.assessed));
        }
    }
    Some(sum(&values))
}

/// irRECIST and imRECIST, which differ in the best response alone: new lesions add to the sum.
pub(super) fn with_new_added(story: &Story) -> Vec<&'static str> {
    let mut rows = Vec::new();
    let mut first_of_run: Option<i64> = None;
    for (k, day) in story.days.iter().enumerate().skip(1) {
        if story.nodes.is_empty() {
            rows.push("");
            continue;
        }
        let (Some((now, all)), Some((baseline, _))) = (burden(story, k), burden(story, 0)) else {
            rows.push("NE");
            continue;
        };
        let complete = |j: usize| burden(story, j).filter(|(_, all)| *all).map(|(burden, _)| burden);
        let nadir = (0..k).filter_map(complete).min().unwrap_or(baseline);
        // "RECIST lengths": complete is asked before progression, and other disease only keeps it from being complete.
        let mut news_there = news(story, k).into_iter().zip(&story.new_targets);
        let gone = all && targets_gone(story, day) && !news_there.any(|(new, target)| *target && new.present);
        let progresses = !gone && (a_fifth_and_five_mm(now, nadir) || (nadir == 0 && now > 0));
        rows.push(if progresses {
            let first = *first_of_run.get_or_insert(day.on);
            if day.on - first >= 26 { "PD_c" } else { "PD_u" }
        } else if !all {
            "NE"
        } else {
            first_of_run = None;
            if gone && rest_gone(day) && !any_new(story, k) {
                "CR"
            } else if gone || 10 * now <= 7 * baseline {
                "PR"
            } else {
                "SD"
            }
        });
    }
    rows
}

/// The sums of the injected and of the other targets, each where all of its lesions are known.
pub(super) fn split_sums(story: &Story, day: &Day) -> (Option<i64>, Option<i64>) {
    let part = |wanted: bool| {
        let mut values = Vec::new();
        for (length, injected) in lengths(story, day).into_iter().zip(&story.injected) {
            if *injected == wanted {
                values.push(length);
            }
        }
        let (sum, all) = sum(&values);
        (all && !values.is_empty()).then_some(sum)
    };
    (part(true), part(false))
}

/// Peripheral nodal lymphoma: longest diameters, of nodes too.
pub(super) fn lymphoma(story: &Story) -> Vec<&'static str> {
    let longest = |day: &Day| -> (i64, bool) {
        let values: Vec<_> = day.targets.iter().map(|seen| seen.length(false)).collect();
        sum(&values)
    };
    let mut rows = Vec::new();
    for (k, day) in story.days.iter().enumerate().skip(1) {
        let (now, all) = longest(day);
        let baseline = story.days.first().map_or((0, false), longest).0;
        let nadir = story.days.iter().take(k).map(longest).filter(|(_, all)| *all).map(|(sum, _)| sum).min();
        let nadir = nadir.unwrap_or(baseline);
        rows.push(if story.nodes.is_empty() || story.nodes.contains(&false) {
            ""
        } else if any_new(story, k) || day.rest == Rest::Worse || (now > nadir && 10 * (now - nadir) >= 2 * nadir) {
            "PD"
        } else if !all {
            "NE"
        } else if now == 0 && rest_gone(day) {
            // A node judged normal is recorded as gone.
            "CR"
        } else if 10 * now <= 7 * baseline {
            "PR"
        } else {
            "SD"
        });
    }
    rows
}
