//! The table without names: nothing of who it is about is in it, and what was measured is unchanged.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use reassess::app::command::{Answer, Command, LibraryCommand};
use reassess::app::dialog::Dialog;
use reassess::app::library::LibraryFilter;
use reassess::criteria::{CriteriaTable, evaluate};
use reassess::domain::{Case, DateForm, Lesion, Measurement, Organ, Visit};
use reassess::exchange::deidentified::{CONSENT, deidentified};
use reassess::exchange::{ReadOptions, read_sizes};
use reassess::rules::Rules;
use reassess::store::{Demo, Disk as _, demo};

use crate::csv_round_trip::tabular;
use crate::store_together::{disk_with_case, open};
use crate::strategies;

/// What stands in every text of a marked case, and must not come out.
const MARK: &str = "Zq7";

/// The case with the mark in everything that is typed as text.
fn marked(case: &Case) -> Case {
    let mark = |what: &str| format!("{MARK} {what}");
    let mut own = Case::default();
    own.source = mark("source");
    own.notes = mark("notes");
    own.patient = case.patient.clone();
    own.patient.name = mark("name");
    own.patient.owner = mark("owner");
    own.patient.breed = mark("breed");
    own.tumor = case.tumor.clone();
    own.tumor.kind = mark("kind");
    own.tumor.stage = mark("stage");
    own.therapy = case.therapy.clone();
    own.therapy.drug = mark("drug");
    own.time_base = case.time_base;
    for (place, lesion) in case.lesions().iter().enumerate() {
        // Every other organ, so that those of one organ stay together.
        let organ = Organ(mark(&format!("organ {}", place % 2)));
        own.add_lesion(Lesion { name: mark(&format!("lesion {place}")), organ, ..lesion.clone() }).unwrap();
    }
    for visit in case.visits() {
        let mut visit = Visit { note: mark("visit"), ..visit.clone() };
        visit.signs.critical_compromise = mark("compromise");
        for made in visit.measurements.values_mut() {
            *made = Measurement { entered: mark("9"), note: mark("note"), observer: mark("observer"), ..made.clone() };
        }
        own.add_visit(visit).unwrap();
    }
    for event in case.events() {
        let mut event = event.clone();
        event.text = mark("event");
        event.dose = mark("dose");
        own.add_event(event).unwrap();
    }
    own
}

/// What the criteria say, by day; lesions carry other identities, so the reasons are left out.
fn said(table: &CriteriaTable) -> Vec<String> {
    let rows = table.rows.iter();
    rows.map(|row| {
        format!(
            "{} {} {:?} {:?} {:?} {} {:?} {} {} {:?} {:?} {:?} {}",
            row.visit,
            row.day,
            row.burden,
            row.nadir,
            row.pct_from_baseline,
            row.target_response,
            row.recist11,
            row.crecist,
            row.irecist.state,
            row.irecist.flags,
            row.irrc,
            row.irrc_ttb_mm2,
            row.ibor
        )
    })
    .collect()
}

#[test]
fn the_demonstrations_keep_their_days_and_criteria() {
    let rules = Rules::shipped().unwrap();
    for demo in demo::all() {
        let case = demo.open().unwrap().case;
        let made = deidentified([&case]);
        assert_eq!((made.patients, made.left_out), (1, 0), "{}", demo.id);
        let back = read_sizes(made.table.as_bytes(), "t.csv", &ReadOptions::default()).unwrap();
        assert_eq!(back.refused, 0, "{}: {:?}", demo.id, back.problems);
        let own = &back.cases[0].case;
        assert_eq!(said(&evaluate(own, &rules.criteria)), said(&evaluate(&case, &rules.criteria)), "{}", demo.id);
        let days = |case: &Case| case.visits().iter().map(|visit| case.day_of(visit.date)).collect::<Vec<_>>();
        assert_eq!(days(own), days(&case), "{}", demo.id);
        assert!(made.table.lines().skip(1).all(|line| line.contains(CONSENT)), "{}", demo.id);
    }
}

#[test]
fn study_numbers_tell_nothing_of_the_order() {
    let cases: Vec<Case> = demo::all().iter().map(|demo| demo.open().unwrap().case).collect();
    let forward = deidentified(&cases);
    assert_eq!(forward.patients, cases.len());
    // Observers are numbered as met, so a column of theirs is the one thing that order may change.
    let without_observers: Vec<Case> = cases.iter().map(unobserved).collect();
    let (forward, backward) = (deidentified(&without_observers), deidentified(without_observers.iter().rev()));
    assert_eq!(forward.table, backward.table);
    for name in ["Bella", "Rosie", "Bruno", "D-07", "L4-0568", "pembrolizumab", "2026", "Boxer"] {
        assert!(!forward.table.contains(name), "{name}");
    }
}

fn unobserved(case: &Case) -> Case {
    let mut own = case.clone();
    for visit in case.visits() {
        let mut visit = visit.clone();
        visit.measurements.values_mut().for_each(|made| made.observer.clear());
        own.update_visit(visit.date, visit).unwrap();
    }
    own
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 128,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_of_who_it_is_about_is_in_the_table(cases in proptest::collection::vec(strategies::case(), 1..4)) {
        let cases: Vec<Case> = cases.iter().map(marked).collect();
        let made = deidentified(&cases);
        prop_assert_eq!(made.patients + made.left_out, cases.len());
        prop_assert!(!made.table.to_lowercase().contains(&MARK.to_lowercase()), "{}", made.table);
        let dates = cases.iter().flat_map(|case| {
            let events = case.events().iter().map(|event| event.date);
            case.visits().iter().map(|visit| visit.date).chain(events).chain(case.therapy.start)
        });
        for date in dates {
            for written in DateForm::ALL.into_iter().flat_map(|form| [form.words(date), form.short_words(date)]) {
                prop_assert!(!made.table.contains(&written), "{} in {}", written, made.table);
            }
        }
    }

    #[test]
    fn intervals_and_criteria_of_a_table_are_those_of_the_case(case in tabular()) {
        let rules = Rules::shipped().unwrap();
        let mut case = marked(&case);
        // A sizes table has no row for a lesion that was never recorded.
        let recorded = |case: &Case, lesion: &Lesion| {
            case.visits().iter().any(|visit| visit.measurements.contains_key(&lesion.id))
        };
        for lesion in case.lesions().to_vec() {
            if !recorded(&case, &lesion) {
                case.remove_lesion(lesion.id).unwrap();
            }
        }
        let made = deidentified([&case]);
        prop_assume!(made.patients == 1);
        let back = read_sizes(made.table.as_bytes(), "t.csv", &ReadOptions::default());
        let back = back.map_err(|error| TestCaseError::fail(format!("{error}\n{}", made.table)))?;
        let [own] = back.cases.as_slice() else { return Err(TestCaseError::fail(made.table)) };
        let days = |case: &Case| case.visits().iter().map(|visit| case.day_of(visit.date)).collect::<Vec<_>>();
        // A visit at which nothing was recorded has no row.
        let of_case = days(&case);
        prop_assert!(days(&own.case).iter().all(|day| of_case.contains(day)), "{:?} {}", of_case, &made.table);
        let (mine, theirs) = (evaluate(&own.case, &rules.criteria), evaluate(&case, &rules.criteria));
        prop_assert_eq!(said(&mine), said(&theirs), "{}", &made.table);
    }
}

#[test]
fn nothing_is_written_before_consent() {
    let disk = reassess::store::MemoryDisk::new();
    for demo in demo::all() {
        disk.put(format!("/c/{}.reassess.ron", demo.id), demo.text.as_bytes());
    }
    let run = |args: &[&str]| crate::cohort::run(&disk, args);
    let (exit, out, err) = run(&["deidentify", "/c"]);
    assert_eq!((exit, out.as_str()), (reassess::cli::Exit::Usage, ""));
    assert!(err.contains("--consent-noted"), "{err}");
    let (exit, out, err) = run(&["deidentify", "/c", "--consent-noted"]);
    assert_eq!(exit, reassess::cli::Exit::Done, "{err}");
    assert!(out.starts_with("patient,day,lesion,") && err.contains("patients written: 14"), "{out} {err}");
    disk.put("/taken.csv", b"mine");
    let (exit, ..) = run(&["deidentify", "/c", "--consent-noted", "--out", "/taken.csv"]);
    assert_eq!(exit, reassess::cli::Exit::NotWritten);
}

#[test]
fn the_library_asks_for_consent_and_writes_what_it_shows() {
    let disk = disk_with_case();
    disk.put("/shared/rex.reassess.ron", demo::all()[0].text.as_bytes());
    disk.put("/shared/coco.reassess.ron", Demo::of_id("switch_of_measurer").unwrap().text.as_bytes());
    disk.put("/shared/broken.reassess.ron", b"(nothing of ours)");
    let mut app = open(&disk, "/home/vet", "Ann");
    app.chosen = "/shared/table".into();
    app.command(Command::Library(LibraryCommand::Show));
    let filter = LibraryFilter { search: "melanoma".to_owned(), ..LibraryFilter::default() };
    app.command(Command::Library(LibraryCommand::Filter(filter)));
    app.command(Command::Library(LibraryCommand::Deidentify));
    assert!(matches!(app.session.dialog, Some(Dialog::Consent(2))), "{:?}", app.session.dialog);
    app.answer(Answer::Cancel);
    assert!(disk.read(Path::new("/shared/table.csv")).is_err(), "nothing without consent");
    app.command(Command::Library(LibraryCommand::Deidentify));
    app.answer(Answer::ConsentNoted);
    let table =
        String::from_utf8(disk.read(Path::new("/shared/table.csv")).unwrap_or_else(|_| panic!("{}", app.notice())))
            .unwrap();
    assert!(table.contains("S001") && table.contains("S002") && !table.contains("S003"), "{table}");
    assert!(!table.contains("Coco") && table.contains(CONSENT), "{table}");
}
