//! Words on marks: measured here, kept apart by [`labels`], then drawn.

mod places;
mod rows;

use std::sync::Arc;

use eframe::egui::epaint::TextShape;
use eframe::egui::{Color32, FontId, Galley, Painter, Rect, Shape, Vec2, pos2, vec2};

use super::scene::{Easel, Scene};
use super::style::PlotStyle;
use crate::chart::labels::{self, Area, Wanted};
use crate::chart::{Audience, Dash, Geometry, Label, Mark, Model, Role};

/// How far words stay from their mark, beside 12-point words.
const CLEARANCE: f32 = 7.0;

/// Smaller frames carry no words, beside 12-point words.
const LEAST_HEIGHT: f32 = 120.0;

/// Lower frames carry only words that stand free of each other, beside 12-point words.
const LOW_HEIGHT: f32 = 170.0;

/// Narrower frames carry no words, beside 12-point words.
const LEAST_WIDTH: f32 = 260.0;

pub(super) fn galley(painter: &Painter, text: &str, font: FontId, color: Color32) -> Arc<Galley> {
    painter.layout_no_wrap(text.to_owned(), font, color)
}

/// Words no wider than `most`, cut at their end with an ellipsis.
pub(super) fn cut(painter: &Painter, text: &str, font: &FontId, most: f32) -> String {
    let fits = |text: &str| galley(painter, text, font.clone(), Color32::PLACEHOLDER).size().x <= most;
    cut_to(text, fits)
}

/// As much of a text as fits, cut at its end with an ellipsis; the whole text where not even one letter does.
fn cut_to(text: &str, fits: impl Fn(&str) -> bool) -> String {
    if fits(text) {
        return text.to_owned();
    }
    let mut kept = text.to_owned();
    while kept.pop().is_some() {
        let cut = format!("{}…", kept.trim_end());
        if fits(&cut) {
            return cut;
        }
    }
    text.to_owned()
}

pub(super) fn line_height(painter: &Painter, style: PlotStyle) -> f32 {
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
    fn new(label: &Label, role: Role, style: PlotStyle, painter: &Painter) -> Self {
        let font = if is_quiet(role) { style.font() } else { style.strong_font() };
        Self::in_font(label, role, font, style, painter)
    }

    /// The label of a mark among many, which all have ordinary weight.
    fn of_mark(mark: &Mark, label: &Label, style: PlotStyle, painter: &Painter) -> Self {
        match mark.geometry {
            Geometry::Track { .. } | Geometry::Bar { .. } => {
                Self::in_font(label, mark.role, style.font(), style, painter)
            }
            _ => Self::new(label, mark.role, style, painter),
        }
    }

    fn in_font(label: &Label, role: Role, font: FontId, style: PlotStyle, painter: &Painter) -> Self {
        let color = style.color(role.text());
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

pub(super) fn span_labels<'a>(model: &'a Model, style: PlotStyle, painter: &Painter) -> Vec<SpanLabel<'a>> {
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
pub(super) fn labels(easel: &Easel<'_>, scene: &mut Scene) {
    let Easel { model, style, painter, projection, .. } = *easel;
    let frame = projection.frame();
    if frame.height() < style.scaled(LEAST_HEIGHT) || frame.width() < style.scaled(LEAST_WIDTH) {
        return;
    }
    let taken = places::obstacles(model, style, projection);
    let mut words = Vec::new();
    rows::spans(easel, scene, &taken, &mut words);
    let clip = frame.expand2(vec2(style.scaled(4.0), 0.0));
    rows::line_ends(easel, scene, &taken, &mut words);
    rows::lesion_ends(easel, scene, &mut words);
    let mut wanted = Vec::new();
    let mut drawn: Vec<(&Mark, Words, Vec2)> = Vec::new();
    let bars = bars_have_room(easel);
    for mark in &model.marks {
        let Some(label) = &mark.label else { continue };
        let is_bar = matches!(mark.geometry, Geometry::Bar { .. });
        if is_bar && label.rank < 2 && !bars {
            continue;
        }
        let own = Words::of_mark(mark, label, style, painter);
        // The names of futures and their deciding sizes stand close together, so they keep some air.
        let air = match mark.geometry {
            Geometry::Level { .. } | Geometry::Band { .. } => vec2(style.scaled(6.0), style.scaled(3.0)),
            _ => Vec2::ZERO,
        };
        let places = places::places(mark, own.size + air, style, projection, model.audience);
        if places.is_empty() {
            continue;
        }
        wanted.push(Wanted { places, rank: label.rank });
        drawn.push((mark, own, air));
    }
    words.extend(places::points_of_sizes(model, style, projection));
    let placed = placed(easel, &wanted, &taken, &words);
    for ((mark, own, air), area) in drawn.into_iter().zip(placed) {
        if let Some(area) = area {
            scene.add(mark, Shape::Vec(own.shapes(to_rect(area).shrink2(0.5 * air))), clip);
        }
    }
    rows::lanes(easel, scene);
    if model.audience == Audience::Owner {
        rows::start(easel, scene);
    }
}

/// The places of labels in the frame; a low frame carries fewer of them.
fn placed(easel: &Easel<'_>, wanted: &[Wanted], obstacles: &[Area], words: &[Area]) -> Vec<Option<Area>> {
    let frame = easel.projection.frame();
    if frame.height() < easel.style.scaled(LOW_HEIGHT) {
        labels::place_sparingly(wanted, obstacles, words, to_area(frame))
    } else {
        labels::place(wanted, obstacles, words, to_area(frame))
    }
}

/// Whether every bar has room for its value over its own place; a few values among many bars would read as chosen.
fn bars_have_room(easel: &Easel<'_>) -> bool {
    let Easel { model, style, painter, projection, .. } = *easel;
    let place = projection.x(1.0) - projection.x(0.0);
    let fits = |mark: &Mark| match (&mark.geometry, &mark.label) {
        (Geometry::Bar { .. }, Some(label)) => Words::of_mark(mark, label, style, painter).size.x <= place,
        _ => true,
    };
    model.marks.iter().all(fits)
}

/// The leftmost place of a window's name: right of the therapy start, which no window comes before.
pub(super) fn span_low(model: &Model, style: PlotStyle, frame: Rect, x: impl Fn(f64) -> f32) -> f32 {
    let start = model.marks.iter().find_map(|mark| match mark.geometry {
        Geometry::VerticalLine { day, dash: Dash::Solid } => Some(x(day) + style.scaled(CLEARANCE)),
        _ => None,
    });
    start.map_or_else(|| frame.left(), |start| start.clamp(frame.left(), frame.center().x))
}

fn to_area(rect: Rect) -> Area {
    Area::new(rect.left(), rect.top(), rect.width(), rect.height())
}

fn to_rect(area: Area) -> Rect {
    Rect::from_min_size(pos2(area.x, area.y), vec2(area.width, area.height))
}
