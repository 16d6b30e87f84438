//! Edits and the size being typed.

use std::sync::Arc;

use jiff::civil::Date;

use super::Session;
use crate::app::draft::Draft;
use crate::app::edit::{self, Edit};
use crate::domain::LesionId;

impl Session {
    pub(super) fn edit(&mut self, edit: Edit) {
        match edit::apply(self.document.case(), edit) {
            Ok((case, label)) => {
                self.document.change(label, case);
                self.forget_unread_of_removed();
            }
            Err(error) => self.fail(error.to_string()),
        }
    }

    pub(super) fn set_draft(&mut self, date: Date, lesion: LesionId, text: String) {
        if self.draft.as_ref().is_some_and(|draft| !draft.is_of(date, lesion)) {
            self.commit_draft();
        }
        self.unread.remove(&(date, lesion));
        self.draft = Some(Draft::new(self.document.case(), date, lesion, text));
    }

    pub(super) fn commit_draft(&mut self) {
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

    pub(super) fn forget_unread_of_removed(&mut self) {
        let case = Arc::clone(self.document.case());
        self.unread.retain(|&(date, lesion), _| case.visit(date).is_some() && case.lesion(lesion).is_some());
    }
}
