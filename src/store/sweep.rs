//! Temporary files that a kill or a power cut left behind, removed once nobody can be writing them.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::disk::{Disk, TEMPORARY_EXTENSION};

/// No save takes this long, so an older temporary file is of a program that is gone.
const OLD_ENOUGH: Duration = Duration::from_hours(1);

/// Removes the old temporary files of this program in a folder; returns how many.
///
/// Only names that a save or an export makes are touched: a dot at the start and [`TEMPORARY_EXTENSION`] at the end.
/// What time it is comes from a file made for that purpose, so that the clock of a server is compared with itself.
///
/// # Errors
/// [`io::Error`] when the folder cannot be listed or written to; nothing is then removed.
pub fn sweep(disk: &dyn Disk, folder: &Path) -> io::Result<usize> {
    let left: Vec<_> = disk
        .list(folder)?
        .into_iter()
        .filter(|entry| !entry.metadata.is_folder && is_temporary(&entry.path))
        .filter_map(|entry| Some((entry.path, entry.metadata.modified?)))
        .collect();
    if left.is_empty() {
        return Ok(0);
    }
    let probe = disk.create_temporary_in(folder, "reassess-clock")?;
    let now = disk.metadata(&probe).map(|metadata| metadata.modified);
    disk.remove(&probe)?;
    let Some(now) = now? else { return Ok(0) };
    let old = |(path, modified): (PathBuf, _)| (now.duration_since(modified).ok()? >= OLD_ENOUGH).then_some(path);
    Ok(left.into_iter().filter_map(old).filter(|path| disk.remove(path).is_ok()).count())
}

/// Whether a file is named as the temporary file of a save or an export is.
fn is_temporary(path: &Path) -> bool {
    path.file_name().is_some_and(|name| {
        name.to_string_lossy().starts_with('.') && name.to_string_lossy().ends_with(TEMPORARY_EXTENSION)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::MemoryDisk;

    #[test]
    fn only_old_temporary_files_of_this_program_go() {
        let disk = MemoryDisk::new();
        let stems = ["a.reassess.ron", "a.reassess.ron.bak", "3.journal.ron", "a.csv", "a.fhir.json", "a.pdf", "a.ics"];
        let others = ["a.reassess.ron", "a.reassess.ron.bak", ".notes.tmp", ".report.docx.ab.tmp", "b.tmp", ".tmp"];
        for name in others {
            disk.put(Path::new("/c").join(name), b"x");
        }
        for stem in stems {
            disk.create_temporary_in(Path::new("/c"), stem).unwrap();
        }
        assert_eq!(sweep(&disk, Path::new("/c")).unwrap(), 0, "just written, perhaps by a living window");
        disk.pass_time(Duration::from_secs(3_590));
        let young = disk.create_temporary_in(Path::new("/c"), "young.csv").unwrap();
        disk.pass_time(Duration::from_secs(100));
        assert_eq!(sweep(&disk, Path::new("/c")).unwrap(), stems.len());
        let left: Vec<String> =
            disk.files().iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
        for name in others {
            assert!(left.iter().any(|left| left == name), "{name} is gone");
        }
        assert!(disk.read(&young).is_ok(), "the young one may be of a living window");
        assert_eq!(left.len(), others.len() + 1, "{left:?}");
    }
}
