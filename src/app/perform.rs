//! Effects carried out on a disk, one after the other: saves are ordered because one worker owns this.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::command::{Effect, Event, ExportTo, FoundJournal, SaveFailure, TableFailure};
use super::export::{self, ExportRequest};
use super::view::View;
use crate::domain::Case;
use crate::exchange::{self, DateOrder, MAX_TABLE_BYTES, ReadOptions};
use crate::report::FontFile;
use crate::rules::Rules;
use crate::store::{
    self, Disk, Expected, Journal, LeftBehind, Paths, SaveError, Stamp, Summary, Unsaved, case_file, journal,
    system_fonts,
};

/// What the worker owns: the disk, where things lie, and the journals of the open documents.
pub struct Background {
    disk: Arc<dyn Disk>,
    paths: Paths,
    journals: BTreeMap<u64, Journal>,
    left_behind: Vec<LeftBehind>,
    rules: &'static Rules,
}

impl Background {
    /// A background on this disk.
    pub const fn new(disk: Arc<dyn Disk>, paths: Paths, rules: &'static Rules) -> Self {
        Self { disk, paths, journals: BTreeMap::new(), left_behind: Vec::new(), rules }
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
            Effect::ReadCase(path) => vec![self.read_case(path)],
            Effect::SaveCase { document, case, path, expected, label } => {
                vec![self.save_case(document, case, path, expected, &label)]
            }
            Effect::ReadTable { path, date_order } => vec![self.read_table(path, date_order)],
            Effect::Write { path, bytes } => {
                let result = store::write_atomically(self.disk.as_ref(), &path, &bytes);
                vec![Event::Written { path, result: result.map_err(|error| error.to_string()) }]
            }
            Effect::Journal { document, case, original } => self.keep_aside(document, &case, original),
            Effect::ClearJournal(document) => self.clear_journal(document),
            Effect::FindJournals => self.find_journals(),
            Effect::AdoptJournal { document, name } => self.adopt(document, &name),
            Effect::ForgetJournal(name) => self.forget(&name),
            Effect::SaveSettings(settings) => {
                warning(settings.save(self.disk.as_ref(), &self.paths).map_err(|error| format!("Settings: {error}")))
            }
        }
    }

    fn export(&self, case: &Case, view: View, request: ExportRequest, to: ExportTo) -> Event {
        let made = export::bytes(case, request, view, self.rules, |letters| self.fonts(letters));
        let made = made.map_err(|error| error.to_string());
        match to {
            ExportTo::File(path) => {
                let result = made.and_then(|bytes| self.write(&path, &bytes));
                Event::Written { path, result }
            }
            ExportTo::Viewer => {
                let path = self.paths.printing().join(export::suggested_name(case, request.kind, request.made_on));
                Event::PrintReady(made.and_then(|bytes| self.write_alone(&path, &bytes)).map(|()| path))
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

    fn read_case(&self, path: PathBuf) -> Event {
        let result = store::load_case(self.disk.as_ref(), &path).map(Box::new).map_err(|error| error.to_string());
        Event::CaseRead { path, result }
    }

    fn save_case(&self, document: u64, case: Arc<Case>, path: PathBuf, expected: Expected, label: &str) -> Event {
        let summary = Summary::of(&case, label, &self.rules.version);
        let result = store::save_case(self.disk.as_ref(), &path, &case, &summary, expected);
        let (path, result) = match result {
            Ok(saved) => (saved.path, Ok(saved.stamp)),
            Err(SaveError::Conflict(conflict)) => (path, Err(SaveFailure::Conflict(conflict))),
            Err(error) => (path, Err(SaveFailure::Failed(error))),
        };
        Event::CaseSaved { document, case, path, result }
    }

    fn read_table(&self, path: PathBuf, date_order: Option<DateOrder>) -> Event {
        let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.display().to_string());
        let options = ReadOptions { date_order, ..ReadOptions::default() };
        let result = match self.disk.read_head(&path, MAX_TABLE_BYTES + 1) {
            Ok(bytes) if bytes.len() > MAX_TABLE_BYTES => Err(TableFailure::Unreadable(
                "the file is over 64 MB; split it, or keep the rows of the patients you need".to_owned(),
            )),
            Ok(bytes) => exchange::read_sizes(&bytes, &name, &options).map(Box::new).map_err(TableFailure::Refused),
            Err(error) => Err(TableFailure::Unreadable(error.to_string())),
        };
        Event::TableRead { path, result }
    }

    fn keep_aside(&mut self, document: u64, case: &Case, original: Option<(PathBuf, Stamp)>) -> Vec<Event> {
        let summary = Summary::of(case, "", &self.rules.version);
        let written = case_file::to_text(case, &summary).map_err(|error| error.to_string()).and_then(|text| {
            let unsaved = Unsaved { original, text };
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

    fn clear_journal(&mut self, document: u64) -> Vec<Event> {
        let cleared = self.journals.remove(&document).map_or(Ok(()), |journal| journal.clear(self.disk.as_ref()));
        warning(cleared.map_err(|error| error.to_string()))
    }

    fn find_journals(&mut self) -> Vec<Event> {
        match journal::left_behind(self.disk.as_ref(), &self.paths) {
            Ok(found) => {
                let shown = found.iter().map(shown_journal).collect::<Vec<_>>();
                self.left_behind = found;
                if shown.is_empty() { Vec::new() } else { vec![Event::JournalsFound(shown)] }
            }
            Err(error) => vec![Event::Warning(format!("Unsaved work of earlier runs could not be listed: {error}"))],
        }
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

    fn forget(&mut self, name: &Path) -> Vec<Event> {
        let discarded = self.take_left_behind(name).map_or(Ok(()), |left| left.discard(self.disk.as_ref()));
        warning(discarded.map_err(|error| error.to_string()))
    }
}

fn warning(result: Result<(), String>) -> Vec<Event> {
    result.err().map(Event::Warning).into_iter().collect()
}

fn shown_journal(left: &LeftBehind) -> FoundJournal {
    let original = left.unsaved.as_ref().ok().and_then(|unsaved| unsaved.original.clone());
    let (words, case) = match left.case() {
        Ok(file) => {
            let name = file.case.patient.name.trim();
            let name = if name.is_empty() { "A case without a name" } else { name };
            let visits = file.case.visits().len();
            let whose = original
                .as_ref()
                .map_or_else(|| "never saved".to_owned(), |(path, _)| format!("changes to {}", path.display()));
            (format!("{name}, {visits} visits, {whose}"), Some(Box::new(file.case)))
        }
        Err(error) => {
            let reason = left.unsaved.as_ref().err().cloned().unwrap_or_else(|| error.to_string());
            (format!("{} cannot be read: {reason}", left.path.display()), None)
        }
    };
    FoundJournal { name: left.path.clone(), words, case, original }
}
