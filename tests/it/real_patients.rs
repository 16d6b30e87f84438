//! Real dogs and people, imported as the window imports them and as the command line reads them.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;
use std::sync::Arc;

use jiff::civil::date;
use reassess::app::command::{Command, Effect};
use reassess::app::derived::derive;
use reassess::app::perform::Background;
use reassess::app::session::Session;
use reassess::app::view::View;
use reassess::cli::{self, Exit, Io, Request};
use reassess::rules::Rules;
use reassess::store::{Disk as _, MemoryDisk, Paths, Settings};

const DOGS: [&str; 5] = ["D-01", "D-02", "D-07", "D-09", "D-10"];

fn measurements() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/measurements.csv");
    std::fs::read_to_string(path).unwrap()
}

/// The rows of one patient under the heading.
fn table_of(patient: &str, all: &str) -> String {
    let own = format!("{patient},");
    let rows = all.lines().enumerate().filter(|(line, text)| *line == 0 || text.starts_with(&own));
    rows.flat_map(|(_, text)| [text, "\n"]).collect()
}

/// The five dogs and the first ten people of INSPIRE.
fn patients(all: &str) -> Vec<String> {
    let mut people: Vec<String> = Vec::new();
    for line in all.lines().filter(|line| line.starts_with("I-")) {
        let id = line.split(',').next().unwrap_or_default().to_owned();
        if !people.contains(&id) {
            people.push(id);
        }
    }
    people.truncate(10);
    assert_eq!(people.len(), 10, "ten people of INSPIRE are in the data");
    DOGS.iter().map(|&dog| dog.to_owned()).chain(people).collect()
}

#[test]
fn dogs_and_people_are_imported_and_assessed_in_the_window() {
    let all = measurements();
    let rules = Rules::shipped().unwrap();
    for patient in patients(&all) {
        let table = table_of(&patient, &all);
        let visits = table.lines().count() - 1;
        let disk = Arc::new(MemoryDisk::new());
        disk.put("/data/sizes.csv", table.as_bytes());
        let mut background = Background::new(disk.clone(), Paths::under(Path::new("/home")), rules);
        let mut session = Session::new(rules, Settings::default(), date(2026, 11, 23));
        let mut effects = session.handle(Command::OpenPath("/data/sizes.csv".into()));
        while let Some(effect) = effects.pop() {
            for event in background.perform(effect) {
                effects.extend(session.absorb(event));
            }
        }
        assert!(session.dialog.is_none(), "{patient}: nothing to ask or to say: {:?}", session.dialog);
        let case = session.document.case();
        assert_eq!(case.visits().len(), visits, "{patient}: every visit is taken");
        let derived = derive(case, View::default(), rules, session.today(), None);
        let drawn = derived.chart.marks.iter().filter(|mark| mark.id.0.starts_with("point/")).count();
        assert_eq!(drawn, visits, "{patient}: every visit is drawn");
        assert!(!derived.words.headline.is_empty(), "{patient}: a verdict in words");
        assert_eq!(derived.rules_table.visits.len(), derived.assessment.criteria.rows.len() + 1, "{patient}");
    }
}

#[test]
fn dogs_and_people_are_assessed_on_the_command_line() {
    let all = measurements();
    for patient in patients(&all) {
        let disk = MemoryDisk::new();
        disk.put("/sizes.csv", table_of(&patient, &all).as_bytes());
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut io =
            Io { out: &mut out, err: &mut err, disk: &disk, today: jiff::civil::date(2026, 5, 12), progress: false };
        let arguments = ["reassess", "assess", "/sizes.csv", "--therapy-class", "checkpoint"].map(Into::into);
        let Ok(Request::Command(command)) = cli::parse(arguments, &mut io) else {
            panic!("{patient}: the arguments are right")
        };
        let exit = cli::run(*command, &mut io);
        let (out, err) = (String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap());
        assert_eq!(exit, Exit::Done, "{patient}: {err}");
        assert!(out.contains("Rule categories:"), "{patient}: {out}");
    }
    assert!(MemoryDisk::new().read(Path::new("/sizes.csv")).is_err(), "nothing outside the test's disk was read");
}

#[test]
fn effects_of_the_window_alone_do_nothing_on_the_disk() {
    let disk = Arc::new(MemoryDisk::new());
    let mut background = Background::new(disk.clone(), Paths::under(Path::new("/home")), Rules::shipped().unwrap());
    assert!(background.perform(Effect::Close).is_empty(), "closing is the window's own");
    assert!(disk.files().is_empty(), "and writes nothing");
}
