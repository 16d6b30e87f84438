//! Generated histories as the domain holds them and as the naive implementation reads them.
//!
//! The courses come from `random.rs`; here each gets what they lack: two different diameters, findings too small to
//! measure or in parts, missing entries, nodes among the new lesions, classes left to the rule, injected targets.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use proptest::prelude::*;
use reassess::domain::{
    Axes, Case, Finding, Length, LesionKind, Measurement, NewClass, NonTarget, NonTargetChange, Size,
};

use super::super::fixture::START;
use super::super::random::{History, New, case_of, histories};
use super::{Day, Rest, Seen, Story};

/// A course with a number from which its details are drawn.
pub(super) fn stories() -> impl Strategy<Value = (History, u64)> {
    (histories(), any::<u64>())
}

/// A number from 0 to under `n`, always the same for one detail of one story.
fn draw(seed: u64, detail: [usize; 3], n: u64) -> u64 {
    let mut mixed = seed;
    for part in detail {
        mixed = (mixed ^ part as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
    }
    (mixed ^ (mixed >> 32)) % n
}

fn axes(long: u32, short: u32) -> Axes {
    Axes::new(Some(Length::from_tenths(long).unwrap()), Some(Length::from_tenths(short).unwrap()), None).unwrap().0
}

fn measured(long: u32, short: u32) -> (Finding, Seen) {
    let (l, s) = (i64::from(long), i64::from(short));
    (Finding::Measured(Size::Axes(axes(long, short))), Seen::Sized { long: l, short: s, area: l * s })
}

/// A lesion whose counted length is `tenths`: the short axis of a node, the longest diameter of anything else.
fn sized(node: bool, tenths: u32, share: u64) -> (Finding, Seen) {
    let share = u32::try_from(60 + 10 * share).unwrap();
    if node { measured(tenths * 100 / share, tenths) } else { measured(tenths, tenths * share / 100) }
}

fn target(node: bool, size: Option<u32>, seed: u64, place: [usize; 3]) -> Option<(Finding, Seen)> {
    let [what, k, lesion] = place;
    let kind = draw(seed, [what + 1, k, lesion], 12);
    Some(match size {
        // The first target always has a row: a visit without any has no categories.
        None if kind < 4 && lesion > 0 => return None,
        None => (Finding::NotEvaluable, Seen::NotEvaluable),
        Some(0) => (Finding::Absent, Seen::Gone),
        Some(tenths) if kind == 0 && tenths < 150 => {
            (Finding::TooSmall(None), Seen::Sized { long: 50, short: 50, area: 2500 })
        }
        Some(tenths) if kind == 1 && tenths < 150 => {
            let (_, seen) = sized(node, tenths, 4);
            let Finding::Measured(size) = sized(node, tenths, 4).0 else { unreachable!() };
            (Finding::TooSmall(Some(size)), seen)
        }
        Some(tenths) if kind == 2 && !node && tenths >= 40 => {
            let (one, other) = (tenths * 2 / 3, tenths - tenths * 2 / 3);
            let (l, o) = (i64::from(one), i64::from(other));
            let parts = vec![axes(one, one / 2), axes(other, other / 2)];
            let area = l * (l / 2) + o * (o / 2);
            (Finding::Fragmented(parts), Seen::Sized { long: l + o, short: l / 2 + o / 2, area })
        }
        Some(tenths) => sized(node, tenths, draw(seed, [what + 2, lesion, 0], 5)),
    })
}

fn new(node: bool, new: New, share: u64) -> Option<(Finding, Seen, bool)> {
    let (finding, seen) = match new {
        New::NoEntry => return None,
        New::NotEvaluable => (Finding::NotEvaluable, Seen::NotEvaluable),
        New::Gone => (Finding::Absent, Seen::Gone),
        New::Unsized => (Finding::Present, Seen::Unsized),
        New::Sized(tenths) | New::Equivocal(tenths) => sized(node, tenths, share),
    };
    Some((finding, seen, matches!(new, New::Equivocal(_))))
}

/// The two forms of one story.
pub(super) fn both(history: &History, seed: u64) -> (Case, Story) {
    let mut case = case_of(history, START, false);
    let mut story = Story { nodes: history.nodes.clone(), ..Story::default() };
    let by_rule = draw(seed, [1, 0, 0], 3) == 0;
    let any_injected = draw(seed, [2, 0, 0], 3) == 0;
    for lesion in 0..history.nodes.len() {
        story.injected.push(any_injected && draw(seed, [3, lesion, 0], 2) == 0);
    }
    for lesion in 0..history.new_targets.len() {
        story.new_nodes.push(draw(seed, [4, lesion, 0], 3) == 0);
    }
    let ids: Vec<_> = case.lesions().iter().map(|lesion| lesion.id).collect();
    let (targets, news) = ids.split_at(history.nodes.len());
    for (k, day) in history.visits.iter().enumerate() {
        let mut visit = case.visits().get(k).unwrap().clone();
        let date = visit.date;
        visit.measurements.clear();
        let mut seen = Vec::new();
        for (lesion, (id, node)) in targets.iter().zip(&history.nodes).enumerate() {
            let size = day.sizes[lesion];
            // The baseline is measured plainly, so that every story has one.
            let found = if k == 0 {
                size.map(|size| sized(*node, size, draw(seed, [12, lesion, 0], 5)))
            } else {
                target(*node, size, seed, [10, k, lesion])
            };
            seen.push(found.as_ref().map_or(Seen::NoEntry, |(_, seen)| *seen));
            if let Some((finding, _)) = found {
                let injected = any_injected.then_some(story.injected[lesion]);
                visit.measurements.insert(*id, Measurement { injected, ..Measurement::of(finding) });
            }
        }
        let mut new_seen = Vec::new();
        for (lesion, (id, node)) in news.iter().zip(&story.new_nodes).enumerate() {
            let found = new(*node, day.news[lesion], draw(seed, [20, lesion, 0], 5));
            new_seen.push(found.as_ref().map_or((Seen::NoEntry, false), |(_, seen, equivocal)| (*seen, *equivocal)));
            if let Some((finding, _, equivocal)) = found {
                visit.measurements.insert(*id, Measurement { equivocal, ..Measurement::of(finding) });
            }
        }
        case.update_visit(date, visit).unwrap();
        story.days.push(Day {
            on: i64::from(day.on),
            targets: seen,
            rest: match day.non_target {
                NonTarget::None => Rest::Nothing,
                NonTarget::CompleteResponse => Rest::Gone,
                NonTarget::Present | NonTarget::NonCrNonPd => Rest::Still,
                NonTarget::Progression => Rest::Worse,
                NonTarget::NotEvaluable => Rest::Unknown,
            },
            rest_increased: day.change == Some(NonTargetChange::Increase),
            news: new_seen,
            unscheduled: day.unscheduled,
        });
    }
    for (lesion, id) in news.iter().enumerate() {
        let node = story.new_nodes[lesion];
        let given = history.new_targets[lesion];
        let mut changed = case.lesion(*id).unwrap().clone();
        changed.kind = if node { LesionKind::Nodal } else { LesionKind::NonNodal };
        changed.new_class = match (by_rule, given) {
            (true, _) => None,
            (false, true) => Some(NewClass::Target),
            (false, false) => Some(NewClass::NonTarget),
        };
        case.update_lesion(changed).unwrap();
    }
    story.new_targets = if by_rule { story.new_targets_by_size() } else { history.new_targets.clone() };
    (case, story)
}
