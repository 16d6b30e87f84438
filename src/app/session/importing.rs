//! Sizes tables taken in.

use super::Session;
use crate::app::dialog::{Dialog, TableSource};
use crate::app::document::Document;
use crate::exchange::{self, DateOrder, Import, ImportError, ReadOptions};

impl Session {
    pub(super) fn import_text(&mut self, text: String, date_order: Option<DateOrder>) {
        let options = ReadOptions { date_order, ..ReadOptions::default() };
        match exchange::read_sizes(text.as_bytes(), "pasted block", &options) {
            Ok(import) => self.take_import(TableSource::Text(text), import),
            Err(error) => self.refuse_table(TableSource::Text(text), &error),
        }
    }

    pub(super) fn refuse_table(&mut self, source: TableSource, error: &ImportError) {
        if matches!(error, ImportError::TooManyRefused { ambiguous_dates: 1.., .. }) {
            self.dialog = Some(Dialog::Dates(source));
            return;
        }
        let problems: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
        let text = format!("{error}\n\n{}", problems.join("\n"));
        self.refuse("Nothing was imported", text.trim_end());
    }

    pub(super) fn take_import(&mut self, source: TableSource, import: Import) {
        let what = source.name();
        if import.ambiguous_dates > 0 {
            self.dialog = Some(Dialog::Dates(source));
        } else if import.cases.len() > 1 {
            self.dialog = Some(Dialog::Patients { import: Box::new(import), what });
        } else {
            self.take_patient(import, 0, &what);
        }
    }

    pub(super) fn take_patient(&mut self, mut import: Import, place: usize, what: &str) {
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
}
