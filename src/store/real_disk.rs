//! The disk of this machine.

use std::fs::TryLockError;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use fs_err as fs;

use super::disk::{Disk, Entry, FileLock, Metadata, TEMPORARY_EXTENSION};

/// The disk of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn read_head(&self, path: &Path, limit_bytes: usize) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        fs::File::open(path)?.take(limit_bytes as u64).read_to_end(&mut head)?;
        Ok(head)
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        fs::metadata(path).map(|metadata| from_system(&metadata))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            // A file that vanishes between the two calls is simply not there.
            if let Ok(metadata) = entry.metadata() {
                entries.push(Entry { path: entry.path(), metadata: from_system(&metadata) });
            }
        }
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path).map(as_people_write_it)
    }

    fn create_dir_all(&self, folder: &Path) -> io::Result<()> {
        let new: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.exists()).collect();
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(folder)
            .map_err(|error| io::Error::new(error.kind(), format!("failed to make {}: {error}", folder.display())))?;
        // What is synced into a folder whose own name a power cut takes away would be gone with it.
        for parent in new.into_iter().filter_map(Path::parent) {
            self.sync_folder(if parent.as_os_str().is_empty() { Path::new(".") } else { parent }).ok();
        }
        Ok(())
    }

    fn create_temporary_in(&self, folder: &Path, stem: &str) -> io::Result<PathBuf> {
        // A name may have 255 bytes on most systems, and this one is longer than that of the file it stands for.
        const MAX_STEM_BYTES: usize = 200;
        let stem = stem.get(..stem.floor_char_boundary(MAX_STEM_BYTES)).unwrap_or_default();
        // The tempfile crate makes files with mode 0600 on Unix.
        let file =
            tempfile::Builder::new().prefix(&format!(".{stem}.")).suffix(TEMPORARY_EXTENSION).tempfile_in(folder)?;
        let (_, path) = file.keep().map_err(|error| error.error)?;
        Ok(path)
    }

    fn write_and_sync(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        // One handle for both, because a failed write-back is told to the handle that wrote.
        let mut file = fs::OpenOptions::new().write(true).truncate(true).open(path)?;
        file.write_all(content)?;
        file.sync_all()
    }

    fn copy_permissions(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::set_permissions(to, fs::metadata(from)?.permissions())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        patiently(is_in_use, || fs::rename(from, to))
    }

    #[cfg(unix)]
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        fs::File::open(folder)?.sync_all()
    }

    #[cfg(not(unix))]
    fn sync_folder(&self, _folder: &Path) -> io::Result<()> {
        // Windows has no such step for a folder; NTFS journals the rename itself.
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        patiently(is_in_use, || fs::remove_file(path))
    }

    fn trash(&self, path: &Path) -> io::Result<()> {
        // Asked first, since some trashes answer for a missing file only in words.
        fs::symlink_metadata(path)?;
        trash::delete(path).map_err(|error| io::Error::new(io::ErrorKind::Unsupported, trash_words(&error)))
    }

    fn try_lock(&self, path: &Path) -> io::Result<Option<FileLock>> {
        const MOST_TRIES: u32 = 8;
        for _ in 0..MOST_TRIES {
            let file = fs::OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
            match file.try_lock() {
                // Its holder may have removed the file between the two calls; that lock would say nothing to others.
                Ok(()) if !is_still_named(&file, path) => {}
                Ok(()) => return Ok(Some(FileLock::held_by(file.into_file()))),
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
        Ok(None)
    }
}

/// Whether an open file is the one that now has this name.
#[cfg(unix)]
fn is_still_named(file: &fs::File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(open), Ok(named)) => (open.dev(), open.ino()) == (named.dev(), named.ino()),
        _ => false,
    }
}

/// Windows keeps the name of a removed file taken until the last handle is closed.
#[cfg(not(unix))]
fn is_still_named(_file: &fs::File, path: &Path) -> bool {
    path.exists()
}

/// Tries again for a second and a half while another program, such as a virus scanner or an indexer, has the file open.
fn patiently<T>(in_use: fn(&io::Error) -> bool, mut work: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    const TRIES: u32 = 5;
    const FIRST_WAIT: Duration = Duration::from_millis(50);
    let mut wait = FIRST_WAIT;
    for _ in 0..TRIES {
        match work() {
            Err(error) if in_use(&error) => thread::sleep(wait),
            done => return done,
        }
        wait *= 2;
    }
    work().map_err(
        |error| {
            if in_use(&error) { io::Error::new(io::ErrorKind::ResourceBusy, error.to_string()) } else { error }
        },
    )
}

/// Whether the system refused because another program has the file open: Windows says access denied (5), sharing
/// violation (32) or lock violation (33).
fn is_in_use(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(5 | 32 | 33))
}

/// Why the trash did not take something, in words; what the library itself says is meant for programmers.
fn trash_words(error: &trash::Error) -> String {
    let reason = std::error::Error::source(error).map(ToString::to_string);
    match error {
        trash::Error::Unknown { description } | trash::Error::Os { description, .. } => description.clone(),
        trash::Error::CouldNotAccess { .. } | trash::Error::CanonicalizePath { .. } => {
            "the file could not be reached".to_owned()
        }
        trash::Error::TargetedRoot => "a whole disk is not moved".to_owned(),
        _ => reason.unwrap_or_else(|| "the trash did not take it".to_owned()),
    }
}

/// Windows answers with paths like `\\?\C:\cases`, which nobody recognizes as their own.
fn as_people_write_it(path: PathBuf) -> PathBuf {
    match path.to_str().and_then(plain_windows_path).filter(|_| cfg!(windows)) {
        Some(plain) => plain.into(),
        None => path,
    }
}

/// The path without `\\?\` where it means the same without: on a drive, and short enough for older programs.
fn plain_windows_path(path: &str) -> Option<&str> {
    const LONGEST_UNITS: usize = 259;
    let plain = path.strip_prefix(r"\\?\")?;
    (plain.as_bytes().get(1) == Some(&b':') && plain.encode_utf16().count() <= LONGEST_UNITS).then_some(plain)
}

fn from_system(metadata: &std::fs::Metadata) -> Metadata {
    Metadata {
        len_bytes: metadata.len(),
        modified: metadata.modified().ok(),
        read_only: metadata.permissions().readonly(),
        is_folder: metadata.is_dir(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_use_is_tried_again_and_any_other_error_is_not() {
        let busy = |error: &io::Error| error.kind() == io::ErrorKind::ResourceBusy;
        let mut tries = 0;
        let done = patiently(busy, || {
            tries += 1;
            if tries < 3 { Err(io::ErrorKind::ResourceBusy.into()) } else { Ok(tries) }
        });
        assert_eq!(done.unwrap(), 3);
        let mut tries = 0;
        let refused: io::Result<()> = patiently(busy, || {
            tries += 1;
            Err(io::ErrorKind::PermissionDenied.into())
        });
        assert_eq!((refused.unwrap_err().kind(), tries), (io::ErrorKind::PermissionDenied, 1));
        let mut tries = 0;
        let always: io::Result<()> = patiently(busy, || {
            tries += 1;
            Err(io::ErrorKind::ResourceBusy.into())
        });
        assert_eq!((always.unwrap_err().kind(), tries), (io::ErrorKind::ResourceBusy, 6), "it ends");
        // What Windows calls it has no kind of its own, or one that says something else.
        let denied: io::Result<()> = patiently(
            |error| error.kind() == io::ErrorKind::PermissionDenied,
            || Err(io::ErrorKind::PermissionDenied.into()),
        );
        assert_eq!(denied.unwrap_err().kind(), io::ErrorKind::ResourceBusy);
    }

    #[test]
    fn a_windows_path_is_shown_as_people_write_it_where_that_means_the_same() {
        assert_eq!(plain_windows_path(r"\\?\C:\cases\Bella.reassess.ron"), Some(r"C:\cases\Bella.reassess.ron"));
        assert_eq!(plain_windows_path(r"\\?\UNC\server\cases\Bella.reassess.ron"), None, "a shared folder");
        assert_eq!(plain_windows_path(r"C:\cases"), None, "plain already");
        let long = format!(r"\\?\C:\{}", "x".repeat(257));
        assert_eq!(plain_windows_path(&long), None, "260 units need the prefix");
        assert!(plain_windows_path(&long[..long.len() - 1]).is_some(), "259 do not");
    }

    #[test]
    fn a_lock_whose_file_was_removed_is_not_taken_for_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let first = RealDisk.try_lock(&path).unwrap();
        assert!(first.is_some(), "free");
        assert!(RealDisk.try_lock(&path).unwrap().is_none(), "held");
        RealDisk.remove(&path).unwrap();
        drop(first);
        let second = RealDisk.try_lock(&path).unwrap();
        assert!(second.is_some() && path.exists(), "free again, under its name");
    }

    #[test]
    fn a_long_name_still_has_room_for_a_temporary_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = RealDisk.create_temporary_in(folder.path(), &"Ď".repeat(124)).unwrap();
        assert!(path.exists(), "{}", path.display());
    }
}
