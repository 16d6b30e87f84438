//! The five invented dogs of the demo cases.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use jiff::civil::{Date, date};
use reassess::domain::clock::date_from_day;
use reassess::domain::{
    Alarm, Case, Diagnosis, Event, EventKind, Grade, Lesion, LesionId, LesionKind, Measurement, Method,
    NewLesionSearch, Organ, Patient, Role, Sex, Species, Therapy, TherapyClass, Tumor, TumorGroup, Visit, Weight,
    read_size,
};

/// What the source of every invented dog says.
pub(crate) const INVENTED: &str = "Invented for demonstration; not a real dog";

fn dog(name: &str, breed: &str, sex: Sex, age_years: u8) -> Case {
    let mut case = Case::default();
    case.patient = Patient {
        name: name.to_owned(),
        species: Species::Dog,
        breed: breed.to_owned(),
        sex: Some(sex),
        age_years: Some(age_years),
        owner: String::new(),
    };
    INVENTED.clone_into(&mut case.source);
    case
}

fn tumor(kind: &str, stage: &str, group: TumorGroup, diagnosis: Diagnosis) -> Tumor {
    Tumor { kind: kind.to_owned(), stage: stage.to_owned(), group, diagnosis: Some(diagnosis) }
}

/// Gilvetmab 10 mg/kg every two weeks, the licensed schedule, for so many doses.
fn gilvetmab(case: &mut Case, start: Date, n_doses: i32) {
    case.therapy = Therapy { class: TherapyClass::Checkpoint, drug: "gilvetmab".to_owned(), start: Some(start) };
    for number in 0..n_doses {
        let date = date_from_day(start, 14 * number);
        let dose = "10 mg/kg IV".to_owned();
        case.add_event(Event { date, kind: EventKind::Dose, lesion: None, dose, text: String::new() }).unwrap();
    }
}

fn measured(text: &str, kind: LesionKind, method: Method, observer: &str) -> Measurement {
    let mut measurement = Measurement::of(read_size(text, kind).unwrap().finding);
    text.clone_into(&mut measurement.entered);
    measurement.method = Some(method);
    observer.clone_into(&mut measurement.observer);
    measurement
}

/// A visit with its grades of pain, lethargy and appetite, and its weight.
fn visit(date: Date, grades: [u8; 3], weight_kg: f64, search: Option<NewLesionSearch>) -> Visit {
    let mut visit = Visit::on(date);
    let [pain, lethargy, appetite] = grades.map(|grade| Grade::new(grade).ok());
    visit.signs.pain = pain;
    visit.signs.lethargy = lethargy;
    visit.signs.appetite = appetite;
    visit.signs.weight = Weight::from_kg(weight_kg).ok();
    visit.new_lesion_search = search;
    visit
}

/// The consult of the design's picture: 45, 48, 55 mm.
pub(crate) fn first_enlargement() -> Case {
    let mut case = dog("Bella", "Golden Retriever", Sex::SpayedFemale, 9);
    case.tumor = tumor("Oral melanoma", "III", TumorGroup::Melanoma, Diagnosis::Histology);
    gilvetmab(&mut case, date(2026, 3, 12), 4);
    let (gingiva, node) = (LesionId(0), LesionId(1));
    case.add_lesion(Lesion { organ: Organ("oral cavity".to_owned()), ..Lesion::target(gingiva, "Gingiva") }).unwrap();
    let organ = Organ("mandibular lymph node".to_owned());
    case.add_lesion(Lesion { organ, kind: LesionKind::Nodal, ..Lesion::target(node, "LN") }).unwrap();
    for (date, size, short_axis, method, observer, search) in [
        (date(2026, 3, 10), "28 x 24 x 18", "17", Method::Ct, "", NewLesionSearch::NoneFoundImaging),
        (date(2026, 4, 2), "31 x 26 x 20", "17", Method::Caliper, "KM", NewLesionSearch::NoneFoundExam),
        (date(2026, 4, 23), "37 x 31 x 25", "18", Method::Ct, "", NewLesionSearch::NoneFoundExam),
    ] {
        let mut visit = visit(date, [0, 0, 0], 31.2, Some(search));
        visit.measurements.insert(gingiva, measured(size, LesionKind::NonNodal, method, observer));
        visit.measurements.insert(node, measured(short_axis, LesionKind::Nodal, method, observer));
        case.add_visit(visit).unwrap();
    }
    case
}

/// A rise of 36 % in week 6 in a dog that stays well, then a fall to less than half of the peak.
pub(crate) fn swelling_then_shrink() -> Case {
    let mut case = dog("Rosie", "Labrador Retriever", Sex::SpayedFemale, 10);
    case.tumor = tumor("Oral melanoma", "II", TumorGroup::Melanoma, Diagnosis::Histology);
    let start = date(2025, 9, 4);
    gilvetmab(&mut case, start, 9);
    let lip = LesionId(0);
    case.add_lesion(Lesion { organ: Organ("lip".to_owned()), ..Lesion::target(lip, "Lip") }).unwrap();
    for (day, size, weight_kg) in [
        (-3, "22 x 18 x 14", 28.4),
        (21, "24 x 19 x 15", 28.5),
        (42, "30 x 25 x 20", 28.3),
        (70, "25 x 20 x 16", 28.6),
        (98, "19 x 15 x 12", 28.9),
        (126, "14 x 11 x 9", 29.0),
    ] {
        let date = date_from_day(start, day);
        let mut visit = visit(date, [0, 0, 0], weight_kg, Some(NewLesionSearch::NoneFoundImaging));
        visit.measurements.insert(lip, measured(size, LesionKind::NonNodal, Method::Ct, ""));
        case.add_visit(visit).unwrap();
    }
    case
}

/// Growth at every look, signs that worsen, and a new lesion in the lung at the recheck.
pub(crate) fn steady_rise() -> Case {
    let mut case = dog("Bruno", "Cocker Spaniel", Sex::CastratedMale, 12);
    case.tumor = tumor("Oral melanoma", "III", TumorGroup::Melanoma, Diagnosis::Histology);
    let start = date(2025, 11, 6);
    gilvetmab(&mut case, start, 6);
    let (maxilla, lung) = (LesionId(0), LesionId(1));
    case.add_lesion(Lesion { organ: Organ("oral cavity".to_owned()), ..Lesion::target(maxilla, "Maxilla") }).unwrap();
    let organ = Organ("lung".to_owned());
    case.add_lesion(Lesion { organ, role: Role::New, ..Lesion::target(lung, "Lung nodule") }).unwrap();
    for (day, size, grades, weight_kg, nodule) in [
        (-4, "30 x 24 x 20", [0, 0, 0], 14.2, None),
        (21, "34 x 28 x 23", [0, 1, 0], 14.0, None),
        (42, "41 x 33 x 28", [1, 1, 1], 13.6, None),
        (70, "52 x 42 x 36", [2, 2, 2], 12.9, Some("12 x 11")),
    ] {
        let search = if nodule.is_some() { NewLesionSearch::Found } else { NewLesionSearch::NoneFoundImaging };
        let mut visit = visit(date_from_day(start, day), grades, weight_kg, Some(search));
        visit.measurements.insert(maxilla, measured(size, LesionKind::NonNodal, Method::Ct, ""));
        if let Some(nodule) = nodule {
            visit.measurements.insert(lung, measured(nodule, LesionKind::NonNodal, Method::Ct, ""));
        }
        case.add_visit(visit).unwrap();
    }
    case
}

/// An ill-defined mass on the flank, read by KM, KM and then JB.
pub(crate) fn switch_of_measurer() -> Case {
    let mut case = dog("Coco", "Boxer", Sex::SpayedFemale, 8);
    case.tumor = tumor("Dermal melanoma", "II", TumorGroup::Melanoma, Diagnosis::Cytology);
    let start = date(2026, 1, 15);
    gilvetmab(&mut case, start, 4);
    let flank = LesionId(0);
    let organ = Organ("skin".to_owned());
    case.add_lesion(Lesion { organ, ill_defined: true, ..Lesion::target(flank, "Flank") }).unwrap();
    for (day, size, observer) in [(-2, "30 x 26 x 22", "KM"), (21, "31 x 26 x 22", "KM"), (42, "36.5 x 31 x 27", "JB")]
    {
        let date = date_from_day(start, day);
        let mut visit = visit(date, [0, 0, 0], 27.8, Some(NewLesionSearch::NoneFoundExam));
        visit.measurements.insert(flank, measured(size, LesionKind::NonNodal, Method::Caliper, observer));
        case.add_visit(visit).unwrap();
    }
    case
}

/// A tonsillar mass that grows by two thirds in four weeks and begins to close the airway.
pub(crate) fn red_flag_airway() -> Case {
    let mut case = dog("Max", "Beagle", Sex::CastratedMale, 11);
    case.tumor = tumor("Tonsillar melanoma", "III", TumorGroup::Melanoma, Diagnosis::Histology);
    let start = date(2026, 2, 5);
    gilvetmab(&mut case, start, 3);
    let tonsil = LesionId(0);
    let organ = Organ("tonsil".to_owned());
    case.add_lesion(Lesion { organ, critical_site: true, ..Lesion::target(tonsil, "Left tonsil") }).unwrap();
    for (day, size, grades, weight_kg) in [
        (-3, "18 x 15 x 14", [0, 0, 0], 16.1),
        (14, "21 x 18 x 16", [0, 1, 0], 16.0),
        (28, "30 x 26 x 24", [1, 2, 2], 15.2),
    ] {
        let mut visit = visit(date_from_day(start, day), grades, weight_kg, Some(NewLesionSearch::NoneFoundImaging));
        visit.measurements.insert(tonsil, measured(size, LesionKind::NonNodal, Method::Ct, ""));
        if day == 28 {
            visit.signs.alarms.extend([Alarm::Dyspnea, Alarm::AirwayObstruction]);
            "stridor at rest; the larynx is pushed aside on CT".clone_into(&mut visit.signs.critical_compromise);
            visit.unscheduled = true;
        }
        case.add_visit(visit).unwrap();
    }
    case
}
