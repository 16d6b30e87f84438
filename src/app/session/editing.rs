//! Edits and the size being typed.

use std::sync::Arc;

use jiff::civil::Date;

use super::Session;
use crate::app::draft::Draft;
use crate::app::edit::{self, Edit};
use crate::assess;
use crate::domain::{Case, Dated, LesionId};
use crate::explain;

impl Session {
    pub(super) fn edit(&mut self, edit: Edit) {
        let moved_start = match &edit {
            Edit::SetTherapy(therapy) => self.document.case().therapy.start.filter(|_| therapy.start.is_some()),
            _ => None,
        };
        let before = Arc::clone(self.document.case());
        match edit::apply(Dated::new(&before, self.view.dates), edit) {
            Ok((case, label)) => {
                self.document.change(label, self.with_defaults(&before, case));
                self.forget_unread_of_removed();
                if moved_start.is_some_and(|start| self.document.case().therapy.start != Some(start)) {
                    self.tell_moved_start(&before);
                }
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
            self.guard((date, lesion));
        } else {
            self.unread.insert((date, lesion), draft.text().to_owned());
        }
    }

    /// Gives sizes recorded for the first time the usual method and observer, where the case itself names none.
    fn with_defaults(&self, before: &Case, mut case: Case) -> Case {
        let (method, observer) = (self.settings.default_method, &self.settings.default_observer);
        if method.is_none() && observer.is_empty() {
            return case;
        }
        let bare: Vec<_> = case
            .visits()
            .iter()
            .flat_map(|visit| visit.measurements.iter().map(|(&lesion, own)| (visit.date, lesion, own.clone())))
            .filter(|(_, _, own)| own.method.is_none() && own.observer.is_empty() && !own.entered.is_empty())
            .filter(|(date, lesion, _)| {
                before.visit(*date).is_none_or(|visit| !visit.measurements.contains_key(lesion))
            })
            .collect();
        for (date, lesion, mut own) in bare {
            own.method = method;
            own.observer.clone_from(observer);
            // The cell is there, so this cannot fail; if it did, the size stays as typed.
            case.set_measurement(date, lesion, Some(own)).ok();
        }
        case
    }

    /// A moved therapy start moves the window under every size, so the verdict before and after is named.
    fn tell_moved_start(&mut self, before: &Case) {
        let start = |case: &Case| case.therapy.start.map_or_else(String::new, |start| self.view.dates.words(start));
        let verdict = |case: &Case| {
            let last = case.visits().last()?;
            Some(
                explain::clinician(Dated::new(case, self.view.dates), &assess::assess(case, self.rules(), last.date))
                    .headline,
            )
        };
        let case = Arc::clone(self.document.case());
        let Some((was, is)) = verdict(before).zip(verdict(&case)) else { return };
        let change = if was == is {
            format!("the verdict stays “{is}”")
        } else {
            format!("the verdict was “{was}” and is “{is}”")
        };
        self.say(format!("Therapy start moved from {} to {}: {change}", start(before), start(&case)));
    }

    pub(super) fn forget_unread_of_removed(&mut self) {
        let case = Arc::clone(self.document.case());
        self.unread.retain(|&(date, lesion), _| case.visit(date).is_some() && case.lesion(lesion).is_some());
    }
}
