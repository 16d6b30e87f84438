//! What a first-time user sees: what to do, in three steps, and cases to look at.

use eframe::egui::{self, Align, Layout, Ui, vec2};

use super::case_bar::demo_entries;
use super::context::Panel;
use super::entry_table::{cell_id, focus_next_frame};
use super::focus_ring;
use super::texts;
use super::theme::{GRID, Theme, plain, size, strong};
use super::widgets::{primary_button, quiet_button, row_label};
use crate::app::command::{Command, LibraryCommand};
use crate::app::edit::Edit;
use crate::domain::{Case, Lesion, Visit};

/// Draws the page in the middle of an empty window.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = Theme::of(ui);
    let width = 620.0_f32.min(ui.available_width() - 4.0 * GRID);
    focus_ring::scrolled(egui::ScrollArea::vertical().auto_shrink(false), ui, |ui| {
        ui.with_layout(Layout::top_down(Align::Center), |ui| {
            ui.add_space((ui.available_height() * 0.08).max(GRID));
            ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(width);
                ui.label(strong(texts::EMPTY_TITLE, 24.0, theme.text));
                ui.add(egui::Label::new(plain(texts::EMPTY_LEAD, size::HEAD, theme.muted)).wrap());
                ui.add_space(2.0 * GRID);
                for (number, (head, text)) in texts::EMPTY_STEPS.into_iter().enumerate() {
                    ui.horizontal_top(|ui| {
                        row_label(ui, &(number + 1).to_string(), 20.0);
                        ui.vertical(|ui| {
                            ui.spacing_mut().item_spacing.y = 2.0;
                            ui.label(strong(head, size::HEAD, theme.text));
                            ui.add(egui::Label::new(plain(text, size::BODY, theme.muted)).wrap());
                        });
                    });
                    ui.add_space(GRID);
                }
                ui.add_space(GRID);
                ui.horizontal(|ui| {
                    if primary_button(ui, "Start a case").clicked() {
                        start_case(ui, panel);
                    }
                    if quiet_button(ui, "Open …").clicked() {
                        panel.send(Command::OpenDialog);
                    }
                    if quiet_button(ui, "Library of cases").clicked() {
                        panel.send(Command::Library(LibraryCommand::Show));
                    }
                    if quiet_button(ui, "Import sizes …").clicked() {
                        panel.send(Command::ImportDialog);
                    }
                });
                ui.add_space(3.0 * GRID);
                ui.label(strong("Or look at a case", size::HEAD, theme.text));
                ui.add_space(GRID / 2.0);
                demo_entries(ui, panel);
                ui.add_space(2.0 * GRID);
                ui.add(egui::Label::new(plain(texts::DISCLAIMER, size::SMALL, theme.muted)).wrap());
            });
        });
    });
}

/// A case with one lesion and a visit today, ready to type into.
pub(super) fn start_case(ui: &Ui, panel: &mut Panel<'_>) {
    let mut case = Case::default();
    let today = panel.session.today();
    let lesion = Lesion::target(case.fresh_lesion_id(), "T1");
    focus_next_frame(ui, cell_id(today, lesion.id));
    let ready = case.add_lesion(lesion).and_then(|()| case.add_visit(Visit::on(today)));
    if ready.is_ok() {
        panel.send(Command::Edit(Edit::Replace { case: Box::new(case), what: "start a case".to_owned() }));
    }
}
