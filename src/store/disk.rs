//! All file access of the program, behind one small trait.

use std::any::Any;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What the names of temporary files end in, so that those a kill left behind are known as this program's own.
pub const TEMPORARY_EXTENSION: &str = ".reassess.tmp";

/// What is known of a file without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// Its length in bytes.
    pub len_bytes: u64,
    /// When it was last changed, where the file system tells.
    pub modified: Option<SystemTime>,
    /// Whether its permissions refuse writing.
    pub read_only: bool,
    /// Whether it is a folder.
    pub is_folder: bool,
}

/// One file or folder in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its whole path.
    pub path: PathBuf,
    /// What is known of it; links are not followed.
    pub metadata: Metadata,
}

/// Holds a lock until it is dropped.
pub struct FileLock {
    _held: Box<dyn Any + Send + Sync>,
}

impl FileLock {
    /// A lock that ends when `held` is dropped.
    pub fn held_by(held: impl Any + Send + Sync) -> Self {
        Self { _held: Box::new(held) }
    }
}

impl fmt::Debug for FileLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileLock")
    }
}

/// A disk: the real one, or one in memory that can fail at any step.
///
/// Nothing here replaces a file by itself; [`crate::store::write_atomically`] puts the steps together.
///
/// # Errors
/// Every method returns the [`io::Error`] of the system; its text names the path where the system gives one.
pub trait Disk: Send + Sync {
    /// The whole content of a file.
    ///
    /// # Errors
    /// [`io::Error`] of the system.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// The first bytes of a file, at most `limit_bytes` of them.
    ///
    /// # Errors
    /// [`io::Error`] of the system.
    fn read_head(&self, path: &Path, limit_bytes: usize) -> io::Result<Vec<u8>>;

    /// What is known of a file or folder; links are followed.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] when there is none, or another [`io::Error`] of the system.
    fn metadata(&self, path: &Path) -> io::Result<Metadata>;

    /// What lies directly in a folder, by path.
    ///
    /// # Errors
    /// [`io::Error`] of the system.
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>>;

    /// The path with every link followed, so that saving changes the file and not the link to it.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] when there is no such file, or another [`io::Error`] of the system.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;

    /// Makes a folder and those above it, readable by their owner only; one that exists is left as it is.
    ///
    /// # Errors
    /// [`io::Error`] of the system.
    fn create_dir_all(&self, folder: &Path) -> io::Result<()>;

    /// Makes an empty file of a new name in a folder, readable by its owner only, and returns its path.
    ///
    /// The name starts with a dot, holds `stem` and ends in [`TEMPORARY_EXTENSION`], so that one left by a power cut
    /// can be told.
    ///
    /// # Errors
    /// [`io::Error`] of the system.
    fn create_temporary_in(&self, folder: &Path, stem: &str) -> io::Result<PathBuf>;

    /// Replaces the content of an existing file and waits until it is on the medium.
    ///
    /// A failure leaves the file with any part of the content; give it a temporary file.
    ///
    /// # Errors
    /// [`io::Error`] of the system, [`io::ErrorKind::StorageFull`] when the disk is full.
    fn write_and_sync(&self, path: &Path, content: &[u8]) -> io::Result<()>;

    /// Gives `to` the permissions of `from`.
    ///
    /// # Errors
    /// [`io::Error`] of the system.
    fn copy_permissions(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Gives a file another name in one step, replacing what had that name.
    ///
    /// # Errors
    /// [`io::Error`] of the system; both names are then as they were.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Waits until the names in a folder are on the medium; does nothing where the system has no such step.
    ///
    /// # Errors
    /// [`io::Error`] of the system.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// [`io::Error`] of the system.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Moves a file, or a folder with all in it, to the system's trash, where its owner can find it again.
    ///
    /// # Errors
    /// [`io::ErrorKind::Unsupported`] where there is no trash, as on many network folders; nothing is then removed.
    fn trash(&self, path: &Path) -> io::Result<()> {
        Err(io::Error::new(io::ErrorKind::Unsupported, format!("there is no trash for {}", path.display())))
    }

    /// Takes the lock of a file made for that purpose; `None` when someone else holds it.
    ///
    /// The file is made when it is missing and stays after the lock is dropped; only its holder may remove it.
    /// Never lock the file that is saved: a save replaces it, and the lock would go with the old one.
    ///
    /// # Errors
    /// [`io::Error`] of the system.
    fn try_lock(&self, path: &Path) -> io::Result<Option<FileLock>>;
}
