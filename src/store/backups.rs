//! Earlier versions of a case file, kept beside it.
//!
//! The version before the last save is `NAME.reassess.ron.bak`, where its owner can find it without this program.
//! A save that needs that name first moves what has it into `.reassess-backups/NAME.reassess.ron/`, named by the time
//! until which it was the backup, so that the versions travel with a shared folder and are seen from every machine.
//! Where that folder cannot be made, the next backup takes a numbered name beside the case instead.
//! In the folder the ten newest stay, before them one a day for thirty days, and before those one a month.

use std::cmp::Reverse;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

use super::atomic::folder_of;
use super::case_file::{CaseFile, CaseFileError, MAX_CASE_FILE_BYTES, from_bytes};
use super::disk::Disk;

const EXTENSION: &str = ".bak";
const HISTORY_FOLDER: &str = ".reassess-backups";
/// A time as a file name that every system takes and that sorts as it passes, to the thousandth of a second.
const STAMP_FORMAT: &str = "%Y-%m-%dT%H-%M-%S.%3fZ";
const KEPT_IN_ANY_CASE: usize = 10;
const DAYS_WITH_ONE_EACH: i32 = 30;

/// One earlier version of a case.
#[derive(Debug)]
pub struct Backup {
    /// The file it is in.
    pub path: PathBuf,
    /// When it was replaced by a later one, where that is known.
    pub until: Option<SystemTime>,
    /// Its length in bytes.
    pub len_bytes: u64,
    /// The case in it, or why it cannot be opened.
    pub file: Result<CaseFile, CaseFileError>,
}

/// Where the content before the last save is kept.
pub fn backup_path(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(EXTENSION);
    path.with_file_name(name)
}

/// Names beside the case for when the last backup cannot be moved back: `NAME.reassess.ron.2.bak` and so on.
pub fn spare_paths(path: &Path) -> impl Iterator<Item = PathBuf> {
    const LAST: u32 = 9;
    let name = path.file_name().unwrap_or_default().to_os_string();
    (2..=LAST).map(move |number| {
        let mut spare = name.clone();
        spare.push(format!(".{number}{EXTENSION}"));
        path.with_file_name(spare)
    })
}

/// Where the next backup goes without taking the place of another; `None` when every name is in use or unknown.
pub(super) fn spare_path(disk: &dyn Disk, path: &Path) -> Option<PathBuf> {
    spare_paths(path).find(|spare| disk.metadata(spare).is_err_and(|error| error.kind() == io::ErrorKind::NotFound))
}

/// Whether a path is named as a backup; such a file is looked at, never saved to.
pub fn is_backup(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().to_lowercase().ends_with(EXTENSION))
}

/// The folder of the versions before the last but one.
pub fn history_folder(path: &Path) -> PathBuf {
    folder_of(path).join(HISTORY_FOLDER).join(path.file_name().unwrap_or_default())
}

/// The earlier versions of a case, newest first.
///
/// # Errors
/// [`io::Error`] when a folder that is there cannot be listed; a version that cannot be read is listed as such.
pub fn list_backups(disk: &dyn Disk, path: &Path) -> io::Result<Vec<Backup>> {
    let mut found = Vec::new();
    let last = backup_path(path);
    match disk.metadata(&last) {
        Ok(metadata) => found.extend(read_backup(disk, last, metadata.modified, metadata.len_bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    for spare in spare_paths(path) {
        let Ok(metadata) = disk.metadata(&spare) else { break };
        found.extend(read_backup(disk, spare, metadata.modified, metadata.len_bytes));
    }
    let older = history(disk, path)?;
    found.extend(older.into_iter().filter_map(|old| read_backup(disk, old.path, old.until, old.len_bytes)));
    found.sort_by_key(|backup| Reverse(backup.until));
    Ok(found)
}

/// One that vanished since it was listed is not there.
fn read_backup(disk: &dyn Disk, path: PathBuf, until: Option<SystemTime>, len_bytes: u64) -> Option<Backup> {
    let bytes = disk.read_head(&path, MAX_CASE_FILE_BYTES + 1).ok()?;
    Some(Backup { path, until, len_bytes, file: from_bytes(&bytes) })
}

struct Old {
    path: PathBuf,
    until: Option<SystemTime>,
    len_bytes: u64,
}

fn history(disk: &dyn Disk, path: &Path) -> io::Result<Vec<Old>> {
    let entries = match disk.list(&history_folder(path)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error),
    };
    let files = entries.into_iter().filter(|entry| !entry.metadata.is_folder && is_backup(&entry.path));
    Ok(files
        .map(|entry| Old {
            until: stamp_of(&entry.path).or(entry.metadata.modified),
            len_bytes: entry.metadata.len_bytes,
            path: entry.path,
        })
        .collect())
}

/// Moves the backup out of the way of a newer one, and removes versions that stand too close together.
///
/// # Errors
/// [`io::Error`] when it could not be moved; it is then still under its name.
pub(super) fn rotate(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    let last = backup_path(path);
    let until = match disk.metadata(&last) {
        Ok(metadata) => metadata.modified.unwrap_or(SystemTime::UNIX_EPOCH),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    let folder = history_folder(path);
    if disk.metadata(&folder).is_err() {
        disk.create_dir_all(&folder)?;
        // Whoever may change the case may keep its versions; where permissions cannot be copied, its owner may.
        for made in [folder.parent().unwrap_or(&folder), &folder] {
            disk.copy_permissions(folder_of(path), made).ok();
        }
    }
    let name = Timestamp::try_from(until).unwrap_or(Timestamp::UNIX_EPOCH).strftime(STAMP_FORMAT).to_string();
    disk.rename(&last, &folder.join(name + EXTENSION))?;
    disk.sync_folder(&folder).ok();
    thin(disk, path).ok();
    Ok(())
}

fn thin(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    let mut old: Vec<(Timestamp, PathBuf)> = history(disk, path)?
        .into_iter()
        // A file that is not named by a time is somebody's own and stays.
        .filter_map(|old| Some((Timestamp::try_from(stamp_of(&old.path)?).ok()?, old.path)))
        .collect();
    old.sort_by(|a, b| b.cmp(a));
    let times: Vec<Timestamp> = old.iter().map(|(time, _)| *time).collect();
    for (kept, (_, path)) in kept(&times).into_iter().zip(&old) {
        if !kept {
            disk.remove(path)?;
        }
    }
    Ok(())
}

/// Which of these times, newest first, are kept.
fn kept(times: &[Timestamp]) -> Vec<bool> {
    let day = |time: &Timestamp| time.to_zoned(TimeZone::UTC).date();
    let Some(newest) = times.first().map(day) else { return Vec::new() };
    let mut last_kept: Option<Date> = None;
    times
        .iter()
        .enumerate()
        .map(|(place, time)| {
            let date = day(time);
            let days_before = newest.since(date).map_or(i32::MAX, |span| span.get_days());
            let keep = place < KEPT_IN_ANY_CASE
                || last_kept.is_none_or(|last| {
                    if days_before <= DAYS_WITH_ONE_EACH {
                        last != date
                    } else {
                        (last.year(), last.month()) != (date.year(), date.month())
                    }
                });
            if keep {
                last_kept = Some(date);
            }
            keep
        })
        .collect()
}

/// The time in the name of an earlier version.
fn stamp_of(path: &Path) -> Option<SystemTime> {
    let name = path.file_name()?.to_str()?.strip_suffix(EXTENSION)?;
    let time = jiff::civil::DateTime::strptime(STAMP_FORMAT, name).ok()?;
    Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::MemoryDisk;

    #[test]
    fn versions_thin_out_with_age() {
        // Three a day for a hundred days.
        let newest: Timestamp = "2026-04-30T20:00:00Z".parse().unwrap();
        let times: Vec<Timestamp> =
            (0..300_i64).map(|place| newest - jiff::SignedDuration::from_hours(8 * place)).collect();
        let stay: Vec<Date> = kept(&times)
            .into_iter()
            .zip(&times)
            .filter(|(kept, _)| *kept)
            .map(|(_, time)| time.to_zoned(TimeZone::UTC).date())
            .collect();
        let between = |from: Date, to: Date| stay.iter().filter(|day| (from..=to).contains(day)).count();
        let day = |month, day| jiff::civil::date(2026, month, day);
        assert_eq!(between(day(4, 28), day(4, 30)), 9, "all of the last three days");
        assert_eq!(between(day(3, 31), day(4, 27)), 28, "one a day");
        assert_eq!(between(day(1, 1), day(3, 30)), 2, "one a month; March has its 31st among the days before");
        assert!(kept(&[]).is_empty(), "none of none");
    }

    #[test]
    fn a_time_survives_its_file_name() {
        let disk = MemoryDisk::new();
        let path = Path::new("/c/bella.reassess.ron");
        disk.put(path, b"case");
        disk.put("/c/bella.reassess.ron.bak", b"before");
        let until = disk.metadata(&backup_path(path)).unwrap().modified;
        rotate(&disk, path).unwrap();
        let listed = list_backups(&disk, path).unwrap();
        assert_eq!(listed.iter().map(|backup| backup.until).collect::<Vec<_>>(), [until]);
        assert!(listed[0].file.is_err() && listed[0].len_bytes == 6, "{:?}", listed[0]);
    }
}
