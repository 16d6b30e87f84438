//! Which rows of the sizes table are drawn: a hundred visits are kept, and a screen shows twenty.

use std::collections::BTreeSet;

use eframe::egui::{Id, Memory, Rangef, Ui};
use jiff::civil::Date;

use super::columns::Columns;
use super::{ROW, cell_id, date_id, foot};
use crate::ui::context::Panel;

/// Rows drawn beyond each edge of the sight, so that Tab and a screen reader find the next one there.
const BEYOND: f32 = 3.0 * ROW;

/// What decides whether a row is drawn.
pub(super) struct InSight {
    across: Rangef,
    with_cursor: Option<usize>,
    has_moved: bool,
    with_words: BTreeSet<Date>,
}

impl InSight {
    pub(super) fn of(ui: &Ui, panel: &Panel<'_>, columns: &Columns) -> Self {
        let with_words = columns.dates.iter().copied().filter(|&date| foot::is_under_row(panel, date)).collect();
        let focused = ui.memory(Memory::focused);
        let before = ui.data_mut(|data| {
            let last = Id::unique("cursor of the last frame");
            let before = data.get_temp::<Option<Id>>(last).flatten();
            data.insert_temp(last, focused);
            before
        });
        Self {
            across: ui.clip_rect().y_range().expand(BEYOND),
            with_cursor: with_cursor(ui, columns),
            has_moved: focused != before,
            with_words,
        }
    }

    /// Whether the cursor has just come into this row, which is then brought into sight.
    pub(super) fn is_reached(&self, row: usize) -> bool {
        self.has_moved && self.with_cursor == Some(row)
    }

    /// Whether the row whose top is here is drawn.
    ///
    /// A field that is not drawn loses the cursor, so its row always is, and the rows that Tab leads to from there.
    pub(super) fn holds(&self, row: usize, date: Date, top: f32) -> bool {
        self.across.intersects(Rangef::new(top, top + ROW))
            || self.with_cursor.is_some_and(|own| own.abs_diff(row) <= 1)
            || self.with_words.contains(&date)
    }
}

/// Notes that the cursor is on a button of this visit, which has no identity of its own.
pub(super) fn keep(ui: &Ui, date: Date) {
    if let Some(focused) = ui.memory(Memory::focused) {
        ui.data_mut(|data| data.insert_temp(Id::unique("button with the cursor"), (focused, date)));
    }
}

/// The row that the cursor is in.
fn with_cursor(ui: &Ui, columns: &Columns) -> Option<usize> {
    let focused = ui.memory(Memory::focused)?;
    let button: Option<(Id, Date)> = ui.data(|data| data.get_temp(Id::unique("button with the cursor")));
    columns.dates.iter().position(|&date| {
        date_id(date) == focused
            || button == Some((focused, date))
            || columns.lesions.iter().any(|lesion| cell_id(date, lesion.id) == focused)
    })
}
