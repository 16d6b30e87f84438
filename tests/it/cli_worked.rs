//! Every worked case of the response criteria as one table of sizes, through the command line.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fmt::Write as _;

use reassess::cli::{self, Exit, Io, Request};
use reassess::store::MemoryDisk;
use serde_json::Value;

const CASES: &str = include_str!("../data/worked_cases.json");
const HEADINGS: &str = "patient,day,lesion,organ,kind,role,length_mm,width_mm,short_axis_mm,state,new_class,equivocal,\
                        non_target,non_target_change,unscheduled\n";

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(answer) => (if *answer { "yes" } else { "no" }).to_owned(),
        other => other.to_string(),
    }
}

/// One row of a lesion; the size is that of the lesion or of one of its parts.
fn row(start: &str, lesion: &Value, size: &Value, role: &str, state: &str, visit: &str) -> String {
    let of = |key: &str| text(&lesion[key]);
    let sizes = ["ld_mm", "perp_mm", "sa_mm"].map(|key| text(&size[key])).join(",");
    let (class, equivocal) = (of("cls"), of("equivocal"));
    format!("{start},{},{},{},{role},{sizes},{state},{class},{equivocal},{visit}\n", of("id"), of("organ"), of("kind"))
}

/// The rows of one worked case.
fn table_of(worked: &Value) -> String {
    let mut table = String::new();
    let mut seen_new: BTreeMap<String, Value> = BTreeMap::new();
    for visit in worked["visits"].as_array().unwrap() {
        let start = format!("{},{}", text(&worked["id"]), visit["day"]);
        let about = ["non_target", "non_target_change_since_last", "unscheduled_for_new_symptom"];
        let about = about.map(|key| text(&visit[key])).join(",");
        // A row about the visit alone, so that a visit without targets is there too.
        writeln!(table, "{start},,,,,,,,,,,{about}").unwrap();
        for target in visit["targets"].as_array().unwrap() {
            match target["fragments"].as_array() {
                Some(parts) => {
                    for part in parts {
                        table += &row(&start, target, part, "target", "fragmented", ",,");
                    }
                }
                None => table += &row(&start, target, target, "target", &text(&target["status"]), ",,"),
            }
        }
        let mut listed = BTreeSet::new();
        for new in visit["new_lesions"].as_array().unwrap() {
            listed.insert(text(&new["id"]));
            seen_new.insert(text(&new["id"]), new.clone());
            table += &row(&start, new, new, "new", "", ",,");
        }
        // In these cases a new lesion that is no longer listed is gone.
        for (_, gone) in seen_new.iter().filter(|(id, _)| !listed.contains(*id)) {
            table += &row(&start, gone, &Value::Null, "new", "absent", ",,");
        }
    }
    table
}

/// The rows of every worked case, and the cases.
fn worked() -> (Vec<String>, Vec<Value>) {
    let document: Value = serde_json::from_str(CASES).unwrap();
    let cases = document.get("cases").and_then(Value::as_array).unwrap().clone();
    let rows = cases.iter().flat_map(|own| table_of(own).lines().map(str::to_owned).collect::<Vec<_>>());
    (rows.collect(), cases)
}

/// What `criteria` writes of a table of these rows.
fn criteria(rows: &[String]) -> Vec<BTreeMap<String, String>> {
    let table = HEADINGS.to_owned() + &rows.join("\n") + "\n";
    let disk = MemoryDisk::new();
    disk.put("/worked.csv", table.as_bytes());
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut io =
        Io { out: &mut out, err: &mut err, disk: &disk, today: jiff::civil::date(2026, 5, 12), progress: false };
    let args = ["reassess", "criteria", "/worked.csv"].map(OsString::from);
    let Ok(Request::Command(command)) = cli::parse(args, &mut io) else { panic!("a command") };
    let exit = cli::run(*command, &mut io);
    assert_eq!((exit, String::from_utf8(err).unwrap().as_str()), (Exit::Done, ""), "nothing in it is a problem");
    csv::Reader::from_reader(out.as_slice()).deserialize().map(Result::unwrap).collect()
}

#[test]
fn rows_may_come_in_any_order() {
    let (rows, _) = worked();
    let sorted = |rows: &[String]| {
        let mut found = criteria(rows);
        found.sort();
        found
    };
    let expected = sorted(&rows);
    assert_eq!(expected.len(), 55, "a row a visit after the baseline");
    for stride in [1, 17, 101] {
        // Last row first; then every seventeenth, and so on, all of them once.
        let mut other: Vec<String> =
            (0..stride).flat_map(|from| rows.iter().skip(from).step_by(stride)).cloned().collect();
        other.reverse();
        assert_ne!(other, rows, "another order");
        assert_eq!(sorted(&other), expected, "every {stride}th row");
    }
}

#[test]
fn every_worked_case_reads_and_comes_out() {
    let (table, cases) = worked();
    let rows = criteria(&table);
    let mut checked = 0;
    for worked in &cases {
        let id = text(&worked["id"]);
        let found: Vec<_> = rows.iter().filter(|row| row["patient"] == id).collect();
        let expected = worked["expected"].as_array().unwrap();
        assert_eq!(found.len(), expected.len(), "{id}: a row a visit after the baseline");
        for (found, expected) in found.iter().zip(expected) {
            for (column, key) in [
                ("sod_mm", "sod_mm"),
                ("pct_from_baseline", "pct_from_baseline"),
                ("pct_from_nadir", "pct_from_nadir"),
                ("abs_from_nadir_mm", "abs_from_nadir_mm"),
                ("recist11", "recist11_crecist"),
                ("crecist", "recist11_crecist"),
                ("irecist", "irecist"),
                ("irrc", "irrc"),
                ("irrc_ttb_mm2", "irrc_ttb_mm2"),
            ] {
                let (found, expected) = (&found[column], text(&expected[key]));
                let same_number = || found.parse::<f64>().is_ok() && found.parse::<f64>() == expected.parse::<f64>();
                assert!(
                    expected.is_empty() || *found == expected || same_number(),
                    "{id} {column}: {found}, {expected}"
                );
                checked += usize::from(!expected.is_empty());
            }
        }
        assert_eq!(found.last().unwrap()["ibor"], text(&worked["ibor"]), "{id}: best overall response");
    }
    assert_eq!((rows.len(), checked), (55, 468), "rows and values compared");
}
