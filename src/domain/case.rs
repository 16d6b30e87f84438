//! A case: one patient, one tumor, one line of therapy, its lesions, visits and events.
//!
//! The parts that must agree with each other are private and change only through checked methods.

use jiff::civil::Date;
use thiserror::Error;

use super::clock::day_from_date;
use super::events::{Event, EventKind};
use super::follow_up::RoutineInterval;
use super::lesion::{Lesion, LesionId};
use super::measurement::{Finding, Measurement};
use super::patient::{Patient, Tumor};
use super::plan::CommittedPlan;
use super::readings::Readings;
use super::repeats::Repeatability;
use super::therapy::Therapy;
use super::visit::Visit;

/// The most lesions a case may hold.
pub const MAX_LESIONS: usize = 100;
/// The most visits a case may hold.
pub const MAX_VISITS: usize = 2_000;

/// Whether visits are known by their date or only by their day from the therapy start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum TimeBase {
    /// Dates are real.
    #[default]
    Calendar,
    /// Only days from the start are known; dates count from [`super::NOMINAL_START`] and are never shown.
    DaysOnly,
}

/// Why a change to a case is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InvalidCase {
    /// Two visits on one date.
    #[error("there is already a visit on {0}; add to that one or use another date")]
    SecondVisitOnDate(Date),
    /// No visit on this date.
    #[error("there is no visit on {0}")]
    NoSuchVisit(Date),
    /// No such lesion.
    #[error("there is no such lesion in this case")]
    NoSuchLesion,
    /// Two lesions of one identity.
    #[error("two lesions share one identity")]
    SecondLesionOfId,
    /// Two lesions of one name.
    #[error("there is already a lesion named “{0}”; give this one another name")]
    SecondLesionOfName(String),
    /// A lesion without a name.
    #[error("a lesion needs a name")]
    UnnamedLesion,
    /// Too many lesions.
    #[error("a case holds at most {MAX_LESIONS} lesions")]
    TooManyLesions,
    /// Too many visits.
    #[error("a case holds at most {MAX_VISITS} visits")]
    TooManyVisits,
    /// A second plan at one visit.
    #[error("a plan is committed at the visit of {0} already; a committed plan is not changed")]
    SecondPlanOfVisit(Date),
    /// A lesion merged into itself.
    #[error("a lesion cannot have merged into itself; name the lesion it merged with")]
    MergedIntoItself,
    /// Two repeatabilities of one observer and method.
    #[error("the repeatability of {0} stands twice for one method; keep one")]
    SecondRepeatability(String),
    /// A year that cannot be meant.
    #[error("{0} is not a date of this case; years run from 1980 to 2200")]
    DateOutOfRange(Date),
}

/// One case.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Case {
    /// Who it is about.
    pub patient: Patient,
    /// The tumor.
    pub tumor: Tumor,
    /// The line of therapy in question.
    pub therapy: Therapy,
    /// Whether dates are real.
    pub time_base: TimeBase,
    /// Where the numbers come from, for demonstration and imported cases; empty otherwise.
    pub source: String,
    /// Free text.
    pub notes: String,
    /// Where this case reads the response criteria in another way than the usual one.
    pub readings: Readings,
    /// How often it is seen while nothing is open, where that is not as usual.
    pub routine: Option<RoutineInterval>,
    lesions: Vec<Lesion>,
    visits: Vec<Visit>,
    events: Vec<Event>,
    plans: Vec<CommittedPlan>,
    repeatability: Vec<Repeatability>,
}

impl Case {
    /// The lesions, in the order they are shown.
    pub fn lesions(&self) -> &[Lesion] {
        &self.lesions
    }

    /// The visits, by date.
    pub fn visits(&self) -> &[Visit] {
        &self.visits
    }

    /// The events, by date, in the order entered within a date.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The committed plans, in the order committed.
    pub fn plans(&self) -> &[CommittedPlan] {
        &self.plans
    }

    /// The clinic's own repeatability that the noise of this case goes by, as it was when taken over; empty where the
    /// table is used alone.
    pub fn repeatability(&self) -> &[Repeatability] {
        &self.repeatability
    }

    /// Whether nothing has been entered.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The lesion of this identity.
    pub fn lesion(&self, id: LesionId) -> Option<&Lesion> {
        self.lesions.iter().find(|lesion| lesion.id == id)
    }

    /// The visit on this date.
    pub fn visit(&self, date: Date) -> Option<&Visit> {
        self.visits.iter().find(|visit| visit.date == date)
    }

    /// Day 0 of the time axis: the therapy start, else the first visit, else nothing.
    pub fn day_zero(&self) -> Option<Date> {
        self.therapy.start.or_else(|| self.visits.first().map(|visit| visit.date))
    }

    /// The day of a date on the case's time axis.
    pub fn day_of(&self, date: Date) -> i32 {
        self.day_zero().map_or(0, |start| day_from_date(start, date))
    }

    /// An identity no lesion of this case has.
    pub fn fresh_lesion_id(&self) -> LesionId {
        LesionId(self.lesions.iter().map(|lesion| lesion.id.0).max().map_or(0, |highest| highest.saturating_add(1)))
    }

    /// The lesion whose size at a visit holds this one: itself, or the end of what merged into what.
    ///
    /// `None` where nothing holds it: lesions merge with those of their role, and not in a circle.
    pub fn mass_of(&self, visit: &Visit, lesion: LesionId) -> Option<LesionId> {
        let role = |id: LesionId| self.lesion(id).map(|own| own.role);
        let mut mass = lesion;
        for _ in 0..=self.lesions.len() {
            match visit.measurements.get(&mass).map(|own| &own.finding) {
                Some(Finding::Merged(into)) if role(*into) == role(lesion) => mass = *into,
                Some(Finding::Merged(_)) => return None,
                _ => return Some(mass),
            }
        }
        None
    }

    /// Adds a lesion at the end.
    ///
    /// # Errors
    /// [`InvalidCase`] when its identity or name is taken, its name is empty, or there are too many.
    pub fn add_lesion(&mut self, lesion: Lesion) -> Result<(), InvalidCase> {
        if self.lesions.len() >= MAX_LESIONS {
            return Err(InvalidCase::TooManyLesions);
        }
        if self.lesion(lesion.id).is_some() {
            return Err(InvalidCase::SecondLesionOfId);
        }
        self.check_name(&lesion)?;
        self.lesions.push(lesion);
        Ok(())
    }

    /// Replaces the lesion of the same identity.
    ///
    /// # Errors
    /// [`InvalidCase`] when there is none, or the new name is taken or empty.
    pub fn update_lesion(&mut self, lesion: Lesion) -> Result<(), InvalidCase> {
        self.check_name(&lesion)?;
        let own = self.lesions.iter_mut().find(|own| own.id == lesion.id).ok_or(InvalidCase::NoSuchLesion)?;
        *own = lesion;
        Ok(())
    }

    /// Removes a lesion and everything measured of it.
    ///
    /// # Errors
    /// [`InvalidCase::NoSuchLesion`].
    pub fn remove_lesion(&mut self, id: LesionId) -> Result<(), InvalidCase> {
        let before = self.lesions.len();
        self.lesions.retain(|lesion| lesion.id != id);
        if self.lesions.len() == before {
            return Err(InvalidCase::NoSuchLesion);
        }
        for visit in &mut self.visits {
            visit.measurements.remove(&id);
            // What had merged into it is not gone with it.
            for own in visit.measurements.values_mut().filter(|own| own.finding == Finding::Merged(id)) {
                own.finding = Finding::NotEvaluable;
            }
        }
        for event in &mut self.events {
            if event.lesion == Some(id) {
                event.lesion = None;
            }
        }
        Ok(())
    }

    /// Moves a lesion to another place in the order, held to the ends.
    ///
    /// # Errors
    /// [`InvalidCase::NoSuchLesion`].
    pub fn move_lesion(&mut self, id: LesionId, place: usize) -> Result<(), InvalidCase> {
        let from = self.lesions.iter().position(|lesion| lesion.id == id).ok_or(InvalidCase::NoSuchLesion)?;
        let lesion = self.lesions.remove(from);
        self.lesions.insert(place.min(self.lesions.len()), lesion);
        Ok(())
    }

    /// Adds a visit in its place by date.
    ///
    /// # Errors
    /// [`InvalidCase`] when its date is taken or out of range, it measures an unknown lesion, or there are too many.
    pub fn add_visit(&mut self, visit: Visit) -> Result<(), InvalidCase> {
        if self.visits.len() >= MAX_VISITS {
            return Err(InvalidCase::TooManyVisits);
        }
        check_date(visit.date)?;
        if self.visit(visit.date).is_some() {
            return Err(InvalidCase::SecondVisitOnDate(visit.date));
        }
        if visit.measurements.keys().any(|&id| self.lesion(id).is_none()) {
            return Err(InvalidCase::NoSuchLesion);
        }
        for (&id, measurement) in &visit.measurements {
            self.check_merged(id, measurement)?;
        }
        let place = self.visits.partition_point(|own| own.date < visit.date);
        self.visits.insert(place, visit);
        Ok(())
    }

    /// Replaces the visit on `date`; the new one may stand on another date.
    ///
    /// # Errors
    /// [`InvalidCase`]; the case is then as it was.
    pub fn update_visit(&mut self, date: Date, visit: Visit) -> Result<(), InvalidCase> {
        let place = self.visits.iter().position(|own| own.date == date).ok_or(InvalidCase::NoSuchVisit(date))?;
        let old = self.visits.remove(place);
        self.add_visit(visit).inspect_err(|_| self.visits.insert(place, old))
    }

    /// Removes the visit on `date`.
    ///
    /// # Errors
    /// [`InvalidCase::NoSuchVisit`].
    pub fn remove_visit(&mut self, date: Date) -> Result<Visit, InvalidCase> {
        let place = self.visits.iter().position(|own| own.date == date).ok_or(InvalidCase::NoSuchVisit(date))?;
        Ok(self.visits.remove(place))
    }

    /// Records, or with `None` clears, one lesion at one visit.
    ///
    /// # Errors
    /// [`InvalidCase`] when the visit or the lesion does not exist.
    pub fn set_measurement(
        &mut self,
        date: Date,
        lesion: LesionId,
        measurement: Option<Measurement>,
    ) -> Result<(), InvalidCase> {
        if self.lesion(lesion).is_none() {
            return Err(InvalidCase::NoSuchLesion);
        }
        if let Some(measurement) = &measurement {
            self.check_merged(lesion, measurement)?;
        }
        let visit = self.visits.iter_mut().find(|own| own.date == date).ok_or(InvalidCase::NoSuchVisit(date))?;
        match measurement {
            Some(measurement) => visit.measurements.insert(lesion, measurement),
            None => visit.measurements.remove(&lesion),
        };
        Ok(())
    }

    /// Adds an event after those of its date.
    ///
    /// # Errors
    /// [`InvalidCase`] when its date is out of range or its lesion does not exist.
    pub fn add_event(&mut self, event: Event) -> Result<(), InvalidCase> {
        check_date(event.date)?;
        if event.lesion.is_some_and(|id| self.lesion(id).is_none()) {
            return Err(InvalidCase::NoSuchLesion);
        }
        let place = self.events.partition_point(|own| own.date <= event.date);
        self.events.insert(place, event);
        Ok(())
    }

    /// Commits a plan; there is no way to change one.
    ///
    /// # Errors
    /// [`InvalidCase`] when a date is out of range or a plan was committed at the same visit.
    pub fn commit_plan(&mut self, plan: CommittedPlan) -> Result<(), InvalidCase> {
        for date in [plan.committed, plan.visit, plan.from, plan.due] {
            check_date(date)?;
        }
        if self.plans.iter().any(|own| own.visit == plan.visit) {
            return Err(InvalidCase::SecondPlanOfVisit(plan.visit));
        }
        if self.plans.len() >= MAX_VISITS {
            return Err(InvalidCase::TooManyVisits);
        }
        self.plans.push(plan);
        Ok(())
    }

    /// Takes over the clinic's own repeatability; an empty list goes back to the table.
    ///
    /// # Errors
    /// [`InvalidCase::SecondRepeatability`] when an observer and method stand twice.
    pub fn set_repeatability(&mut self, own: Vec<Repeatability>) -> Result<(), InvalidCase> {
        for (place, one) in own.iter().enumerate() {
            let same =
                |other: &&Repeatability| other.observer.trim() == one.observer.trim() && other.method == one.method;
            if own.iter().take(place).any(|other| same(&other)) {
                return Err(InvalidCase::SecondRepeatability(one.observer.clone()));
            }
        }
        self.repeatability = own;
        Ok(())
    }

    /// Removes the event at this place in [`Case::events`]; does nothing past the end.
    pub fn remove_event(&mut self, place: usize) -> Option<Event> {
        (place < self.events.len()).then(|| self.events.remove(place))
    }

    /// The day up to which the record goes: the last visit, or a death recorded after it; `None` without a visit.
    pub fn last_known(&self) -> Option<Date> {
        let last = self.visits.last()?.date;
        let deaths = self.events.iter().filter(|event| event.kind == EventKind::Death).map(|event| event.date);
        Some(deaths.fold(last, Date::max))
    }

    /// This case as it was known on `date`: later visits and events left out, and plans made at later visits.
    #[must_use]
    pub fn known_on(&self, date: Date) -> Self {
        let mut earlier = self.clone();
        earlier.visits.retain(|visit| visit.date <= date);
        earlier.events.retain(|event| event.date <= date);
        earlier.plans.retain(|plan| plan.visit <= date);
        earlier
    }

    fn check_merged(&self, lesion: LesionId, measurement: &Measurement) -> Result<(), InvalidCase> {
        match measurement.finding {
            Finding::Merged(into) if into == lesion => Err(InvalidCase::MergedIntoItself),
            Finding::Merged(into) if self.lesion(into).is_none() => Err(InvalidCase::NoSuchLesion),
            _ => Ok(()),
        }
    }

    fn check_name(&self, lesion: &Lesion) -> Result<(), InvalidCase> {
        let name = lesion.name.trim();
        if name.is_empty() {
            return Err(InvalidCase::UnnamedLesion);
        }
        let taken = self.lesions.iter().any(|own| own.id != lesion.id && own.name.trim() == name);
        if taken { Err(InvalidCase::SecondLesionOfName(name.to_owned())) } else { Ok(()) }
    }
}

fn check_date(date: Date) -> Result<(), InvalidCase> {
    if (1980..=2200).contains(&date.year()) { Ok(()) } else { Err(InvalidCase::DateOutOfRange(date)) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::EventKind;

    fn case_with_a_visit() -> Case {
        let mut case = Case::default();
        case.add_lesion(Lesion::target(LesionId(0), "T1")).unwrap();
        let mut visit = Visit::on(date(2026, 3, 10));
        visit.measurements.insert(LesionId(0), Measurement::of(Finding::Absent));
        case.add_visit(visit).unwrap();
        case
    }

    #[test]
    fn visits_stay_in_order_and_unique() {
        let mut case = case_with_a_visit();
        case.add_visit(Visit::on(date(2026, 1, 1))).unwrap();
        assert_eq!(case.visits().first().map(|visit| visit.date), Some(date(2026, 1, 1)));
        let second = case.add_visit(Visit::on(date(2026, 1, 1)));
        assert_eq!(second, Err(InvalidCase::SecondVisitOnDate(date(2026, 1, 1))));
        assert!(case.add_visit(Visit::on(date(1066, 1, 1))).is_err(), "the year 1066 is a slip");
    }

    #[test]
    fn a_refused_update_leaves_the_case_as_it_was() {
        let mut case = case_with_a_visit();
        case.add_visit(Visit::on(date(2026, 4, 1))).unwrap();
        let before = case.clone();
        assert!(case.update_visit(date(2026, 4, 1), Visit::on(date(2026, 3, 10))).is_err(), "the date is taken");
        assert_eq!(case, before);
    }

    #[test]
    fn removing_a_lesion_removes_its_measurements_and_frees_its_events() {
        let mut case = case_with_a_visit();
        let injection = Event {
            date: date(2026, 3, 12),
            kind: EventKind::Injection,
            lesion: Some(LesionId(0)),
            dose: String::new(),
            text: String::new(),
        };
        case.add_event(injection).unwrap();
        case.remove_lesion(LesionId(0)).unwrap();
        assert!(case.visits().iter().all(|visit| visit.measurements.is_empty()), "no measurement is orphaned");
        assert!(case.events().iter().all(|event| event.lesion.is_none()), "no event is orphaned");
    }

    #[test]
    fn names_are_unique_and_never_empty() {
        let mut case = case_with_a_visit();
        assert_eq!(case.add_lesion(Lesion::target(LesionId(1), " ")), Err(InvalidCase::UnnamedLesion));
        assert!(case.add_lesion(Lesion::target(LesionId(1), "T1 ")).is_err(), "the name is taken");
        assert_eq!(case.fresh_lesion_id(), LesionId(1));
    }

    #[test]
    fn merged_lesions_are_held_by_the_end_of_the_chain() {
        let mut case = case_with_a_visit();
        let day = date(2026, 3, 10);
        for id in 1..4 {
            case.add_lesion(Lesion::target(LesionId(id), format!("T{id}x"))).unwrap();
        }
        let into = |id: u32| Some(Measurement::of(Finding::Merged(LesionId(id))));
        case.set_measurement(day, LesionId(1), into(0)).unwrap();
        case.set_measurement(day, LesionId(2), into(1)).unwrap();
        let mass = |case: &Case, id| case.mass_of(&case.visits()[0], LesionId(id));
        assert_eq!(
            [0, 1, 2, 3].map(|id| mass(&case, id)),
            [Some(0), Some(0), Some(0), Some(3)].map(|own| own.map(LesionId))
        );
        let mut circle = case.clone();
        circle.set_measurement(day, LesionId(0), into(2)).unwrap();
        assert_eq!([0, 1, 2].map(|id| mass(&circle, id)), [None; 3], "a circle holds nothing");
        let mut parted = case.clone();
        parted.update_lesion(Lesion { role: crate::domain::Role::New, ..Lesion::target(LesionId(1), "T1x") }).unwrap();
        assert_eq!(mass(&parted, 2), None, "lesions of two roles do not merge");
        assert_eq!(case.set_measurement(day, LesionId(3), into(3)), Err(InvalidCase::MergedIntoItself));
        assert_eq!(case.set_measurement(day, LesionId(3), into(9)), Err(InvalidCase::NoSuchLesion));
        case.remove_lesion(LesionId(0)).unwrap();
        let left = case.visits()[0].measurements[&LesionId(1)].finding.clone();
        assert_eq!(left, Finding::NotEvaluable, "what merged into a removed lesion is not known any more");
    }
}
