//! Unsaved work after a kill, through the app: offered with what it contains, never applied or dropped by itself.

use std::path::Path;

use jiff::civil::date;
use reassess::app::command::{Answer, Command, Effect};
use reassess::app::dialog::Dialog;
use reassess::app::perform::without_stale_journals;
use reassess::domain::{DateForm, LesionId};
use reassess::store::{Disk as _, Fault, MemoryDisk};

use crate::store::{case_named, text_of};
use crate::store_session::App;
use crate::store_together::{CASE_PATH, disk_with_case, on_disk, open, rename};

#[test]
fn recovered_changes_can_be_undone_back_to_the_saved_file() {
    let disk = disk_with_case();
    let mut app = open(&disk, "/home/vet", "Ann");
    rename(&mut app, "mine");
    disk.restart();
    let mut app = App::start(&disk, "/home/vet", "Ann");
    app.answer(Answer::Recover(0));
    assert_eq!((app.case().patient.name.as_str(), app.session.has_unsaved_work()), ("mine", true));
    assert_eq!(app.session.document.undo_label(), Some("recovering unsaved work"));
    app.command(Command::Undo);
    assert_eq!((app.case().patient.name.as_str(), app.session.has_unsaved_work()), ("Bella", false));
    app.command(Command::Redo);
    app.command(Command::Save);
    assert_eq!((on_disk(&disk).patient.name.as_str(), app.session.has_unsaved_work()), ("mine", false));
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
        Some(Dialog::Recover(found)) => found.iter().map(|found| found.words(DateForm::default())).collect::<Vec<_>>(),
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
    assert!(found[0].about.contains("which was itself changed or moved since"), "{}", found[0].about);
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
    assert_eq!((disk.trashed().len(), second.notice().as_str()), (1, "The unsaved work was moved to the trash"));
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
        summary: Box::default(),
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
            Some(Dialog::Recover(found)) => {
                found.iter().any(|found| found.words(DateForm::default()).starts_with("Rex"))
            }
            _ => false,
        };
        assert!(on_disk(&disk).patient.name == "Rex" || offered, "step {step}: said to be saved, and gone");
    }
    assert!(said > 0, "some steps may fail without the save failing");
}
