//! Reads the events table (`CONTRACTS.md` 1) and joins it to cases.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::dates::{ExcelDates, InvalidDateText, read_date};
use super::problem::{ImportError, Problem};
use super::sizes::{ImportedCase, MOST_REFUSED_PERCENT, ReadOptions, is_patient_heading, whole_number};
use super::table::{Table, TableChoice, TableRow, squash};
use super::tokens::CellToken as _;
use super::unescaped;
use crate::domain::clock::date_from_day;
use crate::domain::{Case, Event, EventKind, TimeBase};

/// The columns of an events table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Patient,
    Date,
    Day,
    Kind,
    Lesion,
    Dose,
    Text,
}

/// When an event was, as far as its row says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    Date(Date),
    Day(i32),
}

/// One row read, before its day and lesion are known in its case.
struct EventRow {
    line: usize,
    /// The place of its case.
    case: usize,
    when: When,
    kind: EventKind,
    lesion: String,
    dose: String,
    text: String,
}

/// What came out of an events table, beside the events that were added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinedEvents {
    /// What was not read as it stands, by line.
    pub problems: Vec<Problem>,
    /// Rows that are not blank.
    pub rows: usize,
    /// Rows whose event was not used.
    pub refused: usize,
    /// How many dates could be read in two ways and were refused for it.
    pub ambiguous_dates: usize,
}

/// Reads an events table and adds its events to the cases they belong to.
///
/// A case with dates that has no therapy start takes it from its earliest `therapy_start` event.
///
/// # Errors
/// [`ImportError`] when the bytes are no table, a needed column is missing, or over 20 % of the rows are unusable; the
/// cases are then as they were.
pub fn join_events(
    bytes: &[u8],
    name: &str,
    options: &ReadOptions,
    cases: &mut [ImportedCase],
) -> Result<JoinedEvents, ImportError> {
    let table = Table::read(bytes, name, TableChoice::default(), |heading| field_of_heading(heading).is_some())?;
    let mut reader = EventReader::of(&table)?;
    let rows: Vec<EventRow> = table.rows.iter().filter_map(|row| reader.read_row(row, options, cases)).collect();
    // Whether the table is refused is known only once its events were tried, so they are tried on a copy.
    let mut joined = cases.to_vec();
    for (place, own) in joined.iter_mut().enumerate() {
        if own.case.time_base == TimeBase::Calendar && own.case.therapy.start.is_none() {
            own.case.therapy.start = earliest_start(&rows, place);
        }
    }
    for row in rows {
        if let Some(own) = joined.get_mut(row.case) {
            reader.add(row, &mut own.case);
        }
    }
    reader.problems.sort_by_key(|problem| problem.line);
    let EventReader { problems, refused_lines, ambiguous_dates, .. } = reader;
    let (rows, refused) = (table.rows.len(), refused_lines.len());
    if refused * 100 > rows * MOST_REFUSED_PERCENT {
        return Err(ImportError::TooManyRefused { file: name.to_owned(), refused, rows, problems, ambiguous_dates });
    }
    cases.clone_from_slice(&joined);
    Ok(JoinedEvents { problems, rows, refused, ambiguous_dates })
}

fn field_of_heading(heading: &str) -> Option<Field> {
    match squash(heading).as_str() {
        "date" => Some(Field::Date),
        "day" => Some(Field::Day),
        "kind" => Some(Field::Kind),
        "lesion" => Some(Field::Lesion),
        "dose" => Some(Field::Dose),
        "text" | "note" => Some(Field::Text),
        _ => is_patient_heading(heading).then_some(Field::Patient),
    }
}

/// The earliest dated start of therapy of one case.
fn earliest_start(rows: &[EventRow], case: usize) -> Option<Date> {
    let dated_start = |row: &EventRow| match row.when {
        When::Date(date) if row.case == case && row.kind == EventKind::TherapyStart => Some(date),
        _ => None,
    };
    rows.iter().filter_map(dated_start).min()
}

struct EventReader<'t> {
    table: &'t Table,
    /// Each field with its place.
    fields: Vec<(Field, usize)>,
    problems: Vec<Problem>,
    /// The lines whose event was not used.
    refused_lines: BTreeSet<usize>,
    ambiguous_dates: usize,
}

impl<'t> EventReader<'t> {
    fn of(table: &'t Table) -> Result<Self, ImportError> {
        let mut reader = Self {
            table,
            fields: Vec::new(),
            problems: table.problems.clone(),
            refused_lines: BTreeSet::new(),
            ambiguous_dates: 0,
        };
        for (place, heading) in table.headings.cells.iter().enumerate() {
            match field_of_heading(heading) {
                Some(field) if reader.place(field).is_none() => reader.fields.push((field, place)),
                None if heading.is_empty() => {}
                known => {
                    let found = match known {
                        Some(_) => format!("“{heading}” says the same as an earlier column"),
                        None => format!("“{heading}” is not a column of an events table"),
                    };
                    reader.note_at(table.headings.line, Some(place), found, "it is not used");
                }
            }
        }
        let missing =
            |needed| ImportError::MissingColumn { file: table.file.clone(), needed, headings: table.headings_words() };
        if reader.place(Field::Kind).is_none() {
            return Err(missing("“kind”"));
        }
        if reader.place(Field::Date).is_none() && reader.place(Field::Day).is_none() {
            return Err(missing("“date” or “day”"));
        }
        Ok(reader)
    }

    fn place(&self, field: Field) -> Option<usize> {
        self.fields.iter().find(|(own, _)| *own == field).map(|(_, place)| *place)
    }

    fn cell(&self, row: &'t TableRow, field: Field) -> &'t str {
        self.place(field).and_then(|place| row.cells.get(place)).map_or("", String::as_str)
    }

    /// Notes why the event of a line is not used.
    fn refuse(&mut self, line: usize, field: Field, found: String) {
        self.refused_lines.insert(line);
        self.note_at(line, self.place(field), found, "the event was not used");
    }

    fn note_at(&mut self, line: usize, place: Option<usize>, found: String, done: &str) {
        let column = place.map(|place| self.table.column(place));
        self.problems.push(Problem { file: self.table.file.clone(), line, column, found, done: done.to_owned() });
    }

    /// Reads one row; everything wrong with it is noted, so that it needs correcting once.
    fn read_row(&mut self, row: &'t TableRow, options: &ReadOptions, cases: &[ImportedCase]) -> Option<EventRow> {
        let line = row.line;
        let patient = unescaped(self.cell(row, Field::Patient));
        let case = match cases {
            [_] if patient.is_empty() => Some(0),
            _ => cases.iter().position(|own| own.patient_id == patient),
        };
        if case.is_none() {
            self.refuse(line, Field::Patient, format!("patient “{patient}” is not in the sizes table"));
        }
        let when = self.read_when(row, options);
        let kind_cell = self.cell(row, Field::Kind);
        let kind = EventKind::of_cell(kind_cell);
        if kind.is_none() {
            self.refuse(line, Field::Kind, format!("“{kind_cell}” is not one of {}", EventKind::choices()));
        }
        let text = |field| unescaped(self.cell(row, field)).to_owned();
        let (lesion, dose, text) = (text(Field::Lesion), text(Field::Dose), text(Field::Text));
        Some(EventRow { line, case: case?, when: when?, kind: kind?, lesion, dose, text })
    }

    fn read_when(&mut self, row: &'t TableRow, options: &ReadOptions) -> Option<When> {
        let date = self.cell(row, Field::Date);
        if !date.is_empty() {
            let excel = options.excel_dates.or(self.table.dates).unwrap_or(ExcelDates::From1900);
            return match read_date(date, options.date_order, excel) {
                Ok(read) => Some(When::Date(read.date)),
                Err(reason) => {
                    self.ambiguous_dates += usize::from(matches!(reason, InvalidDateText::Ambiguous { .. }));
                    self.refuse(row.line, Field::Date, format!("“{date}” is {reason}"));
                    None
                }
            };
        }
        let day = self.cell(row, Field::Day);
        let read = whole_number(day).map(When::Day);
        if read.is_none() {
            let found = if day.is_empty() {
                "neither a date nor a day".to_owned()
            } else {
                format!("“{day}” is not a whole number of days from the therapy start")
            };
            self.refuse(row.line, Field::Day, found);
        }
        read
    }

    fn add(&mut self, row: EventRow, case: &mut Case) {
        let date = match (row.when, case.time_base, case.therapy.start) {
            (When::Date(date), TimeBase::Calendar, _) => date,
            (When::Day(day), _, Some(start)) => date_from_day(start, day),
            (When::Date(_), TimeBase::DaysOnly, _) => {
                let found = "a date, while the sizes table has days and the therapy start is not known".to_owned();
                return self.refuse(row.line, Field::Date, found);
            }
            (When::Day(_), _, None) => {
                let found = "a day, while the therapy start is not known".to_owned();
                return self.refuse(row.line, Field::Day, found);
            }
        };
        let lesion = case.lesions().iter().find(|lesion| lesion.name == row.lesion).map(|lesion| lesion.id);
        if lesion.is_none() && !row.lesion.is_empty() {
            let found = format!("lesion “{}” is not in the sizes table", row.lesion);
            self.note_at(row.line, self.place(Field::Lesion), found, "the event is kept without it");
        }
        let event = Event { date, kind: row.kind, lesion, dose: row.dose, text: row.text };
        if let Err(reason) = case.add_event(event) {
            let field = if matches!(row.when, When::Date(_)) { Field::Date } else { Field::Day };
            self.refuse(row.line, field, reason.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::exchange::read_sizes;

    fn joined(sizes: &str, events: &str) -> (Vec<ImportedCase>, Vec<String>) {
        let options = ReadOptions::default();
        let mut cases = read_sizes(sizes.as_bytes(), "sizes", &options).unwrap().cases;
        let joined = join_events(events.as_bytes(), "events", &options, &mut cases).unwrap();
        (cases, joined.problems.iter().map(ToString::to_string).collect())
    }

    /// Rows that are fine, so that a few refused ones stay under a fifth.
    fn padded(events: &str, fine: &str) -> String {
        format!("{events}{}", fine.repeat(40))
    }

    #[test]
    fn events_join_by_patient_day_and_lesion() {
        let (cases, problems) = joined(
            "patient,day,length_mm\na,0,20\nb,0,20\n",
            "patient,day,kind,lesion,dose,text\nb,7,Steroid start,,1 mg/kg,for pain\na,0,injection,T1,,\n",
        );
        assert!(problems.is_empty(), "{problems:?}");
        let [a, b] = cases.as_slice() else { panic!("two patients") };
        assert_eq!(a.case.events()[0].lesion, Some(a.case.lesions()[0].id));
        assert_eq!((b.case.events()[0].kind, b.case.day_of(b.case.events()[0].date)), (EventKind::SteroidStart, 7));
        assert_eq!(b.case.events()[0].dose, "1 mg/kg");
    }

    #[test]
    fn a_dated_start_of_therapy_gives_the_start() {
        let (cases, problems) = joined(
            "date,length_mm\n2026-03-01,20\n2026-04-01,24\n",
            "date,kind\n2026-03-15,dose\n2026-03-02,therapy_start\n2026-03-30,therapy_start\n",
        );
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(cases[0].case.therapy.start, Some(date(2026, 3, 2)));
        assert_eq!(cases[0].case.events().len(), 3);
    }

    #[test]
    fn what_cannot_be_joined_is_named() {
        let events = "patient,day,date,kind,lesion,extra\nc,1,,dose,,\na,x,,dose,,\na,1,,party,,\na,1,,dose,T9,\n,1,,dose,,\nb,,2026-01-01,dose,,\nc,x,,party,,\na,,,dose,,\n";
        let sizes = "patient,day,length_mm\na,0,20\nb,0,20\n";
        let (cases, problems) = joined(sizes, &padded(events, "b,1,,dose,,\n"));
        assert_eq!(cases[0].case.events().len(), 1);
        let expected = [
            "events, line 1, column 6 (extra): “extra” is not a column of an events table; it is not used",
            "events, line 2, column 1 (patient): patient “c” is not in the sizes table; the event was not used",
            "events, line 3, column 2 (day): “x” is not a whole number of days from the therapy start; the event was not used",
            "events, line 4, column 4 (kind): “party” is not one of",
            "events, line 5, column 5 (lesion): lesion “T9” is not in the sizes table; the event is kept without it",
            "events, line 6, column 1 (patient): patient “” is not in the sizes table; the event was not used",
            "events, line 7, column 3 (date): a date, while the sizes table has days",
            "events, line 8, column 1 (patient): patient “c” is not in the sizes table",
            "events, line 8, column 2 (day): “x” is not a whole number of days",
            "events, line 8, column 4 (kind): “party” is not one of",
            "events, line 9, column 2 (day): neither a date nor a day; the event was not used",
        ];
        assert_eq!(problems.len(), expected.len(), "{problems:#?}");
        for (problem, expected) in problems.iter().zip(expected) {
            assert!(problem.starts_with(expected), "{problem}\nshould begin {expected}");
        }
    }

    #[test]
    fn over_a_fifth_of_the_events_refused_refuses_them_all() {
        let options = ReadOptions::default();
        let cases = read_sizes(b"day,length_mm\n0,20\n", "sizes", &options).unwrap().cases;
        let fine = "1,dose\n".repeat(4);
        let mut kept = cases.clone();
        let table = format!("day,kind\n{fine}x,party\n");
        let at_a_fifth = join_events(table.as_bytes(), "events", &options, &mut kept).unwrap();
        assert_eq!((at_a_fifth.rows, at_a_fifth.refused, at_a_fifth.problems.len()), (5, 1, 2));
        assert_eq!(kept[0].case.events().len(), 4);
        let mut kept = cases.clone();
        let table = format!("date,day,kind\n,{}03/04/2026,,dose\n,1,party\n", fine.replace('\n', "\n,"));
        let table = table.replace("\n,03", "\n03");
        let refused = join_events(table.as_bytes(), "events", &options, &mut kept).unwrap_err();
        let ImportError::TooManyRefused { refused: 2, rows: 6, ambiguous_dates: 1, problems, .. } = &refused else {
            panic!("{refused:?}")
        };
        assert_eq!(problems.len(), 2, "each says why: {problems:#?}");
        assert_eq!(kept, cases, "a refused table adds nothing");
    }
}
