//! Two windows on one file, changes by others and earlier versions, through the app.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;
use std::time::Duration;

use reassess::app::command::{Answer, Command};
use reassess::app::dialog::Dialog;
use reassess::app::edit::Edit;
use reassess::app::files::time_words;
use reassess::domain::{Case, DateForm, Patient};
use reassess::store::case_file::from_bytes;
use reassess::store::{Disk as _, MemoryDisk, backup_path, list_backups};

use crate::store::{case_named, text_of};
use crate::store_session::App;

pub(crate) const CASE_PATH: &str = "/shared/bella.reassess.ron";

pub(crate) fn disk_with_case() -> MemoryDisk {
    let disk = MemoryDisk::new();
    disk.put(CASE_PATH, text_of(&case_named("Bella")).as_bytes());
    disk
}

pub(crate) fn rename(app: &mut App, name: &str) {
    let patient = Patient { name: name.to_owned(), ..app.case().patient.clone() };
    app.command(Command::Edit(Edit::SetPatient(patient)));
}

pub(crate) fn on_disk(disk: &MemoryDisk) -> Case {
    from_bytes(&disk.read(Path::new(CASE_PATH)).unwrap()).unwrap().case
}

pub(crate) fn open(disk: &MemoryDisk, home: &str, who: &str) -> App {
    let mut app = App::start(disk, home, who);
    app.command(Command::OpenPath(CASE_PATH.into()));
    app
}

#[test]
fn the_second_window_is_told_who_has_the_case_and_may_open_it_all_the_same() {
    for (first_home, second_home) in [("/home/vet", "/home/vet"), ("/reception", "/ct-room")] {
        let disk = disk_with_case();
        let mut first = open(&disk, first_home, "Ann on RECEPTION");
        assert_eq!(first.case().patient.name, "Bella", "nobody else had it");
        let mut second = open(&disk, second_home, "Ben on CT");
        let Some(Dialog::OpenElsewhere(opened)) = &second.session.dialog else {
            panic!("not asked: {:?}", second.session.dialog)
        };
        assert_eq!(opened.elsewhere.as_deref(), Some("Ann on RECEPTION"));
        second.answer(Answer::Cancel);
        assert!(second.case().is_empty(), "not opened");
        second.command(Command::OpenPath(CASE_PATH.into()));
        second.answer(Answer::OpenAnyway);
        assert_eq!(second.case().patient.name, "Bella");
        first.command(Command::Quit);
        assert!(first.closed, "nothing to ask about");
        let third = open(&disk, "/third", "Cyd");
        assert!(third.session.dialog.is_none(), "the lock went with the window: {:?}", third.session.dialog);
    }
}

#[test]
fn a_window_opening_its_own_case_again_is_not_told_of_itself() {
    let disk = disk_with_case();
    let mut app = open(&disk, "/home/vet", "Ann");
    app.command(Command::OpenPath(CASE_PATH.into()));
    assert!(app.session.dialog.is_none(), "{:?}", app.session.dialog);
    app.command(Command::New);
    app.command(Command::OpenPath(CASE_PATH.into()));
    assert!(app.session.dialog.is_none(), "{:?}", app.session.dialog);
}

#[test]
fn where_locks_lie_the_second_to_save_is_shown_both_versions() {
    let disk = disk_with_case();
    disk.let_locks_lie();
    let mut ann = open(&disk, "/reception", "Ann");
    let mut ben = open(&disk, "/ct-room", "Ben");
    assert!(ben.session.dialog.is_none(), "the lock lied");
    rename(&mut ann, "Bella by Ann");
    rename(&mut ben, "Bella by Ben");
    ann.command(Command::Save);
    ben.command(Command::Save);
    let Some(Dialog::Conflict { theirs: Some(theirs), .. }) = &ben.session.dialog else {
        panic!("not asked: {:?}", ben.session.dialog)
    };
    assert_eq!(theirs.file.case.patient.name, "Bella by Ann", "the other version is shown");
    assert_eq!(on_disk(&disk).patient.name, "Bella by Ann", "and not overwritten");
    // While Ben reads the question, Ann saves again: his answer was about another version, so he is asked again.
    rename(&mut ann, "Bella by Ann, again");
    ann.command(Command::Save);
    ben.answer(Answer::Overwrite);
    let Some(Dialog::Conflict { theirs: Some(theirs), .. }) = &ben.session.dialog else {
        panic!("not asked again: {:?}", ben.session.dialog)
    };
    assert_eq!(theirs.file.case.patient.name, "Bella by Ann, again");
    ben.answer(Answer::Overwrite);
    assert_eq!(on_disk(&disk).patient.name, "Bella by Ben");
    let kept = from_bytes(&disk.read(&backup_path(Path::new(CASE_PATH))).unwrap()).unwrap();
    assert_eq!(kept.case.patient.name, "Bella by Ann, again", "Ann's version is the backup");
    // And Ann takes his, with hers one undo away.
    ann.idle();
    let Some(Dialog::ChangedOutside(theirs)) = &ann.session.dialog else {
        panic!("the change was not offered: {:?}", ann.session.dialog)
    };
    assert_eq!(theirs.file.case.patient.name, "Bella by Ben");
    ann.answer(Answer::TakeTheirs);
    assert_eq!((ann.case().patient.name.as_str(), ann.session.has_unsaved_work()), ("Bella by Ben", false));
    ann.command(Command::Undo);
    assert_eq!((ann.case().patient.name.as_str(), ann.session.has_unsaved_work()), ("Bella by Ann, again", true));
}

#[test]
fn a_change_from_outside_is_offered_once_and_keeping_ones_own_still_asks_on_saving() {
    let disk = disk_with_case();
    let mut app = open(&disk, "/home/vet", "Ann");
    app.idle();
    assert!(app.session.dialog.is_none(), "nothing changed");
    disk.put(CASE_PATH, text_of(&case_named("Bella, by hand")).as_bytes());
    app.idle();
    assert!(matches!(app.session.dialog, Some(Dialog::ChangedOutside(_))), "{:?}", app.session.dialog);
    app.answer(Answer::Cancel);
    app.idle();
    assert!(app.session.dialog.is_none(), "asked once: {:?}", app.session.dialog);
    rename(&mut app, "Bella, mine");
    app.command(Command::Save);
    assert!(matches!(app.session.dialog, Some(Dialog::Conflict { .. })), "{:?}", app.session.dialog);
    app.answer(Answer::TakeTheirs);
    assert_eq!(app.case().patient.name, "Bella, by hand");
    // A file that another program is still writing is not told of; one that stays broken is.
    disk.put(CASE_PATH, b"(schema: 2, summ");
    app.idle();
    assert!(!app.notice().contains("can no longer be opened"), "{}", app.notice());
    app.idle();
    assert!(app.notice().contains("can no longer be opened"), "{}", app.notice());
    disk.remove(Path::new(CASE_PATH)).unwrap();
    app.idle();
    assert!(app.notice().contains("was moved or removed"), "{}", app.notice());
    app.command(Command::Save);
    assert!(matches!(app.session.dialog, Some(Dialog::Conflict { theirs: None, .. })), "{:?}", app.session.dialog);
    app.answer(Answer::Overwrite);
    assert_eq!(on_disk(&disk).patient.name, "Bella, by hand");
}

#[test]
fn going_back_to_an_earlier_version_can_be_undone_and_keeps_the_current_one() {
    let disk = disk_with_case();
    let mut app = open(&disk, "/home/vet", "Ann");
    for name in ["second", "third", "fourth"] {
        rename(&mut app, name);
        app.command(Command::Save);
        disk.pass_time(Duration::from_mins(1));
    }
    app.command(Command::EarlierVersions);
    let Some(Dialog::Versions { versions, .. }) = &app.session.dialog else { panic!("{:?}", app.session.dialog) };
    let names: Vec<_> = versions.iter().map(|version| version.case.as_ref().unwrap().patient.name.clone()).collect();
    assert_eq!(names, ["third", "second", "Bella"]);
    assert!(
        versions
            .iter()
            .all(|version| time_words(version.until, DateForm::default()).contains("1970") && version.len_bytes > 100),
        "{versions:?}"
    );
    app.answer(Answer::Restore(2));
    assert_eq!(app.case().patient.name, "Bella");
    assert_eq!(on_disk(&disk).patient.name, "fourth", "nothing on disk changes by looking");
    app.command(Command::Undo);
    assert_eq!(app.case().patient.name, "fourth");
    app.command(Command::Redo);
    app.command(Command::Save);
    assert_eq!(on_disk(&disk).patient.name, "Bella");
    let kept = list_backups(&disk, Path::new(CASE_PATH)).unwrap();
    assert_eq!(kept[0].file.as_ref().unwrap().case.patient.name, "fourth", "the current one became a backup");
}

#[test]
fn a_damaged_file_is_answered_with_its_earlier_versions_and_a_newer_one_is_not() {
    let disk = disk_with_case();
    let mut app = open(&disk, "/home/vet", "Ann");
    rename(&mut app, "second");
    app.command(Command::Save);
    app.command(Command::New);
    let damaged = text_of(&case_named("second")).replace("schema: 2,", "schema: 2,,");
    disk.put(CASE_PATH, damaged.as_bytes());
    app.command(Command::OpenPath(CASE_PATH.into()));
    let Some(Dialog::CannotOpen { refused, .. }) = &app.session.dialog else { panic!("{:?}", app.session.dialog) };
    assert!(refused.words.contains("line 3") && refused.text.as_deref() == Some(damaged.as_str()), "{refused:?}");
    app.answer(Answer::EarlierVersions);
    app.answer(Answer::Restore(0));
    assert_eq!((app.case().patient.name.as_str(), app.session.has_unsaved_work()), ("Bella", true));
    app.command(Command::Save);
    assert_eq!(on_disk(&disk).patient.name, "Bella");
    assert_eq!(disk.read(&backup_path(Path::new(CASE_PATH))).unwrap(), damaged.as_bytes(), "the damage is kept too");
    app.command(Command::New);
    disk.put(CASE_PATH, text_of(&case_named("newer")).replace("schema: 2", "schema: 9").as_bytes());
    app.command(Command::OpenPath(CASE_PATH.into()));
    let Some(Dialog::CannotOpen { refused, .. }) = &app.session.dialog else { panic!("{:?}", app.session.dialog) };
    assert!(refused.replaceable.is_none() && refused.text.is_some(), "its text, and no way over it: {refused:?}");
    assert!(refused.words.contains("name newer"), "{}", refused.words);
    app.answer(Answer::ShowText);
    assert!(matches!(&app.session.dialog, Some(Dialog::Text { text, .. }) if text.contains("schema: 9")), "shown");
}

#[test]
fn a_backup_opened_by_its_name_is_never_saved_over() {
    let disk = disk_with_case();
    let mut app = open(&disk, "/home/vet", "Ann");
    rename(&mut app, "second");
    app.command(Command::Save);
    app.command(Command::OpenPath(backup_path(Path::new(CASE_PATH))));
    assert_eq!((app.case().patient.name.as_str(), app.session.document.file().is_none()), ("Bella", true));
}
