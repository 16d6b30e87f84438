//! Effects carried out on a disk, one after the other: saves are ordered because one worker owns this.

mod deleting;
mod library;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::command::{Effect, ExportTo};
use super::event::{Event, FoundJournal, SaveFailure, TableFailure};
use super::export::{self, ExportRequest};
use super::files::{OpenedCase, RefusedCase};
use super::table::{self, TableReading};
use super::view::View;
use super::watch::Watch;
use crate::domain::Case;
use crate::exchange::MAX_TABLE_BYTES;
use crate::report::FontFile;
use crate::rules::Rules;
use crate::store::{
    self, CaseFileError, Disk, Expected, Journal, LeftBehind, LibraryIndex, LoadError, OpenState, Paths, SaveError,
    Stamp, Summary, TypedCell, Unsaved, case_file, journal, system_fonts,
};

/// What the worker owns: the disk, where things lie, and the journals of the open documents.
pub struct Background {
    disk: Arc<dyn Disk>,
    paths: Paths,
    journals: BTreeMap<u64, Journal>,
    unsynced: BTreeMap<u64, Unsynced>,
    left_behind: Vec<LeftBehind>,
    watch: Watch,
    library: Option<LibraryIndex>,
    rules: &'static Rules,
}

/// A save whose new name the system did not say to be on the medium: a power cut may still bring the old file back.
#[derive(Clone)]
struct Unsynced {
    case: Arc<Case>,
    path: PathBuf,
    stamp: Stamp,
}

impl Background {
    /// A background on this disk.
    pub const fn new(disk: Arc<dyn Disk>, paths: Paths, rules: &'static Rules) -> Self {
        Self {
            disk,
            paths,
            journals: BTreeMap::new(),
            unsynced: BTreeMap::new(),
            left_behind: Vec::new(),
            library: None,
            watch: Watch::new(),
            rules,
        }
    }

    /// The same, telling other windows that a case is open here by these words, such as "Ann on RECEPTION".
    #[must_use]
    pub fn known_as(mut self, who: String) -> Self {
        self.watch.who = who;
        self
    }

    /// What is done while nothing else is: looking for changes by others, and sweeping up.
    pub fn idle(&mut self) -> Vec<Event> {
        self.watch.sweep(self.disk.as_ref(), &self.paths);
        self.watch.look(self.disk.as_ref())
    }

    /// Carries out one effect; those that only the window can carry out give nothing here.
    pub fn perform(&mut self, effect: Effect) -> Vec<Event> {
        match effect {
            Effect::Pick { .. }
            | Effect::Picture(_)
            | Effect::CopyPicture(_)
            | Effect::CopyText(_)
            | Effect::OpenOutside(_)
            | Effect::Close => Vec::new(),
            Effect::Export { case, view, request, to } => vec![self.export(&case, view, request, to)],
            Effect::CopyChart { case, view } => {
                let made = export::chart_pixels(&case, view, self.rules, |letters| self.fonts(letters));
                vec![Event::PictureReady(made.map_err(|error| error.to_string()))]
            }
            Effect::ScanLibrary(folder) => vec![self.scan_library(folder)],
            Effect::CompleteLibrary(folder) => self.complete_library(&folder),
            Effect::LibraryFile { deed, path } => vec![self.library_file(deed, &path)],
            Effect::Deidentify { cases, to } => self.deidentify(&cases, to),
            Effect::CohortPicture { model, kind, to } => {
                let made = export::cohort_picture(&model, kind, |letters| self.fonts(letters));
                self.watch.wrote(&to);
                let result = made.map_err(|error| error.to_string()).and_then(|bytes| self.write(&to, &bytes));
                vec![Event::Written { path: to, result: result.map(|()| Vec::new()) }]
            }
            Effect::ReadCase(path) => vec![self.read_case(path)],
            Effect::SaveCase { document, case, path, expected, summary } => {
                self.save_case(document, case, path, expected, &summary)
            }
            Effect::ReadTable { path, reading } => vec![self.read_table(path, &reading)],
            Effect::LookForFile { pick, path } => {
                let is_there = self.disk.metadata(&path).is_ok();
                vec![Event::FileLookedFor { pick, path, is_there }]
            }
            Effect::Write { path, bytes } => {
                self.watch.wrote(&path);
                vec![Event::Written { result: self.write(&path, &bytes).map(|()| Vec::new()), path }]
            }
            Effect::Journal { document, case, original, typed } => self.keep_aside(document, &case, original, typed),
            Effect::ClearJournal(document) => self.clear_journal(document),
            Effect::FindJournals => self.find_journals(),
            Effect::AdoptJournal { document, name } => self.adopt(document, &name),
            Effect::ReleaseJournals => {
                self.left_behind.clear();
                Vec::new()
            }
            Effect::Watch { document, file } => self.watch.set(self.disk.as_ref(), &self.paths, document, file),
            Effect::LookOutside => self.watch.look(self.disk.as_ref()),
            Effect::ListVersions(path) => vec![deleting::list_versions(self.disk.as_ref(), path)],
            Effect::Trash(what) => self.trash(what),
            Effect::DeleteForGood(what) => self.delete_for_good(what),
            Effect::SaveSettings(settings) => {
                warning(settings.save(self.disk.as_ref(), &self.paths).map_err(|error| format!("Settings: {error}")))
            }
        }
    }

    fn export(&mut self, case: &Case, view: View, request: ExportRequest, to: ExportTo) -> Event {
        let made = export::file(case, request, view, self.rules, |letters| self.fonts(letters));
        let made = made.map_err(|error| error.to_string());
        match to {
            ExportTo::File(path) => {
                self.watch.wrote(&path);
                let result = made.and_then(|made| self.write(&path, &made.bytes).map(|()| made.left_out));
                Event::Written { path, result }
            }
            ExportTo::Viewer => {
                let path = self.paths.printing().join(export::suggested_name(case, request.kind, request.made_on));
                Event::PrintReady(made.and_then(|made| self.write_alone(&path, &made.bytes)).map(|()| path))
            }
        }
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), String> {
        store::write_atomically(self.disk.as_ref(), path, bytes).map_err(|error| error.to_string())
    }

    /// Writes a page into the private folder of pages to print, and takes away those made before.
    fn write_alone(&self, path: &Path, bytes: &[u8]) -> Result<(), String> {
        let folder = self.paths.printing();
        self.disk.create_dir_all(&folder).map_err(|error| error.to_string())?;
        for old in self.disk.list(&folder).unwrap_or_default() {
            // One that a viewer still holds open stays until the next time.
            self.disk.remove(&old.path).ok();
        }
        self.write(path, bytes)
    }

    fn fonts(&self, letters: &BTreeSet<char>) -> Vec<FontFile> {
        system_fonts::with_letters(self.disk.as_ref(), &system_fonts::system_folders(), letters)
    }

    fn read_case(&mut self, path: PathBuf) -> Event {
        let disk = self.disk.as_ref();
        let result = match store::load_case(disk, &path) {
            Ok(loaded) => {
                let elsewhere = match self.watch.reserve(disk, &self.paths, &loaded.path) {
                    OpenState::Elsewhere(who) => Some(who),
                    OpenState::Here(_) | OpenState::Unknown => None,
                };
                Ok(Box::new(OpenedCase { loaded, elsewhere }))
            }
            Err(error) => Err(Box::new(refused_case(disk, &path, &error))),
        };
        Event::CaseRead { path, result }
    }

    fn save_case(
        &mut self,
        document: u64,
        case: Arc<Case>,
        path: PathBuf,
        expected: Expected,
        summary: &Summary,
    ) -> Vec<Event> {
        let disk = self.disk.as_ref();
        let turn = store::lock_saving(disk, &self.paths, &path);
        let result = store::save_case(disk, &path, &case, summary, expected);
        if let Some(turn) = turn {
            turn.release(disk);
        }
        let mut events = Vec::new();
        let (path, result) = match result {
            Ok(saved) => {
                self.watch.saved(document, &saved.path, saved.stamp);
                self.unsynced.remove(&document);
                if !saved.folder_synced {
                    let own = Unsynced { case: Arc::clone(&case), path: saved.path.clone(), stamp: saved.stamp };
                    self.unsynced.insert(document, own);
                    events.extend(self.keep_saved(document));
                }
                if let Some(reason) = saved.lost_history {
                    events.push(Event::Warning(format!("Saved, but older versions could not be kept: {reason}")));
                }
                (saved.path, Ok(saved.stamp))
            }
            Err(SaveError::Conflict(conflict)) => {
                let theirs = store::load_case(disk, &path).ok().map(Box::new);
                (path, Err(SaveFailure::Conflict { conflict, theirs }))
            }
            Err(error) => (path, Err(SaveFailure::Failed(error))),
        };
        events.insert(0, Event::CaseSaved { document, case, path, result });
        events
    }

    fn read_table(&self, path: PathBuf, reading: &TableReading) -> Event {
        let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.display().to_string());
        let unreadable = |reason| (Err(TableFailure::Unreadable(reason)), None);
        let (result, preview) = match self.disk.read_head(&path, MAX_TABLE_BYTES + 1) {
            Ok(bytes) if bytes.len() > MAX_TABLE_BYTES => {
                unreadable("the file is over 64 MB; split it, or keep the rows of the patients you need".to_owned())
            }
            Ok(bytes) => {
                let (result, preview) = table::look(&bytes, &name, reading);
                (result.map_err(TableFailure::Refused), preview)
            }
            Err(error) => unreadable(error.to_string()),
        };
        Event::TableRead { path, result, preview }
    }

    fn keep_aside(
        &mut self,
        document: u64,
        case: &Case,
        original: Option<(PathBuf, Stamp)>,
        typed: Vec<TypedCell>,
    ) -> Vec<Event> {
        let summary = Summary::of(case, "", &self.rules.version);
        let written = case_file::to_text(case, &summary).map_err(|error| error.to_string()).and_then(|text| {
            let unsaved = Unsaved { original, text, typed };
            let disk = Arc::clone(&self.disk);
            self.journal(document)?.write(disk.as_ref(), &unsaved).map_err(|error| error.to_string())
        });
        warning(written)
    }

    fn journal(&mut self, document: u64) -> Result<&Journal, String> {
        if !self.journals.contains_key(&document) {
            let started = Journal::start(self.disk.as_ref(), &self.paths).map_err(|error| error.to_string())?;
            self.journals.insert(document, started);
        }
        self.journals.get(&document).ok_or_else(|| "the journal was lost".to_owned())
    }

    /// Keeps a saved case aside as well, until its name is on the medium; at the next start a copy that is like its
    /// file is removed without a word.
    fn keep_saved(&mut self, document: u64) -> Vec<Event> {
        let Some(Unsynced { case, path, stamp }) = self.unsynced.get(&document).cloned() else { return Vec::new() };
        self.keep_aside(document, &case, Some((path, stamp)), Vec::new())
    }

    fn clear_journal(&mut self, document: u64) -> Vec<Event> {
        if let Some(saved) = self.unsynced.get(&document) {
            if !store::sync_folder_of(self.disk.as_ref(), &saved.path) {
                return self.keep_saved(document);
            }
            self.unsynced.remove(&document);
        }
        let Some(journal) = self.journals.get(&document) else { return Vec::new() };
        // One that cannot be cleared stays this document's, so that its next change replaces what is in it.
        let cleared = journal.clear(self.disk.as_ref());
        if cleared.is_ok() {
            self.journals.remove(&document);
        }
        warning(cleared.map_err(|error| error.to_string()))
    }

    fn find_journals(&mut self) -> Vec<Event> {
        // Those found before would otherwise hold their own locks against this look.
        self.left_behind.clear();
        match journal::left_behind(self.disk.as_ref(), &self.paths) {
            Ok(mut found) => {
                found.retain(|left| !self.is_needless(left));
                let shown = found.iter().map(|left| shown_journal(self.disk.as_ref(), left)).collect();
                self.left_behind = found;
                vec![Event::JournalsFound(shown)]
            }
            Err(error) => vec![Event::Warning(format!("Unsaved work of earlier runs could not be listed: {error}"))],
        }
    }

    /// Removes unsaved work that is in its file by now, as after a kill between a save and the clearing of its journal.
    fn is_needless(&self, left: &LeftBehind) -> bool {
        let disk = self.disk.as_ref();
        let Ok(unsaved) = &left.unsaved else { return false };
        let Some((path, _)) = unsaved.original.as_ref().filter(|_| unsaved.typed.is_empty()) else { return false };
        let (Ok(kept), Ok(saved)) = (left.case(), store::load_case(disk, path)) else { return false };
        kept.case == saved.file.case && left.discard(disk).is_ok()
    }

    fn take_left_behind(&mut self, name: &Path) -> Option<LeftBehind> {
        let place = self.left_behind.iter().position(|left| left.path == name)?;
        Some(self.left_behind.remove(place))
    }

    fn adopt(&mut self, document: u64, name: &Path) -> Vec<Event> {
        if let Some(left) = self.take_left_behind(name) {
            self.journals.insert(document, left.adopt());
        }
        Vec::new()
    }
}

/// Why a case could not be opened, with its text and what may be done.
fn refused_case(disk: &dyn Disk, path: &Path, error: &LoadError) -> RefusedCase {
    let words = error.to_string();
    let LoadError::Content(reason) = error else {
        return RefusedCase { words, text: None, at: None, replaceable: None };
    };
    let bytes = disk.read_head(path, case_file::MAX_CASE_FILE_BYTES).unwrap_or_default();
    let newer = matches!(reason, CaseFileError::Newer { .. });
    let foreign = matches!(reason, CaseFileError::NotACaseFile | CaseFileError::TooLarge);
    let replaceable = (!newer && !foreign && !store::is_backup(path)).then(|| {
        let path = disk.resolve(path).unwrap_or_else(|_| path.to_owned());
        (path, Stamp::of(&bytes, None))
    });
    // The question's title says already that it could not be opened.
    let words = reason.to_string();
    RefusedCase { words, text: String::from_utf8(bytes).ok(), at: reason.position(), replaceable }
}

fn warning(result: Result<(), String>) -> Vec<Event> {
    result.err().map(Event::Warning).into_iter().collect()
}

fn shown_journal(disk: &dyn Disk, left: &LeftBehind) -> FoundJournal {
    let unsaved = left.unsaved.as_ref().ok();
    let original = unsaved.and_then(|unsaved| unsaved.original.clone());
    let typed = unsaved.map(|unsaved| unsaved.typed.clone()).unwrap_or_default();
    let unchanged = left.original_unchanged(disk);
    let saved = original.as_ref().filter(|_| unchanged == Some(true));
    let saved = saved.and_then(|(path, _)| Some(Box::new(store::load_case(disk, path).ok()?.file.case)));
    let (about, case) = match left.case() {
        Ok(file) => {
            let about = match (&original, unchanged) {
                (Some((path, _)), Some(true)) => format!("changes to {}", path.display()),
                (Some((path, _)), _) => {
                    format!("changes to {}, which was itself changed or moved since", path.display())
                }
                (None, _) => "never saved".to_owned(),
            };
            (about, Some(Box::new(file.case)))
        }
        Err(error) => {
            let reason = left.unsaved.as_ref().err().cloned().unwrap_or_else(|| error.to_string());
            (format!("{} cannot be read: {reason}", left.path.display()), None)
        }
    };
    FoundJournal { name: left.path.clone(), about, kept: left.modified, case, original, saved, typed }
}

/// What is still to be done, without the journals that a later one of the same document makes needless.
pub fn without_stale_journals(queue: Vec<Effect>) -> Vec<Effect> {
    let mut settled = BTreeSet::new();
    let mut kept: Vec<Effect> = queue
        .into_iter()
        .rev()
        .filter(|effect| match effect {
            Effect::Journal { document, .. } => settled.insert(*document),
            Effect::ClearJournal(document) => {
                settled.insert(*document);
                true
            }
            // What comes before a save must be safe should the save be killed.
            Effect::SaveCase { document, .. } => {
                settled.remove(document);
                true
            }
            _ => true,
        })
        .collect();
    kept.reverse();
    kept
}
