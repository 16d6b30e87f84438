//! Writes a case back as a sizes table (`CONTRACTS.md` 1).
//!
//! Reading the table again gives everything it can hold: lesions that were ever recorded, visits with what was found
//! and how the animal was, the therapy start. It has no room for events, alarms and the rest of the case.

use std::borrow::Cow;
use std::collections::BTreeSet;

use jiff::civil::Date;

use super::formula::text_cell;
use super::sizes::VISIT_FIELDS;
use crate::domain::{
    Axes, Case, Finding, Lesion, LesionId, LesionKind, Measure, Measurement, Size, TimeBase, Visit, day_from_date,
};
use crate::store::tokens::Token as _;

/// Days from the therapy start are written up to here; a start farther off is a slip, and dates stand alone.
const FARTHEST_DAY: i32 = 100_000;

/// The columns before those about the visit.
const LESION_COLUMNS: [&str; 22] = [
    "patient",
    "date",
    "day",
    "lesion",
    "organ",
    "kind",
    "role",
    "measure",
    "length_mm",
    "width_mm",
    "height_mm",
    "short_axis_mm",
    "volume_mm3",
    "state",
    "merged_into",
    "new_class",
    "equivocal",
    "method",
    "observer",
    "slice_mm",
    "injected",
    "note",
];

/// The sizes table of one case, as CSV with LF line ends; columns without a cell are left out.
///
/// Text that a spreadsheet would take for a formula carries a leading apostrophe, which the reader takes off;
/// zero bytes, which no table can hold, are left out.
pub fn sizes_table(case: &Case) -> String {
    tables(&[(case, Vec::new())], &[])
}

/// What the sizes table of a case has no room for, each in a sentence.
pub fn left_out(case: &Case) -> Vec<String> {
    let alarms: usize = case.visits().iter().map(|visit| visit.signs.alarms.len()).sum();
    let left_out = case.events().len() + alarms;
    let mut lines = Vec::new();
    if left_out > 0 {
        lines.push(format!("a sizes table has no room for events and alarms; left out: {left_out}"));
    }
    let measurements = case.visits().iter().flat_map(|visit| visit.measurements.values());
    let means = measurements.filter(|own| own.repeats.is_some()).count();
    if means > 0 {
        lines.push(format!(
            "a sizes table holds one size a lesion and visit; means of repeated readings written: {means}"
        ));
    }
    lines
}

/// The sizes of several cases as one table; `more` are headings after the others, with their cells a case.
pub(super) fn tables(cases: &[(&Case, Vec<String>)], more: &[&str]) -> String {
    let mut headings: Vec<&str> = LESION_COLUMNS.to_vec();
    headings.extend(VISIT_FIELDS.iter().map(|field| field.heading));
    headings.push("visit_note");
    headings.extend(more);
    let rows: Vec<Vec<Cow<'_, str>>> = cases
        .iter()
        .flat_map(|(case, cells)| {
            let cells = cells.iter().map(|cell| text_cell(cell));
            rows(case).into_iter().map(move |row| row.into_iter().chain(cells.clone()).collect())
        })
        .collect();
    let kept: Vec<usize> = (0..headings.len())
        .filter(|&place| rows.iter().any(|row| row.get(place).is_some_and(|cell| !cell.is_empty())))
        .collect();
    let pick = |row: &[Cow<'_, str>]| -> Vec<String> {
        kept.iter().map(|&place| row.get(place).map_or_else(String::new, |cell| cell.clone().into_owned())).collect()
    };
    let headings: Vec<Cow<'_, str>> = headings.into_iter().map(Cow::Borrowed).collect();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    for row in std::iter::once(&headings).chain(&rows) {
        // Writing to memory cannot fail, and every row has the same number of cells.
        writer.write_record(pick(row)).ok();
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// One row a part, a measurement, or a visit without one.
fn rows(case: &Case) -> Vec<Vec<Cow<'_, str>>> {
    let mut places: Vec<(&Visit, Option<&Lesion>)> = Vec::new();
    for visit in case.visits() {
        let says_nothing = VISIT_FIELDS.iter().all(|field| (field.text)(visit).is_empty()) && visit.note.is_empty();
        if says_nothing && visit.measurements.is_empty() {
            continue;
        }
        let lesions = case.lesions().iter().filter(|lesion| visit.measurements.contains_key(&lesion.id));
        let before = places.len();
        places.extend(lesions.map(|lesion| (visit, Some(lesion))));
        if places.len() == before {
            places.push((visit, None));
        }
    }
    // The reader orders lesions as first met; a lesion that joined late but stands early needs its rows first.
    if !met_in_order(case, &places) {
        let order = |id: Option<LesionId>| case.lesions().iter().position(|lesion| Some(lesion.id) == id);
        places.sort_by_key(|(_, lesion)| order(lesion.map(|lesion| lesion.id)));
    }
    let mut said: BTreeSet<Date> = BTreeSet::new();
    let mut rows = Vec::new();
    for (visit, lesion) in places {
        let first_of_visit = said.insert(visit.date);
        let measurement = lesion.and_then(|lesion| visit.measurements.get(&lesion.id).map(|made| (lesion, made)));
        let parts = match measurement {
            Some((_, Measurement { finding: Finding::Fragmented(parts), .. })) => parts.len().max(1),
            _ => 1,
        };
        for part in 0..parts {
            let mut row = time_cells(case, visit);
            row.extend(match measurement {
                Some((lesion, made)) => lesion_cells(case, lesion, made, part),
                None => blank(LESION_COLUMNS.len() - row.len()),
            });
            if first_of_visit && part == 0 {
                row.extend(VISIT_FIELDS.iter().map(|field| Cow::Owned((field.text)(visit))));
                row.push(text_cell(&visit.note));
            } else {
                row.extend(blank(VISIT_FIELDS.len() + 1));
            }
            rows.push(row);
        }
    }
    rows
}

fn blank<'a>(cells: usize) -> Vec<Cow<'a, str>> {
    vec![Cow::Borrowed(""); cells]
}

/// Whether rows in this order would bring the lesions back in the order of the case.
fn met_in_order(case: &Case, places: &[(&Visit, Option<&Lesion>)]) -> bool {
    let mut met: Vec<LesionId> = Vec::new();
    for lesion in places.iter().filter_map(|(_, lesion)| *lesion) {
        if !met.contains(&lesion.id) {
            met.push(lesion.id);
        }
    }
    let recorded = case.lesions().iter().map(|lesion| lesion.id).filter(|id| met.contains(id));
    recorded.eq(met.iter().copied())
}

/// Patient, date and day; with both date and day the reader finds the therapy start again.
fn time_cells<'a>(case: &'a Case, visit: &Visit) -> Vec<Cow<'a, str>> {
    let date = match case.time_base {
        TimeBase::Calendar => Cow::Owned(visit.date.to_string()),
        TimeBase::DaysOnly => Cow::Borrowed(""),
    };
    let start = match case.time_base {
        TimeBase::Calendar => case.therapy.start,
        TimeBase::DaysOnly => case.day_zero(),
    };
    let day = start.map(|start| day_from_date(start, visit.date)).filter(|day| day.abs() <= FARTHEST_DAY);
    let day = day.map_or(Cow::Borrowed(""), |day| Cow::Owned(day.to_string()));
    vec![text_cell(&case.patient.name), date, day]
}

fn lesion_cells<'a>(case: &'a Case, lesion: &'a Lesion, made: &'a Measurement, part: usize) -> Vec<Cow<'a, str>> {
    let (state, size) = match &made.finding {
        Finding::Measured(size) => ("measured", Some(*size)),
        Finding::Absent => ("absent", None),
        Finding::TooSmall(size) => ("too_small", *size),
        // Readers that do not know mergers take the lesion as not evaluable, and not as gone.
        Finding::NotEvaluable | Finding::Merged(_) => ("not_evaluable", None),
        Finding::Present => ("present", None),
        Finding::Fragmented(parts) => ("fragmented", parts.get(part).map(|axes| Size::Axes(*axes))),
    };
    let mm = |length: Option<crate::domain::Length>| length.map_or(String::new(), |length| length.to_string());
    let (axes, volume) = match size {
        Some(Size::Axes(axes)) => (axis_cells(axes, mm), String::new()),
        Some(Size::Volume(volume)) => (Default::default(), volume.mm3().to_string()),
        None => (Default::default(), String::new()),
    };
    let [length, width, height, short_axis] = axes;
    let yes_no = |answer: bool| if answer { "yes" } else { "no" };
    // What is said once of all parts stands with the first.
    let first = part == 0;
    let measure = match lesion.measure {
        Measure::SumOfDiameters => "sum_of_diameters",
        Measure::SingleLesion => "",
    };
    // A short axis alone would be read as a node; only that needs the kind to be said where it is the default.
    let kind = match (lesion.kind, short_axis.is_empty()) {
        (LesionKind::NonNodal, true) => "",
        (kind, _) => kind.word(),
    };
    vec![
        text_cell(&lesion.name),
        text_cell(&lesion.organ.0),
        kind.into(),
        lesion.role.word().into(),
        measure.into(),
        length.into(),
        width.into(),
        height.into(),
        short_axis.into(),
        volume.into(),
        state.into(),
        match made.finding {
            Finding::Merged(into) => case.lesion(into).map_or(Cow::Borrowed(""), |own| text_cell(&own.name)),
            _ => Cow::Borrowed(""),
        },
        lesion.new_class.map_or("", |class| class.word()).into(),
        if made.equivocal { "yes" } else { "" }.into(),
        made.method.map_or("", |method| method.word()).into(),
        text_cell(&made.observer),
        mm(made.slice).into(),
        made.injected.map_or("", yes_no).into(),
        if first { text_cell(&made.note) } else { Cow::Borrowed("") },
    ]
}

/// Length, width, height and short axis; the last only where it stands alone.
fn axis_cells(axes: Axes, mm: impl Fn(Option<crate::domain::Length>) -> String) -> [String; 4] {
    match axes.longest() {
        None => [String::new(), String::new(), String::new(), mm(axes.perpendicular())],
        longest => [mm(longest), mm(axes.perpendicular()), mm(axes.height()), String::new()],
    }
}
