//! Saving, with every step of the disk failing in every way.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use reassess::domain::{Case, Finding, Lesion, LesionId, Measurement, Size, Visit, Volume};
use reassess::store::backups::{backup_path, history_folder, list_backups};
use reassess::store::case_file::{from_bytes, from_text, to_text};
use reassess::store::journal::left_behind;
use reassess::store::save::save_text;
use reassess::store::{
    Disk, Entry, Expected, Fault, FileLock, Journal, MemoryDisk, Metadata, Paths, RealDisk, SaveConflict, SaveError,
    Settings, Stamp, Summary, Unsaved, load_case, save_case, write_atomically,
};

use crate::strategies;

pub(crate) fn case_named(name: &str) -> Case {
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

pub(crate) fn text_of(case: &Case) -> String {
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
            let ended = matches!(fault, Fault::Kill | Fault::PowerCut | Fault::PowerCutNamesFirst);
            if !ended {
                let expected = if saved { &new_text } else { &old_text };
                assert_eq!(content, expected.as_bytes(), "{what}: what was said is not what was done");
                let left = disk.files().into_iter().any(|path| path.to_string_lossy().ends_with(".tmp"));
                assert!(!left, "{what}: a temporary file was left behind");
            }
            let kept = kept_versions(disk);
            assert!(kept.contains(&earlier_backup), "{what}: the earlier version is gone");
            let whole = |kept: &Vec<u8>| *kept == earlier_backup || kept == old_text.as_bytes();
            assert!(kept.iter().all(whole), "{what}: a backup is damaged");
            if content == new_text.as_bytes() {
                assert!(kept.iter().any(|kept| kept == old_text.as_bytes()), "{what}: the version before is gone");
            }
        },
    );
}

/// The content of every earlier version of the case.
fn kept_versions(disk: &MemoryDisk) -> Vec<Vec<u8>> {
    let backups = list_backups(disk, Path::new(CASE_PATH)).unwrap();
    backups.into_iter().map(|backup| disk.read(&backup.path).unwrap()).collect()
}

#[test]
fn versions_before_the_last_are_kept_and_thin_out() {
    let disk = MemoryDisk::new();
    disk.create_dir_all(Path::new("/cases")).unwrap();
    let path = Path::new(CASE_PATH);
    let case = |number: u32| case_named(&format!("Bella {number}"));
    for number in 0..40 {
        let saved = save_case(&disk, path, &case(number), &summary_of(&case(number)), Expected::Anything).unwrap();
        assert_eq!(saved.lost_history, None);
        disk.pass_time(std::time::Duration::from_hours(8));
    }
    let backups = list_backups(&disk, path).unwrap();
    let names: Vec<&str> =
        backups.iter().map(|backup| backup.file.as_ref().unwrap().case.patient.name.as_str()).collect();
    assert_eq!(names[..11], (28..=38).rev().map(|n| format!("Bella {n}")).collect::<Vec<_>>(), "newest first");
    assert!((18..=22).contains(&names.len()), "one a day before those: {names:?}");
    assert!(backups.is_sorted_by(|a, b| a.until > b.until), "by time");
    assert!(backups[1].path.starts_with(history_folder(path)), "{:?}", backups[1].path);
}

#[test]
fn a_version_that_cannot_move_back_neither_hinders_the_save_nor_is_lost() {
    let path = Path::new(CASE_PATH);
    let prepared = || {
        let disk = MemoryDisk::new();
        disk.put(path, text_of(&case_named("old")).as_bytes());
        disk.put(backup_path(path), b"earlier");
        disk
    };
    let save = |disk: &MemoryDisk| {
        save_case(disk, path, &case_named("new"), &summary_of(&case_named("new")), Expected::Anything).unwrap()
    };
    let disk = prepared();
    disk.forget_steps();
    save(&disk);
    let step = disk.steps().iter().position(|step| step == "rename /cases/bella.reassess.ron.bak").unwrap();
    let disk = prepared();
    disk.fail_at(step, Fault::Error);
    let spare = save(&disk).backup.unwrap();
    assert_eq!(spare, Path::new("/cases/bella.reassess.ron.2.bak"));
    assert_eq!(kept_versions(&disk), [text_of(&case_named("old")).into_bytes(), b"earlier".to_vec()]);
    // Only where every name is taken does the oldest give way, and then it is said.
    let disk = prepared();
    for number in 2..10 {
        disk.put(format!("{CASE_PATH}.{number}.bak"), b"taken");
    }
    disk.fail_at(step, Fault::Error);
    let saved = save(&disk);
    assert!(saved.lost_history.is_some(), "{saved:?}");
    assert_eq!(disk.read(&backup_path(path)).unwrap(), text_of(&case_named("old")).as_bytes());
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
    let work = |text: &str| Unsaved { original: None, text: text.to_owned(), typed: Vec::new() };
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
    first.write(&RealDisk, &Unsaved { original: None, text: "work".to_owned(), typed: Vec::new() }).unwrap();
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

/// A disk on which someone else saves the case while a save of it is under way.
struct Interloper {
    disk: MemoryDisk,
    their_text: Vec<u8>,
}

impl Disk for Interloper {
    fn write_and_sync(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        self.disk.put(CASE_PATH, &self.their_text);
        self.disk.write_and_sync(path, content)
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.disk.read(path)
    }

    fn read_head(&self, path: &Path, limit_bytes: usize) -> io::Result<Vec<u8>> {
        self.disk.read_head(path, limit_bytes)
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        self.disk.metadata(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        self.disk.list(folder)
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.disk.resolve(path)
    }

    fn create_dir_all(&self, folder: &Path) -> io::Result<()> {
        self.disk.create_dir_all(folder)
    }

    fn create_temporary_in(&self, folder: &Path, stem: &str) -> io::Result<PathBuf> {
        self.disk.create_temporary_in(folder, stem)
    }

    fn copy_permissions(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.disk.copy_permissions(from, to)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.disk.rename(from, to)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.disk.sync_folder(folder)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.disk.remove(path)
    }

    fn try_lock(&self, path: &Path) -> io::Result<Option<FileLock>> {
        self.disk.try_lock(path)
    }
}

#[test]
fn a_save_by_someone_else_in_the_midst_of_this_one_is_noticed() {
    let (mine, theirs) = (case_named("mine"), case_named("theirs"));
    let old_text = text_of(&case_named("old"));
    for (what, there_before, expected) in [
        ("a changed file", true, Expected::Unchanged(Stamp::of(old_text.as_bytes(), None))),
        ("a file just made", false, Expected::Nothing),
        ("a file that was to be replaced, but not this one", true, Expected::Anything),
    ] {
        let disk = Interloper { disk: MemoryDisk::new(), their_text: text_of(&theirs).into_bytes() };
        disk.create_dir_all(Path::new("/cases")).unwrap();
        if there_before {
            disk.disk.put(CASE_PATH, old_text.as_bytes());
        }
        let refused = save_case(&disk, Path::new(CASE_PATH), &mine, &summary_of(&mine), expected);
        assert!(matches!(refused, Err(SaveError::Conflict(_))), "{what}: {refused:?}");
        assert_eq!(disk.read(Path::new(CASE_PATH)).unwrap(), disk.their_text, "{what}");
        let left = disk.disk.files().into_iter().any(|path| path.to_string_lossy().ends_with(".tmp"));
        assert!(!left, "{what}: a temporary file was left behind");
    }
}

#[test]
fn a_merged_lesion_names_another_one_of_the_case() {
    let text = include_str!("../data/schema/2.reassess.ron");
    let good = "state: \"merged\", into: \"Gingiva\"";
    assert!(from_text(text).is_ok() && text.contains(good), "the fixture holds a merged lesion");
    for (bad, told) in [
        ("state: \"merged\", into: \"Lip\"", "cannot have merged into itself"),
        ("state: \"merged\", into: \"Tail\"", "no lesion is named \"Tail\""),
        ("state: \"merged\"", "needs the name of the one it merged into"),
        ("state: \"absent\", into: \"Gingiva\"", "into belongs to the state"),
        ("state: \"merged\", into: \"Gingiva\", size: \"9 mm\"", "has no size"),
    ] {
        let error = from_text(&text.replace(good, bad)).unwrap_err().to_string();
        assert!(error.contains(told) && error.contains("line "), "{bad}: {error}");
    }
}
