//! The question or page that lies over the window.

mod columns;
mod files;
mod focus;
mod problems;
mod imports;
mod help;
mod palette;
mod settings_page;
mod versions;

pub(super) use focus::give_back;
pub(super) use settings_page::seen_first_run;

use eframe::egui::{self, Frame, Id, Key, Margin, Modal, Ui};

use super::context::Panel;
use super::focus_ring;
use super::theme::{GRID, Theme, plain, size, strong};
use super::widgets::{primary_button, quiet_button};
use crate::app::command::{Answer, Command};
use crate::app::dialog::Dialog;

/// Draws the open dialog, if any.
pub(super) fn show(ui: &Ui, panel: &mut Panel<'_>) {
    focus::follow(ui, panel);
    let Some(dialog) = panel.session.dialog.clone() else { return };
    let width = match &dialog {
        Dialog::Help(_)
        | Dialog::Conflict { .. }
        | Dialog::ChangedOutside(_)
        | Dialog::CannotOpen { .. }
        | Dialog::Text { .. }
        | Dialog::Settings
        | Dialog::Recover(_)
        | Dialog::Versions { .. } => 620.0_f32,
        Dialog::Columns(_) | Dialog::Problems { .. } => 820.0,
        Dialog::Palette => 540.0,
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
            focus::offer(ui, &response, *answer);
        }
    });
}

/// What may be longer than the window: it scrolls, and what stands over and under it stays in sight.
fn scrolled<R>(ui: &mut Ui, most: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let room = room(ui, most);
    // Without the least height the room would hang on where the page stands, and where it stands on its height.
    let area = egui::ScrollArea::vertical().min_scrolled_height(room).max_height(room);
    focus_ring::scrolled(area, ui, add)
}

/// The height that is left for the middle of a dialog.
fn room(ui: &Ui, most: f32) -> f32 {
    const AROUND: f32 = 170.0;
    (ui.ctx().content_rect().height() - AROUND).clamp(80.0, most)
}

fn page(ui: &mut Ui, panel: &mut Panel<'_>, dialog: &Dialog) {
    match dialog {
        Dialog::Unsaved(intent) => files::unsaved(ui, panel, intent),
        Dialog::Waiting(_) => files::waiting(ui, panel),
        Dialog::TypePath { pick, failed, suggested } => files::type_path(ui, panel, *pick, *failed, suggested),
        Dialog::Replace { path, .. } => files::replace(ui, panel, path),
        Dialog::Conflict { path, words, theirs, .. } => versions::conflict(ui, panel, path, words, theirs.as_deref()),
        Dialog::ChangedOutside(theirs) => versions::changed_outside(ui, panel, theirs),
        Dialog::Versions { versions, .. } => versions::earlier(ui, panel, versions),
        Dialog::OpenElsewhere(opened) => files::open_elsewhere(ui, panel, opened),
        Dialog::CannotOpen { path, refused } => files::cannot_open(ui, panel, path, refused),
        Dialog::Text { path, text } => files::text(ui, panel, path, text),
        Dialog::Trash(path) => files::trash(ui, panel, path),
        Dialog::DeleteForGood { what, reason } => files::delete_for_good(ui, panel, what, reason),
        Dialog::Consent(cases) => files::consent(ui, panel, *cases),
        Dialog::Dates(source) => imports::dates(ui, panel, source),
        Dialog::Patients { import, what } => imports::patients(ui, panel, import, what),
        Dialog::Columns(why) => columns::show(ui, panel, why.as_deref()),
        Dialog::Problems { what, problems, refusal } => {
            problems::show(ui, panel, what, problems, refusal.as_deref());
        }
        Dialog::Recover(found) => files::recover(ui, panel, found),
        Dialog::Message { title: head, text } => {
            title(ui, head);
            scrolled(ui, 360.0, |ui| body(ui, text));
            buttons(ui, panel, &[("Close", Answer::Cancel)]);
        }
        Dialog::Palette => palette::show(ui, panel),
        Dialog::Settings => settings_page::show(ui, panel),
        Dialog::Help(page) => help::show(ui, panel, *page),
    }
}
