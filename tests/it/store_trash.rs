//! Deleting: to the trash, through the app, on a disk in memory and with the trash of this machine.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::{Path, PathBuf};
use std::process::Command as Process;
use std::sync::Arc;

use reassess::app::command::{Answer, Command, LibraryCommand};
use reassess::app::dialog::Dialog;
use reassess::store::{Disk as _, RealDisk, backup_path, load_case, write_atomically};

use crate::store::{case_named, text_of};
use crate::store_session::App;
use crate::store_together::{CASE_PATH, disk_with_case, on_disk, open, rename};

const FOLDER: &str = "REASSESS_TRASH_FOLDER";

#[test]
fn deleting_goes_to_the_trash_and_says_so_where_there_is_none() {
    let disk = disk_with_case();
    disk.add_trash();
    let mut app = open(&disk, "/home/vet", "Ann");
    for name in ["second", "third"] {
        rename(&mut app, name);
        app.command(Command::Save);
    }
    app.command(Command::Trash);
    assert!(matches!(app.session.dialog, Some(Dialog::Trash(_))), "asked first: {:?}", app.session.dialog);
    app.answer(Answer::Cancel);
    assert!(disk.trashed().is_empty(), "not yet");
    app.command(Command::Trash);
    app.answer(Answer::Trash);
    let trashed = disk.trashed();
    assert_eq!(trashed.len(), 3, "the case, its backup and its history: {trashed:?}");
    assert!(app.case().is_empty() && app.session.document.file().is_none(), "the window is empty");
    assert!(app.session.settings.recents.is_empty(), "and does not offer it");
    let left: Vec<_> = disk.files().into_iter().filter(|path| path.starts_with("/shared")).collect();
    assert_eq!(left, Vec::<std::path::PathBuf>::new(), "no lock, no backup");

    let disk = disk_with_case();
    let mut app = open(&disk, "/home/vet", "Ann");
    app.command(Command::Trash);
    app.answer(Answer::Trash);
    let Some(Dialog::DeleteForGood { reason, .. }) = &app.session.dialog else { panic!("{:?}", app.session.dialog) };
    assert!(reason.contains("no trash"), "{reason}");
    app.answer(Answer::Cancel);
    assert_eq!(on_disk(&disk).patient.name, "Bella", "kept");
    app.command(Command::Trash);
    app.answer(Answer::Trash);
    app.answer(Answer::DeleteForGood);
    assert!(disk.read(Path::new(CASE_PATH)).is_err(), "deleted after being asked twice");
}

#[test]
fn a_case_is_deleted_from_the_library_and_the_open_one_is_asked_about_first() {
    let disk = disk_with_case();
    disk.add_trash();
    disk.put("/shared/rex.reassess.ron", text_of(&case_named("Rex")).as_bytes());
    let mut app = open(&disk, "/home/vet", "Ann");
    app.command(Command::Library(LibraryCommand::Show));
    let names = |app: &App| app.session.library.as_ref().unwrap().cases.len();
    assert_eq!(names(&app), 2);
    app.command(Command::Library(LibraryCommand::Trash("/shared/rex.reassess.ron".into())));
    assert!(matches!(app.session.dialog, Some(Dialog::Trash(_))), "{:?}", app.session.dialog);
    app.answer(Answer::Trash);
    assert_eq!((names(&app), app.case().patient.name.as_str()), (1, "Bella"), "the open case stays open");
    rename(&mut app, "mine");
    app.command(Command::Library(LibraryCommand::Trash(CASE_PATH.into())));
    assert!(matches!(app.session.dialog, Some(Dialog::Unsaved(_))), "{:?}", app.session.dialog);
    app.answer(Answer::Save);
    app.answer(Answer::Trash);
    assert_eq!((names(&app), app.case().is_empty()), (0, true), "the list stays, the case is gone");
    let trashed = disk.trashed();
    assert!(trashed.contains(&PathBuf::from(CASE_PATH)) && trashed.contains(&backup_path(Path::new(CASE_PATH))));
}

#[test]
fn earlier_versions_that_cannot_follow_a_deleted_case_are_told_of() {
    let disk = disk_with_case();
    disk.add_trash();
    let mut app = open(&disk, "/home/vet", "Ann");
    rename(&mut app, "second");
    app.command(Command::Save);
    disk.hold_open(backup_path(Path::new(CASE_PATH)), true);
    app.command(Command::Trash);
    app.answer(Answer::Trash);
    assert_eq!(disk.trashed(), [PathBuf::from(CASE_PATH)]);
    assert!(app.notice().contains("earlier versions of it stayed"), "{}", app.notice());
    assert!(disk.read(&backup_path(Path::new(CASE_PATH))).is_ok(), "and are whole");
}

/// What the child of the tests below does: opens the case in the folder and deletes it.
#[test]
#[ignore = "needs an environment of its own; started by the tests below"]
fn deletes_a_case_with_the_trash_of_this_machine() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let path = folder.join("cases").join("Žofka 100 %.reassess.ron");
    let mut app = App::start_on(Arc::new(RealDisk), &folder.join("home"), "Ann");
    app.command(Command::OpenPath(path.clone()));
    for name in ["second", "third"] {
        rename(&mut app, name);
        app.command(Command::Save);
    }
    app.command(Command::Trash);
    app.answer(Answer::Trash);
    if let Some(Dialog::DeleteForGood { reason, .. }) = &app.session.dialog {
        assert!(!reason.is_empty() && path.exists(), "asked, and nothing deleted: {reason}");
        fs_err::write(folder.join("reason"), reason).unwrap();
        app.answer(Answer::Cancel);
        assert_eq!(app.case().patient.name, "third", "the case is still open");
    }
}

/// Runs the child with only these variables naming a home.
fn delete_with(folder: &Path, variables: &[(&str, PathBuf)]) {
    let path = folder.join("cases").join("Žofka 100 %.reassess.ron");
    RealDisk.create_dir_all(path.parent().unwrap()).unwrap();
    write_atomically(&RealDisk, &path, text_of(&case_named("first")).as_bytes()).unwrap();
    let ended = Process::new(std::env::current_exe().unwrap())
        .args(["--exact", "store_trash::deletes_a_case_with_the_trash_of_this_machine", "--ignored"])
        .env_remove("HOME")
        .env_remove("XDG_DATA_HOME")
        .envs(variables.iter().map(|(name, path)| (name, path)))
        .env(FOLDER, folder)
        .output()
        .unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stdout));
}

/// Files of a folder and the folders in it, by their paths from there.
#[cfg(target_os = "linux")]
fn inside(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in RealDisk.list(&next).unwrap() {
            if entry.metadata.is_folder {
                folders.push(entry.path);
            } else {
                found.push(entry.path.strip_prefix(folder).unwrap().display().to_string());
            }
        }
    }
    found.sort();
    found
}

#[cfg(target_os = "linux")]
#[test]
fn the_trash_of_this_machine_takes_a_case_and_gives_it_back() {
    for (variable, under) in [("XDG_DATA_HOME", "data"), ("HOME", "user/.local/share")] {
        let held = tempfile::tempdir().unwrap();
        let folder = held.path();
        let named = folder.join(if variable == "HOME" { "user" } else { "data" });
        delete_with(folder, &[(variable, named)]);
        assert_eq!(
            inside(&folder.join("cases")),
            Vec::<String>::new(),
            "the case, its backup and its history are gone"
        );
        let trash = folder.join(under).join("Trash");
        let name = "Žofka 100 %.reassess.ron";
        let thrown = inside(&trash.join("files"));
        assert_eq!(thrown.len(), 3, "{thrown:?}");
        // As a file manager takes it back: the file goes where its note says it was.
        let note = String::from_utf8(RealDisk.read(&trash.join("info").join(format!("{name}.trashinfo"))).unwrap());
        let note = note.unwrap();
        let was = note.lines().find_map(|line| line.strip_prefix("Path=")).unwrap();
        assert!(was.ends_with("cases/%C5%BDofka%20100%20%25.reassess.ron"), "{note}");
        assert!(note.starts_with("[Trash Info]") && note.contains("\nDeletionDate=20"), "{note}");
        let back = folder.join("cases").join(name);
        RealDisk.rename(&trash.join("files").join(name), &back).unwrap();
        assert_eq!(load_case(&RealDisk, &back).unwrap().file.case.patient.name, "third", "it opens as it was");
        let backup = RealDisk.read(&trash.join("files").join(format!("{name}.bak"))).unwrap();
        assert!(String::from_utf8(backup).unwrap().contains("second"), "with the version before");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_trash_nothing_is_deleted_and_the_reason_is_told() {
    // No home at all, and a trash that cannot be made because a file has its name.
    let held = tempfile::tempdir().unwrap();
    let in_the_way = held.path().join("file");
    RealDisk.create_dir_all(held.path()).unwrap();
    write_atomically(&RealDisk, &in_the_way, b"x").unwrap();
    for (what, variables) in [("no home", vec![]), ("no folder", vec![("XDG_DATA_HOME", in_the_way.clone())])] {
        let folder = tempfile::tempdir().unwrap();
        delete_with(folder.path(), &variables);
        let reason = String::from_utf8(RealDisk.read(&folder.path().join("reason")).unwrap()).unwrap();
        assert!(!reason.contains("Unknown {") && !reason.contains("Error"), "{what}: in words: {reason}");
        let mut left = inside(&folder.path().join("cases"));
        left.retain(|name| Path::new(name).extension().is_none_or(|extension| extension != "lock"));
        assert_eq!(left.len(), 3, "{what}: the case, its backup and its history stay: {left:?}");
    }
}
