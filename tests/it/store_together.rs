//! Two windows on one file, changes by others, earlier versions, unsaved work and the trash, through the app.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;
use std::time::Duration;

use jiff::civil::date;
use reassess::app::command::{Answer, Command, Effect};
use reassess::app::dialog::Dialog;
use reassess::app::edit::Edit;
use reassess::app::perform::without_stale_journals;
use reassess::domain::{Case, LesionId, Patient};
use reassess::store::case_file::from_bytes;
use reassess::store::{Disk as _, Fault, MemoryDisk, backup_path, list_backups};

use crate::store::{case_named, text_of};
use crate::store_session::App;

const CASE_PATH: &str = "/shared/bella.reassess.ron";

fn disk_with_case() -> MemoryDisk {
    let disk = MemoryDisk::new();
    disk.put(CASE_PATH, text_of(&case_named("Bella")).as_bytes());
    disk
}

fn rename(app: &mut App, name: &str) {
    let patient = Patient { name: name.to_owned(), ..app.case().patient.clone() };
    app.command(Command::Edit(Edit::SetPatient(patient)));
}

fn on_disk(disk: &MemoryDisk) -> Case {
    from_bytes(&disk.read(Path::new(CASE_PATH)).unwrap()).unwrap().case
}

fn open(disk: &MemoryDisk, home: &str, who: &str) -> App {
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
    assert!(versions.iter().all(|version| version.until.contains("1970") && version.len_bytes > 100), "{versions:?}");
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
fn several_pieces_of_unsaved_work_are_recovered_one_after_the_other_and_none_is_dropped() {
    let disk = MemoryDisk::new();
    disk.create_dir_all(Path::new("/shared")).unwrap();
    for name in ["Bella", "Rex"] {
        let mut app = App::start(&disk, "/home/vet", "Ann");
        if matches!(app.session.dialog, Some(Dialog::Recover(_))) {
            app.answer(Answer::Cancel);
        }
        rename(&mut app, name);
        disk.restart();
    }
    let names = |app: &App| match &app.session.dialog {
        Some(Dialog::Recover(found)) => found.iter().map(|found| found.words.clone()).collect::<Vec<_>>(),
        other => panic!("not offered: {other:?}"),
    };
    let mut app = App::start(&disk, "/home/vet", "Ann");
    let offered = names(&app);
    assert!(offered[0].starts_with("Bella: no visits; never saved; kept 1 Jan 1970"), "{offered:?}");
    assert!(offered[1].starts_with("Rex: "), "{offered:?}");
    app.answer(Answer::Recover(0));
    assert_eq!(app.case().patient.name, "Bella");
    app.command(Command::UnsavedWork);
    assert_eq!(names(&app).len(), 1, "the other is still there");
    app.answer(Answer::Recover(0));
    assert!(matches!(app.session.dialog, Some(Dialog::Unsaved(_))), "the first is not dropped unasked");
    app.chosen = "/shared/bella.reassess.ron".into();
    app.answer(Answer::Save);
    assert_eq!(app.case().patient.name, "Rex", "{:?}", app.session.dialog);
    assert_eq!(on_disk(&disk).patient.name, "Bella", "saved on the way");
    app.command(Command::UnsavedWork);
    assert_eq!(app.notice(), "No unsaved work was left behind");
    disk.restart();
    let app = App::start(&disk, "/home/vet", "Ann");
    assert!(names(&app)[0].starts_with("Rex"), "still kept after another crash");
}

#[test]
fn unsaved_work_on_a_file_that_changed_since_says_so_and_asks_on_saving() {
    let disk = disk_with_case();
    let mut app = open(&disk, "/home/vet", "Ann");
    rename(&mut app, "mine");
    disk.restart();
    disk.put(CASE_PATH, text_of(&case_named("theirs")).as_bytes());
    let mut app = App::start(&disk, "/home/vet", "Ann");
    let Some(Dialog::Recover(found)) = &app.session.dialog else { panic!("{:?}", app.session.dialog) };
    assert!(found[0].words.contains("which was itself changed or moved since"), "{}", found[0].words);
    app.answer(Answer::Recover(0));
    app.command(Command::Save);
    assert!(matches!(app.session.dialog, Some(Dialog::Conflict { .. })), "{:?}", app.session.dialog);
    assert_eq!(on_disk(&disk).patient.name, "theirs");
}

#[test]
fn a_size_being_typed_and_one_not_understood_survive_a_kill() {
    let disk = disk_with_case();
    let mut app = open(&disk, "/home/vet", "Ann");
    let day = date(2026, 3, 10);
    let draft = |text: &str| Command::Draft { date: day, lesion: LesionId(0), text: text.to_owned() };
    app.command(draft("31 x 2"));
    disk.restart();
    let mut app = App::start(&disk, "/home/vet", "Ann");
    app.answer(Answer::Recover(0));
    assert_eq!(app.session.unread.get(&(day, LesionId(0))).map(String::as_str), Some("31 x 2"));
    // Undone or finished, it is not offered again.
    app.command(draft("31 x 24 x 20"));
    app.command(Command::CommitDraft);
    app.command(Command::Save);
    disk.restart();
    let app = App::start(&disk, "/home/vet", "Ann");
    assert!(app.session.dialog.is_none(), "{:?}", app.session.dialog);
}

#[test]
fn work_that_was_undone_is_not_offered_after_a_kill() {
    let disk = disk_with_case();
    let mut app = open(&disk, "/home/vet", "Ann");
    rename(&mut app, "a slip");
    app.command(Command::Undo);
    disk.restart();
    let app = App::start(&disk, "/home/vet", "Ann");
    assert!(app.session.dialog.is_none(), "{:?}", app.session.dialog);
}

#[test]
fn unsaved_work_decided_later_is_offered_to_the_next_window() {
    let disk = MemoryDisk::new();
    let mut app = App::start(&disk, "/home/vet", "Ann");
    rename(&mut app, "Bella");
    disk.restart();
    let mut first = App::start(&disk, "/home/vet", "Ann");
    assert!(matches!(first.session.dialog, Some(Dialog::Recover(_))), "offered");
    first.answer(Answer::Cancel);
    let mut second = App::start(&disk, "/home/vet", "Ann");
    assert!(
        matches!(second.session.dialog, Some(Dialog::Recover(_))),
        "offered to the next: {:?}",
        second.session.dialog
    );
    second.answer(Answer::Forget(0));
    assert!(matches!(second.session.dialog, Some(Dialog::DeleteForGood { .. })), "no trash here");
    second.answer(Answer::Cancel);
    second.command(Command::UnsavedWork);
    assert!(matches!(second.session.dialog, Some(Dialog::Recover(_))), "still there: {:?}", second.session.dialog);
    disk.add_trash();
    second.answer(Answer::Forget(0));
    assert_eq!((disk.trashed().len(), second.notice().as_str()), (1, "The unsaved work was deleted"));
}

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
fn work_that_reached_its_file_before_a_kill_is_not_offered_again() {
    let disk = disk_with_case();
    let mut app = open(&disk, "/home/vet", "Ann");
    rename(&mut app, "saved just now");
    // What a kill between the save and the clearing of the journal leaves.
    disk.put(CASE_PATH, text_of(&app.case()).as_bytes());
    disk.restart();
    let app = App::start(&disk, "/home/vet", "Ann");
    assert!(app.session.dialog.is_none(), "{:?}", app.session.dialog);
    assert!(disk.files().iter().all(|path| !path.to_string_lossy().ends_with(".journal.ron")), "nothing is in it");
}

#[test]
fn only_the_last_of_several_journals_is_written_and_none_waits_behind_a_save() {
    let case = std::sync::Arc::new(case_named("x"));
    let journal =
        |document| Effect::Journal { document, case: std::sync::Arc::clone(&case), original: None, typed: Vec::new() };
    let save = || Effect::SaveCase {
        document: 1,
        case: std::sync::Arc::clone(&case),
        path: CASE_PATH.into(),
        expected: reassess::store::Expected::Anything,
        label: String::new(),
    };
    let queue = vec![journal(1), journal(2), journal(1), save(), journal(1), journal(1), Effect::ClearJournal(2)];
    assert_eq!(without_stale_journals(queue), [journal(1), save(), journal(1), Effect::ClearJournal(2)]);
}

#[test]
fn a_save_whose_name_did_not_reach_the_medium_is_still_kept_aside() {
    let mut said = 0;
    for step in 0..60 {
        let disk = disk_with_case();
        let mut app = open(&disk, "/home/vet", "Ann");
        rename(&mut app, "Rex");
        disk.fail_at(step, Fault::Error);
        app.command(Command::Save);
        if !app.notice().starts_with("Saved") {
            continue;
        }
        said += 1;
        disk.cut_power();
        disk.restart();
        let app = App::start(&disk, "/home/vet", "Ann");
        let offered = match &app.session.dialog {
            Some(Dialog::Recover(found)) => found.iter().any(|found| found.words.starts_with("Rex")),
            _ => false,
        };
        assert!(on_disk(&disk).patient.name == "Rex" || offered, "step {step}: said to be saved, and gone");
    }
    assert!(said > 0, "some steps may fail without the save failing");
}
