//! The chart as a table, for those who would rather read it, or cannot see it.

use eframe::egui::{self, Align, Id, Label, Layout, Link, RichText, Ui, UiBuilder, vec2};
use jiff::civil::Date;

use super::chart_panel::{asked_visit, go_to_place};
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

/// The table is no wider, in points.
const WIDEST: f32 = 760.0;

/// Draws the table with its sentences over it; a date leads to where it was typed.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = Theme::of(ui);
    let (mut chosen, mut copies) = (None, false);
    let asked = asked_visit(ui).and_then(|date| row_of(panel.derived.chart_table(), date));
    focus_ring::scrolled(egui::ScrollArea::vertical().id_salt("chart as a table").auto_shrink(false), ui, |ui| {
        // Wider, the eye would lose its row.
        ui.set_max_width(ui.available_width().min(WIDEST));
        ui.spacing_mut().item_spacing.y = 4.0;
        let sentences = [&panel.derived.words.chart_summary, &panel.derived.futures_words];
        for sentence in sentences.into_iter().filter(|sentence| !sentence.is_empty()) {
            wrapped(ui, plain(sentence.clone(), size::SMALL, theme.text));
        }
        copies = link_button(ui, "Copy as words").clicked();
        let parts = panel.derived.chart_table();
        let mut heights = Heights::take(ui, parts.iter().map(|part| part.rows.len()).sum(), asked);
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

/// The place among all rows of the sizes of a visit.
fn row_of(parts: &[TablePart], date: Date) -> Option<usize> {
    let mut rows = parts.iter().flat_map(|part| &part.rows);
    rows.position(|row| row.link.is_some_and(|link| link.date == date && link.lesion.is_none()))
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
        heights.row(ui, row, |ui, is_asked| one_row(ui, row, (has_sizes, is_asked), chosen));
    }
}

fn one_row(ui: &mut Ui, row: &TableRow, (has_sizes, is_asked): (bool, bool), chosen: &mut Option<MarkId>) {
    let theme = Theme::of(ui);
    if row.value.is_empty() {
        return what(ui, row, is_asked, chosen);
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
    let when = Box::new(|ui: &mut Ui| what(ui, row, is_asked, chosen)) as Box<dyn FnOnce(&mut Ui)>;
    if has_sizes {
        columns(ui, [when, Box::new(value), Box::new(held_against)]);
    } else {
        columns(ui, [when, Box::new(value)]);
    }
}

/// When and how, which leads to where it was typed.
fn what(ui: &mut Ui, row: &TableRow, is_asked: bool, chosen: &mut Option<MarkId>) {
    let theme = Theme::of(ui);
    if row.link.is_none() {
        return wrapped(ui, plain(row.what.clone(), size::SMALL, theme.text));
    }
    let words = Link::new(plain(row.what.clone(), size::SMALL, theme.accent));
    let link = ui.add(words).on_hover_text("Goes to where it was typed");
    if is_asked {
        link.request_focus();
    }
    if link.clicked() {
        *chosen = row.ids.first().cloned();
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
    /// The row that is to have the keyboard.
    asked: Option<usize>,
}

impl Heights {
    /// What a row is taken for until it is drawn, in points.
    const USUAL: f32 = 36.0;

    /// So much is drawn over and under what is in sight, so that Tab finds the next row.
    const MARGIN: f32 = 200.0;

    fn id() -> Id {
        Id::unique("heights of the rows of the chart's table")
    }

    fn take(ui: &Ui, rows: usize, asked: Option<usize>) -> Self {
        let mut kept: Self = ui.data_mut(|data| data.remove_temp(Self::id())).unwrap_or_default();
        let width = ui.available_width();
        if (kept.width - width).abs() > 0.5 || kept.of.len() != rows {
            kept = Self { width, of: vec![Self::USUAL; rows], next: 0, asked };
        }
        (kept.next, kept.asked) = (0, asked);
        kept
    }

    fn keep(self, ui: &Ui) {
        ui.data_mut(|data| data.insert_temp(Self::id(), self));
    }

    /// Draws the next row, or leaves its room where it is far out of sight.
    fn row(&mut self, ui: &mut Ui, row: &TableRow, draw: impl FnOnce(&mut Ui, bool)) {
        let (is_long, is_asked) = (self.of.len() > WHOLE, self.asked == Some(self.next));
        let Some(height) = self.of.get_mut(self.next) else { return };
        self.next += 1;
        let (top, seen) = (ui.cursor().top(), ui.clip_rect().y_range().expand(Self::MARGIN));
        if is_long && !is_asked && (top + *height < seen.min || top > seen.max) {
            ui.add_space(*height);
            return;
        }
        // Which rows are drawn must not change who the next one is.
        let id = Id::unique(("row of the chart's table", row.ids.first().map(|id| id.0.as_str())));
        ui.scope_builder(UiBuilder::new().scope_id(id), |ui| draw(ui, is_asked));
        *height = ui.cursor().top() - top;
    }
}
