//! What each step of the disk in memory does.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::{Content, MemoryDisk, Outcome, not_found};
use crate::store::disk::{Disk, Entry, FileLock, Metadata, TEMPORARY_EXTENSION};

impl Disk for MemoryDisk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let mut state = self.state();
        state.step("read", path)?;
        state.content(path).map(|content| content.bytes.clone())
    }

    fn read_head(&self, path: &Path, limit_bytes: usize) -> io::Result<Vec<u8>> {
        let mut head = self.read(path)?;
        head.truncate(limit_bytes);
        Ok(head)
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        let mut state = self.state();
        state.step("look at", path)?;
        if state.folders.contains(path) {
            return Ok(Metadata { len_bytes: 0, modified: None, read_only: false, is_folder: true });
        }
        state.content(path).map(|content| file_metadata(content))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let mut state = self.state();
        state.step("list", folder)?;
        if !state.folders.contains(folder) {
            return Err(not_found(folder));
        }
        let files = state.names.iter().filter_map(|(path, id)| {
            let metadata = state.contents.get(id).map(file_metadata)?;
            Some(Entry { path: path.clone(), metadata })
        });
        let folders = state.folders.iter().map(|path| Entry {
            path: path.clone(),
            metadata: Metadata { len_bytes: 0, modified: None, read_only: false, is_folder: true },
        });
        let mut entries: Vec<Entry> =
            files.chain(folders).filter(|entry| entry.path.parent() == Some(folder)).collect();
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        let mut state = self.state();
        state.step("resolve", path)?;
        state.content(path).map(|_| path.to_owned())
    }

    fn create_dir_all(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.step("make", folder)?;
        state.add_folders(Some(folder));
        Ok(())
    }

    fn create_temporary_in(&self, folder: &Path, stem: &str) -> io::Result<PathBuf> {
        let mut state = self.state();
        state.step("make a file in", folder)?;
        state.needs_room()?;
        if !state.folders.contains(folder) {
            return Err(not_found(folder));
        }
        let id = state.new_content(Vec::new(), Vec::new());
        let path = folder.join(format!(".{stem}.{id}{TEMPORARY_EXTENSION}"));
        state.names.insert(path.clone(), id);
        Ok(path)
    }

    fn write_and_sync(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        let mut state = self.state();
        let outcome = state.step("write", path)?;
        let half = content.get(..content.len() / 2).unwrap_or_default();
        let (full, now) = (state.full, state.tick());
        let file = state.content(path)?;
        file.modified_secs = now;
        if full || matches!(outcome, Outcome::Partly) {
            file.bytes = half.to_vec();
            let kind = if full { io::ErrorKind::StorageFull } else { io::ErrorKind::WriteZero };
            return Err(io::Error::new(kind, format!("could not write all of {}", path.display())));
        }
        let kept = if matches!(outcome, Outcome::PartlyUnsaid) { half } else { content };
        file.bytes = kept.to_vec();
        state.step("sync", path)?;
        state.content(path)?.synced = kept.to_vec();
        Ok(())
    }

    fn copy_permissions(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.step("set the permissions of", to)?;
        if state.folders.contains(from) && state.folders.contains(to) {
            return Ok(());
        }
        let read_only = state.content(from)?.read_only;
        state.content(to)?.read_only = read_only;
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.step("rename", from)?;
        state.must_be_closed(from)?;
        state.must_be_closed(to)?;
        let id = state.names.remove(from).ok_or_else(|| not_found(from))?;
        state.names.insert(to.to_owned(), id);
        Ok(())
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.step("sync", folder)?;
        let inside = |path: &PathBuf| path.parent() == Some(folder);
        let current: Vec<(PathBuf, u64)> =
            state.names.iter().filter(|(path, _)| inside(path)).map(|(path, id)| (path.clone(), *id)).collect();
        state.synced_names.retain(|path, _| !inside(path));
        state.synced_names.extend(current);
        state.free_room();
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.step("remove", path)?;
        state.must_be_closed(path)?;
        state.names.remove(path).map(|_| ()).ok_or_else(|| not_found(path))
    }

    fn trash(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.step("move to the trash", path)?;
        if state.trash.is_none() {
            return Err(io::Error::new(io::ErrorKind::Unsupported, "this disk has no trash"));
        }
        state.must_be_closed(path)?;
        let before = state.names.len() + state.folders.len();
        state.names.retain(|name, _| !name.starts_with(path));
        state.synced_names.retain(|name, _| !name.starts_with(path));
        state.folders.retain(|folder| !folder.starts_with(path));
        if state.names.len() + state.folders.len() == before {
            return Err(not_found(path));
        }
        state.trash.get_or_insert_default().push(path.to_owned());
        Ok(())
    }

    fn try_lock(&self, path: &Path) -> io::Result<Option<FileLock>> {
        let mut state = self.state();
        state.step("lock", path)?;
        if !state.locked.insert(path.to_owned()) && !state.locks_lie {
            return Ok(None);
        }
        if !state.names.contains_key(path) {
            let id = state.new_content(Vec::new(), Vec::new());
            state.names.insert(path.to_owned(), id);
        }
        Ok(Some(FileLock::held_by(HeldInMemory { disk: self.clone(), path: path.to_owned() })))
    }
}

fn file_metadata(content: &Content) -> Metadata {
    Metadata {
        len_bytes: content.bytes.len() as u64,
        modified: Some(SystemTime::UNIX_EPOCH + Duration::from_secs(content.modified_secs)),
        read_only: content.read_only,
        is_folder: false,
    }
}

struct HeldInMemory {
    disk: MemoryDisk,
    path: PathBuf,
}

impl Drop for HeldInMemory {
    fn drop(&mut self) {
        self.disk.state().locked.remove(&self.path);
    }
}
