//! The menu of a size cell: what a lesion can be where it has no size of its own, for whoever has not learned the
//! letters.

use eframe::egui::{Id, Key, Modifiers, Popup, Response, ScrollArea, SetOpenCommand, Ui};

use super::{cell_id, focus_next_frame};
use crate::app::block::Cell;
use crate::app::command::Command;
use crate::domain::{Case, Finding, Lesion, Role};
use crate::ui::context::Panel;
use crate::ui::theme::{Theme, plain, size};

/// How the menu is opened, for the hover of a cell and the page of shortcuts.
pub(super) const HOW: &str = "Right-click or Shift+F10: too small, absent, merged into another lesion";

/// Lists longer than this scroll, in points.
const TALLEST: f32 = 380.0;

fn asked_for() -> Id {
    Id::unique("cell menu asked for")
}

/// Takes the keys that open the menu of the chosen cell.
pub(super) fn take_keys(ui: &Ui, cell: Cell) {
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::SHIFT, Key::F10) || pressed(Modifiers::NONE, Key::Menu) {
        ui.data_mut(|data| data.insert_temp(asked_for(), cell));
    }
}

/// Shows the menu at its cell while it is open.
pub(super) fn show(ui: &Ui, panel: &mut Panel<'_>, response: &Response, cell: Cell) {
    let by_key = ui.data(|data| data.get_temp::<Cell>(asked_for())) == Some(cell);
    if by_key {
        ui.data_mut(|data| data.remove::<Cell>(asked_for()));
    }
    let opens = by_key || response.secondary_clicked();
    let popup = Popup::menu(response).open_memory(opens.then_some(SetOpenCommand::Bool(true)));
    let was_open = popup.is_open();
    let Some(shown) = popup.show(|ui| ScrollArea::vertical().max_height(TALLEST).show(ui, |ui| items(ui, panel, cell)))
    else {
        return;
    };
    if let (false, Some(first)) = (was_open, shown.inner.inner) {
        ui.memory_mut(|memory| memory.request_focus(first));
    }
    if shown.response.should_close() {
        focus_next_frame(ui, cell_id(cell.0, cell.1));
    }
}

/// The states; returns the identity of the first one.
fn items(ui: &mut Ui, panel: &mut Panel<'_>, (date, id): Cell) -> Option<Id> {
    let theme = Theme::of(ui);
    let lesion = panel.case().lesion(id)?.clone();
    let finding = panel.case().visit(date).and_then(|visit| visit.measurements.get(&id)).map(|own| own.finding.clone());
    let head = format!("{} on {}", lesion.name, panel.dated().when(date));
    ui.label(plain(head, size::SMALL, theme.muted));
    let mut first = None;
    for (words, typed, becomes) in choices(panel.case(), &lesion, (date, id)) {
        let response = ui.selectable_label(finding.as_ref() == Some(&becomes), words);
        first.get_or_insert(response.id);
        if response.clicked() {
            panel.send(Command::Draft { date, lesion: id, text: typed });
            panel.send(Command::CommitDraft);
            ui.close();
        }
    }
    ui.label(plain("In parts: type 14 x 9 + 8 x 6", size::SMALL, theme.muted));
    first
}

/// What the lesion can be at this visit: in words, as it is typed, and as a finding.
fn choices(case: &Case, lesion: &Lesion, (date, id): Cell) -> Vec<(String, String, Finding)> {
    let state = |words: &str, typed: &str, finding| (words.to_owned(), typed.to_owned(), finding);
    let mut choices = vec![
        state("Too small to measure (T)", "too small", Finding::TooSmall(None)),
        state("Absent (A)", "absent", Finding::Absent),
        state("Not evaluated (N)", "not evaluated", Finding::NotEvaluable),
    ];
    // A target that is seen and not sized counts as not evaluated.
    if lesion.role != Role::Target {
        choices.push(state("Present, not measured", "present", Finding::Present));
    }
    // What has merged into this very lesion cannot be the one that it merges into.
    let in_this = |other: &Lesion| case.visit(date).is_some_and(|visit| case.mass_of(visit, other.id) == Some(id));
    let others = case.lesions().iter().filter(|other| other.id != id && other.role == lesion.role && !in_this(other));
    choices.extend(others.map(|other| {
        let typed = format!("merged into {}", other.name);
        (format!("Merged into {}", other.name), typed, Finding::Merged(other.id))
    }));
    choices
}
