//! A report of a crash, kept on this machine and free of names: where the program stopped, and in which version.
//!
//! What a panic says is left out, since it may quote what was entered; its place in the source is enough to find it.

use std::io;
use std::path::{Path, PathBuf};

use super::atomic::write_atomically;
use super::disk::Disk;
use super::paths::Paths;

/// The most reports that are kept.
const MOST: usize = 20;
const EXTENSION: &str = ".crash.txt";

/// What is known of a crash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crash {
    /// The source file and line, as compiled: "src/ui/root.rs:120:9".
    pub place: String,
    /// The name of the thread, which is always one of the program's own.
    pub thread: String,
    /// The functions that were running, without their arguments; empty where they are not known.
    pub trace: String,
}

impl Crash {
    /// The report.
    fn text(&self, version: &str, system: &str) -> String {
        format!(
            "Reassess {version} stopped unexpectedly.\nSystem: {system}\nPlace: {}\nThread: {}\n\n{}\n\
             This report holds no names, sizes or file names. It was sent nowhere.\n",
            without_home(&self.place),
            self.thread,
            without_home(&self.trace),
        )
    }
}

/// Paths of the machine the program was built on may hold the name of who built it; the part below the crate is kept.
fn without_home(text: &str) -> String {
    let line = |line: &str| match line.split_once('/') {
        Some((before, path)) if before.trim_end().is_empty() || before.trim_end().ends_with("at") => {
            let kept = path.find("src/").and_then(|at| path.get(at..)).unwrap_or("…");
            format!("{before}{kept}")
        }
        _ => line.to_owned(),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Writes a report; it never fails loudly, since the program is about to end.
///
/// # Errors
/// [`io::Error`] when no report could be written.
pub fn write(disk: &dyn Disk, paths: &Paths, crash: &Crash) -> io::Result<PathBuf> {
    let folder = paths.crashes();
    disk.create_dir_all(&folder)?;
    let taken = reports(disk, paths)?;
    let next = taken.iter().filter_map(|path| number(path)).max().map_or(1, |highest| highest.saturating_add(1));
    for old in taken.iter().take(taken.len().saturating_sub(MOST - 1)) {
        disk.remove(old)?;
    }
    let path = folder.join(format!("{next:06}{EXTENSION}"));
    let system = format!("{} {}", std::env::consts::OS, std::env::consts::ARCH);
    let text = crash.text(env!("CARGO_PKG_VERSION"), &system);
    write_atomically(disk, &path, text.as_bytes()).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(path)
}

/// The reports there are, oldest first.
///
/// # Errors
/// [`io::Error`] when the folder cannot be listed.
pub fn reports(disk: &dyn Disk, paths: &Paths) -> io::Result<Vec<PathBuf>> {
    let entries = match disk.list(&paths.crashes()) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found: Vec<PathBuf> =
        entries.into_iter().map(|entry| entry.path).filter(|path| number(path).is_some()).collect();
    found.sort();
    Ok(found)
}

/// The reports that were not told of yet; telling is remembered in a file beside them.
///
/// # Errors
/// [`io::Error`].
pub fn untold(disk: &dyn Disk, paths: &Paths) -> io::Result<Vec<PathBuf>> {
    let reports = reports(disk, paths)?;
    let Some(newest) = reports.iter().filter_map(|path| number(path)).max() else { return Ok(Vec::new()) };
    let told_path = paths.crashes().join("told");
    let told = disk.read(&told_path).ok().and_then(|bytes| String::from_utf8(bytes).ok()?.trim().parse().ok());
    let told: u64 = told.unwrap_or(0);
    if newest > told {
        write_atomically(disk, &told_path, newest.to_string().as_bytes())
            .map_err(|error| io::Error::other(error.to_string()))?;
    }
    Ok(reports.into_iter().filter(|path| number(path).is_some_and(|number| number > told)).collect())
}

fn number(path: &Path) -> Option<u64> {
    path.file_name()?.to_str()?.strip_suffix(EXTENSION)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::MemoryDisk;

    fn crash() -> Crash {
        Crash {
            place: "/home/ada/reassess/src/ui/root.rs:120:9".to_owned(),
            thread: "main".to_owned(),
            trace: "  3: reassess::ui::root::show\n        at /home/ada/reassess/src/ui/root.rs:120:9".to_owned(),
        }
    }

    #[test]
    fn a_report_names_the_place_and_nobody() {
        let (disk, paths) = (MemoryDisk::new(), Paths::under(Path::new("/h")));
        let path = write(&disk, &paths, &crash()).unwrap();
        let text = String::from_utf8(disk.read(&path).unwrap()).unwrap();
        assert!(text.contains("src/ui/root.rs:120:9"), "{text}");
        assert!(text.contains("reassess::ui::root::show"), "{text}");
        assert!(!text.contains("ada"), "{text}");
    }

    #[test]
    fn a_report_is_told_once_and_only_the_newest_are_kept() {
        let (disk, paths) = (MemoryDisk::new(), Paths::under(Path::new("/h")));
        assert_eq!(untold(&disk, &paths).unwrap(), Vec::<PathBuf>::new());
        for _ in 0..MOST + 5 {
            write(&disk, &paths, &crash()).unwrap();
        }
        assert_eq!(reports(&disk, &paths).unwrap().len(), MOST);
        assert_eq!(untold(&disk, &paths).unwrap().len(), MOST);
        assert_eq!(untold(&disk, &paths).unwrap(), Vec::<PathBuf>::new());
        let newest = write(&disk, &paths, &crash()).unwrap();
        assert_eq!(untold(&disk, &paths).unwrap(), [newest]);
    }
}
