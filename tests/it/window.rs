//! The window's workflows, by accessibility label, keyboard first.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use reassess::app::command::{Command, Effect};
use reassess::domain::{Grade, Reading, Role};
use reassess::store::Disk as _;

use crate::window_support::Window;

const WIDE: [f32; 2] = [1280.0, 800.0];

fn empty() -> Window {
    Window::open(WIDE, false, Vec::new())
}

/// A case typed from nothing: one lesion, three visits, the therapy start.
fn typed_case() -> Window {
    let mut window = empty();
    window.click("Start a case");
    window.type_into("Date of visit 1", "10 Mar 2026");
    window.type_into("T1, visit 1", "28 x 24 x 18");
    window.type_into("Date of a new visit", "2 Apr 2026");
    window.type_into("T1, visit 2", "31 x 26 x 20");
    window.type_into("Date of a new visit", "23 Apr 2026");
    window.type_into("T1, visit 3", "37 x 31 x 25");
    window.click("Therapy");
    window.type_into("First dose", "12 Mar 2026");
    window.click("Sizes");
    window
}

#[test]
fn an_empty_window_says_what_to_do() {
    let window = empty();
    for words in ["Start a case", "Import sizes …", "Or look at a case", "Not a diagnosis"] {
        assert!(window.shows(words), "the empty window shows “{words}”: {:?}", window.texts());
    }
}

#[test]
fn typed_sizes_make_a_verdict() {
    let window = typed_case();
    let case = window.harness.state().session().document.case();
    assert_eq!(case.visits().len(), 3);
    assert!(window.shows("iUPD"), "28 to 37 mm is progression by rule: {:?}", window.texts());
    assert!(window.shows("Timing"), "the three clues are shown");
    assert!(window.shows("week 6"), "23 April is week 6 of therapy from 12 March");
}

#[test]
fn a_size_being_typed_is_assessed_and_not_committed() {
    let mut window = typed_case();
    window.type_into("Date of a new visit", "21 May 2026");
    let revision = window.harness.state().session().document.revision();
    window.type_without_enter("T1, visit 4", "50 x 40 x 30");
    assert!(window.shows("reads 50 × 40 × 30 mm"), "the reading back is shown");
    assert!(window.shows("iCPD"), "the draft is assessed");
    assert!(window.shows("as typed"), "and said to be a draft");
    assert_eq!(window.harness.state().session().document.revision(), revision, "nothing is committed");
    window.harness.key_press(Key::Escape);
    window.harness.run();
    assert!(!window.shows("iCPD"), "Escape drops it");
    assert_eq!(window.value("T1, visit 4"), "");
}

#[test]
fn undo_and_redo_walk_the_steps() {
    let mut window = typed_case();
    let before = window.harness.state().session().document.case().clone();
    window.type_into("T1, visit 3", "30 x 25 x 20");
    assert_eq!(window.value("T1, visit 3"), "30 × 25 × 20");
    window.ctrl(Key::Z);
    assert_eq!(window.value("T1, visit 3"), "37 × 31 × 25");
    assert_eq!(*window.harness.state().session().document.case(), before);
    window.harness.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
    window.harness.run();
    assert_eq!(window.value("T1, visit 3"), "30 × 25 × 20");
}

#[test]
fn a_case_is_saved_and_opened_again() {
    let mut window = typed_case();
    window.answer_dialog("/home/vet/bella");
    window.ctrl(Key::S);
    assert!(window.shows("Saved"), "the save is said: {:?}", window.texts());
    assert!(!window.harness.state().session().has_unsaved_work(), "nothing is unsaved");
    let path = std::path::Path::new("/home/vet/bella.reassess.ron");
    let text = String::from_utf8(window.disk.read(path).unwrap()).unwrap();
    assert!(text.contains("37"), "the sizes are in the file");
    let case = window.harness.state().session().document.case().clone();
    let mut again = Window::open_on(window.disk.clone(), WIDE, false, vec![Command::OpenPath(path.to_owned())]);
    assert!(again.shows("This case is already open"), "in the first window: {:?}", again.texts());
    again.click("Open here too");
    assert_eq!(*again.harness.state().session().document.case(), case);
    assert_eq!(again.value("T1, visit 3"), "37 × 31 × 25");
}

#[test]
fn unsaved_work_is_asked_about_before_it_could_be_lost() {
    let mut window = typed_case();
    window.ctrl(Key::N);
    assert!(window.shows("Save the changes to this case?"), "the question is asked");
    window.click("Cancel");
    assert_eq!(window.harness.state().session().document.case().visits().len(), 3, "still there");
    window.ctrl(Key::N);
    window.click("Do not save");
    assert!(window.harness.state().session().document.case().is_empty(), "a new case");
}

#[test]
fn every_change_is_journaled_until_it_is_saved() {
    let mut window = typed_case();
    let journaled = |window: &Window| {
        window.world.borrow().effects.iter().filter(|effect| matches!(effect, Effect::Journal { .. })).count()
    };
    assert!(journaled(&window) >= 6, "a journal a change: {}", journaled(&window));
    window.answer_dialog("/home/vet/bella.reassess.ron");
    window.ctrl(Key::S);
    let cleared = window.world.borrow().effects.iter().any(|effect| matches!(effect, Effect::ClearJournal(_)));
    assert!(cleared, "saving clears the journal");
}

#[test]
fn without_a_file_dialog_a_path_is_typed() {
    let mut window = typed_case();
    window.ctrl(Key::S);
    assert!(window.shows("The system's file dialog did not open."), "the failure is said: {:?}", window.texts());
    window.type_into("Path of the file", "/home/vet/typed");
    let path = std::path::Path::new("/home/vet/typed.reassess.ron");
    assert!(window.disk.read(path).is_ok(), "the file is written where typed: {:?}", window.texts());
}

#[test]
fn what_is_not_understood_is_kept_marked_and_said() {
    let mut window = typed_case();
    window.type_into("T1, visit 2", "31 x");
    assert_eq!(window.value("T1, visit 2"), "31 x", "the text is kept");
    assert!(window.shows("T1 is not saved: a length is missing"), "the reason is shown: {:?}", window.texts());
    assert!(window.harness.state().session().has_unsaved_work(), "it counts as unsaved work");
    window.type_into("T1, visit 2", "31 x 26");
    assert!(!window.shows("is not saved"), "mended");
}

#[test]
fn a_table_is_imported_with_its_problems() {
    let mut window = empty();
    let table = "lesion,day,value,unit,measure\nT1,0,30,mm,longest_diameter\nT1,28,abc,mm,longest_diameter\n\
                 T1,56,38,mm,longest_diameter\nT1,84,40,mm,longest_diameter\nT1,112,44,mm,longest_diameter\n\
                 T1,140,46,mm,longest_diameter\n";
    let path = std::path::Path::new("/home/vet/sizes.csv");
    reassess::store::write_atomically(window.disk.as_ref(), path, table.as_bytes()).unwrap();
    window.answer_dialog("/home/vet/sizes.csv");
    window.ctrl(Key::I);
    assert!(window.shows("line 3"), "the problem names its line: {:?}", window.texts());
    assert!(window.shows("abc"), "and what was found");
    window.click("Close");
    assert_eq!(window.harness.state().session().document.case().lesions().len(), 1);
    assert!(window.shows("day 56"), "days are shown as days");
}

#[test]
fn headings_in_other_words_are_asked_about_once() {
    let mut window = empty();
    let table = "Hund;Datum;Größe (cm);Farbe\nBella;2026-03-01;3,1;braun\nBella;2026-04-01;3,5;braun\n";
    let path = std::path::Path::new("/home/vet/liste.csv");
    reassess::store::write_atomically(window.disk.as_ref(), path, table.as_bytes()).unwrap();
    window.answer_dialog("/home/vet/liste.csv");
    window.ctrl(Key::I);
    assert!(window.shows("What do the columns of liste.csv hold?"), "{:?}", window.texts());
    assert!(window.shows("a guess"), "a guess is marked");
    window.click("Import");
    let visits = |window: &Window| window.harness.state().session().document.case().visits().len();
    assert_eq!(visits(&window), 2);
    // The next table with these headings is read without a question.
    let more = format!("{table}Bella;2026-06-01;3,6;braun\n");
    reassess::store::write_atomically(window.disk.as_ref(), path, more.as_bytes()).unwrap();
    window.drop_file("/home/vet/liste.csv");
    window.click("Do not save");
    assert_eq!(visits(&window), 3, "{:?}", window.texts());
    assert!(!window.shows("What do the columns"), "remembered");
}

#[test]
fn the_owner_view_hides_the_verdict_and_is_left_by_an_act() {
    let mut window = Window::demo("first_enlargement");
    assert!(window.shows("Show the sum"), "the clinician's view");
    window.harness.key_press(Key::F5);
    window.harness.run();
    assert!(window.shows("Bella"), "the dog's name");
    for hidden in ["iUPD", "Show the sum", "growth 5", "swelling 1"] {
        assert!(!window.shows(hidden), "the owner must not see “{hidden}”");
    }
    window.harness.key_press(Key::Escape);
    window.harness.run();
    assert!(window.harness.state().session().view.owner, "one press of Escape does not leave");
    window.click("Hold Esc to leave");
    window.click("Press again to leave");
    assert!(!window.harness.state().session().view.owner, "two presses of the button do");
}

#[test]
fn signs_are_set_and_cleared_by_name() {
    let mut window = typed_case();
    window.click("Pain: 2");
    let pain = |window: &Window| {
        let session = window.harness.state().session();
        session.document.case().visits().last().and_then(|visit| visit.signs.pain).map(Grade::get)
    };
    assert_eq!(pain(&window), Some(2));
    window.click("Pain: 2");
    assert_eq!(pain(&window), None, "clicking again clears: not recorded");
}

#[test]
fn every_demonstration_case_opens_in_both_themes() {
    for demo in reassess::store::demo::all() {
        for dark in [false, true] {
            let window = Window::open(WIDE, dark, vec![Command::OpenDemo(demo.id.to_owned())]);
            assert!(window.shows("Verdict"), "{} shows a verdict", demo.id);
            assert!(!window.harness.state().session().has_unsaved_work(), "{} is opened, not changed", demo.id);
        }
    }
}

#[test]
fn the_keyboard_alone_reaches_a_size_cell() {
    let mut window = typed_case();
    for _ in 0..60 {
        if window.harness.query_by_label("T1, visit 1").is_some_and(|node| node.is_focused()) {
            return;
        }
        window.harness.key_press(Key::Tab);
        window.harness.run();
    }
    panic!("Tab never reached the first size cell");
}

#[test]
fn a_dropped_file_is_opened() {
    let mut window = empty();
    window.disk.put("/home/vet/sizes.csv", b"lesion,day,length_mm\nT1,0,30\nT1,28,38\n");
    window.drop_file("/home/vet/sizes.csv");
    assert_eq!(window.harness.state().session().document.case().visits().len(), 2);
    assert!(window.shows("iUPD"), "the sizes are assessed");
}

#[test]
fn a_pasted_block_is_imported() {
    let mut window = empty();
    let block = "lesion\tday\tlength_mm\nT1\t0\t30\nT1\t28\t31\n";
    window.harness.event(eframe::egui::Event::Paste(block.to_owned()));
    window.harness.run();
    assert_eq!(window.harness.state().session().document.case().visits().len(), 2);
}

#[test]
fn dates_that_read_two_ways_are_asked_about() {
    let mut window = empty();
    window.disk.put("/home/vet/dates.csv", b"lesion,date,length_mm\nT1,03/04/2026,30\nT1,04/05/2026,38\n");
    window.drop_file("/home/vet/dates.csv");
    assert!(window.shows("Which comes first, day or month?"), "asked: {:?}", window.texts());
    window.click("Day first (3 April)");
    let case = window.harness.state().session().document.case().clone();
    assert_eq!(case.visits().first().map(|visit| visit.date.to_string()), Some("2026-04-03".to_owned()));
}

#[test]
fn an_event_is_added_with_its_dose_and_undone() {
    let mut window = typed_case();
    window.click("Therapy");
    window.type_into("Dose of the new event", "10 mg/kg");
    window.type_into("Date of the new event", "26 Mar 2026");
    let events = |window: &Window| window.harness.state().session().document.case().events().to_vec();
    assert_eq!(events(&window).first().map(|event| event.dose.clone()), Some("10 mg/kg".to_owned()));
    window.ctrl(Key::Z);
    assert!(events(&window).is_empty(), "undone");
}

#[test]
fn unsaved_work_of_a_killed_run_is_offered_and_recovered() {
    let window = typed_case();
    let case = window.harness.state().session().document.case().clone();
    let disk = window.disk.clone();
    // Dropping the window without closing it is what a kill leaves on the disk.
    drop(window);
    let mut next =
        Window::open_on(disk, WIDE, false, vec![Command::Begin { warning: None, folder: "/home/vet".into() }]);
    assert!(next.shows("Unsaved work was found"), "offered: {:?}", next.texts());
    assert!(next.harness.state().session().document.case().is_empty(), "never silently applied");
    next.click("Recover");
    assert_eq!(*next.harness.state().session().document.case(), case);
    assert!(next.harness.state().session().has_unsaved_work(), "and not taken for saved");
}

#[test]
fn a_file_changed_outside_is_not_overwritten_silently() {
    let mut window = typed_case();
    window.answer_dialog("/home/vet/bella.reassess.ron");
    window.ctrl(Key::S);
    let path = std::path::Path::new("/home/vet/bella.reassess.ron");
    let mut other = window.disk.read(path).unwrap();
    other.extend_from_slice(b"\n// changed elsewhere\n");
    window.disk.put(path, &other);
    window.type_into("T1, visit 3", "40 x 31 x 25");
    window.ctrl(Key::S);
    assert!(window.shows("Not saved: the file holds something else"), "asked: {:?}", window.texts());
    assert!(window.shows("T1 on 23 Apr 2026") && window.shows("37 × 31 × 25"), "both versions: {:?}", window.texts());
    assert_eq!(window.disk.read(path).unwrap(), other, "the other version is still there");
    window.click("Replace the file with mine");
    assert_ne!(window.disk.read(path).unwrap(), other, "replaced once the user said so");
}

#[test]
fn earlier_versions_unsaved_work_and_the_trash_are_in_the_file_menu() {
    let mut window = typed_case();
    window.answer_dialog("/home/vet/bella.reassess.ron");
    window.ctrl(Key::S);
    window.type_into("T1, visit 3", "40 x 31 x 25");
    window.ctrl(Key::S);
    window.click("File");
    window.click("Earlier versions …");
    for words in ["Until", "3 visits, last 23 Apr 2026", "Label then"] {
        assert!(window.shows(words), "{words}: {:?}", window.texts());
    }
    window.click("Go back to it");
    assert_eq!(window.value("T1, visit 3"), "37 × 31 × 25");
    window.ctrl(Key::Z);
    assert_eq!(window.value("T1, visit 3"), "40 × 31 × 25");
    window.click("File");
    window.click("Unsaved work …");
    assert!(window.shows("No unsaved work was left behind"), "{:?}", window.texts());
    window.click("File");
    window.click("Move to the trash …");
    window.click("Move to the trash");
    assert!(window.shows("There is no trash for bella.reassess.ron"), "{:?}", window.texts());
    window.click("Keep it");
    assert!(window.disk.read(std::path::Path::new("/home/vet/bella.reassess.ron")).is_ok(), "kept");
}

#[test]
fn a_slip_in_a_case_file_is_shown_with_its_line() {
    let mut window = typed_case();
    window.answer_dialog("/home/vet/bella.reassess.ron");
    window.ctrl(Key::S);
    let path = std::path::Path::new("/home/vet/bella.reassess.ron");
    let text = String::from_utf8(window.disk.read(path).unwrap()).unwrap();
    window.disk.put(path, text.replacen("date: \"2026-04-02\"", "date: \"2026-02-31\"", 1).as_bytes());
    window.ctrl(Key::N);
    window.drop_file("/home/vet/bella.reassess.ron");
    assert!(window.shows("Could not open bella.reassess.ron"), "{:?}", window.texts());
    assert!(window.shows("date: \"2026-02-31\""), "the line itself: {:?}", window.texts());
    window.click("Show the text");
    assert!(window.shows("schema: 2"), "{:?}", window.texts());
    window.click("Close");
}

#[test]
fn sizes_are_typed_down_a_column_with_enter() {
    let mut window = typed_case();
    window.harness.get_by_label("T1, visit 1").focus();
    window.harness.run();
    for size in ["24", "25", "26"] {
        window.type_here(size);
        window.harness.key_press(Key::Enter);
        window.harness.run();
    }
    let typed: Vec<String> = (1..=3).map(|visit| window.value(&format!("T1, visit {visit}"))).collect();
    assert_eq!(typed, ["24", "25", "26"]);
}

#[test]
fn tab_goes_from_the_last_size_of_a_row_to_the_first_of_the_next() {
    let mut window = typed_case();
    window.click("Add lesion");
    window.harness.get_by_label("T1, visit 1").focus();
    window.harness.run();
    for size in ["24", "12", "26"] {
        window.type_here(size);
        window.harness.key_press(Key::Tab);
        window.harness.run();
    }
    let typed = ["T1, visit 1", "T2, visit 1", "T1, visit 2"].map(|cell| window.value(cell));
    assert_eq!(typed, ["24", "12", "26"]);
}

#[test]
fn a_started_case_is_ready_to_type_into() {
    let mut window = empty();
    window.click("Start a case");
    window.type_here("31 x 24");
    window.harness.key_press(Key::Enter);
    window.harness.run();
    assert_eq!(window.value("T1, visit 1"), "31 × 24");
    window.click("Add lesion");
    window.type_here("9");
    window.harness.key_press(Key::Enter);
    window.harness.run();
    assert_eq!(window.value("T2, visit 1"), "9", "and so is an added lesion");
}

#[test]
fn a_visit_half_typed_draws_no_false_fall() {
    let mut window = Window::demo("first_enlargement");
    window.type_into("Date of a new visit", "21 May 2026");
    window.type_without_enter("Gingiva, visit 4", "35 x 29 x 23");
    assert!(!window.shows("12.22"), "the mass without the node is no sum: {:?}", window.texts());
}

#[test]
fn the_criteria_say_why_and_keep_a_chosen_reading() {
    // Tall, so that the readings at the foot are on the screen.
    let mut window = Window::open([1280.0, 1600.0], false, vec![Command::OpenDemo("first_enlargement".to_owned())]);
    window.click("View");
    window.click("Criteria, visit by visit");
    assert!(window.shows("Targets alone"), "every row that applies: {:?}", window.texts());
    assert!(window.shows("RECIST calls 20 % and 5 mm progression"), "the rule that fired: {:?}", window.texts());
    assert!(window.shows("cRECIST would stop here; iRECIST waits for confirmation"), "where they disagree");
    window.click("A further 5 mm is measured from: the visit before");
    let readings = |window: &Window| window.harness.state().session().document.case().readings.clone();
    assert_eq!(readings(&window), [Reading::RiseFromLastVisit].into(), "kept in the case");
    window.ctrl(Key::Z);
    assert!(readings(&window).is_empty(), "undone");
    window.click("Back to the chart");
    assert!(!window.shows("Criteria, visit by visit"), "the chart is back");
}

#[test]
fn a_merged_lesion_and_the_suggested_targets_in_the_window() {
    let mut window = Window::open([1280.0, 1600.0], false, vec![Command::OpenDemo("first_enlargement".to_owned())]);
    window.click("Add lesion");
    window.type_here("9");
    window.harness.key_press(Key::Enter);
    window.harness.run();
    window.type_into("T1, visit 1", "9");
    window.type_into("T1, visit 2", "m Gingiva");
    assert_eq!(window.value("T1, visit 2"), "merged into Gingiva", "{:?}", window.texts());
    window.type_into("T1, visit 3", "8 + 6");
    assert_eq!(window.value("T1, visit 3"), "8 + 6", "in parts");
    window.click("View");
    window.click("Criteria, visit by visit");
    assert!(window.shows("T1 is a target by your choice"), "9 mm is no target: {:?}", window.texts());
    let role =
        |window: &Window| window.harness.state().session().document.case().lesions().last().map(|lesion| lesion.role);
    window.click("Take the suggestion");
    assert_eq!(role(&window), Some(Role::NonTarget));
    assert!(!window.shows("Take the suggestion"), "nothing departs any more");
    window.ctrl(Key::Z);
    assert_eq!(role(&window), Some(Role::Target), "undone in one step");
}
