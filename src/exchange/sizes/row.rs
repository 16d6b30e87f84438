//! One row of a sizes table, cell by cell, before rows are put together.

use jiff::civil::Date;

use super::columns::{Field, HeadingUnit};
use super::decimals::Decimals;
use super::reporter::Reporter;
use super::size_cells::SizeCells;
use super::visit_fields::{VISIT_FIELDS, VisitField};
use crate::domain::{Length, LengthUnit, LesionKind, Measurement, Method, NewClass, Role, Visit};
use crate::exchange::dates::{ExcelDates, InvalidDateText, read_date};
use crate::exchange::sizes::ReadOptions;
use crate::exchange::table::TableRow;
use crate::exchange::tokens::{CellToken, State, ValueMeasure};
use crate::exchange::unescaped;
use crate::store::tokens::Token as _;

/// The name of the lesion of rows that name none (`CONTRACTS.md` 1).
const DEFAULT_LESION: &str = "T1";

/// The cells of one row with what is needed to read them.
pub(super) struct RowCells<'t, 'r> {
    row: &'t TableRow,
    reporter: &'r mut Reporter<'t>,
    pub(super) decimals: Decimals,
}

impl<'t, 'r> RowCells<'t, 'r> {
    pub(super) fn new(row: &'t TableRow, reporter: &'r mut Reporter<'t>, decimals: Decimals) -> Self {
        Self { row, reporter, decimals }
    }

    /// The cell of a field; `None` when it is blank or says that nothing is there.
    pub(super) fn cell(&self, field: Field) -> Option<&'t str> {
        self.text(field).filter(|cell| !matches!(*cell, "NA" | "N/A" | "n/a"))
    }

    /// The cell of a field of free text; `None` when it is blank.
    fn text(&self, field: Field) -> Option<&'t str> {
        let place = self.reporter.columns.place(field)?;
        self.row.cells.get(place).map(String::as_str).filter(|cell| !cell.is_empty())
    }

    pub(super) fn unit(&self, field: Field) -> HeadingUnit {
        self.reporter.columns.unit(field)
    }

    pub(super) fn problem(&mut self, field: Option<Field>, found: impl Into<String>, done: impl Into<String>) {
        self.reporter.note(self.row.line, field, found, done);
    }

    pub(super) fn problem_once(&mut self, field: Field, found: &'static str, done: &str) {
        self.reporter.note_once(self.row.line, Some(field), found, done);
    }

    /// A token of a field; a word that is none is reported with those that are.
    fn token<T: CellToken>(&mut self, field: Field, done: &str) -> Option<T> {
        let cell = self.cell(field)?;
        let token = T::of_cell(cell);
        if token.is_none() {
            self.problem(Some(field), format!("“{cell}” is not one of {}", T::choices()), done);
        }
        token
    }
}

/// When a row was, as far as it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct When {
    pub(super) date: Option<Date>,
    pub(super) day: Option<i32>,
    /// A date or day is there and cannot be read.
    pub(super) unreadable: bool,
}

/// One row read.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) patient: String,
    pub(super) when: When,
    /// Empty when the row names no lesion.
    pub(super) lesion: String,
    pub(super) organ: String,
    pub(super) kind: Option<LesionKind>,
    pub(super) role: Option<Role>,
    pub(super) measure: Option<ValueMeasure>,
    pub(super) new_class: Option<NewClass>,
    pub(super) state: Option<State>,
    pub(super) size: SizeCells,
    /// The lesion that the row's one can no longer be told apart from; empty when it can.
    pub(super) merged_into: String,
    /// How the size was measured and what was noted; its finding is a placeholder until rows are put together.
    pub(super) made: Measurement,
    /// What the row says about the visit: the field, the visit that holds this alone, and the text that compares it.
    pub(super) visit: Vec<(&'static VisitField, Visit, String)>,
    /// A note about the visit.
    pub(super) visit_note: String,
    /// The row was set aside by its own flag.
    pub(super) set_aside: bool,
    /// The row's size must not be used, for a reason already reported.
    pub(super) size_refused: bool,
    /// Something of the row was used.
    pub(super) used: bool,
}

impl Row {
    pub(super) fn lesion_name(&self) -> &str {
        if self.lesion.is_empty() { DEFAULT_LESION } else { &self.lesion }
    }

    /// The state, which may stand where a size is expected.
    pub(super) fn stated(&self) -> Option<State> {
        self.state.or(self.size.word)
    }

    /// Whether the row gives a state or a size, readable or not.
    pub(super) fn gives_something(&self) -> bool {
        let size = &self.size;
        let lengths = [size.length, size.width, size.short_axis, size.unstated];
        let sized = size.volume.is_some() || lengths.iter().any(Option::is_some);
        sized || !self.merged_into.is_empty() || self.stated().is_some_and(|state| state != State::Measured)
    }
}

/// Reads one row; what cannot be read is reported and left out.
pub(super) fn read_row(cells: &mut RowCells<'_, '_>, options: &ReadOptions, ambiguous_dates: &mut usize) -> Row {
    let text =
        |cells: &RowCells<'_, '_>, field| cells.text(field).map(|text| unescaped(text).to_owned()).unwrap_or_default();
    let when = read_when(cells, options, ambiguous_dates);
    let (kind, kind_measure) = read_kind(cells);
    let measure = read_measure(cells, kind_measure);
    let (state, state_refused) = required::<State>(cells, Field::State);
    let (role, role_refused) = required::<Role>(cells, Field::Role);
    let size = SizeCells::read(cells, measure);
    let mut made = Measurement::of(crate::domain::Finding::NotEvaluable);
    made.entered.clone_from(&size.entered);
    made.method = cells.token::<Method>(Field::Method, "the method is taken as not recorded");
    made.observer = text(cells, Field::Observer);
    made.slice = read_slice(cells);
    made.injected = cells.token::<bool>(Field::Injected, "it is taken as not recorded");
    made.equivocal = cells.token::<bool>(Field::Equivocal, "it is taken as no").unwrap_or(false);
    made.note = note_with_extras(cells, text(cells, Field::Note));
    let mut row = Row {
        line: cells.row.line,
        patient: text(cells, Field::Patient),
        when,
        lesion: text(cells, Field::Lesion),
        organ: text(cells, Field::Organ),
        kind,
        role,
        measure,
        new_class: cells.token::<NewClass>(Field::NewClass, "the measurability rule decides"),
        state,
        size,
        merged_into: text(cells, Field::MergedInto),
        made,
        visit: Vec::new(),
        visit_note: text(cells, Field::VisitNote),
        set_aside: matches!(state, Some(State::ConflictingDuplicate | State::SuspectSource)),
        size_refused: state_refused || role_refused,
        used: false,
    };
    if row.set_aside {
        let found = format!("“{}”, size “{}”", cells.cell(Field::State).unwrap_or_default(), row.size.entered);
        cells.problem(Some(Field::State), found, "the row was set aside");
    } else {
        row.visit = read_visit_fields(cells);
    }
    row
}

/// A token without which the size must not be used: taking a default would change what it means.
fn required<T: CellToken>(cells: &mut RowCells<'_, '_>, field: Field) -> (Option<T>, bool) {
    let given = cells.cell(field).is_some();
    let token = cells.token::<T>(field, "the size was not used");
    (token, given && token.is_none())
}

fn read_when(cells: &mut RowCells<'_, '_>, options: &ReadOptions, ambiguous_dates: &mut usize) -> When {
    let mut when = When::default();
    if let Some(cell) = cells.cell(Field::Date) {
        let system = options.excel_dates.or(cells.reporter.table.dates);
        match read_date(cell, options.date_order, system.unwrap_or(ExcelDates::From1900)) {
            Ok(read) => {
                when.date = Some(read.date);
                if read.serial && system.is_none() {
                    cells.problem_once(
                        Field::Date,
                        "dates are Excel serial numbers",
                        "they are read in the 1900 system; if dates are four years early, use the 1904 system (--date-1904 on the command line)",
                    );
                }
            }
            Err(reason) => {
                *ambiguous_dates += usize::from(matches!(reason, InvalidDateText::Ambiguous { .. }));
                cells.problem(Some(Field::Date), format!("“{cell}” is {reason}"), "the row was not used");
                when.unreadable = true;
            }
        }
    }
    if let Some(cell) = cells.cell(Field::Day) {
        when.day = whole_number(cell);
        if when.day.is_none() {
            let found = format!("“{cell}” is not a whole number of days from the therapy start");
            cells.problem(Some(Field::Day), found, "the row was not used");
            when.unreadable = true;
        }
    }
    if when == When::default() {
        cells.problem(None, "neither a date nor a day", "the row was not used");
        when.unreadable = true;
    }
    when
}

/// "42", "-7", and "42.0" as some programs write whole numbers.
pub(in crate::exchange) fn whole_number(cell: &str) -> Option<i32> {
    let (whole, fraction) = cell.split_once('.').unwrap_or((cell, ""));
    let whole = whole.replace('\u{2212}', "-");
    fraction.chars().all(|c| c == '0').then(|| whole.parse().ok()).flatten()
}

/// The kind column, which may also hold a measure.
fn read_kind(cells: &mut RowCells<'_, '_>) -> (Option<LesionKind>, Option<ValueMeasure>) {
    let Some(cell) = cells.cell(Field::Kind) else { return (None, None) };
    if let Some(measure) = ValueMeasure::of_cell(cell) {
        return (None, Some(measure));
    }
    (cells.token::<LesionKind>(Field::Kind, "it is taken as non_nodal"), None)
}

fn read_measure(cells: &mut RowCells<'_, '_>, kind_measure: Option<ValueMeasure>) -> Option<ValueMeasure> {
    let measure = cells.token::<ValueMeasure>(Field::Measure, "it is taken as not given");
    match (measure, kind_measure) {
        (Some(measure), Some(other)) if measure != other => {
            let found = format!("measure says {}, kind says {}", measure.word(), other.word());
            cells.problem(Some(Field::Measure), found, "measure is used");
            Some(measure)
        }
        (measure, kind_measure) => measure.or(kind_measure),
    }
}

fn read_slice(cells: &mut RowCells<'_, '_>) -> Option<Length> {
    let cell = cells.cell(Field::Slice)?;
    let unit = match cells.unit(Field::Slice) {
        HeadingUnit::Length(unit) => unit,
        _ => LengthUnit::Millimeters,
    };
    let slice = Length::parse(cell, unit);
    if let Err(reason) = slice {
        cells.problem(Some(Field::Slice), format!("“{cell}” is {reason}"), "the slice thickness was left out");
    }
    slice.ok()
}

/// The note, with the cells of columns that are not ours behind it so that nothing is lost.
fn note_with_extras(cells: &mut RowCells<'_, '_>, note: String) -> String {
    let mut parts = vec![note];
    for (place, heading) in &cells.reporter.columns.unknown {
        if let Some(cell) = cells.row.cells.get(*place).filter(|cell| !cell.is_empty()) {
            parts.push(format!("{heading}: {}", unescaped(cell)));
        }
    }
    let beyond = cells.row.cells.iter().skip(cells.reporter.table.headings.cells.len());
    let beyond: Vec<&String> = beyond.filter(|cell| !cell.is_empty()).collect();
    if !beyond.is_empty() {
        let found = format!("{} more cells than headings", beyond.len());
        parts.extend(beyond.into_iter().cloned());
        cells.problem(None, found, "they are kept as notes");
    }
    parts.retain(|part| !part.is_empty());
    parts.join("; ")
}

fn read_visit_fields(cells: &mut RowCells<'_, '_>) -> Vec<(&'static VisitField, Visit, String)> {
    let mut read = Vec::new();
    for own in &VISIT_FIELDS {
        let cell = if own.field == Field::CriticalCompromise { cells.text(own.field) } else { cells.cell(own.field) };
        let Some(cell) = cell else { continue };
        let mut visit = Visit::on(crate::domain::NOMINAL_START);
        match (own.set)(&mut visit, cell) {
            Ok(()) => {
                let text = (own.text)(&visit);
                read.push((own, visit, text));
            }
            Err(reason) => {
                cells.problem(Some(own.field), format!("“{cell}” is {reason}"), "it is taken as not recorded");
            }
        }
    }
    read
}
