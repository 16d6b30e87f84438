//! Who has the keyboard: after a card, a dialog or a menu, and what stays with the cell that is wrong.

use eframe::egui::accesskit::Role;
use eframe::egui::os::OperatingSystem;
use eframe::egui::{Event, Key, Modifiers, Rect, pos2, vec2};
use egui_kittest::kittest::Queryable as _;
use jiff::civil::date;
use reassess::app::command::{Command, Effect, HelpPage};
use reassess::app::edit::Edit;
use reassess::domain::{Lesion, LesionId, Visit};

use crate::window_entry::{focus, long_case, press};
use crate::window_support::{Window, library};

fn bella() -> Window {
    let mut window = Window::demo("first_enlargement");
    focus(&mut window, "Gingiva, visit 2");
    window
}

fn is_focused(window: &Window, label: &str) -> bool {
    window.harness.query_by_label(label).is_some_and(|node| node.is_focused())
}

fn value_of_cell(window: &Window, row: usize) -> String {
    window.value(&format!("Gingiva, visit {row}"))
}

#[test]
fn the_card_of_a_mark_goes_with_the_keyboard() {
    const CARD: &str = "2 Apr 2026, week 3";
    let mut window = bella();
    assert!(!window.shows(CARD));
    window.ctrl(Key::G);
    assert!(window.shows(CARD), "{:?}", window.texts());
    press(&mut window, Key::ArrowRight);
    assert!(window.shows("23 Apr 2026, week 6"), "the next size, not a sign beside it: {:?}", window.texts());
    press(&mut window, Key::ArrowLeft);
    press(&mut window, Key::F1);
    assert!(!window.shows(CARD), "not over a dialog: {:?}", window.texts());
    press(&mut window, Key::Escape);
    window.ctrl(Key::G);
    assert!(window.shows(CARD), "{:?}", window.texts());
    press(&mut window, Key::Enter);
    assert!(is_focused(&window, "Gingiva, visit 2"), "Enter goes back");
    assert!(!window.shows(CARD), "and the card is gone: {:?}", window.texts());
    window.type_here("41");
    press(&mut window, Key::Escape);
    assert!(!window.shows(CARD), "nor does it come back");
}

#[test]
fn up_and_down_go_between_sizes_and_lanes() {
    let mut window = bella();
    window.ctrl(Key::G);
    press(&mut window, Key::ArrowDown);
    assert!(!window.shows("2 Apr 2026, week 3\n") && window.shows("grade"), "a sign: {:?}", window.texts());
    press(&mut window, Key::ArrowUp);
    assert!(window.shows("week 3"), "back among the sizes: {:?}", window.texts());
}

#[test]
fn the_chart_is_reached_from_anywhere() {
    let mut window = bella();
    focus(&mut window, "Date of a new visit");
    window.ctrl(Key::G);
    assert!(window.shows("2 Apr 2026, week 3"), "the size chosen last: {:?}", window.texts());
}

#[test]
fn after_escape_and_after_a_dialog_the_chosen_cell_takes_the_keys() {
    let mut window = bella();
    let was = value_of_cell(&window, 2);
    window.type_here("99");
    press(&mut window, Key::Escape);
    assert_eq!(value_of_cell(&window, 2), was, "dropped");
    assert!(is_focused(&window, "Gingiva, visit 2"), "and chosen still");
    press(&mut window, Key::F1);
    assert!(window.shows("Keyboard shortcuts"));
    press(&mut window, Key::Escape);
    assert!(is_focused(&window, "Gingiva, visit 2"), "after the sheet of keys");
    window.ctrl(Key::K);
    press(&mut window, Key::Escape);
    window.type_here("41");
    press(&mut window, Key::Enter);
    assert_eq!(value_of_cell(&window, 2), "41", "typed after the list of commands was left");
    assert!(is_focused(&window, "Gingiva, visit 3"));
}

#[test]
fn a_date_that_is_refused_stays_to_be_put_right() {
    const FIELD: &str = "Date of a new visit";
    let mut window = bella();
    for (typed, said) in [
        ("30 Feb 2026", "“30 Feb 2026”: no day of the calendar"),
        ("03/04/2026", "“03/04/2026”: either 3 Apr 2026 or 4 Mar 2026"),
    ] {
        window.type_into(FIELD, typed);
        assert_eq!(window.value(FIELD), typed, "kept");
        assert!(is_focused(&window, FIELD), "with the cursor");
        assert!(window.shows(said), "{:?}", window.texts());
    }
    window.type_into(FIELD, "21 May 2026");
    assert_eq!(window.harness.state().session().document.case().visits().len(), 4);
    assert_eq!(window.value(FIELD), "");
    assert!(!window.shows("either 3 Apr"), "said no longer: {:?}", window.texts());
}

#[test]
fn a_size_that_is_not_understood_keeps_the_cursor() {
    let mut window = bella();
    window.type_here("31 x");
    press(&mut window, Key::Enter);
    assert!(is_focused(&window, "Gingiva, visit 2"), "{:?}", window.texts());
    assert_eq!(value_of_cell(&window, 2), "31 x");
    window.type_here("33");
    press(&mut window, Key::Enter);
    assert!(is_focused(&window, "Gingiva, visit 3"));
}

#[test]
fn the_sheet_of_keys_fits_every_window() {
    for size in [[1280.0, 800.0], [1280.0, 720.0], [800.0, 600.0]] {
        let first = vec![Command::OpenDemo("first_enlargement".to_owned()), Command::Help(HelpPage::Shortcuts)];
        let window = Window::open(size, false, first);
        for name in ["Keyboard shortcuts", "Close"] {
            // The key that opens the sheet has its name too, further down.
            let place = window.harness.get_all_by_label(name).next().map_or(Rect::NOTHING, |node| node.rect());
            assert!(place.top() > 0.0 && place.bottom() < size[1], "{name} in {size:?}: {place:?}");
        }
    }
}

#[test]
fn enter_saves_and_never_throws_away() {
    let mut window = Window::demo("first_enlargement");
    window.type_into("Gingiva, visit 3", "40");
    window.ctrl(Key::N);
    assert!(window.shows("Save the changes to Bella's case?"), "{:?}", window.texts());
    assert!(is_focused(&window, "Save"));
    press(&mut window, Key::Enter);
    assert!(window.shows("Save to which file?"), "{:?}", window.texts());
    assert!(window.value("Path of the file").ends_with("Bella.reassess.ron"));
    window.type_here("/nowhere/mine");
    assert_eq!(window.value("Path of the file"), "/nowhere/mine", "typing replaces what was suggested");
    press(&mut window, Key::Enter);
    assert!(window.shows("there is no folder /nowhere; make it first, or choose another"), "{:?}", window.texts());
    assert!(!window.shows("os error"));
    press(&mut window, Key::Enter);
    window.ctrl(Key::S);
    assert!(window.value("Path of the file").starts_with("/nowhere/mine"), "what failed is offered again");
    window.type_here("/home/vet/mine");
    press(&mut window, Key::Enter);
    assert!(window.harness.state().session().document.file().is_some(), "saved: {:?}", window.texts());
    window.harness.state();
    window.ctrl(Key::E);
    assert_eq!(window.value("Path of the file"), "/home/vet/Bella.csv", "beside the case, by its kind");
    press(&mut window, Key::Escape);
    window.click("File");
    window.click("Move to the trash …");
    assert!(window.shows("Move mine.reassess.ron to the trash?"), "{:?}", window.texts());
    press(&mut window, Key::Enter);
    let trashed = window.world.borrow().effects.iter().any(|effect| matches!(effect, Effect::Trash(_)));
    assert!(!trashed, "Enter does not throw a case away");
}

#[test]
fn a_case_without_a_name_is_called_case() {
    let mut window = Window::open([1280.0, 800.0], false, Vec::new());
    window.click("Start a case");
    window.type_here("31");
    press(&mut window, Key::Enter);
    window.ctrl(Key::S);
    assert!(window.value("Path of the file").ends_with("case.reassess.ron"), "{}", window.value("Path of the file"));
}

#[test]
fn menus_are_walked_by_keyboard() {
    let mut window = bella();
    press(&mut window, Key::F10);
    assert!(is_focused(&window, "New case Ctrl+N") || is_focused(&window, "New case"), "{:?}", window.texts());
    press(&mut window, Key::ArrowRight);
    press(&mut window, Key::ArrowRight);
    assert!(window.shows("Theme of the system"), "the third menu: {:?}", window.texts());
    press(&mut window, Key::ArrowDown);
    assert!(is_focused(&window, "Light"), "{:?}", window.texts());
    press(&mut window, Key::Escape);
    assert!(!window.shows("Theme of the system"), "closed");
    assert!(is_focused(&window, "Gingiva, visit 2"), "and the keys are with the cell");
    press(&mut window, Key::F10);
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::Enter);
    assert!(window.harness.state().session().library.is_some(), "the third entry of File");
}

#[test]
fn alt_alone_opens_the_menus_on_windows() {
    let alt = |window: &mut Window, between: &[Event]| {
        window.harness.event(Event::ModifiersChanged(Modifiers::ALT));
        window.harness.step();
        for event in between {
            window.harness.event(event.clone());
            window.harness.step();
        }
        window.harness.event(Event::ModifiersChanged(Modifiers::NONE));
        window.harness.run();
        let opened = window.shows("Earlier versions");
        press(window, Key::Escape);
        opened
    };
    let mut window = bella();
    window.harness.ctx.set_os(OperatingSystem::Nix);
    assert!(!alt(&mut window, &[]), "elsewhere Alt moves windows about");
    window.harness.ctx.set_os(OperatingSystem::Windows);
    let key = Event::Key { key: Key::F8, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::ALT };
    assert!(!alt(&mut window, &[key]), "Alt and another key is for that");
    assert!(!alt(&mut window, &[Event::WindowFocused(false)]), "the window was left");
    assert!(alt(&mut window, &[Event::PointerMoved(pos2(300.0, 300.0))]), "{:?}", window.texts());
    assert!(is_focused(&window, "Gingiva, visit 2"), "Escape gave the keys back: {:?}", window.texts());
}

#[test]
fn enter_does_nothing_that_cannot_be_taken_back() {
    let open = Command::OpenPath("/cases/Bella.reassess.ron".into());
    let mut window = Window::open_on(library().disk, [1280.0, 800.0], false, vec![open]);
    window.by_palette("Move to the trash");
    assert!(is_focused(&window, "Cancel"), "{:?}", window.texts());
    press(&mut window, Key::Enter);
    assert!(window.harness.state().session().dialog.is_none());
    assert!(window.disk.files().iter().any(|path| path.ends_with("Bella.reassess.ron")), "still there");
}

#[test]
fn a_chosen_value_closes_its_list() {
    let mut window = Window::open([1280.0, 800.0], false, vec![Command::SettingsPage]);
    focus(&mut window, "Usual method");
    press(&mut window, Key::Enter);
    assert!(window.harness.query_by_label("radiograph").is_some(), "{:?}", window.texts());
    focus(&mut window, "radiograph");
    press(&mut window, Key::Enter);
    assert!(window.harness.query_by_label("ultrasound").is_none(), "{:?}", window.texts());
    assert!(is_focused(&window, "Usual method"));
}

#[test]
fn dates_stay_in_sight_while_sizes_scroll_across() {
    let mut window = long_case();
    let before = window.harness.get_by_label("Date of visit 2").rect();
    focus(&mut window, "T19, visit 2");
    let after = window.harness.get_by_label("Date of visit 2").rect();
    assert!((before.left() - after.left()).abs() < 1.0, "{before:?}, {after:?}");
    let size = window.harness.get_by_label("T19, visit 2").rect();
    assert!(size.left() >= after.right() && size.right() < 500.0, "{size:?} beside {after:?}");
    focus(&mut window, "T0, visit 2");
    let size = window.harness.get_by_label("T0, visit 2").rect();
    assert!(size.left() >= after.right() - 1.0, "brought out from under the dates: {size:?}");
}

#[test]
fn a_lesion_that_is_a_node_keeps_its_sizes() {
    let days = [date(2026, 3, 10), date(2026, 4, 2)];
    let lesion = Command::Edit(Edit::AddLesion(Lesion::target(LesionId(0), "T1")));
    let sizes = days.into_iter().flat_map(|date| {
        let size = Edit::SetSize { date, lesion: LesionId(0), text: "18".to_owned() };
        [Edit::AddVisit(date), size].map(Command::Edit)
    });
    let mut window = Window::open([1280.0, 800.0], false, std::iter::once(lesion).chain(sizes).collect());
    assert!(window.shows("Sum mm"), "the sum has its unit: {:?}", window.texts());
    window.click("Lesions");
    window.click("Kind of T1: node");
    assert!(window.shows("T1 is a node; its 2 sizes are read as its short axis"), "{:?}", window.texts());
    let sums = |window: &Window| {
        let case = window.harness.state().session().document.case().clone();
        case.visits().iter().map(|visit: &Visit| visit.measurements.len()).collect::<Vec<_>>()
    };
    assert_eq!(sums(&window), [1, 1]);
    window.click("Undo");
    let case = window.harness.state().session().document.case().clone();
    assert_eq!(case.lesions().first().map(|own| own.kind), Some(reassess::domain::LesionKind::NonNodal), "one step");
}

#[test]
fn a_pasted_block_says_which_dates_read_two_ways() {
    let mut window = bella();
    window.harness.event(Event::Paste("03/04/2026\t31\t12\n05/04/2026\t33\t13".to_owned()));
    window.harness.run();
    assert!(window.shows("“03/04/2026” and another date can be read two ways: either 3 Apr"), "{:?}", window.texts());
}

#[test]
fn a_removed_visit_is_told_with_the_way_back() {
    let mut window = bella();
    window.click("Remove 2 Apr 2026");
    assert!(window.shows("Removed the visit of 2 Apr 2026"), "{:?}", window.texts());
    window.click("Undo");
    assert_eq!(window.harness.state().session().document.case().visits().len(), 3);
    assert!(!window.shows("Removed the visit"));
}

#[test]
fn the_palette_opens_no_demonstration_unnamed_and_says_when_nothing_fits() {
    let mut window = bella();
    window.ctrl(Key::K);
    window.type_here("xyzzy");
    assert!(window.shows("No command of that name"), "{:?}", window.texts());
    press(&mut window, Key::Escape);
    window.ctrl(Key::K);
    window.type_here("dmo");
    assert!(!window.shows("Demonstration: "), "{:?}", window.texts());
    press(&mut window, Key::Escape);
    window.ctrl(Key::K);
    window.type_here("png");
    assert!(window.shows("Export chart as PNG"), "{:?}", window.texts());
}

#[test]
fn cards_are_worked_by_keyboard() {
    let mut window = library();
    let card = window.texts().into_iter().find(|text| text.starts_with("Open Rex")).unwrap_or_default();
    focus(&mut window, &card);
    window.harness.key_press_modifiers(Modifiers::SHIFT, Key::F10);
    window.harness.run();
    assert!(window.shows("Duplicate"), "{:?}", window.texts());
    press(&mut window, Key::Escape);
    assert!(!window.shows("Duplicate"), "the menu closes");
    assert!(window.harness.state().session().library.is_some(), "and not the library");
    focus(&mut window, &card);
    press(&mut window, Key::Menu);
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::Enter);
    assert!(window.shows("Made Rex"), "duplicated: {:?}", window.texts());
    press(&mut window, Key::Escape);
    assert!(window.harness.state().session().library.is_none());
    window.ctrl(Key::L);
    assert_eq!(window.value("Folder"), "/cases", "the folder that was chosen");
}

#[test]
fn the_library_fits_a_small_window() {
    let mut window = library();
    window.harness.set_size(vec2(800.0, 600.0));
    window.harness.run();
    for label in ["Table without names …", "Count these cases", "Look into the archive"] {
        let place = window.harness.get_by_role_and_label(Role::Button, label).rect();
        assert!(place.right() <= 800.0 && place.left() >= 0.0, "{label}: {place:?}");
    }
}
