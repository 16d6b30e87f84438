//! PDF files: the same inputs give the same bytes, the report carries its case, letters without a font are named.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::sync::Arc;

use eframe::egui::FontDefinitions;
use jiff::civil::date;
use reassess::app::command::ExportKind;
use reassess::app::export::{ExportError, ExportRequest, file, words};
use reassess::app::view::View;
use reassess::domain::Case;
use reassess::report::{FontFile, Paper, ReportError};
use reassess::rules::Rules;
use reassess::store::demo::Demo;

fn demo(id: &str) -> Case {
    Demo::of_id(id).unwrap().open().unwrap().case
}

fn request(kind: ExportKind) -> ExportRequest {
    ExportRequest { kind, paper: Paper::A4, made_on: date(2026, 5, 12) }
}

#[expect(clippy::panic, reason = "a test may panic")]
fn made(
    case: &Case,
    request: ExportRequest,
    fonts: impl FnOnce(&BTreeSet<char>) -> Vec<FontFile>,
) -> Result<Vec<u8>, ReportError> {
    match file(case, request, View::default(), Rules::shipped().unwrap(), fonts) {
        Ok(made) => Ok(made.bytes),
        Err(ExportError::Report(error)) => Err(error),
        Err(other) => panic!("{other}"),
    }
}

fn holds(file: &[u8], words: &str) -> bool {
    file.windows(words.len()).any(|part| part == words.as_bytes())
}

#[test]
fn the_same_inputs_give_the_same_bytes_and_only_the_report_carries_the_case() {
    let case = demo("first_enlargement");
    let no_fonts = |_: &_| -> Vec<FontFile> { panic!("Inter has every letter") };
    let report = made(&case, request(ExportKind::Report), no_fonts).unwrap();
    assert_eq!(report, made(&case, request(ExportKind::Report), no_fonts).unwrap());
    assert!(report.starts_with(b"%PDF-1.7"), "a PDF");
    assert!(holds(&report, "Bella.reassess.ron") && holds(&report, "/AFRelationship"), "the case is inside");
    assert!(holds(&report, "pdfaid:part"), "it says which part of PDF/A it follows");
    let handout = made(&case, request(ExportKind::Handout), no_fonts).unwrap();
    assert!(!holds(&handout, "reassess.ron") && !holds(&handout, "/EmbeddedFile"), "the owner's page is without it");
    let later = ExportRequest { made_on: date(2026, 5, 13), ..request(ExportKind::Handout) };
    assert_ne!(handout, made(&case, later, no_fonts).unwrap(), "the day it was made on is on it");
}

#[test]
fn letters_that_no_font_has_are_named_and_a_font_that_has_them_is_used() {
    let mut case = demo("first_enlargement");
    case.patient.name = "Bella ╬ 犬".to_owned();
    let mut asked = BTreeSet::new();
    let error = made(&case, request(ExportKind::Handout), |letters| {
        asked.clone_from(letters);
        Vec::new()
    });
    assert_eq!(asked.into_iter().collect::<String>(), "╬犬");
    let words = error.unwrap_err().to_string();
    assert!(words.contains("“犬” (U+72AC)") && words.contains("install"), "{words}");
    case.patient.name = "Bella ╬".to_owned();
    let definitions = FontDefinitions::default();
    let hack = definitions.font_data["Hack"].font.as_ref().as_ref().to_vec();
    let fonts = |_: &_| vec![FontFile { bytes: Arc::new(hack), index: 0 }];
    let page = made(&case, request(ExportKind::Handout), fonts).unwrap();
    assert!(holds(&page, "Hack"), "the other font is inside");
}

#[test]
fn the_chart_as_pixels_has_ink_and_the_size_of_print() {
    let case = demo("first_enlargement");
    let file = made(&case, request(ExportKind::Png), |_| Vec::new()).unwrap();
    let picture = image::load_from_memory(&file).unwrap().to_rgba8();
    assert_eq!(picture.dimensions(), (2000, 1500), "480 by 360 points at 300 dots an inch");
    let dark = picture.pixels().filter(|pixel| pixel.0[0] < 80).count();
    assert!(dark > 5_000, "{dark} dark pixels");
    assert!(picture.pixels().all(|pixel| pixel.0[3] == 255), "on white");
}

#[test]
fn the_words_for_a_letter_hold_verdict_plan_and_sizes() {
    let case = demo("first_enlargement");
    let text = words(&case, View::default(), Rules::shipped().unwrap(), date(2026, 5, 12));
    for part in ["Unconfirmed: cannot tell yet", "Recheck 21 May 2026", "Not recorded", "Rules 1.1", "2026-04-23"] {
        assert!(text.contains(part), "“{part}” is missing from:\n{text}");
    }
}
