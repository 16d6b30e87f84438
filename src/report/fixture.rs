//! Cases for the tests of pages: the ordinary, the long, the empty.

use jiff::civil::{Date, date};

use super::{Paper, Sheet};
use crate::assess::{Assessment, assess};
use crate::chart::{self, Audience, ChartInput, Model};
use crate::domain::clock::date_from_day;
use crate::domain::{
    Axes, Case, Dated, Event, EventKind, Finding, Grade, Length, Lesion, LesionId, Measurement, Method, Sex, Size,
    TherapyClass, Visit,
};
use crate::explain::{self, ClinicianWords, OwnerWords};
use crate::rules::Rules;

/// A case with everything a sheet needs.
pub(super) struct Ready {
    pub(super) case: Case,
    pub(super) assessment: Assessment,
    pub(super) words: ClinicianWords,
    pub(super) owner: OwnerWords,
    pub(super) chart: Model,
    pub(super) owner_chart: Model,
}

impl Ready {
    pub(super) fn of(case: Case) -> Self {
        let rules = Rules::shipped().unwrap();
        let as_of = case.visits().last().map_or(date(2026, 5, 12), |visit| visit.date);
        let assessment = assess(&case, rules, as_of);
        let input = ChartInput::from_assessment(&case, &assessment, rules);
        let view = |audience| chart::View { audience, ..chart::View::default() };
        Self {
            words: explain::clinician(&case, &assessment),
            owner: explain::owner(&case, &assessment),
            chart: chart::build(&input, &view(Audience::Clinician)),
            owner_chart: chart::build(&input, &view(Audience::Owner)),
            case,
            assessment,
        }
    }

    pub(super) fn sheet(&self, paper: Paper) -> Sheet<'_> {
        Sheet {
            case: Dated::from(&self.case),
            assessment: &self.assessment,
            words: &self.words,
            owner: &self.owner,
            chart: &self.chart,
            owner_chart: &self.owner_chart,
            case_line: "Golden Retriever, spayed female, 9 y",
            therapy_line: "Oral melanoma, stage III · gilvetmab since 12 Mar 2026",
            week_words: "week 6 of therapy at the last visit",
            made_on: date(2026, 5, 12),
            paper,
        }
    }
}

const START: Date = date(2026, 1, 5);

fn axes(tenths: u32) -> Measurement {
    let length = |tenths| Length::from_tenths(tenths).unwrap();
    let (axes, _) =
        Axes::new(Some(length(tenths)), Some(length(tenths * 4 / 5)), Some(length(tenths * 7 / 10))).unwrap();
    Measurement {
        method: Some(Method::Ct),
        observer: "Dr. Kowalczyk-Montgomery".to_owned(),
        ..Measurement::of(Finding::Measured(Size::Axes(axes)))
    }
}

/// Twelve visits of six lesions with long names, every field of the record that a page shows.
pub(super) fn long() -> Case {
    let mut case = Case::default();
    "Sir Bartholomew Maximilian Featherstonehaugh of the Upper Meadow, called “Barty” <&>"
        .clone_into(&mut case.patient.name);
    "Maria-Magdalena Wiśniewska-Großschädl".clone_into(&mut case.patient.owner);
    case.patient.sex = Some(Sex::SpayedFemale);
    "Oral melanoma".clone_into(&mut case.tumor.kind);
    case.therapy.class = TherapyClass::Checkpoint;
    case.therapy.start = Some(START);
    for number in 0..6_u32 {
        let name = format!("Lesion {number} of the caudal mandibular mucocutaneous junction");
        case.add_lesion(Lesion::target(LesionId(number), name)).unwrap();
    }
    for number in 0..12_u32 {
        let mut visit = Visit::on(date_from_day(START, i32::try_from(number).unwrap() * 21));
        visit.signs.pain = Some(Grade::new(u8::try_from(number % 3).unwrap()).unwrap());
        visit.note = format!("Visit note {number}: eats well, a little slower on the stairs than before.");
        for lesion in 0..6_u32 {
            visit.measurements.insert(LesionId(lesion), axes(200 + 10 * lesion + 23 * number));
        }
        case.add_visit(visit).unwrap();
        let event = Event {
            date: date_from_day(START, i32::try_from(number).unwrap() * 14),
            kind: EventKind::Dose,
            lesion: None,
            dose: "10 mg/kg IV over 60 minutes".to_owned(),
            text: "no reaction".to_owned(),
        };
        case.add_event(event).unwrap();
    }
    case
}
