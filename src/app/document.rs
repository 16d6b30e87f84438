//! The open case with its undo steps and where it is saved.

use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::Case;

/// The most undo steps kept; the oldest are forgotten first.
pub const MAX_UNDO_STEPS: usize = 1_000;

/// A state to go back or forward to, with the words of the change that leads away from it.
#[derive(Clone, Debug)]
struct Step {
    label: String,
    case: Arc<Case>,
}

/// The open case.
#[derive(Clone, Debug)]
pub struct Document<Stamp> {
    /// Tells documents of one session apart, so that a late answer about an earlier one is dropped.
    id: u64,
    case: Arc<Case>,
    undo: Vec<Step>,
    redo: Vec<Step>,
    revision: u64,
    /// The case as it is in the file; `None` when what is in the file is not known to be any case held here.
    saved: Option<Arc<Case>>,
    file: Option<SavedFile<Stamp>>,
}

/// Where a case lies on disk, and what was known of the file when it was last read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedFile<Stamp> {
    /// The path.
    pub path: PathBuf,
    /// What tells a change by someone else.
    pub stamp: Stamp,
}

impl<Stamp> Document<Stamp> {
    /// A document of a case that lies in `file`, or nowhere yet.
    pub fn new(id: u64, case: Case, file: Option<SavedFile<Stamp>>) -> Self {
        let case = Arc::new(case);
        Self { id, saved: Some(Arc::clone(&case)), case, undo: Vec::new(), redo: Vec::new(), revision: 0, file }
    }

    /// A document of work that is not saved, such as an import, or changes to what is in `file` when that is not known.
    pub fn unsaved(id: u64, case: Case, file: Option<SavedFile<Stamp>>) -> Self {
        Self { saved: None, ..Self::new(id, case, file) }
    }

    /// A document of recovered changes to the case in `file`, which undo goes back to where it is known.
    pub fn recovered(id: u64, case: Case, file: Option<SavedFile<Stamp>>, saved: Option<Case>) -> Self {
        match saved {
            Some(saved) => {
                let mut document = Self::new(id, saved, file);
                document.change("recovering unsaved work", case);
                document
            }
            None => Self::unsaved(id, case, file),
        }
    }

    /// The identity inside this session.
    pub const fn id(&self) -> u64 {
        self.id
    }

    /// The case.
    pub const fn case(&self) -> &Arc<Case> {
        &self.case
    }

    /// Counts changes; two equal revisions of one document hold equal cases.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// Where the case is saved.
    pub const fn file(&self) -> Option<&SavedFile<Stamp>> {
        self.file.as_ref()
    }

    /// Whether the case differs from what is saved.
    pub fn is_dirty(&self) -> bool {
        match &self.saved {
            Some(saved) => !Arc::ptr_eq(&self.case, saved) && self.case != *saved,
            None => self.file.is_some() || *self.case != Case::default(),
        }
    }

    /// Takes a changed case as one undo step; an equal case is no step.
    pub fn change(&mut self, label: impl Into<String>, case: Case) {
        if case == *self.case {
            return;
        }
        let before = std::mem::replace(&mut self.case, Arc::new(case));
        self.undo.push(Step { label: label.into(), case: before });
        if self.undo.len() > MAX_UNDO_STEPS {
            self.undo.remove(0);
        }
        self.redo.clear();
        self.revision += 1;
    }

    /// The words of the step that undo would take back.
    pub fn undo_label(&self) -> Option<&str> {
        self.undo.last().map(|step| step.label.as_str())
    }

    /// The words of the step that redo would bring again.
    pub fn redo_label(&self) -> Option<&str> {
        self.redo.last().map(|step| step.label.as_str())
    }

    /// Takes the last step back; tells whether there was one.
    pub fn undo(&mut self) -> bool {
        let Some(step) = self.undo.pop() else { return false };
        let after = std::mem::replace(&mut self.case, step.case);
        self.redo.push(Step { label: step.label, case: after });
        self.revision += 1;
        true
    }

    /// Brings the last undone step again; tells whether there was one.
    pub fn redo(&mut self) -> bool {
        let Some(step) = self.redo.pop() else { return false };
        let before = std::mem::replace(&mut self.case, step.case);
        self.undo.push(Step { label: step.label, case: before });
        self.revision += 1;
        true
    }

    /// Notes that `case` now lies in `file`; later changes make the document dirty again.
    pub fn mark_saved(&mut self, case: Arc<Case>, file: SavedFile<Stamp>) {
        self.saved = Some(case);
        self.file = Some(file);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Case {
        let mut case = Case::default();
        name.clone_into(&mut case.patient.name);
        case
    }

    #[test]
    fn undo_to_the_start_and_redo_to_the_end_restore_exactly() {
        let mut document: Document<()> = Document::new(1, Case::default(), None);
        for name in ["Bella", "Rex", "Rex", "Lola"] {
            document.change(format!("name {name}"), named(name));
        }
        assert_eq!(document.undo_label(), Some("name Lola"));
        let mut steps = 0;
        while document.undo() {
            steps += 1;
        }
        assert_eq!(steps, 3, "an equal case is no step");
        assert_eq!(**document.case(), Case::default());
        assert!(!document.is_dirty(), "back at the saved state");
        while document.redo() {}
        assert_eq!(document.case().patient.name, "Lola");
    }

    #[test]
    fn a_change_after_undo_forgets_the_undone_steps() {
        let mut document: Document<()> = Document::new(1, Case::default(), None);
        document.change("a", named("a"));
        document.undo();
        document.change("b", named("b"));
        assert!(!document.redo(), "redo is gone");
        assert!(document.is_dirty(), "not saved");
        let case = Arc::clone(document.case());
        document.mark_saved(case, SavedFile { path: "b.reassess.ron".into(), stamp: () });
        assert!(!document.is_dirty(), "saved");
    }
}
