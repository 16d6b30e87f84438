//! Questions about files: unsaved work, paths, conflicts, work left behind.

use std::path::{Path, PathBuf};

use eframe::egui::{self, Id, Key, RichText, TextStyle, Ui};

use super::{body, buttons, focus, room, scrolled, title};
use crate::app::command::{Answer, Command, Pick};
use crate::app::dialog::Intent;
use crate::app::event::FoundJournal;
use crate::app::files::{Doomed, OpenedCase, RefusedCase};
use crate::app::session::elsewhere_words;
use crate::domain::capitalized;
use crate::ui::context::Panel;
use crate::ui::theme::{GRID, Theme, size};
use crate::ui::widgets::{Field, Look, line_edit, primary_button, quiet_button, select_all};

pub(super) fn waiting(ui: &mut Ui, panel: &mut Panel<'_>) {
    title(ui, "Waiting for the file dialog");
    body(ui, "The system's file dialog is open, or about to open. If it does not come, type the path instead.");
    buttons(ui, panel, &[("Type a path", Answer::TypePath), ("Keep waiting", Answer::Cancel)]);
}

pub(super) fn open_elsewhere(ui: &mut Ui, panel: &mut Panel<'_>, opened: &OpenedCase) {
    title(ui, "This case is already open");
    body(ui, &format!("{} is open {}.", file_name(&opened.loaded.path), who_words(opened)));
    body(
        ui,
        "If both change it, the second to save is shown both versions and asked. \
         To work on, close it there first; to look at it, open it here too.",
    );
    buttons(ui, panel, &[("Open here too", Answer::OpenAnyway), ("Cancel", Answer::Cancel)]);
}

fn who_words(opened: &OpenedCase) -> String {
    elsewhere_words(opened.elsewhere.as_deref().unwrap_or_default())
}

pub(super) fn cannot_open(ui: &mut Ui, panel: &mut Panel<'_>, path: &Path, refused: &RefusedCase) {
    title(ui, &format!("Could not open {}", file_name(path)));
    scrolled(ui, 300.0, |ui| {
        body(ui, &sentence(&refused.words));
        if let (Some(text), Some(at)) = (&refused.text, refused.at) {
            excerpt(ui, text, at.line);
        }
    });
    let mut answers = Vec::new();
    if refused.replaceable.is_some() {
        answers.push(("Earlier versions", Answer::EarlierVersions));
    }
    if refused.text.is_some() {
        answers.push(("Show the text", Answer::ShowText));
    }
    answers.push(("Close", Answer::Cancel));
    buttons(ui, panel, &answers);
}

/// Words that went on after a colon, as a sentence of their own.
fn sentence(words: &str) -> String {
    let stop = if words.ends_with(['.', '?']) { "" } else { "." };
    format!("{}{stop}", capitalized(words))
}

/// The line that is wrong, with the ones around it.
fn excerpt(ui: &mut Ui, text: &str, line: usize) {
    const AROUND: usize = 2;
    const MOST_CHARS: usize = 90;
    let theme = Theme::of(ui);
    let first = line.saturating_sub(AROUND).max(1);
    for (place, shown) in text.lines().enumerate().skip(first - 1).take(2 * AROUND + 1) {
        let number = place + 1;
        let shown: String = shown.chars().take(MOST_CHARS).collect();
        let color = if number == line { theme.alarm } else { theme.muted };
        let text = RichText::new(format!("{number:>4}  {shown}")).monospace().size(size::SMALL).color(color);
        ui.add(egui::Label::new(text).truncate());
    }
}

pub(super) fn text(ui: &mut Ui, panel: &mut Panel<'_>, path: &Path, text: &str) {
    title(ui, &file_name(path));
    body(ui, "The file as it is; it is not changed.");
    let theme = Theme::of(ui);
    let lines: Vec<&str> = text.lines().collect();
    let height = ui.text_style_height(&TextStyle::Monospace);
    let room = room(ui, 360.0);
    egui::ScrollArea::both().max_height(room).min_scrolled_height(room).auto_shrink(false).show_rows(
        ui,
        height,
        lines.len(),
        |ui, rows| {
            for place in rows {
                let Some(line) = lines.get(place) else { continue };
                let text = RichText::new(format!("{:>4}  {line}", place + 1)).monospace().color(theme.text);
                ui.add(egui::Label::new(text).extend());
            }
        },
    );
    ui.add_space(GRID / 2.0);
    ui.horizontal(|ui| {
        if primary_button(ui, "Copy the text").clicked() {
            ui.ctx().copy_text(text.to_owned());
        }
        let close = quiet_button(ui, "Close");
        focus::begin_with(ui, &close);
        if close.clicked() {
            panel.send(Command::Answer(Answer::Cancel));
        }
    });
}

pub(super) fn trash(ui: &mut Ui, panel: &mut Panel<'_>, path: &Path) {
    title(ui, &format!("Move {} to the trash?", file_name(path)));
    body(ui, "Its earlier versions go with it. The system's trash keeps them until it is emptied.");
    buttons(ui, panel, &[("Move to the trash", Answer::Trash), ("Cancel", Answer::Cancel)]);
}

pub(super) fn consent(ui: &mut Ui, panel: &mut Panel<'_>, cases: usize) {
    title(ui, "Is the owners' consent noted?");
    let what = if cases == 1 { "The sizes of 1 case".to_owned() } else { format!("The sizes of {cases} cases") };
    body(
        ui,
        &format!(
            "{what} will be written as one table. It has study numbers for names and days from the therapy start for \
             dates; owners, breeds, drugs, notes, events and file names are left out, and ages are in three bands."
        ),
    );
    body(ui, "It is not anonymous: a rare course can still be recognized by who knows it.");
    body(ui, "The table says of every patient that consent is noted. Without it, narrow the search first.");
    let answers = [("Consent is noted; choose a file", Answer::ConsentNoted), ("Cancel", Answer::Cancel)];
    buttons(ui, panel, &answers);
}

pub(super) fn delete_for_good(ui: &mut Ui, panel: &mut Panel<'_>, what: &Doomed, reason: &str) {
    title(ui, &format!("There is no trash for {}", what.words()));
    body(ui, &format!("The system said: {reason}. Nothing was deleted."));
    body(ui, "Deleted for good, it cannot be brought back.");
    buttons(ui, panel, &[("Keep it", Answer::Cancel), ("Delete for good", Answer::DeleteForGood)]);
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.display().to_string())
}

pub(super) fn recover(ui: &mut Ui, panel: &mut Panel<'_>, found: &[FoundJournal]) {
    title(ui, "Unsaved work was found");
    body(ui, "Reassess closed before this was saved. Nothing is taken over or thrown away until you say so.");
    scrolled(ui, 340.0, |ui| {
        for (place, journal) in found.iter().enumerate() {
            ui.add_space(GRID / 2.0);
            body(ui, &journal.words(panel.session.view.dates));
            ui.horizontal(|ui| {
                if journal.case.is_some() && primary_button(ui, "Recover").clicked() {
                    panel.send(Command::Answer(Answer::Recover(place)));
                }
                if quiet_button(ui, "Move to the trash").clicked() {
                    panel.send(Command::Answer(Answer::Forget(place)));
                }
            });
        }
    });
    ui.add_space(GRID / 2.0);
    if quiet_button(ui, "Decide later").clicked() {
        panel.send(Command::Answer(Answer::Cancel));
    }
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

pub(super) fn replace(ui: &mut Ui, panel: &mut Panel<'_>, path: &Path) {
    title(ui, &format!("There is already a file {}", file_name(path)));
    body(ui, "Replacing it cannot be undone.");
    let answers =
        [("Choose another name", Answer::TypePath), ("Replace it", Answer::Overwrite), ("Cancel", Answer::Cancel)];
    buttons(ui, panel, &answers);
}

pub(super) fn type_path(ui: &mut Ui, panel: &mut Panel<'_>, pick: Pick, failed: bool, suggested: &str) {
    title(ui, if pick.is_save() { "Save to which file?" } else { "Open which file?" });
    if failed {
        body(ui, "The system's file dialog did not open.");
    }
    // Another question begins with its own suggestion.
    let id = Id::unique(("typed path", suggested.to_owned()));
    let mut text: String = ui.data(|data| data.get_temp(id)).unwrap_or_else(|| suggested.to_owned());
    let hint = "e.g. /home/me/bella.reassess.ron";
    let look = Field { id, name: "Path of the file", hint, width: ui.available_width() };
    let response = line_edit(ui, &mut text, &look, Look::Field);
    // Asked before the focus is put back, which would hide that Enter took it away.
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if !entered && ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
        select_all(ui, id, &text);
    }
    let (mut done, mut cancelled) = (entered, ui.input(|input| input.key_pressed(Key::Escape)));
    ui.horizontal(|ui| {
        done |= primary_button(ui, if pick.is_save() { "Save" } else { "Open" }).clicked();
        if quiet_button(ui, "Cancel").clicked() {
            cancelled = true;
        }
    });
    let path = text.trim().trim_matches('"').to_owned();
    if cancelled || done {
        ui.data_mut(|data| data.remove::<String>(id));
    } else {
        ui.data_mut(|data| data.insert_temp(id, text));
    }
    if cancelled {
        panel.send(Command::Answer(Answer::Cancel));
    } else if done && !path.is_empty() {
        panel.send(Command::TypedPath(PathBuf::from(path)));
    }
}
