//! Saving, and keeping unsaved work aside.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Session;
use crate::app::command::{Effect, Pick};
use crate::app::dialog::Dialog;
use crate::app::document::SavedFile;
use crate::app::event::SaveFailure;
use crate::app::export;
use crate::domain::Case;
use crate::store::{Expected, SaveConflict, Stamp, check_file_name};

impl Session {
    pub(super) fn save(&mut self, effects: &mut Vec<Effect>) {
        self.commit_draft();
        match self.document.file() {
            Some(file) => {
                let path = file.path.clone();
                self.save_to(path, false, effects);
            }
            None => self.pick(Pick::SaveAs, effects),
        }
    }

    /// Saves to `path`; `chosen` in a save dialog, which has asked about a file already there.
    pub(super) fn save_to(&mut self, path: PathBuf, chosen: bool, effects: &mut Vec<Effect>) {
        let own = self.document.file().filter(|file| file.path == path);
        let expected = match own {
            Some(file) => Expected::Unchanged(file.stamp),
            None if chosen => Expected::Anything,
            None => Expected::Nothing,
        };
        if own.is_none()
            && let Err(error) = check_file_name(&path)
        {
            self.after_save = None;
            self.refuse(&format!("Could not save {}", path.display()), &error.to_string());
            return;
        }
        self.begin_save(path, expected, effects);
    }

    pub(super) fn begin_save(&mut self, path: PathBuf, expected: Expected, effects: &mut Vec<Effect>) {
        self.saving = Some(self.document.id());
        effects.push(Effect::SaveCase {
            document: self.document.id(),
            case: Arc::clone(self.document.case()),
            path,
            expected,
            summary: Box::new(export::summary(self.document.case(), self.rules)),
        });
    }

    pub(super) fn saved(
        &mut self,
        document: u64,
        case: Arc<Case>,
        path: PathBuf,
        result: Result<Stamp, SaveFailure>,
        effects: &mut Vec<Effect>,
    ) {
        self.saving = None;
        if document != self.document.id() {
            return;
        }
        match result {
            Ok(stamp) => {
                self.document.mark_saved(case, SavedFile { path: path.clone(), stamp });
                // The file now holds what these rules say.
                self.reopened = None;
                self.remember(&path, effects);
                if !self.has_unsaved_work() {
                    effects.push(Effect::ClearJournal(document));
                }
                self.say(if self.unread.is_empty() {
                    format!("Saved {}", path.display())
                } else {
                    "Saved, but for the cells marked as not understood".to_owned()
                });
                if let Some(intent) = self.after_save.take() {
                    self.unread.clear();
                    self.carry_out(intent, effects);
                }
            }
            Err(SaveFailure::Conflict { conflict, theirs }) => {
                // What replacing it expects is what the question shows; a third version is asked about again.
                let expected = match &conflict {
                    SaveConflict::Exists(found) | SaveConflict::Changed { found, .. } => Expected::Unchanged(*found),
                    _ => Expected::Nothing,
                };
                self.dialog = Some(Dialog::Conflict { path, words: conflict.to_string(), theirs, expected });
            }
            Err(SaveFailure::Failed(error)) => {
                self.after_save = None;
                self.refuse(&format!("Could not save {}", path.display()), &error.to_string());
            }
        }
    }

    pub(super) fn remember(&mut self, path: &Path, effects: &mut Vec<Effect>) {
        self.settings.remember(path);
        effects.push(Effect::SaveSettings(Box::new(self.settings.clone())));
    }

    /// Asks for the unsaved work to be kept aside whenever it changed, and to be forgotten when there is none.
    pub(super) fn journal(&mut self, effects: &mut Vec<Effect>) {
        let document = self.document.id();
        if !self.has_unsaved_work() {
            if self.journaled.take_if(|(journaled, ..)| *journaled == document).is_some() {
                effects.push(Effect::ClearJournal(document));
            }
            return;
        }
        let now = (document, self.document.revision(), self.typed_cells());
        if self.journaled.as_ref() != Some(&now) {
            effects.push(Effect::Journal {
                document,
                case: Arc::clone(self.document.case()),
                original: self.document.file().map(|file| (file.path.clone(), file.stamp)),
                typed: now.2.clone(),
            });
            self.journaled = Some(now);
        }
    }
}
