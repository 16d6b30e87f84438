//! The library in the window: cases found, searched, opened, archived and brought back.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;
use std::sync::Arc;

use egui_kittest::kittest::Queryable as _;
use reassess::app::command::{Command, FileDeed, LibraryCommand};
use reassess::store::demo::Demo;
use reassess::store::{Disk as _, MemoryDisk, Summary, case_file};

use crate::window_support::Window;

fn disk() -> Arc<MemoryDisk> {
    let disk = MemoryDisk::new();
    for (id, name) in [("first_enlargement", "Bella"), ("steady_rise", "Rex"), ("swelling_then_shrink", "Anton")] {
        let mut case = Demo::of_id(id).unwrap().open().unwrap().case;
        name.clone_into(&mut case.patient.name);
        let text = case_file::to_text(&case, &Summary::of(&case, "", "1.0")).unwrap();
        disk.put(format!("/c/{name}.reassess.ron"), text.as_bytes());
    }
    disk.put("/c/broken.reassess.ron", b"(nothing of ours)");
    Arc::new(disk)
}

fn look(folder: &str) -> Command {
    Command::Library(LibraryCommand::Look(folder.into()))
}

#[test]
fn cases_are_listed_searched_and_opened() {
    let mut window = Window::open_on(disk(), [1280.0, 800.0], false, vec![look("/c")]);
    window.harness.run_steps(8);
    assert!(window.shows("4 of 4 cases"), "{:?}", window.texts());
    assert!(window.shows("Open Bella, Oral melanoma"), "each card is named: {:?}", window.texts());
    assert!(window.shows("cannot tell yet") && window.shows("next size 21 May 2026"), "{:?}", window.texts());
    assert!(window.shows("cannot be read"), "a damaged file is listed");
    window.type_without_enter("Search", "bell");
    assert!(window.shows("1 of 4 cases") && !window.shows("Open Rex"), "{:?}", window.texts());
    let card = window.texts().into_iter().find(|text| text.starts_with("Open Bella")).unwrap();
    window.harness.get_by_label(&card).click();
    window.harness.run();
    let session = window.harness.state().session();
    assert_eq!(session.document.case().patient.name, "Bella");
    assert!(session.library.is_none(), "the case is shown");
    assert!(window.disk.metadata(Path::new("/home/vet/state/library.csv")).is_ok(), "the list is kept");
}

#[test]
fn a_case_is_put_away_and_brought_back_by_name() {
    let deed = |deed, path: &str| Command::Library(LibraryCommand::Do(deed, path.into()));
    let first = vec![look("/c"), deed(FileDeed::Archive, "/c/Rex.reassess.ron")];
    let mut window = Window::open_on(disk(), [1280.0, 800.0], false, first);
    window.harness.run_steps(8);
    assert!(window.shows("3 of 3 cases") && !window.shows("Open Rex"), "{:?}", window.texts());
    window.click("Look into the archive");
    window.harness.run_steps(8);
    assert!(window.shows("1 of 1 cases") && window.shows("Open Rex"), "{:?}", window.texts());
    window.click("Leave the archive");
    window.harness.run_steps(8);
    window.click("Close");
    assert!(window.harness.state().session().library.is_none(), "closed");
}

#[test]
fn a_folder_that_is_not_there_is_said() {
    let mut window = Window::open_on(disk(), [1280.0, 800.0], false, vec![look("/nowhere")]);
    window.harness.run_steps(4);
    assert!(window.shows("This folder cannot be listed"), "{:?}", window.texts());
}
