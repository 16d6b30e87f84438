//! What forms and colors say, in rows over the chart, and what must be known to read it, under it on paper.

use std::sync::Arc;

use eframe::egui::epaint::TextShape;
use eframe::egui::{Color32, Galley, Painter, Rect, Shape, Vec2, pos2};

use super::marks;
use super::scene::{Easel, Scene};
use super::style::PlotStyle;
use super::words::{galley, line_height};
use crate::chart::{Model, Role, Symbol};

/// The room of a form before its words, beside 12-point words.
const FORM: f32 = 14.0;

/// Between one item and the next, beside 12-point words.
const GAP: f32 = 16.0;

/// The key laid out: each item by its row and left edge, and how many rows there are.
#[derive(Clone, Debug, Default)]
pub(super) struct KeyRows {
    places: Vec<(usize, f32)>,
    rows: usize,
    line: f32,
}

impl KeyRows {
    pub(super) fn new(model: &Model, style: PlotStyle, painter: &Painter, width: f32) -> Self {
        let line = 1.25 * line_height(painter, style);
        let mut own = Self { line, ..Self::default() };
        let mut x = 0.0;
        for item in &model.key {
            let words = galley(painter, &item.words, style.font(), Color32::PLACEHOLDER).size().x;
            let taken = style.scaled(FORM) + words;
            if own.rows == 0 || (x > 0.0 && x + taken > width) {
                own.rows += 1;
                x = 0.0;
            }
            own.places.push((own.rows - 1, x));
            x += taken + style.scaled(GAP);
        }
        own
    }

    /// The height of all rows.
    pub(super) fn height(&self) -> f32 {
        self.line * self.rows as f32
    }
}

/// Draws the key.
pub(super) fn paint(easel: &Easel<'_>, scene: &mut Scene) {
    let Easel { painter, model, style, layout, .. } = *easel;
    for (item, (row, x)) in model.key.iter().zip(&layout.key.places) {
        let middle = layout.key_top + layout.key.line * (*row as f32 + 0.5);
        let (symbol, fill) = item.symbol;
        // An arrow begins at its place, other forms lie around it.
        let within = if symbol == Symbol::Arrow { -3.0 } else { 5.0 };
        let at = pos2(layout.whole.left() + x + style.scaled(within), middle);
        scene.plain(marks::point(at, style.scaled(3.8), symbol, fill, style.color(item.role), style), layout.whole);
        let words = galley(painter, &item.words, style.font(), style.color(Role::InkSoft));
        let left = layout.whole.left() + x + style.scaled(FORM);
        let place = pos2(left, middle - words.size().y / 2.0);
        scene.plain(TextShape::new(place, words, Color32::PLACEHOLDER).into(), layout.whole);
    }
}

/// The notes laid out under each other at this width.
pub(super) fn notes(model: &Model, style: PlotStyle, painter: &Painter, width: f32) -> Vec<Arc<Galley>> {
    if !style.title {
        return Vec::new();
    }
    let wrapped = |note: &String| painter.layout(note.clone(), style.font(), style.color(Role::InkSoft), width);
    model.notes.iter().map(wrapped).collect()
}

/// Draws the notes at the foot of the paper.
pub(super) fn paint_notes(easel: &Easel<'_>, scene: &mut Scene) {
    let layout = easel.layout;
    let mut top = layout.whole.bottom() - layout.notes.iter().map(|note| note.size().y).sum::<f32>();
    for note in &layout.notes {
        let area = Rect::from_min_size(pos2(layout.whole.left(), top), Vec2::new(layout.whole.width(), note.size().y));
        top = area.bottom();
        let shape = TextShape::new(area.min, Arc::clone(note), Color32::PLACEHOLDER);
        scene.plain(Shape::from(shape), layout.whole);
    }
}
