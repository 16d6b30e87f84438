//! A chart as shapes, each with the mark it belongs to: the same for screen, image and paper.

use eframe::egui::epaint::TextShape;
use eframe::egui::{Align2, Color32, Painter, Rect, Shape};

use super::axes::axes;
use super::gaps;
use super::key;
use super::layout::Layout;
use super::marks;
use super::projection::{Bounds, Projection};
use super::style::PlotStyle;
use super::words::{self, galley};
use crate::chart::{Geometry, Mark, MarkId, Model, Role};

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

    pub(super) fn plain(&mut self, shape: Shape, clip: Rect) {
        self.shapes.push(Painted { mark: None, shape, clip });
    }
}

/// Paints a whole chart into `rect` without a window; `painter` only measures words.
pub fn scene(painter: &Painter, model: &Model, style: &PlotStyle, rect: Rect) -> Scene {
    let layout = Layout::new(rect, model, *style, painter);
    let bounds = Bounds::all(model, layout.frame.height(), layout.headroom);
    let projection = Projection::in_frame(layout.frame, bounds, model.y.scale);
    paint(&Easel { painter, model, style: *style, layout: &layout, projection: &projection }, None)
}

/// Everything one painting needs.
#[derive(Clone, Copy)]
pub(super) struct Easel<'a> {
    /// Measures words.
    pub(super) painter: &'a Painter,
    pub(super) model: &'a Model,
    pub(super) style: PlotStyle,
    pub(super) layout: &'a Layout,
    pub(super) projection: &'a Projection,
}

/// Paints a chart by a layout and a projection; `lit` is drawn stronger.
pub(super) fn paint(easel: &Easel<'_>, lit: Option<&MarkId>) -> Scene {
    let Easel { painter, model, style, layout, projection } = *easel;
    let mut scene = Scene { shapes: Vec::new(), frame: projection.frame() };
    let is_span = |mark: &&Mark| matches!(mark.geometry, Geometry::Span { .. });
    for mark in model.marks.iter().filter(is_span) {
        marks::paint(easel, mark, false, &mut scene);
    }
    axes(easel, &mut scene);
    for mark in model.marks.iter().filter(|mark| !is_span(mark)) {
        marks::paint(easel, mark, lit == Some(&mark.id), &mut scene);
    }
    // One of many lines is not lost among those drawn after it.
    let lit_track = |mark: &&Mark| lit == Some(&mark.id) && matches!(mark.geometry, Geometry::Track { .. });
    for mark in model.marks.iter().filter(lit_track) {
        marks::paint(easel, mark, true, &mut scene);
    }
    let words_from = scene.shapes.len();
    words::labels(easel, &mut scene);
    gaps::make_way(&mut scene.shapes, words_from, model);
    key::paint(easel, &mut scene);
    key::paint_notes(easel, &mut scene);
    if !model.empty_words.is_empty() {
        let words = galley(painter, &model.empty_words, style.font(), style.color(Role::InkSoft));
        let at = Align2::CENTER_CENTER.anchor_size(layout.frame.center(), words.size()).min;
        scene.plain(TextShape::new(at, words, Color32::PLACEHOLDER).into(), layout.frame);
    }
    scene
}
