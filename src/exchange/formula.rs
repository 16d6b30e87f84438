//! Keeps a spreadsheet from taking text for a formula.
//!
//! A cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return may be run when the table is opened, so it is
//! written with a leading apostrophe, which the reader takes off again.

use std::borrow::Cow;

const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Whether text begins like a formula, after any apostrophes.
fn looks_like_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA_STARTS)
}

/// Text as it is written into a cell; an apostrophe of its own gets a second one, so that reading is exact.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if looks_like_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Free text as a cell that reads back as itself: without outer spaces, which the reader takes off, and without zero
/// bytes, which no table can hold.
pub(super) fn text_cell(text: &str) -> Cow<'_, str> {
    if text.contains('\0') {
        Cow::Owned(escaped(text.replace('\0', "").trim()).into_owned())
    } else {
        escaped(text.trim())
    }
}

/// Text as it was before [`escaped`].
pub fn unescaped(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if looks_like_formula(text) => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_escaped_and_come_back() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+49 123", "'+49 123"),
            ("-", "'-"),
            ("@name", "'@name"),
            ("\tx", "'\tx"),
            ("'=x", "''=x"),
            ("Bella", "Bella"),
            ("'90s", "'90s"),
            ("", ""),
        ] {
            assert_eq!(escaped(text), cell, "{text:?}");
            assert_eq!(unescaped(cell), text, "{cell:?}");
        }
        assert_eq!(text_cell(" \0=1 "), "'=1");
    }
}
