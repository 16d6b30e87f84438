//! Who has the keyboard while a dialog is open, and who gets it back.

use std::mem::Discriminant;

use eframe::egui::{Id, Memory, Response, Ui};

use crate::app::command::Answer;
use crate::app::dialog::Dialog;
use crate::app::view::Tab;
use crate::ui::context::Panel;
use crate::ui::entry_table::{cell_id, focus_next_frame, take_asked_focus};

/// The kind of dialog drawn last, and what had the keyboard before the first one opened.
#[derive(Clone, Default)]
struct Kept {
    shown: Option<Discriminant<Dialog>>,
    before: Option<Id>,
}

/// Takes the keyboard from what lies behind a dialog, and gives it back when the last one has closed.
pub(super) fn follow(ui: &Ui, panel: &Panel<'_>) {
    let id = Id::unique("keyboard around dialogs");
    let mut kept: Kept = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let now = panel.session.dialog.as_ref().map(std::mem::discriminant);
    if now == kept.shown {
        return;
    }
    let focused = ui.memory(Memory::focused);
    if kept.shown.is_none() {
        // What was to have the keyboard next, as after a menu, has it after the dialog.
        kept.before = take_asked_focus(ui).or(focused);
    }
    match (now, focused) {
        (Some(_), Some(focused)) => ui.memory_mut(|memory| memory.surrender_focus(focused)),
        (Some(_), None) => {}
        (None, _) => give_back(ui, panel, kept.before.take()),
    }
    kept.shown = now;
    ui.data_mut(|data| data.insert_temp(id, kept));
}

/// What had the keyboard before has it again; where nothing had, the chosen size.
pub(in crate::ui) fn give_back(ui: &Ui, panel: &Panel<'_>, before: Option<Id>) {
    if panel.session.view.owner || panel.session.library.is_some() {
        if let Some(before) = before {
            ui.memory_mut(|memory| memory.request_focus(before));
        }
        return;
    }
    // Whatever was done in the dialog may have asked for another field.
    let before = match take_asked_focus(ui) {
        Some(asked) => return focus_next_frame(ui, asked),
        None => before,
    };
    let case = panel.case();
    let block = panel.session.view.block.filter(|_| panel.session.view.tab == Tab::Sizes);
    let chosen = block.map(|block| block.anchor);
    let chosen = chosen.filter(|cell| case.visit(cell.0).is_some() && case.lesion(cell.1).is_some());
    if let Some(to) = before.or_else(|| chosen.map(|(date, lesion)| cell_id(date, lesion))) {
        focus_next_frame(ui, to);
    }
}

/// Gives the keyboard to the first button of a dialog that Enter may press unread; nothing is lost by these.
pub(super) fn offer(ui: &Ui, response: &Response, answer: Answer) {
    let is_safe = matches!(
        answer,
        Answer::Save
            | Answer::SaveAs
            | Answer::Cancel
            | Answer::TypePath
            | Answer::OpenAnyway
            | Answer::EarlierVersions
            | Answer::ShowText
    );
    if is_safe {
        begin_with(ui, response);
    }
}

/// Gives the keyboard to a button where nothing else has it.
pub(super) fn begin_with(ui: &Ui, response: &Response) {
    if ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
}
