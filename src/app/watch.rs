//! The open case's file: marked as open for other windows, and looked at for changes by others.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::event::Event;
use super::files::OutsideChange;
use crate::store::{self, Disk, LoadError, OpenLock, OpenState, Paths, Stamp, case_file};

/// What is known of the file of the open document.
struct Watched {
    document: u64,
    path: PathBuf,
    stamp: Stamp,
    /// Its length and time when it was last read, so that an untouched file is not read again.
    seen: Option<(u64, Option<SystemTime>)>,
    /// What was last told of it.
    told: Told,
    /// Content that could not be opened when it was first seen, perhaps because it was still being written.
    doubtful: Option<u64>,
    lock: Option<OpenLock>,
}

/// What the app was last told of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Nothing,
    /// That it has another content, by its hash.
    Changed(u64),
    Gone,
}

/// Watches one file at a time.
pub(super) struct Watch {
    pub(super) who: String,
    watched: Option<Watched>,
    /// A case that was read and will be watched once the app has opened it.
    reserved: Option<(PathBuf, OpenLock)>,
    /// Folders that exports went into, which a killed one may have left something in.
    written: BTreeSet<PathBuf>,
    swept: BTreeSet<PathBuf>,
}

impl Watch {
    pub(super) const fn new() -> Self {
        Self { who: String::new(), watched: None, reserved: None, written: BTreeSet::new(), swept: BTreeSet::new() }
    }

    /// Marks a case that was just read as open here; the state returned never holds the lock itself.
    pub(super) fn reserve(&mut self, disk: &dyn Disk, paths: &Paths, path: &Path) -> OpenState {
        if let Some((_, lock)) = self.reserved.take() {
            lock.release(disk);
        }
        if self.watched.as_ref().is_some_and(|watched| watched.path == path && watched.lock.is_some()) {
            return OpenState::Unknown;
        }
        match store::lock_open_case(disk, paths, path, &self.who) {
            OpenState::Here(lock) => {
                self.reserved = Some((path.to_owned(), lock));
                OpenState::Unknown
            }
            other => other,
        }
    }

    /// Watches this file from now on.
    pub(super) fn set(
        &mut self,
        disk: &dyn Disk,
        paths: &Paths,
        document: u64,
        file: Option<(PathBuf, Stamp)>,
    ) -> Vec<Event> {
        let before = self.watched.take();
        let reserved = self.reserved.take();
        let Some((path, stamp)) = file else {
            for lock in before.and_then(|before| before.lock).into_iter().chain(reserved.map(|(_, lock)| lock)) {
                lock.release(disk);
            }
            return Vec::new();
        };
        let mut lock = None;
        let mut was_watched = false;
        if let Some(before) = before {
            if before.path == path {
                was_watched = before.document == document;
                lock = before.lock;
            } else if let Some(old) = before.lock {
                old.release(disk);
            }
        }
        match reserved {
            Some((reserved, own)) if reserved == path && lock.is_none() => lock = Some(own),
            Some((_, other)) => other.release(disk),
            None => {}
        }
        let mut events = Vec::new();
        if lock.is_none() {
            match store::lock_open_case(disk, paths, &path, &self.who) {
                OpenState::Here(own) => lock = Some(own),
                // Said once, when the file becomes this document's.
                OpenState::Elsewhere(who) if !was_watched => events.push(Event::OpenElsewhere { document, who }),
                OpenState::Elsewhere(_) | OpenState::Unknown => {}
            }
        }
        self.watched = Some(Watched { document, path, stamp, seen: None, told: Told::Nothing, doubtful: None, lock });
        events
    }

    /// Notes what the file is after a save from here.
    pub(super) fn saved(&mut self, document: u64, path: &Path, stamp: Stamp) {
        if let Some(watched) = &mut self.watched
            && watched.document == document
            && watched.path == path
        {
            (watched.stamp, watched.seen, watched.told) = (stamp, None, Told::Nothing);
        }
    }

    /// Looks whether the file is still what it was; each change is told once.
    pub(super) fn look(&mut self, disk: &dyn Disk) -> Vec<Event> {
        let Some(watched) = &mut self.watched else { return Vec::new() };
        let Some(change) = watched.look(disk) else { return Vec::new() };
        vec![Event::ChangedOutside { document: watched.document, path: watched.path.clone(), change }]
    }

    /// Notes the folder of an exported file as one to sweep.
    pub(super) fn wrote(&mut self, path: &Path) {
        self.written.extend(path.parent().map(Path::to_owned));
    }

    /// Removes what a killed save or export left behind, once a folder.
    pub(super) fn sweep(&mut self, disk: &dyn Disk, paths: &Paths) {
        let of_case = self.watched.as_ref().and_then(|watched| watched.path.parent()).map(Path::to_owned);
        let folders = paths.all_written().into_iter().chain(of_case).chain(std::mem::take(&mut self.written));
        for folder in folders {
            if self.swept.insert(folder.clone()) {
                // A folder that cannot be swept keeps a few hidden files; nothing depends on it.
                store::sweep(disk, &folder).ok();
            }
        }
    }
}

impl Watched {
    fn look(&mut self, disk: &dyn Disk) -> Option<OutsideChange> {
        let metadata = match disk.metadata(&self.path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                self.seen = None;
                let told = std::mem::replace(&mut self.told, Told::Gone);
                return (told != Told::Gone).then_some(OutsideChange::Gone);
            }
            // A network that is away for a moment says nothing of the file.
            Err(_) => return None,
        };
        let now = Some((metadata.len_bytes, metadata.modified));
        if self.seen == now {
            return None;
        }
        let bytes = disk.read_head(&self.path, case_file::MAX_CASE_FILE_BYTES + 1).ok()?;
        let found = Stamp::of(&bytes, metadata.modified);
        if found.same_content(&self.stamp) {
            (self.seen, self.told, self.doubtful) = (now, Told::Nothing, None);
            return None;
        }
        if self.told == Told::Changed(found.hash) {
            self.seen = now;
            return None;
        }
        let change = match store::load_case(disk, &self.path) {
            Ok(loaded) => OutsideChange::Changed(Box::new(loaded)),
            Err(LoadError::Content(reason)) if self.doubtful == Some(found.hash) => {
                OutsideChange::Unreadable(reason.to_string())
            }
            Err(_) => {
                self.doubtful = Some(found.hash);
                return None;
            }
        };
        (self.seen, self.told) = (now, Told::Changed(found.hash));
        Some(change)
    }
}
