//! Unsaved work, written aside so that a crash loses none of it.
//!
//! Each open document has one journal, a file in the state folder, locked as long as its window lives.
//! A journal without a lock was left behind: it is listed at the next start with what it contains, and stays until
//! the clinician has recovered or discarded it.
//! Nothing here applies or drops one by itself.

use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::civil::Date;
use thiserror::Error;

use super::atomic::{WriteError, folder_of, write_atomically};
use super::case_file::{CaseFile, CaseFileError, Header, from_text};
use super::disk::{Disk, FileLock};
use super::paths::Paths;
use super::save::Stamp;
use super::schema::locate::options;
use super::schema::{TypedWire, UnsavedWire};
use crate::domain::LesionId;

const EXTENSION: &str = ".journal.ron";
const LOCK_EXTENSION: &str = ".lock";
const JOURNAL_VERSION: u32 = 1;

/// Why unsaved work could not be written aside or looked for.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum JournalError {
    /// A step on the disk failed.
    #[error("unsaved work is not kept aside: {0}; save the case soon")]
    Disk(#[from] io::Error),
    /// The journal could not be written; its content before is still there.
    #[error("unsaved work is not kept aside: {0}")]
    Write(#[from] WriteError),
    /// It could not be made into text.
    #[error("unsaved work is not kept aside: {0}; save the case soon")]
    Text(String),
    /// Every name that was tried is in use.
    #[error("unsaved work is not kept aside: no free name in {}; save the case soon", .0.display())]
    NoName(PathBuf),
}

/// Work that is not in its case file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsaved {
    /// The file it belongs to, with what that file was; `None` when it was never saved.
    pub original: Option<(PathBuf, Stamp)>,
    /// The case file text as it would have been saved.
    pub text: String,
    /// What was typed into size cells and is not part of the case: unfinished, or not understood.
    pub typed: Vec<TypedCell>,
}

/// A text typed into the size cell of a lesion at a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedCell {
    /// The visit.
    pub date: Date,
    /// The lesion.
    pub lesion: LesionId,
    /// The text as typed.
    pub text: String,
}

/// The journal of one open document.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    _lock: FileLock,
}

impl Journal {
    /// Takes a free journal for a document that was just opened or made; nothing is written yet.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn start(disk: &dyn Disk, paths: &Paths) -> Result<Self, JournalError> {
        const MOST: u32 = 10_000;
        let folder = paths.journals();
        disk.create_dir_all(&folder)?;
        for number in 1..=MOST {
            let path = folder.join(format!("{number}{EXTENSION}"));
            // One that exists holds unsaved work, of a living window or of none: it is not ours to write over.
            if exists(disk, &path)? {
                continue;
            }
            if let Some(lock) = disk.try_lock(&lock_path(&path))? {
                // Its window may have written it between the two looks.
                if !exists(disk, &path)? {
                    return Ok(Self { path, _lock: lock });
                }
            }
        }
        Err(JournalError::NoName(folder))
    }

    /// Writes the work aside, replacing what this journal held.
    ///
    /// # Errors
    /// [`JournalError`]; what it held before is then still there.
    pub fn write(&self, disk: &dyn Disk, unsaved: &Unsaved) -> Result<(), JournalError> {
        let text = wire_text(unsaved).map_err(JournalError::Text)?;
        write_atomically(disk, &self.path, text.as_bytes()).map_err(JournalError::from)
    }

    /// Removes what was written, after the document was saved or its owner chose not to keep it.
    ///
    /// # Errors
    /// [`JournalError`]; it will be offered at the next start.
    pub fn clear(&self, disk: &dyn Disk) -> Result<(), JournalError> {
        remove_if_there(disk, &self.path)
    }

    /// The file it is in.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// A journal that no living window holds.
#[derive(Debug)]
pub struct LeftBehind {
    /// The file it is in.
    pub path: PathBuf,
    /// When it was last written.
    pub modified: Option<SystemTime>,
    /// The top of the case, for a list.
    pub header: Option<Header>,
    /// The work itself, or why it cannot be told; then [`LeftBehind::raw`] still holds every byte.
    pub unsaved: Result<Unsaved, String>,
    /// The whole file as it is.
    pub raw: Vec<u8>,
    lock: FileLock,
}

impl LeftBehind {
    /// The case in it.
    ///
    /// # Errors
    /// [`CaseFileError`] when the case in it cannot be read, [`CaseFileError::NotACaseFile`] when there is none.
    pub fn case(&self) -> Result<CaseFile, CaseFileError> {
        match &self.unsaved {
            Ok(unsaved) => from_text(&unsaved.text),
            Err(_) => Err(CaseFileError::NotACaseFile),
        }
    }

    /// Whether the case file still is what it was when this work began; `None` when the work was never saved.
    pub fn original_unchanged(&self, disk: &dyn Disk) -> Option<bool> {
        let (path, stamp) = self.unsaved.as_ref().ok()?.original.as_ref()?;
        Some(disk.read(path).is_ok_and(|content| Stamp::of(&content, None).same_content(stamp)))
    }

    /// Goes on with this work as the journal of the document that it is opened in.
    #[must_use]
    pub fn adopt(self) -> Journal {
        Journal { path: self.path, _lock: self.lock }
    }

    /// Removes it for good, after the clinician said so.
    ///
    /// # Errors
    /// [`JournalError`]; it is then still there.
    pub fn discard(&self, disk: &dyn Disk) -> Result<(), JournalError> {
        remove_if_there(disk, &self.path)
    }

    /// Moves it to the system's trash.
    ///
    /// # Errors
    /// [`io::Error`] of [`Disk::trash`]; it is then still there.
    pub fn trash(&self, disk: &dyn Disk) -> io::Result<()> {
        disk.trash(&self.path)
    }
}

/// The journals that no living window holds, oldest name first; those of living windows are left alone.
///
/// # Errors
/// [`JournalError`] when the folder cannot be listed; a single damaged journal is listed as such.
pub fn left_behind(disk: &dyn Disk, paths: &Paths) -> Result<Vec<LeftBehind>, JournalError> {
    let entries = match disk.list(&paths.journals()) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let mut found = Vec::new();
    for entry in entries {
        let name = entry.path.file_name().unwrap_or_default().to_string_lossy();
        if !name.ends_with(EXTENSION) || name.starts_with('.') {
            continue;
        }
        let Some(lock) = disk.try_lock(&lock_path(&entry.path))? else { continue };
        // It may have been recovered by another window between the two looks.
        if !exists(disk, &entry.path)? {
            continue;
        }
        let (raw, unsaved) = match disk.read(&entry.path) {
            Ok(raw) => {
                let unsaved = unsaved_from_bytes(&raw);
                (raw, unsaved)
            }
            Err(error) => (Vec::new(), Err(format!("it could not be read: {error}"))),
        };
        let header = unsaved.as_ref().ok().and_then(|unsaved| Header::from_head(unsaved.text.as_bytes()));
        found.push(LeftBehind { path: entry.path, modified: entry.metadata.modified, header, unsaved, raw, lock });
    }
    Ok(found)
}

fn lock_path(journal: &Path) -> PathBuf {
    let mut name = journal.file_name().unwrap_or_default().to_os_string();
    name.push(LOCK_EXTENSION);
    journal.with_file_name(name)
}

fn exists(disk: &dyn Disk, path: &Path) -> io::Result<bool> {
    match disk.metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn remove_if_there(disk: &dyn Disk, path: &Path) -> Result<(), JournalError> {
    match disk.remove(path) {
        // Without this a power cut could bring back work that was saved or given up since.
        Ok(()) => Ok(disk.sync_folder(folder_of(path))?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn wire_text(unsaved: &Unsaved) -> Result<String, String> {
    // A file name that is not text cannot be written down; the work is then kept without it rather than not at all.
    let original = unsaved.original.as_ref().and_then(|(path, stamp)| Some((path.to_str()?, stamp)));
    let wire = UnsavedWire {
        journal: JOURNAL_VERSION,
        original: original.map_or_else(String::new, |(path, _)| path.to_owned()),
        original_len_bytes: original.map_or(0, |(_, stamp)| stamp.len_bytes),
        original_hash: original.map_or(0, |(_, stamp)| stamp.hash),
        cells: unsaved
            .typed
            .iter()
            .map(|cell| TypedWire { date: cell.date.to_string(), lesion: cell.lesion.0, text: cell.text.clone() })
            .collect(),
        case: unsaved.text.clone(),
    };
    // Unescaped, so that the case can be read and copied out with any text editor.
    let config = ron::ser::PrettyConfig::new().new_line("\n").escape_strings(false);
    ron::Options::default().to_string_pretty(&wire, config).map_err(|error| error.to_string())
}

fn unsaved_from_bytes(bytes: &[u8]) -> Result<Unsaved, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| format!("it is damaged: {error}"))?;
    let wire: UnsavedWire = options().from_str(text).map_err(|error| format!("it is damaged at {error}"))?;
    if wire.journal > JOURNAL_VERSION {
        return Err("it was written by a newer version of Reassess; update Reassess to recover it".to_owned());
    }
    let original = (!wire.original.is_empty()).then(|| {
        let stamp = Stamp { len_bytes: wire.original_len_bytes, hash: wire.original_hash, modified: None };
        (PathBuf::from(wire.original), stamp)
    });
    let typed = wire.cells.into_iter().map(|cell| {
        let date = cell.date.parse().map_err(|error| format!("it is damaged: a typed size has no date: {error}"))?;
        Ok(TypedCell { date, lesion: LesionId(cell.lesion), text: cell.text })
    });
    Ok(Unsaved { original, typed: typed.collect::<Result<_, String>>()?, text: wire.case })
}
