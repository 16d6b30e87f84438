//! Collects the problems of one table with their line and column.

use super::columns::{Columns, Field};
use crate::exchange::problem::Problem;
use crate::exchange::table::Table;

/// Notes problems as a table is read.
pub(super) struct Reporter<'t> {
    pub(super) table: &'t Table,
    pub(super) columns: &'t Columns,
    pub(super) problems: Vec<Problem>,
    /// What is said once for the whole table has been said.
    said: Vec<&'static str>,
}

impl<'t> Reporter<'t> {
    pub(super) fn new(table: &'t Table, columns: &'t Columns, problems: Vec<Problem>) -> Self {
        Self { table, columns, problems, said: Vec::new() }
    }

    /// Notes a problem at a field of a line, or of the whole row.
    pub(super) fn note(
        &mut self,
        line: usize,
        field: Option<Field>,
        found: impl Into<String>,
        done: impl Into<String>,
    ) {
        let column = field.and_then(|field| self.columns.place(field)).map(|place| self.table.column(place));
        self.problems.push(Problem {
            file: self.table.file.clone(),
            line,
            column,
            found: found.into(),
            done: done.into(),
        });
    }

    /// Notes what holds for the whole table at the first line that shows it; `found` also identifies it.
    pub(super) fn note_once(&mut self, line: usize, field: Option<Field>, found: &'static str, done: &str) {
        if !self.said.contains(&found) {
            self.said.push(found);
            self.note(line, field, found, done);
        }
    }
}
