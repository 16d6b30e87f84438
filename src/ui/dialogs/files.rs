//! Questions about files: unsaved work, paths, conflicts, work left behind.

use std::path::{Path, PathBuf};

use eframe::egui::{Id, Key, Ui};

use super::{body, buttons, title};
use crate::app::command::{Answer, Command, FoundJournal, Pick};
use crate::app::dialog::Intent;
use crate::ui::context::Panel;
use crate::ui::widgets::{Field, Look, line_edit, primary_button, quiet_button};

pub(super) fn waiting(ui: &mut Ui, panel: &mut Panel<'_>) {
    title(ui, "Waiting for the file dialog");
    body(ui, "The system's file dialog is open, or about to open. If it does not come, type the path instead.");
    buttons(ui, panel, &[("Type a path", Answer::TypePath), ("Keep waiting", Answer::Cancel)]);
}

pub(super) fn conflict(ui: &mut Ui, panel: &mut Panel<'_>, path: &Path, words: &str) {
    title(ui, "The file was changed by someone else");
    body(ui, &format!("{}\n{words}", path.display()));
    let answers = [
        ("Save under another name", Answer::SaveAs),
        ("Replace the file", Answer::Overwrite),
        ("Cancel", Answer::Cancel),
    ];
    buttons(ui, panel, &answers);
}

pub(super) fn recover(ui: &mut Ui, panel: &mut Panel<'_>, found: &[FoundJournal]) {
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

pub(super) fn unsaved(ui: &mut Ui, panel: &mut Panel<'_>, intent: &Intent) {
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

pub(super) fn type_path(ui: &mut Ui, panel: &mut Panel<'_>, pick: Pick, failed: bool, suggested: &str) {
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
