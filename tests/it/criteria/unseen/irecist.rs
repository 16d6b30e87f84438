//! iRECIST: the state machine of 1.4 with the usual readings.

use super::recist::{literal, without_progression};
use super::{Day, NewNow, Rest, Story, a_fifth_and_five_mm, lengths, news, some_target_there};

/// What stood at the first iUPD of an open progression.
struct Block {
    on: i64,
    targets: Vec<Option<i64>>,
    target: &'static str,
    by_target: bool,
    by_rest: bool,
    by_new: bool,
    news: Vec<NewNow>,
}

/// iRECIST, visit by visit after the baseline.
pub(super) struct Course {
    pub states: Vec<&'static str>,
    /// The best response up to each visit.
    pub best: Vec<&'static str>,
    /// The day of progression as known at each visit.
    pub progression: Vec<Option<i64>>,
}

/// Confirmation counts from this many days on, less two.
pub(super) fn course(story: &Story, from_days: i64) -> Course {
    let mut states = Vec::new();
    let mut block: Option<Block> = None;
    let mut last_target = "";
    let mut last_state = "";
    let mut progression = Vec::new();
    let mut confirmed = None;
    for (k, day) in story.days.iter().enumerate().skip(1) {
        let state = if confirmed.is_some() {
            "iCPD"
        } else if let Some(open) = &block {
            let state = pending(story, k, day, open, from_days);
            if state == "iCPD" {
                confirmed = Some(open.on);
            }
            if !matches!(state, "iUPD" | "iCPD" | "NE") {
                block = None;
                last_target = literal(story, k);
            }
            state
        } else {
            let mut target = literal(story, k);
            if last_state == "iCR" && some_target_there(story, day) {
                target = "PD";
            }
            if target == "SD" && matches!(last_target, "PR" | "CR") {
                target = "PR";
            }
            if target != "NE" {
                last_target = target;
            }
            let by_rest = day.rest == Rest::Worse || (last_state == "iCR" && day.rest == Rest::Still);
            let by_new =
                new_progress(story, k) || (last_state == "iCR" && news(story, k).iter().any(|new| new.present));
            if target == "PD" || by_rest || by_new {
                block = Some(Block {
                    on: day.on,
                    targets: lengths(story, day),
                    target,
                    by_target: target == "PD",
                    by_rest,
                    by_new,
                    news: news(story, k),
                });
                last_target = "";
                "iUPD"
            } else {
                answered(story, k, target, day.rest)
            }
        };
        if state != "NE" {
            last_state = state;
        }
        states.push(state);
        progression.push(confirmed);
    }
    Course { best: best(&states), states, progression }
}

/// The visit while a progression waits for confirmation.
fn pending(story: &Story, k: usize, day: &Day, block: &Block, from_days: i64) -> &'static str {
    let target = literal(story, k);
    let now = news(story, k);
    let extra = now.iter().zip(&block.news).any(|(now, then)| now.present && !then.present);

    // The rise is over the lesions that were sized at the first iUPD: like with like.
    let mut rise = 0;
    for (now, then) in lengths(story, day).iter().zip(&block.targets) {
        if let Some(then) = then {
            rise += now.unwrap_or(0) - then;
        }
    }
    let mut nlt_rise = 0;
    let mut nlnt_bigger = false;
    for ((now, then), is_target) in now.iter().zip(&block.news).zip(&story.new_targets) {
        let (Some(length), Some(before)) = (now.length, then.length) else { continue };
        if *is_target && then.present {
            nlt_rise += length - before;
        }
        if !*is_target && now.present && length > before {
            nlnt_bigger = true;
        }
    }

    let mut confirms = false;
    if target == "PD" && (!block.by_target || rise >= 50) {
        confirms = true;
    }
    if day.rest == Rest::Worse && (!block.by_rest || day.rest_increased) {
        confirms = true;
    }
    let new_confirm = if block.by_new { nlt_rise >= 50 || nlnt_bigger } else { new_progress(story, k) };
    if extra || new_confirm {
        confirms = true;
    }
    let not_evaluable = target == "NE" || (target.is_empty() && day.rest == Rest::Unknown);
    if not_evaluable && !confirms {
        return "NE";
    }
    if day.on - block.on < from_days - 2 {
        return if day.unscheduled && extra { "iCPD" } else { "iUPD" };
    }
    if confirms {
        return "iCPD";
    }
    let there = |news: &[NewNow]| news.iter().filter(|new| new.present).count();
    let (before, after) = (there(&block.news), there(&now));
    let new_lesions_allow = after == 0 || after < before || nlt_rise <= -50;
    let responded = |target: &str| target == "PR" || target == "CR";
    let better = responded(target) && (!responded(block.target) || rise <= -50);
    if target != "PD" && day.rest != Rest::Worse && (new_lesions_allow || better) {
        return answered(story, k, target, day.rest);
    }
    "iUPD"
}

/// Whether new lesions progress at a visit with no progression open.
fn new_progress(story: &Story, k: usize) -> bool {
    let now = news(story, k);
    let before = news(story, k - 1);
    if now.iter().zip(&before).any(|(now, before)| now.proven && !before.proven) {
        return true;
    }
    // The sum of the target ones, or of the others, a fifth and 5 mm over its lowest; one sized later joins that lowest
    // with its first size.
    for wanted in [true, false] {
        let mut lowest = 0;
        let mut sized_before = vec![false; now.len()];
        for j in 0..=k {
            let (mut joining, mut followed) = (0, 0);
            for (place, new) in news(story, j).iter().enumerate() {
                let before = sized_before.get(place).copied().unwrap_or(false);
                let Some(length) = new.length.filter(|_| story.new_targets.get(place) == Some(&wanted)) else {
                    continue;
                };
                if before {
                    followed += length;
                } else {
                    joining += length;
                }
                if let Some(before) = sized_before.get_mut(place) {
                    *before = true;
                }
            }
            if j == k && a_fifth_and_five_mm(followed, lowest) {
                return true;
            }
            lowest = (lowest + joining).min(followed + joining);
        }
    }
    false
}

/// The response where nothing progresses; complete only with every new lesion gone.
fn answered(story: &Story, k: usize, target: &str, rest: Rest) -> &'static str {
    let still_there = news(story, k).iter().any(|new| new.present);
    match without_progression(target, rest) {
        "CR" if still_there && target.is_empty() => "non-iCR/non-iUPD",
        "CR" if still_there => "iPR",
        "CR" => "iCR",
        "PR" => "iPR",
        "SD" => "iSD",
        "non-CR/non-PD" => "non-iCR/non-iUPD",
        _ => "NE",
    }
}

/// The best of iCR, iPR, iSD before iCPD; otherwise iCPD, iUPD, NE.
fn best(states: &[&'static str]) -> Vec<&'static str> {
    let order = ["iCR", "iPR", "iSD", "non-iCR/non-iUPD", "iCPD", "iUPD", "NE"];
    let mut all = Vec::new();
    for k in 0..states.len() {
        let best = order.iter().find(|word| states.iter().take(k + 1).any(|state| state == *word));
        all.push(best.copied().unwrap_or("NE"));
    }
    all
}
