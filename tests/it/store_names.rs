//! Names, names in use and names taken, through the app: what Windows refuses, and what would be overwritten.

use std::path::Path;

use jiff::civil::date;
use reassess::app::command::{Answer, Command, ExportKind, Pick};
use reassess::app::dialog::Dialog;
use reassess::app::edit::Edit;
use reassess::domain::{Event, EventKind};
use reassess::store::{Disk as _, MemoryDisk, backup_path};

use crate::store::{case_named, text_of};
use crate::store_session::App;
use crate::store_together::{CASE_PATH, disk_with_case, on_disk, open, rename};

#[test]
fn names_that_windows_refuses_are_answered_before_anything_is_written() {
    let disk = MemoryDisk::new();
    disk.create_dir_all(Path::new("/shared")).unwrap();
    let mut app = App::start(&disk, "/home/vet", "Ann");
    rename(&mut app, "Bella");
    app.chosen = "/shared/nul".into();
    app.command(Command::Save);
    let Some(Dialog::Message { text, .. }) = &app.session.dialog else { panic!("{:?}", app.session.dialog) };
    assert!(text.contains("device on Windows"), "{text}");
    assert!(app.session.has_unsaved_work(), "nothing was saved");
}

#[test]
fn a_file_that_another_program_holds_open_is_kept_and_the_save_says_so() {
    for (held, backup_may_be_new) in
        [(Path::new(CASE_PATH).to_owned(), true), (backup_path(Path::new(CASE_PATH)), false)]
    {
        let disk = disk_with_case();
        let mut app = open(&disk, "/home/vet", "Ann");
        rename(&mut app, "second");
        app.command(Command::Save);
        rename(&mut app, "third");
        disk.hold_open(&held, true);
        app.command(Command::Save);
        if backup_may_be_new {
            let Some(Dialog::Message { text, .. }) = &app.session.dialog else { panic!("{:?}", app.session.dialog) };
            assert!(text.contains("another program has the file open; close it there"), "{text}");
            assert_eq!(on_disk(&disk).patient.name, "second", "the old one is whole");
            assert!(app.session.has_unsaved_work(), "and the work is not taken for saved");
        } else {
            // The backup keeps its name and the next one takes another, so that the newest work is saved.
            assert_eq!(on_disk(&disk).patient.name, "third", "{}", app.notice());
        }
        assert!(disk.files().iter().all(|path| !path.to_string_lossy().ends_with(".tmp")), "{:?}", disk.files());
        disk.hold_open(&held, false);
        app.answer(Answer::Cancel);
        rename(&mut app, "fourth");
        app.command(Command::Save);
        assert_eq!(on_disk(&disk).patient.name, "fourth", "closed there, it is saved here");
    }
}

/// A window whose system shows no file dialog, so that names are typed.
fn typing(disk: &MemoryDisk, name: &str) -> App {
    let mut app = open(disk, "/home/vet", "Ann");
    app.command(Command::ExportDialog(ExportKind::Csv));
    app.session.dialog =
        Some(Dialog::TypePath { pick: Pick::Export(ExportKind::Csv), failed: true, suggested: String::new() });
    app.command(Command::TypedPath(name.into()));
    app
}

#[test]
fn an_export_replaces_a_file_only_when_that_was_asked() {
    let disk = disk_with_case();
    disk.put("/shared/bella.csv", b"somebody's own");
    let mut app = typing(&disk, "/shared/bella");
    assert!(matches!(app.session.dialog, Some(Dialog::Replace { .. })), "{:?}", app.session.dialog);
    app.answer(Answer::Cancel);
    assert_eq!(disk.read(Path::new("/shared/bella.csv")).unwrap(), b"somebody's own");
    let mut app = typing(&disk, "/shared/bella");
    app.answer(Answer::TypePath);
    assert!(matches!(app.session.dialog, Some(Dialog::TypePath { .. })), "{:?}", app.session.dialog);
    app.command(Command::TypedPath("/shared/bella.csv".into()));
    app.answer(Answer::Overwrite);
    assert_ne!(disk.read(Path::new("/shared/bella.csv")).unwrap(), b"somebody's own", "{}", app.notice());
    let app = typing(&disk, "/shared/new");
    assert!(app.session.dialog.is_none() && disk.read(Path::new("/shared/new.csv")).is_ok(), "a free name is taken");
}

#[test]
fn an_export_never_takes_the_name_of_a_case_or_a_device() {
    let disk = disk_with_case();
    let before = disk.read(Path::new(CASE_PATH)).unwrap();
    for (name, expected) in [
        (CASE_PATH, "the name of a case file"),
        ("/shared/Bella.Reassess.RON", "the name of a case file"),
        ("/shared/bella.reassess.ron.bak", "the name of a case file"),
        ("/shared/nul", "device on Windows"),
    ] {
        let app = typing(&disk, name);
        let Some(Dialog::Message { text, .. }) = &app.session.dialog else { panic!("{:?}", app.session.dialog) };
        assert!(text.contains(expected), "{name}: {text}");
    }
    assert_eq!(disk.read(Path::new(CASE_PATH)).unwrap(), before);
}

#[test]
fn a_dialog_that_asked_about_another_name_did_not_ask_about_this_one() {
    let disk = disk_with_case();
    disk.put("/shared/rex.reassess.ron", text_of(&case_named("Rex")).as_bytes());
    disk.put("/shared/rex.csv", b"somebody's own");
    let mut app = open(&disk, "/home/vet", "Ann");
    // The dialog saw that there is no "rex"; the extension is added afterwards.
    app.chosen = "/shared/rex".into();
    app.command(Command::SaveAs);
    assert!(matches!(app.session.dialog, Some(Dialog::Conflict { .. })), "{:?}", app.session.dialog);
    app.answer(Answer::Cancel);
    app.command(Command::ExportDialog(ExportKind::Csv));
    assert!(matches!(app.session.dialog, Some(Dialog::Replace { .. })), "{:?}", app.session.dialog);
    assert_eq!(disk.read(Path::new("/shared/rex.csv")).unwrap(), b"somebody's own");
}

#[test]
fn what_a_killed_export_left_behind_is_swept_from_its_folder() {
    let disk = disk_with_case();
    disk.create_dir_all(Path::new("/out")).unwrap();
    let left = disk.create_temporary_in(Path::new("/out"), "Bella.pdf").unwrap();
    disk.put("/out/.of another program.tmp", b"x");
    disk.pass_time(std::time::Duration::from_hours(2));
    let mut app = open(&disk, "/home/vet", "Ann");
    app.idle();
    assert!(disk.read(&left).is_ok(), "a folder that nothing was written into is left alone");
    app.chosen = "/out/Bella.csv".into();
    app.command(Command::ExportDialog(ExportKind::Csv));
    app.idle();
    assert!(disk.read(&left).is_err(), "swept: {:?}", disk.files());
    assert!(disk.read(Path::new("/out/.of another program.tmp")).is_ok(), "another's file stays");
}

#[test]
fn the_window_writes_the_forms_of_other_systems_and_says_what_they_leave_out() {
    let disk = disk_with_case();
    disk.create_dir_all(Path::new("/out")).unwrap();
    let mut app = open(&disk, "/home/vet", "Ann");
    let lesion = app.case().lesions()[0].id;
    let (visit, event) = (date(2026, 5, 1), EventKind::Dose);
    app.command(Command::Edit(Edit::AddVisit(visit)));
    app.command(Command::Edit(Edit::SetSize { date: visit, lesion, text: "31 / 32 / 30".to_owned() }));
    let dose = Event { date: visit, kind: event, lesion: None, dose: String::new(), text: String::new() };
    app.command(Command::Edit(Edit::AddEvent(dose)));
    for (kind, file, left_out) in [
        (ExportKind::Csv, "/out/Bella.csv", "means of repeated readings written: 1"),
        (ExportKind::Sdtm, "/out/Bella.sdtm.zip", "left out: 1"),
        (ExportKind::Fhir, "/out/Bella.fhir.json", "left out: 1"),
    ] {
        app.chosen = file.into();
        app.command(Command::ExportDialog(kind));
        assert!(disk.read(Path::new(file)).is_ok(), "{file}: {}", app.notice());
        let notice = app.notice();
        assert!(notice.starts_with(&format!("Wrote {file}")) && notice.contains(left_out), "{notice}");
    }
    // A package of domains that is opened is read as the table that it is.
    let mut again = App::start(&disk, "/home/vet", "Ann");
    again.chosen = "/out/Bella.sdtm.zip".into();
    again.command(Command::OpenDialog);
    assert_eq!(again.case().visits().len(), app.case().visits().len(), "{:?}", again.session.dialog);
}
