//! Around the three areas: palette, settings, first run, owner's page, narrow windows, odd names.

use std::sync::Arc;

use eframe::egui::{self, Key};
use egui_kittest::kittest::Queryable as _;
use reassess::app::command::{Command, Effect};
use reassess::app::edit::Edit;
use reassess::chart::{Quantity, Scale, View};
use reassess::domain::{Grade, Patient};
use reassess::store::{MemoryDisk, Settings};

use crate::window_support::Window;

const WIDE: [f32; 2] = [1280.0, 800.0];

fn press(window: &mut Window, key: Key) {
    window.harness.key_press(key);
    window.harness.run();
}

fn settings(window: &Window) -> Settings {
    window.harness.state().session().settings.clone()
}

#[test]
fn every_command_is_found_by_part_of_its_name() {
    let mut window = Window::demo("first_enlargement");
    window.ctrl(Key::K);
    window.type_here("chsum");
    assert!(window.shows("Chart: sum of diameters"), "{:?}", window.texts());
    press(&mut window, Key::Enter);
    assert!(window.shows("Sum of diameters of 2 target lesions"), "the chart changed: {:?}", window.texts());
    window.ctrl(Key::K);
    window.type_here("add visit");
    press(&mut window, Key::Enter);
    window.type_here("21 May 2026");
    press(&mut window, Key::Enter);
    assert_eq!(window.harness.state().session().document.case().visits().len(), 4, "the cursor was in the right field");
    window.ctrl(Key::K);
    press(&mut window, Key::Escape);
    assert!(window.harness.state().session().dialog.is_none(), "Escape closes it");
}

#[test]
fn a_plan_is_committed_by_keyboard() {
    let mut window = Window::demo("first_enlargement");
    window.ctrl(Key::K);
    window.type_here("commit");
    press(&mut window, Key::Enter);
    window.type_here("Go on as before");
    for _ in 0..3 {
        press(&mut window, Key::Tab);
    }
    press(&mut window, Key::Enter);
    let plans = window.harness.state().session().document.case().plans().to_vec();
    let below: Vec<_> = plans.iter().map(|plan| plan.actions.below.as_str()).collect();
    assert!(matches!(below.as_slice(), [below] if below.contains("Go on as before")), "{below:?}");
}

#[test]
fn arrows_choose_in_the_palette() {
    let mut window = Window::demo("first_enlargement");
    window.ctrl(Key::K);
    window.type_here("go to");
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::Enter);
    assert!(window.shows("Doses, other treatments and events"), "the third tab: {:?}", window.texts());
}

#[test]
fn settings_take_effect_at_once_and_are_written() {
    let mut window = Window::demo("first_enlargement");
    window.ctrl(Key::Comma);
    window.click("Theme: Dark");
    assert!(window.harness.ctx.global_style().visuals.dark_mode, "dark at once");
    window.click("high contrast");
    assert_eq!(window.harness.ctx.global_style().visuals.panel_fill, egui::Color32::BLACK);
    window.type_into("Usual observer", "KM");
    assert_eq!(settings(&window).default_observer, "KM");
    let written = window.world.borrow().effects.iter().any(|effect| {
        matches!(effect, Effect::SaveSettings(settings) if settings.default_observer == "KM" && settings.high_contrast)
    });
    assert!(written, "and written");
}

#[test]
fn the_first_run_says_what_this_is_not_until_it_was_read() {
    let disk = Arc::new(MemoryDisk::new());
    let mut window = Window::open_with(disk, Settings::default(), WIDE, false, Vec::new());
    assert!(window.shows("Not validated in dogs"), "{:?}", window.texts());
    window.click("I understand");
    assert!(settings(&window).first_run_seen, "remembered");
    assert!(window.harness.query_by_label("I understand").is_none(), "gone");
}

#[test]
fn the_owner_sees_what_the_clinician_leaves_on() {
    let mut window = Window::demo("first_enlargement");
    window.click("View");
    window.click("What is known");
    press(&mut window, Key::Escape);
    press(&mut window, Key::F5);
    assert!(window.shows("Call us sooner if you see"), "{:?}", window.texts());
    assert!(!window.shows("nobody has counted"), "switched off");
}

#[test]
fn dots_are_drawn_only_where_people_were_counted() {
    let mut window = Window::demo("first_enlargement");
    press(&mut window, Key::F5);
    assert!(window.shows("Of 100 people whose tumors had grown on a scan: 8 to 26 later not confirmed as growing"));
    let mut emergency = Window::demo("red_flag_airway");
    press(&mut emergency, Key::F5);
    assert!(!emergency.shows("Of 100"), "no count of others in an emergency");
}

#[test]
fn a_narrow_window_shows_chart_and_verdict_in_turn() {
    let first = vec![Command::OpenDemo("first_enlargement".to_owned())];
    let mut window = Window::open([800.0, 600.0], false, first);
    assert!(window.shows("weeks from therapy start") || window.shows("crossed the progression line"), "the chart");
    assert!(!window.shows("By the rules"), "no verdict panel: {:?}", window.texts());
    window.click("Verdict");
    assert!(window.shows("Show the sum"), "the verdict: {:?}", window.texts());
}

#[test]
fn long_and_foreign_names_are_shown() {
    let long = "Maximilian-Alexander von und zu Hohenstein-Wittelsbach der Dritte, genannt Bärli";
    for name in [long, "Žofie Ångström-Ñandú", "Ωμέγα", "Пушок"] {
        let mut window = Window::demo("first_enlargement");
        window.click("Case");
        window.type_into("Name", name);
        press(&mut window, Key::F5);
        assert!(window.shows(name), "{name}: {:?}", window.texts());
    }
    let patient = Patient { name: "Bella".to_owned(), ..Patient::default() };
    let first = vec![Command::Edit(Edit::SetPatient(patient))];
    assert!(Window::open(WIDE, false, first).shows("Bella"));
}

#[test]
fn a_name_in_letters_that_no_font_has_is_kept_and_said() {
    let mut window = Window::demo("first_enlargement");
    window.harness.ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
    window.click("Case");
    window.type_into("Name", "Žofie");
    assert!(!window.shows("No font"), "{:?}", window.texts());
    // The tests' window has the embedded typefaces alone.
    window.type_into("Name", "ハチ公");
    assert!(window.shows("No font on this computer has “ハチ公”"), "{:?}", window.texts());
    assert_eq!(window.harness.state().session().document.case().patient.name, "ハチ公", "kept as typed");
}

#[test]
fn grades_method_and_observer_are_set_without_the_table() {
    let mut window = Window::demo("first_enlargement");
    for typed in ["pain 2", "appetite loss 1"] {
        window.ctrl(Key::K);
        window.type_here(typed);
        press(&mut window, Key::Enter);
    }
    window.type_into("Observer at this visit", "RW");
    let case = window.harness.state().session().document.case().clone();
    let last = case.visits().last().unwrap();
    let grades = [last.signs.pain, last.signs.lethargy, last.signs.appetite].map(|grade| grade.map(Grade::get));
    assert_eq!(grades, [Some(2), Some(0), Some(1)]);
    assert!(last.measurements.values().all(|own| own.observer == "RW"), "{:?}", last.measurements);
}

#[test]
fn a_chart_opens_as_the_settings_say_and_no_other_setting_turns_it_back() {
    let chart = View { quantity: Quantity::SumOfDiameters, scale: Scale::Log, per_lesion: true, ..View::default() };
    let settings = Settings { chart, first_run_seen: true, ..Settings::default() };
    let first = vec![Command::OpenDemo("first_enlargement".to_owned())];
    let mut window = Window::open_with(Arc::new(MemoryDisk::new()), settings, WIDE, false, first);
    assert!(window.shows("Sum of diameters of 2 target lesions"), "{:?}", window.texts());
    window.click("Volume");
    window.ctrl(Key::Comma);
    window.click("high contrast");
    assert_eq!(window.harness.state().session().view.chart.quantity, Quantity::Volume);
    window.click("A chart opens with: % of baseline");
    assert_eq!(window.harness.state().session().view.chart.quantity, Quantity::PercentOfBaseline);
}

#[test]
fn the_about_page_names_its_versions() {
    let mut window = Window::demo("first_enlargement");
    window.ctrl(Key::K);
    window.type_here("about");
    press(&mut window, Key::Enter);
    assert!(window.shows(&format!("Version {}, rules ", env!("CARGO_PKG_VERSION"))), "{:?}", window.texts());
    assert!(window.shows("case files of schema"));
}
