//! Random histories: a plain description, the case made of it, and how to draw one.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use jiff::civil::Date;
use proptest::collection::vec;
use proptest::prelude::*;
use reassess::domain::clock::date_from_day;
use reassess::domain::{
    Axes, Case, Finding, Length, Lesion, LesionId, LesionKind, Measurement, NewClass, NonTarget, NonTargetChange, Role,
    Size, Visit,
};

/// A history in plain numbers; lengths in tenths of a millimeter.
#[derive(Clone, Debug)]
pub(crate) struct History {
    /// Whether each target is a node.
    pub nodes: Vec<bool>,
    /// Whether each new lesion is a target one.
    pub new_targets: Vec<bool>,
    /// The visits; the first is the baseline.
    pub visits: Vec<Day>,
}

/// One visit.
#[derive(Clone, Debug)]
pub(crate) struct Day {
    pub on: i32,
    /// Sizes by target; `None` is not evaluable.
    pub sizes: Vec<Option<u32>>,
    pub non_target: NonTarget,
    pub change: Option<NonTargetChange>,
    pub news: Vec<New>,
    pub unscheduled: bool,
}

/// A new lesion at a visit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum New {
    NoEntry,
    NotEvaluable,
    Gone,
    Unsized,
    Sized(u32),
    Equivocal(u32),
}

/// The case of a history, with lesions in a given order and dates counted from a given start.
pub(crate) fn case_of(history: &History, start: Date, backward: bool) -> Case {
    let mut lesions = Vec::new();
    for (place, node) in history.nodes.iter().enumerate() {
        let kind = if *node { LesionKind::Nodal } else { LesionKind::NonNodal };
        lesions.push(Lesion { kind, ..Lesion::target(LesionId(0), format!("T{place}")) });
    }
    for (place, target) in history.new_targets.iter().enumerate() {
        let new_class = Some(if *target { NewClass::Target } else { NewClass::NonTarget });
        lesions.push(Lesion { role: Role::New, new_class, ..Lesion::target(LesionId(0), format!("N{place}")) });
    }
    if backward {
        lesions.reverse();
    }
    let mut case = Case::default();
    case.therapy.start = Some(start);
    for (id, lesion) in (0_u32..).zip(lesions) {
        case.add_lesion(Lesion { id: LesionId(id), ..lesion }).unwrap();
    }
    for day in &history.visits {
        let mut visit = Visit::on(date_from_day(start, day.on));
        let id = |name: String| case.lesions().iter().find(|lesion| lesion.name == name).unwrap().id;
        for (place, size) in day.sizes.iter().enumerate() {
            let finding = match size {
                None => Finding::NotEvaluable,
                Some(0) => Finding::Absent,
                Some(tenths) => sized(*tenths),
            };
            visit.measurements.insert(id(format!("T{place}")), Measurement::of(finding));
        }
        for (place, new) in day.news.iter().enumerate() {
            let finding = match new {
                New::NoEntry => continue,
                New::NotEvaluable => Finding::NotEvaluable,
                New::Gone => Finding::Absent,
                New::Unsized => Finding::Present,
                New::Sized(tenths) | New::Equivocal(tenths) => sized(*tenths),
            };
            let equivocal = matches!(new, New::Equivocal(_));
            let measurement = Measurement { equivocal, ..Measurement::of(finding) };
            visit.measurements.insert(id(format!("N{place}")), measurement);
        }
        visit.non_target = Some(day.non_target);
        visit.non_target_change = day.change;
        visit.unscheduled = day.unscheduled;
        case.add_visit(visit).unwrap();
    }
    case
}

/// Every axis the same, so that nodes and masses read the one number.
fn sized(tenths: u32) -> Finding {
    let length = Length::from_tenths(tenths).unwrap();
    Finding::Measured(Size::Axes(Axes::new(Some(length), Some(length), None).unwrap().0))
}

/// Shares of the first size around the edges of the rules.
const PERCENTS: [u32; 20] = [0, 25, 45, 60, 69, 70, 71, 80, 90, 95, 100, 100, 104, 110, 119, 120, 121, 130, 145, 180];
const GAPS: [i32; 9] = [7, 14, 21, 25, 26, 28, 30, 42, 58];
const NEW_SIZES: [u32; 8] = [60, 80, 110, 120, 150, 160, 210, 300];

pub(crate) fn histories() -> impl Strategy<Value = History> {
    (vec(any::<bool>(), 0..=3), vec(any::<bool>(), 0..=3), 1..=7_usize, any::<bool>(), any::<bool>()).prop_flat_map(
        |(nodes, new_targets, n_visits, with_non_target, with_new)| {
            let first = vec(120..=600_u32, nodes.len());
            let days = vec(
                a_day(nodes.len(), new_targets.len(), With { non_target: with_non_target, new_lesions: with_new }),
                n_visits,
            );
            (Just(nodes), Just(new_targets), first, days, any::<bool>()).prop_map(
                move |(nodes, new_targets, first, days, node_only)| {
                    let baseline = Day {
                        on: 0,
                        sizes: first.iter().copied().map(Some).collect(),
                        non_target: if with_non_target || nodes.is_empty() {
                            NonTarget::Present
                        } else {
                            NonTarget::None
                        },
                        change: None,
                        news: vec![New::NoEntry; new_targets.len()],
                        unscheduled: false,
                    };
                    let mut day = 0;
                    let later = days.into_iter().map(|(gap, percents, mut drawn)| {
                        day += gap;
                        drawn.on = day;
                        let percents = percents.iter().zip(&first);
                        drawn.sizes = percents.map(|(percent, first)| percent.map(|p| p * first / 100)).collect();
                        drawn
                    });
                    let visits = std::iter::once(baseline).chain(later).collect();
                    let nodes = if node_only { vec![true; nodes.len()] } else { nodes };
                    History { nodes, new_targets, visits }
                },
            )
        },
    )
}

/// What a history has beside targets.
#[derive(Clone, Copy)]
struct With {
    non_target: bool,
    new_lesions: bool,
}

fn a_day(n_targets: usize, n_new: usize, with: With) -> impl Strategy<Value = (i32, Vec<Option<u32>>, Day)> {
    let size = prop_oneof![19 => prop::sample::select(PERCENTS.to_vec()).prop_map(Some), 1 => Just(None)];
    // One share for all targets as often as not, so that edges are hit with several targets too.
    let alike = size.clone().prop_map(move |size| vec![size; n_targets]);
    let sizes = prop_oneof![alike, vec(size, n_targets)];
    let non_target = if with.non_target || n_targets == 0 {
        prop_oneof![
            5 => Just(NonTarget::NonCrNonPd),
            2 => Just(NonTarget::CompleteResponse),
            2 => Just(NonTarget::Progression),
            1 => Just(NonTarget::NotEvaluable),
        ]
        .boxed()
    } else {
        Just(NonTarget::None).boxed()
    };
    let change = prop_oneof![
        Just(None),
        Just(Some(NonTargetChange::Increase)),
        Just(Some(NonTargetChange::Same)),
        Just(Some(NonTargetChange::Decrease)),
    ];
    let new = if with.new_lesions {
        let size = || prop::sample::select(NEW_SIZES.to_vec());
        prop_oneof![
            5 => Just(New::NoEntry),
            1 => Just(New::NotEvaluable),
            2 => Just(New::Gone),
            1 => Just(New::Unsized),
            4 => size().prop_map(New::Sized),
            1 => size().prop_map(New::Equivocal),
        ]
        .boxed()
    } else {
        Just(New::NoEntry).boxed()
    };
    let gap = prop::sample::select(GAPS.to_vec());
    (gap, sizes, non_target, change, vec(new, n_new), prop::bool::weighted(0.2)).prop_map(
        |(gap, sizes, non_target, change, news, unscheduled)| {
            (gap, sizes, Day { on: 0, sizes: Vec::new(), non_target, change, news, unscheduled })
        },
    )
}
