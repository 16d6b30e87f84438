//! The disk of this machine.

use std::fs::TryLockError;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use fs_err as fs;

use super::disk::{Disk, Entry, FileLock, Metadata};

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
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(folder)
            .map_err(|error| io::Error::new(error.kind(), format!("failed to make {}: {error}", folder.display())))
    }

    fn create_temporary_in(&self, folder: &Path, stem: &str) -> io::Result<PathBuf> {
        // The tempfile crate makes files with mode 0600 on Unix.
        let file = tempfile::Builder::new().prefix(&format!(".{stem}.")).suffix(".tmp").tempfile_in(folder)?;
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
        fs::rename(from, to)
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
        fs::remove_file(path)
    }

    fn try_lock(&self, path: &Path) -> io::Result<Option<FileLock>> {
        let file = fs::OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(FileLock::held_by(file.into_file()))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

/// Windows answers with paths like `\\?\C:\cases`, which nobody recognizes as their own.
#[cfg(windows)]
fn as_people_write_it(path: PathBuf) -> PathBuf {
    const LONGEST_PLAIN_PATH: usize = 260;
    match path.to_str().and_then(|text| text.strip_prefix(r"\\?\")) {
        Some(plain) if plain.len() < LONGEST_PLAIN_PATH && plain.as_bytes().get(1) == Some(&b':') => plain.into(),
        _ => path,
    }
}

#[cfg(not(windows))]
const fn as_people_write_it(path: PathBuf) -> PathBuf {
    path
}

fn from_system(metadata: &std::fs::Metadata) -> Metadata {
    Metadata {
        len_bytes: metadata.len(),
        modified: metadata.modified().ok(),
        read_only: metadata.permissions().readonly(),
        is_folder: metadata.is_dir(),
    }
}
