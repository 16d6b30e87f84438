//! What is wrong with a text that was edited by hand, and what to write instead.

use ron::error::SpannedError;

use super::case_file::CaseFileError;
use super::migrations;
use super::schema::CURRENT_SCHEMA;
use super::schema::locate::Position;
use crate::domain::capitalized;

/// How a message about an unknown word goes on: "; write", or "; did you mean “pain”? Write" where one of `words` is
/// near what was typed.
pub(super) fn advice<'a>(typed: &str, words: impl IntoIterator<Item = &'a str>, verb: &str) -> String {
    let Some(meant) = nearest(typed, words) else { return format!("; {verb}") };
    format!("; did you mean \"{meant}\"? {}", capitalized(verb))
}

/// The one of `words` that a typist may have meant.
fn nearest<'a>(typed: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// Of a word this short every other is near.
    const SHORTEST: usize = 3;
    let typed = plain(typed);
    let length = typed.chars().count();
    let distance = |word: &str| {
        let word = plain(word);
        let is_part = length >= SHORTEST && (word.starts_with(&typed) || typed.starts_with(&word));
        if is_part && !word.is_empty() { 1 } else { strsim::damerau_levenshtein(&typed, &word) }
    };
    words
        .into_iter()
        .map(|word| (distance(word), word))
        .filter(|(distance, _)| *distance <= length / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// A word without the marks that are guessed rather than looked up.
fn plain(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Why RON, or the fields of the schema, refuse a text.
pub(super) fn syntax_error(text: &str, schema: Option<u32>, error: &SpannedError) -> CaseFileError {
    let cut_off =
        matches!(error.code, ron::Error::Eof | ron::Error::ExpectedStringEnd | ron::Error::UnclosedBlockComment);
    // A missing field is noticed at the closing parenthesis, which then is there.
    let closed = matches!(error.code, ron::Error::MissingStructField { .. } | ron::Error::TrailingCharacters);
    if cut_off || (!closed && Position::from(error.span.end) >= end_of(text)) {
        return CaseFileError::EndsEarly { at: end_of(text) };
    }
    CaseFileError::Syntax { at: error.span.start.into(), reason: reason(text, schema, &error.code) }
}

fn reason(text: &str, schema: Option<u32>, code: &ron::Error) -> String {
    let of = |outer: &Option<String>| outer.as_ref().map_or_else(String::new, |outer| format!(" of {outer}"));
    match code {
        ron::Error::NoSuchStructField { found, outer, .. }
            if schema != Some(CURRENT_SCHEMA) && migrations::is_newest_in_all_but_name(text) =>
        {
            format!(
                "\"{found}\"{} belongs to schema {CURRENT_SCHEMA}; write schema: {CURRENT_SCHEMA} at the top, or remove it",
                of(outer)
            )
        }
        ron::Error::NoSuchStructField { expected, found, outer } => {
            let correct = advice(found, expected.iter().copied(), "correct");
            format!(
                "\"{found}\" is not a field{}{correct} or remove it. Its fields are {}",
                of(outer),
                expected.join(", ")
            )
        }
        ron::Error::MissingStructField { field, outer } => {
            format!("the field \"{field}\"{} is missing above here; add it", of(outer))
        }
        ron::Error::DuplicateStructField { field, outer } => {
            format!("the field \"{field}\"{} stands here a second time; keep one", of(outer))
        }
        code => match what_to_write(code) {
            Some(words) => words.to_owned(),
            None => format!("{code}; correct it, or open the backup, whose name ends in .bak"),
        },
    }
}

/// What to write where RON expected something else; `None` for what hand edits hardly meet.
const fn what_to_write(code: &ron::Error) -> Option<&'static str> {
    Some(match code {
        ron::Error::ExpectedComma => "a comma is missing before this; put one after the value that stands before",
        ron::Error::ExpectedMapColon => "a colon is missing after the name of the field; write it like pain: 1",
        ron::Error::ExpectedString => "text is expected here; write it in quotation marks, like \"2026-03-12\"",
        ron::Error::ExpectedInteger => {
            "a whole number is expected here; write it without quotation marks, or remove the field"
        }
        ron::Error::ExpectedFloat => "a number is expected here; write it without quotation marks, or remove the field",
        ron::Error::IntegerOutOfBounds => "this number is too large or below zero; correct it, or remove the field",
        ron::Error::ExpectedBoolean => "true or false is expected here; write one of them, or remove the field",
        ron::Error::ExpectedArray => "a list is expected here; write it in square brackets, like [ … ]",
        ron::Error::ExpectedArrayEnd => "a list is not closed before this; put a square bracket ] where it ends",
        ron::Error::ExpectedStructLike | ron::Error::ExpectedNamedStructLike(_) => {
            "a group of fields is expected here; write it in parentheses, like (date: \"2026-03-12\")"
        }
        ron::Error::ExpectedStructLikeEnd => {
            "a group of fields is not closed before this; put a parenthesis ) where it ends"
        }
        ron::Error::ExpectedIdentifier
        | ron::Error::InvalidIdentifier(_)
        | ron::Error::SuggestRawIdentifier(_)
        | ron::Error::UnexpectedChar(_) => {
            "the name of a field is expected here; write it like weight_kg: 31.2, with a point in the number"
        }
        ron::Error::InvalidEscape(_) => "a backslash in quotation marks stands for something else; write two for one",
        ron::Error::TrailingCharacters => "text stands here after the end of the case; remove it",
        _ => return None,
    })
}

/// Where the last thing written in a text ends, as the parser counts.
fn end_of(text: &str) -> Position {
    let text = text.trim_end();
    let last_line = text.rsplit('\n').next().unwrap_or_default();
    Position { line: text.matches('\n').count() + 1, column: last_line.chars().count() + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_asked_for_and_a_far_one_is_not() {
        const FIELDS: [&str; 5] = ["pain", "weight_kg", "appetite", "quality_of_life", "state"];
        for (typed, meant) in [
            ("pian", Some("pain")),
            ("Pain", Some("pain")),
            ("weight", Some("weight_kg")),
            ("weightKg", Some("weight_kg")),
            ("apetite", Some("appetite")),
            ("quality-of-live", Some("quality_of_life")),
            ("owner", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(nearest(typed, FIELDS), meant, "{typed}");
        }
        assert_eq!(advice("pian", FIELDS, "correct"), "; did you mean \"pain\"? Correct");
        assert_eq!(advice("owner", FIELDS, "correct"), "; correct");
    }
}
