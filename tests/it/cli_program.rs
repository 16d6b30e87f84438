//! The command line as a program: exports, pipes, exit codes, and the names of its JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use reassess::cli::{self, Exit, Io, Request};
use reassess::criteria::evaluate;
use reassess::rules::Rules;
use reassess::store::{Disk as _, Fault, MemoryDisk};

use crate::cli::{SWELLS_THEN_FALLS, case_of, rows, run, run_on};

#[test]
fn export_writes_what_reads_back_and_keeps_what_is_there() {
    let disk = MemoryDisk::new();
    disk.put("/t.csv", SWELLS_THEN_FALLS.as_bytes());
    assert_eq!(run_on(&disk, &["export", "/t.csv", "--to", "/out.csv"]).exit, Exit::Done);
    let first = disk.read(Path::new("/out.csv")).unwrap();
    assert_eq!(case_of(&String::from_utf8(first.clone()).unwrap()), case_of(SWELLS_THEN_FALLS));
    assert_eq!(run_on(&disk, &["export", "/t.csv", "--to", "/out.csv"]).exit, Exit::NotWritten);
    assert_eq!(run_on(&disk, &["export", "/t.csv", "--to", "/out.csv", "--force"]).exit, Exit::Done);
    assert_eq!(run_on(&disk, &["export", "/t.csv", "--to", "/out.svg"]).exit, Exit::Done);
    assert!(disk.read(Path::new("/out.svg")).unwrap().starts_with(b"<svg"), "the chart is drawn");
    disk.put("/e.csv", b"patient,day,kind\nBella,14,dose\n");
    let with_events = run_on(&disk, &["export", "/t.csv", "--events", "/e.csv", "--to", "/more.csv"]);
    assert!(with_events.err.contains("left out: 1"), "what a table cannot hold is said: {}", with_events.err);
    assert_eq!(run_on(&disk, &["export", "/t.csv", "--to", "/out.json"]).exit, Exit::Done);
    let json: serde_json::Value = serde_json::from_slice(&disk.read(Path::new("/out.json")).unwrap()).unwrap();
    assert_eq!(json["verdict"]["token"], "pseudo_definite");
    disk.forget_steps();
    disk.fail_at(0, Fault::FullDisk);
    let full = run_on(&disk, &["export", "/t.csv", "--to", "/out.csv", "--force"]);
    assert_eq!(full.exit, Exit::NotWritten, "{}", full.err);
    assert_eq!(disk.read(Path::new("/out.csv")).unwrap(), first, "the old file is still there");
}

#[test]
fn a_closed_pipe_is_no_error() {
    struct Closed;
    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let disk = MemoryDisk::new();
    disk.put("/t.csv", SWELLS_THEN_FALLS.as_bytes());
    let (mut out, mut err) = (Closed, Vec::new());
    let mut io =
        Io { out: &mut out, err: &mut err, disk: &disk, today: jiff::civil::date(2026, 5, 12), progress: false };
    let Ok(Request::Command(command)) = cli::parse(["reassess", "criteria", "/t.csv"].map(OsString::from), &mut io)
    else {
        panic!("a command")
    };
    assert_eq!(cli::run(*command, &mut io), Exit::Done);
    assert!(err.is_empty(), "nothing is said");
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reassess"));
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").stdin(Stdio::null());
    command
}

#[test]
fn the_program_itself_ends_with_its_codes() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("t.csv");
    std::io::Write::write_all(&mut std::fs::File::create(&table).unwrap(), SWELLS_THEN_FALLS.as_bytes()).unwrap();
    let table = table.to_str().unwrap();
    let here = folder.path().join("here.csv");
    let nowhere = folder.path().join("no/such/folder/x.csv");
    for (args, code) in [
        (vec!["criteria", table], 0),
        (vec!["criteria", "/no/such/file.csv"], 1),
        (vec!["criteria", table, "--nonsense"], 2),
        (vec!["export", table, "--to", here.to_str().unwrap()], 0),
        (vec!["export", table, "--to", nowhere.to_str().unwrap()], 4),
        (vec!["--help"], 0),
    ] {
        let output = program().args(&args).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    assert!(here.exists(), "the export is there");
}

#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn without_a_display_the_window_is_refused_in_one_line() {
    for args in [&[][..], &["some.reassess.ron"]] {
        let output = program().args(args).output().unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(3), 0));
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.contains("criteria"), "the commands are named: {said}");
    }
}

#[test]
fn in_process_and_criteria_agree() {
    let case = case_of(SWELLS_THEN_FALLS);
    let table = evaluate(&case, &Rules::shipped().unwrap().criteria);
    let out = run(&[("/t.csv", SWELLS_THEN_FALLS)], &["criteria", "/t.csv"]).out;
    let tokens: Vec<String> = rows(&out).iter().map(|row| row["irecist"].clone()).collect();
    assert_eq!(tokens, table.rows.iter().map(|row| row.irecist.state.token()).collect::<Vec<_>>());
}

/// Every key of a JSON value with the kinds of its values; the items of an array share one path.
fn shape(value: &serde_json::Value, path: &str, found: &mut BTreeMap<String, BTreeSet<&'static str>>) {
    let kind = match value {
        serde_json::Value::Null => "null",
        serde_json::Value::Bool(_) => "bool",
        serde_json::Value::Number(_) => "number",
        serde_json::Value::String(_) => "string",
        serde_json::Value::Array(items) => {
            for item in items {
                shape(item, &format!("{path}[]"), found);
            }
            "array"
        }
        serde_json::Value::Object(entries) => {
            let child = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
            for (key, item) in entries {
                shape(item, &child(key), found);
            }
            "object"
        }
    };
    found.entry(path.to_owned()).or_default().insert(kind);
}

#[test]
fn the_schema_of_assess_json_is_held() {
    let calendar = "patient,date,day,length_mm,pain,critical_compromise,observer,method\n\
                    Bella,2026-03-01,0,40,0,,Kim,ct\nBella,2026-03-29,28,52,3,airway,Lee,caliper\n\
                    Bella,2026-04-26,56,26,0,,Kim,ct\n";
    let events = "patient,day,kind\nBella,20,steroid_start\n";
    let files = [("/days.csv", SWELLS_THEN_FALLS), ("/calendar.csv", calendar), ("/events.csv", events)];
    let mut found = BTreeMap::new();
    for args in [&["/days.csv"][..], &["/calendar.csv", "--events", "/events.csv"]] {
        let options = ["--as-of", "every-visit", "--format", "json", "--therapy-class", "checkpoint"];
        let ran = run(&files, &[&["assess"], args, &options].concat());
        let all: Vec<serde_json::Value> = serde_json::from_str(&ran.out).unwrap();
        for own in &all {
            shape(own, "", &mut found);
        }
    }
    let lines: Vec<String> = found
        .into_iter()
        .map(|(path, kinds)| format!("{path}: {}", kinds.into_iter().collect::<Vec<_>>().join(" ")))
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn the_recheck_dates_are_exported_as_a_calendar() {
    let case = include_str!("../../assets/demo/first_enlargement.reassess.ron");
    let disk = MemoryDisk::new();
    disk.put("/case.reassess.ron", case.as_bytes());
    let ran = run_on(&disk, &["export", "/case.reassess.ron", "--to", "/recheck.ics"]);
    assert_eq!((ran.exit, ran.err.as_str()), (Exit::Done, ""));
    let text = String::from_utf8(disk.read(Path::new("/recheck.ics")).unwrap()).unwrap();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"), "{text}");
    assert!(text.contains("DTSTART;VALUE=DATE:20260521\r\nDTEND;VALUE=DATE:20260522\r\n"), "{text}");
    assert!(text.contains("DTSTAMP:20260512T000000Z\r\n"), "the clock is injected: {text}");
    assert!(text.contains("SUMMARY:Bella: tumor recheck\\, CT again\r\n"), "{text}");
    // Days without dates have no place in a calendar.
    disk.put("/days.csv", SWELLS_THEN_FALLS.as_bytes());
    let ran = run_on(&disk, &["export", "/days.csv", "--to", "/days.ics"]);
    assert_eq!(ran.exit, Exit::Refused, "{}", ran.err);
}
