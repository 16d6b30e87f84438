//! The library: a folder of cases looked at, and what is done with a file of it.

use std::path::PathBuf;

use super::Session;
use crate::app::command::{Effect, FileDeed, LibraryCommand, LibraryFound, Pick};
use crate::app::dialog::{Dialog, Intent};
use crate::app::library::{ARCHIVE, Library, shown};

impl Session {
    pub(super) fn library_command(&mut self, command: LibraryCommand, effects: &mut Vec<Effect>) {
        match command {
            LibraryCommand::Show => {
                self.commit_draft();
                let folder = self.library_folder();
                self.look_into(folder, effects);
            }
            LibraryCommand::Close => self.library = None,
            LibraryCommand::Look(folder) => {
                // The archive is looked into, and left again.
                self.chosen_folder = Some(folder.clone()).filter(|folder| !folder.ends_with(ARCHIVE));
                self.look_into(folder, effects);
            }
            LibraryCommand::Filter(filter) => {
                if let Some(library) = &mut self.library {
                    library.filter = filter;
                }
                self.redraw_library();
            }
            // With unsaved changes to it, the open case is asked about first.
            LibraryCommand::Trash(path) if self.document.file().is_some_and(|file| file.path == path) => {
                self.leave_for(Intent::Trash, effects);
            }
            LibraryCommand::Trash(path) => self.dialog = Some(Dialog::Trash(path)),
            LibraryCommand::Deidentify => {
                let shown = self.shown_in_library().len();
                self.dialog = (shown > 0).then_some(Dialog::Consent(shown));
            }
            LibraryCommand::ShowAs(plot) => {
                if self.library.is_none() {
                    self.library_command(LibraryCommand::Show, effects);
                }
                if let Some(library) = &mut self.library {
                    library.plot = plot;
                }
                self.redraw_library();
            }
            LibraryCommand::SavePlot(kind) => {
                let drawn = self.library.as_ref().and_then(|library| library.drawn.as_ref());
                if drawn.is_some_and(|model| model.empty_words.is_empty()) {
                    self.pick(Pick::Cohort(kind), effects);
                }
            }
            LibraryCommand::Do(deed, path) => effects.push(Effect::LibraryFile { deed, path }),
        }
    }

    /// The files of the cases that the library shows, after search and filter.
    pub(super) fn shown_in_library(&self) -> Vec<PathBuf> {
        let Some(library) = &self.library else { return Vec::new() };
        let shown = shown(&library.cases, &library.filter, self.today);
        shown.into_iter().map(|case| case.listed.path.clone()).collect()
    }

    fn redraw_library(&mut self) {
        if let Some(library) = &mut self.library {
            library.redraw(self.today, self.rules);
        }
    }

    /// The folder chosen last that could be listed, in this run or an earlier one, else where the open case lies, else
    /// the last one opened, else where the user keeps documents.
    fn library_folder(&self) -> PathBuf {
        if let Some(folder) = &self.settings.library_folder {
            return folder.clone();
        }
        let own = self.document.file().and_then(|file| file.path.parent());
        let last = || self.settings.recents.first().and_then(|path| path.parent());
        own.or_else(last).unwrap_or(&self.folder).to_owned()
    }

    fn look_into(&mut self, folder: PathBuf, effects: &mut Vec<Effect>) {
        let before = self.library.take().unwrap_or_default();
        let cases = if before.folder == folder { before.cases } else { Vec::new() };
        self.library = Some(Library {
            folder: folder.clone(),
            cases,
            is_reading: true,
            filter: before.filter,
            plot: before.plot,
            drawn: None,
            trouble: String::new(),
        });
        self.redraw_library();
        effects.push(Effect::ScanLibrary(folder));
    }

    pub(super) fn library_found(&mut self, found: Result<LibraryFound, (PathBuf, String)>, effects: &mut Vec<Effect>) {
        let Some(library) = &mut self.library else { return };
        match found {
            // An answer about a folder left since then is late.
            Ok(found) if found.index.folder() == library.folder => {
                let is_left = found.is_left;
                // What cannot be listed is not come back to.
                let chosen = self.chosen_folder.take_if(|chosen| *chosen == library.folder);
                if chosen.is_some() && chosen != self.settings.library_folder {
                    self.settings.library_folder = chosen;
                    effects.push(Effect::SaveSettings(Box::new(self.settings.clone())));
                }
                library.take(found.index, is_left);
                let repeats = library
                    .cases
                    .iter()
                    .filter_map(|case| Some((case.listed.path.clone(), &case.facts.as_ref()?.repeats)));
                self.clinic =
                    repeats.filter(|(_, own)| !own.is_empty()).map(|(path, own)| (path, own.clone())).collect();
                if is_left {
                    effects.push(Effect::CompleteLibrary(library.folder.clone()));
                }
            }
            Err((folder, reason)) if folder == library.folder => {
                library.cases.clear();
                library.is_reading = false;
                library.trouble = format!("This folder cannot be listed: {reason}");
            }
            Ok(_) | Err(_) => {}
        }
        self.redraw_library();
    }

    pub(super) fn library_done(&mut self, deed: FileDeed, result: Result<PathBuf, String>, effects: &mut Vec<Effect>) {
        match result {
            Ok(path) => {
                let name = path.file_name().unwrap_or_default().display().to_string();
                self.say(match deed {
                    FileDeed::Duplicate => format!("Made {name}"),
                    FileDeed::Archive => format!("Archived {name}; Look into the archive brings it back"),
                    FileDeed::BringBack => format!("Brought back {name}"),
                });
            }
            Err(reason) => self.refuse("The file stayed as it was", &reason),
        }
        self.look_again(effects);
    }

    /// Lists the folder that is shown anew.
    pub(super) fn look_again(&self, effects: &mut Vec<Effect>) {
        if let Some(library) = &self.library {
            effects.push(Effect::ScanLibrary(library.folder.clone()));
        }
    }
}
