//! A disk in memory that counts its steps and can fail at any of them.
//!
//! It keeps apart what programs see and what would survive a power cut: a file's content survives once it was synced,
//! a name once its folder was synced.

mod as_disk;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

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
    /// The program is killed: what was done until then stays as it is, and nothing works before
    /// [`MemoryDisk::restart`].
    Kill,
    /// The power goes: only what was synced survives, and nothing works before [`MemoryDisk::restart`].
    PowerCut,
    /// The power goes when the names had reached the medium and the contents had not.
    PowerCutNamesFirst,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 7] = [
        Self::Error,
        Self::ShortWrite,
        Self::SilentLoss,
        Self::FullDisk,
        Self::Kill,
        Self::PowerCut,
        Self::PowerCutNamesFirst,
    ];
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
    locks_lie: bool,
    trash: Option<Vec<PathBuf>>,
    held_open: BTreeSet<PathBuf>,
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

    /// Lets time pass for the files written from now on.
    pub fn pass_time(&self, time: Duration) {
        self.state().clock_secs += time.as_secs();
    }

    /// Gives every lock to everyone who asks, as some network folders do.
    pub fn let_locks_lie(&self) {
        self.state().locks_lie = true;
    }

    /// Lets another program hold a file open as Windows does, so that it is neither replaced, renamed nor removed.
    pub fn hold_open(&self, path: impl AsRef<Path>, held: bool) {
        let mut state = self.state();
        if held {
            state.held_open.insert(path.as_ref().to_owned());
        } else {
            state.held_open.remove(path.as_ref());
        }
    }

    /// Gives the disk a trash; without one, moving to the trash is refused.
    pub fn add_trash(&self) {
        self.state().trash.get_or_insert_default();
    }

    /// What lies in the trash, by the path it had.
    pub fn trashed(&self) -> Vec<PathBuf> {
        self.state().trash.clone().unwrap_or_default()
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
        // The locks of a killed program end with it.
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
            Some(Fault::Kill) => {
                self.powerless = true;
                Err(io::Error::other("the program was killed"))
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

    /// Forgets contents that no name leads to, now or after a power cut, as a disk gives their room free.
    fn free_room(&mut self) {
        let used: BTreeSet<u64> = self.names.values().chain(self.synced_names.values()).copied().collect();
        self.contents.retain(|id, _| used.contains(id));
    }

    fn must_be_closed(&self, path: &Path) -> io::Result<()> {
        if self.held_open.contains(path) {
            return Err(io::Error::new(io::ErrorKind::ResourceBusy, format!("{} is in use", path.display())));
        }
        Ok(())
    }

    fn needs_room(&self) -> io::Result<()> {
        if self.full { Err(io::Error::new(io::ErrorKind::StorageFull, "no space left")) } else { Ok(()) }
    }
}

fn not_found(path: &Path) -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, format!("there is no {}", path.display()))
}
