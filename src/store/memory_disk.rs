//! A disk in memory that counts its steps and can fail at any of them.
//!
//! It keeps apart what programs see and what would survive a power cut: a file's content survives once it was synced,
//! a name once its folder was synced.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::disk::{Disk, Entry, FileLock, Metadata};

/// How a step fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The step does nothing and reports an error; later steps work.
    Error,
    /// A write stops half way and reports an error; any other step does nothing and reports one.
    ShortWrite,
    /// A write keeps half of the content and says that all is well; any other step works.
    SilentLoss,
    /// The disk is full: this and every later write keeps the bytes that fit and reports it.
    FullDisk,
    /// The power goes: only what was synced survives, and nothing works before [`MemoryDisk::restart`].
    PowerCut,
    /// The power goes when the names had reached the medium and the contents had not.
    PowerCutNamesFirst,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 6] =
        [Self::Error, Self::ShortWrite, Self::SilentLoss, Self::FullDisk, Self::PowerCut, Self::PowerCutNamesFirst];
}

#[derive(Clone, Debug, Default)]
struct Content {
    bytes: Vec<u8>,
    synced: Vec<u8>,
    modified_secs: u64,
    read_only: bool,
}

#[derive(Debug, Default)]
struct State {
    contents: BTreeMap<u64, Content>,
    names: BTreeMap<PathBuf, u64>,
    synced_names: BTreeMap<PathBuf, u64>,
    folders: BTreeSet<PathBuf>,
    locked: BTreeSet<PathBuf>,
    clock_secs: u64,
    next_id: u64,
    steps: Vec<String>,
    fault: Option<(usize, Fault)>,
    full: bool,
    powerless: bool,
}

/// A disk in memory; clones share it.
///
/// # Examples
/// ```
/// use std::path::Path;
/// use reassess::store::{Disk as _, Fault, MemoryDisk, write_atomically};
/// let disk = MemoryDisk::new();
/// disk.put("/cases/bella.ron", b"old");
/// disk.fail_at(2, Fault::PowerCut);
/// write_atomically(&disk, Path::new("/cases/bella.ron"), b"new").unwrap_err();
/// disk.restart();
/// assert_eq!(disk.read(Path::new("/cases/bella.ron")).unwrap(), b"old");
/// ```
#[derive(Clone, Debug, Default)]
pub struct MemoryDisk {
    state: Arc<Mutex<State>>,
}

impl MemoryDisk {
    /// An empty disk without faults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a file in place, synced, with its folders; takes no step.
    pub fn put(&self, path: impl AsRef<Path>, content: &[u8]) {
        let path = path.as_ref();
        let mut state = self.state();
        state.add_folders(path.parent());
        let id = state.new_content(content.to_vec(), content.to_vec());
        state.names.insert(path.to_owned(), id);
        state.synced_names.insert(path.to_owned(), id);
    }

    /// Makes a file refuse writing, or accept it again.
    pub fn set_read_only(&self, path: impl AsRef<Path>, read_only: bool) {
        let mut state = self.state();
        let id = state.names.get(path.as_ref()).copied();
        if let Some(content) = id.and_then(|id| state.contents.get_mut(&id)) {
            content.read_only = read_only;
        }
    }

    /// Fails the step of this number, counted from 0 at the next step.
    pub fn fail_at(&self, step: usize, fault: Fault) {
        let mut state = self.state();
        state.steps.clear();
        state.fault = Some((step, fault));
    }

    /// Forgets the steps taken and any fault still to come.
    pub fn forget_steps(&self) {
        let mut state = self.state();
        state.steps.clear();
        state.fault = None;
    }

    /// The steps taken since the last [`MemoryDisk::fail_at`] or [`MemoryDisk::forget_steps`], in words.
    pub fn steps(&self) -> Vec<String> {
        self.state().steps.clone()
    }

    /// Cuts the power now: what was not synced is gone, and nothing works before [`MemoryDisk::restart`].
    pub fn cut_power(&self) {
        self.state().cut_power(false);
    }

    /// Starts again after a fault: a full disk has room, and after a power cut what was not synced is gone.
    pub fn restart(&self) {
        let mut state = self.state();
        state.fault = None;
        state.full = false;
        state.powerless = false;
        state.locked.clear();
    }

    /// The path of every file, in order.
    pub fn files(&self) -> Vec<PathBuf> {
        self.state().names.keys().cloned().collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a step does about its fault.
enum Outcome {
    Work,
    Partly,
    PartlyUnsaid,
}

impl State {
    fn add_folders(&mut self, folder: Option<&Path>) {
        self.folders.extend(folder.into_iter().flat_map(Path::ancestors).map(Path::to_owned));
    }

    fn new_content(&mut self, bytes: Vec<u8>, synced: Vec<u8>) -> u64 {
        self.next_id += 1;
        let modified_secs = self.tick();
        self.contents.insert(self.next_id, Content { bytes, synced, modified_secs, read_only: false });
        self.next_id
    }

    fn tick(&mut self) -> u64 {
        self.clock_secs += 1;
        self.clock_secs
    }

    /// Counts a step and applies the fault that was asked for it.
    fn step(&mut self, what: &str, path: &Path) -> io::Result<Outcome> {
        if self.powerless {
            return Err(io::Error::other("the power is off"));
        }
        let number = self.steps.len();
        self.steps.push(format!("{what} {}", path.display()));
        let fault = self.fault.filter(|(at, _)| *at == number).map(|(_, fault)| fault);
        let failed = || io::Error::other(format!("could not {what} {}", path.display()));
        match fault {
            Some(Fault::SilentLoss) if what == "write" => Ok(Outcome::PartlyUnsaid),
            None | Some(Fault::SilentLoss) => Ok(Outcome::Work),
            Some(Fault::ShortWrite) if what == "write" => Ok(Outcome::Partly),
            Some(Fault::Error | Fault::ShortWrite) => Err(failed()),
            Some(Fault::FullDisk) => {
                self.full = true;
                Ok(Outcome::Work)
            }
            Some(Fault::PowerCut) => {
                self.cut_power(false);
                Err(io::Error::other("the power went"))
            }
            Some(Fault::PowerCutNamesFirst) => {
                self.cut_power(true);
                Err(io::Error::other("the power went"))
            }
        }
    }

    fn cut_power(&mut self, names_survive: bool) {
        self.powerless = true;
        if names_survive {
            self.synced_names = self.names.clone();
        } else {
            self.names = self.synced_names.clone();
        }
        for content in self.contents.values_mut() {
            content.bytes = content.synced.clone();
        }
    }

    fn content(&mut self, path: &Path) -> io::Result<&mut Content> {
        let id = self.names.get(path).copied().ok_or_else(|| not_found(path))?;
        self.contents.get_mut(&id).ok_or_else(|| not_found(path))
    }

    fn needs_room(&self) -> io::Result<()> {
        if self.full { Err(io::Error::new(io::ErrorKind::StorageFull, "no space left")) } else { Ok(()) }
    }
}

fn not_found(path: &Path) -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, format!("there is no {}", path.display()))
}

impl Disk for MemoryDisk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let mut state = self.state();
        state.step("read", path)?;
        state.content(path).map(|content| content.bytes.clone())
    }

    fn read_head(&self, path: &Path, limit_bytes: usize) -> io::Result<Vec<u8>> {
        let mut head = self.read(path)?;
        head.truncate(limit_bytes);
        Ok(head)
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        let mut state = self.state();
        state.step("look at", path)?;
        if state.folders.contains(path) {
            return Ok(Metadata { len_bytes: 0, modified: None, read_only: false, is_folder: true });
        }
        state.content(path).map(|content| file_metadata(content))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let mut state = self.state();
        state.step("list", folder)?;
        if !state.folders.contains(folder) {
            return Err(not_found(folder));
        }
        let files = state.names.iter().filter_map(|(path, id)| {
            let metadata = state.contents.get(id).map(file_metadata)?;
            Some(Entry { path: path.clone(), metadata })
        });
        let folders = state.folders.iter().map(|path| Entry {
            path: path.clone(),
            metadata: Metadata { len_bytes: 0, modified: None, read_only: false, is_folder: true },
        });
        let mut entries: Vec<Entry> =
            files.chain(folders).filter(|entry| entry.path.parent() == Some(folder)).collect();
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        let mut state = self.state();
        state.step("resolve", path)?;
        state.content(path).map(|_| path.to_owned())
    }

    fn create_dir_all(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.step("make", folder)?;
        state.add_folders(Some(folder));
        Ok(())
    }

    fn create_temporary_in(&self, folder: &Path, stem: &str) -> io::Result<PathBuf> {
        let mut state = self.state();
        state.step("make a file in", folder)?;
        state.needs_room()?;
        if !state.folders.contains(folder) {
            return Err(not_found(folder));
        }
        let id = state.new_content(Vec::new(), Vec::new());
        let path = folder.join(format!(".{stem}.{id}.tmp"));
        state.names.insert(path.clone(), id);
        Ok(path)
    }

    fn write_and_sync(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        let mut state = self.state();
        let outcome = state.step("write", path)?;
        let half = content.get(..content.len() / 2).unwrap_or_default();
        let (full, now) = (state.full, state.tick());
        let file = state.content(path)?;
        file.modified_secs = now;
        if full || matches!(outcome, Outcome::Partly) {
            file.bytes = half.to_vec();
            let kind = if full { io::ErrorKind::StorageFull } else { io::ErrorKind::WriteZero };
            return Err(io::Error::new(kind, format!("could not write all of {}", path.display())));
        }
        let kept = if matches!(outcome, Outcome::PartlyUnsaid) { half } else { content };
        file.bytes = kept.to_vec();
        state.step("sync", path)?;
        state.content(path)?.synced = kept.to_vec();
        Ok(())
    }

    fn copy_permissions(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.step("set the permissions of", to)?;
        let read_only = state.content(from)?.read_only;
        state.content(to)?.read_only = read_only;
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.step("rename", from)?;
        let id = state.names.remove(from).ok_or_else(|| not_found(from))?;
        state.names.insert(to.to_owned(), id);
        Ok(())
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.step("sync", folder)?;
        let inside = |path: &PathBuf| path.parent() == Some(folder);
        let current: Vec<(PathBuf, u64)> =
            state.names.iter().filter(|(path, _)| inside(path)).map(|(path, id)| (path.clone(), *id)).collect();
        state.synced_names.retain(|path, _| !inside(path));
        state.synced_names.extend(current);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.step("remove", path)?;
        state.names.remove(path).map(|_| ()).ok_or_else(|| not_found(path))
    }

    fn try_lock(&self, path: &Path) -> io::Result<Option<FileLock>> {
        let mut state = self.state();
        state.step("lock", path)?;
        if !state.locked.insert(path.to_owned()) {
            return Ok(None);
        }
        if !state.names.contains_key(path) {
            let id = state.new_content(Vec::new(), Vec::new());
            state.names.insert(path.to_owned(), id);
        }
        Ok(Some(FileLock::held_by(HeldInMemory { disk: self.clone(), path: path.to_owned() })))
    }
}

fn file_metadata(content: &Content) -> Metadata {
    Metadata {
        len_bytes: content.bytes.len() as u64,
        modified: Some(SystemTime::UNIX_EPOCH + Duration::from_secs(content.modified_secs)),
        read_only: content.read_only,
        is_folder: false,
    }
}

struct HeldInMemory {
    disk: MemoryDisk,
    path: PathBuf,
}

impl Drop for HeldInMemory {
    fn drop(&mut self) {
        self.disk.state().locked.remove(&self.path);
    }
}
