//! The cells of a sheet, put into rows under the limits of a table.

use std::collections::BTreeMap;

use calamine::Dimensions;

use crate::exchange::headings::HEADING_ROWS;
use crate::exchange::limits::{MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TEXT_BYTES};
use crate::exchange::table::{RawTable, TableRow, is_blank};

/// The most merged areas of a sheet.
const MAX_MERGED: usize = 10_000;
/// The last column that a table may have, counted from 0.
const LAST_COLUMN: u32 = 499;
const _: () = assert!(LAST_COLUMN as usize + 1 == MAX_COLUMNS, "the two limits are one");

/// Why a sheet was not read.
#[derive(Debug)]
pub(super) enum GridError {
    /// What it has too much of.
    TooLarge(String),
    /// What the reader says.
    Broken(String),
}

/// The cells of a sheet by row and column, counted from 0.
#[derive(Debug, Default)]
pub(super) struct Grid {
    rows: BTreeMap<u32, Vec<String>>,
    merged_lines: Vec<usize>,
    cells: usize,
    text_bytes: usize,
}

impl Grid {
    /// Puts one cell; blank ones are passed over.
    pub(super) fn put(&mut self, row: u32, column: u32, text: String) -> Result<(), GridError> {
        if text.is_empty() {
            return Ok(());
        }
        let column = column as usize;
        if column >= MAX_COLUMNS {
            return Err(GridError::TooLarge(format!("has more than {MAX_COLUMNS} columns")));
        }
        let cells = self.rows.entry(row).or_default();
        if cells.len() <= column {
            self.cells += column + 1 - cells.len();
            cells.resize(column + 1, String::new());
        }
        self.text_bytes += text.len();
        if let Some(cell) = cells.get_mut(column) {
            *cell = text;
        }
        if self.rows.len() > MAX_ROWS {
            return Err(GridError::TooLarge(format!("has more than {MAX_ROWS} rows")));
        }
        if self.cells > MAX_CELLS {
            return Err(GridError::TooLarge(format!("has more than {MAX_CELLS} cells")));
        }
        if self.text_bytes > MAX_TEXT_BYTES {
            return Err(GridError::TooLarge(format!("holds more than {} MB of text", MAX_TEXT_BYTES / 1024 / 1024)));
        }
        Ok(())
    }

    /// Gives merged cells their text: down their first column everywhere, and across among the headings.
    ///
    /// Across, a merged cell among the sizes is a remark and not the same size in every column.
    pub(super) fn merge(&mut self, areas: &[Dimensions]) -> Result<(), GridError> {
        if areas.len() > MAX_MERGED {
            return Err(GridError::TooLarge(format!("has more than {MAX_MERGED} merged areas")));
        }
        for area in areas {
            let (top, left) = area.start;
            let (bottom, right) = (area.end.0.max(top), area.end.1.max(left));
            let Some(text) = self.rows.get(&top).and_then(|cells| cells.get(left as usize)).cloned() else { continue };
            if text.is_empty() {
                continue;
            }
            let heads = (top as usize) < HEADING_ROWS;
            if heads && right > left {
                self.merged_lines.push(top as usize + 1);
            }
            let last_column = if heads { right } else { left };
            let rows: Vec<u32> = self.rows.range(top..=bottom).map(|(row, _)| *row).collect();
            for row in rows {
                for column in left..=last_column.min(LAST_COLUMN) {
                    if (row, column) != (top, left) {
                        self.put(row, column, text.clone())?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The rows that are not blank.
    pub(super) fn into_table(self, file: String) -> RawTable {
        let line = |row: u32| (row as usize).saturating_add(1);
        let rows = self.rows.into_iter().map(|(row, cells)| TableRow { line: line(row), cells });
        let mut raw = RawTable::of_rows(file, '\t', rows.filter(|row| !is_blank(row)).collect());
        raw.merged_lines = self.merged_lines;
        raw
    }
}
