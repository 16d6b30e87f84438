//! What is known of case files on disk: opened, refused, changed by others, earlier versions, to be deleted.

use std::path::PathBuf;
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::domain::{Case, DateForm, Dated};
use crate::store::{Loaded, Position, Stamp};

/// A case file opened.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenedCase {
    /// The case and what its file was.
    pub loaded: Loaded,
    /// Who else has it open, as that window says, or empty; `None` when nobody is known to.
    pub elsewhere: Option<String>,
}

/// A case file that could not be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedCase {
    /// Why, and what to do.
    pub words: String,
    /// Its text, where it is text.
    pub text: Option<String>,
    /// Where in the text the reason stands.
    pub at: Option<Position>,
    /// Where the file lies and what it is, so that an earlier version can take its place; `None` for a file of a
    /// newer version of the program, which must not be replaced.
    pub replaceable: Option<(PathBuf, Stamp)>,
}

/// What others did to a file that is open here.
#[derive(Clone, Debug, PartialEq)]
pub enum OutsideChange {
    /// It holds another case.
    Changed(Box<Loaded>),
    /// It can no longer be opened, for this reason.
    Unreadable(String),
    /// It is no longer there.
    Gone,
}

/// An earlier version of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// The file it is in.
    pub path: PathBuf,
    /// When it was replaced; `None` where the system tells no time.
    pub until: Option<SystemTime>,
    /// Its length in bytes.
    pub len_bytes: u64,
    /// The label as last shown for it; empty where none was.
    pub label: String,
    /// The case, or why it cannot be opened.
    pub case: Result<Box<Case>, String>,
}

/// What is to be deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doomed {
    /// A case with its earlier versions.
    Case(PathBuf),
    /// Unsaved work of an earlier run.
    Journal(PathBuf),
}

impl Doomed {
    /// What to call it.
    pub fn words(&self) -> String {
        match self {
            Self::Case(path) => {
                path.file_name().map_or_else(|| path.display().to_string(), |name| name.display().to_string())
            }
            Self::Journal(_) => "the unsaved work".to_owned(),
        }
    }
}

/// Why something was not deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrashFailure {
    /// There is no trash where it lies, in the system's words.
    NoTrash(String),
    /// It could not be deleted.
    Failed(String),
}

/// A version in a few words: "4 visits, last 23 Apr 2026".
pub fn extent_words(case: Dated<'_>) -> String {
    let visits = match case.visits().len() {
        0 => return "no visits".to_owned(),
        1 => "1 visit".to_owned(),
        many => format!("{many} visits"),
    };
    match case.visits().last() {
        Some(last) => format!("{visits}, last {}", case.when(last.date)),
        None => visits,
    }
}

/// A time on this machine's clock: "24 Apr 2026, 10:15"; "at an unknown time" where the system told none.
pub fn time_words(time: Option<SystemTime>, form: DateForm) -> String {
    let Some(time) = time.and_then(|time| Timestamp::try_from(time).ok()) else {
        return "an unknown time".to_owned();
    };
    let local = time.to_zoned(TimeZone::system());
    format!("{}, {}", form.words(local.date()), local.strftime("%H:%M"))
}
