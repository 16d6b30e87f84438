//! Replacing a file so that a crash, a full disk or a power cut leaves the old content or the new, never neither.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::disk::Disk;

/// Why a file could not be written; what was there before is still there.
#[derive(Debug, Error)]
#[error("{}", told(.path, .doing, .source))]
pub struct WriteError {
    /// The step that failed, as it continues "trying to".
    pub doing: &'static str,
    /// What the system said.
    pub source: io::Error,
    /// The file that was to be written.
    pub path: PathBuf,
}

/// The name of a file as its owner knows it.
fn named(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// What failed, why and what to do; what the system said, where that says more.
fn told(path: &Path, doing: &str, source: &io::Error) -> String {
    let name = named(path);
    if matches!(source.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) {
        let folder = folder_of(path).display();
        return format!("“{name}” was not written: there is no folder {folder}; make it first, or choose another");
    }
    let (why, what_to_do) = why(source);
    let said = system_words(source);
    format!("“{name}” was not written: {why}; {what_to_do} (while trying to {doing}, the system said: {said})")
}

/// Why a step failed and what to do, in plain words.
fn why(error: &io::Error) -> (&'static str, &'static str) {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            ("the disk is full", "free some space or save elsewhere")
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            ("writing is not allowed there", "save in another folder")
        }
        io::ErrorKind::ResourceBusy => {
            ("another program has the file open", "close it there and try again, or save under another name")
        }
        _ => ("the disk did not do what was asked", "try again, or save in another folder"),
    }
}

/// What the system said, without the name of the temporary file, which tells its reader nothing.
fn system_words(error: &io::Error) -> String {
    let innermost =
        std::iter::successors(error.get_ref().map(|inner| inner as &dyn std::error::Error), |inner| inner.source())
            .last();
    let text = innermost.map_or_else(|| error.to_string(), ToString::to_string);
    // Some wrap the system's words in their own with the path of the temporary file.
    match text.split_once(" at path \"") {
        Some((words, _)) => words.to_owned(),
        None => text,
    }
}

/// A file whose new content lies finished and checked beside it.
#[derive(Debug)]
pub(super) struct Prepared {
    temporary: PathBuf,
    path: PathBuf,
}

impl Prepared {
    /// Writes `content` beside `path`, waits for the medium, takes over the permissions of the file at
    /// `permissions_of` and reads it back.
    ///
    /// # Errors
    /// [`WriteError`]; nothing is then left behind where the disk lets it be removed.
    pub(super) fn new(
        disk: &dyn Disk,
        path: &Path,
        content: &[u8],
        permissions_of: Option<&Path>,
    ) -> Result<Self, WriteError> {
        let failed = |doing| move |source| WriteError { doing, source, path: path.to_owned() };
        let folder = folder_of(path);
        let stem = path.file_name().unwrap_or_default().to_string_lossy();
        let temporary =
            disk.create_temporary_in(folder, &stem).map_err(failed("make a temporary file in the folder"))?;
        let prepared = Self { temporary, path: path.to_owned() };
        let written = disk
            .write_and_sync(&prepared.temporary, content)
            .map_err(failed("write the temporary file"))
            .and_then(|()| match permissions_of {
                Some(from) => disk
                    .copy_permissions(from, &prepared.temporary)
                    .map_err(failed("keep the permissions of the old file")),
                None => Ok(()),
            })
            .and_then(|()| disk.read(&prepared.temporary).map_err(failed("read the temporary file back")))
            .and_then(|read_back| {
                if read_back == content {
                    Ok(())
                } else {
                    Err(failed("read back what was written")(io::Error::other("the disk returned something else")))
                }
            });
        match written {
            Ok(()) => Ok(prepared),
            Err(error) => {
                prepared.abandon(disk);
                Err(error)
            }
        }
    }

    /// Puts the new content in place of the old in one step.
    ///
    /// Returns whether the folder is known to be on the medium; where not, a power cut may still bring back the old
    /// content, whole.
    ///
    /// # Errors
    /// [`WriteError`]; the old content is then in place.
    pub(super) fn commit(self, disk: &dyn Disk) -> Result<bool, WriteError> {
        if let Err(source) = disk.rename(&self.temporary, &self.path) {
            let path = self.path.clone();
            self.abandon(disk);
            return Err(WriteError { doing: "put the new file in place of the old", source, path });
        }
        Ok(disk.sync_folder(folder_of(&self.path)).is_ok())
    }

    /// Removes the temporary file.
    pub(super) fn abandon(self, disk: &dyn Disk) {
        // One that cannot be removed, or that a kill left behind, harms nothing: its name starts with a dot, so
        // no list shows it, and the next sweep takes it.
        disk.remove(&self.temporary).ok();
    }
}

/// The folder a file lies in; the current one for a bare name.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Replaces or makes a file in one step, keeping the permissions of an old one.
///
/// For case files use [`crate::store::save_case`], which also keeps a backup and notices other writers.
///
/// # Errors
/// [`WriteError`]; the old content is then in place.
pub fn write_atomically(disk: &dyn Disk, path: &Path, content: &[u8]) -> Result<(), WriteError> {
    let (path, exists) = match disk.resolve(path) {
        Ok(resolved) => (resolved, true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => (path.to_owned(), false),
        Err(source) => return Err(WriteError { doing: "find the file", source, path: path.to_owned() }),
    };
    if exists {
        let failed = |source| WriteError { doing: "replace the file", source, path: path.clone() };
        if disk.metadata(&path).map_err(failed)?.read_only {
            return Err(failed(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only")));
        }
    }
    let prepared = Prepared::new(disk, &path, content, exists.then_some(path.as_path()))?;
    prepared.commit(disk)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Fault, MemoryDisk, RealDisk};

    #[test]
    fn a_failed_write_is_told_in_plain_words_of_the_users_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gone").join("bella.reassess.ron");
        let missing = write_atomically(&RealDisk, &path, b"x").unwrap_err().to_string();
        let gone = folder.path().join("gone");
        let words = "“bella.reassess.ron” was not written: there is no folder";
        assert_eq!(missing, format!("{words} {}; make it first, or choose another", gone.display()));
        for fault in Fault::ALL {
            let disk = MemoryDisk::new();
            disk.create_dir_all(Path::new("/cases")).unwrap();
            disk.forget_steps();
            write_atomically(&disk, Path::new("/cases/bella.csv"), b"x").unwrap();
            let step = disk.steps().iter().position(|step| step.contains("write")).unwrap();
            let disk = MemoryDisk::new();
            disk.create_dir_all(Path::new("/cases")).unwrap();
            disk.forget_steps();
            disk.fail_at(step, fault);
            let Err(error) = write_atomically(&disk, Path::new("/cases/bella.csv"), b"x") else { continue };
            let text = error.to_string();
            assert!(text.starts_with("“bella.csv” was not written: "), "{fault:?}: {text}");
        }
        let kinds = [
            (io::ErrorKind::StorageFull, "the disk is full; free some space"),
            (io::ErrorKind::PermissionDenied, "writing is not allowed there; save in another folder"),
        ];
        for (kind, expected) in kinds {
            let error = WriteError { doing: "write", source: kind.into(), path: PathBuf::from("/cases/bella.csv") };
            assert!(error.to_string().contains(expected), "{error}");
        }
    }
}
