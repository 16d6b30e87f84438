//! Edits and the size being typed.

use std::sync::Arc;

use jiff::civil::Date;

use super::Session;
use crate::app::draft::Draft;
use crate::app::edit::{self, Edit};
use crate::app::kind;
use crate::assess;
use crate::domain::{Case, Dated, LesionId, LesionKind};
use crate::explain;

impl Session {
    pub(super) fn edit(&mut self, edit: Edit) {
        let moved_start = match &edit {
            Edit::SetTherapy(therapy) => self.document.case().therapy.start.filter(|_| therapy.start.is_some()),
            _ => None,
        };
        let before = Arc::clone(self.document.case());
        let removed = match &edit {
            Edit::RemoveVisit(date) => Some(format!("Removed the visit of {}", self.dated().when(*date))),
            Edit::RemoveLesion(id) => before.lesion(*id).map(|lesion| format!("Removed {}", lesion.name)),
            _ => None,
        };
        let turned = match &edit {
            Edit::UpdateLesion(lesion) => before.lesion(lesion.id).filter(|own| own.kind != lesion.kind),
            _ => None,
        };
        match edit::apply(Dated::new(&before, self.view.dates), edit) {
            Ok((case, label)) => {
                self.document.change(label, self.with_defaults(&before, case));
                self.forget_unread_of_removed();
                // What was wrong before is not wrong with this, and what could be taken back is no longer the last.
                self.notice = self.notice.take().filter(|notice| !notice.is_error && !notice.can_undo);
                if let Some(removed) = removed {
                    self.say_with_undo(removed);
                }
                if let Some(lesion) = turned {
                    self.tell_read_anew(&before, lesion.id);
                }
                if moved_start.is_some_and(|start| self.document.case().therapy.start != Some(start)) {
                    self.tell_moved_start(&before);
                }
            }
            Err(error) => self.fail(error.to_string()),
        }
    }

    /// What became of the sizes of a lesion that is of another kind now; what does not count is asked about.
    fn tell_read_anew(&mut self, before: &Case, lesion: LesionId) {
        let case = Arc::clone(self.document.case());
        let Some(own) = case.lesion(lesion) else { return };
        let (is, as_what) = match own.kind {
            LesionKind::Nodal => ("a node", "short axis"),
            LesionKind::NonNodal => ("a mass", "longest diameter"),
        };
        let lost = kind::lost(&case, lesion);
        self.slips.retain(|cell, _| cell.1 != lesion);
        self.slips.extend(lost.iter().filter_map(|&cell| Some((cell, kind::question(&case, cell)?))));
        let anew = match kind::count_read_anew(before, &case, lesion) {
            0 => String::new(),
            1 => format!("; its size is read as its {as_what}"),
            many => format!("; its {many} sizes are read as its {as_what}"),
        };
        let asked = match lost.len() {
            0 => String::new(),
            1 => format!("; 1 size does not count until its {as_what} is typed, and is marked"),
            many => format!("; {many} sizes do not count until their {as_what} is typed, and are marked"),
        };
        if !anew.is_empty() || !asked.is_empty() {
            self.say_with_undo(format!("{} is {is}{anew}{asked}", own.name));
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
