//! The chart as a table, for those who would rather read it, or cannot see it.

use eframe::egui::{self, Align, Label, Layout, Link, RichText, Ui, vec2};

use super::chart_panel::go_to_cell;
use super::context::Panel;
use super::theme::{GRID, Theme, plain, size, strong};
use super::widgets::link_button;
use crate::app::command::Command;
use crate::chart::{self, TablePart, TableRow};

/// The parts of the width that the columns take; the last has what is left.
const COLUMNS: [f32; 2] = [0.34, 0.2];

/// Between two columns, in points.
const GAP: f32 = 12.0;

/// Draws the table with its sentences over it; a date leads to its cell in the table of sizes.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = Theme::of(ui);
    let (mut chosen, mut copies) = (None, false);
    egui::ScrollArea::vertical().id_salt("chart as a table").auto_shrink(false).show(ui, |ui| {
        let model = &panel.derived.chart;
        ui.spacing_mut().item_spacing.y = 4.0;
        let sentences = [&panel.derived.words.chart_summary, &panel.derived.futures_words];
        for sentence in sentences.into_iter().filter(|sentence| !sentence.is_empty()) {
            wrapped(ui, plain(sentence.clone(), size::SMALL, theme.text));
        }
        copies = link_button(ui, "Copy as words").clicked();
        for part in chart::table(model) {
            ui.add_space(GRID);
            wrapped(ui, strong(part.heading, size::BODY, theme.text));
            chosen = rows(ui, &part).or(chosen);
        }
        ui.add_space(GRID);
    });
    if copies {
        panel.send(Command::CopyChartWords);
    }
    if let Some(link) = chosen {
        go_to_cell(ui, panel, link);
    }
}

/// The rows of a part, under the names of the columns where there are three; returns what was chosen.
fn rows(ui: &mut Ui, part: &TablePart) -> Option<chart::Link> {
    let theme = Theme::of(ui);
    let has_sizes = part.rows.iter().any(|row| !row.held_against.is_empty());
    if has_sizes {
        let heads = ["When and how", "Size", "Change and measuring range"];
        columns(ui, heads.map(|head| move |ui: &mut Ui| wrapped(ui, plain(head, size::SMALL, theme.muted))));
    }
    let mut chosen = None;
    for row in &part.rows {
        if row.value.is_empty() {
            what(ui, row, &mut chosen);
            continue;
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
        let when = Box::new(|ui: &mut Ui| what(ui, row, &mut chosen)) as Box<dyn FnOnce(&mut Ui)>;
        if has_sizes {
            columns(ui, [when, Box::new(value), Box::new(held_against)]);
        } else {
            columns(ui, [when, Box::new(value)]);
        }
    }
    chosen
}

/// When and how, which leads to its place in the case where it has one.
fn what(ui: &mut Ui, row: &TableRow, chosen: &mut Option<chart::Link>) {
    let theme = Theme::of(ui);
    let Some(link) = row.link else {
        wrapped(ui, plain(row.what.clone(), size::SMALL, theme.text));
        return;
    };
    let words = Link::new(plain(row.what.clone(), size::SMALL, theme.accent));
    if ui.add(words).on_hover_text("Goes to it in the table of sizes").clicked() {
        *chosen = Some(link);
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
