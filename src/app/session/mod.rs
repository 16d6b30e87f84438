//! The one place where commands and events change the state of the app.

mod editing;
mod cells;
mod files;
mod leaving;
mod picking;
mod saving;
mod importing;
mod library;

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::Date;

use super::block::Cell;
use super::command::{Command, Effect, Pick};
use super::dialog::{Dialog, Intent, TableSource};
use super::document::Document;
use super::draft::Draft;
use super::event::Event;
use super::export;
use super::library::Library;
use super::slip::Slip;
use super::table::{LookedAt, TableReading};
use super::view::{ChartChoice, View};
use crate::assess::Reopened;
use crate::domain::repeats::pooled;
use crate::domain::{Case, Dated, LesionId, Repeatability};
use crate::rules::Rules;
use crate::series::learned;
use crate::store::{Settings, Stamp, TypedCell};

/// A short message under the case bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What happened.
    pub text: String,
    /// Something failed.
    pub is_error: bool,
    /// It tells of the last change, which can be taken back.
    pub can_undo: bool,
}

/// What was last asked to be kept aside: the document, its revision, and what was typed into cells.
type Journaled = (u64, u64, Vec<TypedCell>);

/// The whole state of the app but what widgets keep for themselves.
#[derive(Debug)]
pub struct Session {
    /// The open case.
    pub document: Document<Stamp>,
    /// The size being typed.
    pub draft: Option<Draft>,
    /// Cells whose text was left behind and is not understood; never saved, never dropped.
    pub unread: BTreeMap<(Date, LesionId), String>,
    /// Sizes that may be slips, each asked about once.
    pub slips: BTreeMap<Cell, Slip>,
    /// What is shown.
    pub view: View,
    /// What repeated readings in the other cases of the library say of each observer, by file.
    clinic: BTreeMap<PathBuf, Vec<Repeatability>>,
    /// What these rules make of the record as it was saved, where that is not what was shown then.
    pub reopened: Option<Box<Reopened>>,
    /// The user's settings.
    pub settings: Settings,
    /// The open question or page.
    pub dialog: Option<Dialog>,
    /// The last message.
    pub notice: Option<Notice>,
    /// The library, while it is shown.
    pub library: Option<Library>,
    /// The file dialog that is open, if any.
    pub waiting_for: Option<Pick>,
    /// The table that was looked at last.
    pub table: Option<LookedAt>,
    reading: TableReading,
    choosing_columns: bool,
    rules: &'static Rules,
    folder: PathBuf,
    /// The folder chosen for the library, until it is known that it can be listed.
    chosen_folder: Option<PathBuf>,
    /// A path that was typed and has led to nothing yet, to be offered again.
    typed: Option<(Pick, PathBuf)>,
    today: Date,
    next_document: u64,
    journaled: Option<Journaled>,
    watched: Option<(u64, Option<(PathBuf, Stamp)>)>,
    broken: Option<(PathBuf, Stamp)>,
    asked_for_unsaved_work: bool,
    saving: Option<u64>,
    after_save: Option<Intent>,
}

impl Session {
    /// An empty session.
    pub fn new(rules: &'static Rules, settings: Settings, today: Date) -> Self {
        Self {
            rules,
            folder: PathBuf::new(),
            chosen_folder: None,
            typed: None,
            table: None,
            reading: TableReading::default(),
            choosing_columns: false,
            document: Document::new(0, Case::default(), None),
            draft: None,
            unread: BTreeMap::new(),
            slips: BTreeMap::new(),
            clinic: BTreeMap::new(),
            reopened: None,
            view: View { dates: settings.dates, chart: settings.chart, ..View::default() },
            settings,
            dialog: None,
            notice: None,
            library: None,
            waiting_for: None,
            today,
            next_document: 1,
            journaled: None,
            watched: None,
            broken: None,
            asked_for_unsaved_work: false,
            saving: None,
            after_save: None,
        }
    }

    /// The rules in force.
    pub const fn rules(&self) -> &'static Rules {
        self.rules
    }

    /// Today, as last read from the clock.
    pub const fn today(&self) -> Date {
        self.today
    }

    /// The open case with its dates in the form chosen.
    pub fn dated(&self) -> Dated<'_> {
        Dated::new(self.document.case(), self.view.dates)
    }

    /// Takes a new day from the clock.
    pub const fn set_today(&mut self, today: Date) {
        self.today = today;
    }

    /// What repeated readings say of each observer: those of this case, and of the library's other cases once it was
    /// looked at.
    pub fn learned(&self) -> Vec<Repeatability> {
        let here = self.document.file().map(|file| &file.path);
        let others =
            self.clinic.iter().filter(|(path, _)| Some(*path) != here).flat_map(|(_, own)| own.iter().cloned());
        pooled(learned(self.document.case()).into_iter().chain(others))
    }

    /// Whether a save is under way.
    pub const fn is_saving(&self) -> bool {
        self.saving.is_some()
    }

    /// Whether work would be lost if the window closed now.
    pub fn has_unsaved_work(&self) -> bool {
        self.document.is_dirty() || self.draft.is_some() || !self.unread.is_empty()
    }

    /// The visit whose signs are shown: the selected one, else the last.
    pub fn shown_visit(&self) -> Option<Date> {
        let case = self.document.case();
        let selected = self.view.visit.filter(|&date| case.visit(date).is_some());
        selected.or_else(|| case.visits().last().map(|visit| visit.date))
    }

    /// Carries out a command; what must happen outside is returned in order.
    pub fn handle(&mut self, command: Command) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.dispatch(command, &mut effects);
        self.keep_up(&mut effects);
        effects
    }

    fn dispatch(&mut self, command: Command, effects: &mut Vec<Effect>) {
        match command {
            Command::Begin { warning, folder } => {
                self.folder = folder;
                effects.push(Effect::FindJournals);
                if let Some(warning) = warning {
                    self.fail(warning);
                }
            }
            Command::Edit(edit) => self.edit(edit),
            Command::Draft { date, lesion, text } => self.set_draft(date, lesion, text),
            Command::CommitDraft => self.commit_draft(),
            Command::DropDraft => self.draft = None,
            Command::Cells(command) => self.cells(command, effects),
            Command::Undo => {
                self.notice = self.notice.take().filter(|notice| !notice.can_undo);
                if self.draft.take().is_none() && !self.document.undo() {
                    self.say("Nothing to undo");
                }
            }
            Command::Redo => {
                if !self.document.redo() {
                    self.say("Nothing to redo");
                }
            }
            Command::New => self.leave_for(Intent::New, effects),
            Command::OpenDialog => self.leave_for(Intent::OpenDialog, effects),
            Command::OpenPath(path) => self.leave_for(Intent::Open(path), effects),
            Command::OpenDemo(name) => self.leave_for(Intent::Demo(name), effects),
            Command::ImportDialog => self.leave_for(Intent::ImportDialog, effects),
            Command::TableColumns(mapping) => self.choose_columns(mapping, effects),
            Command::TableSheet(sheet) => self.choose_sheet(sheet, effects),
            Command::ImportText(text) => self.leave_for(Intent::ImportText(text), effects),
            Command::Quit => self.leave_for(Intent::Quit, effects),
            Command::Save => self.save(effects),
            Command::SaveAs => self.pick(Pick::SaveAs, effects),
            Command::ExportDialog(kind) => self.pick(Pick::Export(kind), effects),
            Command::Print(audience) => self.print(audience, effects),
            Command::CopyChart => self.copy_chart(effects),
            Command::CopyWords => self.copy_words(export::words, "Copied verdict, plan and sizes as words", effects),
            Command::CopyChartWords => self.copy_words(export::chart_words, "Copied the chart as words", effects),
            Command::Library(command) => self.library_command(command, effects),
            Command::TypedPath(path) => self.typed_path(path, effects),
            Command::Answer(answer) => self.answer(answer, effects),
            Command::ShowTab(tab) => self.view.tab = tab,
            Command::SelectVisit(date) => self.view.visit = Some(date),
            Command::Chart(ChartChoice::Quantity(quantity)) => self.view.chart.quantity = quantity,
            Command::Chart(ChartChoice::Scale(scale)) => self.view.chart.scale = scale,
            Command::Chart(ChartChoice::PerLesion(shown)) => self.view.chart.per_lesion = shown,
            Command::Chart(ChartChoice::Recheck(day)) => self.view.recheck = day,
            Command::ShowOwner(shown) => self.view.owner = shown,
            Command::OwnerParts(parts) => self.view.owner_parts = parts,
            Command::Palette => self.dialog = Some(Dialog::Palette),
            Command::SettingsPage => self.dialog = Some(Dialog::Settings),
            Command::HarmRatio(tenths) => self.view.harm_tenths = tenths,
            Command::ShowSum(shown) => self.view.sum = shown,
            Command::ShowMiddle(middle) => self.view.middle = middle,
            Command::EarlierVersions => self.list_versions(effects),
            Command::UnsavedWork => {
                self.asked_for_unsaved_work = true;
                effects.push(Effect::FindJournals);
            }
            Command::Trash => self.leave_for(Intent::Trash, effects),
            Command::Settings(settings) => {
                // Another choice of what charts begin with is seen at once; any other setting leaves the chart alone.
                if settings.chart != self.settings.chart {
                    self.view.chart = settings.chart;
                }
                self.view.dates = settings.dates;
                self.settings = *settings;
                effects.push(Effect::SaveSettings(Box::new(self.settings.clone())));
            }
            Command::Help(page) => self.dialog = Some(Dialog::Help(page)),
            Command::Tell(text) => self.fail(text),
            Command::DismissNotice => self.notice = None,
            Command::DismissReopened => self.reopened = None,
        }
    }

    /// Takes in what came back from the outside.
    pub fn absorb(&mut self, event: Event) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.forget_typed_path(&event);
        match event {
            Event::Picked { pick, path } => {
                self.waiting_for = None;
                if matches!(self.dialog, Some(Dialog::Waiting(_))) {
                    self.dialog = None;
                }
                match path {
                    Some(path) => self.picked(pick, path, true, &mut effects),
                    None => self.after_save = None,
                }
            }
            Event::FileLookedFor { pick, path, is_there: true } => self.dialog = Some(Dialog::Replace { pick, path }),
            Event::FileLookedFor { pick, path, is_there: false } => self.picked(pick, path, true, &mut effects),
            Event::PickFailed(pick) => {
                self.waiting_for = None;
                self.dialog = Some(self.type_path(pick, true));
            }
            Event::CaseRead { path, result } => match result {
                Ok(opened) if opened.elsewhere.is_some() => self.dialog = Some(Dialog::OpenElsewhere(opened)),
                Ok(opened) => self.open_loaded(opened.loaded, &mut effects),
                Err(refused) => self.dialog = Some(Dialog::CannotOpen { path, refused }),
            },
            Event::CaseSaved { document, case, path, result } => {
                self.saved(document, case, path, result, &mut effects);
            }
            Event::TableRead { path, result, preview } => {
                self.table_read(TableSource::File(path), result, preview.as_deref(), &mut effects);
            }
            Event::Written { path, result: Ok(left_out) } => {
                let parts = std::iter::once(format!("Wrote {}", path.display())).chain(left_out);
                self.say(parts.collect::<Vec<_>>().join("; "));
            }
            Event::Written { path, result: Err(reason) } => {
                self.refuse(&format!("Could not write {}", path.display()), &reason);
            }
            Event::LibraryFound(found) => self.library_found(found, &mut effects),
            Event::LibraryFileDone { deed, result } => self.library_done(deed, result, &mut effects),
            Event::PrintReady(Ok(path)) => {
                self.say("The page opens in your viewer, which prints");
                effects.push(Effect::OpenOutside(path));
            }
            Event::PrintReady(Err(reason)) => self.refuse("Could not make the page", &reason),
            Event::PictureReady(Ok(pixels)) => {
                self.say("Copied the chart as a picture");
                effects.push(Effect::CopyPicture(pixels));
            }
            Event::PictureReady(Err(reason)) => self.refuse("Could not draw the chart", &reason),
            Event::JournalsFound(found) => self.unsaved_work_found(found),
            Event::ChangedOutside { document, path, change } => self.changed_outside(document, &path, change),
            Event::OpenElsewhere { document, who } => {
                if document == self.document.id() {
                    self.say(format!("This case is also open {}", elsewhere_words(&who)));
                }
            }
            Event::VersionsListed { path, result } => self.versions_listed(path, result),
            Event::Trashed { what, for_good, result } => self.trashed(what, for_good, result, &mut effects),
            Event::Warning(text) => self.fail(text),
        }
        self.keep_up(&mut effects);
        effects
    }

    fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), is_error: false, can_undo: false });
    }

    /// Tells of the last change with the way back.
    fn say_with_undo(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), is_error: false, can_undo: true });
    }

    fn fail(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), is_error: true, can_undo: false });
    }

    fn refuse(&mut self, what: &str, why: &str) {
        self.dialog = Some(Dialog::Message { title: what.to_owned(), text: why.to_owned() });
    }
}

/// Where else a case is open, by what that window says of itself.
pub fn elsewhere_words(who: &str) -> String {
    if who.is_empty() { "in another window".to_owned() } else { format!("in another window, by {who}") }
}

/// The window's title: the dog, the file, and whether there is unsaved work.
pub fn window_title(session: &Session) -> String {
    let case = session.document.case();
    let name = if case.patient.name.trim().is_empty() { "New case" } else { case.patient.name.trim() };
    let mark = if session.has_unsaved_work() { "• " } else { "" };
    let last = case.visits().last().filter(|_| case.time_base == crate::domain::TimeBase::Calendar);
    last.map_or_else(
        || format!("{mark}{name} – Reassess"),
        |visit| format!("{mark}{name}, last visit {} – Reassess", session.view.dates.words(visit.date)),
    )
}
