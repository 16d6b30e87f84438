//! Case files edited by hand: each slip answered with its line and column and what to write instead.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use jiff::civil::date;
use reassess::domain::{
    Case, Event, EventKind, Finding, Lesion, LesionId, LesionKind, Measurement, Method, Visit, Weight, read_size,
};
use reassess::store::case_file::{from_text, to_text};
use reassess::store::{Position, Summary};

/// A case with something in every part of the file.
fn good_case() -> Case {
    let mut case = Case::default();
    "Bella".clone_into(&mut case.patient.name);
    case.patient.age_years = Some(9);
    case.therapy.start = Some(date(2026, 3, 12));
    case.add_lesion(Lesion::target(LesionId(0), "Gingiva")).unwrap();
    case.add_lesion(Lesion { kind: LesionKind::Nodal, ..Lesion::target(LesionId(1), "LN") }).unwrap();
    for (day, gingiva, node) in [(10, "28 x 24 x 18", "17"), (31, "31 x 26 x 20", "800 mm3")] {
        let mut visit = Visit::on(date(2026, 3, day));
        for (id, text, kind) in [(0, gingiva, LesionKind::NonNodal), (1, node, LesionKind::Nodal)] {
            let mut measurement = Measurement::of(read_size(text, kind).unwrap().finding);
            text.clone_into(&mut measurement.entered);
            measurement.method = Some(Method::Ct);
            visit.measurements.insert(LesionId(id), measurement);
        }
        visit.signs.weight = Some(Weight::from_kg(31.2).unwrap());
        visit.signs.pain = reassess::domain::Grade::new(1).ok();
        case.add_visit(visit).unwrap();
    }
    let mut gone = Visit::on(date(2026, 4, 23));
    gone.measurements.insert(LesionId(0), Measurement::of(Finding::Absent));
    case.add_visit(gone).unwrap();
    let dose = Event {
        date: date(2026, 3, 12),
        kind: EventKind::Dose,
        lesion: Some(LesionId(0)),
        dose: "10 mg/kg".to_owned(),
        text: String::new(),
    };
    case.add_event(dose).unwrap();
    case
}

pub(crate) fn good_text() -> String {
    let case = good_case();
    to_text(&case, &Summary::of(&case, "not_progression", "1.0")).unwrap()
}

#[test]
fn hand_edits_that_cannot_be_taken_are_answered_with_their_place() {
    let good = good_text();
    for (from, to, lines_off, reason) in [
        // Values that the domain refuses.
        ("date: \"2026-03-10\"", "date: \"2026-02-30\"", 0, "is not a date"),
        ("date: \"2026-03-10\"", "date: \"10.03.2026\"", 0, "write it as year-month-day"),
        ("date: \"2026-03-10\"", "date: \"2026-03-10T12:00\"", 0, "is not a date alone"),
        ("date: \"2026-03-31\"", "date: \"2026-03-10\"", -1, "already a visit on 2026-03-10"),
        ("date: \"2026-03-10\"", "date: \"1066-03-10\"", -1, "years run from 1980 to 2200"),
        ("size: \"31 x 26 x 20 mm\"", "size: \"31 x 26 x 20\"", 0, "does not end in its unit"),
        ("size: \"31 x 26 x 20 mm\"", "size: \"31 x 0 x 20 mm\"", 0, "\"0\" in \"31 x 0 x 20 mm\" is zero"),
        ("size: \"31 x 26 x 20 mm\"", "size: \"-31 mm\"", 0, "below zero"),
        ("size: \"31 x 26 x 20 mm\"", "size: \"9999 mm\"", 0, "check the unit"),
        ("size: \"31 x 26 x 20 mm\"", "size: \"31 x x 20 mm\"", 0, "not a number"),
        ("size: \"31 x 26 x 20 mm\"", "size: \"1 x 2 x 3 x 4 mm\"", 0, "more than three lengths"),
        ("size: \"31 x 26 x 20 mm\"", "method: \"ct\"", 0, "stands here a second time"),
        ("size: \"31 x 26 x 20 mm\", ", "", 0, "needs a size"),
        ("volume_mm3: 800.0", "volume_mm3: NaN", 0, "not a number"),
        ("volume_mm3: 800.0", "volume_mm3: inf", 0, "not a number"),
        ("volume_mm3: 800.0", "volume_mm3: -1.0", 0, "zero or below"),
        ("volume_mm3: 800.0", "volume_mm3: 1e300", 0, "over 100 liters"),
        ("volume_mm3: 800.0", "volume_mm3: 800.0, size: \"9 mm\"", 0, "not both"),
        ("state: \"absent\"", "state: \"gone\"", 0, "is not a state; write one of"),
        ("state: \"absent\"", "state: \"abscent\"", 0, "did you mean \"absent\"? Write one of"),
        ("state: \"absent\"", "state: \"absent\", size: \"9 mm\"", 0, "has no size"),
        ("state: \"absent\"", "state: \"absent\", parts: [\"9 mm\"]", 0, "parts belong to"),
        ("pain: 1", "pain: 5", 0, "whole number from 0 to 4"),
        ("weight_kg: 31.2", "weight_kg: 0", 0, "at most 200 kg"),
        ("species: \"dog\"", "species: \"cat\"", 0, "is not a species; write one of \"dog\", \"human\""),
        ("species: \"dog\"", "species: \"Dog\"", 0, "did you mean \"dog\"? Write one of \"dog\", \"human\""),
        ("class: \"unknown\"", "class: \"magic\"", 0, "is not a therapy class"),
        ("kind: \"dose\"", "kind: \"doze\"", 0, "is not a kind of event; did you mean \"dose\"? Write"),
        ("name: \"LN\"", "name: \"Gingiva\"", -2, "already a lesion named"),
        ("name: \"LN\"", "name: \" \"", -2, "needs a name"),
        ("id: 1", "id: 0", -1, "share one identity"),
        ("(lesion: \"LN\", volume", "(lesion: \"Lymph\", volume", 0, "no lesion is named \"Lymph\"; add it"),
        ("(lesion: \"Gingiva\", size: \"28", "(lesion: \"Gingvia\", size: \"28", 0, "did you mean \"Gingiva\"? Add it"),
        ("(lesion: \"LN\", volume", "(lesion: \"Gingiva\", volume", 0, "stands twice"),
        ("start: \"2026-03-12\"", "start: \"soon\"", 0, "is not a date"),
        // Not the fields or kinds of the schema.
        ("age_years: 9", "age_yaers: 9", 0, "did you mean \"age_years\"? Correct or remove it"),
        ("pain: 1", "Pain: 1", 0, "did you mean \"pain\"? Correct or remove it"),
        ("pain: 1", "mood: 1", 0, "is not a field of Signs; correct or remove it"),
        ("age_years: 9", "age_years: \"nine\"", 0, "a whole number is expected here"),
        ("age_years: 9", "age_years: 900", 0, "too large"),
        ("age_years: 9", "age_years: -1", 0, "too large or below zero"),
        ("age_years: 9", "age_years 9", 0, "a colon is missing"),
        ("weight_kg: 31.2", "weight_kg: 31,2", 0, "with a point in the number"),
        ("weight_kg: 31.2", "weight_kg: \"31.2\"", 0, "a number is expected here"),
        ("pain: 1", "fever: yes", 0, "true or false is expected here"),
        ("pain: 1", "pain: maybe", 0, "a whole number is expected here"),
        ("pain: 1,", "pain: 1, pain: 2,", 0, "a second time"),
        ("class: \"unknown\",", "", 2, "is missing above here"),
        ("lesions: [", "lesions: (", 0, "a list is expected here"),
        ("signs: (", "signs: [", 0, "a group of fields is expected here"),
        ("schema: 2", "schema: \"one\"", 0, "a whole number is expected here"),
        ("schema: 2,", "", 76, "is missing above here"),
        ("schema: 2", "shcema: 2", 0, "did you mean \"schema\"? Correct"),
        ("date: \"2026-03-10\"", "date: \"2026-03-10", 2, "a comma is missing"),
        ("date: \"2026-03-10\"", "date: 2026-03-10", 0, "text is expected here; write it in quotation marks"),
        ("date: \"2026-03-10\",", "date: \"2026-03-10\"", 1, "a comma is missing before this"),
        ("entered: \"17\"", "entered: \"\\q\"", 0, "write two for one"),
    ] {
        let place = good.find(from).unwrap_or_else(|| panic!("{from} is not in\n{good}"));
        let line = good[..place].matches('\n').count() + 1;
        let damaged = good.replacen(from, to, 1);
        let error = from_text(&damaged).err().unwrap_or_else(|| panic!("{to} was taken"));
        assert!(error.to_string().contains(reason), "{to} is answered with: {error}");
        let at = error.position().unwrap_or_else(|| panic!("{to} is answered without a place: {error}"));
        assert_eq!(
            i64::try_from(at.line).unwrap() - i64::try_from(line).unwrap(),
            lines_off,
            "{to} is answered at {at}: {error}"
        );
        assert!(error.to_string().starts_with(&format!("line {}, column {}", at.line, at.column)), "{error}");
    }
}

#[test]
fn a_field_of_the_newest_schema_in_an_older_file_is_told_with_what_to_write() {
    let newer = good_text().replacen("signs: (", "labs: (pet: \"progression\"), signs: (", 1);
    assert!(from_text(&newer).is_ok(), "schema 2 has it");
    let error = from_text(&newer.replacen("schema: 2", "schema: 1", 1)).unwrap_err();
    let expected = "line 48, column 20: \"pet\" of Labs belongs to schema 2; write schema: 2 at the top, or remove it";
    assert_eq!(error.to_string(), expected);
    // A word that no schema has is a slip in any of them.
    let error = from_text(&good_text().replacen("schema: 2", "schema: 1", 1).replacen("pain: 1", "pian: 1", 1));
    assert!(error.unwrap_err().to_string().contains("did you mean \"pain\"?"), "not taken for a newer field");
}

#[test]
fn text_after_the_end_is_told_apart_from_a_file_cut_off() {
    let error = from_text(&format!("{})", good_text())).unwrap_err();
    assert!(error.to_string().contains("after the end of the case; remove it"), "{error}");
}

#[test]
fn a_place_is_where_the_value_stands() {
    let error = from_text(&good_text().replacen("pain: 1", "pain: 5", 1)).unwrap_err();
    assert_eq!(error.position(), Some(Position { line: 49, column: 23 }), "{error}");
    assert_eq!(
        error.to_string(),
        "line 49, column 23, visits, item 1, signs, pain: a VCOG grade is a whole number from 0 to 4"
    );
}

#[test]
fn edits_that_change_nothing_are_taken() {
    let good = good_text();
    for (what, edited) in [
        ("a byte order mark", format!("\u{feff}{good}")),
        ("line ends of Windows", good.replace('\n', "\r\n")),
        ("comments", good.replace("visits: [", "// The visits.\n/* all */ visits: [")),
        ("no header line", good.replace("#![enable(implicit_some)]\n", "")),
        ("options spelled out", good.replace("pain: 1", "pain: Some(1)")),
        ("names of structures", good.replacen("\n(", "\nCaseFile(", 1).replace("patient: (", "patient: Patient(")),
        ("another order of fields", good.replace("schema: 2,", "").replace("    events: [", "schema: 2, events: [")),
        ("no spaces", good.replace("    ", "")),
        ("multiplication signs", good.replace("size: \"31 x 26 x 20 mm", "size: \"31 × 26 × 20 mm")),
        ("axes in another order", good.replace("28 x 24 x 18 mm", "18 x 28 x 24 mm")),
        ("an explicit state", good.replace("size: \"28", "state: \"measured\", size: \"28")),
    ] {
        assert_ne!(edited, good, "{what} changes the text");
        let read = from_text(&edited).unwrap_or_else(|error| panic!("{what}: {error}\n{edited}"));
        assert_eq!(read.case, good_case(), "{what}");
    }
}
