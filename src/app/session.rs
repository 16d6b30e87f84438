//! The one place where commands and events change the state of the app.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use super::command::{Answer, Command, Effect, Event, ExportKind, FoundJournal, Pick, SaveFailure, TableFailure};
use super::dialog::{Dialog, Intent, TableSource};
use super::document::{Document, SavedFile};
use super::draft::Draft;
use super::edit::{self, Edit};
use super::export;
use super::view::{ChartChoice, View};
use crate::domain::{Case, LesionId, date_words};
use crate::exchange::{self, DateOrder, Import, ImportError, ReadOptions};
use crate::rules::Rules;
use crate::store::demo::Demo;
use crate::store::{self, Expected, Loaded, Settings, Stamp};

/// A short message under the case bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What happened.
    pub text: String,
    /// Something failed.
    pub is_error: bool,
}

/// The whole state of the app but what widgets keep for themselves.
#[derive(Debug)]
pub struct Session {
    /// The open case.
    pub document: Document<Stamp>,
    /// The size being typed.
    pub draft: Option<Draft>,
    /// Cells whose text was left behind and is not understood; never saved, never dropped.
    pub unread: BTreeMap<(Date, LesionId), String>,
    /// What is shown.
    pub view: View,
    /// The user's settings.
    pub settings: Settings,
    /// The open question or page.
    pub dialog: Option<Dialog>,
    /// The last message.
    pub notice: Option<Notice>,
    /// The file dialog that is open, if any.
    pub waiting_for: Option<Pick>,
    rules: &'static Rules,
    folder: PathBuf,
    today: Date,
    next_document: u64,
    journaled: Option<(u64, u64)>,
    saving: Option<u64>,
    after_save: Option<Intent>,
}

impl Session {
    /// An empty session.
    pub fn new(rules: &'static Rules, settings: Settings, today: Date) -> Self {
        Self {
            rules,
            folder: PathBuf::new(),
            document: Document::new(0, Case::default(), None),
            draft: None,
            unread: BTreeMap::new(),
            view: View::default(),
            settings,
            dialog: None,
            notice: None,
            waiting_for: None,
            today,
            next_document: 1,
            journaled: None,
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

    /// Takes a new day from the clock.
    pub const fn set_today(&mut self, today: Date) {
        self.today = today;
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
        self.journal(&mut effects);
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
            Command::Undo => {
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
            Command::ImportText(text) => self.leave_for(Intent::ImportText(text), effects),
            Command::Quit => self.leave_for(Intent::Quit, effects),
            Command::Save => self.save(effects),
            Command::SaveAs => self.pick(Pick::SaveAs, effects),
            Command::ExportDialog(kind) => self.pick(Pick::Export(kind), effects),
            Command::TypedPath(path) => self.typed_path(path, effects),
            Command::Answer(answer) => self.answer(answer, effects),
            Command::ShowTab(tab) => self.view.tab = tab,
            Command::SelectVisit(date) => self.view.visit = Some(date),
            Command::Chart(ChartChoice::Quantity(quantity)) => self.view.chart.quantity = quantity,
            Command::Chart(ChartChoice::Scale(scale)) => self.view.chart.scale = scale,
            Command::Chart(ChartChoice::PerLesion(shown)) => self.view.chart.per_lesion = shown,
            Command::ShowOwner(shown) => self.view.owner = shown,
            Command::ShowSum(shown) => self.view.sum = shown,
            Command::Settings(settings) => {
                self.settings = *settings;
                effects.push(Effect::SaveSettings(Box::new(self.settings.clone())));
            }
            Command::Help(page) => self.dialog = Some(Dialog::Help(page)),
            Command::Tell(text) => self.fail(text),
            Command::DismissNotice => self.notice = None,
        }
    }

    /// Takes in what came back from the outside.
    pub fn absorb(&mut self, event: Event) -> Vec<Effect> {
        let mut effects = Vec::new();
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
            Event::PickFailed(pick) => {
                self.waiting_for = None;
                self.dialog = Some(self.type_path(pick, true));
            }
            Event::CaseRead { path, result } => match result {
                Ok(loaded) => self.open_loaded(*loaded, &mut effects),
                Err(sentences) => self.refuse(&format!("Could not open {}", path.display()), &sentences),
            },
            Event::CaseSaved { document, case, path, result } => {
                self.saved(document, case, path, result, &mut effects);
            }
            Event::TableRead { path, result } => match result {
                Ok(import) => self.take_import(TableSource::File(path), *import),
                Err(TableFailure::Unreadable(reason)) => {
                    self.refuse(&format!("Could not read {}", path.display()), &reason);
                }
                Err(TableFailure::Refused(error)) => self.refuse_table(TableSource::File(path), &error),
            },
            Event::Written { path, result: Ok(()) } => self.say(format!("Wrote {}", path.display())),
            Event::Written { path, result: Err(reason) } => {
                self.refuse(&format!("Could not write {}", path.display()), &reason);
            }
            Event::JournalsFound(found) => {
                if !found.is_empty() {
                    self.dialog = Some(Dialog::Recover(found));
                }
            }
            Event::Warning(text) => self.fail(text),
        }
        self.journal(&mut effects);
        effects
    }

    fn edit(&mut self, edit: Edit) {
        match edit::apply(self.document.case(), edit) {
            Ok((case, label)) => {
                self.document.change(label, case);
                self.forget_unread_of_removed();
            }
            Err(error) => self.fail(error.to_string()),
        }
    }

    fn set_draft(&mut self, date: Date, lesion: LesionId, text: String) {
        if self.draft.as_ref().is_some_and(|draft| !draft.is_of(date, lesion)) {
            self.commit_draft();
        }
        self.unread.remove(&(date, lesion));
        self.draft = Some(Draft::new(self.document.case(), date, lesion, text));
    }

    fn commit_draft(&mut self) {
        let Some(draft) = self.draft.take() else { return };
        let (date, lesion) = draft.cell();
        if draft.is_unchanged(self.document.case()) {
            return;
        }
        if draft.reads() {
            self.edit(Edit::SetSize { date, lesion, text: draft.text().to_owned() });
        } else {
            self.unread.insert((date, lesion), draft.text().to_owned());
        }
    }

    fn forget_unread_of_removed(&mut self) {
        let case = Arc::clone(self.document.case());
        self.unread.retain(|&(date, lesion), _| case.visit(date).is_some() && case.lesion(lesion).is_some());
    }

    /// Goes on with `intent`, asking first when that would lose work.
    fn leave_for(&mut self, intent: Intent, effects: &mut Vec<Effect>) {
        self.commit_draft();
        if self.has_unsaved_work() {
            self.dialog = Some(Dialog::Unsaved(intent));
        } else {
            self.carry_out(intent, effects);
        }
    }

    fn carry_out(&mut self, intent: Intent, effects: &mut Vec<Effect>) {
        match intent {
            Intent::New => self.replace_document(Document::new(self.next_document, Case::default(), None), effects),
            Intent::OpenDialog => self.pick(Pick::Open, effects),
            Intent::ImportDialog => self.pick(Pick::Import, effects),
            Intent::Open(path) => self.picked(Pick::Open, path, false, effects),
            Intent::Demo(id) => match Demo::of_id(&id).map(Demo::open) {
                Some(Ok(file)) => {
                    self.replace_document(Document::new(self.next_document, file.case, None), effects);
                    self.say("A demonstration case; saving asks where to");
                }
                Some(Err(reason)) => self.refuse("Could not open the demonstration case", &reason.to_string()),
                None => self.refuse("Could not open the demonstration case", &format!("There is none named {id}")),
            },
            Intent::ImportText(text) => self.import_text(text, None),
            Intent::Quit => {
                effects.push(Effect::ClearJournal(self.document.id()));
                effects.push(Effect::Close);
            }
        }
    }

    fn replace_document(&mut self, document: Document<Stamp>, effects: &mut Vec<Effect>) {
        effects.push(Effect::ClearJournal(self.document.id()));
        self.next_document += 1;
        self.document = document;
        self.draft = None;
        self.unread.clear();
        self.notice = None;
        self.dialog = None;
        self.view = View { visit: None, owner: false, ..self.view };
    }

    fn pick(&mut self, pick: Pick, effects: &mut Vec<Effect>) {
        self.commit_draft();
        if self.waiting_for.is_some() {
            self.dialog = self.waiting_for.map(Dialog::Waiting);
            return;
        }
        let suggested = self.suggested_name(pick);
        self.waiting_for = Some(pick);
        self.dialog = Some(Dialog::Waiting(pick));
        effects.push(Effect::Pick { pick, suggested });
    }

    fn suggested_name(&self, pick: Pick) -> String {
        let case = self.document.case();
        match pick {
            Pick::Export(kind) => export::suggested_name(case, kind),
            Pick::SaveAs => store::suggested_file_name(&case.patient.name),
            Pick::Open | Pick::Import => String::new(),
        }
    }

    /// The field for a path, begun with the folder used last and the name a dialog would have suggested.
    fn type_path(&self, pick: Pick, failed: bool) -> Dialog {
        let last = self.settings.recents.first().and_then(|path| path.parent());
        let folder = last.unwrap_or(&self.folder);
        let suggested = folder.join(self.suggested_name(pick)).display().to_string();
        Dialog::TypePath { pick, failed, suggested }
    }

    fn typed_path(&mut self, path: PathBuf, effects: &mut Vec<Effect>) {
        if let Some(Dialog::TypePath { pick, .. }) = self.dialog.take() {
            self.waiting_for = None;
            self.picked(pick, path, false, effects);
        }
    }

    fn picked(&mut self, pick: Pick, path: PathBuf, from_dialog: bool, effects: &mut Vec<Effect>) {
        match pick {
            Pick::Open if is_table(&path) => {
                effects.push(Effect::ReadTable { path, date_order: None });
            }
            Pick::Open => effects.push(Effect::ReadCase(path)),
            Pick::Import => effects.push(Effect::ReadTable { path, date_order: None }),
            Pick::SaveAs => self.save_to(store::with_case_extension(&path), from_dialog, effects),
            Pick::Export(kind) => self.export_to(kind, path, effects),
        }
    }

    fn export_to(&mut self, kind: ExportKind, path: PathBuf, effects: &mut Vec<Effect>) {
        let path = if path.extension().is_some() { path } else { path.with_extension(kind.extension()) };
        match export::bytes(self.document.case(), kind, self.view, self.rules) {
            Some(bytes) => effects.push(Effect::Write { path, bytes }),
            None => effects.push(Effect::Picture(path)),
        }
    }

    fn save(&mut self, effects: &mut Vec<Effect>) {
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
    fn save_to(&mut self, path: PathBuf, chosen: bool, effects: &mut Vec<Effect>) {
        let own = self.document.file().filter(|file| file.path == path);
        let expected = match own {
            Some(file) => Expected::Unchanged(file.stamp),
            None if chosen => Expected::Anything,
            None => Expected::Nothing,
        };
        self.begin_save(path, expected, effects);
    }

    fn begin_save(&mut self, path: PathBuf, expected: Expected, effects: &mut Vec<Effect>) {
        self.saving = Some(self.document.id());
        effects.push(Effect::SaveCase {
            document: self.document.id(),
            case: Arc::clone(self.document.case()),
            path,
            expected,
            label: export::label(self.document.case(), self.rules),
        });
    }

    fn saved(
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
                self.remember(&path, effects);
                if !self.document.is_dirty() {
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
            Err(SaveFailure::Conflict(conflict)) => {
                self.dialog = Some(Dialog::Conflict { path, words: conflict.to_string() });
            }
            Err(SaveFailure::Failed(error)) => {
                self.after_save = None;
                self.refuse(&format!("Could not save {}", path.display()), &error.to_string());
            }
        }
    }

    fn answer(&mut self, answer: Answer, effects: &mut Vec<Effect>) {
        let Some(dialog) = self.dialog.take() else { return };
        match (dialog, answer) {
            (Dialog::Unsaved(intent), Answer::Save) => {
                self.after_save = Some(intent);
                self.save(effects);
            }
            (Dialog::Unsaved(intent), Answer::Discard) => {
                self.unread.clear();
                self.carry_out(intent, effects);
            }
            (Dialog::Conflict { path, .. }, Answer::Overwrite) => self.begin_save(path, Expected::Anything, effects),
            (Dialog::Conflict { .. }, Answer::SaveAs) => self.pick(Pick::SaveAs, effects),
            (Dialog::Dates(TableSource::File(path)), Answer::Dates(order)) => {
                effects.push(Effect::ReadTable { path, date_order: Some(order) });
            }
            (Dialog::Dates(TableSource::Text(text)), Answer::Dates(order)) => self.import_text(text, Some(order)),
            (Dialog::Patients { import, what }, Answer::Patient(place)) => self.take_patient(*import, place, &what),
            (Dialog::Recover(mut found), Answer::Recover(place)) if place < found.len() => {
                let journal = found.remove(place);
                self.recover(journal, effects);
                self.dialog = (!found.is_empty()).then_some(Dialog::Recover(found));
            }
            (Dialog::Recover(mut found), Answer::Forget(place)) if place < found.len() => {
                effects.push(Effect::ForgetJournal(found.remove(place).name));
                self.dialog = (!found.is_empty()).then_some(Dialog::Recover(found));
            }
            (Dialog::Waiting(pick), Answer::TypePath) => self.dialog = Some(self.type_path(pick, false)),
            (Dialog::TypePath { .. } | Dialog::Unsaved(_) | Dialog::Conflict { .. }, Answer::Cancel) => {
                self.waiting_for = None;
                self.after_save = None;
            }
            // Any other answer closes the page it was given to.
            _ => {}
        }
    }

    fn recover(&mut self, journal: FoundJournal, effects: &mut Vec<Effect>) {
        let Some(case) = journal.case else { return };
        let file = journal.original.map(|(path, stamp)| SavedFile { path, stamp });
        let document = Document::unsaved(self.next_document, *case, file);
        effects.push(Effect::AdoptJournal { document: document.id(), name: journal.name });
        self.replace_document(document, effects);
        self.say("Recovered unsaved work; save it to keep it");
    }

    fn open_loaded(&mut self, loaded: Loaded, effects: &mut Vec<Effect>) {
        let file = SavedFile { path: loaded.path.clone(), stamp: loaded.stamp };
        self.replace_document(Document::new(self.next_document, loaded.file.case, Some(file)), effects);
        self.remember(&loaded.path, effects);
        if loaded.read_only {
            self.say("This file is read-only; save under another name to keep changes");
        }
    }

    fn remember(&mut self, path: &Path, effects: &mut Vec<Effect>) {
        self.settings.remember(path);
        effects.push(Effect::SaveSettings(Box::new(self.settings.clone())));
    }

    fn import_text(&mut self, text: String, date_order: Option<DateOrder>) {
        let options = ReadOptions { date_order, ..ReadOptions::default() };
        match exchange::read_sizes(text.as_bytes(), "pasted block", &options) {
            Ok(import) => self.take_import(TableSource::Text(text), import),
            Err(error) => self.refuse_table(TableSource::Text(text), &error),
        }
    }

    fn refuse_table(&mut self, source: TableSource, error: &ImportError) {
        if matches!(error, ImportError::TooManyRefused { ambiguous_dates: 1.., .. }) {
            self.dialog = Some(Dialog::Dates(source));
            return;
        }
        let problems: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
        let text = format!("{error}\n\n{}", problems.join("\n"));
        self.refuse("Nothing was imported", text.trim_end());
    }

    fn take_import(&mut self, source: TableSource, import: Import) {
        let what = source.name();
        if import.ambiguous_dates > 0 {
            self.dialog = Some(Dialog::Dates(source));
        } else if import.cases.len() > 1 {
            self.dialog = Some(Dialog::Patients { import: Box::new(import), what });
        } else {
            self.take_patient(import, 0, &what);
        }
    }

    fn take_patient(&mut self, mut import: Import, place: usize, what: &str) {
        if place >= import.cases.len() {
            return;
        }
        let imported = import.cases.swap_remove(place);
        let problems: Vec<String> = import.problems.iter().map(ToString::to_string).collect();
        let mut effects = Vec::new();
        self.replace_document(Document::unsaved(self.next_document, imported.case, None), &mut effects);
        let visits = match self.document.case().visits().len() {
            1 => "1 visit".to_owned(),
            many => format!("{many} visits"),
        };
        self.say(match problems.len() {
            0 => format!("Imported {visits} from {what}"),
            1 => format!("Imported {visits} from {what}, with 1 problem"),
            many => format!("Imported {visits} from {what}, with {many} problems"),
        });
        if !problems.is_empty() {
            self.dialog = Some(Dialog::Problems { what: what.to_owned(), problems });
        }
    }

    /// Asks for the unsaved work to be kept aside whenever it changed.
    fn journal(&mut self, effects: &mut Vec<Effect>) {
        let now = (self.document.id(), self.document.revision());
        if self.journaled != Some(now) && self.document.is_dirty() {
            self.journaled = Some(now);
            effects.push(Effect::Journal {
                document: self.document.id(),
                case: Arc::clone(self.document.case()),
                original: self.document.file().map(|file| (file.path.clone(), file.stamp)),
            });
        }
    }

    fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), is_error: false });
    }

    fn fail(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), is_error: true });
    }

    fn refuse(&mut self, what: &str, why: &str) {
        self.dialog = Some(Dialog::Message { title: what.to_owned(), text: why.to_owned() });
    }
}

/// Whether a file is a sizes table by its extension; anything else is opened as a case.
fn is_table(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    extension.is_some_and(|extension| matches!(extension.as_str(), "csv" | "tsv" | "tab" | "txt"))
}

/// The window's title: the dog, the file, and whether there is unsaved work.
pub fn window_title(session: &Session) -> String {
    let case = session.document.case();
    let name = if case.patient.name.trim().is_empty() { "New case" } else { case.patient.name.trim() };
    let mark = if session.has_unsaved_work() { "• " } else { "" };
    let last = case.visits().last().filter(|_| case.time_base == crate::domain::TimeBase::Calendar);
    last.map_or_else(
        || format!("{mark}{name} – Reassess"),
        |visit| format!("{mark}{name}, last visit {} – Reassess", date_words(visit.date)),
    )
}
