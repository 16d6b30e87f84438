//! Windows, lines, deciding sizes and fans: everything that sizes are held against.

use super::axes::progression;
use super::build::Context;
use super::format::Future;
use super::input::Reference;
use super::model::{BandStep, Dash, Geometry, Handle, Label, Link, Mark, MarkId};
use super::palette::Role;
use super::view::Audience;
use crate::assess::DecidingSize;
use crate::domain::capitalized;
use crate::forecast::Band;
use crate::series::Basis;

/// How far a deciding size reaches on either side of its day, in days.
const DECIDING_REACH_DAYS: f64 = 3.0;

/// The line of the day that a recheck is recommended on.
pub(super) const RECHECK_DUE: &str = "recheck/due";

pub(super) fn label(text: impl Into<String>, detail: impl Into<String>, rank: u8) -> Label {
    Label { text: text.into(), detail: detail.into(), rank }
}

/// The shaded windows, which lie under everything.
pub(super) fn windows(context: &Context<'_>, marks: &mut Vec<Mark>) {
    let input = context.input;
    if input.start_known && input.swelling_expected {
        let (from, to) = input.window_days;
        let weeks = (from / 7, to / 7);
        let words = match context.view.audience {
            Audience::Clinician => label("Pseudoprogression window", format!("weeks {}–{}", weeks.0, weeks.1), 3),
            Audience::Owner => label(format!("weeks {} to {}: swelling can come here", weeks.0, weeks.1), "", 3),
        };
        marks.push(Mark {
            id: MarkId::new("window"),
            role: Role::Window,
            geometry: Geometry::Span { from: f64::from(from), to: f64::from(to) },
            label: Some(words),
            words: match context.view.audience {
                Audience::Clinician => {
                    format!("Pseudoprogression window, weeks {}–{} from therapy start", weeks.0, weeks.1)
                }
                Audience::Owner => format!("In weeks {} to {} swelling can come", weeks.0, weeks.1),
            },
            card: Vec::new(),
            link: None,
        });
    }
    if let Some(recheck) = input.recheck {
        let (from, latest) = (recheck.from.min(recheck.due), recheck.latest.max(recheck.due));
        let due = context.clock.words(recheck.due);
        let name = recheck.look.name();
        let words = match context.view.audience {
            Audience::Clinician => label(name, due.clone(), 3),
            Audience::Owner => label(due.clone(), "", 3),
        };
        marks.push(Mark {
            id: MarkId::new("recheck"),
            role: Role::Recheck,
            geometry: Geometry::Span { from: f64::from(from), to: f64::from(latest) },
            label: Some(words),
            words: format!(
                "{name}, window {} to {}, recommended {}",
                context.clock.words(from),
                context.clock.words(latest),
                context.clock.day_and_week(recheck.due)
            ),
            card: Vec::new(),
            link: None,
        });
        let mut due_line = |id: &str, day: i32, what: &str, named: Option<Label>| {
            marks.push(Mark {
                id: MarkId::new(id),
                role: Role::RecheckText,
                geometry: Geometry::VerticalLine { day: f64::from(day), dash: Dash::Dotted },
                label: named,
                words: format!("{what} {}", context.clock.day_and_week(day)),
                card: Vec::new(),
                link: None,
            });
        };
        due_line(RECHECK_DUE, recheck.due, &format!("{name} recommended on"), None);
        if let Some(moved) = recheck.moved {
            let named = Some(label("if rechecked", context.clock.words(moved), 2));
            due_line("recheck/moved", moved, "If rechecked on", named);
        }
        if let Some(second) = recheck.second_due.filter(|_| context.view.audience == Audience::Clinician) {
            let named = Some(label("again", context.clock.words(second), 1));
            due_line("recheck/second", second, "Second recheck on", named);
        }
    }
}

/// The line of the recheck, which can be moved while the two futures are drawn.
pub(super) fn handle(context: &Context<'_>) -> Option<Handle> {
    let recheck = context.input.recheck.filter(|_| context.view.audience == Audience::Clinician)?;
    let days = &context.input.fans.as_ref()?.days;
    let (first, last) = (f64::from(*days.first()?) + 1.0, f64::from(*days.last()?));
    let (mark, day) = match recheck.moved {
        Some(moved) => ("recheck/moved", moved),
        None => (RECHECK_DUE, recheck.due),
    };
    Some(Handle {
        mark: MarkId::new(mark),
        day: f64::from(day),
        range: (first, last),
        name: format!("Recheck on {}", context.clock.words(day)),
    })
}

/// The therapy start, baseline, nadir and progression line.
pub(super) fn lines(context: &Context<'_>, marks: &mut Vec<Mark>) {
    if context.input.start_known {
        let date = context.input.day_zero.map_or_else(|| "day 0".to_owned(), |_| context.clock.words(0));
        let words = match context.view.audience {
            Audience::Clinician => "therapy start",
            Audience::Owner => "treatment began",
        };
        marks.push(Mark {
            id: MarkId::new("start"),
            role: Role::Axis,
            geometry: Geometry::VerticalLine { day: 0.0, dash: Dash::Solid },
            label: Some(label(words, "", 2)),
            words: format!("{}, {date}", capitalized(words)),
            card: Vec::new(),
            link: None,
        });
    }
    if context.view.audience == Audience::Owner {
        return;
    }
    let (measure, input) = (context.measure, context.input);
    let line = |id: &str, role, dash, recorded: f64, name: &str, why: String, reference: Option<&Reference>| {
        let value = measure.axis(recorded)?;
        let size = if recorded > 0.0 { measure.axis_words(recorded) } else { "absent".to_owned() };
        Some(Mark {
            id: MarkId::new(id),
            role,
            geometry: Geometry::HorizontalLine { from: None, value, dash },
            label: Some(label(format!("{name} {size}"), "", 3)),
            words: format!("{} {size}: {why}", capitalized(name)),
            card: vec![format!("{} {size}", capitalized(name)), why],
            link: reference.map(|reference| Link { date: reference.date, lesion: None }),
        })
    };
    let of = |reference: &Reference| measure.reference(reference);
    let nadir = input.nadir.as_ref().and_then(|nadir| Some((nadir, of(nadir)?)));
    let baseline = input.baseline.as_ref().and_then(|baseline| Some((baseline, of(baseline)?)));
    let same = matches!((baseline, nadir), (Some((_, one)), Some((_, other))) if one == other);
    if let Some((reference, size)) = baseline {
        let name = if same { "baseline = nadir" } else { "baseline" };
        let why = format!("measured {}", context.clock.words(reference.day));
        marks.extend(line("line/baseline", Role::InkSoft, Dash::Dotted, size, name, why, Some(reference)));
    }
    if let Some((reference, size)) = nadir.filter(|_| !same) {
        let why = format!("smallest size so far, measured {}", context.clock.words(reference.day));
        marks.extend(line("line/nadir", Role::InkSoft, Dash::Dotted, size, "nadir", why, Some(reference)));
    }
    if let Some(own) = progression(input, measure)
        && let Some(value) = measure.axis(own.recorded)
    {
        let (size, place) = measure.size_and_place(own.recorded, own.by_rule);
        let exact = own.by_rule.is_some() || measure.shows_basis();
        let name = format!("{}progression line {size}", if exact { "" } else { "≈ " });
        let why = progression_why(measure.rule_basis(), exact);
        marks.push(Mark {
            id: MarkId::new("line/progression"),
            role: Role::Growth,
            // An earlier size was held against the nadir of its own day.
            geometry: Geometry::HorizontalLine {
                from: input.nadir.as_ref().map(|nadir| f64::from(nadir.day)),
                value,
                dash: Dash::Dashed,
            },
            label: Some(label(&name, "", 3)),
            words: format!("{}{place}: {why}", capitalized(&name)),
            card: vec![format!("{}{place}", capitalized(&name)), why.to_owned()],
            link: None,
        });
    }
}

/// Why the progression line is where it is; `exact` unless it could only be put over the nadir of the other basis.
fn progression_why(basis: Basis, exact: bool) -> &'static str {
    match (basis, exact) {
        (Basis::Diameters, true) => "20\u{a0}% and at least 5\u{a0}mm over the nadir",
        (Basis::Volumes, true) => "72.8\u{a0}% over the nadir volume, the volume equivalent of 20\u{a0}% in diameter",
        (Basis::Diameters, false) => {
            "72.8\u{a0}% over the nadir volume, the equivalent of 20\u{a0}% in diameter; the criteria go by diameters"
        }
        (Basis::Volumes, false) => "20\u{a0}% over the nadir; the criteria go by volume in this case",
    }
}

/// The sizes that would decide at the recheck.
pub(super) fn deciding(context: &Context<'_>, marks: &mut Vec<Mark>) {
    let measure = context.measure;
    let clinician = context.view.audience == Audience::Clinician;
    let Some(deciding) = context.input.deciding.filter(|_| clinician) else { return };
    let Some(future) = Future::new(context.input, measure) else { return };
    let day = f64::from(deciding.day);
    let mut level = |id: &str, role: Role, own: DecidingSize, text: &dyn Fn(&str) -> String, words: String| {
        let recorded = future.recorded(own.size);
        let Some(value) = measure.axis(recorded) else { return };
        let (size, place) = measure.size_and_place(recorded, (!future.exact).then_some(own.size));
        marks.push(Mark {
            id: MarkId::new(id),
            role,
            geometry: Geometry::Level { from: day - DECIDING_REACH_DAYS, to: day + DECIDING_REACH_DAYS, value },
            label: Some(label(text(&size), "", 4)),
            words: format!("{}{place} {words}", capitalized(&text(&size))),
            card: Vec::new(),
            link: None,
        });
    };
    let on = context.clock.words(deciding.day);
    if let Some(above) = deciding.above {
        let means = if above.by_rule { "confirms progression" } else { "is at least twice as likely if it is growth" };
        let text = |size: &str| format!("{size} or more");
        level("deciding/growth", Role::Growth, above, &text, format!("at the recheck {on} {means}"));
    }
    if let Some(below) = deciding.below {
        let means = if below.by_rule {
            "is not confirmed progression"
        } else {
            "is at least twice as likely if it is swelling"
        };
        let text = |size: &str| format!("below {size}");
        level("deciding/swelling", Role::Swelling, below, &text, format!("at the recheck {on} {means}"));
    }
}

/// The two futures, each a wide and a narrow band.
pub(super) fn fans(context: &Context<'_>, marks: &mut Vec<Mark>) {
    let measure = context.measure;
    let Some(fans) = &context.input.fans else { return };
    let Some(future) = Future::new(context.input, measure) else { return };
    let inner_only = context.view.audience == Audience::Owner;
    let mut band = |name: &str, role: Role, rows: &[Band], inner: bool| {
        let edge = |row: &Band| {
            let (low, high) = if inner { (row.q25, row.q75) } else { (row.q05, row.q95) };
            (future.recorded(low), future.recorded(high))
        };
        let steps: Vec<BandStep> = fans
            .days
            .iter()
            .zip(rows)
            .filter_map(|(&day, row)| {
                let (low, high) = edge(row);
                let (low, high) = (measure.axis(low)?, measure.axis(high)?);
                (low <= high).then_some(BandStep { day: f64::from(day), low, high })
            })
            .collect();
        let (Some(last_row), Some(&last_day)) = (rows.last(), fans.days.last()) else { return };
        let share = if inner { "half" } else { "nine in ten" };
        // On the day of the recheck, and at the end.
        let looked_at = context.input.recheck.map(|recheck| recheck.moved.unwrap_or(recheck.due));
        let on_day = fans.days.iter().zip(rows).find(|(day, _)| looked_at == Some(**day) && **day != last_day);
        let said = on_day.into_iter().chain([(&last_day, last_row)]).map(|(day, row)| {
            let (low, high) = edge(row);
            format!("{} on {}", measure.axis_range_words(low, high), context.clock.words(*day))
        });
        let said = said.collect::<Vec<_>>().join(", ");
        marks.push(Mark {
            id: MarkId::new(format!("fan/{name}/{}", if inner { "inner" } else { "outer" })),
            role,
            geometry: Geometry::Band { steps, inner },
            // The wide bands overlap; the name stands where most of its own sizes lie.
            label: inner.then(|| label(format!("if it is {name}"), "", 3)),
            words: format!("If it is {name}, {share} of sizes lie in {said}"),
            card: Vec::new(),
            link: None,
        });
    };
    for (name, role, rows) in [("swelling", Role::Swelling, &fans.swelling), ("growth", Role::Growth, &fans.growth)] {
        if !inner_only {
            band(name, role, rows, false);
        }
        band(name, role, rows, true);
    }
}
