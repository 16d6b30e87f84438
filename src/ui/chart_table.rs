//! The chart as a table, for those who would rather read it, or cannot see it.

use eframe::egui::{self, Align, Id, Label, Layout, Link, RichText, Ui, UiBuilder, vec2};

use super::chart_panel::go_to_place;
use super::context::Panel;
use super::focus_ring;
use super::theme::{GRID, Theme, plain, size, strong};
use super::widgets::link_button;
use crate::app::command::Command;
use crate::chart::{MarkId, TablePart, TableRow};

/// The parts of the width that the columns take; the last has what is left.
const COLUMNS: [f32; 2] = [0.34, 0.2];

/// Between two columns, in points.
const GAP: f32 = 12.0;

/// A table of no more rows is drawn whole, so that a screen reader has all of it.
const WHOLE: usize = 150;

/// Draws the table with its sentences over it; a date leads to where it was typed.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = Theme::of(ui);
    let (mut chosen, mut copies) = (None, false);
    focus_ring::scrolled(egui::ScrollArea::vertical().id_salt("chart as a table").auto_shrink(false), ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let sentences = [&panel.derived.words.chart_summary, &panel.derived.futures_words];
        for sentence in sentences.into_iter().filter(|sentence| !sentence.is_empty()) {
            wrapped(ui, plain(sentence.clone(), size::SMALL, theme.text));
        }
        copies = link_button(ui, "Copy as words").clicked();
        let parts = panel.derived.chart_table();
        let mut heights = Heights::take(ui, parts.iter().map(|part| part.rows.len()).sum());
        for part in parts {
            ui.add_space(GRID);
            wrapped(ui, strong(part.heading, size::BODY, theme.text));
            rows(ui, part, &mut heights, &mut chosen);
        }
        heights.keep(ui);
        ui.add_space(GRID);
    });
    if copies {
        panel.send(Command::CopyChartWords);
    }
    if let Some(mark) = chosen {
        go_to_place(ui, panel, &mark);
    }
}

/// The rows of a part, under the names of the columns where there are three.
fn rows(ui: &mut Ui, part: &TablePart, heights: &mut Heights, chosen: &mut Option<MarkId>) {
    let theme = Theme::of(ui);
    let has_sizes = part.rows.iter().any(|row| !row.held_against.is_empty());
    if has_sizes {
        let heads = ["When and how", "Size", "Change and measuring range"];
        columns(ui, heads.map(|head| move |ui: &mut Ui| wrapped(ui, plain(head, size::SMALL, theme.muted))));
    }
    for row in &part.rows {
        heights.row(ui, row, |ui| one_row(ui, row, has_sizes, chosen));
    }
}

fn one_row(ui: &mut Ui, row: &TableRow, has_sizes: bool, chosen: &mut Option<MarkId>) {
    let theme = Theme::of(ui);
    if row.value.is_empty() {
        return what(ui, row, chosen);
    }
    let value = |ui: &mut Ui| {
        let text = if has_sizes { strong } else { plain };
        wrapped(ui, text(row.value.clone(), size::SMALL, theme.text));
    };
    let held_against = |ui: &mut Ui| {
        for line in &row.held_against {
            wrapped(ui, plain(line.clone(), size::SMALL, theme.text));
        }
    };
    let when = Box::new(|ui: &mut Ui| what(ui, row, chosen)) as Box<dyn FnOnce(&mut Ui)>;
    if has_sizes {
        columns(ui, [when, Box::new(value), Box::new(held_against)]);
    } else {
        columns(ui, [when, Box::new(value)]);
    }
}

/// When and how, which leads to where it was typed.
fn what(ui: &mut Ui, row: &TableRow, chosen: &mut Option<MarkId>) {
    let theme = Theme::of(ui);
    if row.link.is_none() {
        return wrapped(ui, plain(row.what.clone(), size::SMALL, theme.text));
    }
    let words = Link::new(plain(row.what.clone(), size::SMALL, theme.accent));
    if ui.add(words).on_hover_text("Goes to where it was typed").clicked() {
        *chosen = Some(row.id.clone());
    }
}

/// Texts beside each other, each in its column, the last in what is left.
fn columns<C: FnOnce(&mut Ui), const COUNT: usize>(ui: &mut Ui, cells: [C; COUNT]) {
    let whole = ui.available_width();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        for (place, cell) in cells.into_iter().enumerate() {
            let part = COLUMNS.get(place).filter(|_| place + 1 < COUNT);
            let width = part.map_or_else(|| ui.available_width(), |part| part * whole);
            ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 2.0;
                cell(ui);
            });
        }
    });
}

fn wrapped(ui: &mut Ui, text: RichText) {
    ui.add(Label::new(text).wrap());
}

/// How high the rows of a long table are, so that those out of sight need not be drawn.
#[derive(Clone, Default)]
struct Heights {
    /// Of the table, in points; rows of another width have other heights.
    width: f32,
    /// By row, as last drawn.
    of: Vec<f32>,
    /// The row that comes next.
    next: usize,
}

impl Heights {
    /// What a row is taken for until it is drawn, in points.
    const USUAL: f32 = 36.0;

    /// So much is drawn over and under what is in sight, so that Tab finds the next row.
    const MARGIN: f32 = 200.0;

    fn id() -> Id {
        Id::unique("heights of the rows of the chart's table")
    }

    fn take(ui: &Ui, rows: usize) -> Self {
        let mut kept: Self = ui.data_mut(|data| data.remove_temp(Self::id())).unwrap_or_default();
        let width = ui.available_width();
        if (kept.width - width).abs() > 0.5 || kept.of.len() != rows {
            kept = Self { width, of: vec![Self::USUAL; rows], next: 0 };
        }
        kept.next = 0;
        kept
    }

    fn keep(self, ui: &Ui) {
        ui.data_mut(|data| data.insert_temp(Self::id(), self));
    }

    /// Draws the next row, or leaves its room where it is far out of sight.
    fn row(&mut self, ui: &mut Ui, row: &TableRow, draw: impl FnOnce(&mut Ui)) {
        let is_long = self.of.len() > WHOLE;
        let Some(height) = self.of.get_mut(self.next) else { return };
        self.next += 1;
        let (top, seen) = (ui.cursor().top(), ui.clip_rect().y_range().expand(Self::MARGIN));
        if is_long && (top + *height < seen.min || top > seen.max) {
            ui.add_space(*height);
            return;
        }
        // Which rows are drawn must not change who the next one is.
        ui.scope_builder(UiBuilder::new().scope_id(Id::unique(("row of the chart's table", &row.id.0))), draw);
        *height = ui.cursor().top() - top;
    }
}
