//! What was wrong in a table, where, and what was done about it.

use std::fmt;

use thiserror::Error;

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading as written.
    pub name: String,
    /// Its number, counted from 1.
    pub number: usize,
}

/// One thing in a table that was not read as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The name of the file or block.
    pub file: String,
    /// The line, counted from 1 as an editor counts, where the row begins.
    pub line: usize,
    /// The column; `None` when the whole row is meant.
    pub column: Option<Column>,
    /// What was found, and what would be understood instead.
    pub found: String,
    /// What was done.
    pub done: String,
}

impl fmt::Display for Problem {
    /// Writes "bella.csv, line 7, column 4 (value): “abc” is not a number; the row was not used".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}", self.file, self.line)?;
        if let Some(column) = &self.column {
            write!(f, ", column {} ({})", column.number, column.name)?;
        }
        write!(f, ": {}; {}", self.found, self.done)
    }
}

/// Why a table as a whole was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ImportError {
    /// There is nothing in it, or nothing but headings.
    #[error("{file} holds no rows; a table needs one line of headings and at least one row under it")]
    Empty {
        /// The name of the file or block.
        file: String,
    },
    /// The bytes are not those of a table of text.
    #[error("{file} is {what}, not a table of text; {hint}")]
    NotText {
        /// The name of the file or block.
        file: String,
        /// What it is instead.
        what: &'static str,
        /// What to do.
        hint: &'static str,
    },
    /// It holds more than is read.
    #[error("{file} {what}; split it, or keep the rows of the patients you need")]
    TooLarge {
        /// The name of the file or block.
        file: String,
        /// What it has too much of.
        what: String,
    },
    /// A workbook cannot be read.
    #[error("{file} could not be read as a workbook ({reason}); open and save it again, or save the sheet as CSV")]
    BrokenWorkbook {
        /// The name of the file.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The sheet named is not there.
    #[error("{file} has no sheet “{sheet}”; its sheets are: {sheets}")]
    NoSuchSheet {
        /// The name of the file.
        file: String,
        /// The sheet asked for.
        sheet: String,
        /// Those there are, joined.
        sheets: String,
    },
    /// A column that every table needs is missing.
    #[error("{file} has no column {needed}; its headings are: {headings}")]
    MissingColumn {
        /// The name of the file or block.
        file: String,
        /// What is needed.
        needed: &'static str,
        /// The headings found, joined.
        headings: String,
    },
    /// More than a fifth of the rows could not be used.
    #[error("{refused} of the {rows} rows of {file} could not be used, more than 20 %, so nothing was imported")]
    TooManyRefused {
        /// The name of the file or block.
        file: String,
        /// Rows of which nothing was used.
        refused: usize,
        /// All rows that are not blank.
        rows: usize,
        /// Every problem, by line.
        problems: Vec<Problem>,
        /// How many dates could be read in two ways; asking for the order of day and month may be all that is needed.
        ambiguous_dates: usize,
    },
}

impl ImportError {
    /// The problems that led to the refusal, by line; empty where the table was refused before its rows were read.
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::TooManyRefused { problems, .. } => problems,
            _ => &[],
        }
    }
}
