//! What the headings of a table mean where the reader would not understand them, or not so.

use std::collections::BTreeMap;

/// For headings as written, the heading of ours that they stand for.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Mapping {
    columns: BTreeMap<String, String>,
}

impl Mapping {
    /// A mapping of headings as written to ours; an empty one of ours keeps the column as notes.
    pub fn of(columns: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { columns: columns.into_iter().map(|(heading, meaning)| (heading.trim().to_owned(), meaning)).collect() }
    }

    /// Whether every heading means what it says.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// The headings as written with ours, in the order of the alphabet.
    pub fn columns(&self) -> impl Iterator<Item = (&str, &str)> {
        self.columns.iter().map(|(heading, meaning)| (heading.as_str(), meaning.as_str()))
    }

    /// What a heading means; `None` when the column is to be kept as notes.
    pub(super) fn meaning(&self, heading: &str) -> Option<String> {
        match self.columns.get(heading) {
            None => Some(heading.to_owned()),
            Some(meaning) => (!meaning.is_empty()).then(|| meaning.clone()),
        }
    }
}
