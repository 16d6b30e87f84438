//! The question or page that lies over the window.

use std::path::PathBuf;

use eframe::egui::{self, Frame, Id, Key, Margin, Modal, Ui};

use super::context::Panel;
use super::shortcuts;
use super::texts;
use super::theme::{GRID, Theme, plain, size, strong};
use super::widgets::{Field, Look, line_edit, link_button, primary_button, quiet_button};
use crate::app::command::{Answer, Command, HelpPage, Pick};
use crate::app::dialog::{Dialog, Intent};
use crate::exchange::DateOrder;

/// Draws the open dialog, if any.
pub(super) fn show(ui: &Ui, panel: &mut Panel<'_>) {
    let Some(dialog) = panel.session.dialog.clone() else { return };
    let width = match &dialog {
        Dialog::Help(_) | Dialog::Problems { .. } => 620.0_f32,
        _ => 460.0,
    };
    let width = width.min(ui.ctx().content_rect().width() - 80.0);
    // A click outside answers nothing: a question about unsaved work must not be closed by a slip.
    let frame = Frame::window(ui.style()).inner_margin(Margin::same(24));
    Modal::new(Id::unique("dialog")).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = GRID;
        page(ui, panel, &dialog);
        if ui.input(|input| input.key_pressed(Key::Escape)) {
            panel.send(Command::Answer(Answer::Cancel));
        }
    });
}

fn title(ui: &mut Ui, text: &str) {
    let theme = Theme::of(ui);
    ui.add(egui::Label::new(strong(text, 18.0, theme.text)).wrap());
}

fn body(ui: &mut Ui, text: &str) {
    let theme = Theme::of(ui);
    ui.add(egui::Label::new(plain(text, size::BODY, theme.text)).wrap());
}

/// The buttons of a dialog, the one meant to be pressed first.
fn buttons(ui: &mut Ui, panel: &mut Panel<'_>, answers: &[(&str, Answer)]) {
    ui.add_space(GRID / 2.0);
    ui.horizontal(|ui| {
        for (place, (label, answer)) in answers.iter().enumerate() {
            let response = if place == 0 { primary_button(ui, label) } else { quiet_button(ui, label) };
            if response.clicked() {
                panel.send(Command::Answer(*answer));
            }
        }
    });
}

fn page(ui: &mut Ui, panel: &mut Panel<'_>, dialog: &Dialog) {
    match dialog {
        Dialog::Unsaved(intent) => unsaved(ui, panel, intent),
        Dialog::Waiting(_) => {
            title(ui, "Waiting for the file dialog");
            body(ui, "The system's file dialog is open, or about to open. If it does not come, type the path instead.");
            buttons(ui, panel, &[("Type a path", Answer::TypePath), ("Keep waiting", Answer::Cancel)]);
        }
        Dialog::TypePath { pick, failed, suggested } => type_path(ui, panel, *pick, *failed, suggested),
        Dialog::Conflict { path, words } => {
            title(ui, "The file was changed by someone else");
            body(ui, &format!("{}\n{words}", path.display()));
            let answers = [
                ("Save under another name", Answer::SaveAs),
                ("Replace the file", Answer::Overwrite),
                ("Cancel", Answer::Cancel),
            ];
            buttons(ui, panel, &answers);
        }
        Dialog::Dates(source) => {
            title(ui, "Which comes first, day or month?");
            body(ui, &format!("Dates in {}, such as 03/04/2026, can be read two ways.", source.name()));
            let answers = [
                ("Day first (3 April)", Answer::Dates(DateOrder::DayFirst)),
                ("Month first (4 March)", Answer::Dates(DateOrder::MonthFirst)),
                ("Cancel", Answer::Cancel),
            ];
            buttons(ui, panel, &answers);
        }
        Dialog::Patients { import, what } => {
            title(ui, &format!("{what} holds {} patients", import.cases.len()));
            body(ui, "Choose one to look at.");
            egui::ScrollArea::vertical().max_height(320.0).show_rows(ui, 26.0, import.cases.len(), |ui, rows| {
                for place in rows {
                    let Some(imported) = import.cases.get(place) else { continue };
                    let visits = imported.case.visits().len();
                    if link_button(ui, &format!("{}, {visits} visits", imported.patient_id)).clicked() {
                        panel.send(Command::Answer(Answer::Patient(place)));
                    }
                }
            });
            buttons(ui, panel, &[("Cancel", Answer::Cancel)]);
        }
        Dialog::Problems { what, problems } => {
            title(ui, &format!("{what}: imported, with problems"));
            body(ui, "Each line says what was found and what was done.");
            egui::ScrollArea::vertical().max_height(340.0).show(ui, |ui| {
                for problem in problems {
                    body(ui, problem);
                }
            });
            buttons(ui, panel, &[("Close", Answer::Cancel)]);
        }
        Dialog::Recover(found) => {
            title(ui, "Unsaved work was found");
            body(ui, "Reassess closed before this was saved. Nothing is taken over or thrown away until you say so.");
            for (place, journal) in found.iter().enumerate() {
                body(ui, &journal.words);
                ui.horizontal(|ui| {
                    if primary_button(ui, "Recover").clicked() {
                        panel.send(Command::Answer(Answer::Recover(place)));
                    }
                    if quiet_button(ui, "Delete").clicked() {
                        panel.send(Command::Answer(Answer::Forget(place)));
                    }
                });
            }
            buttons(ui, panel, &[("Decide later", Answer::Cancel)]);
        }
        Dialog::Message { title: head, text } => {
            title(ui, head);
            egui::ScrollArea::vertical().max_height(360.0).show(ui, |ui| body(ui, text));
            buttons(ui, panel, &[("Close", Answer::Cancel)]);
        }
        Dialog::Help(page) => help(ui, panel, *page),
    }
}

fn unsaved(ui: &mut Ui, panel: &mut Panel<'_>, intent: &Intent) {
    let name = panel.case().patient.name.trim().to_owned();
    let whose = if name.is_empty() { "this case".to_owned() } else { format!("{name}'s case") };
    title(ui, &format!("Save the changes to {whose}?"));
    let what = match intent {
        Intent::Quit => "Closing without saving loses them.",
        _ => "Going on without saving loses them.",
    };
    body(ui, what);
    if !panel.session.unread.is_empty() {
        body(ui, "Cells marked as not understood are not part of the file.");
    }
    let answers = [("Save", Answer::Save), ("Do not save", Answer::Discard), ("Cancel", Answer::Cancel)];
    buttons(ui, panel, &answers);
}

fn type_path(ui: &mut Ui, panel: &mut Panel<'_>, pick: Pick, failed: bool, suggested: &str) {
    title(ui, if pick.is_save() { "Save to which file?" } else { "Open which file?" });
    if failed {
        body(ui, "The system's file dialog did not open.");
    }
    let id = Id::unique("typed path");
    let mut text: String = ui.data(|data| data.get_temp(id)).unwrap_or_else(|| suggested.to_owned());
    let look = Field { id, name: "Path of the file", hint: "/home/me/bella.reassess.ron", width: ui.available_width() };
    let response = line_edit(ui, &mut text, &look, Look::Field);
    // Asked before the focus is put back, which would hide that Enter took it away.
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if !entered && ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    let (mut done, mut cancelled) = (entered, false);
    ui.horizontal(|ui| {
        done |= primary_button(ui, if pick.is_save() { "Save" } else { "Open" }).clicked();
        if quiet_button(ui, "Cancel").clicked() {
            cancelled = true;
        }
    });
    let path = text.trim().trim_matches('"').to_owned();
    // A path that fails is offered again; one that was never touched is suggested anew.
    if text != suggested {
        ui.data_mut(|data| data.insert_temp(id, text));
    }
    if cancelled {
        ui.data_mut(|data| data.remove::<String>(id));
        panel.send(Command::Answer(Answer::Cancel));
    }
    if done && !path.is_empty() {
        panel.send(Command::TypedPath(PathBuf::from(path)));
    }
}

fn help(ui: &mut Ui, panel: &mut Panel<'_>, page: HelpPage) {
    let theme = Theme::of(ui);
    match page {
        HelpPage::Shortcuts => {
            title(ui, "Keyboard shortcuts");
            egui::Grid::new("shortcuts").num_columns(2).spacing([24.0, 6.0]).show(ui, |ui| {
                for (shortcut, words, _) in shortcuts::all() {
                    ui.label(strong(ui.format_shortcut(&shortcut), size::BODY, theme.text));
                    ui.label(plain(words, size::BODY, theme.text));
                    ui.end_row();
                }
                for (keys, words) in texts::TABLE_KEYS {
                    ui.label(strong(keys, size::BODY, theme.text));
                    ui.label(plain(words, size::BODY, theme.text));
                    ui.end_row();
                }
            });
        }
        HelpPage::Evidence => {
            title(ui, "How the verdict is reached");
            egui::ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
                for paragraph in texts::EVIDENCE {
                    body(ui, paragraph);
                }
                ui.label(strong("Not a diagnosis", size::BODY, theme.text));
                body(ui, texts::DISCLAIMER);
            });
        }
        HelpPage::About => {
            title(ui, "Reassess");
            body(
                ui,
                &format!("Version {}, rules {}", env!("CARGO_PKG_VERSION"), panel.derived.assessment.rules_version),
            );
            body(ui, texts::PURPOSE);
            body(ui, texts::DISCLAIMER);
            body(ui, "MIT or Apache-2.0. Typeface: Inter, SIL Open Font License 1.1.");
        }
    }
    buttons(ui, panel, &[("Close", Answer::Cancel)]);
}
