//! The swimmer plot: a lane a case, its time on therapy, and what happened when.

use super::super::model::{Dash, Fill, Geometry, KeyItem, Mark, MarkId, Model, Symbol, YAxis};
use super::super::palette::Role;
use super::super::view::Scale;
use super::{Drawn, Sifted, model_of, name_tick, place_of, week_axis, words};
use crate::assess::Milestone;

/// Half the height of a bar, as a part of its lane.
const HALF_BAR: f64 = 0.3;

/// How far marks of one day stand apart, as a part of the lane.
const APART: f64 = 0.2;

/// Fewer lanes do not grow higher.
const LEAST_LANES: f64 = 8.0;

/// The form, color and words of a milestone.
const fn look(milestone: Milestone) -> (Symbol, Fill, Role, &'static str) {
    match milestone {
        Milestone::Response => (Symbol::Circle, Fill::Open, Role::Response, "first partial response"),
        Milestone::CompleteResponse => (Symbol::Circle, Fill::Solid, Role::Response, "complete response"),
        Milestone::Unconfirmed => {
            (Symbol::TriangleUp, Fill::Open, Role::Unconfirmed, "first unconfirmed progression (iUPD)")
        }
        Milestone::Confirmed => (Symbol::TriangleUp, Fill::Solid, Role::Growth, "progression confirmed (iCPD)"),
        Milestone::OtherTreatment => (Symbol::Diamond, Fill::Open, Role::Treatment, "other treatment of the tumor"),
        Milestone::TherapyChanged => (Symbol::Diamond, Fill::Solid, Role::Treatment, "another line of therapy"),
        Milestone::TherapyStopped => (Symbol::Square, Fill::Solid, Role::Ink, "therapy stopped"),
        Milestone::Died => (Symbol::Cross, Fill::Open, Role::Ink, "died"),
    }
}

/// Where nothing says that the therapy ended, it is taken to go on; what was not recorded cannot be told from it.
const ONGOING: &str = "no end of therapy recorded";

pub(super) fn model(sifted: &Sifted<'_>) -> Model {
    let mut lanes: Vec<&Drawn<'_>> = sifted.drawn.iter().collect();
    // The longest at the top; the order of names stays among equals.
    lanes.sort_by_key(|own| std::cmp::Reverse(on_therapy(own)));
    let count = lanes.len();
    let last = lanes.iter().map(|own| own.course.last_day).max().unwrap_or(0);
    let mut marks = vec![Mark {
        id: MarkId::new("start"),
        role: Role::Axis,
        geometry: Geometry::VerticalLine { day: 0.0, dash: Dash::Solid },
        label: None,
        words: "Therapy start".to_owned(),
        card: Vec::new(),
        link: None,
    }];
    for (place, own) in lanes.iter().enumerate() {
        lane(own, place_of(count - place), &mut marks);
    }
    let middle = f64::midpoint(1.0, place_of(count));
    let half = 0.5 * place_of(count).max(LEAST_LANES);
    let y = YAxis {
        label: "Cases, the longest on therapy at the top".to_owned(),
        unit: String::new(),
        scale: Scale::Linear,
        range: (middle - half, middle + half),
        ticks: lanes.iter().rev().enumerate().map(|(place, own)| name_tick(place + 1, &own.name)).collect(),
        note: String::new(),
        visible: true,
        named: true,
    };
    let titles = ["Time on therapy, case by case", "Time on therapy", "Therapy"];
    let mut model = model_of(titles, summary(sifted), week_axis(0.0, f64::from(last), 0.04), y, marks);
    model.key = key(&sifted.drawn);
    if !sifted.drawn.is_empty() {
        model.notes = vec![
            "A bar is the time from the first dose to the end of the therapy, or with an arrow to the last visit where \
             no end is recorded; dots go on to the last visit after the end"
                .to_owned(),
        ];
    }
    model
}

/// The last day on therapy, as far as is known.
fn on_therapy(own: &Drawn<'_>) -> i32 {
    own.course.therapy_end().map_or(own.course.last_day, |(day, _)| day).max(0)
}

/// The bar of a case, what came after it, and its milestones.
fn lane(own: &Drawn<'_>, at: f64, marks: &mut Vec<Mark>) {
    let course = own.course;
    let end = on_therapy(own);
    let going_on = course.therapy_end().is_none();
    let happened = course.milestones.iter().map(|(day, milestone)| {
        let (.., what) = look(*milestone);
        format!("{what} {}", words::week_words(*day))
    });
    let mut card = vec![words::identity(own)];
    card.push(format!("on therapy to {}{}", words::week_words(end), if going_on { ", no end recorded" } else { "" }));
    card.extend(happened);
    let (head, rest) = card.split_first().map_or(("", String::new()), |(head, rest)| (head.as_str(), rest.join(", ")));
    let mut add = |id: MarkId, role: Role, geometry: Geometry, words: String, card: Vec<String>| {
        marks.push(Mark { id, role, geometry, label: None, words, card, link: None });
    };
    let bar = Geometry::Bar { across: (0.0, f64::from(end)), up: (at - HALF_BAR, at + HALF_BAR), tip: None };
    add(own.id.clone(), Role::Accent, bar, format!("{head}: {rest}"), card.clone());
    if course.last_day > end {
        let after = Geometry::Polyline {
            points: vec![(f64::from(end), at), (f64::from(course.last_day), at)],
            dash: Dash::Dotted,
            strong: false,
        };
        let words = format!("{}: followed to {}", own.case.name, words::week_words(course.last_day));
        add(own.part("after"), Role::InkSoft, after, words, Vec::new());
    }
    let point = |day: i32, value: f64, symbol: Symbol, fill: Fill| Geometry::Point {
        day: f64::from(day),
        value,
        symbol,
        fill,
        strong: false,
    };
    let mut before = None;
    let mut same_day = 0_i32;
    for (day, milestone) in &course.milestones {
        same_day = if before == Some(*day) { same_day + 1 } else { 0 };
        before = Some(*day);
        let (symbol, fill, role, what) = look(*milestone);
        let lift = [0.0, APART, -APART].get(same_day.unsigned_abs() as usize % 3).copied().unwrap_or_default();
        let words = format!("{}: {what} {}", own.case.name, words::week_words(*day));
        add(own.part(milestone.token()), role, point(*day, at + lift, symbol, fill), words, Vec::new());
    }
    if going_on {
        let words = format!("{}: {ONGOING}, {}", own.case.name, words::week_words(end));
        add(own.part("ongoing"), Role::Accent, point(end, at, Symbol::Arrow, Fill::Solid), words, Vec::new());
    }
}

fn key(drawn: &[Drawn<'_>]) -> Vec<KeyItem> {
    let milestones = Milestone::ALL.into_iter().filter_map(|milestone| {
        let (symbol, fill, role, what) = look(milestone);
        let part = words::part_of(drawn, |own| own.course.day_of(milestone).is_some())?;
        Some(KeyItem { role, symbol: (symbol, fill), words: format!("{what}, {part}") })
    });
    let ongoing = words::part_of(drawn, |own| own.course.therapy_end().is_none()).map(|part| KeyItem {
        role: Role::Accent,
        symbol: (Symbol::Arrow, Fill::Solid),
        words: format!("{ONGOING}, {part}"),
    });
    milestones.chain(ongoing).collect()
}

fn summary(sifted: &Sifted<'_>) -> String {
    let drawn = words::drawn_words(sifted);
    match words::part_of(&sifted.drawn, |own| own.course.therapy_end().is_none()) {
        Some(part) => format!("{drawn}; {ONGOING}: {part}"),
        None => drawn,
    }
}
