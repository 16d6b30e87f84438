//! Earlier versions listed, and things moved to the trash or deleted for good.

use std::io;
use std::path::{Path, PathBuf};

use super::Background;
use crate::app::command::Event;
use crate::app::files::{Doomed, TrashFailure, Version, time_words};
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
        until: time_words(backup.until),
        len_bytes: backup.len_bytes,
        label,
        case: backup.file.map(|file| Box::new(file.case)).map_err(|error| error.to_string()),
    }
}

impl Background {
    pub(super) fn trash(&mut self, what: Doomed) -> Event {
        let disk = self.disk.as_ref();
        let result = match &what {
            Doomed::Case(path) => each_part(path, |part| disk.trash(part)),
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
        self.done(what, result)
    }

    pub(super) fn delete_for_good(&mut self, what: Doomed) -> Event {
        let disk = self.disk.as_ref();
        let result = match &what {
            Doomed::Case(path) => each_part(path, |part| remove_all(disk, part)).map_err(|error| error.to_string()),
            Doomed::Journal(name) => match self.left_behind.iter().find(|left| left.path == *name) {
                Some(left) => left.discard(disk).map_err(|error| error.to_string()),
                None => Ok(()),
            },
        };
        self.done(what, result.map_err(TrashFailure::Failed))
    }

    fn done(&mut self, what: Doomed, result: Result<(), TrashFailure>) -> Event {
        if let (Ok(()), Doomed::Journal(name)) = (&result, &what) {
            self.left_behind.retain(|left| left.path != *name);
        }
        Event::Trashed { what, result }
    }
}

/// The case, then its earlier versions; one of those that is not there is passed over.
fn each_part(path: &Path, remove: impl Fn(&Path) -> io::Result<()>) -> io::Result<()> {
    remove(path)?;
    for part in [store::backup_path(path), history_folder(path)] {
        match remove(&part) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn remove_all(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    if disk.metadata(path)?.is_folder {
        // The empty folder stays, hidden; nothing of the case is in it.
        disk.list(path)?.into_iter().try_for_each(|entry| disk.remove(&entry.path))
    } else {
        disk.remove(path)
    }
}
