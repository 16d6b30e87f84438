//! The cases of a folder, listed by their summaries without opening them.

use std::cmp::Reverse;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

use super::case_file::{Header, Summary};
use super::disk::Disk;
use super::file_name::is_case_file;

/// How much of a file is read for its header; only a very long name or tumor needs more.
const HEAD_BYTES: usize = 4 * 1024;
/// How much is read when that did not hold the whole header.
const LONG_HEAD_BYTES: usize = 64 * 1024;

/// One case file of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The file.
    pub path: PathBuf,
    /// When it was last changed.
    pub modified: Option<SystemTime>,
    /// What its top says.
    pub top: Top,
}

/// What the top of a case file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Top {
    /// Its summary.
    Readable(Summary),
    /// Written by a newer version; its summary where readable.
    Newer(Option<Summary>),
    /// Not the top of a case file, though it is named so.
    Damaged,
    /// The file could not be read, in the system's words.
    Unreadable(String),
}

impl Listed {
    /// The summary, where there is one.
    pub const fn summary(&self) -> Option<&Summary> {
        match &self.top {
            Top::Readable(summary) | Top::Newer(Some(summary)) => Some(summary),
            Top::Newer(None) | Top::Damaged | Top::Unreadable(_) => None,
        }
    }

    /// Whether every word of `search` occurs in the name, tumor, therapy or file name, in any case of letters.
    pub fn matches(&self, search: &str) -> bool {
        let file_name = self.path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let summary = self.summary();
        let texts = summary.map(|summary| [&summary.name, &summary.tumor, &summary.therapy]);
        let texts: Vec<String> = texts.into_iter().flatten().map(|text| text.to_lowercase()).collect();
        search
            .to_lowercase()
            .split_whitespace()
            .all(|word| file_name.contains(word) || texts.iter().any(|text| text.contains(word)))
    }
}

/// The case files directly in a folder, the last changed first.
///
/// A file that cannot be read is listed as such; backups, temporary files and everything else are passed over.
///
/// # Errors
/// [`io::Error`] when the folder cannot be listed.
pub fn list_cases(disk: &dyn Disk, folder: &Path) -> io::Result<Vec<Listed>> {
    let mut cases: Vec<Listed> = disk
        .list(folder)?
        // In parallel, since a folder on a network answers each file late.
        .into_par_iter()
        .filter(|entry| !entry.metadata.is_folder && is_case_file(&entry.path))
        .map(|entry| Listed { modified: entry.metadata.modified, top: top_of(disk, &entry.path), path: entry.path })
        .collect();
    // Ties keep the order of names, so that the list is the same on every scan.
    cases.sort_by_key(|case| Reverse(case.modified));
    Ok(cases)
}

pub(super) fn top_of(disk: &dyn Disk, path: &Path) -> Top {
    let read = |limit| disk.read_head(path, limit).map(|head| (Header::from_head(&head), head.len()));
    let header = match read(HEAD_BYTES) {
        // The summary may have been cut off.
        Ok((Some(Header { summary: None, .. }) | None, HEAD_BYTES)) => read(LONG_HEAD_BYTES),
        other => other,
    };
    match header {
        Ok((Some(header), _)) if header.is_newer() => Top::Newer(header.summary),
        Ok((Some(Header { summary: Some(summary), .. }), _)) => Top::Readable(summary),
        Ok(_) => Top::Damaged,
        Err(error) => Top::Unreadable(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Case;
    use crate::store::case_file::to_text;
    use crate::store::memory_disk::MemoryDisk;

    fn text(name: &str) -> String {
        let mut case = Case::default();
        name.clone_into(&mut case.patient.name);
        "Oral melanoma".clone_into(&mut case.tumor.kind);
        to_text(&case, &Summary::of(&case, "", "")).unwrap()
    }

    #[test]
    fn a_folder_is_listed_newest_first_with_what_is_wrong() {
        let disk = MemoryDisk::new();
        disk.put("/c/a.reassess.ron", text("Anton").as_bytes());
        disk.put("/c/a.reassess.ron.bak", text("Anton").as_bytes());
        disk.put("/c/.a.reassess.ron.tmp", b"");
        disk.put("/c/notes.txt", b"x");
        disk.put("/c/sub/z.reassess.ron", text("elsewhere").as_bytes());
        disk.put("/c/b.reassess.ron", b"(nothing of ours)");
        disk.put("/c/n.reassess.ron", text("New").replacen("schema: 2", "schema: 8", 1).as_bytes());
        disk.put("/c/l.reassess.ron", text(&"long ".repeat(2_000)).as_bytes());
        let listed = list_cases(&disk, Path::new("/c")).unwrap();
        let names: Vec<_> = listed.iter().map(|case| case.path.to_string_lossy().into_owned()).collect();
        assert_eq!(names, ["/c/l.reassess.ron", "/c/n.reassess.ron", "/c/b.reassess.ron", "/c/a.reassess.ron"]);
        assert!(
            matches!(&listed[0].top, Top::Readable(summary) if summary.name.len() == 10_000),
            "{:?}",
            listed[0].top
        );
        assert!(matches!(&listed[1].top, Top::Newer(Some(summary)) if summary.name == "New"), "{:?}", listed[1].top);
        assert_eq!(listed[2].top, Top::Damaged);
        assert!(listed[3].matches("ANTON mela") && !listed[3].matches("anton lymphoma"), "every word must occur");
        assert!(listed[2].matches("b.reassess"), "a damaged file is found by its file name");
    }
}
