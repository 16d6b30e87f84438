//! Changes to a case, each one undo step with words.

use jiff::civil::Date;
use thiserror::Error;

use super::block::CellText;
use super::kind;
use crate::domain::{
    Case, CommittedPlan, Dated, Event, Finding, InvalidCase, Lesion, LesionId, Measurement, Patient, Readings,
    Repeatability, Role, RoutineInterval, SizeTextError, Therapy, Tumor, Visit, read_finding,
};

/// One change to a case.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Types a size; an empty text clears the cell.
    SetSize {
        /// The visit.
        date: Date,
        /// The lesion.
        lesion: LesionId,
        /// The text as typed.
        text: String,
    },
    /// Types several sizes at once, adding the visits that are not there yet.
    SetSizes {
        /// The cells.
        cells: Vec<CellText>,
        /// What was done: "paste 4 sizes".
        what: String,
    },
    /// Records how a lesion was measured at a visit, or another part of its measurement.
    SetMeasurement {
        /// The visit.
        date: Date,
        /// The lesion.
        lesion: LesionId,
        /// The whole measurement.
        measurement: Measurement,
    },
    /// Adds an empty visit.
    AddVisit(Date),
    /// Moves a visit to another date.
    MoveVisit {
        /// From this date.
        from: Date,
        /// To this one.
        to: Date,
    },
    /// Removes a visit.
    RemoveVisit(Date),
    /// Replaces everything of a visit but its date; the words say what changed.
    SetVisit {
        /// The new visit.
        visit: Box<Visit>,
        /// What changed: "pain", "weight".
        what: String,
    },
    /// Adds a lesion.
    AddLesion(Lesion),
    /// Changes a lesion.
    UpdateLesion(Lesion),
    /// Gives lesions other roles, as the rules suggest them.
    SetRoles(Vec<(LesionId, Role)>),
    /// Removes a lesion and its measurements.
    RemoveLesion(LesionId),
    /// Moves a lesion in the order.
    MoveLesion {
        /// The lesion.
        lesion: LesionId,
        /// Its new place.
        place: usize,
    },
    /// Changes the patient.
    SetPatient(Patient),
    /// Changes the tumor.
    SetTumor(Tumor),
    /// Changes the therapy.
    SetTherapy(Therapy),
    /// Changes the notes.
    SetNotes(String),
    /// Changes how the case reads the response criteria.
    SetReadings(Readings),
    /// Changes how often the case is seen while nothing is open.
    SetRoutine(Option<RoutineInterval>),
    /// Takes over the clinic's own repeatability, or with an empty list goes back to the table.
    SetRepeatability(Vec<Repeatability>),
    /// Commits a plan, which is not changed afterward.
    CommitPlan(Box<CommittedPlan>),
    /// Adds an event.
    AddEvent(Event),
    /// Removes the event at this place.
    RemoveEvent(usize),
    /// Takes over a whole case, as an import does.
    Replace {
        /// The case.
        case: Box<Case>,
        /// What was done: "import sizes.csv".
        what: String,
    },
}

/// Why a change is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EditError {
    /// The size text is not understood.
    #[error(transparent)]
    Size(#[from] SizeTextError),
    /// The case refuses it.
    #[error(transparent)]
    Case(#[from] InvalidCase),
}

/// The case after the change, with the words of the undo step; its dates are in the form of the case given.
///
/// # Errors
/// [`EditError`]; the case given is never touched.
pub fn apply<'a>(case: impl Into<Dated<'a>>, edit: Edit) -> Result<(Case, String), EditError> {
    let dated = case.into();
    let case = dated.case();
    let day = |date: Date| dated.form().words(date);
    let mut next = case.clone();
    let label = match edit {
        Edit::SetSize { date, lesion, text } => {
            let name = case.lesion(lesion).map_or("lesion", |lesion| lesion.name.as_str());
            let label = format!("size of {name} on {}", day(date));
            next.set_measurement(date, lesion, measurement_from_text(case, date, lesion, &text)?)?;
            label
        }
        Edit::SetSizes { cells, what } => {
            set_sizes(&mut next, cells)?;
            what
        }
        Edit::SetMeasurement { date, lesion, measurement } => {
            next.set_measurement(date, lesion, Some(measurement))?;
            format!("measurement on {}", day(date))
        }
        Edit::AddVisit(date) => {
            next.add_visit(Visit::on(date))?;
            format!("add visit {}", day(date))
        }
        Edit::MoveVisit { from, to } => {
            let mut visit = next.visit(from).ok_or(InvalidCase::NoSuchVisit(from))?.clone();
            visit.date = to;
            next.update_visit(from, visit)?;
            format!("move visit to {}", day(to))
        }
        Edit::RemoveVisit(date) => {
            next.remove_visit(date)?;
            format!("remove visit {}", day(date))
        }
        Edit::SetVisit { visit, what } => {
            let label = format!("{what} on {}", day(visit.date));
            next.update_visit(visit.date, *visit)?;
            label
        }
        Edit::AddLesion(lesion) => add_lesion(&mut next, lesion)?,
        Edit::UpdateLesion(lesion) => update_lesion(&mut next, lesion)?,
        Edit::SetRoles(roles) => {
            set_roles(&mut next, roles)?;
            "take the suggested targets".to_owned()
        }
        Edit::RemoveLesion(id) => remove_lesion(&mut next, id)?,
        Edit::MoveLesion { lesion, place } => {
            next.move_lesion(lesion, place)?;
            "reorder lesions".to_owned()
        }
        Edit::SetPatient(patient) => {
            next.patient = patient;
            "patient".to_owned()
        }
        Edit::SetTumor(tumor) => {
            next.tumor = tumor;
            "tumor".to_owned()
        }
        Edit::SetTherapy(therapy) => {
            next.therapy = therapy;
            "therapy".to_owned()
        }
        Edit::SetNotes(notes) => {
            next.notes = notes;
            "notes".to_owned()
        }
        Edit::SetReadings(readings) => {
            next.readings = readings;
            "reading of the criteria".to_owned()
        }
        Edit::SetRoutine(routine) => {
            next.routine = routine;
            "routine interval".to_owned()
        }
        Edit::SetRepeatability(own) => {
            let label = if own.is_empty() { "measurement error of the table" } else { "own measurement error" };
            next.set_repeatability(own)?;
            label.to_owned()
        }
        Edit::CommitPlan(plan) => {
            let label = format!("plan of {}", day(plan.visit));
            next.commit_plan(*plan)?;
            label
        }
        Edit::AddEvent(event) => {
            let label = format!("add {}", event.kind.words());
            next.add_event(event)?;
            label
        }
        Edit::RemoveEvent(place) => {
            next.remove_event(place);
            "remove event".to_owned()
        }
        Edit::Replace { case, what } => {
            next = *case;
            what
        }
    };
    Ok((next, label))
}

fn set_sizes(case: &mut Case, cells: Vec<CellText>) -> Result<(), EditError> {
    for CellText { date, lesion, text } in cells {
        if case.visit(date).is_none() {
            case.add_visit(Visit::on(date))?;
        }
        let measurement = measurement_from_text(case, date, lesion, &text)?;
        case.set_measurement(date, lesion, measurement)?;
    }
    Ok(())
}

fn set_roles(case: &mut Case, roles: Vec<(LesionId, Role)>) -> Result<(), InvalidCase> {
    for (id, role) in roles {
        let lesion = case.lesion(id).ok_or(InvalidCase::NoSuchLesion)?.clone();
        case.update_lesion(Lesion { role, ..lesion })?;
    }
    Ok(())
}

fn add_lesion(next: &mut Case, lesion: Lesion) -> Result<String, InvalidCase> {
    let label = format!("add {}", lesion.name);
    next.add_lesion(lesion)?;
    Ok(label)
}

fn update_lesion(next: &mut Case, lesion: Lesion) -> Result<String, InvalidCase> {
    let label = format!("change {}", lesion.name);
    let id = lesion.id;
    let turned = next.lesion(id).is_some_and(|own| own.kind != lesion.kind);
    next.update_lesion(lesion)?;
    if turned {
        kind::read_anew(next, id)?;
    }
    Ok(label)
}

fn remove_lesion(next: &mut Case, id: LesionId) -> Result<String, InvalidCase> {
    let name = next.lesion(id).map_or_else(String::new, |lesion| lesion.name.clone());
    next.remove_lesion(id)?;
    Ok(format!("remove {name}"))
}

/// The measurement that a typed text makes of a cell, keeping how the cell was measured; `None` for an empty text.
///
/// A new cell takes method and observer of another lesion of the same visit, or else of the lesion's last visit,
/// since one person with one instrument is the rule and the table shows what was taken over.
///
/// # Errors
/// [`SizeTextError`].
pub fn measurement_from_text(
    case: &Case,
    date: Date,
    lesion: LesionId,
    text: &str,
) -> Result<Option<Measurement>, SizeTextError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let read = read_finding(case, lesion, text)?;
    let visit = case.visit(date);
    let own = visit.and_then(|visit| visit.measurements.get(&lesion));
    let mut measurement = own.cloned().unwrap_or_else(|| {
        let mut fresh = Measurement::of(Finding::NotEvaluable);
        let neighbor = visit.and_then(|visit| visit.measurements.values().next());
        let earlier = || {
            let mut before = case.visits().iter().rev().filter(|visit| visit.date < date);
            before.find_map(|visit| visit.measurements.get(&lesion))
        };
        if let Some(model) = neighbor.or_else(earlier) {
            fresh.method = model.method;
            fresh.observer.clone_from(&model.observer);
            fresh.slice = model.slice;
        }
        fresh
    });
    measurement.finding = read.finding;
    measurement.repeats = read.repeats;
    text.trim().clone_into(&mut measurement.entered);
    Ok(Some(measurement))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{Method, cell_text};

    fn case() -> Case {
        let mut case = Case::default();
        case.add_lesion(Lesion::target(LesionId(0), "Gingiva")).unwrap();
        case.add_visit(Visit::on(date(2026, 3, 10))).unwrap();
        case.add_visit(Visit::on(date(2026, 4, 2))).unwrap();
        case
    }

    fn size(case: &Case, day: Date, text: &str) -> Result<Case, EditError> {
        apply(case, Edit::SetSize { date: day, lesion: LesionId(0), text: text.to_owned() }).map(|(next, _)| next)
    }

    #[test]
    fn a_typed_size_is_kept_as_typed_and_takes_over_how_it_was_measured() {
        let mut first = size(&case(), date(2026, 3, 10), "2.8 x 2.4 cm").unwrap();
        let mut measurement = first.visits()[0].measurements[&LesionId(0)].clone();
        assert_eq!(measurement.entered, "2.8 x 2.4 cm");
        assert_eq!(cell_text(&measurement.finding), "28 × 24");
        measurement.method = Some(Method::Caliper);
        measurement.observer = "KM".to_owned();
        let edit = Edit::SetMeasurement { date: date(2026, 3, 10), lesion: LesionId(0), measurement };
        first = apply(&first, edit).unwrap().0;
        let second = size(&first, date(2026, 4, 2), "31").unwrap();
        let taken = &second.visits()[1].measurements[&LesionId(0)];
        assert_eq!((taken.method, taken.observer.as_str()), (Some(Method::Caliper), "KM"));
    }

    #[test]
    fn an_empty_text_clears_and_a_bad_one_is_refused() {
        let filled = size(&case(), date(2026, 3, 10), "28").unwrap();
        assert!(size(&filled, date(2026, 3, 10), " ").unwrap().visits()[0].measurements.is_empty(), "cleared");
        assert!(size(&filled, date(2026, 3, 10), "28 x").is_err(), "unfinished");
    }

    #[test]
    fn the_suggested_targets_are_taken_in_one_step() {
        let mut before = case();
        before.add_lesion(Lesion::target(LesionId(1), "Lip")).unwrap();
        let roles = vec![(LesionId(0), Role::NonTarget), (LesionId(1), Role::Target)];
        let (after, label) = apply(&before, Edit::SetRoles(roles)).unwrap();
        let roles: Vec<Role> = after.lesions().iter().map(|lesion| lesion.role).collect();
        assert_eq!((roles, label.as_str()), (vec![Role::NonTarget, Role::Target], "take the suggested targets"));
        assert!(apply(&before, Edit::SetRoles(vec![(LesionId(9), Role::New)])).is_err(), "no such lesion");
    }

    #[test]
    fn parts_and_mergers_are_typed_into_a_cell() {
        let mut before = case();
        before.add_lesion(Lesion::target(LesionId(1), "Lip")).unwrap();
        let parts = size(&before, date(2026, 4, 2), "14 x 9 + 8 x 6").unwrap();
        let finding = |case: &Case| case.visits()[1].measurements[&LesionId(0)].finding.clone();
        assert!(matches!(finding(&parts), Finding::Fragmented(parts) if parts.len() == 2), "in parts");
        let merged = size(&before, date(2026, 4, 2), "m lip").unwrap();
        assert_eq!(finding(&merged), Finding::Merged(LesionId(1)), "merged");
        assert!(size(&before, date(2026, 4, 2), "m Gingiva").is_err(), "not into itself");
    }
}
