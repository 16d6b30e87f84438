//! The one question or page that may lie over the window.

use std::path::PathBuf;

use super::command::{FoundJournal, HelpPage, Pick};
use crate::exchange::Import;

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
    /// The file changed outside.
    Conflict {
        /// The file.
        path: PathBuf,
        /// What is known of the change.
        words: String,
    },
    /// Dates can be read two ways.
    Dates(TableSource),
    /// The table holds several patients.
    Patients {
        /// The import.
        import: Box<Import>,
        /// The table's name.
        what: String,
    },
    /// What was wrong with an import.
    Problems {
        /// The table's name.
        what: String,
        /// One line a problem.
        problems: Vec<String>,
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
