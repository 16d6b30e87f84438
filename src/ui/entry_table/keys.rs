//! Keys of the chosen size cell, taken before its text field sees them.
//!
//! A cell is chosen or open. Chosen, arrows go from cell to cell, Shift extends a block, and typing replaces; open
//! (typed into, clicked again, or F2), arrows and Ctrl+Z belong to the text, as in a spreadsheet.

use eframe::egui::{Event, Id, Key, Modifiers, Ui};

use super::columns::Columns;
use super::{cell_id, cell_menu, heading};
use crate::app::block::{Cell, CellBlock, Fill, neighbor};
use crate::app::command::{CellsCommand, Command};
use crate::app::view::Middle;
use crate::domain::read_finding;
use crate::ui::chart_panel;
use crate::ui::context::Panel;
use crate::ui::widgets::select_all;

/// Marks a cell as open, or none.
pub(super) fn open(ui: &Ui, cell: Option<Cell>) {
    ui.data_mut(|data| data.insert_temp(Id::unique("open cell"), cell));
}

fn is_open(ui: &Ui, panel: &Panel<'_>, cell: Cell) -> bool {
    let opened: Option<Cell> = ui.data(|data| data.get_temp(Id::unique("open cell"))).flatten();
    opened == Some(cell) || panel.session.draft.as_ref().is_some_and(|draft| draft.is_of(cell.0, cell.1))
}

/// The size cell that has the cursor.
fn focused_cell(ui: &Ui, columns: &Columns) -> Option<Cell> {
    let focused = ui.memory(eframe::egui::Memory::focused)?;
    let mut cells = columns.dates.iter().flat_map(|&date| columns.lesions.iter().map(move |own| (date, own.id)));
    cells.find(|&(date, lesion)| cell_id(date, lesion) == focused)
}

/// Takes the keys that belong to the table, before any cell is drawn.
pub(super) fn take(ui: &Ui, panel: &mut Panel<'_>, columns: &Columns) {
    let Some(cell) = focused_cell(ui, columns) else {
        if is_in_table(ui, columns) {
            paste(ui, panel);
            if super::foot::new_visit_text(ui).is_empty() {
                undo_or_redo(ui, panel);
            }
        }
        return;
    };
    let block = panel.session.view.block.filter(|block| block.anchor == cell).unwrap_or_else(|| CellBlock::of(cell));
    paste(ui, panel);
    let pressed = |modifiers: Modifiers, key: Key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::COMMAND, Key::G) {
        panel.send(Command::CommitDraft);
        if panel.session.view.middle == Middle::Criteria {
            panel.send(Command::ShowMiddle(Middle::Chart));
        }
        chart_panel::show_visit(ui, cell.0);
    }
    for (key, fill) in [(Key::D, Fill::Down), (Key::R, Fill::Right)] {
        if pressed(Modifiers::COMMAND, key) {
            panel.send(Command::Cells(CellsCommand::Select(Some(block))));
            panel.send(Command::Cells(CellsCommand::Fill(fill)));
        }
    }
    cell_menu::take_keys(ui, cell);
    if let Some(place) = columns.lesions.iter().position(|lesion| lesion.id == cell.1) {
        heading::move_with_keys(ui, panel, cell.1, place);
    }
    if is_open(ui, panel, cell) {
        if panel.session.draft.is_some() && pressed(Modifiers::COMMAND, Key::Z) {
            panel.send(Command::DropDraft);
        }
        return;
    }
    if pressed(Modifiers::NONE, Key::F2) {
        open(ui, Some(cell));
    }
    state_key(ui, panel, cell);
    undo_or_redo(ui, panel);
    if pressed(Modifiers::NONE, Key::Delete) || pressed(Modifiers::NONE, Key::Backspace) {
        panel.send(Command::Cells(CellsCommand::Select(Some(block))));
        panel.send(Command::Cells(CellsCommand::Clear));
    }
    let arrows = [(Key::ArrowUp, -1, 0), (Key::ArrowDown, 1, 0), (Key::ArrowLeft, 0, -1), (Key::ArrowRight, 0, 1)];
    for (key, rows, across) in arrows {
        if pressed(Modifiers::SHIFT, key) {
            let wider = block.extended(panel.case(), rows, across);
            panel.send(Command::Cells(CellsCommand::Select(Some(wider))));
        } else if pressed(Modifiers::NONE, key)
            && let Some((date, lesion)) = neighbor(panel.case(), cell, rows, across)
        {
            ui.memory_mut(|memory| memory.request_focus(cell_id(date, lesion)));
        }
    }
    let copied = ui.input_mut(|input| {
        let before = input.events.len();
        input.events.retain(|event| !matches!(event, Event::Copy | Event::Cut));
        input.events.len() < before
    });
    if copied {
        panel.send(Command::Cells(CellsCommand::Select(Some(block))));
        panel.send(Command::Cells(CellsCommand::Copy));
    }
}

/// One letter sets the state of the chosen cell: T too small, A absent, N not evaluated.
///
/// Whoever goes on to type the word ("absent", "ne") types the whole of it: the letter is put before what follows.
fn state_key(ui: &Ui, panel: &mut Panel<'_>, cell: Cell) {
    let remembered = Id::unique("state letter");
    let before: Option<(Cell, String)> = ui.data(|data| data.get_temp(remembered));
    let before = before.filter(|(own, _)| *own == cell).map(|(_, letter)| letter).unwrap_or_default();
    if !before.is_empty() {
        // The state's word has come into the cell since; what is typed next replaces all of it.
        select_all(ui, cell_id(cell.0, cell.1), "not evaluated");
    }
    let moved = ui.input(|input| {
        input.events.iter().any(|event| matches!(event, Event::Key { pressed: true, key, .. } if key.name().len() > 1))
    });
    let is_word = |text: &str| read_finding(panel.case(), cell.1, text).is_ok();
    let set = ui.input_mut(|input| {
        let place = input.events.iter().position(|event| matches!(event, Event::Text(_)))?;
        let Some(Event::Text(text)) = input.events.get_mut(place) else { return None };
        let letter = text.to_lowercase();
        let is_state = matches!(letter.as_str(), "t" | "a" | "n");
        let goes_on = !before.is_empty() && is_word(&format!("{before}{letter}"));
        if is_state && !goes_on {
            input.events.remove(place);
            return Some(letter);
        }
        if !before.is_empty() && letter.chars().all(char::is_alphabetic) {
            text.insert_str(0, &before);
        }
        None
    });
    match set {
        Some(letter) => {
            let (date, lesion) = cell;
            panel.send(Command::Draft { date, lesion, text: letter.clone() });
            panel.send(Command::CommitDraft);
            ui.data_mut(|data| data.insert_temp(remembered, (cell, letter)));
        }
        None if moved || ui.input(|input| input.events.iter().any(|event| matches!(event, Event::Text(_)))) => {
            ui.data_mut(|data| data.remove::<(Cell, String)>(remembered));
        }
        None => {}
    }
}

/// A field without text of its own to take back leaves Ctrl+Z to the document.
fn undo_or_redo(ui: &Ui, panel: &mut Panel<'_>) {
    const SHIFT_COMMAND: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
    let pressed = |modifiers: Modifiers, key: Key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(SHIFT_COMMAND, Key::Z) || pressed(Modifiers::COMMAND, Key::Y) {
        panel.send(Command::Redo);
    } else if pressed(Modifiers::COMMAND, Key::Z) {
        panel.send(Command::Undo);
    }
}

/// Whether the cursor is in a date of the table, where a block with dates is likely to be pasted.
fn is_in_table(ui: &Ui, columns: &Columns) -> bool {
    let Some(focused) = ui.memory(eframe::egui::Memory::focused) else { return false };
    focused == super::foot::new_visit_id() || columns.dates.iter().any(|&date| focused == super::date_id(date))
}

/// A text of several cells is laid over the table; one of a single cell belongs to the field.
fn paste(ui: &Ui, panel: &mut Panel<'_>) {
    let pasted = ui.input_mut(|input| {
        let is_block = |event: &Event| matches!(event, Event::Paste(text) if is_block(text));
        let place = input.events.iter().position(is_block)?;
        match input.events.remove(place) {
            Event::Paste(text) => Some(text),
            _ => None,
        }
    });
    if let Some(text) = pasted {
        panel.send(Command::Cells(CellsCommand::Paste(text)));
    }
}

/// Whether a text holds several cells; spreadsheets end even a single one with a new line.
pub(in crate::ui) fn is_block(text: &str) -> bool {
    text.trim_end_matches(['\r', '\n']).contains(['\t', '\n'])
}
