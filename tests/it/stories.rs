//! Cases in the making, for the tests that tell a story.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use jiff::civil::Date;
use reassess::assess::{Assessment, assess};
use reassess::domain::clock::date_from_day;
use reassess::domain::*;
use reassess::rules::Rules;

/// Day 0 of every golden case.
pub(crate) const START: Date = jiff::civil::date(2026, 3, 12);

pub(crate) fn day(days: i32) -> Date {
    date_from_day(START, days)
}

/// A case in the making: CT by one reader, checkpoint antibody from day 0, one target unless more are added.
#[derive(Clone)]
pub(crate) struct Story(pub(crate) Case);

impl Story {
    pub(crate) fn new() -> Self {
        let mut case = Case::default();
        case.patient.name = "Bella".into();
        case.tumor.kind = "Oral melanoma".into();
        case.tumor.group = TumorGroup::Melanoma;
        case.tumor.diagnosis = Some(Diagnosis::Histology);
        case.therapy.class = TherapyClass::Checkpoint;
        case.therapy.drug = "gilvetmab".into();
        case.therapy.start = Some(START);
        case.add_lesion(Lesion { organ: Organ("gingiva".to_owned()), ..Lesion::target(LesionId(0), "Gingiva") })
            .unwrap();
        Self(case)
    }

    /// A visit with one diameter a target, in millimeters.
    pub(crate) fn sized(mut self, on: i32, diameters_mm: &[f64]) -> Self {
        let mut visit = Visit::on(day(on));
        for (id, diameter) in (0..).zip(diameters_mm) {
            visit.measurements.insert(LesionId(id), reading(*diameter, Method::Ct, "KM"));
        }
        self.0.add_visit(visit).unwrap();
        self
    }

    pub(crate) fn change(mut self, on: i32, edit: impl FnOnce(&mut Visit)) -> Self {
        let mut visit = self.0.visit(day(on)).cloned().unwrap_or_else(|| Visit::on(day(on)));
        if self.0.visit(day(on)).is_some() {
            edit(&mut visit);
            self.0.update_visit(day(on), visit).unwrap();
        } else {
            edit(&mut visit);
            self.0.add_visit(visit).unwrap();
        }
        self
    }

    /// Pain, lethargy and appetite grades.
    pub(crate) fn graded(self, on: i32, grades: [u8; 3]) -> Self {
        self.change(on, |visit| {
            let [pain, lethargy, appetite] = grades.map(|own| Grade::new(own).ok());
            visit.signs.pain = pain;
            visit.signs.lethargy = lethargy;
            visit.signs.appetite = appetite;
        })
    }

    pub(crate) fn searched(self, on: i32, search: NewLesionSearch) -> Self {
        self.change(on, |visit| visit.new_lesion_search = Some(search))
    }

    /// A new lesion of an organ, first seen on a day.
    pub(crate) fn new_lesion(mut self, on: i32, organ: &str, diameter_mm: f64) -> Self {
        let id = self.0.fresh_lesion_id();
        let name = format!("New {}", id.0);
        let lesion = Lesion { role: Role::New, organ: Organ(organ.to_owned()), ..Lesion::target(id, name) };
        self.0.add_lesion(lesion).unwrap();
        self.change(on, |visit| {
            visit.measurements.insert(id, reading(diameter_mm, Method::Ct, "KM"));
        })
    }

    pub(crate) fn event(mut self, on: i32, kind: EventKind) -> Self {
        let event = Event { date: day(on), kind, lesion: None, dose: String::new(), text: String::new() };
        self.0.add_event(event).unwrap();
        self
    }

    pub(crate) fn class(mut self, class: TherapyClass) -> Self {
        self.0.therapy.class = class;
        self
    }

    pub(crate) fn assess(&self, on: i32) -> Assessment {
        assess(&self.0, Rules::shipped().unwrap(), day(on))
    }

    pub(crate) fn assess_last(&self) -> Assessment {
        assess(&self.0, Rules::shipped().unwrap(), self.0.visits().last().unwrap().date)
    }
}

pub(crate) fn reading(diameter_mm: f64, method: Method, observer: &str) -> Measurement {
    let finding = match Length::parse(&format!("{diameter_mm:.1}"), LengthUnit::Millimeters) {
        Ok(length) => Finding::Measured(Size::Axes(Axes::longest_only(length))),
        Err(_) => Finding::Absent,
    };
    Measurement { method: Some(method), observer: observer.to_owned(), ..Measurement::of(finding) }
}

/// Classic picture: stable dog, week 6, +30 %, nothing new on imaging.
pub(crate) fn classic() -> Story {
    Story::new()
        .sized(-2, &[40.0])
        .graded(-2, [0, 0, 0])
        .sized(42, &[52.0])
        .graded(42, [0, 0, 0])
        .searched(42, NewLesionSearch::NoneFoundImaging)
}
