//! What nobody recorded and would have been weighed or checked.

use jiff::civil::Date;

use super::clues::Clues;
use super::findings::NotRecorded;
use super::record::Record;
use crate::domain::{Case, EventKind, Method, Role, TherapyClass, Visit, day_from_date};
use crate::rules::Clue;

/// Everything missing at the visit assessed, in the order in which it would weigh.
pub(super) fn not_recorded(record: &Record<'_>, from: Option<Date>, clues: Option<&Clues>) -> Vec<NotRecorded> {
    let mut missing = Vec::new();
    let case = record.case;
    let mut when = |is_missing: bool, what: NotRecorded| {
        if is_missing {
            missing.push(what);
        }
    };
    when(case.therapy.start.is_none(), NotRecorded::TherapyStart);
    when(case.therapy.class == TherapyClass::Unknown, NotRecorded::TherapyClass);
    let seen = |clue: Clue| clues.is_some_and(|own| own.seen.iter().any(|row| row.level.clue() == clue));
    if clues.is_some() {
        when(!seen(Clue::NewLesions), NotRecorded::NewLesionSearch);
    } else if let Some(from) = from {
        // Without an enlargement a search is not weighed, and a verdict without one says so all the same.
        let searched = record.visits_from(from).any(|visit| visit.new_lesion_search.is_some());
        let entered = case.lesions().iter().any(|lesion| lesion.role == Role::New);
        when(!searched && !entered, NotRecorded::NewLesionSearch);
    }
    if let Some(from) = from {
        let any = |has: fn(&Visit) -> bool| record.visits_from(from).any(has);
        when(!any(|visit| visit.signs.pain.is_some()), NotRecorded::Pain);
        when(!any(|visit| visit.signs.lethargy.is_some()), NotRecorded::Lethargy);
        when(!any(|visit| visit.signs.appetite.is_some()), NotRecorded::Appetite);
        when(!any(|visit| visit.signs.weight.is_some()), NotRecorded::Weight);
        let days = record.rules.confounders.infection_days;
        let infected = case
            .events()
            .iter()
            .any(|event| event.kind == EventKind::Infection && day_from_date(event.date, from) <= days);
        let asked = any(|visit| visit.signs.infection.is_some() || visit.signs.fever.is_some());
        when(!infected && !asked, NotRecorded::Infection);
        when(earlier_signs_missing(case, from), NotRecorded::EarlierSigns);
        let sizes: Vec<_> = record.series.points.iter().filter(|point| point.date >= from).collect();
        let measured = || sizes.iter().flat_map(|point| &point.targets).filter(|own| own.diameter_tenths.is_some());
        when(measured().any(|own| own.method.is_none()), NotRecorded::Method);
        // CT and MRI depend less on who reads them; calipers, ultrasound and radiographs need the name.
        let needs_name = |method: Option<Method>| !matches!(method, Some(Method::Ct | Method::Mri));
        when(measured().any(|own| own.observer.is_empty() && needs_name(own.method)), NotRecorded::Observer);
    }
    if clues.is_some() {
        when(!seen(Clue::Biopsy), NotRecorded::Biopsy);
        when(!seen(Clue::Ultrasound), NotRecorded::Ultrasound);
        when(!seen(Clue::Ldh), NotRecorded::Ldh);
        when(!seen(Clue::Nlr), NotRecorded::Nlr);
        when(!seen(Clue::CtDna), NotRecorded::CtDna);
        when(record.series.baseline == Some(0), NotRecorded::PreTherapySize);
    }
    when(case.tumor.diagnosis.is_none(), NotRecorded::Diagnosis);
    missing
}

/// Grades stand at the visit and none stands before it.
fn earlier_signs_missing(case: &Case, from: Date) -> bool {
    let graded = |visit: &Visit| {
        let signs = &visit.signs;
        signs.pain.or(signs.lethargy).or(signs.appetite).is_some()
    };
    let now = case.visits().iter().any(|visit| visit.date >= from && graded(visit));
    let before = case.visits().iter().any(|visit| visit.date < from && graded(visit));
    now && !before
}
