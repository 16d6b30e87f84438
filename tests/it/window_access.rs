//! For everyone: names on all that can have the cursor, Tab that reaches it, a tree that is read as text.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use eframe::egui::{Key, Modifiers};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use reassess::app::command::Command;

use crate::window_support::Window;

/// Name and role of every node that can have the cursor.
fn focusable(node: &Node<'_>, found: &mut Vec<(String, String)>) {
    let access = node.accesskit_node();
    if access.is_focusable(&accesskit_consumer::common_filter) && !access.is_disabled() && !access.is_root() {
        found.push((format!("{:?}", access.role()), access.label().unwrap_or_default()));
    }
    for child in node.children() {
        focusable(&child, found);
    }
}

fn all_focusable(window: &Window) -> Vec<(String, String)> {
    let mut found = Vec::new();
    focusable(&window.harness.root(), &mut found);
    found
}

fn tabs() -> [&'static str; 5] {
    ["Sizes", "Signs", "Therapy", "Lesions", "Case"]
}

#[test]
fn everything_that_can_have_the_cursor_has_a_name() {
    for tab in tabs() {
        let mut window = Window::demo("first_enlargement");
        window.click(tab);
        let found = all_focusable(&window);
        assert!(found.len() > 20, "{tab}: nodes were found");
        let bare: Vec<_> = found.iter().filter(|(_, name)| name.trim().is_empty()).collect();
        assert_eq!(bare, Vec::<&(String, String)>::new(), "{tab}");
    }
}

#[test]
fn tab_reaches_every_named_control_and_comes_round() {
    let mut window = Window::demo("first_enlargement");
    let wanted: BTreeSet<String> = all_focusable(&window).into_iter().map(|(_, name)| name).collect();
    let mut reached = BTreeSet::new();
    // Forward goes from size to size; what stands between the rows is reached backward.
    for back in [false, true] {
        for _ in 0..wanted.len() + 20 {
            let modifiers = if back { Modifiers::SHIFT } else { Modifiers::NONE };
            window.harness.key_press_modifiers(modifiers, Key::Tab);
            window.harness.run();
            reached.extend(focused(&window.harness.root()));
        }
    }
    let missed: Vec<&String> = wanted.difference(&reached).collect();
    assert_eq!(missed, Vec::<&String>::new(), "reached {reached:?}");
}

fn focused(node: &Node<'_>) -> Option<String> {
    let access = node.accesskit_node();
    if access.is_focused() && access.label().is_some() {
        return access.label();
    }
    node.children().find_map(|child| focused(&child))
}

#[test]
fn the_chart_says_in_words_what_it_shows() {
    let window = Window::demo("first_enlargement");
    let images = window.harness.get_all_by_role(eframe::egui::accesskit::Role::Image);
    let words: String = images.filter_map(|image| image.accesskit_node().label()).collect();
    assert!(words.contains("3 sizes"), "{words}");
    assert!(words.contains("23 Apr 2026"), "{words}");
}

/// Role and name of every control, in the order a screen reader meets them; words alone are left out.
fn controls(node: &Node<'_>, text: &mut String) {
    use eframe::egui::accesskit::Role;
    let access = node.accesskit_node();
    let role = access.role();
    let is_control = !matches!(role, Role::Label | Role::Window | Role::GenericContainer | Role::Unknown);
    if let (true, Some(label)) = (is_control, access.label()) {
        let value = access.value().map(|value| format!(" = {value}")).unwrap_or_default();
        writeln!(text, "{role:?} {label}{value}").ok();
    }
    for child in node.children() {
        controls(&child, text);
    }
}

#[test]
fn the_controls_of_case_bar_table_and_chart_are_held() {
    // Narrow, so that the verdict, which has its own tests, takes no part.
    let first = vec![Command::OpenDemo("first_enlargement".to_owned())];
    let window = Window::open([900.0, 700.0], false, first);
    let mut text = String::new();
    controls(&window.harness.root(), &mut text);
    insta::assert_snapshot!(text);
}
