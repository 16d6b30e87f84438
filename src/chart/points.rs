//! Sizes: the sum and its errors, each lesion, gaps, and the size being typed.

use super::build::Context;
use super::format::{Measure, words_on};
use super::input::{PointState, Reference, SizePoint};
use super::lines::label;
use super::model::{Dash, Fill, Geometry, Link, Mark, MarkId, Symbol};
use super::palette::Role;
use super::view::{Audience, Scale};
use crate::domain::LesionId;
use crate::series::Basis;

/// The forms of the lesions' points, by the lesion's place in the case.
const LESION_SYMBOLS: [Symbol; 5] =
    [Symbol::Square, Symbol::Diamond, Symbol::TriangleUp, Symbol::Pentagon, Symbol::Circle];

/// An owner reads at most this many sizes on the curve.
const MOST_OWNER_SIZES: usize = 5;

/// Where a value is drawn: a log axis has no zero, so a lesion that is gone sits at its foot.
fn drawn(context: &Context<'_>, value: f64) -> f64 {
    match context.view.scale {
        Scale::Linear => value,
        Scale::Log => value.max(context.y_range.0),
    }
}

/// Each lesion's own line, beside the sum.
pub(super) fn lesions(context: &Context<'_>, marks: &mut Vec<Mark>) {
    if !context.view.per_lesion || context.view.audience == Audience::Owner {
        return;
    }
    for (place, track) in context.input.lesions.iter().enumerate() {
        let key = format!("lesion/{}", track.id.0);
        let role = Role::lesion(place);
        let symbol = LESION_SYMBOLS.get(place % LESION_SYMBOLS.len()).copied().unwrap_or(Symbol::Circle);
        let sized: Vec<(f64, f64)> = track.points.iter().filter_map(|point| place_of(context, point)).collect();
        if sized.len() > 1 {
            marks.push(Mark {
                id: MarkId::new(format!("{key}/line")),
                role,
                geometry: Geometry::Polyline { points: sized, dash: Dash::Solid, strong: false },
                label: None,
                words: format!("Line of lesion {}", track.name),
                card: Vec::new(),
                link: None,
            });
        }
        let last = track.points.iter().rposition(|point| place_of(context, point).is_some());
        for (index, point) in track.points.iter().enumerate() {
            let who = format!("{}, ", track.name);
            let link = Some(Link { date: point.date, lesion: Some(track.id) });
            let id = MarkId::new(format!("{key}/{}", context.clock.key(point.day)));
            let Some((day, value)) = place_of(context, point) else {
                marks.push(gap(context, point, id, &who, link));
                continue;
            };
            let named = (last == Some(index)).then(|| label(track.name.clone(), "", 2));
            marks.push(Mark {
                id,
                role,
                geometry: Geometry::Point {
                    day,
                    value,
                    symbol: symbol_of(point.state, symbol),
                    fill: Fill::Solid,
                    strong: false,
                },
                label: named,
                words: format!("{who}{}", words(context, point, OF_THE_SUMS_BASELINE)),
                card: card(
                    context,
                    point,
                    &who,
                    OF_THE_SUMS_BASELINE,
                    &held_of_lesion(context, track.points.get(..index).unwrap_or_default()),
                ),
                link,
            });
        }
    }
}

/// The sum: its line, error bars, points and gaps.
pub(super) fn sum(context: &Context<'_>, marks: &mut Vec<Mark>) {
    let points = &context.input.points;
    let mut run: Vec<(f64, f64)> = Vec::new();
    let mut runs: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut bridges: Vec<[(f64, f64); 2]> = Vec::new();
    let mut broken = false;
    let mut last_sized = None;
    for point in points {
        match place_of(context, point).filter(|_| point.is_complete()) {
            Some(here) => {
                if broken && let Some(before) = last_sized {
                    bridges.push([before, here]);
                    runs.push(std::mem::take(&mut run));
                }
                run.push(here);
                (broken, last_sized) = (false, Some(here));
            }
            None => broken = true,
        }
    }
    runs.push(run);
    for (index, run) in runs.into_iter().filter(|run| run.len() > 1).enumerate() {
        marks.push(line(format!("line/sum/{}", index + 1), run, Dash::Solid, "Line through the measured sizes"));
    }
    for (index, bridge) in bridges.into_iter().enumerate() {
        let words = "Broken line over visits without a full size";
        marks.push(line(format!("line/gap/{}", index + 1), bridge.to_vec(), Dash::Dotted, words));
    }
    let clinician = context.view.audience == Audience::Clinician;
    let owner_reads = owner_days(context);
    let last = points.iter().rposition(|point| place_of(context, point).is_some() && point.is_complete());
    for (index, point) in points.iter().enumerate() {
        if !clinician && !point.is_complete() {
            continue;
        }
        let link = Some(Link { date: point.date, lesion: None });
        let key = context.clock.key(point.day);
        let id = MarkId::new(format!("point/{key}"));
        let Some((day, value)) = place_of(context, point) else {
            let mark = gap(context, point, id, "", link);
            let short = match (point.state, context.measure.basis()) {
                (PointState::NotEvaluable | PointState::Seen, _) => "not evaluable",
                (_, Basis::Volumes) => "no volume",
                (_, Basis::Diameters) => "no diameter",
            };
            marks.push(Mark { label: Some(label(short, "", 0)), ..mark });
            continue;
        };
        if clinician {
            marks.extend(error_bar(context, point, &key, link));
        }
        let rank = if last == Some(index) { 2 } else { 1 };
        let wanted = last == Some(index) || owner_reads.contains(&point.day);
        let named = wanted.then(|| label(short_words(context, point), "", rank));
        marks.push(Mark {
            id,
            role: if point.is_complete() { Role::Ink } else { Role::Error },
            geometry: Geometry::Point {
                day,
                value,
                // What is known of a part of the targets is not known of the sum.
                symbol: if point.is_complete() { symbol_of(point.state, Symbol::Circle) } else { Symbol::Circle },
                fill: if point.is_complete() { Fill::Open } else { Fill::Draft },
                strong: true,
            },
            label: named,
            words: words(context, point, OF_BASELINE),
            card: card(context, point, "", OF_BASELINE, &held_of_sum(context, point)),
            link,
        });
    }
    draft(context, marks);
}

/// The size being typed, drawn hollow.
fn draft(context: &Context<'_>, marks: &mut Vec<Mark>) {
    let Some(point) = &context.input.draft else { return };
    let Some((day, value)) = place_of(context, point) else { return };
    let mut before =
        context.input.points.iter().rev().filter(|earlier| earlier.day < point.day && earlier.is_complete());
    if let Some(from) = before.find_map(|earlier| place_of(context, earlier)) {
        marks.push(line(
            "draft/line".to_owned(),
            vec![from, (day, value)],
            Dash::Dashed,
            "Line to the size being typed",
        ));
    }
    marks.push(Mark {
        id: MarkId::new("draft"),
        role: Role::Ink,
        geometry: Geometry::Point { day, value, symbol: Symbol::Circle, fill: Fill::Draft, strong: true },
        label: Some(label(short_words(context, point), "being typed", 2)),
        words: format!("Being typed: {}", words(context, point, OF_BASELINE)),
        card: card(context, point, "being typed, ", OF_BASELINE, &held_of_sum(context, point)),
        link: Some(Link { date: point.date, lesion: None }),
    });
}

fn line(id: String, points: Vec<(f64, f64)>, dash: Dash, words: &str) -> Mark {
    Mark {
        id: MarkId(id),
        role: Role::Ink,
        geometry: Geometry::Polyline { points, dash, strong: true },
        label: None,
        words: words.to_owned(),
        card: Vec::new(),
        link: None,
    }
}

fn gap(context: &Context<'_>, point: &SizePoint, id: MarkId, who: &str, link: Option<Link>) -> Mark {
    let heading = heading(context, point, who);
    let why = not_drawn_words(context.measure, point);
    Mark {
        id,
        role: Role::Error,
        geometry: Geometry::Gap { day: f64::from(point.day) },
        label: None,
        words: format!("{heading}: {why}"),
        card: vec![heading, why],
        link,
    }
}

/// Why a visit has no size on this axis; a size that was recorded otherwise is said.
fn not_drawn_words(measure: Measure, point: &SizePoint) -> String {
    let of = if point.is_complete() {
        String::new()
    } else {
        format!(" from {} of {} lesions", point.assessed, point.targets)
    };
    match (point.state, measure.basis(), point.sum_mm, point.volume_mm3) {
        (PointState::Seen, ..) => "present, not sized".to_owned(),
        (PointState::NotEvaluable, ..) => "not evaluable".to_owned(),
        (_, Basis::Volumes, Some(sum), None) => {
            format!("{}{of}, no volume recorded", words_on(Basis::Diameters, sum.value))
        }
        (_, Basis::Diameters, None, Some(volume)) => {
            format!("{}{of}, no diameter recorded", words_on(Basis::Volumes, volume.value))
        }
        _ => "no size on this axis".to_owned(),
    }
}

fn error_bar(context: &Context<'_>, point: &SizePoint, key: &str, link: Option<Link>) -> Option<Mark> {
    let estimate = context.measure.estimate(point)?;
    let recorded = context.measure.recorded(point)?;
    (estimate.low < estimate.high).then(|| Mark {
        id: MarkId::new(format!("error/{key}")),
        role: Role::Error,
        geometry: Geometry::ErrorBar {
            day: f64::from(point.day),
            low: drawn(context, estimate.low),
            high: drawn(context, estimate.high),
        },
        label: None,
        words: format!(
            "Measurement error {}: 95\u{a0}% range {}",
            context.clock.words(point.day),
            context.measure.range_words(recorded.low, recorded.high)
        ),
        card: Vec::new(),
        link,
    })
}

/// Day and drawn value of a point that has a size.
fn place_of(context: &Context<'_>, point: &SizePoint) -> Option<(f64, f64)> {
    if matches!(point.state, PointState::NotEvaluable | PointState::Seen) {
        return None;
    }
    let value = context.measure.estimate(point)?.value;
    Some((f64::from(point.day), drawn(context, value)))
}

const fn symbol_of(state: PointState, measured: Symbol) -> Symbol {
    match state {
        PointState::Measured | PointState::NotEvaluable | PointState::Seen => measured,
        PointState::Absent => Symbol::Cross,
        PointState::TooSmall => Symbol::TriangleDown,
    }
}

/// "23 Apr 2026, week 6, CT".
fn heading(context: &Context<'_>, point: &SizePoint, who: &str) -> String {
    let mut heading = format!("{who}{}", context.clock.words(point.day));
    if context.clock.day_zero.is_some() || point.day > 0 {
        heading = format!("{heading}, {}", context.clock.week_words(point.day));
    }
    if point.method.is_empty() { heading } else { format!("{heading}, {}", point.method) }
}

/// The size as written beside its point.
fn short_words(context: &Context<'_>, point: &SizePoint) -> String {
    let owner = context.view.audience == Audience::Owner;
    match (point.state, context.measure.recorded(point)) {
        (PointState::Absent, _) if owner => "gone".to_owned(),
        (PointState::Absent, _) => "absent".to_owned(),
        (PointState::TooSmall, _) => "too small".to_owned(),
        (_, Some(recorded)) if owner => context.measure.rounded_words(recorded.value),
        (_, Some(recorded)) => context.measure.axis_words(recorded.value),
        (_, None) => String::new(),
    }
}

/// The days whose sizes an owner reads: all of a few, of many the first, the smallest and the last.
fn owner_days(context: &Context<'_>) -> Vec<i32> {
    if context.view.audience == Audience::Clinician {
        return Vec::new();
    }
    let sized: Vec<(i32, f64)> = context
        .input
        .points
        .iter()
        .filter(|point| point.is_complete())
        .filter_map(|point| Some((point.day, place_of(context, point)?.1)))
        .collect();
    if sized.len() <= MOST_OWNER_SIZES {
        return sized.into_iter().map(|(day, _)| day).collect();
    }
    let smallest = sized.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    [sized.first(), smallest, sized.last()].into_iter().flatten().map(|(day, _)| *day).collect()
}

/// The size with what must be known about it; a percentage of a lesion is of the baseline of the sum.
fn size_words(measure: Measure, point: &SizePoint, of: &str) -> String {
    let Some(recorded) = measure.recorded(point) else { return not_drawn_words(measure, point) };
    let axis = measure.axis_words(recorded.value);
    let bare = measure.recorded_words(recorded.value);
    let size = if axis == bare { bare } else { format!("{axis} of {of}, {bare}") };
    let words = match point.state {
        PointState::Absent => "absent".to_owned(),
        PointState::TooSmall => format!("too small to measure, counted as {size}"),
        PointState::NotEvaluable => "not evaluable".to_owned(),
        PointState::Seen => "present, not sized".to_owned(),
        PointState::Measured => size,
    };
    if point.is_complete() {
        return words;
    }
    let joined = if point.state == PointState::Measured { " from" } else { ":" };
    format!("{words}{joined} {} of {} lesions; the rest not evaluable", point.assessed, point.targets)
}

/// What percentages of sums are of.
const OF_BASELINE: &str = "baseline";

/// What percentages of one lesion are of.
const OF_THE_SUMS_BASELINE: &str = "the sum’s baseline";

fn words(context: &Context<'_>, point: &SizePoint, of: &str) -> String {
    format!("{}: {}", heading(context, point, ""), size_words(context.measure, point, of))
}

/// A size that a later one is held against on its card.
struct Held {
    /// "nadir before", "its first size".
    name: &'static str,
    day: i32,
    /// As recorded, on the measure of the axis.
    size: f64,
}

/// The lines of the card of a size; the owner's chart has no cards.
///
/// A change names what it is held against, with its size and date; a nadir that is the baseline makes one line.
fn card(context: &Context<'_>, point: &SizePoint, who: &str, of: &str, held: &[Held]) -> Vec<String> {
    if context.view.audience == Audience::Owner {
        return Vec::new();
    }
    let measure = context.measure;
    let mut lines = vec![heading(context, point, who), size_words(measure, point, of)];
    let Some(recorded) = measure.recorded(point) else { return lines };
    let mut told: Vec<(String, &Held)> = Vec::new();
    for own in held.iter().filter(|_| point.is_complete()) {
        match told.iter_mut().find(|(_, other)| other.day == own.day) {
            // A nadir that is the baseline is named in one word.
            Some((name, _)) => *name = format!("{name} = {}", own.name.trim_end_matches(" before")),
            None => told.push((own.name.to_owned(), own)),
        }
    }
    for (name, own) in told {
        let Some(change) = measure.change_words(own.size, recorded.value) else { continue };
        let when = context.clock.words(own.day);
        lines.push(format!("{change} from {name} {} of {when}", measure.recorded_words(own.size)));
    }
    if recorded.low < recorded.high {
        lines.push(format!("95\u{a0}% measuring range {}", measure.range_words(recorded.low, recorded.high)));
    }
    lines
}

/// Baseline and nadir of the sums, for points after the baseline.
fn held_of_sum(context: &Context<'_>, point: &SizePoint) -> Vec<Held> {
    let Some(baseline) = baseline_before(context, point) else { return Vec::new() };
    let size = context.measure.reference(baseline);
    let first = size.map(|size| Held { name: "baseline", day: baseline.day, size });
    let nadir = earlier_nadir(context, point).and_then(|nadir| held(context, nadir, "nadir before"));
    first.into_iter().chain(nadir).collect()
}

/// First and smallest earlier size of one lesion.
fn held_of_lesion(context: &Context<'_>, earlier: &[SizePoint]) -> Vec<Held> {
    let sized = || earlier.iter().filter_map(|point| held(context, point, "its first size"));
    let smallest = sized().min_by(|a, b| a.size.total_cmp(&b.size)).map(|own| Held { name: "its smallest", ..own });
    sized().next().into_iter().chain(smallest).collect()
}

fn held(context: &Context<'_>, point: &SizePoint, name: &'static str) -> Option<Held> {
    let size = context.measure.recorded(point)?.value;
    Some(Held { name, day: point.day, size })
}

/// The baseline, for points after it.
fn baseline_before<'a>(context: &Context<'a>, point: &SizePoint) -> Option<&'a Reference> {
    context.input.baseline.as_ref().filter(|baseline| baseline.day < point.day)
}

/// The smallest full sum at earlier visits from the baseline on.
fn earlier_nadir<'a>(context: &Context<'a>, point: &SizePoint) -> Option<&'a SizePoint> {
    let baseline = baseline_before(context, point)?;
    let size = |point: &SizePoint| context.measure.recorded(point).map_or(f64::INFINITY, |size| size.value);
    context
        .input
        .points
        .iter()
        .filter(|earlier| (baseline.day..point.day).contains(&earlier.day) && earlier.is_complete())
        .filter(|earlier| context.measure.recorded(earlier).is_some())
        .min_by(|a, b| size(a).total_cmp(&size(b)))
}

/// The name of a lesion.
pub(super) fn lesion_name<'a>(context: &Context<'a>, id: LesionId) -> Option<&'a str> {
    context.input.lesions.iter().find(|track| track.id == id).map(|track| track.name.as_str())
}
