//! The command line: columns, exit codes, problems and files, on tables made here and on real data.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::Path;

use reassess::cli::{self, Exit, Io, Request};
use reassess::domain::Case;
use reassess::exchange::{ReadOptions, read_sizes};
use reassess::store::case_file::{Summary, to_text};
use reassess::store::{Disk as _, MemoryDisk};

const MEASUREMENTS: &str = include_str!("../data/measurements.csv");
const PATIENTS: &str = include_str!("../data/patients.csv");
const FITS: &str = include_str!("../data/reference_fits_tumgr.csv");
const EXPECTED: &str = include_str!("../data/expected_recist_visits.csv");

/// The first worked case of the response criteria: a rise of 30 %, then a response.
pub(crate) const SWELLS_THEN_FALLS: &str = "patient,day,lesion,organ,length_mm,width_mm\n\
                                 Bella,0,A,skin,40,30\nBella,28,A,skin,52,40\nBella,56,A,skin,44,34\nBella,84,A,skin,26,20\n";

pub(crate) struct Ran {
    pub(crate) exit: Exit,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs the command line in this process on files of a disk in memory.
pub(crate) fn run_on(disk: &MemoryDisk, args: &[&str]) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut io = Io { out: &mut out, err: &mut err, disk, today: jiff::civil::date(2026, 5, 12), progress: false };
    let args = std::iter::once("reassess").chain(args.iter().copied()).map(OsString::from);
    let exit = match cli::parse(args, &mut io) {
        Ok(Request::Command(command)) => cli::run(*command, &mut io),
        Ok(_) => cli::no_display(&mut io),
        Err(exit) => exit,
    };
    Ran { exit, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
}

pub(crate) fn run(files: &[(&str, &str)], args: &[&str]) -> Ran {
    let disk = MemoryDisk::new();
    for (path, content) in files {
        disk.put(path, content.as_bytes());
    }
    run_on(&disk, args)
}

pub(crate) fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

#[test]
fn criteria_of_a_worked_case_are_exact() {
    let ran = run(&[("/t.csv", SWELLS_THEN_FALLS)], &["criteria", "/t.csv"]);
    assert_eq!((ran.exit, ran.err.as_str()), (Exit::Done, ""));
    assert_eq!(
        ran.out,
        "patient,visit,day,sod_mm,pct_from_baseline,pct_from_nadir,abs_from_nadir_mm,target_response,recist11,crecist,\
         irecist,irrc,irrc_ttb_mm2,ibor,irecist_progression_day\n\
         Bella,1,28,52,30.0,30.0,12,PD,PD,PD,iUPD,irPD_u,2080,iUPD,\n\
         Bella,2,56,44,10.0,10.0,4,SD,SD,SD,iSD,irSD,1496,iSD,\n\
         Bella,3,84,26,-35.0,-35.0,-14,PR,PR,PR,iPR,irPR,520,iPR,\n"
    );
}

#[test]
fn criteria_of_volumes_leave_diameters_empty() {
    let table = "patient,day,volume_cm3\nD,0,5\nD,30,9\n";
    let ran = run(&[("/t.csv", table)], &["criteria", "/t.csv"]);
    let row = &rows(&ran.out)[0];
    for column in ["sod_mm", "abs_from_nadir_mm", "recist11", "irrc", "irrc_ttb_mm2"] {
        assert_eq!(row[column], "", "{column}");
    }
    assert_eq!((row["pct_from_nadir"].as_str(), row["crecist"].as_str()), ("80.0", "PD"));
}

#[test]
fn criteria_of_every_real_visit_are_as_computed_independently() {
    let ran = run(&[("/m.csv", MEASUREMENTS)], &["criteria", "/m.csv"]);
    assert_eq!(ran.exit, Exit::Done);
    assert_eq!(ran.err.lines().count(), 3, "two rows set aside and their count: {}", ran.err);
    let found: BTreeMap<(String, String), String> = rows(&ran.out)
        .into_iter()
        .map(|row| ((row["patient"].clone(), row["day"].clone()), row["target_response"].clone()))
        .collect();
    let expected = rows(EXPECTED);
    assert_eq!(expected.len(), 3677, "the whole table is compared");
    for row in &expected {
        let key = (row["patient_id"].clone(), row["day"].clone());
        assert_eq!(found.get(&key), Some(&row["target_response"]), "{key:?}");
    }
}

#[test]
fn criteria_as_json_say_the_same() {
    let files = [("/t.csv", SWELLS_THEN_FALLS)];
    let json = run(&files, &["criteria", "/t.csv", "--format", "json"]).out;
    let json: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    let csv = rows(&run(&files, &["criteria", "/t.csv"]).out);
    assert_eq!(json.len(), csv.len());
    for (json, csv) in json.iter().zip(&csv) {
        for (column, cell) in csv {
            let text = match &json[column] {
                serde_json::Value::Null => String::new(),
                serde_json::Value::String(text) => text.clone(),
                number => number.to_string(),
            };
            let same_number = || text.parse::<f64>().ok() == cell.parse::<f64>().ok() && text.parse::<f64>().is_ok();
            assert!(text == *cell || same_number(), "{column}: {text} and {cell}");
        }
    }
}

#[test]
fn cohort_rows_stand_in_order_with_every_column() {
    let files = [("/m.csv", MEASUREMENTS), ("/p.csv", PATIENTS)];
    let all = rows(&run(&files, &["criteria", "/m.csv"]).out);
    assert_eq!(all.len(), 3703, "a row a visit after the baseline");
    // Every visit of one patient in twelve, against the categories alone; the last visit of all of them below.
    let mut met: Vec<&str> = MEASUREMENTS.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    met.dedup();
    let some: BTreeSet<&str> = met.iter().copied().step_by(12).collect();
    let is_some = |line: &&str| line.split(',').next().is_some_and(|id| id == "patient_id" || some.contains(id));
    let fewer = MEASUREMENTS.lines().filter(is_some).collect::<Vec<_>>().join("\n");
    let every = rows(&run(&[("/m.csv", &fewer)], &["cohort", "/m.csv", "--species", "human"]).out);
    let expected: Vec<_> = all.iter().filter(|row| some.contains(row["patient"].as_str())).collect();
    assert_eq!(every.len(), expected.len(), "a row a visit unless the last alone is asked for");
    for (row, expected) in every.iter().zip(expected) {
        assert!(
            expected.iter().all(|(column, cell)| row[column] == *cell),
            "{row:?} has the categories of {expected:?}"
        );
        assert!(row["next_day"].is_empty() == row["next_q50"].is_empty(), "a next day has a forecast: {row:?}");
    }
    let ran = run(&files, &["cohort", "/m.csv", "--patients", "/p.csv", "--as-of", "last"]);
    assert_eq!(ran.exit, Exit::Done);
    let heading = ran.out.lines().next().unwrap();
    assert_eq!(
        heading,
        "patient,visit,day,sod_mm,pct_from_baseline,pct_from_nadir,abs_from_nadir_mm,target_response,recist11,crecist,\
         irecist,irrc,irrc_ttb_mm2,ibor,irecist_progression_day,verdict,p_pseudo,p_true,p_noise,p_low,p_high,red_flags,\
         check_from_day,recheck_due_day,recheck_latest_day,next_day,next_q01,next_q05,next_q10,next_q25,next_q50,\
         next_q75,next_q90,next_q95,next_q99,p_next_below_pd,p_fall30,rules_version"
    );
    let rows = rows(&ran.out);
    let ids: Vec<&str> = rows.iter().map(|row| row["patient"].as_str()).collect();
    assert_eq!(ids, met, "one row a patient, as first met");
    for row in &rows {
        let open = row["verdict"].starts_with("unconfirmed");
        let number = |column: &str| row[column].parse::<f64>().unwrap_or(0.0);
        let sum = number("p_pseudo") + number("p_true") + number("p_noise");
        assert!(
            !open || row["p_pseudo"].is_empty() || (sum - 1.0).abs() < 2e-4,
            "three explanations sum to one: {row:?}"
        );
        assert!(
            !row.values().any(|cell| cell.starts_with("-0.0") && cell.trim_start_matches(['-', '0', '.']).is_empty())
        );
    }
}

#[test]
fn validate_scores_each_group_and_writes_tables_and_plots() {
    let ids = ["L1-0001", "L1-0003", "L1-0004", "L2-0002", "I-002", "D-01", "D-07"];
    let is_some = |line: &&str| line.starts_with("patient") || ids.iter().any(|id| line.starts_with(&format!("{id},")));
    let table = MEASUREMENTS.lines().filter(is_some).collect::<Vec<_>>().join("\n");
    let files = [("/m.csv", table.as_str()), ("/p.csv", PATIENTS), ("/f.csv", FITS)];
    let args = ["validate", "/m.csv", "--patients", "/p.csv", "--fits", "/f.csv", "--out", "/o"];
    let disk = MemoryDisk::new();
    for (path, content) in files {
        disk.put(path, content.as_bytes());
    }
    let ran = run_on(&disk, &args);
    assert_eq!(ran.exit, Exit::Done, "{}", ran.err);
    for part in
        ["## people under checkpoint antibodies", "## dogs: 2 patients", "| straight line |", "| tumgr, having seen"]
    {
        assert!(ran.out.contains(part), "{part} is missing from:\n{}", ran.out);
    }
    let repeat = ran.out.lines().find(|line| line.starts_with("| repeat the last size |")).unwrap();
    assert!(repeat.contains("| 1.000 (1.000 to 1.000) |"), "repeating is its own measure: {repeat}");
    for (file, part) in [
        ("/o/next_size.csv", "dogs,2,"),
        ("/o/coverage.csv", "people_checkpoint,0.5,"),
        ("/o/people_checkpoint_losses.svg", "<svg"),
        ("/o/dogs_coverage.svg", "</svg>"),
    ] {
        let text = String::from_utf8(disk.read(Path::new(file)).unwrap()).unwrap();
        assert!(text.contains(part), "{part} in {file}");
    }
    assert_eq!(run(&files, &args).out, ran.out, "scoring is deterministic");
    assert_eq!(run(&[("/m.csv", SWELLS_THEN_FALLS)], &["validate", "/m.csv"]).exit, Exit::Done);
}

#[test]
fn a_cohort_row_rests_on_what_was_known_at_its_visit() {
    let every = ["cohort", "/m.csv", "--as-of", "every-visit", "--therapy-class", "checkpoint", "--species", "human"];
    let ids = ["L1-0001", "L1-0003", "L1-0004", "I-002", "D-01"];
    let lines: Vec<&str> = MEASUREMENTS
        .lines()
        .filter(|line| line.starts_with("patient") || ids.iter().any(|id| line.starts_with(&format!("{id},"))))
        .collect();
    let whole = run(&[("/m.csv", &lines.join("\n"))], &every).out;
    let headings: Vec<&str> = whole.lines().next().unwrap_or_default().split(',').collect();
    // The day of the next visit is a scheduling input, and what is said of that day follows it.
    let scheduled = |column: &str| column.starts_with("next_") || column == "p_next_below_pd";
    let unscheduled = |line: &str| -> Vec<String> {
        let cells = line.split(',').zip(&headings);
        cells.filter(|(_, heading)| !scheduled(heading)).map(|(cell, _)| cell.to_owned()).collect()
    };
    let mut forecast = 0;
    for id in ids {
        let own: Vec<&str> = lines.iter().copied().filter(|line| line.starts_with(&format!("{id},"))).collect();
        for visits in 2..own.len() {
            let cut = [&lines[..1], &own[..visits]].concat().join("\n");
            let out = run(&[("/m.csv", &cut)], &every).out;
            let rows: Vec<&str> = out.lines().collect();
            for line in &rows[..rows.len() - 1] {
                assert!(whole.contains(line), "cut after {visits} rows of {id}, this row differs: {line}");
            }
            let last = unscheduled(rows[rows.len() - 1]);
            let kept = whole.lines().map(unscheduled).any(|line| line == last);
            assert!(kept, "cut after {visits} rows of {id}, the last row differs in more than its schedule: {last:?}");
            forecast += usize::from(!last.iter().rev().nth(1).is_none_or(String::is_empty));
        }
    }
    assert!(forecast > 0, "rows with a forecast were among them");
}

#[test]
fn assess_says_it_in_words_and_as_json() {
    let files = [("/t.csv", "patient,day,length_mm\nBella,0,40\nBella,28,52\n")];
    let text = run(&files, &["assess", "/t.csv", "--therapy-class", "checkpoint"]);
    assert_eq!((text.exit, text.err.as_str()), (Exit::Done, ""));
    assert!(text.out.starts_with("Bella, day 28\n"), "{}", text.out);
    let json = run(&files, &["assess", "/t.csv", "--therapy-class", "checkpoint", "--format", "json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    for key in [
        "case",
        "rules_version",
        "app_version",
        "as_of",
        "visits",
        "verdict",
        "table",
        "ledger",
        "not_checked",
        "confounders",
        "red_flags",
        "recheck",
        "would_change",
        "robustness",
        "forecast",
        "words",
    ] {
        assert!(json.get(key).is_some(), "{key} is missing");
    }
    for (part, keys) in [
        (
            "verdict",
            &["token", "words", "strength", "p_pseudo", "p_true", "p_noise", "low", "high", "prior", "evidence_sum"][..],
        ),
        ("table", &["timing", "symptoms", "imaging"]),
        (
            "recheck",
            &[
                "check_from",
                "provisional_from",
                "confirm_from",
                "due",
                "latest",
                "decides_above",
                "decides_below",
                "why",
            ],
        ),
        ("words", &["clinician", "owner"]),
    ] {
        for key in keys {
            assert!(json[part].get(key).is_some(), "{part}.{key} is missing");
        }
    }
    for key in ["clue", "level", "lr", "low", "high", "tier", "source", "used"] {
        assert!(json["ledger"][0].get(key).is_some(), "ledger.{key} is missing");
    }
    assert_eq!(json["as_of"], serde_json::Value::Null, "a case of days alone shows no date");
    assert_eq!(json["visits"][0]["irecist"], "iUPD");
    let every =
        run(&[("/t.csv", SWELLS_THEN_FALLS)], &["assess", "/t.csv", "--as-of", "every-visit", "--format", "json"]);
    let every: Vec<serde_json::Value> = serde_json::from_str(&every.out).unwrap();
    let days: Vec<i64> = every.iter().map(|own| own["as_of_day"].as_i64().unwrap()).collect();
    assert_eq!(days, [28, 56, 84]);
}

#[test]
fn a_date_cuts_what_is_known() {
    let table = "date,length_mm\n2026-03-01,40\n2026-03-29,52\n2026-04-26,26\n";
    let args = ["assess", "/t.csv", "--therapy-start", "1 Mar 2026", "--format", "json", "--as-of", "2026-04-01"];
    let json: serde_json::Value = serde_json::from_str(&run(&[("/t.csv", table)], &args).out).unwrap();
    assert_eq!((json["as_of"].as_str(), json["visits"].as_array().unwrap().len()), (Some("2026-04-01"), 1));
    assert_eq!(json["recheck"]["due"], "2026-04-26");
    let days = run(&[("/t.csv", SWELLS_THEN_FALLS)], &["assess", "/t.csv", "--as-of", "2026-04-01"]);
    assert_eq!(days.exit, Exit::Usage);
}

#[test]
fn a_case_file_is_told_by_its_ending_or_its_first_bytes() {
    let case = case_of(SWELLS_THEN_FALLS);
    let ron = to_text(&case, &Summary::of(&case, "", "")).unwrap();
    let files =
        [("/c.reassess.ron", ron.as_str()), ("/c", &ron), ("/t", SWELLS_THEN_FALLS), ("/t.csv", SWELLS_THEN_FALLS)];
    let first = run(&files, &["assess", "/c.reassess.ron"]);
    assert_eq!(first.exit, Exit::Done, "{}", first.err);
    for path in ["/c", "/t", "/t.csv"] {
        assert_eq!(run(&files, &["assess", path]).out, first.out, "{path}");
    }
    let broken = run(&[("/c.reassess.ron", "(schema: 99)")], &["assess", "/c.reassess.ron"]);
    assert_eq!(broken.exit, Exit::Refused);
    assert!(broken.err.contains("newer version"), "{}", broken.err);
}

pub(crate) fn case_of(table: &str) -> Case {
    read_sizes(table.as_bytes(), "t.csv", &ReadOptions::default()).unwrap().cases.remove(0).case
}

#[test]
fn exit_codes_are_those_of_the_contract() {
    let problem = "day,length_mm\n0,20\n7,20\n14,20\n21,20\n28,20\n35,abc\n";
    let dated = "date,length_mm\n2026-03-01,20\n";
    let two = "patient,day,length_mm\na,0,20\nb,0,20\n";
    let files = [("/ok.csv", SWELLS_THEN_FALLS), ("/problem.csv", problem), ("/dated.csv", dated), ("/two.csv", two)];
    for (args, exit, said) in [
        (&["criteria", "/ok.csv"][..], Exit::Done, ""),
        (&["criteria", "/problem.csv"], Exit::Done, "line 7, column 2 (length_mm)"),
        (&["criteria", "/problem.csv", "--strict"], Exit::Refused, "--strict allows no problem"),
        (&["criteria", "/none.csv"], Exit::Refused, "could not read /none.csv"),
        (&["criteria", "/dated.csv"], Exit::Usage, "--therapy-start"),
        (&["criteria", "/dated.csv", "--therapy-start", "2026-03-01"], Exit::Done, ""),
        (&["criteria", "/dated.csv", "--therapy-start", "soon"], Exit::Usage, "not a date"),
        (&["criteria", "/ok.csv", "--therapy-class", "magic"], Exit::Usage, "possible values"),
        (&["criteria", "/ok.csv", "--format", "xml"], Exit::Usage, "possible values"),
        (&["criteria"], Exit::Usage, "required"),
        (&["assess", "/two.csv"], Exit::Refused, "holds 2 patients, not one; use reassess cohort"),
        (&["assess", "/ok.csv", "--as-of", "03/04/2026"], Exit::Usage, "either 3 Apr 2026 or 4 Mar 2026"),
        (&["cohort", "/two.csv", "--patients", "/none.csv"], Exit::Refused, "could not read /none.csv"),
        (&["cohort", "/two.csv", "--frobnicate"], Exit::Usage, "unexpected argument"),
        (
            &["export", "/ok.csv", "--to", "/x.docx"],
            Exit::Usage,
            "exports .fhir.json, .sdtm.zip, .pdf, .csv, .svg, .png, .json",
        ),
        (&["export", "/ok.csv", "--to", "/two.csv"], Exit::NotWritten, "exists; replace it with --force"),
        (&["export", "/ok.csv"], Exit::Usage, "--to"),
        (&[], Exit::NoDisplay, "assess, cohort, outcomes, plots, deidentify, criteria, validate, export"),
        (&["/ok.csv"], Exit::NoDisplay, "no display"),
    ] {
        let ran = run(&files, args);
        assert_eq!(ran.exit, exit, "{args:?}: {}", ran.err);
        assert!(ran.err.contains(said), "{args:?} should say {said}: {}", ran.err);
        assert_eq!(ran.out.is_empty(), exit != Exit::Done, "results go to standard output alone: {args:?}");
    }
    assert_eq!(run(&[], &["--version"]).out, concat!("reassess ", env!("CARGO_PKG_VERSION"), "\n"));
    assert!(run(&[], &["--help"]).out.contains("criteria"), "help names the commands");
}

#[test]
fn a_refused_table_says_why_without_end() {
    let ran = run(&[("/t.csv", &format!("day,length_mm\n{}", "7,abc\n".repeat(50)))], &["criteria", "/t.csv"]);
    assert_eq!(ran.exit, Exit::Refused);
    assert_eq!(ran.err.lines().count(), 22, "twenty problems, how many more, and the refusal: {}", ran.err);
    assert!(
        ran.err.ends_with("50 of the 50 rows of t.csv could not be used, more than 20 %, so nothing was imported\n")
    );
}

#[test]
fn events_join_and_change_the_verdict() {
    let sizes = "patient,day,length_mm\nBella,0,40\nBella,28,52\n";
    let events = "patient,day,kind,text\nBella,14,steroid_start,prednisolone\n";
    let args = ["assess", "/t.csv", "--therapy-class", "checkpoint", "--events", "/e.csv", "--format", "json"];
    let json = run(&[("/t.csv", sizes), ("/e.csv", events)], &args).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let codes: Vec<&str> =
        json["confounders"].as_array().unwrap().iter().map(|own| own["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"steroid"), "{codes:?}");
}

#[test]
fn refused_events_are_counted_and_too_many_refuse_the_table() {
    let sizes = "day,length_mm\n0,40\n28,52\n";
    let fine = "7,dose\n".repeat(9);
    let few = format!("day,kind\n{fine}soon,party\n");
    let files = [("/t.csv", sizes), ("/few.csv", &few), ("/many.csv", "day,kind\n7,dose\nsoon,party\n")];
    let ran = run(&files, &["assess", "/t.csv", "--events", "/few.csv"]);
    assert_eq!(ran.exit, Exit::Done, "{}", ran.err);
    assert!(ran.err.contains("few.csv, line 11, column 1 (day)"), "{}", ran.err);
    assert!(ran.err.contains("few.csv, line 11, column 2 (kind)"), "{}", ran.err);
    let count = "reassess: problems: 2; rows not used: 0 of 2 in t.csv, 1 of 10 in few.csv\n";
    assert!(ran.err.ends_with(count), "{}", ran.err);
    for command in ["assess", "cohort", "criteria"] {
        let ran = run(&files, &[command, "/t.csv", "--events", "/many.csv"]);
        assert_eq!((ran.exit, ran.out.as_str()), (Exit::Refused, ""), "{command}: {}", ran.err);
        assert!(ran.err.contains("many.csv, line 3, column 1 (day)"), "why is said: {}", ran.err);
        assert!(ran.err.contains("1 of the 2 rows of many.csv could not be used"), "{}", ran.err);
    }
}

#[test]
fn a_patient_of_another_species_is_not_assessed_as_a_dog() {
    let sizes = "patient,day,length_mm\nRex,0,40\nRex,28,52\nMinka,0,40\nMinka,28,52\n";
    let files = [("/t.csv", sizes), ("/p.csv", "patient,species\nRex,dog\nMinka,cat\n")];
    let ran = run(&files, &["cohort", "/t.csv", "--patients", "/p.csv"]);
    assert_eq!(ran.exit, Exit::Done, "{}", ran.err);
    let patients: Vec<String> = rows(&ran.out).iter().map(|row| row["patient"].clone()).collect();
    assert_eq!(patients, ["Rex"]);
    assert!(ran.err.contains("species “cat” is not one this version assesses"), "{}", ran.err);
    assert!(ran.err.ends_with("patients left out: 1 of 2\n"), "{}", ran.err);
    let strict = run(&files, &["cohort", "/t.csv", "--patients", "/p.csv", "--strict"]);
    assert_eq!((strict.exit, strict.out.as_str()), (Exit::Refused, ""), "{}", strict.err);
    let cats = [("/t.csv", sizes), ("/p.csv", "patient,species\nRex,cat\nMinka,cat\n")];
    let none = run(&cats, &["cohort", "/t.csv", "--patients", "/p.csv"]);
    assert_eq!((none.exit, none.out.as_str()), (Exit::Refused, ""), "{}", none.err);
}

#[test]
fn a_day_before_the_first_visit_is_answered_soundly() {
    let sizes = "date,length_mm\n2026-03-01,40\n2026-03-29,52\n";
    let args = ["assess", "/t.csv", "--therapy-start", "2026-03-01", "--as-of", "2026-01-15", "--format", "json"];
    let ran = run(&[("/t.csv", sizes)], &args);
    assert_eq!(ran.exit, Exit::Done, "{}", ran.err);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["as_of"], "2026-01-15");
    assert_eq!(json["visits"], serde_json::json!([]), "no visit was known yet");
    assert_eq!(json["verdict"]["p_pseudo"], serde_json::Value::Null);
    assert_eq!(json["red_flags"], serde_json::json!([]));
    assert!(json["verdict"]["token"].as_str().is_some_and(|token| !token.is_empty()), "{}", json["verdict"]);
}
