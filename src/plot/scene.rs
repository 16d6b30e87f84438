//! A chart as shapes, each with the mark it belongs to: the same for screen, image and paper.

use eframe::egui::epaint::TextShape;
use eframe::egui::{Align2, Color32, Painter, Rect, Shape, Stroke, pos2};

use super::layout::Layout;
use super::marks;
use super::projection::{Bounds, Projection};
use super::style::PlotStyle;
use super::words::{self, galley};
use crate::chart::{Audience, Geometry, Mark, MarkId, Model, Role, Scale, Tick, ticks};

/// A shape with what it belongs to and where it is cut off.
#[derive(Clone, Debug)]
pub struct Painted {
    /// The mark; `None` for axes, ticks and grid.
    pub mark: Option<MarkId>,
    /// The shape.
    pub shape: Shape,
    /// Nothing outside this is seen.
    pub clip: Rect,
}

/// A painted chart.
#[derive(Clone, Debug)]
pub struct Scene {
    /// From the back to the front.
    pub shapes: Vec<Painted>,
    /// Where data is drawn.
    pub frame: Rect,
}

impl Scene {
    pub(super) fn add(&mut self, mark: &Mark, shape: Shape, clip: Rect) {
        self.shapes.push(Painted { mark: Some(mark.id.clone()), shape, clip });
    }

    fn plain(&mut self, shape: Shape, clip: Rect) {
        self.shapes.push(Painted { mark: None, shape, clip });
    }
}

/// Paints a whole chart into `rect` without a window; `painter` only measures words.
pub fn scene(painter: &Painter, model: &Model, style: &PlotStyle, rect: Rect) -> Scene {
    let layout = Layout::new(rect, model, style, painter);
    let bounds = Bounds::all(model, layout.frame.height(), layout.headroom);
    let projection = Projection::in_frame(layout.frame, bounds, model.y.scale);
    paint(painter, model, style, &layout, &projection, None)
}

/// Paints a chart by a layout and a projection; `lit` is drawn stronger.
pub(super) fn paint(
    painter: &Painter,
    model: &Model,
    style: &PlotStyle,
    layout: &Layout,
    projection: &Projection,
    lit: Option<&MarkId>,
) -> Scene {
    let mut scene = Scene { shapes: Vec::new(), frame: projection.frame() };
    let is_span = |mark: &&Mark| matches!(mark.geometry, Geometry::Span { .. });
    for mark in model.marks.iter().filter(is_span) {
        marks::paint(mark, style, layout, projection, false, painter, &mut scene);
    }
    axes(painter, model, style, layout, projection, &mut scene);
    for mark in model.marks.iter().filter(|mark| !is_span(mark)) {
        marks::paint(mark, style, layout, projection, lit == Some(&mark.id), painter, &mut scene);
    }
    words::labels(model, style, painter, layout, projection, &mut scene);
    if !model.empty_words.is_empty() {
        let words = galley(painter, &model.empty_words, style.font(), style.color(Role::InkSoft));
        let at = Align2::CENTER_CENTER.anchor_size(layout.frame.center(), words.size()).min;
        scene.plain(TextShape::new(at, words, Color32::PLACEHOLDER).into(), layout.frame);
    }
    scene
}

/// Grid, ticks, dates, names of axes and lanes, title.
fn axes(
    painter: &Painter,
    model: &Model,
    style: &PlotStyle,
    layout: &Layout,
    projection: &Projection,
    scene: &mut Scene,
) {
    let frame = projection.frame();
    let bounds = projection.bounds();
    let whole = layout.whole;
    let full = bounds == Bounds::all(model, frame.height(), layout.headroom);
    let soft = style.color(Role::InkSoft);
    let hairline = Stroke::new(1.0, style.color(Role::Grid));
    let text = |text: &str, at, anchor: Align2, color| {
        let words = galley(painter, text, style.font(), color);
        let rect = anchor.anchor_size(at, words.size());
        (Shape::from(TextShape::new(rect.min, words, Color32::PLACEHOLDER)), rect)
    };
    if model.y.visible {
        // Zoomed in, the axis needs finer ticks than the model's.
        let own: Vec<Tick>;
        let y_ticks = if full {
            &model.y.ticks
        } else {
            let values = bounds.values(model.y.scale);
            own = match model.y.scale {
                Scale::Linear => ticks::linear(values),
                Scale::Log => ticks::log(values),
            };
            &own
        };
        let mut left = frame.left() - style.scaled(8.0);
        let line = words::line_height(painter, style);
        let mut last_y = f32::INFINITY;
        for tick in y_ticks {
            let y = projection.y(tick.value);
            if last_y - y < line {
                continue;
            }
            if y < frame.top() - 1.0 || y > frame.bottom() + 1.0 {
                continue;
            }
            scene.plain(Shape::line_segment([pos2(frame.left(), y), pos2(frame.right(), y)], hairline), whole);
            let (shape, rect) = text(&tick.text, pos2(frame.left() - style.scaled(8.0), y), Align2::RIGHT_CENTER, soft);
            left = left.min(rect.left());
            last_y = y;
            scene.plain(shape, whole);
        }
        let unit = if model.y.note.is_empty() || !full {
            model.y.unit.clone()
        } else {
            format!("{}, {}", model.y.unit, model.y.note)
        };
        scene.plain(text(&unit, pos2(left, layout.unit_y), Align2::LEFT_CENTER, soft).0, whole);
    } else {
        let foot = [frame.left_bottom(), frame.right_bottom()];
        scene.plain(Shape::line_segment(foot, Stroke::new(1.0, style.color(Role::SurfaceEdge))), whole);
    }
    let own: Vec<Tick>;
    let x_ticks = if full || model.audience == Audience::Owner {
        &model.x.ticks
    } else {
        own = ticks::weeks(bounds.days, ticks::week_step(bounds.days.1 - bounds.days.0));
        &own
    };
    row(x_ticks, layout.ticks_y, soft, projection, whole, &text, scene);
    if let Some(y) = layout.dates_y {
        row(&model.x.dates_at(x_ticks), y, soft, projection, whole, &text, scene);
    }
    if model.audience == Audience::Clinician {
        let at = pos2(frame.center().x, layout.label_y);
        scene.plain(text(&model.x.label, at, Align2::CENTER_CENTER, soft).0, whole);
    }
    for (lane, &y) in model.lanes.iter().zip(&layout.lanes_y) {
        scene.plain(Shape::line_segment([pos2(frame.left(), y), pos2(frame.right(), y)], hairline), whole);
        scene.plain(text(&lane.label, pos2(frame.left() - style.scaled(8.0), y), Align2::RIGHT_CENTER, soft).0, whole);
    }
    if let Some(y) = layout.title_y {
        let words = galley(painter, &model.title, style.strong_font(), style.color(Role::Ink));
        let rect = Align2::LEFT_CENTER.anchor_size(pos2(whole.left(), y), words.size());
        scene.plain(TextShape::new(rect.min, words, Color32::PLACEHOLDER).into(), whole);
    }
}

/// A row of tick labels: every one, every second, every third, as few as it takes that none touches another.
fn row(
    ticks: &[Tick],
    y: f32,
    color: Color32,
    projection: &Projection,
    whole: Rect,
    text: &dyn Fn(&str, eframe::egui::Pos2, Align2, Color32) -> (Shape, Rect),
    scene: &mut Scene,
) {
    let frame = projection.frame();
    let across = (frame.left() - 1.0)..=(frame.right() + 1.0);
    let written: Vec<(Shape, Rect)> = ticks
        .iter()
        .filter(|tick| across.contains(&projection.x(tick.value)))
        .map(|tick| text(&tick.text, pos2(projection.x(tick.value), y), Align2::CENTER_CENTER, color))
        .collect();
    // Counting starts at day 0 where it is seen, so that it keeps its label.
    let zero = ticks
        .iter()
        .filter(|tick| across.contains(&projection.x(tick.value)))
        .position(|tick| tick.value == 0.0)
        .unwrap_or(0);
    let apart = |step: usize| {
        let kept: Vec<&Rect> = written.iter().skip(zero % step).step_by(step).map(|(_, rect)| rect).collect();
        kept.windows(2).all(|pair| match pair {
            [left, right] => left.right() + 0.6 * left.height() <= right.left(),
            _ => true,
        })
    };
    let step = (1..=written.len().max(1)).find(|step| apart(*step)).unwrap_or(1);
    for (shape, rect) in written.into_iter().skip(zero % step).step_by(step) {
        if whole.x_range().contains(rect.left()) && whole.x_range().contains(rect.right()) {
            scene.plain(shape, whole);
        }
    }
}
