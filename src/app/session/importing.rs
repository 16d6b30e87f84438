//! Sizes tables taken in.

use super::Session;
use crate::app::command::Effect;
use crate::app::dialog::{Dialog, TableSource};
use crate::app::document::Document;
use crate::app::event::TableFailure;
use crate::app::table::{LookedAt, TableReading, look};
use crate::exchange::{DateOrder, Import, ImportError, Mapping, TablePreview};
use crate::store::settings::RememberedTable;

impl Session {
    /// Begins to take in a table of which nothing has been said yet.
    pub(super) fn begin_import(&mut self, source: TableSource, effects: &mut Vec<Effect>) {
        self.reading = TableReading::default();
        self.choosing_columns = false;
        self.read_table(source, effects);
    }

    /// Reads a table in the way that has been said.
    pub(super) fn read_table(&mut self, source: TableSource, effects: &mut Vec<Effect>) {
        match source {
            TableSource::File(path) => effects.push(Effect::ReadTable { path, reading: self.reading.clone() }),
            TableSource::Text(text) => {
                let (result, preview) = look(text.as_bytes(), "pasted block", &self.reading);
                let result = result.map_err(TableFailure::Refused);
                self.table_read(TableSource::Text(text), result, preview.as_deref(), effects);
            }
        }
    }

    pub(super) fn table_read(
        &mut self,
        source: TableSource,
        result: Result<Box<Import>, TableFailure>,
        preview: Option<&TablePreview>,
        effects: &mut Vec<Effect>,
    ) {
        if let Some(preview) = preview {
            if self.take_remembered(preview) {
                return self.read_table(source, effects);
            }
            self.table = Some(LookedAt { source: source.clone(), preview: preview.clone() });
        }
        if std::mem::take(&mut self.choosing_columns) && preview.is_some() {
            self.dialog = Some(Dialog::Columns(None));
            return;
        }
        match result {
            Ok(import) => self.take_import(source, *import),
            Err(TableFailure::Unreadable(reason)) => {
                self.refuse(&format!("Could not read {}", source.name()), &reason);
            }
            Err(TableFailure::Refused(error)) => self.refuse_table(source, &error, preview.is_some()),
        }
    }

    /// Takes over what was said of a table with the same headings before; tells whether there was anything.
    fn take_remembered(&mut self, preview: &TablePreview) -> bool {
        if !self.reading.mapping.is_empty() {
            return false;
        }
        let signature = preview.signature();
        let Some(remembered) = self.settings.tables.iter().find(|own| own.signature == signature) else { return false };
        if remembered.columns.is_empty() {
            return false;
        }
        self.reading.mapping = Mapping::of(remembered.columns.clone());
        let order = remembered.day_first.map(|day| if day { DateOrder::DayFirst } else { DateOrder::MonthFirst });
        self.reading.date_order = self.reading.date_order.or(order);
        true
    }

    /// Takes the table in with these meanings, and remembers them for tables with the same headings.
    pub(super) fn choose_columns(&mut self, mapping: Mapping, effects: &mut Vec<Effect>) {
        let Some(LookedAt { source, preview }) = self.table.clone() else { return };
        self.dialog = None;
        let columns: Vec<(String, String)> =
            mapping.columns().map(|(heading, meaning)| (heading.to_owned(), meaning.to_owned())).collect();
        self.settings.remember_table(RememberedTable {
            signature: preview.signature(),
            columns,
            day_first: self.reading.date_order.map(|order| order == DateOrder::DayFirst),
        });
        effects.push(Effect::SaveSettings(Box::new(self.settings.clone())));
        self.reading.mapping = mapping;
        self.read_table(source, effects);
    }

    /// Looks at another sheet, and asks again what its columns hold.
    pub(super) fn choose_sheet(&mut self, sheet: String, effects: &mut Vec<Effect>) {
        let Some(LookedAt { source, .. }) = self.table.clone() else { return };
        self.reading =
            TableReading { sheet: Some(sheet), date_order: self.reading.date_order, mapping: Mapping::default() };
        self.choosing_columns = true;
        self.read_table(source, effects);
    }

    fn refuse_table(&mut self, source: TableSource, error: &ImportError, can_choose: bool) {
        match error {
            ImportError::TooManyRefused { ambiguous_dates: 1.., .. } => self.dialog = Some(Dialog::Dates(source)),
            ImportError::MissingColumn { .. } if can_choose => {
                self.dialog = Some(Dialog::Columns(Some(error.to_string())));
            }
            ImportError::TooManyRefused { problems, .. } => {
                let problems = problems.clone();
                self.dialog =
                    Some(Dialog::Problems { what: source.name(), problems, refusal: Some(error.to_string()) });
            }
            _ => self.refuse("Nothing was imported", &error.to_string()),
        }
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

    pub(super) fn take_patient(&mut self, mut import: Import, place: usize, what: &str) {
        if place >= import.cases.len() {
            return;
        }
        let imported = import.cases.swap_remove(place);
        let problems = import.problems;
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
            self.dialog = Some(Dialog::Problems { what: what.to_owned(), problems, refusal: None });
        }
    }
}
