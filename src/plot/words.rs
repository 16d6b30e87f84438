//! Words on marks: measured here, kept apart by [`labels`], then drawn.

use std::sync::Arc;

use eframe::egui::epaint::TextShape;
use eframe::egui::{Color32, FontId, Galley, Painter, Pos2, Rect, Shape, Vec2, pos2, vec2};

use super::layout::Layout;
use super::projection::Projection;
use super::scene::Scene;
use super::style::PlotStyle;
use crate::chart::labels::{self, Area, Wanted};
use crate::chart::{Audience, Dash, Geometry, Label, Mark, Model, Role};

/// How far words stay from their mark, beside 12-point words.
const CLEARANCE: f32 = 7.0;

/// Smaller frames carry no words, beside 12-point words.
const LEAST_HEIGHT: f32 = 120.0;

/// Narrower frames carry no words, beside 12-point words.
const LEAST_WIDTH: f32 = 260.0;

pub(super) fn galley(painter: &Painter, text: &str, font: FontId, color: Color32) -> Arc<Galley> {
    painter.layout_no_wrap(text.to_owned(), font, color)
}

pub(super) fn line_height(painter: &Painter, style: &PlotStyle) -> f32 {
    galley(painter, "Ag0", style.font(), Color32::PLACEHOLDER).size().y
}

/// Whether the words of a role are of ordinary weight.
const fn is_quiet(role: Role) -> bool {
    matches!(role, Role::InkSoft | Role::Error | Role::Axis | Role::LesionA | Role::LesionB | Role::LesionC)
}

/// A label laid out: one or two centered lines.
pub(super) struct Words {
    /// First line.
    text: Arc<Galley>,
    /// Second line.
    detail: Option<Arc<Galley>>,
    /// Of both together.
    pub(super) size: Vec2,
}

impl Words {
    fn new(label: &Label, role: Role, style: &PlotStyle, painter: &Painter) -> Self {
        let color = style.color(role.text());
        let font = if is_quiet(role) { style.font() } else { style.strong_font() };
        let text = galley(painter, &label.text, font, color);
        let detail = (!label.detail.is_empty()).then(|| galley(painter, &label.detail, style.font(), color));
        let below = detail.as_ref().map_or(Vec2::ZERO, |detail| detail.size());
        let size = vec2(text.size().x.max(below.x), text.size().y + below.y);
        Self { text, detail, size }
    }

    /// The shapes, both lines centered in `area`.
    fn shapes(self, area: Rect) -> Vec<Shape> {
        let mut shapes = Vec::new();
        let mut top = area.top();
        for line in [Some(self.text), self.detail].into_iter().flatten() {
            let at = pos2(area.center().x - line.size().x / 2.0, top);
            top += line.size().y;
            shapes.push(TextShape::new(at, line, Color32::PLACEHOLDER).into());
        }
        shapes
    }
}

/// The name of a window, which stands over it.
pub(super) struct SpanLabel<'a> {
    mark: &'a Mark,
    words: Words,
    pub(super) size: Vec2,
    pub(super) middle_day: f64,
}

pub(super) fn span_labels<'a>(model: &'a Model, style: &PlotStyle, painter: &Painter) -> Vec<SpanLabel<'a>> {
    let mut spans: Vec<SpanLabel<'a>> = model
        .marks
        .iter()
        .filter_map(|mark| {
            let (Geometry::Span { from, to }, Some(label)) = (&mark.geometry, &mark.label) else { return None };
            let words = Words::new(label, mark.role, style, painter);
            Some(SpanLabel { mark, size: words.size, words, middle_day: f64::midpoint(*from, *to) })
        })
        .collect();
    spans.sort_by(|a, b| a.middle_day.total_cmp(&b.middle_day));
    spans
}

/// Draws every label in the frame and in the lanes.
pub(super) fn labels(
    model: &Model,
    style: &PlotStyle,
    painter: &Painter,
    layout: &Layout,
    projection: &Projection,
    scene: &mut Scene,
) {
    let frame = projection.frame();
    if frame.height() < style.scaled(LEAST_HEIGHT) || frame.width() < style.scaled(LEAST_WIDTH) {
        return;
    }
    let mut taken = obstacles(model, style, projection);
    span_row(model, style, painter, projection, scene, &mut taken);
    let clip = frame.expand2(vec2(style.scaled(4.0), 0.0));
    line_ends(model, style, painter, projection, scene, &mut taken);
    lesion_ends(model, style, painter, projection, scene, &mut taken);
    let mut wanted = Vec::new();
    let mut drawn: Vec<(&Mark, Words)> = Vec::new();
    for mark in &model.marks {
        let Some(label) = &mark.label else { continue };
        let words = Words::new(label, mark.role, style, painter);
        let places = places(mark, words.size, style, projection, model.audience);
        if places.is_empty() {
            continue;
        }
        wanted.push(Wanted { places, rank: label.rank });
        drawn.push((mark, words));
    }
    let placed = labels::place(&wanted, &taken, to_area(frame));
    for ((mark, words), area) in drawn.into_iter().zip(placed) {
        if let Some(area) = area {
            scene.add(mark, Shape::Vec(words.shapes(to_rect(area))), clip);
        }
    }
    lane_words(model, style, painter, layout, projection, scene);
    if model.audience == Audience::Owner {
        start_words(model, style, painter, layout, projection, scene);
    }
}

/// The leftmost place of a window's name: right of the therapy start, which no window comes before.
pub(super) fn span_low(model: &Model, style: &PlotStyle, frame: Rect, x: impl Fn(f64) -> f32) -> f32 {
    let start = model.marks.iter().find_map(|mark| match mark.geometry {
        Geometry::VerticalLine { day, dash: Dash::Solid } => Some(x(day) + style.scaled(CLEARANCE)),
        _ => None,
    });
    start.map_or(frame.left(), |start| start.clamp(frame.left(), frame.center().x))
}

/// The names of the windows, over them in the headroom.
fn span_row(
    model: &Model,
    style: &PlotStyle,
    painter: &Painter,
    projection: &Projection,
    scene: &mut Scene,
    taken: &mut Vec<Area>,
) {
    let frame = projection.frame();
    let mut spans = span_labels(model, style, painter);
    let bounds = projection.bounds();
    let zoomed = bounds.days != model.x.range;
    // After zooming, a window out of sight takes its name with it.
    spans.retain(|span| {
        let Geometry::Span { from, to } = span.mark.geometry else { return false };
        from < bounds.days.1 && to > bounds.days.0
    });
    let seen_middle = |span: &SpanLabel<'_>| {
        let Geometry::Span { from, to } = span.mark.geometry else { return frame.center().x };
        let (left, right) = (projection.x(from).max(frame.left()), projection.x(to).min(frame.right()));
        f32::midpoint(left, right)
    };
    let wishes: Vec<f32> = spans.iter().map(seen_middle).collect();
    let widths: Vec<f32> = spans.iter().map(|span| span.size.x).collect();
    let tallest = spans.iter().map(|span| span.size.y).fold(0.0, f32::max);
    let low = span_low(model, style, frame, |day| projection.x(day));
    let rows = labels::stack(&wishes, &widths, style.scaled(12.0), low, frame.right());
    for (span, (row, center)) in spans.into_iter().zip(rows) {
        let top = frame.top() + style.scaled(8.0) + tallest * row as f32;
        let mut area = Rect::from_min_size(pos2(center - span.size.x / 2.0, top), span.size);
        if zoomed {
            // Zoomed in, there is no headroom, and a name goes where it covers least.
            let places = [0.0, 0.2, 0.4, 0.6, 0.9]
                .map(|share| to_area(area.translate(vec2(0.0, share * (frame.bottom() - area.bottom())))));
            let wanted = Wanted { places: places.to_vec(), rank: 1 };
            let placed = labels::place(&[wanted], taken, to_area(frame));
            area = placed.into_iter().flatten().next().map_or(area, to_rect);
        }
        taken.push(to_area(area));
        scene.add(span.mark, Shape::Vec(span.words.shapes(area)), frame);
    }
}

/// The names of level lines, over their right ends and apart from each other.
fn line_ends(
    model: &Model,
    style: &PlotStyle,
    painter: &Painter,
    projection: &Projection,
    scene: &mut Scene,
    taken: &mut Vec<Area>,
) {
    let frame = projection.frame();
    let lines: Vec<(&Mark, Words, f32)> = model
        .marks
        .iter()
        .filter_map(|mark| {
            let (Geometry::HorizontalLine { value, .. }, Some(label)) = (&mark.geometry, &mark.label) else {
                return None;
            };
            let y = projection.y(*value);
            let seen = (frame.top()..=frame.bottom() + 1.0).contains(&y);
            seen.then(|| (mark, Words::new(label, mark.role, style, painter), y))
        })
        .collect();
    let above = style.scaled(1.0);
    let wishes: Vec<f32> = lines.iter().map(|(_, words, y)| y - above - words.size.y / 2.0).collect();
    let heights: Vec<f32> = lines.iter().map(|(_, words, _)| words.size.y).collect();
    let centers = labels::spread(&wishes, &heights, frame.top(), frame.bottom());
    for ((mark, words, _), center) in lines.into_iter().zip(centers) {
        let size = words.size;
        let area = Rect::from_min_size(pos2(frame.right() - size.x, center - size.y / 2.0), size);
        taken.push(to_area(area));
        scene.add(mark, Shape::Vec(words.shapes(area)), frame);
    }
}

/// The names of lesions, right of their last sizes and apart from each other.
fn lesion_ends(
    model: &Model,
    style: &PlotStyle,
    painter: &Painter,
    projection: &Projection,
    scene: &mut Scene,
    taken: &mut Vec<Area>,
) {
    let frame = projection.frame();
    let ends: Vec<(&Mark, &Label, Pos2)> = model
        .marks
        .iter()
        .filter_map(|mark| {
            let (Geometry::Point { day, value, strong: false, .. }, Some(label)) = (&mark.geometry, &mark.label) else {
                return None;
            };
            let at = projection.pos(*day, *value);
            let seen = frame.expand(1.0).contains(at);
            seen.then_some((mark, label, at))
        })
        .collect();
    let farthest = ends.iter().map(|(.., at)| at.x).fold(frame.left(), f32::max);
    let room = frame.right() - farthest - style.scaled(16.0);
    let most = room.min(frame.width() * 0.3).max(style.scaled(90.0));
    let ends: Vec<(&Mark, Words, Pos2)> = ends
        .into_iter()
        .map(|(mark, label, at)| (mark, shortened(label, mark.role, style, painter, most), at))
        .collect();
    let wishes: Vec<f32> = ends.iter().map(|(.., at)| at.y).collect();
    let heights: Vec<f32> = ends.iter().map(|(_, words, _)| words.size.y).collect();
    let centers = labels::spread(&wishes, &heights, frame.top(), frame.bottom());
    for ((mark, words, at), center) in ends.into_iter().zip(centers) {
        let size = words.size;
        let start = (farthest + style.scaled(16.0)).min(frame.right() - size.x);
        let area = Rect::from_min_size(pos2(start, center - size.y / 2.0), size);
        taken.push(to_area(area));
        let mut shapes = Vec::new();
        if (center - at.y).abs() > style.scaled(3.0) || start - at.x > style.scaled(20.0) {
            let from = at + vec2(style.scaled(5.0), 0.0);
            let to = pos2(start - style.scaled(3.0), center);
            let color = style.faded(mark.role, 60);
            shapes.push(Shape::line_segment([from, to], (style.scaled(0.8), color)));
        }
        shapes.extend(words.shapes(area));
        scene.add(mark, Shape::Vec(shapes), frame);
    }
}

/// A label no wider than `most`, cut at its end with an ellipsis; the card and the text hold it whole.
fn shortened(label: &Label, role: Role, style: &PlotStyle, painter: &Painter, most: f32) -> Words {
    let whole = Words::new(label, role, style, painter);
    if whole.size.x <= most {
        return whole;
    }
    let mut text = label.text.clone();
    while text.pop().is_some() {
        let cut = Label { text: format!("{}…", text.trim_end()), ..label.clone() };
        let words = Words::new(&cut, role, style, painter);
        if words.size.x <= most {
            return words;
        }
    }
    whole
}

/// Where the words of a mark may go, the best first; empty for marks whose words are placed otherwise.
fn places(mark: &Mark, size: Vec2, style: &PlotStyle, projection: &Projection, audience: Audience) -> Vec<Area> {
    let frame = projection.frame();
    let clear = style.scaled(CLEARANCE);
    if !anchor(mark, projection).is_none_or(|at| frame.expand(1.0).contains(at)) {
        return Vec::new();
    }
    let centered = |x: f32, y: f32| to_area(Rect::from_center_size(pos2(x, y), size));
    match &mark.geometry {
        Geometry::VerticalLine { day, .. } if audience == Audience::Clinician => {
            let x = projection.x(*day);
            let (left, right) = (x - clear - size.x / 2.0, x + clear + size.x / 2.0);
            let low = frame.bottom() - clear - size.y / 2.0;
            let heights = [0.0, 0.12, 0.25, 0.4, 0.55].map(|share| low - share * frame.height());
            heights.into_iter().flat_map(|y| [centered(left, y), centered(right, y)]).collect()
        }
        Geometry::Point { day, value, strong: true, .. } => {
            let at = projection.pos(*day, *value);
            let (dx, dy) = (clear + size.x / 2.0, clear + size.y / 2.0);
            let near = style.scaled(2.0);
            vec![
                centered(at.x - dx, at.y - dy + near),
                centered(at.x - dx - near, at.y),
                centered(at.x + dx, at.y - dy + near),
                centered(at.x + dx + near, at.y),
                centered(at.x + dx, at.y + dy),
                centered(at.x - dx, at.y + dy),
                centered(at.x, at.y - dy - clear),
                centered(at.x, at.y + dy + clear),
            ]
        }
        Geometry::Level { from, to, value } => {
            let y = projection.y(*value);
            let (left, right) = (projection.x(*from), projection.x(*to));
            let middle = f32::midpoint(left, right);
            vec![
                centered(right + clear / 2.0 + size.x / 2.0, y),
                centered(left - clear / 2.0 - size.x / 2.0, y),
                centered(middle, y - clear / 2.0 - size.y / 2.0),
                centered(middle, y + clear / 2.0 + size.y / 2.0),
            ]
        }
        Geometry::Band { steps, inner } => {
            let mut areas = Vec::new();
            for share in [0.85, 0.75, 0.65, 0.92, 0.5] {
                let day = frame_share(projection, share);
                let Some(step) = steps.iter().min_by(|a, b| (a.day - day).abs().total_cmp(&(b.day - day).abs())) else {
                    continue;
                };
                let x = projection.x(step.day).min(frame.right() - size.x / 2.0);
                let (top, bottom) =
                    (projection.y(step.high).max(frame.top()), projection.y(step.low).min(frame.bottom()));
                if *inner {
                    areas.push(centered(x, f32::midpoint(top, bottom)));
                }
                // A future is named on its own side: growth above, swelling below.
                if mark.role == Role::Growth {
                    areas.push(centered(x - size.x / 2.0, top - 0.7 * size.y));
                } else {
                    areas.push(centered(x - size.x / 2.0, bottom + 0.7 * size.y));
                }
            }
            areas
        }
        Geometry::Gap { day } => vec![centered(projection.x(*day), frame.bottom() - style.scaled(16.0) - size.y / 2.0)],
        _ => Vec::new(),
    }
}

/// The place a label hangs on, for marks at one place.
fn anchor(mark: &Mark, projection: &Projection) -> Option<Pos2> {
    match mark.geometry {
        Geometry::Point { day, value, .. } => Some(projection.pos(day, value)),
        Geometry::Level { from, to, value } => Some(projection.pos(f64::midpoint(from, to), value)),
        Geometry::VerticalLine { day, .. } | Geometry::Gap { day } => {
            Some(pos2(projection.x(day), projection.frame().bottom()))
        }
        _ => None,
    }
}

/// The day at this share of the frame's width.
fn frame_share(projection: &Projection, share: f64) -> f64 {
    let (from, to) = projection.bounds().days;
    from + (to - from) * share
}

/// What words should not cover: points, error bars, lines.
fn obstacles(model: &Model, style: &PlotStyle, projection: &Projection) -> Vec<Area> {
    let frame = projection.frame();
    let mut areas = Vec::new();
    let mut around = |center: Pos2, width: f32, height: f32| {
        areas.push(to_area(Rect::from_center_size(center, vec2(width, height))));
    };
    for mark in &model.marks {
        match &mark.geometry {
            Geometry::Point { day, value, strong, .. } => {
                let size = style.scaled(if *strong { 14.0 } else { 10.0 });
                around(projection.pos(*day, *value), size, size);
            }
            Geometry::ErrorBar { day, low, high } => {
                let (top, bottom) = (projection.y(*high), projection.y(*low));
                around(pos2(projection.x(*day), f32::midpoint(top, bottom)), style.scaled(4.0), bottom - top);
            }
            Geometry::Polyline { points, .. } => {
                for pair in points.windows(2) {
                    let [from, to] = pair else { continue };
                    let (from, to) = (projection.pos(from.0, from.1), projection.pos(to.0, to.1));
                    let steps = ((to - from).length() / style.scaled(8.0)).ceil().clamp(1.0, 200.0);
                    let mut step = 0.5;
                    while step < steps {
                        around(from + (to - from) * (step / steps), style.scaled(8.0), style.scaled(6.0));
                        step += 1.0;
                    }
                }
            }
            Geometry::HorizontalLine { value, .. } => {
                around(pos2(frame.center().x, projection.y(*value)), frame.width(), 2.0);
            }
            Geometry::VerticalLine { day, .. } => {
                around(pos2(projection.x(*day), frame.center().y), 2.0, frame.height())
            }
            Geometry::Level { from, to, value } => {
                let (left, right) = (projection.x(*from), projection.x(*to));
                around(pos2(f32::midpoint(left, right), projection.y(*value)), right - left, style.scaled(4.0));
            }
            _ => {}
        }
    }
    areas
}

/// Words beside the ticks of a lane, where there is room.
fn lane_words(
    model: &Model,
    style: &PlotStyle,
    painter: &Painter,
    layout: &Layout,
    projection: &Projection,
    scene: &mut Scene,
) {
    let frame = projection.frame();
    for (place, &center) in layout.lanes_y.iter().enumerate() {
        let strip = Rect::from_x_y_ranges(
            frame.x_range(),
            (center - layout.lane_height / 2.0)..=(center + layout.lane_height / 2.0),
        );
        let ticks = |mark: &&Mark| matches!(mark.geometry, Geometry::LaneTick { lane, .. } if lane == place);
        let day_of = |mark: &Mark| if let Geometry::LaneTick { day, .. } = mark.geometry { day } else { 0.0 };
        let taken: Vec<Area> = model
            .marks
            .iter()
            .filter_map(|mark| match mark.geometry {
                Geometry::LaneTick { lane, day } if lane == place => {
                    Some(Rect::from_center_size(pos2(projection.x(day), center), vec2(5.0, 8.0)))
                }
                Geometry::LaneBar { lane, from, to } if lane == place => {
                    let across = projection.x(from)..=projection.x(to);
                    Some(Rect::from_x_y_ranges(across, (center - 3.0)..=(center + 3.0)))
                }
                _ => None,
            })
            .map(to_area)
            .collect();
        let named: Vec<(&Mark, Words)> = model
            .marks
            .iter()
            .filter(ticks)
            .filter_map(|mark| {
                let label = mark.label.as_ref()?;
                let quiet = Words::new(label, Role::InkSoft, style, painter);
                Some((mark, quiet))
            })
            .collect();
        let wanted: Vec<Wanted> = named
            .iter()
            .map(|(mark, words)| {
                let x = projection.x(day_of(mark));
                let away = style.scaled(6.0) + words.size.x / 2.0;
                let at = |x: f32| to_area(Rect::from_center_size(pos2(x, center), words.size));
                Wanted { places: vec![at(x + away), at(x - away)], rank: 0 }
            })
            .collect();
        let placed = labels::place(&wanted, &taken, to_area(strip));
        for ((mark, words), area) in named.into_iter().zip(placed) {
            if let Some(area) = area {
                scene.add(mark, Shape::Vec(words.shapes(to_rect(area))), strip);
            }
        }
    }
}

/// The owner reads the start under the axis, beside the weeks.
fn start_words(
    model: &Model,
    style: &PlotStyle,
    painter: &Painter,
    layout: &Layout,
    projection: &Projection,
    scene: &mut Scene,
) {
    for mark in &model.marks {
        let (Geometry::VerticalLine { day, .. }, Some(label)) = (&mark.geometry, &mark.label) else { continue };
        let words = Words::new(label, mark.role, style, painter);
        let half = words.size.x / 2.0;
        let x = projection.x(*day).max(layout.whole.left() + half);
        let area = Rect::from_center_size(pos2(x, layout.ticks_y), words.size);
        scene.add(mark, Shape::Vec(words.shapes(area)), layout.whole);
    }
}

fn to_area(rect: Rect) -> Area {
    Area::new(rect.left(), rect.top(), rect.width(), rect.height())
}

fn to_rect(area: Area) -> Rect {
    Rect::from_min_size(pos2(area.x, area.y), vec2(area.width, area.height))
}
