//! Every criterion by visit, why each says what it says, and the readings a case can choose.

use eframe::egui::{self, Frame, Grid, Margin, Ui, vec2};

use super::context::Panel;
use super::focus_ring;
use super::theme::{GRID, Theme, plain, size, strong};
use super::widgets::{line_with_end, lines, link_button, row_label, section, segments};
use crate::app::command::Command;
use crate::app::edit::Edit;
use crate::app::rules_table::{Category, RulesTable, RulesVisit};
use crate::app::view::Middle;
use crate::explain::{ReadingWords, reading_words};

/// The height of a row, the same in the column of names and in the table beside it.
const ROW_HEIGHT: f32 = 22.0;

/// Draws the criteria in the middle of the window.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = Theme::of(ui);
    line_with_end(
        ui,
        "head of the criteria",
        panel,
        |ui, _| {
            ui.add(egui::Label::new(strong("Criteria, visit by visit", size::HEAD, theme.text)).truncate());
        },
        |ui, panel| {
            if link_button(ui, "Back to the chart").clicked() {
                panel.send(Command::ShowMiddle(Middle::Chart));
            }
        },
    );
    let area = egui::ScrollArea::vertical().id_salt("criteria").auto_shrink(false);
    focus_ring::scrolled(area, ui, |ui| {
        let table = &panel.derived.rules_table;
        if table.visits.is_empty() {
            let words = "No baseline yet: the criteria begin with a size before therapy";
            ui.label(plain(words, size::BODY, theme.muted));
            return;
        }
        let shown = shown_place(panel, table);
        if let Some(visit) = whole_table(ui, table, shown) {
            panel.send(Command::SelectVisit(visit.date));
        }
        if let Some(visit) = table.visits.get(shown) {
            why(ui, visit);
        }
        outcome(ui, table);
        lines(ui, "Targets", &table.selection, size::SMALL);
        let suggested = table.suggested_roles.clone();
        if !suggested.is_empty()
            && link_button(ui, "Take the suggestion").on_hover_text("Changes the roles; Undo takes it back").clicked()
        {
            panel.send(Command::Edit(Edit::SetRoles(suggested)));
        }
        readings(ui, panel);
        ui.add_space(GRID);
    });
}

/// The place of the selected visit, else of the last.
fn shown_place(panel: &Panel<'_>, table: &RulesTable) -> usize {
    let selected = panel.session.shown_visit();
    let place = table.visits.iter().position(|visit| Some(visit.date) == selected);
    place.unwrap_or_else(|| table.visits.len().saturating_sub(1))
}

/// The names at the left stand still; the visits beside them scroll.
fn whole_table<'t>(ui: &mut Ui, table: &'t RulesTable, shown: usize) -> Option<&'t RulesVisit> {
    let theme = Theme::of(ui);
    let mut clicked = None;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        // The rows of both grids are of one height, so that names and categories stand on one line.
        ui.spacing_mut().interact_size.y = ROW_HEIGHT;
        ui.spacing_mut().button_padding.y = 0.0;
        Grid::new("criteria names").num_columns(1).min_row_height(ROW_HEIGHT).spacing(vec2(0.0, 0.0)).show(ui, |ui| {
            ui.allocate_exact_size(vec2(1.0, ROW_HEIGHT), egui::Sense::hover());
            ui.end_row();
            for row in &table.rows {
                let name = if row.is_main {
                    strong(row.criterion, size::SMALL, theme.text)
                } else {
                    plain(row.criterion, size::SMALL, theme.text)
                };
                ui.label(name).on_hover_text(row.about);
                ui.end_row();
            }
        });
        let area = egui::ScrollArea::horizontal().id_salt("criteria visits").stick_to_right(true);
        focus_ring::scrolled(area, ui, |ui| {
            let grid = Grid::new("criteria visits").min_row_height(ROW_HEIGHT).spacing(vec2(14.0, 0.0));
            grid.show(ui, |ui| {
                for (place, visit) in table.visits.iter().enumerate() {
                    let chosen = place == shown;
                    let text = if chosen {
                        strong(visit.short.clone(), size::SMALL, theme.accent)
                    } else {
                        plain(visit.short.clone(), size::SMALL, theme.muted)
                    };
                    let button = ui.add(egui::Button::new(text).frame(false).min_size(vec2(0.0, ROW_HEIGHT)));
                    button.widget_info(|| {
                        let words = format!("Why, on {}", visit.words);
                        egui::WidgetInfo::selected(egui::Role::RadioButton, true, chosen, words)
                    });
                    if chosen {
                        let line = egui::Stroke::new(2.0, theme.accent);
                        ui.painter().hline(button.rect.x_range(), button.rect.bottom() - 1.0, line);
                    }
                    if button.clicked() {
                        clicked = Some(visit);
                    }
                }
                ui.end_row();
                for row in &table.rows {
                    for cell in &row.categories {
                        category(ui, cell);
                    }
                    ui.end_row();
                }
            });
        });
    });
    clicked
}

fn category(ui: &mut Ui, cell: &Category) {
    let theme = Theme::of(ui);
    let text = if cell.is_progression {
        strong(cell.words.clone(), size::SMALL, theme.growth)
    } else {
        plain(cell.words.clone(), size::SMALL, theme.text)
    };
    ui.label(text);
}

/// Why a visit has its categories, and where the criteria part.
fn why(ui: &mut Ui, visit: &RulesVisit) {
    let theme = Theme::of(ui);
    if !visit.why.disagreement.is_empty() {
        ui.add_space(GRID);
        let frame = Frame::NONE.fill(theme.accent_soft).corner_radius(egui::CornerRadius::same(8));
        frame.inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.label(strong("They disagree", size::SMALL, theme.text));
            for line in &visit.why.disagreement {
                ui.add(egui::Label::new(plain(line.clone(), size::SMALL, theme.text)).wrap());
            }
        });
    }
    let head = format!("Why, on {}", visit.words);
    if visit.why.why.is_empty() {
        lines(ui, &head, &["The baseline: later sums are held against it".to_owned()], size::SMALL);
    } else {
        lines(ui, &head, &visit.why.why, size::SMALL);
    }
}

fn outcome(ui: &mut Ui, table: &RulesTable) {
    let theme = Theme::of(ui);
    if table.outcome.is_empty() {
        return;
    }
    ui.add_space(GRID);
    section(ui, "So far");
    Grid::new("criteria outcome").num_columns(2).min_row_height(0.0).spacing(vec2(14.0, 3.0)).show(ui, |ui| {
        for (name, value) in &table.outcome {
            ui.label(plain(*name, size::SMALL, theme.muted));
            ui.add(egui::Label::new(plain(value.clone(), size::SMALL, theme.text)).wrap());
            ui.end_row();
        }
    });
}

/// The points that the papers leave open; a choice is kept in the case file.
fn readings(ui: &mut Ui, panel: &mut Panel<'_>) {
    ui.add_space(GRID);
    let head = format!("How this case reads iRECIST and cRECIST, rules {}", panel.session.rules().version);
    section(ui, &head);
    let chosen = panel.case().readings.clone();
    for ReadingWords { reading, question, usual, other, source } in reading_words() {
        ui.horizontal_wrapped(|ui| {
            row_label(ui, question, 240.0);
            let choices = [(false, usual, source), (true, other, source)];
            let picked = segments(ui, question, &choices, Some(chosen.contains(&reading)), false);
            if let Some(Some(departs)) = picked {
                let mut readings = chosen.clone();
                if departs {
                    readings.insert(reading);
                } else {
                    readings.remove(&reading);
                }
                panel.send(Command::Edit(Edit::SetReadings(readings)));
            }
        });
    }
}
