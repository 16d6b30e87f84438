//! The one question or page that may lie over the window.

use std::path::PathBuf;

use super::command::{HelpPage, Pick};
use super::event::FoundJournal;
use super::files::{Doomed, OpenedCase, RefusedCase, Version};
use crate::exchange::{Import, Problem};
use crate::store::{Expected, Loaded};

/// What the user was about to do when asked about unsaved changes.
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// Start an empty case.
    New,
    /// Choose a case file.
    OpenDialog,
    /// Open this file.
    Open(PathBuf),
    /// Open this demonstration case.
    Demo(String),
    /// Choose a table to import.
    ImportDialog,
    /// Import a pasted block.
    ImportText(String),
    /// Go on with unsaved work of an earlier run.
    Recover(Box<FoundJournal>),
    /// Ask whether to move the case to the trash.
    Trash,
    /// Close the window.
    Quit,
}

/// Where a table came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableSource {
    /// A file.
    File(PathBuf),
    /// A pasted block.
    Text(String),
}

impl TableSource {
    /// What to call it.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => {
                path.file_name().map_or_else(|| path.display().to_string(), |name| name.display().to_string())
            }
            Self::Text(_) => "the pasted block".to_owned(),
        }
    }
}

/// The open question or page.
#[derive(Clone, Debug)]
pub enum Dialog {
    /// There are unsaved changes.
    Unsaved(Intent),
    /// The system's file dialog is open.
    Waiting(Pick),
    /// A path is typed.
    TypePath {
        /// What for.
        pick: Pick,
        /// The system's dialog did not open.
        failed: bool,
        /// What the field begins with.
        suggested: String,
    },
    /// There is a file of a name that was typed; whether to replace it.
    Replace {
        /// What the name is for.
        pick: Pick,
        /// The file.
        path: PathBuf,
    },
    /// The file to be saved to is not what it was.
    Conflict {
        /// The file.
        path: PathBuf,
        /// What is known of the change.
        words: String,
        /// What is there now, where it can be opened.
        theirs: Option<Box<Loaded>>,
        /// What replacing it expects to find: what is shown here.
        expected: Expected,
    },
    /// The open file was changed by others.
    ChangedOutside(Box<Loaded>),
    /// The case is open elsewhere.
    OpenElsewhere(Box<OpenedCase>),
    /// A case file could not be opened.
    CannotOpen {
        /// The file.
        path: PathBuf,
        /// Why, and its text.
        refused: Box<RefusedCase>,
    },
    /// The text of a file that could not be opened.
    Text {
        /// The file.
        path: PathBuf,
        /// Its text.
        text: String,
    },
    /// Earlier versions to go on with.
    Versions {
        /// The case file.
        path: PathBuf,
        /// They, newest first.
        versions: Vec<Version>,
    },
    /// Whether to move the open case to the trash.
    Trash(PathBuf),
    /// There is no trash; whether to delete for good.
    DeleteForGood {
        /// What.
        what: Doomed,
        /// Why there is no trash.
        reason: String,
    },
    /// Whether consent is noted for this many cases, before they are written as a table without names.
    Consent(usize),
    /// Dates can be read two ways.
    Dates(TableSource),
    /// The table holds several patients.
    Patients {
        /// The import.
        import: Box<Import>,
        /// The table's name.
        what: String,
    },
    /// What the columns of the table hold is asked; why, where the table was refused.
    Columns(Option<String>),
    /// What was wrong with an import.
    Problems {
        /// The table's name.
        what: String,
        /// The problems, by line.
        problems: Vec<Problem>,
        /// Why nothing was imported; `None` when the rest was.
        refusal: Option<String>,
    },
    /// Unsaved work of an earlier run.
    Recover(Vec<FoundJournal>),
    /// Something to read.
    Message {
        /// What happened.
        title: String,
        /// Why, and what to do.
        text: String,
    },
    /// Help.
    Help(HelpPage),
    /// Every command, to be found by its name.
    Palette,
    /// The settings.
    Settings,
}
