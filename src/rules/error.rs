//! Why a rules file is refused.

use thiserror::Error;

/// Why a rules file is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RulesError {
    /// Not RON, or a field is unknown, missing or of the wrong kind.
    #[error("the rules cannot be read at line {line}, column {column}: {reason}")]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the parser says.
        reason: String,
    },
    /// A name that no field has.
    #[error("the rules name an unknown {what} “{name}”; use one of the names in the shipped file")]
    Unknown {
        /// What kind of name.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A row given twice.
    #[error("the rules give the {what} “{name}” twice; keep one")]
    Twice {
        /// What kind of row.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// A row not given.
    #[error("the rules lack the {what} “{name}”; add a row for it")]
    Missing {
        /// What kind of row.
        what: &'static str,
        /// Its name.
        name: &'static str,
    },
    /// A number outside what it can be.
    #[error("the rules give {name} as {value}, which is not {wanted}")]
    OutOfRange {
        /// Which number.
        name: String,
        /// What was given.
        value: String,
        /// What it must be.
        wanted: &'static str,
    },
}

impl RulesError {
    pub(super) fn unknown(what: &'static str, name: &str) -> Self {
        Self::Unknown { what, name: name.to_owned() }
    }

    pub(super) fn out_of_range(name: impl Into<String>, value: f64, wanted: &'static str) -> Self {
        Self::OutOfRange { name: name.into(), value: value.to_string(), wanted }
    }
}
