//! What a row found for its lesion, and how rows of one lesion and visit come together.

use super::assemble::{VisitDraft, append_note};
use super::columns::Field;
use super::reporter::Reporter;
use super::row::Row;
use super::size_cells::RowSize;
use crate::domain::{Case, Finding, Lesion, Measurement, Role, Size, Volume};
use crate::exchange::tokens::State;
use crate::store::tokens::Token as _;

/// What a row says was found for its lesion.
pub(super) enum RowFinding {
    Whole(Finding),
    /// One of several parts; `None` for a part that is gone.
    Part(Option<Size>),
    /// A part whose size is not known, so that the sum of the parts is not either.
    PartUnknown,
}

/// What a row found for its lesion, by its state and its numbers; contradictions are reported and give nothing.
pub(super) fn finding_of(row: &Row, lesion: &Lesion, reporter: &mut Reporter<'_>) -> Option<RowFinding> {
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
                Some(State::Fragmented) => {
                    let found = "a part without a size that can be read";
                    reporter.note(
                        row.line,
                        Some(Field::State),
                        found,
                        "the lesion counts as not evaluable at this visit",
                    );
                    Some(RowFinding::PartUnknown)
                }
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

/// What a row says that names the lesion its one merged into; a size beside it is reported and not used.
pub(super) fn merged(row: &Row, lesion: &Lesion, into: &str, case: &Case, reporter: &mut Reporter<'_>) -> RowFinding {
    let sized = !matches!(row.size.size(lesion.kind), Ok(RowSize::Nothing));
    let stated = row.stated().filter(|state| *state != State::NotEvaluable);
    if sized || stated.is_some() {
        let found = match stated {
            Some(state) => format!("“{}” of a lesion merged into {into}", state.word()),
            None => format!("the size {} of a lesion merged into {into}", row.size.entered),
        };
        reporter.note(row.line, Some(Field::MergedInto), found, "the size of the mass counts, and no other");
    }
    let others = || case.lesions().iter().filter(|other| other.id != lesion.id);
    let exact = others().find(|other| other.name == into);
    let Some(mass) = exact.or_else(|| others().find(|other| other.name.eq_ignore_ascii_case(into))) else {
        let found = format!("merged into “{into}”, which is not another lesion of this patient");
        reporter.note(row.line, Some(Field::MergedInto), found, "it counts as not evaluable");
        return RowFinding::Whole(Finding::NotEvaluable);
    };
    if mass.role != lesion.role {
        let found = format!("merged into {into}, which is not of its role");
        reporter.note(row.line, Some(Field::MergedInto), found, "it counts as not evaluable");
    }
    RowFinding::Whole(Finding::Merged(mass.id))
}

fn report_volume(row: &Row, volume: Volume, reporter: &mut Reporter<'_>) {
    let found = format!("a volume of {} cm3 beside diameters", volume.cm3());
    reporter.note(row.line, Some(Field::Volume), found, "the diameters are used");
}

/// Records a finding at a visit; `false` when another one of the same lesion and visit was used instead.
pub(super) fn add_finding(
    draft: &mut VisitDraft,
    lesion: &Lesion,
    finding: RowFinding,
    mut measurement: Measurement,
    row: &Row,
    reporter: &mut Reporter<'_>,
) -> bool {
    let id = lesion.id;
    let is_part = matches!(finding, RowFinding::Part(_) | RowFinding::PartUnknown);
    let Some((first_line, first_is_part)) = draft.first_lines.get(&id).copied() else {
        measurement.finding = match finding {
            RowFinding::Whole(finding) => finding,
            RowFinding::Part(None) => Finding::Absent,
            RowFinding::PartUnknown => Finding::NotEvaluable,
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
        RowFinding::PartUnknown if first_is_part => {
            first.finding = Finding::NotEvaluable;
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
        // Once a part is not known, neither is the whole.
        (_, None) | (Finding::NotEvaluable, _) => true,
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
