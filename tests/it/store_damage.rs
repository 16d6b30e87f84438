//! Damaged and hostile case files, and files of other schemas: each answered with what is wrong and where, none with a panic.

use jiff::civil::date;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use reassess::domain::date_words;
use reassess::store::case_file::{from_bytes, from_text, to_text};
use reassess::store::{CaseFileError, Header, Summary};

use crate::store_hand_edits::good_text;
use crate::strategies;

#[test]
fn what_is_not_a_case_file_is_told_so() {
    for (bytes, expected) in [
        (&b""[..], "empty"),
        (b"  \n\t\n", "empty"),
        (&[0; 4096], "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\xff", "not text from line 1 on"),
        (b"(schema: 1,\n name: \"\xe9\")", "not text from line 2 on"),
        (b"patient,date,length_mm\nBella,2026-03-10,28\n", "does not begin as a case file"),
        (b"{\"schema\": 1}", "does not begin as a case file"),
        (b"(schema: 1, summary: ())", "the field \"patient\" of CaseFile is missing"),
        (b"(theme: dark)", "\"theme\" is not a field of CaseFile"),
        (b"(schema: 0, summary: ())", "schema 0, which never was"),
        (b"(schema: -3)", "line 1, column"),
        (b"(schema: 99999999999999999999)", "line 1, column"),
    ] {
        let error = from_bytes(bytes).unwrap_err().to_string();
        assert!(error.contains(expected), "{:?} is answered with: {error}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn a_newer_schema_is_refused_with_its_summary_and_its_text() {
    for newer in [
        good_text()
            .replacen("schema: 2", "schema: 3", 1)
            .replace("visits: [", "encounters: {1: Seen(\"x\")}, visits: ["),
        good_text().replacen("schema: 2", "schema: 3", 1).replace("name: \"Bella\",", "name: \"Bella\", mood: [1],"),
    ] {
        let error = from_text(&newer).unwrap_err();
        let words = error.to_string();
        let CaseFileError::Newer { schema: 3, summary: Some(summary), text } = error else { panic!("{error:?}") };
        assert_eq!((summary.name.as_str(), summary.last_visit), ("Bella", Some(date(2026, 4, 23))));
        assert_eq!(text, newer);
        assert!(words.contains("newer version of Reassess (schema 3") && words.contains("update"), "{words}");
        let label = if summary.label.is_empty() { "none" } else { &summary.label };
        let all = format!(
            "It says: name Bella; tumor not recorded; therapy {}; start {}; last visit 23 Apr 2026; label as last shown {label}. \
             The file is unchanged and can be opened in a text editor",
            summary.therapy,
            date_words(summary.start.unwrap()),
        );
        assert!(words.ends_with(&all), "{words}\n{all}");
    }
    let headless = from_text("(schema: 9, everything: \"else\")").unwrap_err();
    assert!(matches!(headless, CaseFileError::Newer { schema: 9, summary: None, .. }), "{headless:?}");
}

#[test]
fn every_cut_is_refused_and_most_still_show_their_summary() {
    let good = good_text();
    let whole_from = good.trim_end().len();
    let summary_from = good.find("patient:").unwrap();
    for cut in 0..whole_from {
        let Some(text) = good.get(..cut) else { continue };
        let error = from_text(text).err().unwrap_or_else(|| panic!("cut at {cut} was taken"));
        let named = matches!(error, CaseFileError::Empty | CaseFileError::NotACaseFile) || error.position().is_some();
        assert!(named, "cut at {cut}: {error:?}");
        if cut >= summary_from {
            let words = error.to_string();
            assert!(words.contains("the file ends early") && words.contains(".bak"), "cut at {cut}: {words}");
        }
        if cut >= summary_from {
            let header = Header::from_head(text.as_bytes()).unwrap();
            assert_eq!(header.summary.unwrap().name, "Bella", "cut at {cut}");
        }
    }
}

#[test]
fn deep_long_and_wide_files_are_refused_quickly() {
    let many = 200_000;
    for (what, text) in [
        ("deep lists", format!("(schema: 1, visits: {}", "[".repeat(many))),
        ("deep structures", format!("(schema: 1, x: {}", "(a: ".repeat(many))),
        ("deep options", format!("(schema: 1, x: {}", "Some(".repeat(many))),
        ("deep top", "(".repeat(many)),
        ("deep comments", format!("{}(schema: 1)", "/*".repeat(many))),
        ("a long number", format!("(schema: {})", "9".repeat(many))),
        ("a long name", format!("(schema: 1, {}: 1)", "n".repeat(many))),
        ("an open string", format!("(schema: 1, notes: \"{}", "x".repeat(many))),
        ("many attributes", "#![enable(implicit_some)]\n".repeat(1_000)),
        ("a raw string never closed", format!("(schema: 1, notes: r{}\"", "#".repeat(many))),
    ] {
        assert!(from_text(&text).is_err(), "{what} was taken");
    }
    let lesion = |id| format!("(id: 9{id}, name: \"T{id}\", kind: \"nodal\", role: \"new\"),");
    let too_many = (0..101).map(lesion).collect::<Vec<_>>().concat();
    let wide = good_text().replace("lesions: [", &format!("lesions: [{too_many}"));
    assert!(from_text(&wide).unwrap_err().to_string().contains("at most 100 lesions"), "the limit is named");
}

/// The file of every schema there ever was, oldest first.
const SCHEMA_FILES: [&str; 2] =
    [include_str!("../data/schema/1.reassess.ron"), include_str!("../data/schema/2.reassess.ron")];

#[test]
fn the_file_of_every_schema_opens_for_ever() {
    for (place, text) in SCHEMA_FILES.into_iter().enumerate() {
        let schema = u32::try_from(place + 1).unwrap();
        let file = from_text(text).unwrap();
        assert_eq!(file.schema, schema, "the schema as the file was written");
        let header = Header::from_head(&text.as_bytes()[..800]).unwrap();
        assert!(!header.is_newer(), "schema {schema}");
        // What was shown stands at the end of a file, and is not told by its top.
        let top = Summary { shown: None, ..file.summary.clone() };
        assert_eq!((header.schema, header.summary), (schema, Some(top)), "told by the top alone");
        // Saved again, it is of the newest schema and says the same.
        let again = from_text(&to_text(&file.case, &file.summary).unwrap()).unwrap();
        assert_eq!((again.schema, &again.case, &again.summary), (2, &file.case, &file.summary), "schema {schema}");
    }
    let newest = SCHEMA_FILES[SCHEMA_FILES.len() - 1];
    let file = from_text(newest).unwrap();
    assert_eq!(to_text(&file.case, &file.summary).unwrap(), newest, "the newest is written back to the letter");
}

#[test]
fn schema_1_means_the_same_in_schema_2() {
    let old = from_text(SCHEMA_FILES[0]).unwrap();
    let renamed = from_text(&SCHEMA_FILES[0].replacen("schema: 1", "schema: 2", 1)).unwrap();
    assert_eq!((&old.case, &old.summary), (&renamed.case, &renamed.summary));
    // Refusals have their place in the old schema too.
    for (from, to, reason) in [
        ("pain: 0", "pain: 7", "line 75, column 23, visits, item 1, signs, pain: a VCOG grade"),
        (
            "pain: 0",
            "pian: 0",
            "line 75, column 17: \"pian\" is not a field of Signs; did you mean \"pain\"? Correct or remove it. Its fields",
        ),
        ("pain: 0,", "pain: 0", "line 76, column 17: a comma is missing before this"),
    ] {
        let error = from_text(&SCHEMA_FILES[0].replacen(from, to, 1)).unwrap_err().to_string();
        assert!(error.starts_with(reason), "{to} is answered with: {error}");
    }
}

#[test]
fn the_newest_schema_file_holds_every_field() {
    let text = SCHEMA_FILES[SCHEMA_FILES.len() - 1];
    for structure in [
        "\n(",
        "summary: (",
        "patient: (",
        "tumor: (",
        "therapy: (",
        "lesions: [\n        (",
        "visits: [\n        (",
        "findings: [\n                (",
        "signs: (",
        "labs: (",
        "events: [\n        (",
    ] {
        let error = from_text(&text.replacen(structure, &format!("{structure}zzz: 1, "), 1)).unwrap_err().to_string();
        let (_, fields) = error.split_once("Its fields are ").unwrap_or_else(|| panic!("{structure}: {error}"));
        for field in fields.split(", ") {
            assert!(text.contains(&format!("{field}: ")), "{structure} can hold {field}, the file does not");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("tests/proptest-regressions/store_damage.txt"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        from_bytes(&bytes).ok();
        Header::from_head(&bytes);
    }

    #[test]
    fn random_ron_like_text_never_panics(text in "[(){}\\[\\]:,\"#!/*r\\\\ \nSome0-9.eE+\\-schemavitsx]{0,200}") {
        from_text(&text).ok();
        from_text(&format!("(schema: 1, summary: (), visits: {text}")).ok();
    }

    #[test]
    fn a_good_file_damaged_anywhere_never_panics(
        case in strategies::case(),
        edits in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>(), 0_u8..4), 1..6),
    ) {
        let mut bytes = to_text(&case, &Summary::of(&case, "", "")).unwrap().into_bytes();
        for (place, byte, how) in edits {
            if bytes.is_empty() {
                break;
            }
            let place = place.index(bytes.len());
            match how {
                0 => bytes[place] = byte,
                1 => bytes.insert(place, byte),
                2 => { bytes.remove(place); }
                _ => bytes.truncate(place),
            }
        }
        if let Err(error) = from_bytes(&bytes) {
            prop_assert!(!error.to_string().is_empty());
        }
        Header::from_head(&bytes);
    }
}
