//! Random commands against a plain model: edit, undo, redo, save, reopen, crash, power cut, change by others, faults.
//!
//! `REASSESS_MODEL_COMMANDS=10000` makes the long run, `REASSESS_MODEL_SEED` another one; its counts are printed with
//! `--nocapture`.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use reassess::app::command::{Answer, Command};
use reassess::app::dialog::Dialog;
use reassess::app::document::MAX_UNDO_STEPS;
use reassess::app::edit::apply;
use reassess::domain::Case;
use reassess::store::case_file::from_bytes;
use reassess::store::{Disk as _, Fault, MemoryDisk, list_backups};

use crate::random_edits::{Dice, random_edit};
use crate::store::{case_named, text_of};
use crate::store_session::App;

const CASE_PATH: &str = "/cases/bella.reassess.ron";

/// What should be, kept as plainly as can be.
struct Model {
    past: Vec<Case>,
    now: Case,
    future: Vec<Case>,
    /// The case as it was when last read or saved here; `None` when never.
    base: Option<Case>,
    /// Work was recovered over a file that was changed since: it is unsaved, whatever it is.
    over_another: bool,
    /// The case in the file; `None` before the first save.
    file: Option<Case>,
}

impl Model {
    fn change(&mut self, case: Case) {
        if case != self.now {
            self.past.push(std::mem::replace(&mut self.now, case));
            if self.past.len() > MAX_UNDO_STEPS {
                self.past.remove(0);
            }
            self.future.clear();
        }
    }

    fn undo(&mut self) {
        if let Some(before) = self.past.pop() {
            self.future.push(std::mem::replace(&mut self.now, before));
        }
    }

    fn redo(&mut self) {
        if let Some(after) = self.future.pop() {
            self.past.push(std::mem::replace(&mut self.now, after));
        }
    }

    fn begin(&mut self, now: Case, base: Option<Case>) {
        let over_another = base.is_some() && base != self.file;
        // Recovered work is one step away from the file it was begun on, where that file is still there.
        let past = base.clone().filter(|base| !over_another && *base != now).into_iter().collect();
        *self = Self { past, now, future: Vec::new(), base, over_another, file: self.file.take() };
    }

    fn agree_on(&mut self, base: Case) {
        self.base = Some(base);
        self.over_another = false;
    }

    fn is_dirty(&self) -> bool {
        self.over_another || self.base.as_ref().map_or_else(|| self.now != Case::default(), |base| *base != self.now)
    }
}

/// A program on a disk beside the model of it.
struct Run {
    disk: MemoryDisk,
    app: App,
    model: Model,
    dice: Dice,
    counts: BTreeMap<&'static str, usize>,
    edits: u64,
}

impl Run {
    fn new(seed: u64) -> Self {
        let disk = MemoryDisk::new();
        disk.create_dir_all(Path::new("/cases")).unwrap();
        let mut app = App::start(&disk, "/home", "Ann");
        app.chosen = CASE_PATH.into();
        let model = Model {
            past: Vec::new(),
            now: Case::default(),
            future: Vec::new(),
            base: None,
            over_another: false,
            file: None,
        };
        Self { disk, app, model, dice: Dice::new(seed), counts: BTreeMap::new(), edits: 0 }
    }

    fn count(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }

    fn step(&mut self) {
        match self.dice.below(100) {
            0..52 => self.edit(),
            52..64 => {
                self.count("undo");
                self.app.command(Command::Undo);
                self.model.undo();
            }
            64..70 => {
                self.count("redo");
                self.app.command(Command::Redo);
                self.model.redo();
            }
            70..80 => self.save(),
            80..84 => self.reopen(),
            84..88 => self.crash(false),
            88..90 => self.crash(true),
            90..94 => self.change_by_others(),
            94..98 => self.save_with_a_fault(),
            _ => self.undo_all_and_redo_all(),
        }
        self.check();
    }

    fn edit(&mut self) {
        self.edits += 1;
        let edit = random_edit(&mut self.dice, &self.app.case(), self.edits);
        self.count("edit");
        if let Ok((case, _)) = apply(&self.model.now, edit.clone()) {
            self.model.change(case);
        }
        self.app.command(Command::Edit(edit));
    }

    fn save(&mut self) {
        self.count("save");
        self.app.command(Command::Save);
        self.settle_save();
    }

    /// Answers whatever a save asked, in one way or another, and lets the model do the same.
    fn settle_save(&mut self) {
        // A first save goes where the dialog says, which has asked about a file that is there.
        let chosen = self.model.base.is_none();
        if chosen || self.model.base == self.model.file {
            assert!(self.app.session.dialog.is_none(), "nothing to ask: {:?}", self.app.session.dialog);
            self.note_saved();
            return;
        }
        let Some(Dialog::Conflict { theirs, .. }) = &self.app.session.dialog else {
            panic!("the file was changed and nothing was asked: {:?}", self.app.session.dialog)
        };
        assert_eq!(theirs.as_ref().map(|theirs| &theirs.file.case), self.model.file.as_ref(), "both are shown");
        match self.dice.below(3) {
            0 => {
                self.count("conflict: replaced");
                self.app.answer(Answer::Overwrite);
                self.note_saved();
            }
            1 => {
                self.count("conflict: theirs taken");
                self.app.answer(Answer::TakeTheirs);
                let theirs = self.model.file.clone().unwrap();
                self.model.change(theirs.clone());
                self.model.agree_on(theirs);
            }
            _ => {
                self.count("conflict: canceled");
                self.app.answer(Answer::Cancel);
            }
        }
    }

    fn note_saved(&mut self) {
        self.model.agree_on(self.model.now.clone());
        self.model.file = Some(self.model.now.clone());
    }

    fn reopen(&mut self) {
        self.count("reopen");
        let Some(file) = self.model.file.clone() else { return };
        let dirty = self.model.is_dirty();
        self.app.command(Command::OpenPath(CASE_PATH.into()));
        assert_eq!(matches!(self.app.session.dialog, Some(Dialog::Unsaved(_))), dirty, "asked when work would be lost");
        if dirty {
            match self.dice.below(3) {
                0 => {
                    self.app.answer(Answer::Cancel);
                    return;
                }
                _ => self.app.answer(Answer::Discard),
            }
        }
        self.model.begin(file.clone(), Some(file));
    }

    /// The program ends without warning; unsaved work must be offered, and is taken or left.
    fn crash(&mut self, power: bool) {
        self.count(if power { "power cut" } else { "crash" });
        if power {
            self.disk.cut_power();
        }
        self.start_again();
    }

    fn start_again(&mut self) {
        self.disk.restart();
        self.app = App::start(&self.disk, "/home", "Ann");
        self.app.chosen = CASE_PATH.into();
        let offered = match &self.app.session.dialog {
            Some(Dialog::Recover(found)) => {
                assert_eq!(found.len(), 1, "one document, one journal");
                Some(found[0].case.as_deref().cloned())
            }
            other => {
                assert!(other.is_none(), "{other:?}");
                None
            }
        };
        let expected = self.model.is_dirty().then(|| Some(self.model.now.clone()));
        assert_eq!(offered, expected, "unsaved work is offered, and nothing else is");
        if offered.is_some() && self.dice.below(4) > 0 {
            self.count("recovered");
            self.app.answer(Answer::Recover(0));
            let (now, base) = (self.model.now.clone(), self.model.base.clone());
            self.model.begin(now, base);
            return;
        }
        if offered.is_some() {
            self.count("recovery declined");
            self.app.answer(Answer::Forget(0));
            self.app.answer(Answer::DeleteForGood);
        }
        match self.model.file.clone() {
            Some(file) => {
                self.app.command(Command::OpenPath(CASE_PATH.into()));
                self.model.begin(file.clone(), Some(file));
            }
            None => self.model.begin(Case::default(), None),
        }
    }

    fn change_by_others(&mut self) {
        if self.model.file.is_none() {
            return;
        }
        self.count("change by others");
        self.edits += 1;
        let theirs = case_named(&format!("by others {}", self.edits));
        self.disk.put(CASE_PATH, text_of(&theirs).as_bytes());
        self.model.file = Some(theirs.clone());
        if self.model.base.is_none() || self.dice.below(2) == 0 {
            return;
        }
        self.count("change by others noticed");
        self.app.idle();
        assert!(matches!(self.app.session.dialog, Some(Dialog::ChangedOutside(_))), "{:?}", self.app.session.dialog);
        if self.dice.below(2) == 0 {
            self.app.answer(Answer::TakeTheirs);
            self.model.change(theirs.clone());
            self.model.agree_on(theirs);
        } else {
            self.app.answer(Answer::Cancel);
        }
    }

    fn save_with_a_fault(&mut self) {
        if self.model.base.is_none() || self.model.base != self.model.file || !self.model.is_dirty() {
            return;
        }
        self.count("save with a fault");
        let fault = Fault::ALL[usize::try_from(self.dice.below(Fault::ALL.len() as u64)).unwrap()];
        let step = usize::try_from(self.dice.below(40)).unwrap();
        self.disk.fail_at(step, fault);
        self.app.command(Command::Save);
        let said = !self.app.session.has_unsaved_work();
        let ended = matches!(fault, Fault::Kill | Fault::PowerCut | Fault::PowerCutNamesFirst);
        let struck = self.disk.steps().len() > step;
        self.disk.restart();
        let found = self.on_disk().unwrap();
        assert!(found == self.model.now || Some(&found) == self.model.base.as_ref(), "{fault:?} at {step}: neither");
        let saved = found == self.model.now;
        assert!(!said || saved || (ended && struck), "{fault:?} at {step}: said to be saved and is not");
        if saved {
            self.model.file = Some(self.model.now.clone());
        }
        if ended && struck {
            // What was saved or kept aside before the end is all there is; one of the two always has the work.
            self.start_again_after_fault(saved);
            return;
        }
        if saved {
            self.model.agree_on(self.model.now.clone());
        }
        if matches!(self.app.session.dialog, Some(Dialog::Message { .. })) {
            self.app.answer(Answer::Cancel);
        }
    }

    /// After a save that was cut short: the work is in the file, or offered, or both.
    fn start_again_after_fault(&mut self, saved: bool) {
        self.app = App::start(&self.disk, "/home", "Ann");
        self.app.chosen = CASE_PATH.into();
        let now = self.model.now.clone();
        let offered =
            matches!(&self.app.session.dialog, Some(Dialog::Recover(found)) if found[0].case.as_deref() == Some(&now));
        assert!(saved || offered, "the work is neither in the file nor offered: {:?}", self.app.session.dialog);
        if self.app.session.dialog.is_some() {
            self.app.answer(Answer::Forget(0));
            self.app.answer(Answer::DeleteForGood);
        }
        let file = self.model.file.clone().unwrap();
        self.app.command(Command::OpenPath(CASE_PATH.into()));
        self.model.begin(file.clone(), Some(file));
    }

    fn undo_all_and_redo_all(&mut self) {
        self.count("undo to the start and redo to the end");
        let (now, back) = (self.model.now.clone(), self.model.future.len());
        for _ in 0..self.model.past.len() {
            self.app.command(Command::Undo);
            self.model.undo();
            assert_eq!(*self.app.case(), self.model.now, "a step restores exactly");
        }
        self.app.command(Command::Undo);
        assert_eq!(self.app.notice(), "Nothing to undo", "at the start");
        while !self.model.future.is_empty() {
            self.app.command(Command::Redo);
            self.model.redo();
            assert_eq!(*self.app.case(), self.model.now, "a step restores exactly");
        }
        for _ in 0..back {
            self.app.command(Command::Undo);
            self.model.undo();
        }
        assert_eq!(self.model.now, now, "there and back");
    }

    fn on_disk(&self) -> Option<Case> {
        self.disk.read(Path::new(CASE_PATH)).ok().map(|bytes| from_bytes(&bytes).unwrap().case)
    }

    fn check(&self) {
        assert_eq!(*self.app.case(), self.model.now, "the case shown");
        assert!(self.app.session.dialog.is_none(), "every question was answered: {:?}", self.app.session.dialog);
        assert_eq!(self.app.session.has_unsaved_work(), self.model.is_dirty(), "said to be unsaved");
        assert_eq!(self.app.session.document.undo_label().is_some(), !self.model.past.is_empty(), "undo");
        assert_eq!(self.app.session.document.redo_label().is_some(), !self.model.future.is_empty(), "redo");
        self.disk.forget_steps();
        assert_eq!(self.on_disk(), self.model.file, "the file");
    }
}

#[test]
fn random_commands_hold_every_invariant() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let commands = number("REASSESS_MODEL_COMMANDS").unwrap_or(400);
    let mut run = Run::new(number("REASSESS_MODEL_SEED").unwrap_or(1));
    for _ in 0..commands {
        run.step();
    }
    run.undo_all_and_redo_all();
    for backup in list_backups(&run.disk, Path::new(CASE_PATH)).unwrap() {
        assert!(backup.file.is_ok(), "{}: {:?}", backup.path.display(), backup.file);
    }
    let counts: Vec<String> = run.counts.iter().map(|(what, count)| format!("{what} {count}")).collect();
    std::io::stdout().write_all(format!("{commands} commands: {}\n", counts.join("; ")).as_bytes()).unwrap();
    assert!(run.counts.len() > 8, "too little was tried: {counts:?}");
}
