//! How a table is taken in: what the user has said of it, and what came out.

use std::collections::BTreeSet;

use super::dialog::TableSource;
use crate::exchange::{
    DateOrder, Import, ImportError, Mapping, Problem, ReadOptions, TablePreview, preview, read_sizes,
};

/// How a table is read, as far as the user has said.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct TableReading {
    /// The order of day and month.
    pub date_order: Option<DateOrder>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// What the headings mean.
    pub mapping: Mapping,
}

/// A table that was looked at, for the questions about it.
#[derive(Clone, Debug, PartialEq)]
pub struct LookedAt {
    /// Where it came from.
    pub source: TableSource,
    /// Its headings and some of its rows.
    pub preview: TablePreview,
}

/// What came out of a table, and how it looks; no look where it is no table or has columns of its own.
pub fn look(
    bytes: &[u8],
    name: &str,
    reading: &TableReading,
) -> (Result<Box<Import>, ImportError>, Option<Box<TablePreview>>) {
    let options = ReadOptions {
        date_order: reading.date_order,
        sheet: reading.sheet.clone(),
        mapping: reading.mapping.clone(),
        ..ReadOptions::default()
    };
    let result = read_sizes(bytes, name, &options);
    let problems = match &result {
        Ok(import) => import.problems.as_slice(),
        Err(error) => error.problems(),
    };
    let lines: BTreeSet<usize> = problems.iter().map(|problem: &Problem| problem.line).collect();
    let preview = preview(bytes, name, &options, &lines).ok().map(Box::new);
    (result.map(Box::new), preview)
}
