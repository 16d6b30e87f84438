//! Opening and saving case files without ever losing one.
//!
//! The steps of a save: the text is made and read back as a case; the file on disk is compared with what was opened;
//! the new text is written beside it, waited for and read back; the old text is kept as `name.reassess.ron.bak`
//! beside the case, and what had that name moves back in `store::backups`; the new text takes the name in one step; the
//! folder is waited for.
//! A failure at any step leaves the old file or the new one whole under its name.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use thiserror::Error;

use super::atomic::{Prepared, WriteError, folder_of};
use super::backups::{backup_path, rotate, spare_path};
use super::case_file::{CaseFile, CaseFileError, MAX_CASE_FILE_BYTES, Summary, UnwritableCase, from_bytes, to_text};
use super::disk::Disk;
use crate::domain::Case;

/// What a file was when it was read or saved, to tell later whether someone else has changed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Its length in bytes.
    pub len_bytes: u64,
    /// The 64-bit FNV-1a hash of its bytes.
    pub hash: u64,
    /// When it was last changed, for words only: copying and syncing programs set it at will.
    pub modified: Option<SystemTime>,
}

impl Stamp {
    /// The stamp of this content.
    pub fn of(content: &[u8], modified: Option<SystemTime>) -> Self {
        Self { len_bytes: content.len() as u64, hash: fnv1a(content), modified }
    }

    /// Whether both stand for the same content, whatever the times.
    pub const fn same_content(&self, other: &Self) -> bool {
        self.len_bytes == other.len_bytes && self.hash == other.hash
    }
}

/// The 64-bit FNV-1a hash, which stays the same over versions of Rust.
pub(super) fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// What the one who saves believes to be on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// No file of that name.
    Nothing,
    /// The file as it was read or last saved.
    Unchanged(Stamp),
    /// Whatever is there may be replaced; the user was asked.
    Anything,
}

/// Why saving would have overwritten or revived something, and was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SaveConflict {
    /// There is already a file of this name.
    Exists(Stamp),
    /// The file was changed by someone else since it was opened.
    Changed {
        /// As it was.
        expected: Stamp,
        /// As it is.
        found: Stamp,
    },
    /// The file was removed or moved since it was opened.
    Gone,
}

impl fmt::Display for SaveConflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Exists(_) => "there is already a file of this name; save under another name or replace it",
            Self::Changed { .. } => {
                "the file was changed by another window or program since it was opened; \
                 save under another name, or look at the other version before replacing it"
            }
            Self::Gone => "the file was moved or removed since it was opened; save it again here or elsewhere",
        })
    }
}

/// Why a case was not saved; what was on disk is as it was.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SaveError {
    /// Someone else's work would be lost.
    #[error("not saved: {0}")]
    Conflict(SaveConflict),
    /// The file refuses writing.
    #[error("not saved: the file is read-only; save under another name, or allow writing: {}", .0.display())]
    ReadOnly(PathBuf),
    /// There is a folder of this name.
    #[error("not saved: there is a folder of this name; save under another name: {}", .0.display())]
    Folder(PathBuf),
    /// There is a file of this name that is too large to be a case file.
    #[error("not saved: there is a large file of this name that is no case file; save under another name: {}", .0.display())]
    NotACaseFile(PathBuf),
    /// A step on the disk failed.
    #[error(transparent)]
    Disk(#[from] WriteError),
    /// The case could not be made into text.
    #[error(transparent)]
    Text(#[from] UnwritableCase),
    /// The text does not read back as the case.
    #[error("not saved: the text would not read back as this case; this is a fault of the program, please report it")]
    Unfaithful,
}

/// A case saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The file, links followed.
    pub path: PathBuf,
    /// What it is now; the next save expects it unchanged.
    pub stamp: Stamp,
    /// Where the content before this save is kept, when there was one and it differed.
    pub backup: Option<PathBuf>,
    /// Why the versions before the backup could not be kept, when they could not.
    pub lost_history: Option<String>,
    /// Whether the system said that the new name is on the medium; network folders often cannot say.
    pub folder_synced: bool,
}

/// Why a case file could not be opened.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The file could not be read.
    #[error("could not open the case: {0}; check that the file is still there and may be read")]
    Disk(#[from] io::Error),
    /// The file is not a case file that can be opened.
    #[error("could not open the case: {0}")]
    Content(#[from] CaseFileError),
}

/// A case opened, with what is needed to save it again.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The case and its summary.
    pub file: CaseFile,
    /// The file, links followed.
    pub path: PathBuf,
    /// What the file was.
    pub stamp: Stamp,
    /// The file refuses writing.
    pub read_only: bool,
}

/// Opens a case file.
///
/// # Errors
/// [`LoadError`].
pub fn load_case(disk: &dyn Disk, path: &Path) -> Result<Loaded, LoadError> {
    let path = disk.resolve(path)?;
    let metadata = disk.metadata(&path)?;
    // Read with a limit: the length of a device or a pipe says nothing.
    let bytes = disk.read_head(&path, MAX_CASE_FILE_BYTES + 1)?;
    let stamp = Stamp::of(&bytes, metadata.modified);
    Ok(Loaded { file: from_bytes(&bytes)?, path, stamp, read_only: metadata.read_only })
}

/// Saves a case; see the module's text for the steps.
///
/// # Errors
/// [`SaveError`]; the file on disk is then as it was.
pub fn save_case(
    disk: &dyn Disk,
    path: &Path,
    case: &Case,
    summary: &Summary,
    expected: Expected,
) -> Result<Saved, SaveError> {
    let text = to_text(case, summary)?;
    match from_bytes(text.as_bytes()) {
        Ok(read_back) if read_back.case == *case && read_back.summary == *summary => {}
        _ => return Err(SaveError::Unfaithful),
    }
    save_text(disk, path, text.as_bytes(), expected)
}

/// Saves the text of a case file; used where the text exists already, as in recovered work.
///
/// # Errors
/// [`SaveError`]; the file on disk is then as it was.
pub fn save_text(disk: &dyn Disk, path: &Path, text: &[u8], expected: Expected) -> Result<Saved, SaveError> {
    let found = look(disk, path)?;
    check(found.as_ref(), expected)?;
    let path = found.as_ref().map_or(path, |found| &found.path);
    let prepared = Prepared::new(disk, path, text, found.as_ref().map(|found| found.path.as_path()))?;
    // From here on the temporary file must not stay behind.
    let (backup, lost_history) = match keep_old(disk, found.as_ref(), text) {
        Ok(kept) => kept,
        Err(error) => {
            prepared.abandon(disk);
            return Err(error.into());
        }
    };
    // Someone may have saved while this was written; what remains is the instant between this look and the rename.
    let unchanged_since = found.as_ref().map_or(Expected::Nothing, |found| Expected::Unchanged(found.stamp));
    if let Err(error) = look(disk, path).and_then(|now| check(now.as_ref(), unchanged_since)) {
        prepared.abandon(disk);
        return Err(error);
    }
    let folder_synced = prepared.commit(disk)?;
    let modified = disk.metadata(path).ok().and_then(|metadata| metadata.modified);
    Ok(Saved { path: path.to_owned(), stamp: Stamp::of(text, modified), backup, lost_history, folder_synced })
}

/// Whether the system says that the names in this file's folder are on the medium.
pub fn sync_folder_of(disk: &dyn Disk, path: &Path) -> bool {
    disk.sync_folder(folder_of(path)).is_ok()
}

/// What is on disk under a name.
struct Found {
    path: PathBuf,
    stamp: Stamp,
    content: Vec<u8>,
}

fn look(disk: &dyn Disk, path: &Path) -> Result<Option<Found>, SaveError> {
    let failed = |source| WriteError { doing: "look at the file on disk", source, path: path.to_owned() };
    let path = match disk.resolve(path) {
        Ok(path) => path,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error).into()),
    };
    let metadata = disk.metadata(&path).map_err(failed)?;
    if metadata.is_folder {
        return Err(SaveError::Folder(path));
    }
    if metadata.read_only {
        return Err(SaveError::ReadOnly(path));
    }
    let content = disk.read_head(&path, MAX_CASE_FILE_BYTES + 1).map_err(failed)?;
    if content.len() > MAX_CASE_FILE_BYTES {
        return Err(SaveError::NotACaseFile(path));
    }
    Ok(Some(Found { stamp: Stamp::of(&content, metadata.modified), path, content }))
}

fn check(found: Option<&Found>, expected: Expected) -> Result<(), SaveError> {
    let conflict = match (found, expected) {
        (None, Expected::Nothing) | (_, Expected::Anything) => return Ok(()),
        (Some(found), Expected::Unchanged(stamp)) if found.stamp.same_content(&stamp) => return Ok(()),
        (Some(found), Expected::Nothing) => SaveConflict::Exists(found.stamp),
        (Some(found), Expected::Unchanged(expected)) => SaveConflict::Changed { expected, found: found.stamp },
        (None, Expected::Unchanged(_)) => SaveConflict::Gone,
    };
    Err(SaveError::Conflict(conflict))
}

/// Keeps the old content beside the case; a copy and not a rename, so that the case's name is never without a file.
///
/// Returns where it is, and why what was there before could not be kept further back.
fn keep_old(
    disk: &dyn Disk,
    found: Option<&Found>,
    new: &[u8],
) -> Result<(Option<PathBuf>, Option<String>), WriteError> {
    match found {
        // A save that changes nothing must not push the last different content out of the backup.
        Some(found) if found.content != new => {
            let backup = backup_path(&found.path);
            // Kept already by a save that then failed.
            if disk.read(&backup).is_ok_and(|kept| kept == found.content) {
                return Ok((Some(backup), None));
            }
            // An older version that cannot be moved must neither be overwritten nor keep the newest work from being saved.
            let (backup, lost_history) = match rotate(disk, &found.path) {
                Ok(()) => (backup, None),
                Err(error) => match spare_path(disk, &found.path) {
                    Some(spare) => (spare, None),
                    None => (backup, Some(error.to_string())),
                },
            };
            Prepared::new(disk, &backup, &found.content, Some(&found.path))?.commit(disk)?;
            Ok((Some(backup), lost_history))
        }
        _ => Ok((None, None)),
    }
}
