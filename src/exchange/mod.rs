//! Data in and out: tables of sizes, events and patients, from bytes and to text.
//!
//! Reading is pure: bytes and a name go in, cases and a list of problems come out, so that a file of text, a sheet of a
//! workbook and a pasted block share one reader. Callers fetch the bytes through `store::Disk`.

pub mod csv_out;
mod dates;
pub mod deidentified;
mod events;
pub mod fhir;
mod formula;
mod headings;
mod limits;
mod mapping;
pub mod ics;
mod patients;
mod preview;
mod problem;
mod quiet_panics;
pub mod sdtm;
mod sizes;
mod table;
mod text_rows;
mod tokens;
mod typed_date;
mod workbook;

/// The endings of files that hold sizes in a table; a `.zip` is a package of SDTM domains.
pub const TABLE_ENDINGS: [&str; 8] = ["csv", "tsv", "tab", "txt", "xlsx", "xlsm", "ods", "zip"];

pub use dates::{DateOrder, ExcelDates};
pub use events::{JoinedEvents, join_events};
pub use formula::{escaped, unescaped};
pub use limits::MAX_TABLE_BYTES;
pub use mapping::Mapping;
pub use patients::{join_patients, therapy_class_of_words};
pub use preview::{MEANINGS, PreviewColumn, PreviewRow, TablePreview, preview};
pub use problem::{Column, ImportError, Problem};
pub use quiet_panics::panics_are_caught;
pub use sizes::{Import, ImportedCase, ReadOptions, read_sizes};
pub use typed_date::read_date;
