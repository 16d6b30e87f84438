//! Entry like a spreadsheet, by keyboard: blocks, fills, pastes, guards, headings.

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::civil::date;
use reassess::app::block::CellText;
use reassess::app::command::{Command, Effect};
use reassess::app::edit::Edit;
use reassess::domain::clock::date_from_day;
use reassess::domain::{Lesion, LesionId};

use crate::window_support::Window;

const SHIFT: Modifiers = Modifiers::SHIFT;

/// The first demonstration dog, with the cursor in the mass of the first visit.
fn bella() -> Window {
    let mut window = Window::demo("first_enlargement");
    focus(&mut window, "Gingiva, visit 1");
    window
}

pub(crate) fn focus(window: &mut Window, label: &str) {
    window.harness.get_by_label(label).focus();
    window.harness.run();
}

pub(crate) fn press(window: &mut Window, key: Key) {
    window.harness.key_press(key);
    window.harness.run();
}

fn press_with(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.harness.key_press_modifiers(modifiers, key);
    window.harness.run();
}

fn paste(window: &mut Window, text: &str) {
    window.harness.event(Event::Paste(text.to_owned()));
    window.harness.run();
}

fn copied(window: &mut Window) -> String {
    window.harness.event(Event::Copy);
    window.harness.run();
    let world = window.world.borrow();
    let texts = world.effects.iter().rev().find_map(|effect| match effect {
        Effect::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    texts.unwrap_or_default()
}

#[test]
fn arrows_go_from_cell_to_cell_and_typing_replaces() {
    let mut window = bella();
    press(&mut window, Key::ArrowRight);
    press(&mut window, Key::ArrowDown);
    window.type_here("21");
    press(&mut window, Key::Enter);
    assert_eq!(window.value("LN, visit 2"), "21", "{:?}", window.texts());
    press(&mut window, Key::ArrowLeft);
    press(&mut window, Key::Delete);
    assert_eq!(window.value("Gingiva, visit 3"), "", "Delete clears the chosen cell");
    window.ctrl(Key::Z);
    assert_eq!(
        window.value("Gingiva, visit 3"),
        "37 × 31 × 25",
        "and Ctrl+Z brings it back though a field has the cursor"
    );
}

#[test]
fn an_open_cell_keeps_its_keys() {
    let mut window = bella();
    window.type_here("99 x 9");
    press(&mut window, Key::ArrowLeft);
    window.type_here("1");
    assert!(window.shows("reads 99 × 19 mm"), "the arrow moved in the text: {:?}", window.texts());
    window.ctrl(Key::Z);
    assert_eq!(window.value("Gingiva, visit 1"), "28 × 24 × 18", "Ctrl+Z drops what was typed");
    press(&mut window, Key::F2);
    press(&mut window, Key::ArrowRight);
    assert_eq!(window.value("LN, visit 1"), "17");
    assert!(window.harness.get_by_label("Gingiva, visit 1").is_focused(), "F2 opened the cell; the arrow stayed in it");
}

#[test]
fn a_block_is_copied_filled_cleared_and_undone_in_one_step() {
    let mut window = bella();
    press_with(&mut window, SHIFT, Key::ArrowDown);
    press_with(&mut window, SHIFT, Key::ArrowRight);
    assert_eq!(copied(&mut window), "28 × 24 × 18\t17\n31 × 26 × 20\t17");
    let before = window.harness.state().session().document.case().clone();
    press_with(&mut window, Modifiers::COMMAND, Key::D);
    assert_eq!(window.value("Gingiva, visit 2"), "28 × 24 × 18", "filled down");
    window.ctrl(Key::Z);
    assert_eq!(*window.harness.state().session().document.case(), before, "one step");
    press(&mut window, Key::Delete);
    for cell in ["Gingiva, visit 1", "LN, visit 1", "Gingiva, visit 2", "LN, visit 2"] {
        assert_eq!(window.value(cell), "", "{cell} is cleared");
    }
    window.ctrl(Key::Z);
    assert_eq!(*window.harness.state().session().document.case(), before, "one step");
}

#[test]
fn one_letter_sets_the_state_of_the_chosen_size() {
    let mut window = bella();
    for (letter, state) in [("t", "too small"), ("A", "absent"), ("n", "not evaluated")] {
        window.type_here(letter);
        let committed = window.value("Gingiva, visit 1");
        assert_eq!(committed, state, "{letter} alone");
        assert!(window.harness.state().session().draft.is_none(), "nothing waits to be confirmed");
    }
    window.type_here("e");
    assert_eq!(window.value("Gingiva, visit 1"), "ne", "a word is typed as a whole");
    press(&mut window, Key::ArrowDown);
    for letter in ["a", "b", "s", "e", "n", "t"] {
        window.type_here(letter);
    }
    press(&mut window, Key::Enter);
    assert_eq!(window.value("Gingiva, visit 2"), "absent");
    window.type_here("31");
    press(&mut window, Key::Enter);
    assert_eq!(window.value("Gingiva, visit 3"), "31");
    assert!(window.harness.state().session().unread.is_empty(), "{:?}", window.texts());
}

/// Three targets and two visits, with the cursor in the last target of the second one.
fn three_targets() -> Window {
    let names = ["Gingiva", "Lip, left, at the commissure", "Palate"];
    let lesions = (0..).zip(names).map(|(id, name)| Edit::AddLesion(Lesion::target(LesionId(id), name)));
    let visits = [date(2026, 3, 12), date(2026, 4, 23)].map(Edit::AddVisit);
    let first = lesions.chain(visits).map(Command::Edit).collect();
    let mut window = Window::open([1280.0, 800.0], false, first);
    focus(&mut window, "Palate, visit 2");
    window
}

#[test]
fn the_menu_of_a_size_names_its_states_and_what_it_can_have_merged_into() {
    let mut window = three_targets();
    let merged = |window: &Window| window.value("Palate, visit 2");
    window.harness.get_by_role_and_label(Role::TextInput, "Palate, visit 2").click_secondary();
    window.harness.run();
    let shown = |window: &Window, label: &str| window.harness.query_by_role_and_label(Role::Button, label).is_some();
    for label in ["Too small to measure (T)", "Absent (A)", "Not evaluated (N)", "Merged into Gingiva"] {
        assert!(shown(&window, label), "{label}: {:?}", window.texts());
    }
    assert!(!shown(&window, "Merged into Palate"), "nothing merges into itself");
    window.harness.get_by_role_and_label(Role::Button, "Merged into Lip, left, at the commissure").click();
    window.harness.run();
    assert_eq!(merged(&window), "merged into Lip, left, at the commissure");
    assert!(window.harness.get_by_label("Palate, visit 2").is_focused(), "the cursor is back in the cell");
    window.ctrl(Key::Z);
    assert_eq!(merged(&window), "", "one step");
}

#[test]
fn the_menu_of_a_size_is_worked_by_keyboard() {
    let mut window = three_targets();
    press_with(&mut window, SHIFT, Key::F10);
    assert!(window.harness.get_by_label("Too small to measure (T)").is_focused(), "{:?}", window.texts());
    press(&mut window, Key::Escape);
    assert!(window.harness.query_by_label("Too small to measure (T)").is_none(), "Escape closes it");
    assert!(window.harness.get_by_label("Palate, visit 2").is_focused(), "and the cursor is back in the cell");
    press(&mut window, Key::Menu);
    for _ in 0..3 {
        press(&mut window, Key::ArrowDown);
    }
    press(&mut window, Key::Enter);
    assert_eq!(window.value("Palate, visit 2"), "merged into Gingiva", "{:?}", window.texts());
    // What holds the palate now cannot merge into it.
    focus(&mut window, "Gingiva, visit 2");
    press_with(&mut window, SHIFT, Key::F10);
    assert!(window.harness.query_by_label("Merged into Palate").is_none(), "not in a circle: {:?}", window.texts());
    assert!(window.harness.query_by_label("Merged into Lip, left, at the commissure").is_some(), "into another");
}

#[test]
fn a_size_is_filled_across_from_its_left() {
    let mut window = bella();
    press(&mut window, Key::ArrowRight);
    press_with(&mut window, Modifiers::COMMAND, Key::R);
    assert_eq!(window.value("LN, visit 1"), "28 × 24 × 18");
}

#[test]
fn a_block_is_pasted_at_the_cell() {
    let mut window = bella();
    paste(&mut window, "29 x 25\t16\r\n32 x 27\tabc\r\n");
    let values = ["Gingiva, visit 1", "LN, visit 1", "Gingiva, visit 2", "LN, visit 2"].map(|cell| window.value(cell));
    assert_eq!(values, ["29 × 25", "16", "32 × 27", "abc"], "what is not understood is kept where it fell");
    assert!(window.shows("1 cell is not understood"), "and said: {:?}", window.texts());
    paste(&mut window, "1\n2\n3\n4\n");
    assert!(window.shows("The block is 4 visits by 1 lesions"), "too large: {:?}", window.texts());
}

#[test]
fn a_block_with_dates_adds_visits_wherever_the_cursor_is() {
    let mut window = Window::demo("first_enlargement");
    for (place, block) in [(4, "21 May 2026\t35 x 29 x 23\t17"), (5, "Date\tLN\tGingiva\n2026-06-18\t15\t30 x 25 x 20")]
    {
        paste(&mut window, block);
        let visits = window.harness.state().session().document.case().visits().len();
        assert_eq!(visits, place, "{:?}", window.texts());
        let pasted = if place == 4 { "21 May 2026" } else { "18 Jun 2026" };
        assert!(window.shows(&format!("Signs, {pasted}")), "the last pasted visit is chosen: {:?}", window.texts());
        focus(&mut window, "Date of a new visit");
    }
    assert_eq!(window.value("Gingiva, visit 4"), "35 × 29 × 23");
    assert_eq!([window.value("LN, visit 5"), window.value("Gingiva, visit 5")], ["15", "30 × 25 × 20"]);
}

#[test]
fn enter_under_the_last_visit_adds_the_next_by_date_in_its_place() {
    let mut window = bella();
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::ArrowDown);
    window.type_here("37");
    press(&mut window, Key::Enter);
    window.type_here("16 Apr 2026");
    press(&mut window, Key::Enter);
    window.type_here("A");
    press(&mut window, Key::Enter);
    assert_eq!(window.value("Gingiva, visit 3"), "absent", "16 April lies between: {:?}", window.texts());
    assert_eq!(window.value("Gingiva, visit 4"), "37");
}

#[test]
fn a_slip_is_asked_about_once_and_never_in_the_way() {
    let mut window = bella();
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::ArrowDown);
    window.type_here("3.7 x 3.1 x 2.5");
    press(&mut window, Key::Enter);
    assert!(
        window.shows("3.7 × 3.1 × 2.5 mm is about a tenth of the 31 × 26 × 20 mm of 2 Apr 2026"),
        "{:?}",
        window.texts()
    );
    assert!(window.harness.state().session().dialog.is_none(), "nothing modal");
    window.click("Make it 37 × 31 × 25");
    assert_eq!(window.value("Gingiva, visit 3"), "37 × 31 × 25");
    assert!(!window.shows("is about a tenth"), "answered");
    window.type_into("Gingiva, visit 3", "370");
    assert!(window.shows("is about 10 times the"), "{:?}", window.texts());
    window.click("Keep it");
    assert!(!window.shows("is about 10 times the"), "kept and asked no more");
    assert_eq!(window.value("Gingiva, visit 3"), "370");
}

#[test]
fn a_moved_therapy_start_names_both_dates_and_both_verdicts() {
    let mut window = Window::demo("first_enlargement");
    window.click("Therapy");
    window.type_into("First dose", "20 Apr 2026");
    assert!(window.shows("Therapy start moved from 12 Mar 2026 to 20 Apr 2026: the verdict"), "{:?}", window.texts());
}

#[test]
fn lesions_are_added_named_and_ordered_in_the_heading() {
    let mut window = bella();
    window.click("Add lesion");
    window.type_here("9");
    press(&mut window, Key::Enter);
    let names = |window: &Window| {
        let case = window.harness.state().session().document.case();
        case.lesions().iter().map(|lesion| lesion.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(&window), ["Gingiva", "LN", "T1"]);
    focus(&mut window, "Lesion T1");
    press_with(&mut window, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(names(&window), ["Gingiva", "T1", "LN"], "Alt and an arrow order");
    window.click("Lesion T1");
    window.type_into("Name of the lesion", "Lung");
    assert_eq!(names(&window), ["Gingiva", "Lung", "LN"], "renamed in place");
}

#[test]
fn the_usual_method_is_taken_where_the_case_names_none() {
    let settings = reassess::store::Settings {
        default_method: Some(reassess::domain::Method::Caliper),
        default_observer: "KM".to_owned(),
        ..reassess::store::Settings::default()
    };
    let mut window = Window::open([1280.0, 800.0], false, vec![Command::Settings(Box::new(settings))]);
    window.click("Start a case");
    window.type_here("31 x 24");
    press(&mut window, Key::Enter);
    let case = window.harness.state().session().document.case().clone();
    let own = case.visits().first().unwrap().measurements.values().next().unwrap();
    assert_eq!((own.method, own.observer.as_str()), (Some(reassess::domain::Method::Caliper), "KM"));
}

#[test]
fn a_size_leads_to_its_point_on_the_chart_and_back() {
    let mut window = bella();
    press(&mut window, Key::ArrowDown);
    window.ctrl(Key::G);
    assert!(window.shows("2 Apr 2026, week 3"), "the point's card is open: {:?}", window.texts());
    assert!(!window.harness.get_by_label("Gingiva, visit 2").is_focused(), "the chart has the keys");
    press(&mut window, Key::Enter);
    assert!(window.harness.get_by_label("Gingiva, visit 2").is_focused(), "Enter goes back to the cell");
}

const LONG: (i32, u32) = (200, 20);

/// Two hundred weekly visits of twenty lesions, with the cursor in the first size.
pub(crate) fn long_case() -> Window {
    let lesions = (0..LONG.1).map(|id| Edit::AddLesion(Lesion::target(LesionId(id), format!("T{id}"))));
    let dates = (0..LONG.0).map(|week| date_from_day(date(2022, 1, 3), 7 * week));
    let cells = dates.flat_map(|date| (0..LONG.1).map(move |id| (date, LesionId(id))));
    let cells = cells.map(|(date, lesion)| CellText { date, lesion, text: format!("{}", 20 + lesion.0) });
    let sizes = Edit::SetSizes { cells: cells.collect(), what: "paste".to_owned() };
    let mut window = Window::open([1280.0, 800.0], false, lesions.chain([sizes]).map(Command::Edit).collect());
    focus(&mut window, "T0, visit 1");
    window
}

/// The name of the chart's node.
fn chart_name(window: &Window) -> String {
    let images = window.harness.get_all_by_role(Role::Image);
    images.filter_map(|image| image.accesskit_node().label()).find(|name| name.contains("sizes")).unwrap_or_default()
}

/// The rows of which some size is drawn.
fn drawn_rows(window: &Window) -> Vec<i32> {
    let is_drawn = |row: &i32| window.harness.query_by_label(&format!("T0, visit {row}")).is_some();
    (1..=LONG.0).filter(is_drawn).collect()
}

/// The size of this name has the cursor and stands between the case bar and the foot.
fn assert_in_sight(window: &Window, label: &str) {
    let cell = window.harness.get_by_label(label);
    assert!(cell.is_focused(), "{label} has the cursor");
    let place = cell.rect().y_range();
    assert!(place.min > 120.0 && place.max < 770.0, "{label} is in sight: {place:?}");
}

#[test]
fn a_long_table_draws_what_is_in_sight_and_the_keyboard_goes_on_past_its_edge() {
    let mut window = long_case();
    let first = drawn_rows(&window);
    assert!(first.len() > 15 && first.len() < 40, "a screen of rows: {first:?}");
    let edge = first.len();
    focus(&mut window, &format!("T0, visit {}", edge - 3));
    for _ in 0..8 {
        press(&mut window, Key::Enter);
    }
    let row = edge + 5;
    assert_in_sight(&window, &format!("T0, visit {row}"));
    focus(&mut window, &format!("T18, visit {row}"));
    press(&mut window, Key::Tab);
    press(&mut window, Key::Tab);
    assert_in_sight(&window, &format!("T0, visit {}", row + 1));
    press_with(&mut window, SHIFT, Key::Tab);
    assert!(window.harness.get_by_label(&format!("Date of visit {}", row + 1)).is_focused(), "back to its date");
    press_with(&mut window, SHIFT, Key::Tab);
    press_with(&mut window, SHIFT, Key::Tab);
    assert!(window.harness.get_by_label(&format!("T19, visit {row}")).is_focused(), "and over the edge of the row");
}

#[test]
fn a_size_scrolled_out_of_sight_is_still_typed_into() {
    let mut window = long_case();
    window.harness.hover_at(pos2(200.0, 400.0));
    for _ in 0..20 {
        window.harness.event(Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, -200.0),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        });
    }
    window.harness.run();
    let drawn = drawn_rows(&window);
    assert!(drawn.contains(&1) && !drawn.contains(&10) && drawn.contains(&120), "scrolled by 4,000 points: {drawn:?}");
    window.type_here("33");
    press(&mut window, Key::Enter);
    assert_in_sight(&window, "T0, visit 2");
    assert_eq!(window.value("T0, visit 1"), "33", "typed where the cursor was");
}

#[test]
fn the_chart_leads_to_a_size_far_down_a_long_table() {
    let mut window = long_case();
    window.harness.get_by_role_and_label(Role::Image, &chart_name(&window)).focus();
    window.harness.run();
    let has_cursor = |window: &Window, row: i32| {
        let label = format!("T0, visit {row}");
        window.harness.query_by_label(&label).is_some_and(|cell| cell.is_focused())
    };
    let mut row = None;
    // The last marks may be of days to come, which have no cell.
    for _ in 0..8 {
        press(&mut window, Key::ArrowLeft);
        press(&mut window, Key::Enter);
        row = (1..=LONG.0).find(|&row| has_cursor(&window, row));
        if row.is_some() {
            break;
        }
    }
    let row = row.unwrap_or_default();
    assert!(row > 150, "one of the last points: {row}");
    assert_in_sight(&window, &format!("T0, visit {row}"));
}
