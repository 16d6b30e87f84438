//! For everyone: names on all that can have the cursor, Tab that reaches it, a tree that is read as text.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use eframe::egui::{self, Key, Modifiers};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use reassess::app::command::{Command, HelpPage};
use reassess::app::edit::Edit;
use reassess::app::view::Middle;

use crate::window_support::{Window, conflict, focused, library};

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

/// Every screen and a dialog of each kind, with its name.
fn screens() -> Vec<(&'static str, Window)> {
    let demo = |then: Vec<Command>| {
        let first = std::iter::once(Command::OpenDemo("first_enlargement".to_owned())).chain(then);
        Window::open([1280.0, 800.0], false, first.collect())
    };
    vec![
        ("empty", Window::open([1280.0, 800.0], false, Vec::new())),
        ("case", demo(Vec::new())),
        ("chart as a table", demo(vec![Command::ShowMiddle(Middle::Table)])),
        ("criteria", demo(vec![Command::ShowMiddle(Middle::Criteria)])),
        ("owner", demo(vec![Command::ShowOwner(true)])),
        ("library", library()),
        ("library, counted", {
            let mut window = library();
            window.click("Count these cases");
            window
        }),
        ("settings", demo(vec![Command::SettingsPage])),
        ("palette", demo(vec![Command::Palette])),
        ("keys", demo(vec![Command::Help(HelpPage::Shortcuts)])),
        ("evidence", demo(vec![Command::Help(HelpPage::Evidence)])),
        ("unsaved changes", demo(vec![Command::Edit(Edit::SetNotes("new".to_owned())), Command::Quit])),
        ("conflict", conflict()),
    ]
}

#[test]
fn everything_that_can_have_the_cursor_has_a_name_on_every_screen() {
    for (screen, window) in screens() {
        let found = all_focusable(&window);
        assert!(found.len() > 1, "{screen}: nodes were found");
        let bare: Vec<_> = found.iter().filter(|(_, name)| name.trim().is_empty()).collect();
        assert_eq!(bare, Vec::<&(String, String)>::new(), "{screen}");
    }
    for tab in tabs() {
        let mut window = Window::demo("first_enlargement");
        window.click(tab);
        let found = all_focusable(&window);
        assert!(found.len() > 20, "{tab}: nodes were found");
        let bare: Vec<_> = found.iter().filter(|(_, name)| name.trim().is_empty()).collect();
        assert_eq!(bare, Vec::<&(String, String)>::new(), "{tab}");
    }
}

/// What tells a control from every other, over all frames.
type NodeId = String;

fn node_id(node: &Node<'_>) -> NodeId {
    format!("{:?}", node.accesskit_node().id())
}

/// Where a control stands: its name, and its place in the window before anything was scrolled.
type Station = (String, egui::Rect);

fn stations(node: &Node<'_>, found: &mut HashMap<NodeId, Station>) {
    let access = node.accesskit_node();
    if access.is_focusable(&accesskit_consumer::common_filter) && !access.is_disabled() && !access.is_root() {
        found.insert(node_id(node), (access.label().unwrap_or_default(), node.rect()));
    }
    for child in node.children() {
        stations(&child, found);
    }
}

/// One round of Tab, or of Shift and Tab, from control to control; `None` where it never comes round.
fn round(window: &mut Window, modifiers: Modifiers) -> Option<Vec<NodeId>> {
    let mut order: Vec<NodeId> = Vec::new();
    for _ in 0..200 {
        window.harness.key_press_modifiers(modifiers, Key::Tab);
        window.harness.run();
        let Some(id) = focused(window.harness.root()).map(|node| node_id(&node)) else { continue };
        if order.first() == Some(&id) {
            return Some(order);
        }
        if order.last() != Some(&id) {
            order.push(id);
        }
    }
    None
}

/// The height of the demonstration's window.
const HEIGHT: f32 = 800.0;

/// The area of the window a place is in: bar, entry, chart, verdict, foot.
fn area(rect: egui::Rect, chart: egui::Rect) -> u8 {
    match rect.center() {
        at if at.y < 60.0 => 0,
        // The verdict is longer than the window, and scrolls.
        at if at.x > chart.right() => 3,
        at if at.y > HEIGHT - 34.0 => 4,
        at if at.x < chart.left() => 1,
        _ => 2,
    }
}

/// Whether one place is read after another: in a later area, further down, or further right in the same line.
fn is_after(before: egui::Rect, after: egui::Rect, chart: egui::Rect) -> bool {
    const SLACK: f32 = 2.0;
    let (from, to) = (area(before, chart), area(after, chart));
    if from != to {
        return to > from;
    }
    let in_line = after.top() < before.bottom() - SLACK && before.top() < after.bottom() - SLACK;
    if in_line { after.left() >= before.left() } else { after.top() >= before.bottom() - SLACK }
}

#[test]
fn tab_goes_as_one_reads() {
    let mut window = Window::demo("first_enlargement");
    let mut places = HashMap::new();
    stations(&window.harness.root(), &mut places);
    let images = window.harness.get_all_by_role(egui::accesskit::Role::Image);
    let is_chart = |image: &Node<'_>| image.accesskit_node().label().is_some_and(|name| name.contains("3 sizes"));
    let chart = images.into_iter().find(is_chart).unwrap();
    let chart = places.get(&node_id(&chart)).map_or_else(|| chart.rect(), |(_, rect)| *rect);
    for back in [false, true] {
        let mut order = round(&mut window, if back { Modifiers::SHIFT } else { Modifiers::NONE }).unwrap();
        if back {
            order.reverse();
        }
        // The handles between the areas belong to none.
        let placed = order.iter().filter_map(|id| places.get(id)).filter(|(name, _)| name != "Resize panel");
        let mut walk: Vec<&Station> = placed.collect();
        assert!(walk.len() > 30, "back {back}: {walk:?}");
        // The round may begin anywhere; what is read first is File's neighbor at the top left.
        let first = walk.iter().position(|(name, _)| name == "View: Clinician").unwrap_or_default();
        walk.rotate_left(first);
        let wrong: Vec<String> = walk
            .windows(2)
            .filter_map(|pair| match pair {
                [before, after] if !is_after(before.1, after.1, chart) => Some(format!("{before:?}, then {after:?}")),
                _ => None,
            })
            .collect();
        assert_eq!(wrong, Vec::<String>::new(), "back {back}");
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
            reached.extend(focused(window.harness.root()).and_then(|node| node.accesskit_node().label()));
        }
    }
    let missed: Vec<&String> = wanted.difference(&reached).collect();
    assert_eq!(missed, Vec::<&String>::new(), "reached {reached:?}");
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
fn the_controls_of_every_screen_are_held() {
    let of = |window: &Window| {
        let mut text = String::new();
        controls(&window.harness.root(), &mut text);
        text
    };
    let case = of(&Window::demo("first_enlargement"));
    for (screen, window) in screens() {
        let mut text = of(&window);
        if window.harness.state().session().dialog.is_some() {
            // What lies under a dialog is held once.
            let own: Vec<&str> = text.lines().filter(|line| !case.lines().any(|other| other == *line)).collect();
            text = own.join("\n");
        }
        insta::assert_snapshot!(format!("controls of {screen}").replace([',', ' '], "_"), text);
    }
}
