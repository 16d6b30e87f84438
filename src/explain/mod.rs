//! An assessment in words: one voice for the clinician, one for the owner.
//!
//! Every sentence stands in `phrases.rs`; this module chooses and fills them.

mod words;

pub use words::{ClinicianWords, ClueWords, LedgerWords, OwnerWords, RedFlagWords};
