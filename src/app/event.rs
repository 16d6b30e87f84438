//! What the worker and the world answer: results of effects, as plain data.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use super::command::{FileDeed, LibraryFound, Pick};
use super::files::{Doomed, OpenedCase, OutsideChange, RefusedCase, TrashFailure, Version, extent_words, time_words};
use crate::domain::{Case, DateForm, Dated};
use crate::exchange::{Import, ImportError, TablePreview};
use crate::report::Pixels;
use crate::store::{Loaded, SaveConflict, SaveError, Stamp, TypedCell};

/// What comes back from the outside.
#[derive(Debug)]
pub enum Event {
    /// The file dialog was answered; `None` when it was canceled.
    Picked {
        /// What it was for.
        pick: Pick,
        /// The path.
        path: Option<PathBuf>,
    },
    /// The system's file dialog did not open.
    PickFailed(Pick),
    /// A name was looked for.
    FileLookedFor {
        /// What the name is for.
        pick: Pick,
        /// The whole path.
        path: PathBuf,
        /// Whether there is a file of this name.
        is_there: bool,
    },
    /// A case file was read.
    CaseRead {
        /// From where.
        path: PathBuf,
        /// The case, or why not.
        result: Result<Box<OpenedCase>, Box<RefusedCase>>,
    },
    /// The case was written, or not.
    CaseSaved {
        /// The document.
        document: u64,
        /// The case as written.
        case: Arc<Case>,
        /// Where to.
        path: PathBuf,
        /// What is now known of the file.
        result: Result<Stamp, SaveFailure>,
    },
    /// A sizes table was read.
    TableRead {
        /// From where; empty for a pasted block.
        path: PathBuf,
        /// The import or why it was refused.
        result: Result<Box<Import>, TableFailure>,
        /// How it looks, where it is a table.
        preview: Option<Box<TablePreview>>,
    },
    /// An exported file was written, or not.
    Written {
        /// Where to.
        path: PathBuf,
        /// What it leaves out, each in a sentence; or why it was not written.
        result: Result<Vec<String>, String>,
    },
    /// A folder was listed, or why it cannot be.
    LibraryFound(Result<LibraryFound, (PathBuf, String)>),
    /// Something was done with a file of the library: where it is now, or why not.
    LibraryFileDone {
        /// What.
        deed: FileDeed,
        /// Where the file is now.
        result: Result<PathBuf, String>,
    },
    /// A page to be printed was made, or not.
    PrintReady(Result<PathBuf, String>),
    /// A picture for the clipboard was made, or not.
    PictureReady(Result<Pixels, String>),
    /// Unsaved work of an earlier run was found.
    JournalsFound(Vec<FoundJournal>),
    /// The file of a document was changed by others.
    ChangedOutside {
        /// The document.
        document: u64,
        /// The file.
        path: PathBuf,
        /// What became of it.
        change: OutsideChange,
    },
    /// The file of a document is also open elsewhere: by whom, as that window says, or empty.
    OpenElsewhere {
        /// The document.
        document: u64,
        /// By whom.
        who: String,
    },
    /// The earlier versions of a case.
    VersionsListed {
        /// The case file.
        path: PathBuf,
        /// They, newest first, or why they could not be listed.
        result: Result<Vec<Version>, String>,
    },
    /// Something was moved to the trash or deleted, or not.
    Trashed {
        /// What.
        what: Doomed,
        /// Past the trash.
        for_good: bool,
        /// Why not.
        result: Result<(), TrashFailure>,
    },
    /// Something in the background failed that the user should know.
    Warning(String),
}

/// Unsaved work of an earlier run.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundJournal {
    /// The journal's own file.
    pub name: PathBuf,
    /// Whose it is and what becomes of it: "changes to /c/Bella.reassess.ron"; or why it cannot be read.
    pub about: String,
    /// When it was kept; `None` where the system tells no time.
    pub kept: Option<SystemTime>,
    /// The case; `None` when it cannot be read.
    pub case: Option<Box<Case>>,
    /// Where the case was saved, if anywhere, and what that file was.
    pub original: Option<(PathBuf, Stamp)>,
    /// The case in that file, where the file is still what it was.
    pub saved: Option<Box<Case>>,
    /// What was typed into cells and is not part of the case.
    pub typed: Vec<TypedCell>,
}

impl FoundJournal {
    /// What it holds, or why it cannot be read, with dates in this form.
    pub fn words(&self, form: DateForm) -> String {
        let Some(case) = &self.case else { return self.about.clone() };
        let name = case.patient.name.trim();
        let name = if name.is_empty() { "A case without a name" } else { name };
        let cells = match self.typed.len() {
            0 => String::new(),
            1 => "; 1 size being typed".to_owned(),
            many => format!("; {many} sizes being typed"),
        };
        let (holds, when) = (extent_words(Dated::new(case, form)), time_words(self.kept, form));
        format!("{name}: {holds}{cells}; {}; kept {when}", self.about)
    }
}

/// Why a save did not happen.
#[derive(Debug)]
pub enum SaveFailure {
    /// The file changed outside since it was read.
    Conflict {
        /// How.
        conflict: SaveConflict,
        /// What is there now, where it can be opened.
        theirs: Option<Box<Loaded>>,
    },
    /// The disk refused.
    Failed(SaveError),
}

/// Why a table was not read.
#[derive(Debug)]
pub enum TableFailure {
    /// The file could not be read.
    Unreadable(String),
    /// The table was refused.
    Refused(ImportError),
}
