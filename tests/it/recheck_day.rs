//! The day of the recheck moved: by command, with the pointer and with the keys; and why it is on its day.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::kittest::Queryable as _;
use jiff::civil::date;
use reassess::app::command::Command;
use reassess::app::derived::DerivedCache;
use reassess::app::session::Session;
use reassess::app::view::ChartChoice;
use reassess::rules::Rules;
use reassess::store::Settings;

use crate::window_support::Window;

const DEMO: &str = "first_enlargement";

/// Bella on the day after her enlarging visit, day 42; her recheck is due on day 70.
fn session() -> Session {
    let mut session = Session::new(Rules::shipped().unwrap(), Settings::default(), date(2026, 4, 24));
    session.handle(Command::OpenDemo(DEMO.to_owned()));
    session
}

#[test]
fn moving_the_recheck_redraws_the_charts_and_assesses_nothing() {
    let mut session = session();
    let mut cache = DerivedCache::default();
    let before = cache.of(&session).clone();
    assert_eq!(cache.work_done(), (1, 0));
    session.handle(Command::Chart(ChartChoice::Recheck(Some(84))));
    let moved = cache.of(&session).clone();
    assert_eq!(cache.work_done(), (1, 1), "the charts were drawn anew, the case was not assessed");
    assert_eq!(moved.assessment, before.assessment);
    assert_ne!(moved.futures_words, before.futures_words, "the sizes that decide are those of the new day");
    assert!(moved.futures_words.contains("4 Jun 2026"), "{}", moved.futures_words);
    let handle = moved.chart.handle.as_ref().unwrap();
    assert_eq!((handle.day, handle.mark.to_string().as_str()), (84.0, "recheck/moved"));
    assert_eq!(moved.owner_chart, before.owner_chart, "the owner is told the recommended day alone");
    cache.of(&session);
    assert_eq!(cache.work_done(), (1, 1), "nothing changed, nothing is done");
    session.handle(Command::Chart(ChartChoice::Recheck(None)));
    assert_eq!(cache.of(&session).futures_words, before.futures_words, "and back");
}

#[test]
fn a_recheck_stays_where_the_futures_reach() {
    let mut session = session();
    let mut cache = DerivedCache::default();
    for (asked, held) in [(-500, 43.0), (5000, 98.0)] {
        session.handle(Command::Chart(ChartChoice::Recheck(Some(asked))));
        assert_eq!(cache.of(&session).chart.handle.as_ref().unwrap().day, held, "asked for day {asked}");
    }
}

/// Where the grip's line is.
fn grip(window: &Window) -> Pos2 {
    window.harness.get_by_label_contains("Recheck on ").rect().center()
}

fn button(window: &mut Window, pos: Pos2, pressed: bool) {
    let modifiers = Modifiers::NONE;
    window.harness.event(Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers });
    window.harness.run_steps(3);
}

fn point_at(window: &mut Window, pos: Pos2) {
    window.harness.event(Event::PointerMoved(pos));
    window.harness.run_steps(3);
}

#[test]
fn the_recheck_is_dragged_with_the_pointer_and_let_go_with_escape() {
    let mut window = Window::demo(DEMO);
    let revision = window.harness.state().session().document.revision();
    let from = grip(&window);
    point_at(&mut window, from);
    button(&mut window, from, true);
    let mut days = Vec::new();
    for step in 1..=4_u8 {
        point_at(&mut window, from + vec2(9.0 * f32::from(step), 0.0));
        days.extend(window.harness.state().session().view.recheck);
    }
    button(&mut window, from + vec2(36.0, 0.0), false);
    assert_eq!(days.len(), 4, "it follows the pointer while it is dragged");
    assert!(days.is_sorted() && days.first() < days.last(), "to the right is later: {days:?}");
    assert!(days.iter().all(|day| (71..=98).contains(day)), "{days:?} lie after the due day 70");
    let last = *days.last().unwrap();
    assert!((grip(&window).x - from.x - 36.0).abs() < 8.0, "the grip is under the pointer");
    assert_eq!(window.harness.state().session().document.revision(), revision, "the case is as it was");

    // The keys move it by a day, and Escape puts it back.
    window.harness.get_by_label_contains("Recheck on ").focus();
    window.harness.run();
    window.harness.key_press(Key::ArrowLeft);
    window.harness.run();
    assert_eq!(window.harness.state().session().view.recheck, Some(last - 1));
    window.harness.key_press(Key::Escape);
    window.harness.run();
    assert_eq!(window.harness.state().session().view.recheck, None);
    assert!((grip(&window).x - from.x).abs() < 1.0, "back on the recommended day");
}

#[test]
fn why_the_recheck_is_on_its_day_is_one_click_away() {
    let mut window = Window::open([1280.0, 1600.0], false, vec![Command::OpenDemo(DEMO.to_owned())]);
    assert!(!window.shows("Of 100 parts of doubt"), "not in sight until asked for");
    window.click("Why this day");
    let texts = window.texts().join("\n");
    for words in
        ["Of 100 parts of doubt", "21 May 2026, recommended", "18 Jun 2026", "mean of three readings", "iRECIST"]
    {
        assert!(texts.contains(words), "{words} in {texts}");
    }
    window.click("Hide why this day");
    assert!(!window.shows("Of 100 parts of doubt"), "and away again");
}

#[test]
fn without_futures_there_is_no_day_to_explain() {
    let mut session = Session::new(Rules::shipped().unwrap(), Settings::default(), date(2026, 4, 24));
    let mut cache = DerivedCache::default();
    let derived = cache.of(&session);
    assert_eq!(derived.recheck_design(session.dated()), None);
    session.handle(Command::OpenDemo("real_dog_d09".to_owned()));
    let derived = cache.of(&session);
    assert_eq!(derived.recheck_design(session.dated()), None, "{:?}", derived.futures.as_ref().map(|own| own.withheld));
    let window = Window::demo("real_dog_d09");
    assert!(!window.shows("Why this day"), "nothing to explain");
}

#[test]
fn the_design_says_what_each_day_settles_and_marks_one() {
    let session = session();
    let mut cache = DerivedCache::default();
    let design = cache.of(&session).recheck_design(session.dated()).unwrap().clone();
    assert_eq!(design.days.len(), 6, "21 to 56 days by week: {:?}", design.days);
    assert_eq!(design.days.iter().filter(|own| own.recommended).count(), 1);
    assert!(design.days.is_sorted_by(|one, next| one.settled <= next.settled), "a later size settles more: {design:?}");
    let due = design.days.iter().find(|own| own.recommended).unwrap().settled;
    assert!(design.sharper.iter().all(|own| own.settled >= due), "a sharper size settles no less: {design:?}");
}
