//! Several size cells at once, and the guard that asks about a size that may be a slip.

use super::Session;
use crate::app::block::{self, Cell, CellText, Pasted};
use crate::app::command::{CellsCommand, Effect};
use crate::app::dialog::Intent;
use crate::app::edit::Edit;
use crate::app::slip::slip;

impl Session {
    pub(super) fn cells(&mut self, command: CellsCommand, effects: &mut Vec<Effect>) {
        match command {
            CellsCommand::Select(block) => self.view.block = block,
            CellsCommand::Copy => self.copy(effects),
            CellsCommand::Paste(text) => self.paste(text, effects),
            CellsCommand::Fill(fill) => {
                self.commit_draft();
                let Some(chosen) = self.view.block else { return self.say("Choose a size first") };
                let texts = block::filled(self.document.case(), &chosen, fill);
                if texts.is_empty() {
                    self.say("There is nothing to fill from");
                } else {
                    self.set_sizes(texts, "fill");
                }
            }
            CellsCommand::Clear => {
                self.draft = None;
                let Some(chosen) = self.view.block else { return };
                let texts = block::cleared(self.document.case(), &chosen);
                for text in &texts {
                    self.unread.remove(&(text.date, text.lesion));
                }
                let what = if texts.len() == 1 { "clear a size" } else { "clear sizes" };
                self.set_sizes(texts, what);
            }
            CellsCommand::TakeOffer(cell) => {
                let Some(text) = self.slips.remove(&cell).and_then(|slip| slip.offer) else { return };
                self.edit(Edit::SetSize { date: cell.0, lesion: cell.1, text });
            }
            CellsCommand::KeepSize(cell) => drop(self.slips.remove(&cell)),
        }
    }

    fn copy(&mut self, effects: &mut Vec<Effect>) {
        let case = self.document.case();
        let text = match &self.view.block {
            Some(chosen) => block::copied(case, chosen),
            None => block::copied_table(case),
        };
        effects.push(Effect::CopyText(text));
        self.say(match &self.view.block {
            Some(chosen) if chosen.is_single() => "Copied the size",
            Some(_) => "Copied the block of sizes",
            None => "Copied the sizes as a table",
        });
    }

    /// A block that names visits, or begins at the chosen cell, goes into this case; any other is a table to import.
    fn paste(&mut self, text: String, effects: &mut Vec<Effect>) {
        self.draft = None;
        let case = self.document.case();
        let at = self.view.block.map(|chosen| chosen.rows(case));
        let at = at.and_then(|rows| rows.first().and_then(|row| row.first()).copied());
        match block::pasted(case, at, &text, self.today) {
            Ok(pasted) if !pasted.cells.is_empty() || !pasted.unread.is_empty() => self.take_pasted(pasted),
            Err(reason) if at.is_some() => self.fail(reason),
            Ok(_) | Err(_) => self.leave_for(Intent::ImportText(text), effects),
        }
    }

    fn take_pasted(&mut self, pasted: Pasted) {
        let count = pasted.cells.len();
        let sizes = if count == 1 { "1 size".to_owned() } else { format!("{count} sizes") };
        let last = pasted.cells.iter().chain(&pasted.unread).map(|cell| cell.date).max();
        self.set_sizes(pasted.cells, &format!("paste {sizes}"));
        let unread = pasted.unread.len();
        for CellText { date, lesion, text } in pasted.unread {
            if self.document.case().visit(date).is_none() {
                self.edit(Edit::AddVisit(date));
            }
            self.unread.insert((date, lesion), text);
        }
        // What was taken in last is what comes next to mind: its signs, its method.
        self.view.visit = last.or(self.view.visit);
        let visits = match pasted.new_visits {
            0 => String::new(),
            1 => " and 1 visit".to_owned(),
            many => format!(" and {many} visits"),
        };
        let rest = match unread {
            0 => String::new(),
            1 => "; 1 cell is not understood and marked".to_owned(),
            many => format!("; {many} cells are not understood and marked"),
        };
        self.say(format!("Pasted {sizes}{visits}{rest}"));
    }

    fn set_sizes(&mut self, cells: Vec<CellText>, what: &str) {
        let places: Vec<Cell> = cells.iter().map(|cell| (cell.date, cell.lesion)).collect();
        for place in &places {
            self.unread.remove(place);
        }
        self.edit(Edit::SetSizes { cells, what: what.to_owned() });
        for place in places {
            self.guard(place);
        }
    }

    /// Notes the question about a size that may be a slip, or takes an old one back.
    pub(super) fn guard(&mut self, cell: Cell) {
        match slip(self.dated(), cell) {
            Some(slip) => drop(self.slips.insert(cell, slip)),
            None => drop(self.slips.remove(&cell)),
        }
    }
}
