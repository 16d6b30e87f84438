//! What lies aside of the cases: unsaved work, locks and settings.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use reassess::app::command::{Command, LibraryCommand};
use reassess::chart::{Quantity, Scale, View};
use reassess::domain::{DateForm, LesionId};
use reassess::store::journal::left_behind;
use reassess::store::settings::Graphics;
use reassess::store::{Disk as _, Journal, MemoryDisk, Paths, Settings, Stamp, TypedCell, Unsaved, write_atomically};

use crate::store::{case_named, text_of};
use crate::store_session::App;
use crate::strategies;

const CASE_PATH: &str = "/cases/bella.reassess.ron";

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("tests/proptest-regressions/store_aside.txt"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn unsaved_text_is_kept_to_the_letter(
        parts in proptest::collection::vec(strategies::text(), 0..6),
        name in "[^\u{0}]{1,9}",
        cells in proptest::collection::vec((strategies::visit_date(), any::<u32>(), strategies::text()), 0..4),
    ) {
        let typed: Vec<TypedCell> = cells
            .into_iter()
            .map(|(date, lesion, text)| TypedCell { date, lesion: LesionId(lesion), text })
            .collect();
        let (disk, paths) = (MemoryDisk::new(), Paths::under(Path::new("/home")));
        let original = Some((PathBuf::from(name), Stamp { len_bytes: u64::MAX, hash: u64::MAX, modified: None }));
        let unsaved = Unsaved { original, text: parts.concat(), typed };
        let journal = Journal::start(&disk, &paths).unwrap();
        journal.write(&disk, &unsaved).unwrap();
        drop(journal);
        let found = left_behind(&disk, &paths).unwrap();
        prop_assert_eq!(&found[0].unsaved, &Ok(unsaved));
    }

    #[test]
    fn settings_of_any_words_are_kept(
        observer in strategies::text(),
        recents in proptest::collection::vec("[^\u{0}]{0,9}", 0..12),
        library in proptest::option::of("[^\u{0}]{1,9}"),
    ) {
        let (disk, paths) = (MemoryDisk::new(), Paths::under(Path::new("/home")));
        let recents = recents.into_iter().map(PathBuf::from).collect();
        let library_folder = library.map(PathBuf::from);
        let settings = Settings { default_observer: observer, recents, library_folder, ..Settings::default() };
        settings.save(&disk, &paths).unwrap();
        prop_assert_eq!(Settings::load(&disk, &paths), (settings, None));
    }

    #[test]
    fn damaged_settings_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let (disk, paths) = (MemoryDisk::new(), Paths::under(Path::new("/home")));
        disk.put(paths.settings(), &bytes);
        let (settings, notice) = Settings::load(&disk, &paths);
        prop_assert!(notice.is_some() || settings == Settings::default(), "random bytes are no settings");
        prop_assert_eq!(disk.files().len(), 1, "the bytes are kept under one name or the other");
    }
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
    journal.write(&disk, &Unsaved { original: original.clone(), text: text.clone(), typed: Vec::new() }).unwrap();
    assert!(left_behind(&disk, &paths).unwrap().is_empty(), "its window is alive");
    drop(journal);
    for _ in 0..2 {
        let found = left_behind(&disk, &paths).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].unsaved, Ok(Unsaved { original: original.clone(), text: text.clone(), typed: Vec::new() }));
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
fn damaged_settings_are_moved_aside_and_said() {
    let disk = MemoryDisk::new();
    let paths = Paths::under(Path::new("/home"));
    disk.put(paths.settings(), b"(scale_percent: \xff");
    let (settings, notice) = Settings::load(&disk, &paths);
    assert_eq!(settings, Settings::default());
    assert!(notice.unwrap().to_string().contains("settings.damaged-1.ron"), "the owner is told where it lies");
    disk.put(paths.settings(), b"(scale_percent: 9000, mood: 3, decision_aid: true)");
    let (settings, notice) = Settings::load(&disk, &paths);
    assert_eq!((settings.scale_percent, settings.decision_aid), (300, true));
    assert_eq!(notice, None);
    let chart = View { quantity: Quantity::SumOfDiameters, scale: Scale::Log, per_lesion: true, ..View::default() };
    let dates = DateForm::MonthFirst;
    let mut settings =
        Settings { default_observer: "KM \"x\"".to_owned(), dates, chart, graphics: Graphics::Wgpu, ..settings };
    for number in 0..20 {
        settings.remember(Path::new(&format!("/cases/{}.reassess.ron", number % 15)));
    }
    settings.save(&disk, &paths).unwrap();
    assert_eq!(settings.recents.len(), 12);
    assert_eq!(Settings::load(&disk, &paths), (settings, None));
}

#[cfg(unix)]
#[test]
fn work_on_a_file_whose_name_is_not_text_is_kept_without_the_name() {
    use std::os::unix::ffi::OsStrExt as _;
    let (disk, paths) = (MemoryDisk::new(), Paths::under(Path::new("/home")));
    let path = PathBuf::from(std::ffi::OsStr::from_bytes(b"/cases/\xff.reassess.ron"));
    let journal = Journal::start(&disk, &paths).unwrap();
    let original = Some((path, Stamp::of(b"", None)));
    journal.write(&disk, &Unsaved { original, text: "work".to_owned(), typed: Vec::new() }).unwrap();
    drop(journal);
    let found = left_behind(&disk, &paths).unwrap();
    assert_eq!(found[0].unsaved, Ok(Unsaved { original: None, text: "work".to_owned(), typed: Vec::new() }));
}

#[test]
fn an_export_does_not_replace_a_read_only_file() {
    let disk = MemoryDisk::new();
    disk.put("/out.csv", b"old");
    disk.set_read_only("/out.csv", true);
    let refused = write_atomically(&disk, Path::new("/out.csv"), b"new").unwrap_err();
    assert!(refused.to_string().contains("read-only"), "{refused}");
    assert_eq!(disk.read(Path::new("/out.csv")).unwrap(), b"old");
}

#[test]
fn the_folder_of_the_library_is_kept_over_a_restart() {
    let disk = MemoryDisk::new();
    let start = || App::start(&disk, "/home", "Linda");
    let folder = |app: &App| app.session.library.as_ref().map(|library| library.folder.clone());
    disk.create_dir_all(Path::new("/clinic/cases")).unwrap();
    let mut app = start();
    app.command(Command::Library(LibraryCommand::Look("/clinic/cases".into())));
    app.command(Command::Library(LibraryCommand::Look("/no/such/folder".into())));
    let library = app.session.library.as_ref().unwrap();
    assert_eq!(library.trouble, "This folder cannot be listed: there is no such folder");
    drop(app);
    let mut app = start();
    app.command(Command::Library(LibraryCommand::Show));
    assert_eq!(folder(&app), Some("/clinic/cases".into()));
    app.command(Command::Library(LibraryCommand::Close));
    app.command(Command::OpenDemo("steady_rise".to_owned()));
    app.chosen = "/elsewhere/Rex.reassess.ron".into();
    app.command(Command::SaveAs);
    app.command(Command::Library(LibraryCommand::Show));
    assert_eq!(folder(&app), Some("/clinic/cases".into()), "what was chosen stays, wherever the open case lies");
}
