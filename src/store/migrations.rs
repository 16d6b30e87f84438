//! From the schema of a file to the newest, one function a step.
//!
//! A step takes the wire form of its schema and returns that of the next; each schema has a file in
//! `tests/data/schema/` that must open for ever.
//! Schema 1 is the first and the newest, so there is no step yet.

use ron::error::SpannedError;

use super::schema::CaseWire;
use super::schema::locate::options;

/// Reads a file of a known schema into the newest wire form.
///
/// # Errors
/// [`SpannedError`] where the text is not of that schema.
pub(super) fn newest_from_text(text: &str) -> Result<CaseWire, SpannedError> {
    options().from_str(text)
}
