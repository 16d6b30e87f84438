//! Reads the sizes table (`CONTRACTS.md` 1): one row a lesion and visit, as CSV, TSV or a pasted block.
//!
//! `columns` finds the fields, `row` and `size_cells` read cell by cell, `assemble` puts the rows of a patient together.

mod assemble;
mod columns;
mod decimals;
mod findings;
mod lesions;
mod reporter;
mod row;
mod size_cells;
mod visit_fields;

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;

use self::columns::{Columns, Field, field_of_heading};
use self::decimals::Decimals;
use self::reporter::Reporter;
pub(super) use self::row::whole_number;
use self::row::{Row, RowCells};
pub(super) use self::visit_fields::VISIT_FIELDS;
use super::dates::{DateOrder, ExcelDates};
use super::mapping::Mapping;
use super::problem::{ImportError, Problem};
use super::sdtm;
use super::table::{Table, TableChoice};
use super::workbook::is_workbook;
use crate::domain::{Case, Species, TherapyClass};

/// Over this many percent of rows refused, the whole table is.
pub(super) const MOST_REFUSED_PERCENT: usize = 20;

/// What the reader is told beside the table.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ReadOptions {
    /// The order of day and month in dates like 03/04/2026; without it such dates are refused with a hint.
    pub date_order: Option<DateOrder>,
    /// The system of Excel date serials; without it 1900 is taken and said.
    pub excel_dates: Option<ExcelDates>,
    /// The first dose of the current line of therapy.
    pub therapy_start: Option<Date>,
    /// The class of the therapy.
    pub therapy_class: TherapyClass,
    /// The species of every patient in the table.
    pub species: Species,
    /// The sheet of a workbook; without it, the one whose headings are understood best.
    pub sheet: Option<String>,
    /// What the headings of the sizes table mean, where they would not be understood.
    pub mapping: Mapping,
}

/// One patient of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedCase {
    /// The identifier in the table; empty when the table has none.
    pub patient_id: String,
    /// The case.
    pub case: Case,
}

/// What came out of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// The patients, as first met.
    pub cases: Vec<ImportedCase>,
    /// What was not read as it stands, by line.
    pub problems: Vec<Problem>,
    /// Rows that are not blank.
    pub rows: usize,
    /// Rows of which nothing was used.
    pub refused: usize,
    /// How many dates could be read in two ways and were refused for it.
    pub ambiguous_dates: usize,
}

/// Reads a sizes table: text, a sheet of a workbook, or the tumor domains of SDTM.
///
/// A table that knows its visits by `day` alone gives cases on [`crate::domain::TimeBase::DaysOnly`], unless the
/// options name the therapy start. One with dates and no start named gives cases without a start.
///
/// # Errors
/// [`ImportError`] when the bytes are no table, a needed column is missing, or over 20 % of the rows are unusable.
///
/// # Examples
/// ```
/// use reassess::exchange::{ReadOptions, read_sizes};
/// let table = "day,length_mm\n0,20\n28,26\n56,abc\n84,22\n112,20\n";
/// let import = read_sizes(table.as_bytes(), "bella.csv", &ReadOptions::default()).unwrap();
/// assert_eq!(import.cases[0].case.visits().len(), 4);
/// assert_eq!(import.problems[0].line, 4);
/// ```
pub fn read_sizes(bytes: &[u8], name: &str, options: &ReadOptions) -> Result<Import, ImportError> {
    // The tumor domains are a sizes table in other words.
    if sdtm::is_package(bytes) || (!is_workbook(bytes) && sdtm::is_results_text(bytes)) {
        return read_table(&sdtm::read_package(bytes, name)?, name, options);
    }
    let choice = TableChoice { sheet: options.sheet.as_deref(), mapping: Some(&options.mapping) };
    let table = Table::read(bytes, name, choice, is_sizes_heading)?;
    read_table(&table, name, options)
}

/// Reads a table whose headings are known.
fn read_table(table: &Table, name: &str, options: &ReadOptions) -> Result<Import, ImportError> {
    let mut problems = table.problems.clone();
    let columns = Columns::of(table, &mut problems);
    let missing =
        |needed| ImportError::MissingColumn { file: name.to_owned(), needed, headings: table.headings_words() };
    if columns.place(Field::Date).is_none() && columns.place(Field::Day).is_none() {
        return Err(missing("“date” or “day”"));
    }
    if !columns.any_value() {
        return Err(missing("of sizes, like “length_mm”, “value” or “volume_cm3”"));
    }
    let mut reporter = Reporter::new(table, &columns, problems);
    let decimals = Decimals::of(table, &columns);
    let mut ambiguous_dates = 0;
    let mut rows: Vec<Row> = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let mut cells = RowCells::new(row, &mut reporter, decimals);
        rows.push(row::read_row(&mut cells, options, &mut ambiguous_dates));
    }
    let mut cases = Vec::new();
    let mut refused_lines = Vec::new();
    for (patient, mut rows) in by_patient(rows, &mut reporter) {
        cases.extend(assemble::case_of_rows(&patient, &mut rows, options, &mut reporter));
        refused_lines.extend(rows.iter().filter(|row| !row.used && !row.set_aside).map(|row| row.line));
    }
    let mut problems = with_refusals(reporter, &refused_lines);
    problems.sort_by_key(|problem| (problem.line, problem.column.as_ref().map(|column| column.number)));
    let (rows, refused) = (table.rows.len(), refused_lines.len());
    if refused * 100 > rows * MOST_REFUSED_PERCENT {
        return Err(ImportError::TooManyRefused { file: name.to_owned(), refused, rows, problems, ambiguous_dates });
    }
    Ok(Import { cases, problems, rows, refused, ambiguous_dates })
}

/// Whether a heading is one of a sizes table.
pub(super) fn is_sizes_heading(heading: &str) -> bool {
    field_of_heading(heading).is_some()
}

/// Whether a heading names the patient, by the aliases of this table.
pub(super) fn is_patient_heading(heading: &str) -> bool {
    matches!(field_of_heading(heading), Some((Field::Patient, ..)))
}

/// Groups rows by patient, as first met; a row that names none belongs to the only one there is.
fn by_patient(rows: Vec<Row>, reporter: &mut Reporter<'_>) -> Vec<(String, Vec<Row>)> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut groups: Vec<(String, Vec<Row>)> = Vec::new();
    for row in rows.iter().filter(|row| !row.patient.is_empty()) {
        if !places.contains_key(&row.patient) {
            places.insert(row.patient.clone(), groups.len());
            groups.push((row.patient.clone(), Vec::new()));
        }
    }
    if groups.is_empty() {
        return vec![(String::new(), rows)];
    }
    let several = groups.len() > 1;
    for mut row in rows {
        let place = if row.patient.is_empty() { 0 } else { places.get(&row.patient).copied().unwrap_or(0) };
        if several && row.patient.is_empty() {
            reporter.note(
                row.line,
                Some(Field::Patient),
                "no patient, while the table holds several",
                "the row was not used",
            );
            // Kept in a group so that it is counted, but of no use to it.
            row.when.unreadable = true;
        }
        if let Some((_, group)) = groups.get_mut(place) {
            group.push(row);
        }
    }
    groups
}

/// The problems, with one more for each refused line of which nothing has been said yet.
fn with_refusals(reporter: Reporter<'_>, refused_lines: &[usize]) -> Vec<Problem> {
    let file = reporter.table.file.clone();
    let mut problems = reporter.problems;
    let said: BTreeSet<usize> = problems.iter().map(|problem| problem.line).collect();
    for line in refused_lines.iter().filter(|line| !said.contains(line)) {
        problems.push(Problem {
            file: file.clone(),
            line: *line,
            column: None,
            found: "no size, state or sign in this row".to_owned(),
            done: "the row was not used; a note is kept with its visit".to_owned(),
        });
    }
    problems
}
