//! Puts the rows of one patient together into a case.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::columns::Field;
use super::reporter::Reporter;
use super::row::Row;
use super::size_cells::RowSize;
use super::visit_fields::VisitField;
use super::{ImportedCase, ReadOptions};
use crate::domain::case::{MAX_LESIONS, MAX_VISITS};
use crate::domain::clock::date_from_day;
use crate::domain::{
    Case, Finding, Lesion, LesionId, LesionKind, Measure, Measurement, NOMINAL_START, NewClass, Organ, Role, Size,
    TimeBase, Visit, Volume, day_from_date,
};
use crate::exchange::tokens::{State, ValueMeasure};
use crate::store::tokens::Token as _;

/// The name of the lesion of rows that name none (`CONTRACTS.md` 1).
const DEFAULT_LESION: &str = "T1";

/// The years a visit can have, as [`Case::add_visit`] checks them.
const YEARS: std::ops::RangeInclusive<i16> = 1980..=2200;

/// A visit as its rows build it up.
struct VisitDraft {
    visit: Visit,
    /// Fields already stated, with their text and line.
    stated: Vec<(&'static VisitField, String, usize)>,
    /// The line that first gave each lesion's finding, and whether it is one of several parts.
    first_lines: BTreeMap<LesionId, (usize, bool)>,
}

/// What a row says was found for its lesion.
enum RowFinding {
    Whole(Finding),
    Part(Option<Size>),
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
    let mut place = |row: &Row| -> Option<Date> {
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
    rows.iter().map(|row| place(row)).collect()
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

/// Adds the lesions that rows give something for, and tells each row its lesion.
fn collect_lesions(
    rows: &[Row],
    dates: &[Option<Date>],
    case: &mut Case,
    reporter: &mut Reporter<'_>,
) -> Vec<Option<LesionId>> {
    let mut drafts: Vec<LesionDraft> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut of_rows = Vec::with_capacity(rows.len());
    for (row, date) in rows.iter().zip(dates) {
        if date.is_none() || row.set_aside || row.size_refused || !row.gives_something() {
            of_rows.push(None);
            continue;
        }
        let name = row.lesion_name();
        let place = match places.get(name) {
            Some(place) => *place,
            None if drafts.len() >= MAX_LESIONS => {
                let found = format!("more than {MAX_LESIONS} lesions of one patient");
                reporter.note(row.line, Some(Field::Lesion), found, "the size was not used");
                of_rows.push(None);
                continue;
            }
            None => {
                places.insert(name, drafts.len());
                drafts.push(LesionDraft::default());
                drafts.len() - 1
            }
        };
        if let Some(draft) = drafts.get_mut(place) {
            draft.take(row, reporter);
        }
        of_rows.push(u32::try_from(place).ok().map(LesionId));
    }
    let mut named: Vec<(usize, &str)> = places.into_iter().map(|(name, place)| (place, name)).collect();
    named.sort_unstable();
    for (draft, (place, name)) in drafts.iter().zip(named) {
        let id = LesionId(u32::try_from(place).unwrap_or(u32::MAX));
        // Names are distinct and not empty, and their number was checked, so this cannot be refused.
        case.add_lesion(draft.lesion(id, name)).ok();
    }
    of_rows
}

/// What the rows of one lesion say of it; the first row that says something is believed.
#[derive(Default)]
struct LesionDraft {
    organ: String,
    kind: Option<LesionKind>,
    role: Option<Role>,
    measure: Option<ValueMeasure>,
    new_class: Option<NewClass>,
    short_axis_only: Option<bool>,
}

impl LesionDraft {
    fn take(&mut self, row: &Row, reporter: &mut Reporter<'_>) {
        let mut differ = |field: Field, first: &str, found: &str| {
            let found = format!("“{found}”, but an earlier row of lesion {} says “{first}”", row.lesion_name());
            reporter.note(row.line, Some(field), found, "the first is used");
        };
        if self.organ.is_empty() {
            self.organ.clone_from(&row.organ);
        } else if !row.organ.is_empty() && row.organ != self.organ {
            differ(Field::Organ, &self.organ, &row.organ);
        }
        merge(&mut self.kind, row.kind, |first, found| differ(Field::Kind, first.word(), found.word()));
        merge(&mut self.role, row.role, |first, found| differ(Field::Role, first.word(), found.word()));
        merge(&mut self.new_class, row.new_class, |first, found| differ(Field::NewClass, first.word(), found.word()));
        let is_sum = |measure: ValueMeasure| measure == ValueMeasure::SumOfDiameters;
        if self.measure.zip(row.measure).is_some_and(|(first, found)| is_sum(first) != is_sum(found)) {
            let [first, found] =
                [self.measure, row.measure].map(|measure| measure.map_or("", |measure| measure.word()));
            differ(Field::Measure, first, found);
        }
        self.measure = self.measure.or(row.measure);
        if row.size.length.is_some() || row.size.unstated.is_some() || row.size.volume.is_some() {
            self.short_axis_only = Some(false);
        } else if row.size.short_axis.is_some() {
            self.short_axis_only = self.short_axis_only.or(Some(true));
        }
    }

    fn lesion(&self, id: LesionId, name: &str) -> Lesion {
        let mut lesion = Lesion::target(id, name);
        lesion.organ = Organ(self.organ.clone());
        // A lesion that is only ever given a short axis is a node, which alone is measured so.
        let measured_as_node = self.short_axis_only == Some(true);
        lesion.kind = self.kind.unwrap_or(if measured_as_node { LesionKind::Nodal } else { LesionKind::NonNodal });
        lesion.role = self.role.unwrap_or_default();
        lesion.new_class = self.new_class;
        lesion.measure = match self.measure {
            Some(ValueMeasure::SumOfDiameters) => Measure::SumOfDiameters,
            _ => Measure::SingleLesion,
        };
        lesion
    }
}

fn merge<T: Copy + PartialEq>(slot: &mut Option<T>, found: Option<T>, differ: impl FnOnce(T, T)) {
    match (*slot, found) {
        (Some(first), Some(found)) if first != found => differ(first, found),
        (first, found) => *slot = first.or(found),
    }
}

impl Row {
    fn lesion_name(&self) -> &str {
        if self.lesion.is_empty() { DEFAULT_LESION } else { &self.lesion }
    }

    /// The state, which may stand where a size is expected.
    fn stated(&self) -> Option<State> {
        self.state.or(self.size.word)
    }

    /// Whether the row gives a state or a size, readable or not.
    fn gives_something(&self) -> bool {
        let size = &self.size;
        let lengths = [size.length, size.width, size.short_axis, size.unstated];
        let sized = size.volume.is_some() || lengths.iter().any(Option::is_some);
        sized || self.stated().is_some_and(|state| state != State::Measured)
    }
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
    let finding = lesion.and_then(|lesion| finding_of(row, lesion, reporter));
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

/// What a row found for its lesion, by its state and its numbers; contradictions are reported and give nothing.
fn finding_of(row: &Row, lesion: &Lesion, reporter: &mut Reporter<'_>) -> Option<RowFinding> {
    let mut refuse = |found: String| {
        reporter.note(row.line, Some(Field::State), found, "the size was not used");
        None
    };
    let size = match row.size.size(lesion.kind) {
        Ok(_) if row.size.unreadable => RowSize::Nothing,
        Ok(size) => size,
        Err(found) => return refuse(found),
    };
    let entered = &row.size.entered;
    let whole = |finding| Some(RowFinding::Whole(finding));
    let (size, volume_left_out) = match size {
        RowSize::Nothing => {
            return match row.stated() {
                Some(State::Absent) => whole(Finding::Absent),
                Some(State::TooSmall) => whole(Finding::TooSmall(None)),
                Some(State::NotEvaluable) => whole(Finding::NotEvaluable),
                Some(State::Present) => {
                    if lesion.role == Role::Target {
                        let found = format!("target {} is present without a size", lesion.name);
                        reporter.note(row.line, Some(Field::State), found, "it counts as not evaluable");
                    }
                    whole(Finding::Present)
                }
                Some(State::Fragmented) if !row.size.unreadable => refuse("a part without a size".to_owned()),
                _ => None,
            };
        }
        RowSize::Zero => {
            return match row.stated() {
                None | Some(State::Measured | State::Absent) => whole(Finding::Absent),
                Some(State::Fragmented) => Some(RowFinding::Part(None)),
                Some(State::TooSmall) => {
                    reporter.note(row.line, Some(Field::State), "too small, with a size of 0", "it is taken as 5 mm");
                    whole(Finding::TooSmall(None))
                }
                Some(state) => refuse(format!("“{}”, with a size of 0", state.word())),
            };
        }
        RowSize::Size { size, volume_left_out } => (size, volume_left_out),
    };
    let finding = match row.stated() {
        None | Some(State::Measured) => RowFinding::Whole(Finding::Measured(size)),
        Some(State::TooSmall) => RowFinding::Whole(Finding::TooSmall(Some(size))),
        Some(State::Fragmented) => RowFinding::Part(Some(size)),
        Some(State::Present) => {
            let found = format!("“present”, with the size {entered}");
            reporter.note(row.line, Some(Field::State), found, "it is taken as measured");
            RowFinding::Whole(Finding::Measured(size))
        }
        Some(State::NotEvaluable) => {
            let found = format!("“not_evaluable”, with the size {entered}");
            reporter.note(row.line, Some(Field::State), found, "the size was not used");
            RowFinding::Whole(Finding::NotEvaluable)
        }
        Some(state) => return refuse(format!("“{}”, with the size {entered}", state.word())),
    };
    if let Some(volume) = volume_left_out {
        report_volume(row, volume, reporter);
    }
    Some(finding)
}

fn report_volume(row: &Row, volume: Volume, reporter: &mut Reporter<'_>) {
    let found = format!("a volume of {} cm3 beside diameters", volume.cm3());
    reporter.note(row.line, Some(Field::Volume), found, "the diameters are used");
}

/// Records a finding at a visit; `false` when another one of the same lesion and visit was used instead.
fn add_finding(
    draft: &mut VisitDraft,
    lesion: &Lesion,
    finding: RowFinding,
    mut measurement: Measurement,
    row: &Row,
    reporter: &mut Reporter<'_>,
) -> bool {
    let id = lesion.id;
    let is_part = matches!(finding, RowFinding::Part(_));
    let Some((first_line, first_is_part)) = draft.first_lines.get(&id).copied() else {
        measurement.finding = match finding {
            RowFinding::Whole(finding) => finding,
            RowFinding::Part(None) => Finding::Absent,
            RowFinding::Part(Some(Size::Axes(axes))) => Finding::Fragmented(vec![axes]),
            RowFinding::Part(Some(size @ Size::Volume(_))) => Finding::Measured(size),
        };
        draft.first_lines.insert(id, (row.line, is_part));
        draft.visit.measurements.insert(id, measurement);
        return true;
    };
    let Some(first) = draft.visit.measurements.get_mut(&id) else { return false };
    let shown = |measurement: &Measurement| {
        if measurement.entered.is_empty() { "no size".to_owned() } else { measurement.entered.clone() }
    };
    match finding {
        RowFinding::Part(part) if first_is_part => {
            if !add_part(&mut first.finding, part) {
                let found = "a volume among parts with diameters";
                reporter.note(row.line, Some(Field::State), found, "the part was not used");
                return false;
            }
            first.entered = format!("{} + {}", first.entered, measurement.entered);
            append_note(&mut first.note, &measurement.note);
            true
        }
        RowFinding::Whole(finding) if !first_is_part && finding == first.finding => {
            append_note(&mut first.note, &measurement.note);
            first.method = first.method.or(measurement.method);
            first.slice = first.slice.or(measurement.slice);
            first.injected = first.injected.or(measurement.injected);
            if first.observer.is_empty() {
                first.observer = measurement.observer;
            }
            true
        }
        _ => {
            let found = format!(
                "“{}” for lesion {} on this day, but line {first_line} says “{}”",
                shown(&measurement),
                lesion.name,
                shown(first)
            );
            reporter.note(row.line, Some(Field::Lesion), found, "the first is used");
            false
        }
    }
}

/// Adds a part to the parts before it; `false` when volumes and diameters meet.
fn add_part(parts: &mut Finding, part: Option<Size>) -> bool {
    let fresh = |size: Size| match size {
        Size::Axes(axes) => Finding::Fragmented(vec![axes]),
        Size::Volume(_) => Finding::Measured(size),
    };
    match (parts, part) {
        (_, None) => true,
        (parts @ Finding::Absent, Some(size)) => {
            *parts = fresh(size);
            true
        }
        (Finding::Fragmented(all), Some(Size::Axes(axes))) => {
            all.push(axes);
            true
        }
        (Finding::Measured(Size::Volume(sum)), Some(Size::Volume(volume))) => {
            *sum = Volume::from_mm3(sum.mm3() + volume.mm3()).unwrap_or(*sum);
            true
        }
        _ => false,
    }
}

fn append_note(note: &mut String, more: &str) {
    if more.is_empty() || note == more {
        return;
    }
    if !note.is_empty() {
        note.push_str("; ");
    }
    note.push_str(more);
}
