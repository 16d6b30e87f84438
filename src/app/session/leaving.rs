//! Leaving a document for another: the questions asked first, and their answers.

use super::Session;
use crate::app::command::{Answer, Effect, Pick};
use crate::app::dialog::{Dialog, Intent, TableSource};
use crate::app::document::{Document, SavedFile};
use crate::app::event::FoundJournal;
use crate::app::files::Doomed;
use crate::app::view::View;
use crate::assess::{self, Reopened};
use crate::domain::Case;
use crate::store::demo::Demo;
use crate::store::{self, CaseFile, Loaded, Stamp};

impl Session {
    /// Goes on with `intent`, asking first when that would lose work.
    pub(super) fn leave_for(&mut self, intent: Intent, effects: &mut Vec<Effect>) {
        self.commit_draft();
        if self.has_unsaved_work() {
            self.dialog = Some(Dialog::Unsaved(intent));
        } else {
            self.carry_out(intent, effects);
        }
    }

    pub(super) fn carry_out(&mut self, intent: Intent, effects: &mut Vec<Effect>) {
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
            Intent::ImportText(text) => self.begin_import(TableSource::Text(text), effects),
            Intent::Recover(journal) => self.recover(*journal, effects),
            Intent::Trash => self.ask_to_trash(),
            Intent::Quit => {
                effects.push(Effect::ClearJournal(self.document.id()));
                effects.push(Effect::Watch { document: self.document.id(), file: None });
                effects.push(Effect::Close);
            }
        }
    }

    pub(super) fn replace_document(&mut self, document: Document<Stamp>, effects: &mut Vec<Effect>) {
        effects.push(Effect::ClearJournal(self.document.id()));
        self.next_document += 1;
        self.document = document;
        self.draft = None;
        self.unread.clear();
        self.slips.clear();
        self.reopened = None;
        self.notice = None;
        self.library = None;
        self.dialog = None;
        self.view = View { visit: None, block: None, owner: false, recheck: None, harm_tenths: None, ..self.view };
    }

    pub(super) fn answer(&mut self, answer: Answer, effects: &mut Vec<Effect>) {
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
            (Dialog::Conflict { path, expected, .. }, Answer::Overwrite) => self.begin_save(path, expected, effects),
            (Dialog::Conflict { .. }, Answer::SaveAs) => self.pick(Pick::SaveAs, effects),
            (Dialog::Conflict { theirs: Some(theirs), .. }, Answer::TakeTheirs) => {
                self.after_save = None;
                self.take_theirs(*theirs);
            }
            (Dialog::ChangedOutside(theirs), Answer::TakeTheirs) => self.take_theirs(*theirs),
            (Dialog::OpenElsewhere(opened), Answer::OpenAnyway) => self.open_loaded(opened.loaded, effects),
            (Dialog::CannotOpen { refused, .. }, Answer::EarlierVersions) => {
                self.offer_versions_of(refused.replaceable, effects);
            }
            (Dialog::CannotOpen { path, refused }, Answer::ShowText) => {
                self.dialog = refused.text.map(|text| Dialog::Text { path, text });
            }
            (Dialog::Versions { path, mut versions }, Answer::Restore(place)) if place < versions.len() => {
                self.restore(&path, versions.swap_remove(place), effects);
            }
            (Dialog::Trash(path), Answer::Trash) => effects.push(Effect::Trash(Doomed::Case(path))),
            (Dialog::DeleteForGood { what, .. }, Answer::DeleteForGood) => effects.push(Effect::DeleteForGood(what)),
            (Dialog::Consent(_), Answer::ConsentNoted) => self.pick(Pick::Deidentified, effects),
            (Dialog::Dates(source), Answer::Dates(order)) => {
                self.reading.date_order = Some(order);
                self.read_table(source, effects);
            }
            (Dialog::Problems { .. }, Answer::Columns) => self.dialog = Some(Dialog::Columns(None)),
            (Dialog::Patients { import, what }, Answer::Patient(place)) => self.take_patient(*import, place, &what),
            (Dialog::Recover(mut found), Answer::Recover(place)) if place < found.len() => {
                self.leave_for(Intent::Recover(Box::new(found.swap_remove(place))), effects);
            }
            (Dialog::Recover(mut found), Answer::Forget(place)) if place < found.len() => {
                effects.push(Effect::Trash(Doomed::Journal(found.remove(place).name)));
                self.dialog = (!found.is_empty()).then_some(Dialog::Recover(found));
            }
            (Dialog::Recover(_), _) => {
                effects.push(Effect::ReleaseJournals);
                self.say("Kept; File, Unsaved work shows it again");
            }
            (Dialog::Replace { pick, path }, Answer::Overwrite) => self.picked(pick, path, true, effects),
            (Dialog::Waiting(pick) | Dialog::Replace { pick, .. }, Answer::TypePath) => {
                self.dialog = Some(self.type_path(pick, false));
            }
            (Dialog::TypePath { .. } | Dialog::Unsaved(_) | Dialog::Conflict { .. }, Answer::Cancel) => {
                self.waiting_for = None;
                self.after_save = None;
            }
            // Any other answer closes the page it was given to.
            _ => {}
        }
    }

    pub(super) fn recover(&mut self, journal: FoundJournal, effects: &mut Vec<Effect>) {
        let Some(case) = journal.case else { return };
        let file = journal.original.map(|(path, stamp)| SavedFile { path, stamp });
        let saved = journal.saved.map(|saved| *saved);
        let document = Document::recovered(self.next_document, *case, file, saved);
        effects.push(Effect::AdoptJournal { document: document.id(), name: journal.name });
        effects.push(Effect::ReleaseJournals);
        self.replace_document(document, effects);
        self.unread = journal.typed.into_iter().map(|cell| ((cell.date, cell.lesion), cell.text)).collect();
        self.forget_unread_of_removed();
        self.say("Recovered unsaved work; save it to keep it");
    }

    /// What the rules in force make of a file, where that is not what was shown when it was saved.
    pub(super) fn compared(&self, file: &CaseFile) -> Option<Box<Reopened>> {
        let shown = file.summary.shown.as_deref()?;
        assess::reopened(&file.case, shown, self.rules).map(Box::new)
    }

    pub(super) fn open_loaded(&mut self, loaded: Loaded, effects: &mut Vec<Effect>) {
        if store::is_backup(&loaded.path) {
            let changed = self.compared(&loaded.file);
            self.replace_document(Document::unsaved(self.next_document, loaded.file.case, None), effects);
            self.reopened = changed;
            self.say("This is a backup; saving asks for a name of its own");
            return;
        }
        let file = SavedFile { path: loaded.path.clone(), stamp: loaded.stamp };
        let changed = self.compared(&loaded.file);
        self.replace_document(Document::new(self.next_document, loaded.file.case, Some(file)), effects);
        self.reopened = changed;
        self.remember(&loaded.path, effects);
        if loaded.read_only {
            self.say("This file is read-only; save under another name to keep changes");
        }
    }
}
