//! The rows under the time axis: clinical signs, doses, steroids and other events.

use super::build::Context;
use super::format::words_on;
use super::input::{EventDay, PointState, SignsDay, SizePoint};
use super::lines::label;
use super::model::{Geometry, Lane, Link, Mark, MarkId};
use super::palette::Role;
use super::points::lesion_name;
use super::view::Audience;
use crate::domain::{EventKind, Grade, Role as LesionRole};
use crate::series::Basis;

/// A lane of clinical signs.
struct SignLane {
    key: &'static str,
    label: &'static str,
    /// What a grade is a grade of, in VCOG v1.1.
    graded: &'static str,
    grade: fn(&SignsDay) -> Option<Grade>,
}

const SIGN_LANES: [SignLane; 3] = [
    SignLane { key: "energy", label: "Lethargy", graded: "lethargy", grade: |signs| signs.lethargy },
    SignLane { key: "appetite", label: "Appetite", graded: "loss of appetite", grade: |signs| signs.appetite },
    SignLane { key: "pain", label: "Pain", graded: "pain", grade: |signs| signs.pain },
];

/// After a grade: what it is by, and from where to where.
pub(super) const SCALE: &str = " (VCOG v1.1, 0–4)";

/// A lane of events.
struct EventLane {
    key: &'static str,
    label: &'static str,
    role: Role,
    holds: fn(EventKind) -> bool,
}

const EVENT_LANES: [EventLane; 3] = [
    EventLane { key: "doses", label: "Doses", role: Role::Accent, holds: is_dose },
    EventLane { key: "steroid", label: "Steroid", role: Role::Treatment, holds: is_steroid },
    EventLane {
        key: "events",
        label: "Events",
        role: Role::Treatment,
        holds: |kind| !is_dose(kind) && !is_steroid(kind),
    },
];

const fn is_dose(kind: EventKind) -> bool {
    matches!(kind, EventKind::TherapyStart | EventKind::TherapyStop | EventKind::Dose | EventKind::Injection)
}

const fn is_steroid(kind: EventKind) -> bool {
    matches!(kind, EventKind::SteroidStart | EventKind::SteroidStop | EventKind::SteroidChange)
}

/// Fills the lanes that have something in them; the owner's chart has none.
pub(super) fn lanes(context: &Context<'_>, marks: &mut Vec<Mark>) -> Vec<Lane> {
    let mut lanes = Vec::new();
    if context.view.audience == Audience::Owner {
        return lanes;
    }
    for lane in SIGN_LANES {
        let graded: Vec<(&SignsDay, Grade)> =
            context.input.signs.iter().filter_map(|signs| Some((signs, (lane.grade)(signs)?))).collect();
        if graded.is_empty() {
            continue;
        }
        for (signs, grade) in graded {
            marks.push(dot(context, lanes.len(), &lane, signs, grade.get()));
        }
        lanes.push(Lane { key: lane.key, label: lane.label.to_owned() });
    }
    for lane in EVENT_LANES {
        let events: Vec<&EventDay> = context.input.events.iter().filter(|event| (lane.holds)(event.kind)).collect();
        if events.is_empty() {
            continue;
        }
        if lane.key == "steroid" {
            courses(context, lanes.len(), &events, marks);
        }
        let mut before = None;
        let mut same_day = 0;
        for event in events {
            same_day = if before == Some(event.day) { same_day + 1 } else { 0 };
            before = Some(event.day);
            marks.push(tick(context, lanes.len(), &lane, event, same_day));
        }
        lanes.push(Lane { key: lane.key, label: lane.label.to_owned() });
    }
    new_lesions(context, &mut lanes, marks);
    lanes
}

/// A tick where each new lesion was first seen: a progression that the line of sizes does not show.
fn new_lesions(context: &Context<'_>, lanes: &mut Vec<Lane>, marks: &mut Vec<Mark>) {
    let is_there = |point: &&SizePoint| !matches!(point.state, PointState::Absent | PointState::NotEvaluable);
    let new = context.input.lesions.iter().filter(|track| track.role == LesionRole::New);
    let seen: Vec<_> = new.filter_map(|track| Some((track, track.points.iter().find(is_there)?))).collect();
    if seen.is_empty() {
        return;
    }
    for (track, point) in seen {
        let heading = context.clock.day_and_week(point.day);
        let size = point.sum_mm.map(|sum| format!(", {}", words_on(Basis::Diameters, sum.value))).unwrap_or_default();
        let what = format!("new lesion, {}{size}", track.name);
        marks.push(Mark {
            id: MarkId::new(format!("new/{}", track.id.0)),
            role: Role::Growth,
            geometry: Geometry::LaneTick { lane: lanes.len(), day: f64::from(point.day) },
            label: Some(label(track.name.clone(), "", 0)),
            words: format!("{heading}: {what}"),
            card: vec![heading, what],
            link: Some(Link { date: point.date, lesion: Some(track.id) }),
        });
    }
    lanes.push(Lane { key: "new", label: "New lesion".to_owned() });
}

fn dot(context: &Context<'_>, place: usize, lane: &SignLane, signs: &SignsDay, grade: u8) -> Mark {
    let role = match grade {
        0 => Role::SignNone,
        1 | 2 => Role::SignMild,
        _ => Role::SignSevere,
    };
    let heading = context.clock.day_and_week(signs.day);
    let what = format!("{} grade {grade}{SCALE}", lane.graded);
    Mark {
        id: MarkId::new(format!("{}/{}", lane.key, context.clock.key(signs.day))),
        role,
        geometry: Geometry::LaneDot { lane: place, day: f64::from(signs.day), grade },
        label: None,
        words: format!("{heading}: {what}"),
        card: vec![heading, what],
        link: Some(Link { date: signs.date, lesion: None }),
    }
}

fn tick(context: &Context<'_>, place: usize, lane: &EventLane, event: &EventDay, same_day: usize) -> Mark {
    let heading = context.clock.day_and_week(event.day);
    let mut what = event.kind.words().to_owned();
    if let Some(name) = event.lesion.and_then(|id| lesion_name(context, id)) {
        what = format!("{what}, {name}");
    }
    if !event.text.is_empty() {
        what = format!("{what}: {}", event.text);
    }
    let suffix = if same_day == 0 { String::new() } else { format!("/{}", same_day + 1) };
    // Doses repeat and need no word each; anything else says what it was where there is room.
    let named = (event.kind != EventKind::Dose && event.kind != EventKind::TherapyStart)
        .then(|| label(event.kind.words(), "", 0));
    Mark {
        id: MarkId::new(format!("{}/{}{suffix}", lane.key, context.clock.key(event.day))),
        role: lane.role,
        geometry: Geometry::LaneTick { lane: place, day: f64::from(event.day) },
        label: named,
        words: format!("{heading}: {what}"),
        card: vec![heading, what],
        link: Some(Link { date: event.date, lesion: event.lesion }),
    }
}

/// A bar from each start of a steroid to its stop, or to the last day of the record.
fn courses(context: &Context<'_>, place: usize, events: &[&EventDay], marks: &mut Vec<Mark>) {
    let last_day = context
        .input
        .points
        .iter()
        .map(|point| point.day)
        .chain(context.input.events.iter().map(|event| event.day))
        .max()
        .unwrap_or(0);
    let mut open: Option<&EventDay> = None;
    let mut bar = |start: &EventDay, end: i32, stopped: bool| {
        let until = if stopped { context.clock.words(end) } else { "no stop recorded".to_owned() };
        let words = format!("On a steroid from {}, {until}", context.clock.words(start.day));
        let words = if stopped { words.replacen(", ", " to ", 1) } else { words };
        marks.push(Mark {
            id: MarkId::new(format!("steroid/course/{}", context.clock.key(start.day))),
            role: Role::Treatment,
            geometry: Geometry::LaneBar { lane: place, from: f64::from(start.day), to: f64::from(end) },
            label: None,
            words,
            card: Vec::new(),
            link: Some(Link { date: start.date, lesion: None }),
        });
    };
    for event in events {
        match (event.kind, open) {
            (EventKind::SteroidStart, None) => open = Some(event),
            (EventKind::SteroidStop, Some(start)) => {
                bar(start, event.day, true);
                open = None;
            }
            _ => {}
        }
    }
    if let Some(start) = open {
        bar(start, last_day.max(start.day), false);
    }
}
