//! What has the keyboard is in sight, wherever it scrolls; and pages turn without the pointer.

use std::collections::BTreeSet;

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use reassess::app::command::{Command, HelpPage, LibraryCommand};
use reassess::app::view::Middle;

use crate::plots::{disk_of, invented};
use crate::window_entry::{focus, press};
use crate::window_support::{Window, focused};

/// The lowest window that Tab is followed in.
const LOW: [f32; 2] = [1280.0, 480.0];

/// Every control that so many presses of Tab reach, with those that were not in sight.
fn walked(window: &mut Window, presses: usize, modifiers: Modifiers) -> (BTreeSet<String>, Vec<String>) {
    let (mut reached, mut hidden) = (BTreeSet::new(), Vec::new());
    for _ in 0..presses {
        window.harness.key_press_modifiers(modifiers, Key::Tab);
        window.harness.run();
        let Some(node) = focused(window.harness.root()) else { continue };
        let (name, rect) = (node.accesskit_node().label().unwrap_or_default(), node.rect());
        if rect.top() < 0.0 || rect.bottom() > LOW[1] {
            hidden.push(format!("{name}: {rect:?}"));
        }
        reached.insert(name);
    }
    (reached, hidden)
}

#[test]
fn tab_brings_into_sight_what_it_reaches() {
    let demo = || Command::OpenDemo("first_enlargement".to_owned());
    for then in [None, Some(Command::SettingsPage), Some(Command::ShowMiddle(Middle::Table))] {
        let first: Vec<Command> = std::iter::once(demo()).chain(then.clone()).collect();
        let mut window = Window::open(LOW, false, first);
        for modifiers in [Modifiers::NONE, Modifiers::SHIFT] {
            let (reached, hidden) = walked(&mut window, 90, modifiers);
            assert!(reached.len() > 15, "{then:?}: {reached:?}");
            assert_eq!(hidden, Vec::<String>::new(), "{then:?} {modifiers:?}");
        }
    }
}

#[test]
fn tab_reaches_the_last_card_of_a_library() {
    const CASES: u32 = 40;
    let look = Command::Library(LibraryCommand::Look("/c".into()));
    let mut window = Window::open_on(disk_of(&invented(CASES)), LOW, false, vec![look]);
    window.harness.run_steps(8);
    let (reached, hidden) = walked(&mut window, 90, Modifiers::NONE);
    assert_eq!(hidden, Vec::<String>::new());
    let cards = reached.iter().filter(|name| name.starts_with("Open ")).count();
    assert_eq!(cards, CASES as usize, "{reached:?}");
}

#[test]
fn a_click_moves_nothing_away_under_the_pointer() {
    let mut window = Window::open(LOW, false, vec![Command::OpenDemo("first_enlargement".to_owned())]);
    let label = "Lethargy: 1";
    let before = window.harness.get_by_label(label).rect();
    assert!(before.top() > 0.0, "{before:?}");
    window.click("Lethargy: 1");
    assert_eq!(window.harness.get_by_label(label).rect(), before);
}

#[test]
fn page_down_turns_the_page_that_has_the_keyboard() {
    let mut window = Window::open(LOW, false, vec![Command::OpenDemo("first_enlargement".to_owned())]);
    focus(&mut window, "List them all");
    let top = |window: &Window| window.harness.get_by_label("Show the sum").rect().top();
    let before = top(&window);
    press(&mut window, Key::PageDown);
    let after = top(&window);
    assert!(after < before - 50.0, "the verdict went up: {before}, {after}");
    let signs = |window: &Window| window.harness.get_by_label("Pain: 0").rect().top();
    let still = signs(&window);
    press(&mut window, Key::PageUp);
    assert!(top(&window) > after + 50.0, "and down again");
    assert_eq!(signs(&window).to_bits(), still.to_bits(), "nothing else moved");
}

#[test]
fn the_text_of_a_dialog_is_read_by_keyboard() {
    let mut window = Window::open(LOW, false, vec![Command::Help(HelpPage::Evidence)]);
    let top = |window: &Window| window.harness.get_by_label("Not a diagnosis").rect().top();
    let before = top(&window);
    press(&mut window, Key::PageDown);
    assert!(top(&window) < before - 50.0, "{before}, {}", top(&window));
    press(&mut window, Key::PageUp);
    assert!((top(&window) - before).abs() < 1.0, "back at the start");
}
