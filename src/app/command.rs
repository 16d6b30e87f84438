//! What a user can ask for, what the app then asks of the outside, and what comes back.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use super::block::{Cell, CellBlock, Fill};
use super::edit::Edit;
use super::export::ExportRequest;
use super::files::Doomed;
use super::library::LibraryFilter;
use super::table::TableReading;
use super::view::{ChartChoice, Middle, OwnerParts, Tab, View};
use crate::chart::{Audience, CohortPlot, Model};
use crate::domain::{Case, LesionId};
use crate::exchange::{DateOrder, Mapping};
use crate::report::Pixels;
use crate::store::{Expected, LibraryIndex, Settings, Stamp, Summary, TypedCell};

/// What a user asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// The window has opened: look for unsaved work of earlier runs, and say what went wrong with the settings.
    Begin {
        /// What went wrong.
        warning: Option<String>,
        /// Where the user keeps documents; a typed path begins there.
        folder: PathBuf,
    },
    /// Changes the case.
    Edit(Edit),
    /// Types into a size cell; nothing is committed yet.
    Draft {
        /// The visit.
        date: Date,
        /// The lesion.
        lesion: LesionId,
        /// The text so far.
        text: String,
    },
    /// Commits the size being typed.
    CommitDraft,
    /// Drops the size being typed.
    DropDraft,
    /// Works on several size cells.
    Cells(CellsCommand),
    /// Takes the last change back.
    Undo,
    /// Brings the last undone change again.
    Redo,
    /// Starts an empty case.
    New,
    /// Asks which case file to open.
    OpenDialog,
    /// Opens this file: a case, or a sizes table by its extension.
    OpenPath(PathBuf),
    /// Opens the demonstration case of this name.
    OpenDemo(String),
    /// Saves where the case lies, or asks where.
    Save,
    /// Asks where to save.
    SaveAs,
    /// Asks which sizes table to import.
    ImportDialog,
    /// Imports a pasted block.
    ImportText(String),
    /// Takes the table in with these meanings of its headings.
    TableColumns(Mapping),
    /// Looks at another sheet of the workbook.
    TableSheet(String),
    /// Asks where to write a file of this kind.
    ExportDialog(ExportKind),
    /// Makes a page for this reader and opens it in the system's viewer, which prints.
    Print(Audience),
    /// Puts the chart on the clipboard as a picture.
    CopyChart,
    /// Puts verdict, plan and sizes on the clipboard as words.
    CopyWords,
    /// Puts what the chart shows on the clipboard as words.
    CopyChartWords,
    /// Something about the library.
    Library(LibraryCommand),
    /// Answers the open dialog with a typed path.
    TypedPath(PathBuf),
    /// Answers the question about unsaved changes, a conflict or another choice.
    Answer(Answer),
    /// Shows a tab of the entry area.
    ShowTab(Tab),
    /// Selects a visit.
    SelectVisit(Date),
    /// Changes what the chart shows.
    Chart(ChartChoice),
    /// Shows or leaves the owner view.
    ShowOwner(bool),
    /// Chooses what the owner view shows.
    OwnerParts(OwnerParts),
    /// Opens the list of every command.
    Palette,
    /// Opens the page of settings.
    SettingsPage,
    /// Shows or hides the sum by hand.
    ShowSum(bool),
    /// Sets the harm ratio of the decision aid, in tenths; `None` where it starts.
    HarmRatio(Option<u16>),
    /// Shows the chart, its table or the criteria in the middle of the window.
    ShowMiddle(Middle),
    /// Lists the earlier versions of the open case.
    EarlierVersions,
    /// Lists unsaved work that no window holds.
    UnsavedWork,
    /// Asks whether to move the open case to the system's trash.
    Trash,
    /// Changes a setting.
    Settings(Box<Settings>),
    /// Opens a page of help.
    Help(HelpPage),
    /// Says why something typed was not taken.
    Tell(String),
    /// Takes the message away.
    DismissNotice,
    /// Closes the lines on what changed since the case was saved.
    DismissReopened,
    /// Closes the window, asking about unsaved changes first.
    Quit,
}

/// Work on several size cells; all but [`CellsCommand::Select`] act on the block chosen last.
#[derive(Clone, Debug, PartialEq)]
pub enum CellsCommand {
    /// Chooses a block, or none.
    Select(Option<CellBlock>),
    /// Puts the block on the clipboard, or without one the whole table.
    Copy,
    /// Lays a block of text over the table, beginning at the chosen cell where it does not name its visits.
    Paste(String),
    /// Fills the block from its first row or column.
    Fill(Fill),
    /// Empties the block.
    Clear,
    /// Takes what the guard offers for a size that may be a slip.
    TakeOffer(Cell),
    /// Keeps a size that may be a slip, and asks no more.
    KeepSize(Cell),
}

/// The kinds of files a case can be written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportKind {
    /// The sizes as a table.
    Csv,
    /// The chart as a vector drawing.
    Svg,
    /// The chart as a picture.
    Png,
    /// The owner's page.
    Handout,
    /// The clinician's report, with the case file inside.
    Report,
    /// A picture of the window as it is.
    Picture,
    /// The recheck dates as a calendar file.
    Calendar,
    /// The tumor domains of SDTM.
    Sdtm,
    /// A FHIR bundle.
    Fhir,
}

impl ExportKind {
    /// The file name's extension, which may have two parts.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Svg => "svg",
            Self::Png | Self::Picture => "png",
            Self::Handout | Self::Report => "pdf",
            Self::Calendar => "ics",
            Self::Sdtm => "sdtm.zip",
            Self::Fhir => "fhir.json",
        }
    }
}

/// A page of help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelpPage {
    /// Keyboard shortcuts.
    Shortcuts,
    /// How the verdict is reached, and the disclaimer.
    Evidence,
    /// Versions and licenses.
    About,
}

/// An answer to a question the app asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Save first, then go on.
    Save,
    /// Go on without saving.
    Discard,
    /// Do not go on.
    Cancel,
    /// Overwrite the file that changed outside.
    Overwrite,
    /// Save under another name instead.
    SaveAs,
    /// Read ambiguous dates in this order.
    Dates(DateOrder),
    /// Say what the columns of the table hold.
    Columns,
    /// Take this patient of an import.
    Patient(usize),
    /// Recover the unsaved work at this place of the list.
    Recover(usize),
    /// Delete the unsaved work at this place of the list.
    Forget(usize),
    /// Open a case that is open elsewhere.
    OpenAnyway,
    /// Take the version on disk in place of one's own, as one step that can be undone.
    TakeTheirs,
    /// Go on with the earlier version at this place of the list.
    Restore(usize),
    /// Look at the earlier versions of a file that cannot be opened.
    EarlierVersions,
    /// Show the text of a file that cannot be opened.
    ShowText,
    /// Move it to the trash.
    Trash,
    /// Delete it for good, where there is no trash.
    DeleteForGood,
    /// Consent is noted for all of them.
    ConsentNoted,
    /// Type a path instead of waiting for the system's dialog.
    TypePath,
}

/// What a file dialog is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// Open a case.
    Open,
    /// Save the case.
    SaveAs,
    /// Import a sizes table.
    Import,
    /// Write a file of this kind.
    Export(ExportKind),
    /// Write the table without names of the cases that the library shows.
    Deidentified,
    /// Write the plot of the cases that the library shows.
    Cohort(ExportKind),
}

impl Pick {
    /// Whether the dialog names a file to be written.
    pub const fn is_save(self) -> bool {
        matches!(self, Self::SaveAs | Self::Export(_) | Self::Deidentified | Self::Cohort(_))
    }
}

/// What the app asks of the outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Show the system's file dialog.
    Pick {
        /// What for.
        pick: Pick,
        /// The name to suggest when saving.
        suggested: String,
    },
    /// Read a case file.
    ReadCase(PathBuf),
    /// Write the case.
    SaveCase {
        /// The document asking.
        document: u64,
        /// The case.
        case: Arc<Case>,
        /// Where to.
        path: PathBuf,
        /// What is believed to be on disk there.
        expected: Expected,
        /// What the file says of itself, with the verdict as shown.
        summary: Box<Summary>,
    },
    /// Read and import a sizes table.
    ReadTable {
        /// Where from.
        path: PathBuf,
        /// How.
        reading: TableReading,
    },
    /// Look whether there is a file of a name that nobody was asked about.
    LookForFile {
        /// What the name is for.
        pick: Pick,
        /// The whole path.
        path: PathBuf,
    },
    /// Write an exported file.
    Write {
        /// Where to.
        path: PathBuf,
        /// What.
        bytes: Vec<u8>,
    },
    /// Make a file of a case and write it.
    Export {
        /// The case.
        case: Arc<Case>,
        /// What the window shows.
        view: View,
        /// What is made.
        request: ExportRequest,
        /// Where to.
        to: ExportTo,
    },
    /// Put the chart on the clipboard.
    CopyChart {
        /// The case.
        case: Arc<Case>,
        /// What the window shows.
        view: View,
    },
    /// Put a picture on the clipboard.
    CopyPicture(Pixels),
    /// Open a file in the system's viewer.
    OpenOutside(PathBuf),
    /// List the cases of a folder.
    ScanLibrary(PathBuf),
    /// Read some of the folder's cases that have not been read whole.
    CompleteLibrary(PathBuf),
    /// Do something with a file of the library.
    LibraryFile {
        /// What.
        deed: FileDeed,
        /// The file.
        path: PathBuf,
    },
    /// Write the sizes of these case files as one table without names; consent was asked for.
    Deidentify {
        /// The case files.
        cases: Vec<PathBuf>,
        /// Where to.
        to: PathBuf,
    },
    /// Draw many cases for paper and write the picture.
    CohortPicture {
        /// The plot.
        model: Arc<Model>,
        /// A vector drawing or pixels.
        kind: ExportKind,
        /// Where to.
        to: PathBuf,
    },
    /// Take a picture of the window and write it.
    Picture(PathBuf),
    /// Keep the unsaved case where a crash cannot take it.
    Journal {
        /// The document.
        document: u64,
        /// The case.
        case: Arc<Case>,
        /// Where it is saved, if anywhere, and what that file was.
        original: Option<(PathBuf, Stamp)>,
        /// What is typed into cells and not part of the case.
        typed: Vec<TypedCell>,
    },
    /// Forget the kept unsaved work of a document.
    ClearJournal(u64),
    /// Look for unsaved work of earlier runs.
    FindJournals,
    /// Go on with unsaved work of an earlier run as a document's own.
    AdoptJournal {
        /// The document it was opened in.
        document: u64,
        /// The journal.
        name: PathBuf,
    },
    /// Let other windows offer the unsaved work that was found and not taken.
    ReleaseJournals,
    /// Watch the file of the open document for changes by others, and mark it as open; `None` ends that.
    Watch {
        /// The document.
        document: u64,
        /// Its file, and what it was.
        file: Option<(PathBuf, Stamp)>,
    },
    /// Look now whether the watched file was changed by others.
    LookOutside,
    /// List the earlier versions of a case.
    ListVersions(PathBuf),
    /// Move something to the system's trash.
    Trash(Doomed),
    /// Delete something for good, after the user was asked.
    DeleteForGood(Doomed),
    /// Write the settings.
    SaveSettings(Box<Settings>),
    /// Put a text on the clipboard.
    CopyText(String),
    /// Close the window.
    Close,
}

/// What is asked of the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LibraryCommand {
    /// Show the folder of the open case, or of the last one.
    Show,
    /// Go back to the case.
    Close,
    /// Look into this folder.
    Look(PathBuf),
    /// Show this part of the list.
    Filter(LibraryFilter),
    /// Do this with a file.
    Do(FileDeed, PathBuf),
    /// Ask whether to move this file to the trash.
    Trash(PathBuf),
    /// Ask for consent before the cases shown are written as a table without names.
    Deidentify,
    /// Show the cases as this plot, or as cards.
    ShowAs(Option<CohortPlot>),
    /// Ask where to write the plot that is shown.
    SavePlot(ExportKind),
}

/// What is done with a file of the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileDeed {
    /// Copy it under a new name.
    Duplicate,
    /// Move it into the folder's archive.
    Archive,
    /// Move it out of the archive.
    BringBack,
}

/// What a folder was found to hold.
#[derive(Clone, Debug, PartialEq)]
pub struct LibraryFound {
    /// The cases.
    pub index: LibraryIndex,
    /// Whole files are still to be read.
    pub is_left: bool,
}

/// Where an exported file goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportTo {
    /// To this file.
    File(PathBuf),
    /// To the system's viewer, which prints.
    Viewer,
}
