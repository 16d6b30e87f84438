//! The demo cases are what the data and the invented dogs say, and open and save to the letter.
//!
//! `REASSESS_REGENERATE_DEMOS=1 cargo test --test it demos` writes them anew; read the difference before committing.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use std::ffi::OsString;
use std::path::Path;

use reassess::domain::clock::date_from_day;
use reassess::domain::{
    Case, Diagnosis, Event, EventKind, Finding, Lesion, LesionId, LesionKind, Measure, Measurement, Method,
    NOMINAL_START, Organ, Species, TherapyClass, TimeBase, Tumor, TumorGroup, Visit, read_size,
};
use reassess::store::case_file::to_text;
use reassess::store::{Demo, Disk as _, RealDisk, Summary, demo, write_atomically};

use crate::demo_dogs;

/// One row a visit; see `tests/data/README.md` for the sources.
const SIZES: &str = include_str!("../data/demo_sizes.csv");

/// A case on the days of a trial, with the sizes of `patient`.
fn real(patient: &str, lesion: Lesion, method: Option<Method>) -> Case {
    let mut case = Case::default();
    case.time_base = TimeBase::DaysOnly;
    case.therapy.start = Some(NOMINAL_START);
    let id = lesion.id;
    patient.clone_into(&mut case.patient.name);
    case.add_lesion(lesion).unwrap();
    for row in SIZES.lines().skip(1) {
        let mut cells = row.split(',');
        let mut cell = || cells.next().unwrap();
        if cell() != patient {
            continue;
        }
        let (day, value, unit, state) = (cell().parse().unwrap(), cell(), cell(), cell());
        let entered = if unit == "mm" { value.to_owned() } else { format!("{value} {unit}") };
        let mut measurement = Measurement::of(match state {
            "measured" => read_size(&entered, LesionKind::NonNodal).unwrap().finding,
            // The trial enters 5 mm for what is too small to measure.
            "too_small" => Finding::TooSmall(None),
            other => panic!("{other} in {row}"),
        });
        measurement.entered = entered;
        measurement.method = method;
        let mut visit = Visit::on(date_from_day(NOMINAL_START, day));
        visit.measurements.insert(id, measurement);
        case.add_visit(visit).unwrap();
    }
    assert!(!case.visits().is_empty(), "{patient} has sizes");
    case
}

fn real_dog(patient: &str, breed: &str, site: &str, kind: &str, course: &str) -> Case {
    let lesion = Lesion { organ: Organ("brain".to_owned()), critical_site: true, ..Lesion::target(LesionId(0), site) };
    let mut case = real(patient, lesion, Some(Method::Mri));
    breed.clone_into(&mut case.patient.breed);
    case.tumor = Tumor {
        kind: kind.to_owned(),
        stage: String::new(),
        group: TumorGroup::CentralNervous,
        diagnosis: Some(Diagnosis::Histology),
    };
    case.therapy.class = TherapyClass::Vaccine;
    "cancer stem cell vaccine, losartan, propranolol".clone_into(&mut case.therapy.drug);
    case.source = format!(
        "Real dog {patient} of the canine glioma vaccine trials of Colorado State University. \
         Tumor volume from MRI, days from the therapy start. \
         Data: Ammons et al. 2022, Cancer Res Commun 2(12):1657, github.com/dyammons/CanineGliomaManuscript, MIT license."
    );
    course.clone_into(&mut case.notes);
    case
}

fn real_person(patient: &str, trial: &str) -> Case {
    let mut case = real(patient, Lesion::target(LesionId(0), "T1"), None);
    case.patient.species = Species::Human;
    "Non-small cell lung cancer".clone_into(&mut case.tumor.kind);
    case.therapy.class = TherapyClass::Checkpoint;
    "atezolizumab".clone_into(&mut case.therapy.drug);
    case.source = format!(
        "Real person {patient} of the trial {trial}. One target lesion, longest diameter, days from the therapy start; \
         the other lesions were not published. \
         Data: Ghaffari Laleh et al. 2022, PLoS Comput Biol 18(2):e1009822, S1 data, CC BY 4.0."
    );
    case
}

fn left_the_trial(case: &mut Case, day: i32) {
    let date = date_from_day(NOMINAL_START, day);
    let text = "left the trial; later treatment was not recorded".to_owned();
    case.add_event(Event { date, kind: EventKind::Other, lesion: None, dose: String::new(), text }).unwrap();
}

fn built(id: &str) -> Case {
    match id {
        "first_enlargement" => demo_dogs::first_enlargement(),
        "swelling_then_shrink" => demo_dogs::swelling_then_shrink(),
        "steady_rise" => demo_dogs::steady_rise(),
        "switch_of_measurer" => demo_dogs::switch_of_measurer(),
        "red_flag_airway" => demo_dogs::red_flag_airway(),
        "real_dog_d01" => {
            let course = "The trial called progression on MRI on day 240; the dog died on day 351.";
            real_dog("D-01", "Boxer", "Parietal", "Oligodendroglioma, high grade", course)
        }
        "real_dog_d02" => {
            let course = "The trial called progression on MRI on day 166; the dog died on day 284.";
            real_dog("D-02", "Boxer", "Temporal", "Astrocytoma, low grade", course)
        }
        "real_dog_d07" => {
            let course = "The trial called progression on MRI on day 263; the dog left the trial on day 272 and died \
                          on day 761. The fall after day 272 may be due to other treatment.";
            let mut case = real_dog("D-07", "Boston Terrier", "Temporal", "Oligodendroglioma, high grade", course);
            left_the_trial(&mut case, 272);
            case
        }
        "real_dog_d09" => {
            let course = "The trial called no progression on MRI up to day 661; the dog was followed to day 1029.";
            real_dog("D-09", "Boxer", "Right piriform", "Undefined glioma, high grade", course)
        }
        "real_dog_d10" => {
            let course = "The trial called progression on MRI on day 151; the dog left the trial on day 440 and died \
                          on day 463.";
            let mut case = real_dog("D-10", "Boxer", "Right piriform", "Glioma, low grade", course);
            left_the_trial(&mut case, 440);
            case
        }
        "real_person_rise_then_fall" => {
            let mut case = real_person("L3-0341", "BIRCH");
            "On day 323 the lesion was not evaluable; that visit is left out here.".clone_into(&mut case.notes);
            case
        }
        "real_person_up_and_back" => real_person("L4-0568", "OAK"),
        "real_person_progression" => real_person("L3-0119", "BIRCH"),
        "real_person_sum" => {
            let sum = Lesion { measure: Measure::SumOfDiameters, ..Lesion::target(LesionId(0), "All targets") };
            let mut case = real("I-005", sum, None);
            case.patient.species = Species::Human;
            "Squamous cell carcinoma of the tonsil".clone_into(&mut case.tumor.kind);
            case.therapy.class = TherapyClass::Checkpoint;
            "pembrolizumab".clone_into(&mut case.therapy.drug);
            "Real person I-005 of the trial INSPIRE. Sum of the target diameters, days from the therapy start, \
             computed from published percent changes. \
             Data: Bratman et al. 2020, as in the R package reportRmd, MIT license."
                .clone_into(&mut case.source);
            case
        }
        other => panic!("no case is built for {other}"),
    }
}

#[test]
fn demo_files_are_what_the_data_says() {
    let regenerate = std::env::var_os("REASSESS_REGENERATE_DEMOS").is_some();
    for demo in demo::all() {
        let case = built(demo.id);
        // No version, so that a release does not change them.
        let summary = Summary { app_version: String::new(), ..Summary::of(&case, "", "") };
        let text = to_text(&case, &summary).unwrap();
        if regenerate {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");
            write_atomically(&RealDisk, &folder.join(format!("{}.reassess.ron", demo.id)), text.as_bytes()).unwrap();
        } else {
            assert_eq!(demo.text, text, "{} is out of step; see the top of this file", demo.id);
        }
    }
}

#[test]
fn every_demo_opens_and_saves_to_the_letter() {
    for demo in demo::all() {
        let file = demo.open().unwrap_or_else(|error| panic!("{}: {error}", demo.id));
        assert_eq!(to_text(&file.case, &file.summary).unwrap(), demo.text, "{}", demo.id);
        assert_eq!(Demo::of_id(demo.id), Some(demo));
    }
}

#[test]
fn every_demo_says_whether_it_is_real() {
    for demo in demo::all() {
        let case = demo.open().unwrap().case;
        assert_eq!(case.source == demo_dogs::INVENTED, demo.invented, "{}", demo.id);
        let named = ["MIT license", "CC BY 4.0"].iter().any(|license| case.source.contains(license));
        assert!(demo.invented || named, "{} names its source and license", demo.id);
        assert_eq!(
            case.time_base == TimeBase::Calendar,
            demo.invented,
            "{}: no date is invented for the real",
            demo.id
        );
        assert!(!demo.title.ends_with('.') && demo.what_it_shows.ends_with('.'), "{}", demo.id);
    }
}

#[test]
fn every_file_in_the_folder_is_a_demo() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");
    let mut files: Vec<OsString> =
        RealDisk.list(&folder).unwrap().into_iter().map(|entry| entry.path.file_name().unwrap().to_owned()).collect();
    let mut expected: Vec<OsString> =
        demo::all().iter().map(|demo| format!("{}.reassess.ron", demo.id).into()).collect();
    files.sort();
    expected.sort();
    assert_eq!(files, expected);
}
