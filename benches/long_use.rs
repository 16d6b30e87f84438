//! Long use: a million random commands on one session, its disk in memory; the live memory must stay flat.
//!
//! `cargo bench --bench long_use`, or for another length `REASSESS_COMMANDS=100000 cargo bench --bench long_use`.
//! After each tenth the bytes that are allocated and not freed are printed, with the undo list (up to 1,000 steps of a
//! case of up to 300 visits) and, started again, without it. The modeled disk is part of them and is told apart: it keeps
//! the case and its earlier versions.
#![expect(clippy::unwrap_used, reason = "a benchmark may panic")]

use std::alloc::System;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use cap::Cap;
use jiff::ToSpan as _;
use jiff::civil::date;
use reassess::app::command::{Answer, Command};
use reassess::app::derived::DerivedCache;
use reassess::store::{Disk as _, MemoryDisk};

#[path = "../tests/it/random_edits.rs"]
mod random_edits;
#[expect(dead_code, reason = "the tests use the rest of it")]
#[path = "../tests/it/store_session.rs"]
mod store_session;

use random_edits::{Dice, random_edit};
use store_session::App;

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, usize::MAX);

const CASE_PATH: &str = "/cases/bella.reassess.ron";
/// The panels are computed anew after this many commands; after each would be a matter of days.
const SHOWN_EVERY: u64 = 1_000;

fn main() {
    let asked = std::env::var("REASSESS_COMMANDS").ok().and_then(|text| text.parse::<u64>().ok());
    let commands = asked.unwrap_or(1_000_000).max(10);
    let disk = MemoryDisk::new();
    disk.create_dir_all(Path::new("/cases")).unwrap();
    let mut app = App::start(&disk, "/home", "Ann");
    app.chosen = CASE_PATH.into();
    let mut shown = DerivedCache::default();
    let mut dice = Dice::new(1);
    for number in 1..=commands {
        step(&mut app, &disk, &mut dice, number);
        if number % SHOWN_EVERY == 0 {
            shown.of(&app.session);
        }
        disk.forget_steps();
        if number % (commands / 10) == 0 {
            let steps = live_mb();
            // Started again, the undo list is empty and all else is as it was.
            start_again(&mut app, &disk);
            tell(&app, &disk, number, steps);
        }
    }
}

fn step(app: &mut App, disk: &MemoryDisk, dice: &mut Dice, number: u64) {
    // Saving and opening write and read the whole case, so they are as rare here as beside the keys of a long day.
    match dice.below(1000) {
        0..600 => {
            let edit = random_edit(dice, &app.case(), number);
            app.command(Command::Edit(edit));
        }
        600..720 => app.command(Command::Undo),
        720..780 => app.command(Command::Redo),
        780..900 => type_a_size(app, dice),
        900..980 => app.command(Command::CommitDraft),
        980..985 => app.command(Command::Save),
        985..987 => {
            app.command(Command::OpenPath(CASE_PATH.into()));
            app.answer(Answer::Discard);
        }
        987..989 => {
            start_again(app, disk);
        }
        _ => app.idle(),
    }
    // Whatever was asked, such as about a file not there yet, is left.
    if app.session.dialog.is_some() {
        app.answer(Answer::Cancel);
    }
}

/// The program ends without warning and is started again; it takes back the newest unsaved work. Older work, which the
/// program keeps until somebody decides, has been thrown away by then.
fn start_again(app: &mut App, disk: &MemoryDisk) {
    disk.restart();
    let in_home = |path: &PathBuf| path.starts_with("/home");
    let written = |path: &PathBuf| disk.metadata(path).ok().and_then(|own| own.modified);
    let mut left: Vec<PathBuf> = disk.files().into_iter().filter(in_home).collect();
    let is_work = |path: &PathBuf| path.to_string_lossy().ends_with(".journal.ron");
    let newest = left.iter().filter(|path| is_work(path)).max_by_key(|path| (written(path), (*path).clone())).cloned();
    left.retain(|path| Some(path) != newest.as_ref());
    for path in left {
        disk.remove(&path).unwrap();
    }
    *app = App::start(disk, "/home", "Ann");
    app.chosen = CASE_PATH.into();
    app.answer(Answer::Recover(0));
}

fn live_mb() -> f64 {
    ALLOCATOR.allocated() as f64 / 1e6
}

fn type_a_size(app: &mut App, dice: &mut Dice) {
    let case = app.case();
    let Some(lesion) = case.lesions().first().map(|lesion| lesion.id) else { return };
    let day = date(2026, 1, 1) + i64::try_from(dice.below(300)).unwrap().days();
    if case.visit(day).is_some() {
        let text = format!("{} x", 10 + dice.below(40));
        app.command(Command::Draft { date: day, lesion, text });
    }
}

fn tell(app: &App, disk: &MemoryDisk, number: u64, with_undo_mb: f64) {
    let on_disk: u64 = disk.files().iter().filter_map(|path| disk.metadata(path).ok()).map(|own| own.len_bytes).sum();
    // Each file is held as it is and as a power cut would leave it.
    let disk_mb = 2.0 * on_disk as f64 / 1e6;
    let live = live_mb();
    let case = app.case();
    let words = format!(
        "{number:>9} commands: {with_undo_mb:7.2} MB live with the undo list; started again {live:7.2} MB, {:6.2} without \
         the modeled disk ({} files); {} visits, {} lesions\n",
        live - disk_mb,
        disk.files().len(),
        case.visits().len(),
        case.lesions().len(),
    );
    std::io::stdout().write_all(words.as_bytes()).unwrap();
}
