//! Earlier versions, changes by others, unsaved work of earlier runs, and deleting.

use std::path::{Path, PathBuf};

use super::Session;
use crate::app::command::Effect;
use crate::app::dialog::Dialog;
use crate::app::document::{Document, SavedFile};
use crate::app::event::FoundJournal;
use crate::app::files::{Doomed, OutsideChange, TrashFailure, Version, time_words};
use crate::domain::Case;
use crate::store::{Loaded, Stamp, TypedCell};

impl Session {
    /// Whatever follows from any change: unsaved work is kept aside, and the open file is watched.
    pub(super) fn keep_up(&mut self, effects: &mut Vec<Effect>) {
        self.journal(effects);
        let file = self.document.file().map(|file| (file.path.clone(), file.stamp));
        let now = Some((self.document.id(), file));
        if self.watched != now {
            self.watched.clone_from(&now);
            if let Some((document, file)) = now {
                effects.push(Effect::Watch { document, file });
            }
        }
    }

    /// What is typed into cells and not part of the case.
    pub(super) fn typed_cells(&self) -> Vec<TypedCell> {
        let open = self.draft.as_ref().filter(|draft| !draft.is_unchanged(self.document.case()));
        let open = open.map(|draft| (draft.cell(), draft.text().to_owned()));
        self.unread
            .iter()
            .map(|(cell, text)| (*cell, text.clone()))
            .chain(open)
            .map(|((date, lesion), text)| TypedCell { date, lesion, text })
            .collect()
    }

    pub(super) fn list_versions(&mut self, effects: &mut Vec<Effect>) {
        self.commit_draft();
        match self.document.file() {
            Some(file) => effects.push(Effect::ListVersions(file.path.clone())),
            None => self.say("This case was never saved, so it has no earlier versions"),
        }
    }

    pub(super) fn versions_listed(&mut self, path: PathBuf, result: Result<Vec<Version>, String>) {
        match result {
            Ok(versions) if versions.is_empty() => {
                self.say("There are no earlier versions yet; each save keeps the one before");
            }
            Ok(versions) => self.dialog = Some(Dialog::Versions { path, versions }),
            Err(reason) => self.refuse("The earlier versions could not be listed", &reason),
        }
    }

    /// Goes on with an earlier version: of the open case as one step that can be undone, of a file that could not be
    /// opened as unsaved changes to it. Nothing on disk changes before the next save, which keeps what is there.
    pub(super) fn restore(&mut self, path: &Path, version: Version, effects: &mut Vec<Effect>) {
        let Ok(case) = version.case else { return };
        if self.document.file().is_some_and(|file| file.path == path) {
            self.take_over(
                *case,
                format!("going back to the version until {}", time_words(version.until, self.view.dates)),
            );
            self.say("The earlier version is shown; undo takes it back, save keeps it");
        } else if let Some(stamp) = self.broken.take().filter(|(broken, _)| broken == path).map(|(_, stamp)| stamp) {
            let file = SavedFile { path: path.to_owned(), stamp };
            self.replace_document(Document::unsaved(self.next_document, *case, Some(file)), effects);
            self.say("An earlier version is shown; saving it keeps the damaged file as a backup");
        }
    }

    /// The version on disk in place of one's own; undo brings one's own back.
    pub(super) fn take_theirs(&mut self, loaded: Loaded) {
        self.reopened = self.compared(&loaded.file);
        self.take_over(loaded.file.case, "taking the version on disk".to_owned());
        let case = std::sync::Arc::clone(self.document.case());
        self.document.mark_saved(case, SavedFile { path: loaded.path, stamp: loaded.stamp });
        self.say("The version on disk is shown; undo brings yours back");
    }

    fn take_over(&mut self, case: Case, label: String) {
        self.draft = None;
        self.document.change(label, case);
        self.forget_unread_of_removed();
    }

    pub(super) fn changed_outside(&mut self, document: u64, path: &Path, change: OutsideChange) {
        if document != self.document.id() {
            return;
        }
        let name = path.file_name().unwrap_or_default().display();
        match change {
            // Another question stands open; saving will still notice.
            OutsideChange::Changed(_) if self.dialog.is_some() => {
                self.fail(format!("{name} was changed by another window or program; saving will show both"));
            }
            OutsideChange::Changed(loaded) if loaded.file.case == **self.document.case() => self.take_theirs(*loaded),
            OutsideChange::Changed(loaded) => self.dialog = Some(Dialog::ChangedOutside(loaded)),
            OutsideChange::Unreadable(reason) => {
                self.fail(format!("{name} was changed by another program and can no longer be opened: {reason}"));
            }
            OutsideChange::Gone => {
                self.fail(format!("{name} was moved or removed; your work is still here, save it again"));
            }
        }
    }

    pub(super) fn unsaved_work_found(&mut self, found: Vec<FoundJournal>) {
        let asked = std::mem::take(&mut self.asked_for_unsaved_work);
        if !found.is_empty() {
            self.dialog = Some(Dialog::Recover(found));
        } else if asked {
            self.say("No unsaved work was left behind");
        }
    }

    pub(super) fn ask_to_trash(&mut self) {
        match self.document.file() {
            Some(file) => self.dialog = Some(Dialog::Trash(file.path.clone())),
            None => self.say("This case was never saved, so there is no file to delete"),
        }
    }

    pub(super) fn trashed(
        &mut self,
        what: Doomed,
        for_good: bool,
        result: Result<(), TrashFailure>,
        effects: &mut Vec<Effect>,
    ) {
        let became = if for_good { "was deleted for good" } else { "was moved to the trash" };
        match (result, &what) {
            (Ok(()), Doomed::Case(path)) => {
                if self.document.file().is_some_and(|file| file.path == *path) {
                    let library = self.library.take();
                    self.replace_document(Document::new(self.next_document, Case::default(), None), effects);
                    self.library = library;
                }
                self.look_again(effects);
                self.settings.recents.retain(|recent| recent != path);
                effects.push(Effect::SaveSettings(Box::new(self.settings.clone())));
                self.say(format!("{} {became}", what.words()));
            }
            (Ok(()), Doomed::Journal(_)) => self.say(format!("The unsaved work {became}")),
            (Err(TrashFailure::NoTrash(reason)), _) => self.dialog = Some(Dialog::DeleteForGood { what, reason }),
            (Err(TrashFailure::Failed(reason)), _) => {
                self.refuse(&format!("Could not delete {}", what.words()), &reason);
            }
        }
    }

    /// Remembers a file that cannot be opened, for which an earlier version may be taken.
    pub(super) fn offer_versions_of(&mut self, file: Option<(PathBuf, Stamp)>, effects: &mut Vec<Effect>) {
        if let Some((path, stamp)) = file {
            effects.push(Effect::ListVersions(path.clone()));
            self.broken = Some((path, stamp));
        }
    }
}
