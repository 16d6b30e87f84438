//! RECIST 1.1, iRECIST and irRC once more, written from the papers' tables over plain numbers, to compare with.
//!
//! Nothing of the library's engines is used, only the names of its states.
#![expect(clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]
#![expect(clippy::cast_possible_truncation, reason = "percentages of sizes here are far below 2^52")]

use std::collections::BTreeMap;

use reassess::domain::{NonTarget, NonTargetChange};

use super::random::{Day, History, New};

/// What one visit is called.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Called {
    pub target: &'static str,
    pub recist: &'static str,
    pub irecist: &'static str,
    pub progression_day: Option<i32>,
    pub ibor: &'static str,
    /// Tenths of a millimeter, where a sum is shown.
    pub sum: Option<i64>,
    /// Tenths of a percent from the baseline and from the nadir.
    pub percents: [Option<i64>; 2],
    /// irRC, empty without targets, and its burden in hundredths of a square millimeter.
    pub irrc: (&'static str, Option<i64>),
}

/// A new lesion as last known: there or not, and its size once known.
type News = BTreeMap<usize, (bool, Option<i64>)>;

struct Block {
    day: i32,
    sod: BTreeMap<usize, i64>,
    target: &'static str,
    by_target: bool,
    by_non_target: bool,
    by_new: bool,
    news: News,
}

#[expect(clippy::too_many_lines, reason = "one walk down the rules, kept together on purpose")]
pub(super) fn call(history: &History) -> Vec<Called> {
    let baseline: i64 = history.visits[0].sizes.iter().map(|size| i64::from(size.unwrap_or(0))).sum();
    let mut nadir = baseline;
    let mut news = News::new();
    // RECIST
    let (mut kept, mut was_cr) = (false, false);
    // iRECIST
    let (mut i_kept, mut was_icr) = (false, false);
    let mut block: Option<Block> = None;
    let mut done: Option<i32> = None;
    let mut low: [i64; 2] = [0, 0];
    let mut sized_before: Vec<usize> = Vec::new();
    let mut seen: Vec<usize> = Vec::new();
    let mut areas = Areas::new(&history.visits[0]);
    let mut best = "NE";

    let mut called = Vec::new();
    for visit in &history.visits[1..] {
        areas.update(&news, visit);
        update_news(&mut news, visit);
        let present: Vec<usize> = news.iter().filter(|(_, state)| state.0).map(|(id, _)| *id).collect();
        let target = literal(history, visit, baseline, nadir);
        let has_targets = !history.nodes.is_empty();
        let returned = visit.sizes.iter().zip(&history.nodes).any(|(size, node)| match size {
            None | Some(0) => false,
            Some(tenths) => !node || *tenths >= 100,
        });

        // RECIST 1.1
        let mut with_memory = target;
        if kept && with_memory == "SD" {
            with_memory = "PR";
        }
        if was_cr && returned {
            with_memory = "PD";
        }
        let recist = if present.is_empty() { overall(has_targets, with_memory, visit.non_target) } else { "PD" };
        if recist == "PD" {
            kept = false;
        } else if has_targets && with_memory != "NE" {
            kept = with_memory == "PR" || with_memory == "CR";
        }
        if recist != "NE" {
            was_cr = recist == "CR";
        }

        // iRECIST
        let sum_of = |news: &News, is_target: bool, among: &dyn Fn(usize) -> bool| -> i64 {
            let of_class = news.iter().filter(|(id, _)| history.new_targets[**id] == is_target && among(**id));
            of_class.filter_map(|(_, state)| state.1).sum()
        };
        let never_seen = present.iter().any(|id| !seen.contains(id));
        let regrown = [true, false].iter().zip(low).any(|(is_target, low)| {
            let sum = sum_of(&news, *is_target, &|id| sized_before.contains(&id));
            sum - low >= 50 && 5 * sum >= 6 * low
        });
        let new_progress = never_seen || regrown;

        let irecist = if done.is_some() {
            "iCPD"
        } else if let Some(open) = block.take() {
            let days = visit.on - open.day;
            let sod: i64 = visit
                .sizes
                .iter()
                .enumerate()
                .filter(|(id, _)| open.sod.contains_key(id))
                .map(|(_, size)| i64::from(size.unwrap_or(0)))
                .sum();
            let open_sod: i64 = open.sod.values().sum();
            let extra = present.iter().any(|id| !open.news.get(id).is_some_and(|state| state.0));
            let followed = |id: usize| {
                open.news.get(&id).is_some_and(|state| state.0 && state.1.is_some()) && news[&id].1.is_some()
            };
            let nlt_then = sum_of(&open.news, true, &followed);
            let nlt_now = sum_of(&news, true, &followed);
            let nlnt_grew = present.iter().any(|id| {
                let then = open.news.get(id).and_then(|state| state.1);
                !history.new_targets[*id] && then.is_some() && news[id].1 > then
            });
            let confirmed = if open.by_target { target == "PD" && sod - open_sod >= 50 } else { target == "PD" }
                || (visit.non_target == NonTarget::Progression
                    && (!open.by_non_target || visit.change == Some(NonTargetChange::Increase)))
                || extra
                || (open.by_new && (nlt_now - nlt_then >= 50 || nlnt_grew))
                || (!open.by_new && new_progress);
            if !confirmed && (if has_targets { target == "NE" } else { visit.non_target == NonTarget::NotEvaluable }) {
                block = Some(open);
                "NE"
            } else if days < 26 && !(visit.unscheduled && extra) {
                block = Some(open);
                "iUPD"
            } else if confirmed {
                done = Some(open.day);
                "iCPD"
            } else {
                let then_present = open.news.values().filter(|state| state.0).count();
                let stable = !present.is_empty() && present.len() >= then_present && nlt_then - nlt_now < 50;
                let responds = |target| has_targets && (target == "PR" || target == "CR");
                let better = responds(target) && (!responds(open.target) || sod <= open_sod - 50);
                if target != "PD" && visit.non_target != NonTarget::Progression && (!stable || better) {
                    (i_kept, was_icr) = (false, false);
                    respond(has_targets, target, visit, &present, &mut i_kept, &mut was_icr)
                } else {
                    block = Some(open);
                    "iUPD"
                }
            }
        } else {
            let mut with_memory = target;
            if i_kept && with_memory == "SD" {
                with_memory = "PR";
            }
            if was_icr && returned {
                with_memory = "PD";
            }
            let by_target = has_targets && with_memory == "PD";
            let by_non_target = visit.non_target == NonTarget::Progression;
            let by_new = new_progress || (was_icr && !present.is_empty());
            if by_target || by_non_target || by_new {
                let sizes = visit.sizes.iter().enumerate();
                let sod = sizes.filter_map(|(id, size)| size.map(|size| (id, i64::from(size)))).collect();
                let target = if has_targets { with_memory } else { "NE" };
                block =
                    Some(Block { day: visit.on, sod, target, by_target, by_non_target, by_new, news: news.clone() });
                (i_kept, was_icr) = (false, false);
                "iUPD"
            } else {
                respond(has_targets, with_memory, visit, &present, &mut i_kept, &mut was_icr)
            }
        };

        for (place, is_target) in [true, false].into_iter().enumerate() {
            let joined = sum_of(&news, is_target, &|id| !sized_before.contains(&id));
            let all = sum_of(&news, is_target, &|_| true);
            low[place] = all.min(low[place] + joined);
        }
        sized_before = news
            .iter()
            .filter(|(id, state)| state.1.is_some() || sized_before.contains(id))
            .map(|(id, _)| *id)
            .collect();
        seen = news.keys().copied().collect();
        let assessed: Vec<i64> = visit.sizes.iter().flatten().map(|size| i64::from(*size)).collect();
        let complete = has_targets && assessed.len() == visit.sizes.len();
        let sum = (!assessed.is_empty() && (complete || recist == "PD")).then(|| assessed.iter().sum());
        let percents = [baseline, nadir].map(|reference| {
            // Multiplied first: whole numbers keep a half a half, which 0.5075 x 1000 is not.
            let tenths = (1000 * (sum? - reference)) as f64 / reference as f64;
            (reference > 0).then(|| tenths.round() as i64)
        });
        let irrc = areas.call(visit, present.is_empty());
        let order = ["iCR", "iPR", "iSD", "non-iCR/non-iUPD", "iCPD", "iUPD", "NE"];
        let rank = |state| order.iter().position(|own| *own == state);
        if rank(irecist) < rank(best) {
            best = irecist;
        }
        if complete {
            nadir = nadir.min(assessed.iter().sum());
        }
        called.push(Called { target, recist, irecist, progression_day: done, ibor: best, sum, percents, irrc });
    }
    called
}

fn respond(
    has_targets: bool,
    target: &'static str,
    visit: &Day,
    present: &[usize],
    kept: &mut bool,
    was_icr: &mut bool,
) -> &'static str {
    if has_targets && target != "NE" {
        *kept = target == "PR" || target == "CR";
    }
    let state = match overall(has_targets, target, visit.non_target) {
        "CR" if present.is_empty() => "iCR",
        "CR" if has_targets => "iPR",
        "CR" | "non-CR/non-PD" => "non-iCR/non-iUPD",
        "PR" => "iPR",
        "SD" => "iSD",
        "NE" => "NE",
        other => panic!("{other} is no response"),
    };
    if state != "NE" {
        *was_icr = state == "iCR";
    }
    state
}

fn literal(history: &History, visit: &Day, baseline: i64, nadir: i64) -> &'static str {
    if history.nodes.is_empty() {
        return "NE";
    }
    let complete = visit.sizes.iter().all(Option::is_some);
    let sod: i64 = visit.sizes.iter().flatten().map(|size| i64::from(*size)).sum();
    let gone = visit.sizes.iter().zip(&history.nodes).all(|(size, node)| match (size, node) {
        (Some(size), true) => *size < 100,
        (Some(size), false) => *size == 0,
        (None, _) => false,
    });
    let progression = if nadir == 0 { sod > 0 } else { 10 * (sod - nadir) >= 2 * nadir && sod - nadir >= 50 };
    if gone {
        "CR"
    } else if progression {
        "PD"
    } else if !complete {
        "NE"
    } else if 10 * sod <= 7 * baseline {
        "PR"
    } else {
        "SD"
    }
}

/// Tables 1 and 2 of RECIST 1.1, without new lesions.
fn overall(has_targets: bool, target: &'static str, non_target: NonTarget) -> &'static str {
    use NonTarget as N;
    if non_target == N::Progression {
        return "PD";
    }
    if has_targets {
        return match (target, non_target) {
            ("CR", N::NonCrNonPd | N::Present | N::NotEvaluable) => "PR",
            (target, _) => target,
        };
    }
    match non_target {
        N::CompleteResponse => "CR",
        N::NonCrNonPd | N::Present => "non-CR/non-PD",
        _ => "NE",
    }
}

fn update_news(news: &mut News, visit: &Day) {
    for (id, new) in visit.news.iter().enumerate() {
        let known = news.get(&id).copied();
        let state = match (new, known) {
            (New::NoEntry | New::NotEvaluable, _) | (New::Gone | New::Equivocal(_), None) => continue,
            (New::Gone, Some(_)) => (false, Some(0)),
            (New::Sized(size), _) | (New::Equivocal(size), Some(_)) => (true, Some(i64::from(*size))),
            // Seen again without a size: the last one stands, unless it had gone.
            (New::Unsized, known) => (true, known.and_then(|state| state.1).filter(|size| *size > 0)),
        };
        news.insert(id, state);
    }
}

/// irRC: sums of squares, since both diameters of every lesion here are one number.
struct Areas {
    baseline: i64,
    nadir: i64,
    since: Option<i32>,
    /// What each new lesion adds; `None` where it counted before and was not measured now.
    news: BTreeMap<usize, Option<i64>>,
}

impl Areas {
    fn new(first: &Day) -> Self {
        let baseline = first.sizes.iter().flatten().map(|size| i64::from(*size).pow(2)).sum();
        Self { baseline, nadir: baseline, since: None, news: BTreeMap::new() }
    }

    fn update(&mut self, known: &News, visit: &Day) {
        for (id, new) in visit.news.iter().enumerate() {
            let before = self.news.get(&id).copied();
            let still = before.map_or(Some(0), |area| area.filter(|area| *area == 0));
            let now = match new {
                New::Gone if known.contains_key(&id) => Some(0),
                New::Sized(size) => Some(i64::from(*size).pow(2)),
                New::Equivocal(size) if known.contains_key(&id) => Some(i64::from(*size).pow(2)),
                New::Unsized => still,
                New::NoEntry | New::NotEvaluable if known.contains_key(&id) => still,
                _ => continue,
            };
            self.news.insert(id, now);
        }
    }

    fn call(&mut self, visit: &Day, no_new: bool) -> (&'static str, Option<i64>) {
        if visit.sizes.is_empty() {
            return ("", None);
        }
        let targets: Vec<i64> = visit.sizes.iter().flatten().map(|size| i64::from(*size).pow(2)).collect();
        if targets.is_empty() {
            return ("NE", None);
        }
        let complete = targets.len() == visit.sizes.len() && self.news.values().all(Option::is_some);
        let total: i64 = targets.iter().chain(self.news.values().flatten()).sum();
        let called = if total > 0 && 100 * total >= 125 * self.nadir {
            let since = *self.since.get_or_insert(visit.on);
            if visit.on - since >= 26 { "irPD_c" } else { "irPD_u" }
        } else if complete {
            self.since = None;
            let gone = matches!(visit.non_target, NonTarget::None | NonTarget::CompleteResponse) && no_new;
            match total {
                0 if gone => "irCR",
                total if 2 * total <= self.baseline => "irPR",
                _ => "irSD",
            }
        } else {
            "NE"
        };
        if complete {
            self.nadir = self.nadir.min(total);
        }
        (called, (called != "NE").then_some(total))
    }
}
