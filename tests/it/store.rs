//! Saving, unsaved work and settings, with every step of the disk failing in every way.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::{Path, PathBuf};

use jiff::civil::date;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use reassess::domain::{Case, Finding, Lesion, LesionId, Measurement, Size, Visit, Volume};
use reassess::store::case_file::{from_bytes, from_text, to_text};
use reassess::store::journal::{left_behind, lock_open_case};
use reassess::store::save::{backup_path, save_text};
use reassess::store::{
    Disk as _, Expected, Fault, Journal, MemoryDisk, Paths, RealDisk, SaveConflict, SaveError, Settings, Stamp,
    Summary, Unsaved, load_case, save_case, write_atomically,
};

use crate::strategies;

fn case_named(name: &str) -> Case {
    let mut case = Case::default();
    name.clone_into(&mut case.patient.name);
    case.therapy.start = Some(date(2026, 3, 12));
    case.add_lesion(Lesion::target(LesionId(0), "T1")).unwrap();
    let mut visit = Visit::on(date(2026, 3, 10));
    let size = Finding::Measured(Size::Volume(Volume::from_mm3(1.0 / 3.0).unwrap()));
    visit.measurements.insert(LesionId(0), Measurement::of(size));
    case.add_visit(visit).unwrap();
    case
}

fn summary_of(case: &Case) -> Summary {
    Summary::of(case, "not_progression", "1.0")
}

fn text_of(case: &Case) -> String {
    to_text(case, &summary_of(case)).unwrap()
}

const CASE_PATH: &str = "/cases/bella.reassess.ron";

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("tests/proptest-regressions/store.txt"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_case_reads_back_identical(case in strategies::case(), label in strategies::text()) {
        let summary = Summary::of(&case, &label, "1.0");
        let text = to_text(&case, &summary).unwrap();
        let file = from_text(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert_eq!(&file.case, &case);
        prop_assert_eq!(&file.summary, &summary);
        prop_assert_eq!(to_text(&file.case, &file.summary).unwrap(), text);
    }

    #[test]
    fn volumes_keep_every_bit(volume in strategies::volume()) {
        let mut case = case_named("Bella");
        let finding = Finding::Measured(Size::Volume(volume));
        case.set_measurement(date(2026, 3, 10), LesionId(0), Some(Measurement::of(finding))).unwrap();
        let read = from_text(&text_of(&case)).unwrap().case;
        let Finding::Measured(Size::Volume(back)) = &read.visits()[0].measurements[&LesionId(0)].finding else {
            return Err(TestCaseError::fail("a volume was written"));
        };
        prop_assert_eq!(back.mm3().to_bits(), volume.mm3().to_bits());
    }
}

/// Runs `work` on a disk made by `prepare` with every step failing in every way, and hands each end to `check`.
fn with_every_fault(
    prepare: impl Fn(&MemoryDisk),
    work: impl Fn(&MemoryDisk) -> bool,
    check: impl Fn(&MemoryDisk, Fault, bool, &str),
) {
    let disk = MemoryDisk::new();
    prepare(&disk);
    disk.forget_steps();
    assert!(work(&disk), "the work succeeds without a fault");
    let steps = disk.steps();
    assert!(steps.len() > 3, "only {} steps were counted", steps.len());
    for (number, step) in steps.iter().enumerate() {
        for fault in Fault::ALL {
            let disk = MemoryDisk::new();
            prepare(&disk);
            disk.fail_at(number, fault);
            let done = work(&disk);
            disk.restart();
            check(&disk, fault, done, &format!("step {number} ({step}) failed with {fault:?}"));
        }
    }
}

#[test]
fn a_save_that_fails_at_any_step_leaves_the_old_case_or_the_new_one() {
    let (old, new) = (case_named("Bella"), case_named("Bella, a visit later"));
    let (old_text, new_text) = (text_of(&old), text_of(&new));
    let earlier_backup = b"an earlier backup".to_vec();
    with_every_fault(
        |disk| {
            disk.put(CASE_PATH, old_text.as_bytes());
            disk.put(backup_path(Path::new(CASE_PATH)), &earlier_backup);
        },
        |disk| {
            let expected = Expected::Unchanged(Stamp::of(old_text.as_bytes(), None));
            save_case(disk, Path::new(CASE_PATH), &new, &summary_of(&new), expected).is_ok()
        },
        |disk, fault, saved, what| {
            let content = disk.read(Path::new(CASE_PATH)).unwrap_or_else(|_| panic!("{what}: the case is gone"));
            assert!(content == old_text.as_bytes() || content == new_text.as_bytes(), "{what}: neither is whole");
            from_bytes(&content).unwrap_or_else(|error| panic!("{what}: {error}"));
            let power_cut = matches!(fault, Fault::PowerCut | Fault::PowerCutNamesFirst);
            if !power_cut {
                let expected = if saved { &new_text } else { &old_text };
                assert_eq!(content, expected.as_bytes(), "{what}: what was said is not what was done");
                let left = disk.files().into_iter().any(|path| path.to_string_lossy().ends_with(".tmp"));
                assert!(!left, "{what}: a temporary file was left behind");
            }
            let backup = disk.read(&backup_path(Path::new(CASE_PATH))).unwrap();
            assert!(backup == earlier_backup || backup == old_text.as_bytes(), "{what}: the backup is damaged");
        },
    );
}

#[test]
fn a_save_that_was_said_to_be_done_survives_a_power_cut() {
    let disk = MemoryDisk::new();
    let path = Path::new(CASE_PATH);
    let (old, new) = (case_named("old"), case_named("new"));
    disk.put(path, text_of(&old).as_bytes());
    let saved = save_case(&disk, path, &new, &summary_of(&new), Expected::Anything).unwrap();
    assert!(saved.folder_synced, "the disk said so");
    disk.cut_power();
    disk.read(path).unwrap_err();
    disk.restart();
    assert_eq!(disk.read(path).unwrap(), text_of(&new).as_bytes());
    assert_eq!(disk.read(&saved.backup.unwrap()).unwrap(), text_of(&old).as_bytes());
}

#[test]
fn a_first_save_that_fails_at_any_step_leaves_nothing_or_the_whole_case() {
    let new = case_named("Bella");
    let new_text = text_of(&new);
    with_every_fault(
        |disk| disk.create_dir_all(Path::new("/cases")).unwrap(),
        |disk| save_case(disk, Path::new(CASE_PATH), &new, &summary_of(&new), Expected::Nothing).is_ok(),
        |disk, _, saved, what| match disk.read(Path::new(CASE_PATH)) {
            Ok(content) => assert_eq!(content, new_text.as_bytes(), "{what}"),
            Err(_) => assert!(!saved || what.contains("PowerCut"), "{what}: said to be saved and is not there"),
        },
    );
}

#[test]
fn a_failing_journal_or_settings_write_keeps_what_was_there() {
    let home = Paths::under(Path::new("/home"));
    let work = |text: &str| Unsaved { original: None, text: text.to_owned() };
    with_every_fault(
        |disk| {
            disk.create_dir_all(&home.journals()).unwrap();
            disk.create_dir_all(&home.config).unwrap();
            Settings { scale_percent: 120, ..Settings::default() }.save(disk, &home).unwrap();
        },
        |disk| Settings { scale_percent: 140, ..Settings::default() }.save(disk, &home).is_ok(),
        |disk, _, _, what| {
            let (settings, notice) = Settings::load(disk, &home);
            assert!(matches!(settings.scale_percent, 120 | 140), "{what}: {settings:?}");
            assert_eq!(notice, None, "{what}");
        },
    );
    with_every_fault(
        |disk| {
            disk.create_dir_all(&home.journals()).unwrap();
            Journal::start(disk, &home).unwrap().write(disk, &work("first")).unwrap();
        },
        |disk| {
            let found = left_behind(disk, &home);
            let Ok(mut found) = found else { return false };
            found.pop().is_some_and(|found| found.adopt().write(disk, &work("second")).is_ok())
        },
        |disk, _, _, what| {
            let found = left_behind(disk, &home).unwrap();
            assert_eq!(found.len(), 1, "{what}: the journal is gone");
            let text = &found[0].unsaved.as_ref().unwrap().text;
            assert!(text == "first" || text == "second", "{what}: {text}");
        },
    );
}

#[test]
fn what_someone_else_saved_is_never_overwritten_silently() {
    let disk = MemoryDisk::new();
    let path = Path::new(CASE_PATH);
    let (mine, theirs) = (case_named("mine"), case_named("theirs"));
    disk.put(path, text_of(&case_named("Bella")).as_bytes());
    let (first, second) = (load_case(&disk, path).unwrap(), load_case(&disk, path).unwrap());
    let saved = save_case(&disk, path, &theirs, &summary_of(&theirs), Expected::Unchanged(second.stamp)).unwrap();
    let refused = save_case(&disk, path, &mine, &summary_of(&mine), Expected::Unchanged(first.stamp));
    let Err(SaveError::Conflict(SaveConflict::Changed { expected, found })) = refused else {
        panic!("the change was not noticed: {refused:?}");
    };
    assert!(expected.same_content(&first.stamp) && found.same_content(&saved.stamp), "both versions are named");
    assert_eq!(disk.read(path).unwrap(), text_of(&theirs).as_bytes());
    let replaced = save_case(&disk, path, &mine, &summary_of(&mine), Expected::Anything).unwrap();
    assert_eq!(disk.read(&replaced.backup.unwrap()).unwrap(), text_of(&theirs).as_bytes());
    let exists = save_case(&disk, path, &mine, &summary_of(&mine), Expected::Nothing);
    assert!(matches!(exists, Err(SaveError::Conflict(SaveConflict::Exists(_)))), "{exists:?}");
    disk.remove(path).unwrap();
    let gone = save_case(&disk, path, &mine, &summary_of(&mine), Expected::Unchanged(replaced.stamp));
    assert!(matches!(gone, Err(SaveError::Conflict(SaveConflict::Gone))), "{gone:?}");
}

#[test]
fn a_file_only_touched_or_saved_again_is_no_conflict_and_keeps_its_backup() {
    let disk = MemoryDisk::new();
    let path = Path::new(CASE_PATH);
    let (old, new) = (case_named("old"), case_named("new"));
    disk.put(path, text_of(&old).as_bytes());
    let opened = load_case(&disk, path).unwrap();
    disk.put(path, text_of(&old).as_bytes());
    let touched = Expected::Unchanged(opened.stamp);
    let first = save_case(&disk, path, &new, &summary_of(&new), touched).unwrap();
    let second = save_case(&disk, path, &new, &summary_of(&new), Expected::Unchanged(first.stamp)).unwrap();
    assert_eq!(second.backup, None);
    assert_eq!(disk.read(&first.backup.unwrap()).unwrap(), text_of(&old).as_bytes());
}

#[test]
fn read_only_files_and_folders_are_refused_before_anything_is_written() {
    let disk = MemoryDisk::new();
    let case = case_named("Bella");
    disk.put(CASE_PATH, b"old");
    disk.set_read_only(CASE_PATH, true);
    let refused = save_case(&disk, Path::new(CASE_PATH), &case, &summary_of(&case), Expected::Anything);
    assert!(matches!(refused, Err(SaveError::ReadOnly(_))), "{refused:?}");
    assert_eq!(disk.files(), [PathBuf::from(CASE_PATH)]);
}

#[test]
fn unsaved_work_is_listed_with_what_it_contains_and_stays_until_told() {
    let disk = MemoryDisk::new();
    let paths = Paths::under(Path::new("/home"));
    let case = case_named("Bella");
    let text = text_of(&case);
    disk.put(CASE_PATH, b"as it was");
    let original = Some((PathBuf::from(CASE_PATH), Stamp::of(b"as it was", None)));
    assert!(left_behind(&disk, &paths).unwrap().is_empty(), "nothing was ever written");
    let journal = Journal::start(&disk, &paths).unwrap();
    let other = Journal::start(&disk, &paths).unwrap();
    assert_ne!(journal.path(), other.path());
    journal.write(&disk, &Unsaved { original: original.clone(), text: text.clone() }).unwrap();
    assert!(left_behind(&disk, &paths).unwrap().is_empty(), "its window is alive");
    drop(journal);
    for _ in 0..2 {
        let found = left_behind(&disk, &paths).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].unsaved, Ok(Unsaved { original: original.clone(), text: text.clone() }));
        assert_eq!(found[0].header.clone().unwrap().summary.unwrap().name, "Bella");
        assert_eq!(found[0].case().unwrap().case, case);
        assert_eq!(found[0].original_unchanged(&disk), Some(true));
    }
    disk.put(CASE_PATH, b"changed since");
    let found = left_behind(&disk, &paths).unwrap().remove(0);
    assert_eq!(found.original_unchanged(&disk), Some(false));
    let adopted = found.adopt();
    assert!(left_behind(&disk, &paths).unwrap().is_empty(), "it has a window again");
    adopted.clear(&disk).unwrap();
    drop(adopted);
    assert!(left_behind(&disk, &paths).unwrap().is_empty(), "it was saved and cleared");
}

#[test]
fn a_damaged_journal_is_listed_with_its_bytes() {
    let disk = MemoryDisk::new();
    let paths = Paths::under(Path::new("/home"));
    disk.put(paths.journals().join("3.journal.ron"), b"(journal: 1, case: \"cut");
    disk.put(paths.journals().join("4.journal.ron"), b"\xff\xfe");
    disk.put(paths.journals().join("notes.txt"), b"not ours");
    let found = left_behind(&disk, &paths).unwrap();
    assert_eq!(found.len(), 2);
    assert!(found[0].unsaved.as_ref().is_err_and(|reason| reason.contains("damaged")), "{:?}", found[0].unsaved);
    assert_eq!(found[0].raw, b"(journal: 1, case: \"cut");
    let next = Journal::start(&disk, &paths).unwrap();
    assert!(next.path().ends_with("1.journal.ron"), "a new journal never takes one that is there");
}

#[test]
fn a_case_open_in_one_window_is_locked_for_the_next() {
    let disk = MemoryDisk::new();
    let paths = Paths::under(Path::new("/home"));
    disk.put(CASE_PATH, b"x");
    let first = lock_open_case(&disk, &paths, Path::new(CASE_PATH)).unwrap();
    assert!(first.is_some(), "the first window has it");
    assert!(lock_open_case(&disk, &paths, Path::new(CASE_PATH)).unwrap().is_none(), "the second has not");
    drop(first);
    assert!(lock_open_case(&disk, &paths, Path::new(CASE_PATH)).unwrap().is_some(), "and then it has");
}

#[test]
fn damaged_settings_are_moved_aside_and_said() {
    let disk = MemoryDisk::new();
    let paths = Paths::under(Path::new("/home"));
    disk.put(paths.settings(), b"(scale_percent: \xff");
    let (settings, notice) = Settings::load(&disk, &paths);
    assert_eq!(settings, Settings::default());
    assert!(notice.unwrap().to_string().contains("settings.damaged-1.ron"), "the owner is told where it lies");
    disk.put(paths.settings(), b"(scale_percent: 120, mood: 3, routine_interval_days: 9000)");
    let (settings, notice) = Settings::load(&disk, &paths);
    assert_eq!((settings.scale_percent, settings.routine_interval_days), (120, 365));
    assert_eq!(notice, None);
    let mut settings = Settings { default_observer: "KM \"x\"".to_owned(), ..settings };
    for number in 0..20 {
        settings.remember(Path::new(&format!("/cases/{}.reassess.ron", number % 15)));
    }
    settings.save(&disk, &paths).unwrap();
    assert_eq!(settings.recents.len(), 12);
    assert_eq!(Settings::load(&disk, &paths), (settings, None));
}

#[test]
fn the_real_disk_saves_privately_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Žofka č. 1.reassess.ron");
    let (old, new) = (case_named("old"), case_named("new"));
    let first = save_case(&RealDisk, &path, &old, &summary_of(&old), Expected::Nothing).unwrap();
    let second = save_case(&RealDisk, &path, &new, &summary_of(&new), Expected::Unchanged(first.stamp)).unwrap();
    assert_eq!(load_case(&RealDisk, &path).unwrap().file.case, new);
    let names: Vec<_> = RealDisk.list(folder.path()).unwrap().into_iter().map(|entry| entry.path).collect();
    assert_eq!(names, [path.clone(), backup_path(&path)]);
    assert_eq!(
        second.backup.map(|path| path.file_name().map(ToOwned::to_owned)),
        Some(names[1].file_name().map(ToOwned::to_owned))
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(&names[1])), (0o600, 0o600), "readable by the owner only");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        let third = save_case(&RealDisk, &path, &old, &summary_of(&old), Expected::Unchanged(second.stamp)).unwrap();
        assert_eq!(mode(&path), 0o640, "permissions that someone chose are kept");
        let link = folder.path().join("link.reassess.ron");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        save_case(&RealDisk, &link, &new, &summary_of(&new), Expected::Unchanged(third.stamp)).unwrap();
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink(), "a link stays a link");
        assert_eq!(load_case(&RealDisk, &path).unwrap().file.case, new);
    }
}

#[test]
fn the_real_disk_locks_between_handles() {
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::under(folder.path());
    let first = Journal::start(&RealDisk, &paths).unwrap();
    let second = Journal::start(&RealDisk, &paths).unwrap();
    assert_ne!(first.path(), second.path());
    first.write(&RealDisk, &Unsaved { original: None, text: "work".to_owned() }).unwrap();
    assert!(left_behind(&RealDisk, &paths).unwrap().is_empty(), "both windows are alive");
    drop(first);
    assert_eq!(left_behind(&RealDisk, &paths).unwrap().len(), 1);
    write_atomically(&RealDisk, &folder.path().join("export.csv"), b"a,b\n").unwrap();
    assert_eq!(RealDisk.read_head(&folder.path().join("export.csv"), 2).unwrap(), b"a,");
}

#[test]
fn recovered_text_can_be_saved_as_it_is() {
    let disk = MemoryDisk::new();
    disk.create_dir_all(Path::new("/cases")).unwrap();
    save_text(&disk, Path::new(CASE_PATH), b"raw", Expected::Nothing).unwrap();
    assert_eq!(disk.read(Path::new(CASE_PATH)).unwrap(), b"raw");
}
