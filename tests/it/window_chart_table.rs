//! The chart as a table: opened by keyboard, said in full, led from to the sizes, copied as words; and what of the
//! verdict lies under the fold.

use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::civil::date;
use reassess::app::block::CellText;
use reassess::app::command::{Command, Effect};
use reassess::app::edit::Edit;
use reassess::app::view::{Middle, Tab};
use reassess::domain::clock::date_from_day;
use reassess::domain::{Lesion, LesionId};

use crate::window_entry::{focus, press};
use crate::window_support::Window;

const LAST: &str = "23 Apr 2026, week 6, CT";

fn table(id: &str) -> Window {
    let first = vec![Command::OpenDemo(id.to_owned()), Command::ShowMiddle(Middle::Table)];
    Window::open([1280.0, 800.0], false, first)
}

fn middle(window: &Window) -> Middle {
    window.harness.state().session().view.middle
}

#[test]
fn the_table_is_reached_by_keyboard_menu_and_switch() {
    let mut window = Window::demo("first_enlargement");
    assert!(!window.shows(LAST), "the chart says it in a picture: {:?}", window.texts());
    window.by_palette("chart: as a t");
    assert_eq!(middle(&window), Middle::Table);
    assert!(window.shows(LAST), "{:?}", window.texts());
    window.by_palette("chart: as a p");
    assert_eq!(middle(&window), Middle::Chart);
    window.click("View");
    window.click("Chart as a table");
    assert!(window.shows(LAST), "{:?}", window.texts());
    focus(&mut window, "Table");
    press(&mut window, Key::Space);
    assert_eq!(middle(&window), Middle::Chart, "the switch turns it off");
    press(&mut window, Key::Enter);
    assert_eq!(middle(&window), Middle::Table, "and on, and keeps the keyboard");
}

#[test]
fn the_table_says_sizes_changes_lines_and_signs() {
    let window = table("first_enlargement");
    for words in [
        "18.07\u{a0}cm³",
        "from baseline = nadir",
        "95\u{a0}% measuring range",
        "Progression line 54\u{a0}mm",
        "Pseudoprogression window, weeks 2–8 from therapy start",
        "Recheck, window",
        "at the recheck 21 May 2026",
        "If it is swelling, half of sizes lie in",
        "lethargy grade 0, loss of appetite grade 0, pain grade 0",
        "dose",
    ] {
        assert!(window.shows(words), "{words:?} is missing: {:?}", window.texts());
    }
    assert!(!window.shows("Line through the measured sizes"), "a line that only joins sizes says nothing");
}

#[test]
fn the_table_follows_what_the_chart_shows() {
    let mut window = table("first_enlargement");
    assert!(!window.shows("Gingiva, 23 Apr 2026"));
    window.click("Each lesion");
    assert!(window.shows("Gingiva, 23 Apr 2026"), "{:?}", window.texts());
    window.click("Sum");
    assert!(window.shows("+22.2\u{a0}% from baseline = nadir 45\u{a0}mm of 10 Mar 2026"), "{:?}", window.texts());
    assert_eq!(middle(&window), Middle::Table, "it stays a table");
}

#[test]
fn a_date_of_the_table_leads_to_its_size() {
    let mut window = table("first_enlargement");
    focus(&mut window, LAST);
    press(&mut window, Key::Enter);
    let cell = window.harness.get_by_label("Gingiva, visit 3");
    assert!(cell.is_focused(), "{:?}", window.texts());
    window.ctrl(Key::G);
    let row = window.harness.get_by_label(LAST);
    assert!(row.is_focused(), "and Ctrl+G from there to the row: {:?}", window.texts());
    window.click("Table");
    window.ctrl(Key::G);
    assert_eq!(middle(&window), Middle::Chart);
}

#[test]
fn a_size_being_typed_stands_in_its_place_and_says_so() {
    let mut window = table("first_enlargement");
    window.click("Each lesion");
    focus(&mut window, "Gingiva, visit 2");
    window.type_here("33");
    let texts = window.texts();
    let place = |words: &str| texts.iter().position(|text| text.starts_with(words));
    let (typed, last) = (place("being typed, 2 Apr 2026"), place(LAST));
    assert!(typed.is_some() && typed < last, "in the order of the days: {texts:?}");
    assert!(window.shows("Gingiva, 2 Apr 2026, week 3, being typed"), "{texts:?}");
    assert!(!window.shows("LN, 2 Apr 2026, week 3, being typed"), "only what is typed");
}

#[test]
fn what_was_not_assessed_is_never_called_absent() {
    let mut window = table("first_enlargement");
    for (label, text) in [("Gingiva, visit 3", "N"), ("LN, visit 3", "A")] {
        window.type_into(label, text);
    }
    assert!(window.shows("below the progression line. On 23 Apr 2026 not every target was assessed."));
    assert!(window.shows("absent: 1 of 2 lesions; the rest not evaluable"), "{:?}", window.texts());
    let texts = window.texts();
    let table = texts.iter().skip_while(|text| *text != "When and how");
    assert!(!table.clone().any(|text| text == "absent") && table.count() > 20, "{texts:?}");
}

#[test]
fn a_size_without_a_volume_is_said_as_it_was_recorded() {
    let mut window = table("steady_rise");
    window.click("Each lesion");
    let new = "new lesion, Lung nodule, 12\u{a0}mm";
    assert!(window.shows(new), "always listed: {:?}", window.texts());
    assert!(window.shows("12\u{a0}mm, no volume recorded"), "{:?}", window.texts());
}

#[test]
fn a_share_of_one_lesion_is_of_the_baseline_of_the_sum() {
    let mut window = table("first_enlargement");
    window.click("% of baseline");
    window.click("Each lesion");
    assert!(window.shows("% of the sum’s baseline, 37\u{a0}mm"), "{:?}", window.texts());
    assert!(window.shows("% of baseline ("), "the futures as well: {:?}", window.texts());
}

#[test]
fn the_chart_is_copied_as_words() {
    let mut window = table("first_enlargement");
    window.click("Copy as words");
    let copied = window.world.borrow().effects.iter().rev().find_map(|effect| match effect {
        Effect::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    let copied = copied.unwrap_or_default();
    for words in [
        "Bella: Volume of 2 target lesions",
        LAST,
        "18.07\u{a0}cm³",
        "Signs, graded by VCOG v1.1 from 0 to 4",
        "45, 48, then 55",
    ] {
        assert!(copied.contains(words), "{words:?} is missing from {copied}");
    }
    assert!(!copied.contains("point/"), "no identities of marks: {copied}");
    assert!(window.shows("Copied the chart as words"));
}

#[test]
fn a_case_without_sizes_has_a_table_that_says_so() {
    let visit = Command::Edit(Edit::AddVisit(date(2026, 3, 10)));
    let first = vec![visit, Command::ShowMiddle(Middle::Table)];
    let empty = Window::open([1280.0, 800.0], false, first);
    assert!(empty.shows("No size is recorded yet"), "{:?}", empty.texts());
}

/// What comes next in the demonstration.
const NEXT: &str = "Recheck 21 May 2026, day 28, CT again";

/// A window so low that it lies under the fold.
fn low() -> Window {
    Window::open([1280.0, 520.0], false, vec![Command::OpenDemo("first_enlargement".to_owned())])
}

#[test]
fn what_comes_next_stands_at_the_foot_until_it_is_in_sight() {
    let line = format!("Scroll to “Next”: {NEXT}");
    let mut window = low();
    let foot = window.harness.get_by_label(&line).rect();
    assert!(foot.bottom() < 520.0, "in sight: {foot:?}");
    window.click(&line);
    window.harness.run_steps(40);
    assert!(window.harness.query_by_label(&line).is_none(), "it is in sight itself: {:?}", window.texts());
    let next = window.harness.get_by_label(NEXT).rect();
    assert!(next.top() > 60.0 && next.bottom() < 500.0, "{next:?}");
}

#[test]
fn in_a_high_window_nothing_stands_at_the_foot() {
    let window = Window::demo("first_enlargement");
    let next = window.harness.get_by_label(NEXT).rect();
    assert!(next.bottom() < 766.0, "{next:?}");
    assert!(window.harness.query_by_label_contains("Scroll to “Next”").is_none(), "{:?}", window.texts());
}

#[test]
fn the_categories_stand_over_the_verdict_and_lead_to_their_table() {
    let mut window = low();
    window.click("Scroll to “By the rules”: cRECIST\u{a0}PD · iRECIST\u{a0}iUPD");
    window.harness.run_steps(40);
    let table = window.harness.get_by_label("All criteria, and why").rect();
    assert!(table.top() > 60.0 && table.bottom() < 500.0, "{table:?}");
}

#[test]
fn a_dose_of_the_table_leads_to_the_therapy() {
    let mut window = table("first_enlargement");
    focus(&mut window, "12 Mar 2026, at therapy start");
    press(&mut window, Key::Enter);
    assert_eq!(window.harness.state().session().view.tab, Tab::Therapy);
    assert_eq!(middle(&window), Middle::Table);
}

/// One lesion at so many visits, a week apart.
fn many_visits(visits: i32) -> Window {
    let dates = (0..visits).map(|week| date_from_day(date(2022, 1, 3), 7 * week));
    let text = "30".to_owned();
    let cells = dates.map(|date| CellText { date, lesion: LesionId(0), text: text.clone() }).collect();
    let lesion = Edit::AddLesion(Lesion::target(LesionId(0), "T1"));
    let edits = [lesion, Edit::SetSizes { cells, what: "paste".to_owned() }].map(Command::Edit);
    let first = edits.into_iter().chain([Command::ShowMiddle(Middle::Table)]).collect();
    Window::open([1280.0, 800.0], false, first)
}

#[test]
fn of_a_long_table_the_rows_in_sight_are_drawn_and_tab_walks_through_it() {
    let mut window = many_visits(200);
    let drawn = window.harness.get_all_by_role(Role::Link).count();
    assert!((10..60).contains(&drawn), "{drawn} of 200 visits are drawn");
    window.harness.get_all_by_role(Role::Link).take(1).for_each(|first| first.focus());
    window.harness.run();
    for row in 1..90 {
        press(&mut window, Key::Tab);
        let focused = window.harness.get_all_by_role(Role::Link).find(Node::is_focused);
        let at = focused.map(|node| (node.rect(), node.accesskit_node().label().unwrap_or_default()));
        let (rect, name) = at.unwrap_or_else(|| panic!("Tab left the table at row {row}"));
        assert!(name.contains(&format!("week {row},")) || name.ends_with(&format!("week {row}")), "row {row}: {name}");
        assert!(rect.top() > 60.0 && rect.bottom() < 800.0, "row {row} is in sight: {rect:?}");
    }
}

#[test]
fn a_table_of_some_length_is_drawn_whole() {
    let window = many_visits(100);
    assert!(window.harness.get_all_by_role(Role::Link).count() >= 100, "a screen reader has all of it");
}

#[test]
fn the_line_of_what_comes_next_comes_back_once_it_is_scrolled_past() {
    let line = format!("Scroll to “Next”: {NEXT}");
    let mut window = low();
    window.click("Scroll to “By the rules”: cRECIST\u{a0}PD · iRECIST\u{a0}iUPD");
    window.harness.run_steps(40);
    assert!(window.harness.query_by_label(&line).is_some(), "{:?}", window.texts());
}

#[test]
fn volumes_alone_leave_room_for_every_category() {
    let window = Window::demo("real_dog_d02");
    assert!(window.harness.query_by_label_contains("Scroll to “By the rules”: by volume: cRECIST").is_some());
    let line = window.harness.get_by_label_contains("Scroll to “By the rules”").rect();
    assert!(line.left() > 930.0 && line.right() < 1270.0, "{line:?}");
}
