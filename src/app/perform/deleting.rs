//! Earlier versions listed, and things moved to the trash or deleted for good.

use std::io;
use std::path::{Path, PathBuf};

use super::Background;
use crate::app::event::Event;
use crate::app::files::{Doomed, TrashFailure, Version};
use crate::store::backups::history_folder;
use crate::store::{self, Backup, Disk};

/// The earlier versions of a case, for a list.
pub(super) fn list_versions(disk: &dyn Disk, path: PathBuf) -> Event {
    let result = store::list_backups(disk, &path)
        .map(|backups| backups.into_iter().map(version).collect())
        .map_err(|error| error.to_string());
    Event::VersionsListed { path, result }
}

fn version(backup: Backup) -> Version {
    let label = backup.file.as_ref().map(|file| file.summary.label.clone()).unwrap_or_default();
    Version {
        path: backup.path,
        until: backup.until,
        len_bytes: backup.len_bytes,
        label,
        case: backup.file.map(|file| Box::new(file.case)).map_err(|error| error.to_string()),
    }
}

impl Background {
    pub(super) fn trash(&mut self, what: Doomed) -> Vec<Event> {
        let disk = self.disk.as_ref();
        let result = match &what {
            Doomed::Case(path) => disk.trash(path),
            Doomed::Journal(name) => match self.left_behind.iter().find(|left| left.path == *name) {
                Some(left) => left.trash(disk),
                None => Ok(()),
            },
        };
        let result = result.map_err(|error| {
            if error.kind() == io::ErrorKind::Unsupported {
                TrashFailure::NoTrash(error.to_string())
            } else {
                TrashFailure::Failed(error.to_string())
            }
        });
        self.done(what, false, result, |disk, part| disk.trash(part))
    }

    pub(super) fn delete_for_good(&mut self, what: Doomed) -> Vec<Event> {
        let disk = self.disk.as_ref();
        let result = match &what {
            Doomed::Case(path) => disk.remove(path).map_err(|error| error.to_string()),
            Doomed::Journal(name) => match self.left_behind.iter().find(|left| left.path == *name) {
                Some(left) => left.discard(disk).map_err(|error| error.to_string()),
                None => Ok(()),
            },
        };
        self.done(what, true, result.map_err(TrashFailure::Failed), remove_all)
    }

    /// Lets the earlier versions follow a case that is gone; where they cannot, that is said beside it.
    fn done(
        &mut self,
        what: Doomed,
        for_good: bool,
        result: Result<(), TrashFailure>,
        remove: impl Fn(&dyn Disk, &Path) -> io::Result<()>,
    ) -> Vec<Event> {
        let mut stayed = None;
        match (&result, &what) {
            (Ok(()), Doomed::Journal(name)) => self.left_behind.retain(|left| left.path != *name),
            (Ok(()), Doomed::Case(path)) => {
                stayed = remove_earlier(path, |part| remove(self.disk.as_ref(), part)).err().map(|error| {
                    let words = format!("{} is gone, but earlier versions of it stayed: {error}", what.words());
                    Event::Warning(words)
                });
            }
            (Err(_), _) => {}
        }
        std::iter::once(Event::Trashed { what, for_good, result }).chain(stayed).collect()
    }
}

/// Removes each earlier version of a case; one that is not there is passed over, one that stays keeps no other back.
fn remove_earlier(path: &Path, remove: impl Fn(&Path) -> io::Result<()>) -> io::Result<()> {
    let parts = store::backups::spare_paths(path).chain([store::backup_path(path), history_folder(path)]);
    let stayed = parts.filter_map(|part| remove(&part).err()).find(|error| error.kind() != io::ErrorKind::NotFound);
    stayed.map_or(Ok(()), Err)
}

fn remove_all(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    if disk.metadata(path)?.is_folder {
        // The empty folder stays, hidden; nothing of the case is in it.
        disk.list(path)?.into_iter().try_for_each(|entry| disk.remove(&entry.path))
    } else {
        disk.remove(path)
    }
}
