//! Puts the rows of one patient together into a case.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::columns::Field;
use super::findings::{add_finding, finding_of, merged};
use super::lesions::collect_lesions;
use super::reporter::Reporter;
use super::row::Row;
use super::visit_fields::VisitField;
use super::{ImportedCase, ReadOptions};
use crate::domain::case::MAX_VISITS;
use crate::domain::clock::date_from_day;
use crate::domain::{Case, LesionId, NOMINAL_START, TimeBase, Visit, day_from_date};

/// The years a visit can have, as [`Case::add_visit`] checks them.
const YEARS: std::ops::RangeInclusive<i16> = 1980..=2200;

/// A visit as its rows build it up.
pub(super) struct VisitDraft {
    pub(super) visit: Visit,
    /// Fields already stated, with their text and line.
    stated: Vec<(&'static VisitField, String, usize)>,
    /// The line that first gave each lesion's finding, and whether it is one of several parts.
    pub(super) first_lines: BTreeMap<LesionId, (usize, bool)>,
}

/// Makes the case of one patient; `None` when nothing of its rows was used. Marks the rows that were.
pub(super) fn case_of_rows(
    patient_id: &str,
    rows: &mut [Row],
    options: &ReadOptions,
    reporter: &mut Reporter<'_>,
) -> Option<ImportedCase> {
    let mut case = Case::default();
    patient_id.clone_into(&mut case.patient.name);
    case.patient.species = options.species;
    case.therapy.class = options.therapy_class;
    case.source.clone_from(&reporter.table.file);
    let dates = place_in_time(rows, options, &mut case, reporter);
    let lesions = collect_lesions(rows, &dates, &mut case, reporter);
    let mut visits: BTreeMap<Date, VisitDraft> = BTreeMap::new();
    for ((row, date), lesion) in rows.iter_mut().zip(&dates).zip(&lesions) {
        let Some(date) = *date else { continue };
        if row.set_aside {
            continue;
        }
        add_row(row, date, *lesion, &case, &mut visits, reporter);
    }
    let mut used = false;
    for draft in visits.into_values() {
        used |= case.add_visit(draft.visit).is_ok();
    }
    used.then(|| ImportedCase { patient_id: patient_id.to_owned(), case })
}

/// Finds the date of every row and the time base of the case; rows without one are reported.
fn place_in_time(
    rows: &[Row],
    options: &ReadOptions,
    case: &mut Case,
    reporter: &mut Reporter<'_>,
) -> Vec<Option<Date>> {
    let dated = rows.iter().any(|row| row.when.date.is_some());
    let start = options.therapy_start.or_else(|| start_by_both(rows));
    (case.time_base, case.therapy.start) = match start {
        Some(start) => (TimeBase::Calendar, Some(start)),
        None if dated => (TimeBase::Calendar, None),
        None => (TimeBase::DaysOnly, Some(NOMINAL_START)),
    };
    let start = case.therapy.start;
    let mut seen: Vec<Date> = Vec::new();
    let place = |row: &Row| -> Option<Date> {
        if row.when.unreadable {
            return None;
        }
        let date = match (row.when.date, row.when.day, start) {
            (Some(date), Some(day), Some(start)) if day_from_date(start, date) != day => {
                let found = format!("{date} is day {} from {start}, not day {day}", day_from_date(start, date));
                reporter.note(row.line, Some(Field::Day), found, "the row was not used");
                return None;
            }
            (Some(date), ..) => date,
            (None, Some(day), Some(start)) => date_from_day(start, day),
            (None, ..) => {
                let found = "a day, while the therapy start is not known and other rows have dates";
                reporter.note(row.line, Some(Field::Day), found, "the row was not used");
                return None;
            }
        };
        if !YEARS.contains(&date.year()) {
            reporter.note(row.line, Some(Field::Day), "too far from the therapy start", "the row was not used");
            return None;
        }
        if let Err(at) = seen.binary_search(&date) {
            if seen.len() >= MAX_VISITS {
                let found = format!("more than {MAX_VISITS} visits of one patient");
                reporter.note(row.line, None, found, "the row was not used");
                return None;
            }
            seen.insert(at, date);
        }
        Some(date)
    };
    rows.iter().map(place).collect()
}

/// The therapy start that most rows with both a date and a day agree on; the earliest where several tie.
fn start_by_both(rows: &[Row]) -> Option<Date> {
    let mut votes: BTreeMap<Date, usize> = BTreeMap::new();
    for row in rows {
        if let (Some(date), Some(day)) = (row.when.date, row.when.day) {
            *votes.entry(date_from_day(date, day.saturating_neg())).or_default() += 1;
        }
    }
    votes.into_iter().rev().max_by_key(|(_, count)| *count).map(|(start, _)| start)
}

/// Adds what one row says to its visit.
fn add_row(
    row: &mut Row,
    date: Date,
    lesion: Option<LesionId>,
    case: &Case,
    visits: &mut BTreeMap<Date, VisitDraft>,
    reporter: &mut Reporter<'_>,
) {
    let lesion = lesion.and_then(|id| case.lesion(id));
    let finding = lesion.and_then(|lesion| match row.merged_into.as_str() {
        "" => finding_of(row, lesion, reporter),
        into => Some(merged(row, lesion, into, case, reporter)),
    });
    let says_something = finding.is_some() || !row.visit.is_empty();
    if !says_something && row.visit_note.is_empty() && row.made.note.is_empty() {
        return;
    }
    let draft = visits.entry(date).or_insert_with(|| VisitDraft {
        visit: Visit::on(date),
        stated: Vec::new(),
        first_lines: BTreeMap::new(),
    });
    let mut note = std::mem::take(&mut row.made.note);
    if let (Some(finding), Some(lesion)) = (finding, lesion) {
        let mut measurement = row.made.clone();
        measurement.note.clone_from(&note);
        if add_finding(draft, lesion, finding, measurement, row, reporter) {
            row.used = true;
            note.clear();
        }
    }
    for text in [&row.visit_note, &note] {
        append_note(&mut draft.visit.note, text);
    }
    row.used |= !row.visit_note.is_empty();
    for (field, visit, text) in &row.visit {
        match draft.stated.iter().find(|(own, ..)| own.field == field.field) {
            None => {
                (field.copy)(visit, &mut draft.visit);
                draft.stated.push((field, text.clone(), row.line));
                row.used = true;
            }
            Some((_, first, _)) if first == text => row.used = true,
            Some((_, first, line)) => {
                let [first, found] = [first, text].map(|text| if text.is_empty() { "no" } else { text });
                let found = format!("“{found}”, but line {line} says “{first}” for this visit");
                reporter.note(row.line, Some(field.field), found, "the first is used");
            }
        }
    }
}

/// Adds to a note what it does not say yet.
pub(super) fn append_note(note: &mut String, more: &str) {
    if more.is_empty() || note == more {
        return;
    }
    if !note.is_empty() {
        note.push_str("; ");
    }
    note.push_str(more);
}
