//! Case files as text: written readable, read with every reason a line and a column.

use jiff::civil::Date;
use ron::extensions::Extensions;
use ron::ser::PrettyConfig;
use thiserror::Error;

use super::from_wire::{Invalid, case_from_wire, summary_dates};
use super::hand_edit::syntax_error;
use super::migrations;
use super::schema::header::read_header;
use super::schema::locate::{Position, Step, position_of, words};
use super::schema::{CURRENT_SCHEMA, SummaryWire};
use super::shown_wire;
use super::to_wire::wire_from_case;
use crate::assess::{Assessment, Shown};
use crate::domain::{Case, TimeBase, date_words};

/// The largest case file read, in bytes; the largest case allowed takes a fraction of it.
pub const MAX_CASE_FILE_BYTES: usize = 64 * 1024 * 1024;

/// What a case file says of itself at its top, for lists and for versions that cannot read the rest.
///
/// It repeats inputs and the label last shown; nothing is computed from it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Summary {
    /// The patient's name.
    pub name: String,
    /// The tumor and its stage.
    pub tumor: String,
    /// The drug, or else the class of therapy.
    pub therapy: String,
    /// The first dose; `None` also where a case knows days only, since its dates stand for nothing.
    pub start: Option<Date>,
    /// The last visit; `None` also where a case knows days only.
    pub last_visit: Option<Date>,
    /// The token of the verdict as last shown; empty when none was.
    pub label: String,
    /// The version of the rules that the label came from.
    pub rules_version: String,
    /// The version of the program that wrote the file.
    pub app_version: String,
    /// What was concluded when the file was saved, for a later version to compare with; the top of a file alone does
    /// not tell it.
    pub shown: Option<Box<Shown>>,
}

impl Summary {
    /// The summary of a case with the assessment that was shown of it.
    pub fn with(case: &Case, assessment: &Assessment) -> Self {
        let summary = Self::of(case, assessment.verdict.token.token(), &assessment.rules_version);
        Self { shown: Some(Box::new(Shown::of(assessment))), ..summary }
    }

    /// The summary of a case whose verdict was last shown as `label`, by this version of the program.
    pub fn of(case: &Case, label: &str, rules_version: &str) -> Self {
        let mut tumor = case.tumor.kind.clone();
        if !case.tumor.stage.is_empty() {
            tumor.push_str(if tumor.is_empty() { "stage " } else { ", stage " });
            tumor.push_str(&case.tumor.stage);
        }
        let drug = &case.therapy.drug;
        let dates_are_real = case.time_base == TimeBase::Calendar;
        Self {
            name: case.patient.name.clone(),
            tumor,
            therapy: if drug.is_empty() { case.therapy.class.words().to_owned() } else { drug.clone() },
            start: case.therapy.start.filter(|_| dates_are_real),
            last_visit: case.visits().last().map(|visit| visit.date).filter(|_| dates_are_real),
            label: label.to_owned(),
            rules_version: rules_version.to_owned(),
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
            shown: None,
        }
    }

    /// Tumor and therapy, as far as either is recorded: "Oral melanoma · anti-PD-L1".
    pub fn about(&self) -> String {
        let parts = [&self.tumor, &self.therapy].into_iter().filter(|text| !text.is_empty());
        parts.cloned().collect::<Vec<_>>().join(" · ")
    }

    /// The summary in one line, for a file of which nothing else can be shown.
    fn words(&self) -> String {
        let text = |text: &str| if text.is_empty() { "not recorded".to_owned() } else { text.to_owned() };
        let date = |date: Option<Date>| date.map_or_else(|| "not recorded".to_owned(), date_words);
        let label = if self.label.is_empty() { "none" } else { &self.label };
        format!(
            "name {}; tumor {}; therapy {}; start {}; last visit {}; label as last shown {label}",
            text(&self.name),
            text(&self.tumor),
            text(&self.therapy),
            date(self.start),
            date(self.last_visit),
        )
    }

    fn to_wire(&self) -> SummaryWire {
        let text = |date: Option<Date>| date.map_or_else(String::new, |date| date.to_string());
        SummaryWire {
            name: self.name.clone(),
            tumor: self.tumor.clone(),
            therapy: self.therapy.clone(),
            start: text(self.start),
            last_visit: text(self.last_visit),
            label: self.label.clone(),
            rules_version: self.rules_version.clone(),
            app_version: self.app_version.clone(),
        }
    }

    fn from_wire(wire: &SummaryWire, dates: (Option<Date>, Option<Date>)) -> Self {
        Self {
            name: wire.name.clone(),
            tumor: wire.tumor.clone(),
            therapy: wire.therapy.clone(),
            start: dates.0,
            last_visit: dates.1,
            label: wire.label.clone(),
            rules_version: wire.rules_version.clone(),
            app_version: wire.app_version.clone(),
            shown: None,
        }
    }
}

/// The top of a case file, read without the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Its schema.
    pub schema: u32,
    /// Its summary, where it has a readable one.
    pub summary: Option<Summary>,
}

impl Header {
    /// Reads the top of a case file from its first bytes, also of a file that is damaged further down or newer.
    ///
    /// `None` when the bytes do not begin as a case file, or end before its schema.
    pub fn from_head(head: &[u8]) -> Option<Self> {
        let valid = match std::str::from_utf8(head) {
            Ok(text) => text,
            // The cut may go through a letter.
            Err(error) => std::str::from_utf8(head.get(..error.valid_up_to())?).ok()?,
        };
        let found = read_header(without_bom(valid));
        Some(Self {
            schema: found.schema?,
            summary: found.summary.map(|wire| {
                let dates = summary_dates(&wire).unwrap_or_default();
                Summary::from_wire(&wire, dates)
            }),
        })
    }

    /// Whether this version of the program is too old for the file.
    pub const fn is_newer(&self) -> bool {
        self.schema > CURRENT_SCHEMA
    }
}

/// A case file read.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseFile {
    /// The inputs.
    pub case: Case,
    /// The summary as it stood in the file.
    pub summary: Summary,
    /// The schema the file was written in; older ones have been carried forward.
    pub schema: u32,
}

/// Why a text is not a case file that can be opened.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CaseFileError {
    /// Nothing in it.
    #[error("the file is empty; open its backup, whose name ends in .bak")]
    Empty,
    /// More than [`MAX_CASE_FILE_BYTES`].
    #[error("the file is over {} MB, which no case file is; check that it is the right one", MAX_CASE_FILE_BYTES / 1_048_576)]
    TooLarge,
    /// Bytes that are not text.
    #[error(
        "the file is not text from line {line} on; it is damaged or of another kind: open its backup, whose name ends in .bak"
    )]
    NotText {
        /// The line of the first such byte.
        line: usize,
    },
    /// It does not begin as a case file.
    #[error("the file does not begin as a case file (with its schema); check that it is the right one")]
    NotACaseFile,
    /// Written by a newer version.
    #[error(
        "the file was written by a newer version of Reassess (schema {schema}; this version reads up to {CURRENT_SCHEMA}); update Reassess to open it. {}The file is unchanged and can be opened in a text editor", .summary.as_ref().map_or_else(String::new, |summary| format!("It says: {}. ", summary.words()))
    )]
    Newer {
        /// Its schema.
        schema: u32,
        /// Its summary, where readable.
        summary: Option<Box<Summary>>,
        /// The whole text, to be shown as it is.
        text: String,
    },
    /// A schema that never was.
    #[error("the file says schema {schema}, which never was; a case file says 1 to {CURRENT_SCHEMA}")]
    UnknownSchema {
        /// What it says.
        schema: u32,
    },
    /// The text stops before the case does.
    #[error(
        "{at}: the file ends early, so it was cut off or not copied whole; the version before is kept beside it, under the same name with .bak at the end: open that"
    )]
    EndsEarly {
        /// Where it stops.
        at: Position,
    },
    /// Not RON, or not the fields of the schema.
    #[error("{at}: {reason}")]
    Syntax {
        /// Where.
        at: Position,
        /// What is wrong and what to do.
        reason: String,
    },
    /// Readable, and refused.
    #[error("{}{path}: {reason}", .at.map_or_else(String::new, |at| format!("{at}, ")))]
    Refused {
        /// Where in the text, if it could be found.
        at: Option<Position>,
        /// Where in the case, in words.
        path: String,
        /// Why.
        reason: String,
    },
}

impl CaseFileError {
    /// Where in the text the reason stands, where there is one place.
    pub const fn position(&self) -> Option<Position> {
        match self {
            Self::EndsEarly { at } | Self::Syntax { at, .. } => Some(*at),
            Self::Refused { at, .. } => *at,
            _ => None,
        }
    }
}

/// Why a case could not be written as text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the case could not be written as text ({reason}); this is a fault of the program, please report it")]
pub struct UnwritableCase {
    /// What went wrong.
    pub reason: String,
}

/// The text of a case file.
///
/// # Errors
/// [`UnwritableCase`], which no case made by checked methods meets.
pub fn to_text(case: &Case, summary: &Summary) -> Result<String, UnwritableCase> {
    // Deeper than a visit's findings, a structure is one line.
    const DEPTH_OF_LINES: usize = 4;
    let wire = wire_from_case(case, summary.to_wire(), summary.shown.as_deref().map(shown_wire::wire))
        .map_err(|reason| UnwritableCase { reason })?;
    let config = PrettyConfig::new().new_line("\n").depth_limit(DEPTH_OF_LINES).extensions(Extensions::IMPLICIT_SOME);
    let mut text = ron::Options::default()
        .to_string_pretty(&wire, config)
        .map_err(|error| UnwritableCase { reason: error.to_string() })?;
    text.push('\n');
    Ok(text)
}

/// Reads the bytes of a case file.
///
/// # Errors
/// [`CaseFileError`]; no bytes make it panic.
pub fn from_bytes(bytes: &[u8]) -> Result<CaseFile, CaseFileError> {
    if bytes.len() > MAX_CASE_FILE_BYTES {
        return Err(CaseFileError::TooLarge);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => from_text(text),
        Err(error) => {
            let before = std::str::from_utf8(bytes.get(..error.valid_up_to()).unwrap_or_default());
            Err(CaseFileError::NotText { line: before.unwrap_or_default().matches('\n').count() + 1 })
        }
    }
}

/// Reads the text of a case file.
///
/// # Errors
/// [`CaseFileError`]; no text makes it panic.
pub fn from_text(text: &str) -> Result<CaseFile, CaseFileError> {
    let text = without_bom(text);
    if text.len() > MAX_CASE_FILE_BYTES {
        return Err(CaseFileError::TooLarge);
    }
    if text.trim_matches(|c: char| c.is_whitespace() || c == '\0').is_empty() {
        return Err(CaseFileError::Empty);
    }
    let header = Header::from_head(text.as_bytes());
    let schema = header.as_ref().map(|header| header.schema);
    match header {
        Some(header) if header.is_newer() => {
            return Err(CaseFileError::Newer {
                schema: header.schema,
                summary: header.summary.map(Box::new),
                text: text.to_owned(),
            });
        }
        Some(Header { schema: 0, .. }) => return Err(CaseFileError::UnknownSchema { schema: 0 }),
        None if !begins_as_structure(text) => return Err(CaseFileError::NotACaseFile),
        Some(_) | None => {}
    }
    let wire = migrations::newest_from_text(text, schema).map_err(|error| syntax_error(text, schema, &error))?;
    let refused = |invalid: Invalid| CaseFileError::Refused {
        at: position_of(text, &invalid.path),
        path: words(&invalid.path),
        reason: invalid.reason,
    };
    let dates = summary_dates(&wire.summary).map_err(|mut invalid| {
        invalid.path.insert(0, Step::Field("summary"));
        refused(invalid)
    })?;
    let case = case_from_wire(&wire).map_err(refused)?;
    let shown = wire.shown.as_ref().map(shown_wire::shown).transpose().map_err(|mut invalid| {
        invalid.path.insert(0, Step::Field("shown"));
        refused(invalid)
    })?;
    let summary = Summary { shown: shown.map(Box::new), ..Summary::from_wire(&wire.summary, dates) };
    Ok(CaseFile { case, summary, schema: schema.unwrap_or(wire.schema) })
}

/// Whether the first thing after comments and attributes is a structure.
fn begins_as_structure(text: &str) -> bool {
    let first =
        text.lines().map(str::trim).find(|line| !(line.is_empty() || line.starts_with("//") || line.starts_with("#!")));
    first.is_some_and(|line| line.starts_with('(') || line.starts_with("CaseFile"))
}

fn without_bom(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
