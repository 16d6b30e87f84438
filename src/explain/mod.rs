//! An assessment in words: one voice for the clinician, one for the owner.
//!
//! Every sentence stands in `phrases.rs`; the other files choose and fill them.

mod clinician;
mod course;
mod format;
mod next;
mod owner;
mod phrases;
mod sum;
mod table;
mod words;

pub use clinician::clinician;
pub use owner::owner;
pub use words::{ClinicianWords, ClueWords, LedgerWords, OwnerWords, RedFlagWords};
