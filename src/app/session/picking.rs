//! File dialogs, typed paths and what is done with the path.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use super::Session;
use crate::app::command::{Effect, ExportKind, ExportTo, Pick};
use crate::app::dialog::{Dialog, TableSource};
use crate::app::event::Event;
use crate::app::export::{self, ExportRequest};
use crate::app::view::View;
use crate::chart::Audience;
use crate::domain::Case;
use crate::exchange::TABLE_ENDINGS;
use crate::rules::Rules;
use crate::store;

impl Session {
    pub(super) fn pick(&mut self, pick: Pick, effects: &mut Vec<Effect>) {
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

    pub(super) fn suggested_name(&self, pick: Pick) -> String {
        let case = self.document.case();
        match pick {
            Pick::Export(kind) => export::suggested_name(case, kind, self.today),
            // A case without a name is not named after what it lacks.
            Pick::SaveAs if case.patient.name.trim().is_empty() => format!("case{}", store::CASE_EXTENSION),
            Pick::SaveAs => store::suggested_file_name(&case.patient.name),
            Pick::Cohort(kind) => {
                let plot = self.library.as_ref().and_then(|library| library.plot);
                plot.map(|plot| export::cohort_file_name(plot, kind)).unwrap_or_default()
            }
            Pick::Deidentified => "sizes without names.csv".to_owned(),
            Pick::Open | Pick::Import => String::new(),
        }
    }

    /// The field for a path, begun with the folder of the case and the name a dialog would have suggested.
    ///
    /// A path that has failed is offered again; of files to open there is no name to suggest, only the folder.
    pub(super) fn type_path(&self, pick: Pick, failed: bool) -> Dialog {
        let tried = self.typed.as_ref().filter(|(own, _)| *own == pick).map(|(_, path)| path.clone());
        let own = self.document.file().and_then(|file| file.path.parent());
        let last = || self.settings.recents.first().and_then(|path| path.parent());
        let folder = own.or_else(last).unwrap_or(&self.folder);
        let suggested = tried.unwrap_or_else(|| folder.join(self.suggested_name(pick)));
        Dialog::TypePath { pick, failed, suggested: suggested.display().to_string() }
    }

    pub(super) fn typed_path(&mut self, path: PathBuf, effects: &mut Vec<Effect>) {
        if let Some(Dialog::TypePath { pick, .. }) = self.dialog.take() {
            self.waiting_for = None;
            self.typed = Some((pick, path.clone()));
            self.picked(pick, path, false, effects);
        }
    }

    /// A typed path that has led to a file is not offered for the next one.
    pub(super) fn forget_typed_path(&mut self, event: &Event) {
        let has_led_somewhere = match event {
            Event::CaseRead { result, .. } => result.is_ok(),
            Event::CaseSaved { result, .. } => result.is_ok(),
            Event::TableRead { result, .. } => result.is_ok(),
            Event::Written { result, .. } => result.is_ok(),
            _ => false,
        };
        if has_led_somewhere {
            self.typed = None;
        }
    }

    pub(super) fn picked(&mut self, pick: Pick, path: PathBuf, from_dialog: bool, effects: &mut Vec<Effect>) {
        match pick {
            Pick::Open if is_table(&path) => {
                self.begin_import(TableSource::File(path), effects);
            }
            Pick::Open => effects.push(Effect::ReadCase(path)),
            Pick::Import => self.begin_import(TableSource::File(path), effects),
            // A dialog has asked about the name as it was given, not about one with an extension added.
            Pick::SaveAs => {
                let whole = store::with_case_extension(&path);
                let asked = from_dialog && whole == path;
                self.save_to(whole, asked, effects);
            }
            Pick::Export(_) | Pick::Cohort(_) | Pick::Deidentified => {
                let extension =
                    if let Pick::Export(kind) | Pick::Cohort(kind) = pick { kind.extension() } else { "csv" };
                let whole = if path.extension().is_some() { path.clone() } else { path.with_extension(extension) };
                if let Some(reason) = unfit_for_export(&whole) {
                    self.refuse(&format!("Could not write {}", whole.display()), &reason);
                } else if from_dialog && whole == path {
                    match pick {
                        Pick::Export(kind) => self.export_to(kind, whole, effects),
                        Pick::Cohort(kind) => self.cohort_to(kind, whole, effects),
                        _ => effects.push(Effect::Deidentify { cases: self.shown_in_library(), to: whole }),
                    }
                } else {
                    effects.push(Effect::LookForFile { pick, path: whole });
                }
            }
        }
    }

    fn export_to(&self, kind: ExportKind, path: PathBuf, effects: &mut Vec<Effect>) {
        if kind == ExportKind::Picture {
            effects.push(Effect::Picture(path));
        } else {
            effects.push(self.export(kind, ExportTo::File(path)));
        }
    }

    /// The plot is written as it is shown; nothing where the library was closed meanwhile.
    fn cohort_to(&self, kind: ExportKind, to: PathBuf, effects: &mut Vec<Effect>) {
        let model = self.library.as_ref().and_then(|library| library.drawn.clone());
        effects.extend(model.map(|model| Effect::CohortPicture { model, kind, to }));
    }

    fn export(&self, kind: ExportKind, to: ExportTo) -> Effect {
        let request = ExportRequest { kind, paper: self.settings.paper, made_on: self.today };
        Effect::Export { case: Arc::clone(self.document.case()), view: self.view, request, to }
    }

    pub(super) fn print(&mut self, audience: Audience, effects: &mut Vec<Effect>) {
        self.commit_draft();
        let kind = match audience {
            Audience::Owner => ExportKind::Handout,
            Audience::Clinician => ExportKind::Report,
        };
        effects.push(self.export(kind, ExportTo::Viewer));
    }

    pub(super) fn copy_chart(&mut self, effects: &mut Vec<Effect>) {
        self.commit_draft();
        effects.push(Effect::CopyChart { case: Arc::clone(self.document.case()), view: self.view });
    }

    /// Puts words made of the case on the clipboard, and says so.
    pub(super) fn copy_words(
        &mut self,
        words: fn(&Case, View, &Rules, Date) -> String,
        said: &str,
        effects: &mut Vec<Effect>,
    ) {
        self.commit_draft();
        effects.push(Effect::CopyText(words(self.document.case(), self.view, self.rules, self.today)));
        self.say(said);
    }
}

/// Why an export must not take this name; `None` when it may.
fn unfit_for_export(path: &Path) -> Option<String> {
    if store::is_case_file(path) || store::is_backup(path) {
        return Some("this is the name of a case file, which an export must not take; choose another".to_owned());
    }
    store::check_file_name(path).err().map(|error| error.to_string())
}

/// Whether a file is a sizes table by its extension; anything else is opened as a case.
fn is_table(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    extension.is_some_and(|extension| TABLE_ENDINGS.contains(&extension.as_str()))
}
