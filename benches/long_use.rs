//! Long use: a million random commands on one session, its disk in memory; the live memory must stay flat.
//!
//! `cargo bench --bench long_use`, or for another length `REASSESS_COMMANDS=100000 cargo bench --bench long_use`.
//! After each tenth the bytes that are allocated and not freed are printed. The modeled disk is part of them and is
//! told apart; what else may grow until it is full is the undo list (1,000 steps) and the case (20 lesions, 300 days).
#![expect(clippy::unwrap_used, reason = "a benchmark may panic")]

use std::alloc::System;
use std::io::Write as _;
use std::path::Path;

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
            tell(&app, &disk, number);
        }
    }
}

fn step(app: &mut App, disk: &MemoryDisk, dice: &mut Dice, number: u64) {
    match dice.below(100) {
        0..60 => {
            let edit = random_edit(dice, &app.case(), number);
            app.command(Command::Edit(edit));
        }
        60..72 => app.command(Command::Undo),
        72..78 => app.command(Command::Redo),
        78..90 => type_a_size(app, dice),
        90..94 => app.command(Command::CommitDraft),
        94..96 => app.command(Command::Save),
        96..97 => {
            app.command(Command::OpenPath(CASE_PATH.into()));
            app.answer(Answer::Discard);
        }
        97..98 => {
            disk.restart();
            *app = App::start(disk, "/home", "Ann");
            app.chosen = CASE_PATH.into();
            app.answer(Answer::Recover(0));
        }
        _ => app.idle(),
    }
    // Whatever was asked, such as about a file not there yet, is left.
    if app.session.dialog.is_some() {
        app.answer(Answer::Cancel);
    }
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

fn tell(app: &App, disk: &MemoryDisk, number: u64) {
    let on_disk: u64 = disk.files().iter().filter_map(|path| disk.metadata(path).ok()).map(|own| own.len_bytes).sum();
    let live = ALLOCATOR.allocated() as f64 / 1e6;
    let case = app.case();
    let words = format!(
        "{number:>9} commands: {live:7.2} MB live, of which the modeled disk holds about {:.2} MB; {} visits, {} lesions\n",
        // Each file is held as it is and as a power cut would leave it.
        2.0 * on_disk as f64 / 1e6,
        case.visits().len(),
        case.lesions().len(),
    );
    std::io::stdout().write_all(words.as_bytes()).unwrap();
}
