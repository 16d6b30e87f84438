//! What is kept on disk: case files, the journal of unsaved work, settings, and where they lie.
//!
//! Every file access of the program goes through [`Disk`], so that a test can fail any step of it.
//! A case file holds inputs only; what the program concludes is computed again each time.

pub mod atomic;
pub mod backups;
pub mod case_file;
mod course_text;
pub mod crash_report;
pub mod demo;
pub mod disk;
pub mod file_name;
mod from_wire;
mod hand_edit;
pub mod journal;
pub mod library;
pub mod locks;
pub mod library_index;
pub mod memory_disk;
mod migrations;
pub mod paths;
pub mod real_disk;
pub mod save;
mod schema;
pub mod settings;
mod shown_wire;
pub mod system_fonts;
pub mod sweep;
mod to_wire;
pub mod tokens;

pub use atomic::{WriteError, write_atomically};
pub use backups::{Backup, backup_path, is_backup, list_backups};
pub use case_file::{CaseFile, CaseFileError, Header, Summary};
pub use demo::Demo;
pub use disk::{Disk, Entry, FileLock, Metadata, TEMPORARY_EXTENSION};
pub use file_name::{CASE_EXTENSION, check_file_name, is_case_file, suggested_file_name, with_case_extension};
pub use journal::{Journal, JournalError, LeftBehind, TypedCell, Unsaved};
pub use library::{Listed, Top, list_cases};
pub use library_index::{Facts, LibraryCase, LibraryIndex};
pub use locks::{OpenLock, OpenState, lock_open_case, lock_saving};
pub use memory_disk::{Fault, MemoryDisk};
pub use paths::Paths;
pub use real_disk::RealDisk;
pub use save::{
    Expected, LoadError, Loaded, SaveConflict, SaveError, Saved, Stamp, load_case, save_case, sync_folder_of,
};
pub use schema::CURRENT_SCHEMA;
pub use schema::locate::Position;
pub use settings::Settings;
pub use sweep::sweep;
