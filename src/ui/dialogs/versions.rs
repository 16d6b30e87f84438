//! Questions that show two versions of a case, and the list of earlier ones.

use std::path::Path;

use eframe::egui::{self, Ui};

use super::{body, buttons, scrolled, title};
use crate::app::command::{Answer, Command};
use crate::app::compare::differences;
use crate::app::files::{Version, extent_words, time_words};
use crate::explain;
use crate::store::Loaded;
use crate::ui::context::Panel;
use crate::ui::theme::{GRID, Theme, plain, size, strong};
use crate::ui::widgets::quiet_button;

pub(super) fn conflict(ui: &mut Ui, panel: &mut Panel<'_>, path: &Path, words: &str, theirs: Option<&Loaded>) {
    title(ui, "Not saved: the file holds something else");
    body(ui, &format!("{}: {words}", path.display()));
    let mut answers = vec![("Save under another name", Answer::SaveAs)];
    match theirs {
        Some(theirs) => {
            both(ui, panel, theirs);
            body(ui, "Whichever you choose, the other is kept: the file as a backup, yours as a step to undo.");
            answers.push(("Replace the file with mine", Answer::Overwrite));
            answers.push(("Take the file's", Answer::TakeTheirs));
        }
        None => answers.push(("Save it here all the same", Answer::Overwrite)),
    }
    answers.push(("Cancel", Answer::Cancel));
    buttons(ui, panel, &answers);
}

pub(super) fn changed_outside(ui: &mut Ui, panel: &mut Panel<'_>, theirs: &Loaded) {
    title(ui, "The file was changed elsewhere");
    body(ui, &format!("{} was saved by another window or program while it was open here.", theirs.path.display()));
    both(ui, panel, theirs);
    let mine = if panel.session.has_unsaved_work() { "Keep mine, unsaved" } else { "Keep what is shown" };
    buttons(ui, panel, &[("Take the file's", Answer::TakeTheirs), (mine, Answer::Cancel)]);
}

/// Both versions, and where they differ.
fn both(ui: &mut Ui, panel: &Panel<'_>, theirs: &Loaded) {
    const MOST_ROWS: usize = 8;
    let theme = Theme::of(ui);
    let other = &theirs.file.case;
    let found = differences(panel.dated(), other);
    ui.add_space(GRID / 2.0);
    egui::Grid::new("both versions").num_columns(3).spacing([20.0, 6.0]).min_col_width(120.0).show(ui, |ui| {
        for head in ["", "Yours", "In the file"] {
            ui.label(strong(head, size::BODY, theme.text));
        }
        ui.end_row();
        let saved = format!("saved {}", time_words(theirs.stamp.modified, panel.session.view.dates));
        let here = if panel.session.has_unsaved_work() { "not saved yet" } else { "as opened" };
        for (what, mine, theirs) in [
            ("Holds", extent_words(panel.dated()), extent_words(panel.dated().with(other))),
            ("When", here.to_owned(), saved),
        ] {
            row(ui, what, &mine, &theirs);
        }
        for difference in found.iter().take(MOST_ROWS) {
            row(ui, &difference.what, &difference.mine, &difference.theirs);
        }
    });
    if found.is_empty() {
        body(ui, "Both hold the same case; only the text of the file differs.");
    }
    if found.len() > MOST_ROWS {
        body(ui, &format!("And {} more differences.", found.len() - MOST_ROWS));
    }
    ui.add_space(GRID / 2.0);
}

fn row(ui: &mut Ui, what: &str, mine: &str, theirs: &str) {
    const COLUMN: f32 = 190.0;
    let theme = Theme::of(ui);
    for (text, color) in [(what, theme.muted), (mine, theme.text), (theirs, theme.text)] {
        ui.scope(|ui| {
            ui.set_max_width(COLUMN);
            ui.add(egui::Label::new(plain(text, size::BODY, color)).wrap());
        });
    }
    ui.end_row();
}

pub(super) fn earlier(ui: &mut Ui, panel: &mut Panel<'_>, versions: &[Version]) {
    title(ui, "Earlier versions");
    body(ui, "Each save keeps the version before. Going back is a step that can be undone; nothing is saved yet.");
    let theme = Theme::of(ui);
    scrolled(ui, 360.0, |ui| {
        egui::Grid::new("versions").num_columns(4).spacing([20.0, 8.0]).show(ui, |ui| {
            for head in ["Until", "Holds", "Label then", ""] {
                ui.label(strong(head, size::BODY, theme.text));
            }
            ui.end_row();
            for (place, version) in versions.iter().enumerate() {
                ui.label(plain(time_words(version.until, panel.session.view.dates), size::BODY, theme.text));
                match &version.case {
                    Ok(case) => {
                        let holds =
                            format!("{}, {}", extent_words(panel.dated().with(case)), size_words(version.len_bytes));
                        ui.label(plain(holds, size::BODY, theme.text));
                        ui.label(plain(explain::label_of_token(&version.label), size::BODY, theme.text));
                        if quiet_button(ui, "Go back to it").clicked() {
                            panel.send(Command::Answer(Answer::Restore(place)));
                        }
                    }
                    Err(reason) => {
                        ui.label(plain("cannot be opened", size::BODY, theme.alarm)).on_hover_text(reason);
                        ui.label("");
                        ui.label("");
                    }
                }
                ui.end_row();
            }
        });
    });
    buttons(ui, panel, &[("Close", Answer::Cancel)]);
}

fn size_words(bytes: u64) -> String {
    const KILOBYTE: u64 = 1000;
    format!("{} kB", bytes.div_ceil(KILOBYTE))
}
