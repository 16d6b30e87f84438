//! A program that saves without pause, killed again and again on the real disk.
//!
//! `REASSESS_KILLS=1000` makes the long run; its counts are printed with `--nocapture`.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use reassess::domain::{Case, Patient};
use reassess::store::case_file::{MAX_CASE_FILE_BYTES, from_bytes};
use reassess::store::journal::left_behind;
use reassess::store::{
    Disk as _, Expected, Journal, Paths, RealDisk, Settings, Summary, Unsaved, list_backups, load_case, save_case,
    sweep,
};

use crate::random_edits::Dice;
use crate::store::{case_named, text_of};

const FOLDER: &str = "REASSESS_KILL_FOLDER";

fn case_path(folder: &Path) -> PathBuf {
    folder.join("cases").join("bella.reassess.ron")
}

/// The number of the save is in the name, and the notes are long, so that a write takes its time.
fn numbered(number: u32) -> Case {
    let mut case = case_named("Bella");
    case.patient = Patient { name: number.to_string(), ..case.patient };
    case.notes = format!("{number} ").repeat(2_000);
    case
}

fn number_of(case: &Case) -> u32 {
    assert_eq!(case.notes, format!("{} ", case.patient.name).repeat(2_000), "the case is of one piece");
    case.patient.name.parse().unwrap()
}

/// The program that is killed: saves a case, writes a journal and the settings, says the number, and goes on.
#[test]
#[ignore = "runs until it is killed; started by the test below"]
fn saves_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let (path, paths) = (case_path(&folder), Paths::under(&folder));
    let mut stdout = std::io::stdout();
    let (mut number, mut expected) = match load_case(&RealDisk, &path) {
        Ok(loaded) => (number_of(&loaded.file.case), Expected::Unchanged(loaded.stamp)),
        Err(_) => (0, Expected::Nothing),
    };
    let mut found = left_behind(&RealDisk, &paths).unwrap();
    let journal = match found.pop() {
        Some(left) => left.adopt(),
        None => Journal::start(&RealDisk, &paths).unwrap(),
    };
    loop {
        number += 1;
        let case = numbered(number);
        let unsaved = Unsaved { original: None, text: text_of(&case), typed: Vec::new() };
        journal.write(&RealDisk, &unsaved).unwrap();
        let saved = save_case(&RealDisk, &path, &case, &Summary::of(&case, "", "1.0"), expected).unwrap();
        expected = Expected::Unchanged(saved.stamp);
        let scale_percent = u16::try_from(50 + number % 200).unwrap();
        Settings { scale_percent, ..Settings::default() }.save(&RealDisk, &paths).unwrap();
        stdout.write_all(format!("saved {number}\n").as_bytes()).unwrap();
        stdout.flush().unwrap();
    }
}

#[test]
fn a_program_killed_at_any_moment_loses_nothing() {
    let kills: u32 = std::env::var("REASSESS_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(12);
    let home = tempfile::tempdir().unwrap();
    let (path, paths) = (case_path(home.path()), Paths::under(home.path()));
    let cases = path.parent().unwrap();
    RealDisk.create_dir_all(cases).unwrap();
    let mut dice = Dice::new(u64::from(kills));
    let (mut old, mut new, mut temporaries) = (0, 0, 0);
    let mut said;
    for kill in 0..kills {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "store_kills::saves_until_it_is_killed", "--ignored", "--nocapture"])
            .env(FOLDER, home.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // The first save is waited for, so that the kill falls into the saving and not into the start.
        let number_in = |line: &str| line.split_once("saved ").and_then(|(_, number)| number.trim().parse().ok());
        said = lines.by_ref().map_while(Result::ok).find_map(|line| number_in(&line)).unwrap();
        std::thread::sleep(Duration::from_micros(dice.below(80_000)));
        child.kill().unwrap();
        child.wait().unwrap();
        said = lines.map_while(Result::ok).filter_map(|line| number_in(&line)).last().unwrap_or(said);
        let loaded = load_case(&RealDisk, &path).unwrap_or_else(|error| panic!("kill {kill}: {error}"));
        let number = number_of(&loaded.file.case);
        assert!(number >= said, "kill {kill}: {said} was said to be saved, {number} is there");
        if number == said {
            old += 1;
        } else {
            new += 1;
        }
        let backups = list_backups(&RealDisk, &path).unwrap();
        for backup in &backups {
            let file = backup.file.as_ref().unwrap_or_else(|error| panic!("kill {kill}: {error}"));
            assert!(number_of(&file.case) <= number, "kill {kill}: a backup is older than the case");
        }
        let before = backups.iter().any(|backup| number_of(&backup.file.as_ref().unwrap().case) + 1 == number);
        assert!(before || number == 1, "kill {kill}: the version before is gone");
        let left = left_behind(&RealDisk, &paths).unwrap();
        assert_eq!(left.len(), 1, "kill {kill}: the journal is gone, or its lock outlived the program");
        let journal = number_of(&left[0].case().unwrap_or_else(|error| panic!("kill {kill}: {error}")).case);
        assert!((number..=number + 1).contains(&journal), "kill {kill}: journal {journal}, case {number}");
        assert_eq!(Settings::load(&RealDisk, &paths).1, None, "kill {kill}: the settings are damaged");
        temporaries += age_temporaries(&[cases, &paths.journals(), &paths.config]);
        let swept: usize =
            [cases, &paths.journals(), &paths.config].iter().map(|folder| sweep(&RealDisk, folder).unwrap()).sum();
        assert_eq!(age_temporaries(&[cases, &paths.journals(), &paths.config]), 0, "kill {kill}: {swept} were swept");
    }
    let words = format!(
        "{kills} kills: the save under way had not happened {old} times and had happened whole {new} times; \
         {temporaries} temporary files were left behind and swept; nothing was lost\n"
    );
    std::io::stdout().write_all(words.as_bytes()).unwrap();
    assert!(RealDisk.read_head(&path, MAX_CASE_FILE_BYTES).is_ok_and(|bytes| from_bytes(&bytes).is_ok()), "{words}");
}

/// Makes the temporary files look as old as they would when someone comes back; returns how many there are.
fn age_temporaries(folders: &[&Path]) -> usize {
    let mut count = 0;
    for entry in folders.iter().flat_map(|folder| RealDisk.list(folder).unwrap_or_default()) {
        if entry.path.to_string_lossy().ends_with(".tmp") {
            let before = entry.metadata.modified.unwrap_or(SystemTime::UNIX_EPOCH) - Duration::from_hours(2);
            File::options().write(true).open(&entry.path).unwrap().set_modified(before).unwrap();
            count += 1;
        }
    }
    count
}
