//! Who has a case open, and who is saving it.
//!
//! The lock of an open case is a hidden file beside it, as office programs do, so that another machine on a shared
//! folder sees it too; where none can be made there, it lies in the state folder and tells of this machine alone.
//! A lock only warns: some network folders give it to everyone, and what keeps work from being overwritten is the
//! comparison of contents in [`crate::store::save_case`].

use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::atomic::folder_of;
use super::disk::{Disk, FileLock};
use super::paths::Paths;
use super::save::fnv1a;

const EXTENSION: &str = ".lock";
/// More than a name and a machine would not be shown.
const MOST_WORDS_BYTES: usize = 200;

/// Says "this case is open here" until it is released.
#[derive(Debug)]
pub struct OpenLock {
    path: PathBuf,
    lock: FileLock,
}

/// Whether a case could be marked as open here.
#[derive(Debug)]
pub enum OpenState {
    /// It is now.
    Here(OpenLock),
    /// It is open elsewhere: by whom, as that window wrote it, or empty.
    Elsewhere(String),
    /// No lock could be made; only the comparison of contents tells of others.
    Unknown,
}

impl OpenLock {
    /// Says that the case is no longer open here.
    pub fn release(self, disk: &dyn Disk) {
        // While it is held, so that nobody's lock is removed but this one's.
        disk.remove(&self.path).ok();
        drop(self.lock);
    }
}

/// Marks a case as open in this window, by `who`.
pub fn lock_open_case(disk: &dyn Disk, paths: &Paths, case_path: &Path, who: &str) -> OpenState {
    let path = disk.resolve(case_path).unwrap_or_else(|_| case_path.to_owned());
    let beside = lock_beside(&path);
    match disk.try_lock(&beside) {
        Ok(Some(lock)) => {
            // Windows refuses to write a locked file by another handle; the lock then has no words.
            disk.write_and_sync(&beside, who.as_bytes()).ok();
            return OpenState::Here(OpenLock { path: beside, lock });
        }
        Ok(None) => {
            let words = disk.read_head(&beside, MOST_WORDS_BYTES).unwrap_or_default();
            return OpenState::Elsewhere(one_line(&String::from_utf8_lossy(&words)));
        }
        Err(_) => {}
    }
    match lock_in_state(disk, paths, &path, ".open") {
        Ok(Some(lock)) => OpenState::Here(lock),
        Ok(None) => OpenState::Elsewhere(String::new()),
        Err(_) => OpenState::Unknown,
    }
}

/// Keeps the other windows of this machine from saving the same case until it is released.
///
/// Between the last look at a file and its replacement nobody else may save; `None` when no lock is to be had, and
/// only the looks guard then.
pub fn lock_saving(disk: &dyn Disk, paths: &Paths, case_path: &Path) -> Option<OpenLock> {
    const TRIES: u32 = 100;
    const WAIT: Duration = Duration::from_millis(20);
    let path = disk.resolve(case_path).unwrap_or_else(|_| case_path.to_owned());
    for _ in 0..TRIES {
        match lock_in_state(disk, paths, &path, ".saving") {
            Ok(Some(lock)) => return Some(lock),
            Ok(None) => thread::sleep(WAIT),
            Err(_) => return None,
        }
    }
    None
}

fn lock_in_state(disk: &dyn Disk, paths: &Paths, case_path: &Path, what: &str) -> io::Result<Option<OpenLock>> {
    disk.create_dir_all(&paths.locks())?;
    let key = fnv1a(case_path.as_os_str().as_encoded_bytes());
    let path = paths.locks().join(format!("{key:016x}{what}{EXTENSION}"));
    Ok(disk.try_lock(&path)?.map(|lock| OpenLock { path, lock }))
}

fn lock_beside(case_path: &Path) -> PathBuf {
    let name = case_path.file_name().unwrap_or_default().to_string_lossy();
    folder_of(case_path).join(format!(".{name}{EXTENSION}"))
}

/// Words of a file that anyone may have written, fit for one line of a question.
fn one_line(words: &str) -> String {
    words.chars().filter(|c| !c.is_control()).take(80).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{MemoryDisk, RealDisk};

    #[test]
    fn a_case_open_in_one_window_is_told_to_the_next() {
        let memory = MemoryDisk::new();
        memory.put("/c/a.reassess.ron", b"x");
        let folder = tempfile::tempdir().unwrap();
        let real_case = folder.path().join("a.reassess.ron");
        crate::store::write_atomically(&RealDisk, &real_case, b"x").unwrap();
        let real_paths = Paths::under(&folder.path().join("home"));
        let memory_case = PathBuf::from("/c/a.reassess.ron");
        let memory_paths = Paths::under(Path::new("/h"));
        for (disk, case, paths) in
            [(&memory as &dyn Disk, &memory_case, &memory_paths), (&RealDisk as &dyn Disk, &real_case, &real_paths)]
        {
            let OpenState::Here(first) = lock_open_case(disk, paths, case, "Ann on RECEPTION") else {
                panic!("nobody else has it")
            };
            let second = lock_open_case(disk, paths, case, "Ben on CT");
            let who = if cfg!(windows) { "" } else { "Ann on RECEPTION" };
            assert!(matches!(&second, OpenState::Elsewhere(words) if words == who), "{second:?}");
            first.release(disk);
            let OpenState::Here(third) = lock_open_case(disk, paths, case, "Ben on CT") else {
                panic!("it is free again")
            };
            third.release(disk);
            let left = disk.list(case.parent().unwrap()).unwrap();
            assert!(left.iter().all(|entry| !entry.path.to_string_lossy().ends_with(".lock")), "{left:?}");
        }
    }

    #[test]
    fn saving_is_one_windows_turn_and_never_waits_for_ever() {
        let disk = MemoryDisk::new();
        let paths = Paths::under(Path::new("/h"));
        let case = Path::new("/c/a.reassess.ron");
        let first = lock_saving(&disk, &paths, case).unwrap();
        assert!(lock_saving(&disk, &paths, Path::new("/c/b.reassess.ron")).is_some(), "another case is free");
        assert!(lock_saving(&disk, &paths, case).is_none(), "given up after two seconds");
        first.release(&disk);
        assert!(lock_saving(&disk, &paths, case).is_some(), "free again");
    }
}
