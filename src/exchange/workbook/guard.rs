//! Looks through a workbook before its reader does: a small file can unpack to more than any memory holds, and a number
//! in it can ask for as much.

use std::io::{BufReader, Cursor, Read as _};

use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::exchange::limits::{MAX_CELLS, MAX_PARTS, MAX_UNPACKED_BYTES, too_large};
use crate::exchange::problem::ImportError;

/// Which reader a workbook needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Excel,
    OpenDocument,
}

/// The widest row that the reader of `OpenDocument` sheets fills.
const ODS_COLUMNS: u64 = 16_384;
/// The most spaces that one mark of an `OpenDocument` text may stand for, all together.
const ODS_SPACES: u64 = 1_000_000;
/// The media type of an `OpenDocument` sheet.
const ODS_TYPE: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// Unpacks every part under the limits and checks the counts that the readers trust.
///
/// # Errors
/// [`ImportError`] that says what is wrong.
pub(super) fn check(bytes: &[u8], file: &str) -> Result<Kind, ImportError> {
    let broken = |reason: String| ImportError::BrokenWorkbook { file: file.to_owned(), reason };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?;
    if archive.len() > MAX_PARTS {
        return Err(too_large(file, format!("has more than {MAX_PARTS} parts")));
    }
    let mut unpacked = 0_u64;
    let mut kind = None;
    for place in 0..archive.len() {
        let part = archive.by_index(place).map_err(|error| broken(error.to_string()))?;
        let name = part.name().map_err(|error| broken(error.to_string()))?.to_lowercase().replace('\\', "/");
        let mut content = Vec::new();
        // What the archive says of its own size is not believed; unpacking stops at the limit.
        let left = MAX_UNPACKED_BYTES - unpacked;
        part.take(left + 1).read_to_end(&mut content).map_err(|error| broken(error.to_string()))?;
        unpacked += content.len() as u64;
        if unpacked > MAX_UNPACKED_BYTES {
            let limit = MAX_UNPACKED_BYTES / 1024 / 1024;
            return Err(too_large(file, format!("unpacks to more than {limit} MB")));
        }
        if name == "mimetype" && content.starts_with(ODS_TYPE) {
            kind = Some(Kind::OpenDocument);
        } else if name == "[content_types].xml" && kind.is_none() {
            kind = Some(Kind::Excel);
            walk(&content, file, |_| {})?;
        } else if name.ends_with("sharedstrings.xml") {
            check_shared_strings(&content, file)?;
        } else if name == "content.xml" {
            check_open_document(&content, file)?;
        } else if is_xml(&name) {
            walk(&content, file, |_| {})?;
        } else if name.ends_with("workbook.bin") {
            return Err(ImportError::NotText {
                file: file.to_owned(),
                what: "a binary Excel workbook (XLSB)",
                hint: "save it as XLSX or CSV and import that",
            });
        }
    }
    kind.ok_or_else(|| ImportError::NotText {
        file: file.to_owned(),
        what: "an archive without a workbook",
        hint: "choose an XLSX, ODS, CSV or TSV file",
    })
}

fn is_xml(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| matches!(ending, "xml" | "rels"))
}

/// The number that an attribute gives; more than any limit where it is no number.
fn count(element: &BytesStart<'_>, attribute: &str) -> Option<u64> {
    let found = element.try_get_attribute(attribute).ok().flatten()?;
    let value = found.value.as_ref();
    Some(value.trim().parse().unwrap_or(u64::MAX))
}

/// Passes over a part; one that does not close what it opens is refused, since the readers wait for the end of a table
/// for ever.
fn walk(content: &[u8], file: &str, mut see: impl FnMut(&BytesStart<'_>)) -> Result<(), ImportError> {
    let broken =
        |reason: String| ImportError::BrokenWorkbook { file: file.to_owned(), reason: format!("not XML: {reason}") };
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(content));
    let mut buffer = Vec::new();
    let mut depth = 0_usize;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|error| broken(error.to_string()))? {
            Event::Start(element) => {
                depth += 1;
                see(&element);
            }
            Event::Empty(element) => see(&element),
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Eof if depth > 0 => return Err(broken("it ends early".to_owned())),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The reader sets aside room for as many texts as the part says it has, before it has seen one.
fn check_shared_strings(content: &[u8], file: &str) -> Result<(), ImportError> {
    // The shortest text takes five bytes.
    let most = content.len() as u64 / 5 + 1;
    let mut too_many = false;
    walk(content, file, |element| {
        let is_table = element.local_name().as_ref() == "sst";
        too_many |= is_table && count(element, "uniqueCount").is_some_and(|unique| unique > most);
    })?;
    if too_many { Err(too_large(file, "says it holds more texts than it has room for")) } else { Ok(()) }
}

/// The reader writes out every repeated cell, row and space.
fn check_open_document(content: &[u8], file: &str) -> Result<(), ImportError> {
    let mut sheet = RepeatedCells::default();
    let mut spaces = 0_u64;
    walk(content, file, |element| match element.name().as_ref() {
        "table:table" => sheet.begin_table(),
        "table:table-row" => sheet.begin_row(count(element, "table:number-rows-repeated").unwrap_or(1)),
        "table:table-cell" | "table:covered-table-cell" => {
            let repeats = count(element, "table:number-columns-repeated").unwrap_or(1);
            sheet.cell(repeats, says_something(element));
        }
        "text:s" => spaces = spaces.saturating_add(count(element, "text:c").unwrap_or(1)),
        _ => {}
    })?;
    sheet.begin_table();
    if sheet.filled > MAX_CELLS as u64 || sheet.spread > MAX_CELLS as u64 {
        return Err(too_large(file, format!("has more than {MAX_CELLS} cells")));
    }
    if spaces > ODS_SPACES {
        return Err(too_large(file, format!("holds more than {ODS_SPACES} repeated spaces")));
    }
    Ok(())
}

/// Whether a cell has a value or a formula, or may have one.
fn says_something(element: &BytesStart<'_>) -> bool {
    element.attributes().any(|attribute| {
        attribute.is_ok_and(|attribute| {
            let key: &str = attribute.key.as_ref();
            key.starts_with("office:") || key.starts_with("calcext:") || key == "table:formula"
        })
    })
}

/// How many cells the reader of `OpenDocument` sheets would fill.
#[derive(Debug, Default)]
struct RepeatedCells {
    /// Cells written out within rows, over all sheets.
    filled: u64,
    /// The area of the largest sheets, rows written out, over all sheets.
    spread: u64,
    /// Cells of this row up to the last that says something, and the blank ones after it.
    width: u64,
    blank: u64,
    /// How often this row stands, and the rows of this sheet before it.
    repeats: u64,
    rows: u64,
    /// The last row of this sheet that says something, and the widest.
    last_row: u64,
    widest: u64,
}

impl RepeatedCells {
    fn cell(&mut self, repeats: u64, says_something: bool) {
        let room = ODS_COLUMNS.saturating_sub(self.width.saturating_add(self.blank));
        self.blank += repeats.min(room);
        if says_something {
            self.width += self.blank;
            self.blank = 0;
        }
    }

    fn begin_row(&mut self, repeats: u64) {
        self.end_row();
        self.repeats = repeats;
    }

    fn end_row(&mut self) {
        self.filled = self.filled.saturating_add(self.width);
        self.rows = self.rows.saturating_add(self.repeats);
        if self.width > 0 {
            self.last_row = self.rows;
            self.widest = self.widest.max(self.width);
        }
        (self.width, self.blank, self.repeats) = (0, 0, 0);
    }

    fn begin_table(&mut self) {
        self.end_row();
        self.spread = self.spread.saturating_add(self.last_row.saturating_mul(self.widest));
        (self.rows, self.last_row, self.widest) = (0, 0, 0);
    }
}
