//! A folder of cases listed, and its files duplicated, archived and brought back; none is ever replaced.

use std::io;
use std::path::{Path, PathBuf};

use super::Background;
use crate::app::command::{FileDeed, LibraryFound};
use crate::app::event::Event;
use crate::app::library::{ARCHIVE, facts};
use crate::domain::Case;
use crate::exchange::deidentified::deidentified;
use crate::store::{CASE_EXTENSION, Disk, LibraryIndex, load_case, write_atomically};

/// Whole cases read in one go, so that the list grows while it is looked at.
const AT_ONCE: usize = 256;
/// The most names tried for a copy.
const MOST_NAMES: u32 = 1_000;

impl Background {
    pub(super) fn scan_library(&mut self, folder: PathBuf) -> Event {
        let disk = self.disk.as_ref();
        let mut index = match self.library.take() {
            Some(index) if index.folder() == folder => index,
            _ => LibraryIndex::load(disk, &self.paths.library_index(), &folder, &self.rules.version),
        };
        let found = match index.refresh(disk) {
            Ok(_) => Ok(LibraryFound { is_left: index.is_incomplete(), index: index.clone() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err((folder, "there is no such folder".to_owned()))
            }
            Err(error) => Err((folder, error.to_string())),
        };
        self.library = Some(index);
        Event::LibraryFound(found)
    }

    pub(super) fn complete_library(&mut self, folder: &Path) -> Vec<Event> {
        let (disk, rules) = (self.disk.as_ref(), self.rules);
        let Some(index) = self.library.as_mut().filter(|index| index.folder() == folder) else { return Vec::new() };
        let is_left = index.complete(disk, AT_ONCE, |case| facts(case, rules));
        let mut events = vec![Event::LibraryFound(Ok(LibraryFound { is_left, index: index.clone() }))];
        if !is_left {
            let kept = index.save(disk, &self.paths.library_index());
            events.extend(kept.err().map(|error| Event::Warning(format!("The list is not kept: {error}"))));
        }
        events
    }

    /// Writes the table without names; what could not be read or has no size is said.
    pub(super) fn deidentify(&mut self, files: &[PathBuf], to: PathBuf) -> Vec<Event> {
        let disk = self.disk.as_ref();
        let cases: Vec<Case> =
            files.iter().filter_map(|path| load_case(disk, path).ok()).map(|loaded| loaded.file.case).collect();
        let made = deidentified(&cases);
        let left_out = files.len() - made.patients;
        let result = if made.patients == 0 {
            Err("none of these cases can be read and has a size".to_owned())
        } else {
            self.watch.wrote(&to);
            self.write(&to, made.table.as_bytes())
        };
        let (in_table, all) = (made.patients, files.len());
        let others = (left_out > 0)
            .then(|| format!("cases in the table: {in_table} of {all}; the others cannot be read or have no size"));
        vec![Event::Written { path: to, result: result.map(|()| others.into_iter().collect()) }]
    }

    pub(super) fn library_file(&self, deed: FileDeed, path: &Path) -> Event {
        let disk = self.disk.as_ref();
        let folder = path.parent().unwrap_or(path);
        let result = match deed {
            FileDeed::Duplicate => duplicate(disk, path, folder),
            FileDeed::Archive => moved(disk, path, &folder.join(ARCHIVE)),
            FileDeed::BringBack => moved(disk, path, folder.parent().unwrap_or(folder)),
        };
        Event::LibraryFileDone { deed, result: result.map_err(|error| error.to_string()) }
    }
}

/// A name that no file has: "Bella.reassess.ron", "Bella copy.reassess.ron", "Bella copy 2.reassess.ron".
fn free_name(disk: &dyn Disk, path: &Path, folder: &Path, first: u32) -> io::Result<PathBuf> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.strip_suffix(CASE_EXTENSION).unwrap_or(&name);
    let named = |number: u32| match number {
        0 => folder.join(format!("{stem}{CASE_EXTENSION}")),
        1 => folder.join(format!("{stem} copy{CASE_EXTENSION}")),
        more => folder.join(format!("{stem} copy {more}{CASE_EXTENSION}")),
    };
    (first..MOST_NAMES)
        .map(named)
        .find(|own| disk.metadata(own).is_err_and(|error| error.kind() == io::ErrorKind::NotFound))
        .ok_or_else(|| io::Error::other("every name tried is taken; rename the file first"))
}

fn duplicate(disk: &dyn Disk, path: &Path, folder: &Path) -> io::Result<PathBuf> {
    let bytes = disk.read(path)?;
    let copy = free_name(disk, path, folder, 1)?;
    write_atomically(disk, &copy, &bytes).map_err(io::Error::other)?;
    Ok(copy)
}

fn moved(disk: &dyn Disk, path: &Path, folder: &Path) -> io::Result<PathBuf> {
    disk.create_dir_all(folder)?;
    let to = free_name(disk, path, folder, 0)?;
    disk.rename(path, &to)?;
    disk.sync_folder(folder)?;
    Ok(to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::MemoryDisk;

    #[test]
    fn a_file_is_copied_archived_and_brought_back_and_none_is_replaced() {
        let disk = MemoryDisk::new();
        disk.put("/c/Bella.reassess.ron", b"one");
        let path = Path::new("/c/Bella.reassess.ron");
        let folder = Path::new("/c");
        assert_eq!(duplicate(&disk, path, folder).unwrap(), Path::new("/c/Bella copy.reassess.ron"));
        assert_eq!(duplicate(&disk, path, folder).unwrap(), Path::new("/c/Bella copy 2.reassess.ron"));
        let archived = moved(&disk, path, &folder.join(ARCHIVE)).unwrap();
        assert_eq!(archived, Path::new("/c/Archive/Bella.reassess.ron"));
        disk.put("/c/Bella.reassess.ron", b"another");
        let back = moved(&disk, &archived, folder).unwrap();
        assert_eq!(back, Path::new("/c/Bella copy 3.reassess.ron"));
        assert_eq!(disk.read(&back).unwrap(), b"one");
        assert_eq!(disk.read(path).unwrap(), b"another", "what took the name stays");
    }
}
