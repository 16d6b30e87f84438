//! Pictures of the window at half its size, held against the stored ones in `tests/it/snapshots/pictures`.
//!
//! After a change that is meant: `UPDATE_SNAPSHOTS=1 cargo test --test it window_pictures`, then look at each picture.
//! They are painted by the CPU with the embedded fonts, so that machines agree; a few pixels may differ all the same.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::Arc;

use eframe::egui::Key;
use egui_kittest::{SnapshotOptions, try_image_snapshot_options};
use reassess::app::command::{Command, LibraryCommand};
use reassess::app::edit::Edit;
use reassess::app::view::Middle;
use reassess::chart::CohortPlot;
use reassess::domain::{DateForm, Lesion, LesionId, Patient};
use reassess::store::{MemoryDisk, Settings};

use crate::plots::{disk_of, invented};
use crate::window_entry::long_case;
use crate::window_support::{Window, conflict, library};

const WIDE: [f32; 2] = [1280.0, 800.0];

fn open(demo: &str, settings: Settings, dark: bool, then: Vec<Command>) -> Window {
    let settings = Settings { first_run_seen: true, ..settings };
    let mut first = vec![Command::OpenDemo(demo.to_owned())];
    first.extend(then);
    Window::open_with(Arc::new(MemoryDisk::new()), settings, WIDE, dark, first)
}

fn first_enlargement(then: Vec<Command>) -> Window {
    open("first_enlargement", Settings::default(), false, then)
}

/// Compares the window's picture with the stored one of this name; a word that moved by a line is found.
fn assert_looks(name: &str, mut window: Window) {
    window.harness.run();
    let picture = window.harness.render().unwrap();
    let half = image::imageops::thumbnail(&picture, picture.width() / 2, picture.height() / 2);
    let options =
        SnapshotOptions::new().threshold(1.0).max_failed_pixels(40).output_path("tests/it/snapshots/pictures");
    let outcome = try_image_snapshot_options(&half, name, &options);
    assert!(outcome.is_ok(), "{}", outcome.err().map(|error| error.to_string()).unwrap_or_default());
}

#[test]
fn the_empty_window() {
    assert_looks("empty", Window::open(WIDE, false, Vec::new()));
}

#[test]
fn the_first_enlargement_in_every_theme() {
    assert_looks("enlargement_light", first_enlargement(Vec::new()));
    assert_looks("enlargement_dark", open("first_enlargement", Settings::default(), true, Vec::new()));
    let settings = Settings { high_contrast: true, ..Settings::default() };
    assert_looks("enlargement_high_contrast", open("first_enlargement", settings, false, Vec::new()));
}

#[test]
fn the_owner_view() {
    assert_looks("owner", first_enlargement(vec![Command::ShowOwner(true)]));
}

#[test]
fn a_red_flag() {
    assert_looks("red_flag", open("red_flag_airway", Settings::default(), false, Vec::new()));
}

#[test]
fn long_names() {
    let lesion = Lesion::target(LesionId(0), "Rostral mandibular gingiva, left, behind the canine");
    let name = "Maximilian-Alexander von und zu Hohenstein-Wittelsbach der Dritte, genannt Bärli".to_owned();
    let patient = Patient { name, ..Patient::default() };
    let edits = [Edit::SetPatient(patient), Edit::UpdateLesion(lesion)].map(Command::Edit);
    let window = first_enlargement(edits.into());
    assert_looks("long_names", window);
}

#[test]
fn two_hundred_visits() {
    let mut window = long_case();
    window.ctrl(Key::G);
    assert_looks("two_hundred_visits", window);
}

#[test]
fn settings_palette_and_criteria() {
    assert_looks("settings", first_enlargement(vec![Command::SettingsPage]));
    assert_looks("palette", first_enlargement(vec![Command::Palette]));
    assert_looks("chart_table", first_enlargement(vec![Command::ShowMiddle(Middle::Table)]));
    assert_looks("criteria", first_enlargement(vec![Command::ShowMiddle(Middle::Criteria)]));
}

/// The library as a plot of so many invented dogs.
fn plot_of(count: u32, plot: CohortPlot, dark: bool) -> Window {
    let first = [LibraryCommand::Look("/c".into()), LibraryCommand::ShowAs(Some(plot))].map(Command::Library);
    let settings = Settings { first_run_seen: true, ..Settings::default() };
    let mut window = Window::open_with(disk_of(&invented(count)), settings, WIDE, dark, first.into());
    window.harness.run_steps(8);
    window
}

#[test]
fn plots_of_many_cases() {
    assert_looks("plot_spider", plot_of(60, CohortPlot::Spider, false));
    assert_looks("plot_waterfall", plot_of(60, CohortPlot::Waterfall, false));
    assert_looks("plot_swimmer", plot_of(60, CohortPlot::Swimmer, false));
}

#[test]
fn plots_of_few_cases_and_in_the_dark() {
    assert_looks("plot_spider_few", plot_of(3, CohortPlot::Spider, false));
    assert_looks("plot_waterfall_dark", plot_of(12, CohortPlot::Waterfall, true));
    assert_looks("plot_swimmer_dark", plot_of(12, CohortPlot::Swimmer, true));
}

#[test]
fn the_library_and_two_versions_of_one_file() {
    assert_looks("library", library());
    assert_looks("conflict", conflict());
}

#[test]
fn a_small_window() {
    let small = |dark, settings: Settings| {
        let settings = Settings { first_run_seen: true, ..settings };
        let first = vec![Command::OpenDemo("first_enlargement".to_owned())];
        Window::open_with(Arc::new(MemoryDisk::new()), settings, [800.0, 600.0], dark, first)
    };
    assert_looks("small_chart", small(false, Settings::default()));
    let mut verdict = small(true, Settings { high_contrast: true, ..Settings::default() });
    verdict.click("Verdict");
    assert_looks("small_verdict", verdict);
}

#[test]
fn dates_with_the_month_first() {
    let settings = Settings { dates: DateForm::MonthFirst, ..Settings::default() };
    assert_looks("month_first", open("first_enlargement", settings, false, Vec::new()));
    let settings = Settings { dates: DateForm::Iso, ..Settings::default() };
    assert_looks("iso_dates", open("first_enlargement", settings, false, Vec::new()));
}
