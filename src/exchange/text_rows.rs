//! Splits the text of a table into rows of cells, each with its line.
//!
//! The splitter is our own because the `csv` crate takes an unclosed quote for one cell to the end of the file: every
//! row after a stray inch mark would be lost without a word. Here such a quote is an ordinary character and reported.

use std::borrow::Cow;

use super::headings::HEADING_ROWS;
use super::limits::RowBudget;
use super::problem::ImportError;
use super::table::{RawTable, TableRow, is_blank};

/// A quoted cell longer than this, in bytes, is taken for an unclosed quote.
const LONGEST_QUOTED_CELL: usize = 1024 * 1024;

/// What may separate cells, in the order of preference where two fit equally well.
const DELIMITERS: [char; 3] = [',', ';', '\t'];

/// The rows of a table of text that are not blank.
///
/// # Errors
/// [`ImportError::NotText`], or [`ImportError::TooLarge`].
pub(super) fn read_text(bytes: &[u8], file: &str, known: &impl Fn(&str) -> bool) -> Result<RawTable, ImportError> {
    let text = decode(bytes, file)?;
    let (text, skipped_lines, stated) = strip_separator_line(&text);
    let delimiter = stated.unwrap_or_else(|| sniff_delimiter(text, known));
    let mut splitter = Splitter { rest: text, line: 1 + skipped_lines, delimiter, stray_quotes: Vec::new() };
    let mut budget = RowBudget::of(file);
    let mut rows = Vec::new();
    while let Some(row) = splitter.row() {
        if !is_blank(&row) {
            budget.take(row.cells.len())?;
            rows.push(row);
        }
    }
    let mut raw = RawTable::of_rows(file.to_owned(), delimiter, rows);
    raw.stray_quotes = splitter.stray_quotes;
    Ok(raw)
}

fn decode<'a>(bytes: &'a [u8], file: &str) -> Result<Cow<'a, str>, ImportError> {
    const SIGNATURES: [(&[u8], &str); 2] =
        [(b"\xD0\xCF\x11\xE0", "an old Excel workbook"), (b"%PDF", "a PDF document")];
    let not_text = |what, hint| ImportError::NotText { file: file.to_owned(), what, hint };
    if let Some((_, what)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Err(not_text(what, "save the sheet as XLSX or CSV and import that"));
    }
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return Ok(encoding.decode(bytes).0);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return Ok(encoding.decode(bytes).0);
    }
    if bytes.contains(&0) {
        return Err(not_text("a binary file", "choose a CSV or TSV file"));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(_) => Ok(encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0),
    }
}

/// Tells UTF-16 by its zero bytes: in a table nearly every character is ASCII, so every other byte is 0.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let sample = bytes.get(..bytes.len().min(512)).unwrap_or(bytes);
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    let mostly = |count: usize| count > 0 && count * 10 > sample.len() / 2 * 8;
    if mostly(zeros(1)) && zeros(0) == 0 {
        Some(encoding_rs::UTF_16LE)
    } else if mostly(zeros(0)) && zeros(1) == 0 {
        Some(encoding_rs::UTF_16BE)
    } else {
        None
    }
}

/// Takes off the line `sep=;` that Excel understands, with how many lines that was and what it says.
fn strip_separator_line(text: &str) -> (&str, usize, Option<char>) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let stated = first.trim_end_matches('\r').strip_prefix("sep=").and_then(|stated| {
        let mut chars = stated.chars();
        chars.next().filter(|c| DELIMITERS.contains(c) && chars.next().is_none())
    });
    if stated.is_some() { (rest, 1, stated) } else { (text, 0, None) }
}

/// The delimiter under which most headings are understood, looking past a title only where the first line tells nothing.
fn sniff_delimiter(text: &str, known: &impl Fn(&str) -> bool) -> char {
    let mut best = (',', (0, 0));
    let mut below = (',', 1);
    for delimiter in DELIMITERS {
        let mut splitter = Splitter { rest: text, line: 1, delimiter, stray_quotes: Vec::new() };
        let rows = std::iter::from_fn(|| splitter.row()).filter(|row| !is_blank(row)).take(HEADING_ROWS);
        for (place, row) in rows.enumerate() {
            let understood = row.cells.iter().filter(|heading| known(heading)).count();
            if place == 0 && (understood, row.cells.len()) > best.1 {
                best = (delimiter, (understood, row.cells.len()));
            }
            if understood > below.1 {
                below = (delimiter, understood);
            }
        }
    }
    if best.1.0 < 2 && below.1 >= 2 { below.0 } else { best.0 }
}

struct Splitter<'a> {
    rest: &'a str,
    line: usize,
    delimiter: char,
    /// Line and column number of each quote that does not close.
    stray_quotes: Vec<(usize, usize)>,
}

impl Splitter<'_> {
    /// The next row, blank or not; `None` at the end.
    fn row(&mut self) -> Option<TableRow> {
        if self.rest.is_empty() {
            return None;
        }
        let line = self.line;
        let mut cells = Vec::new();
        loop {
            let cell = self.cell(cells.len() + 1);
            cells.push(cell);
            let mut chars = self.rest.chars();
            match chars.next() {
                Some(c) if c == self.delimiter => self.rest = chars.as_str(),
                Some(_) => {
                    self.rest = self.rest.strip_prefix("\r\n").unwrap_or(chars.as_str());
                    self.line += 1;
                    break;
                }
                None => break,
            }
        }
        Some(TableRow { line, cells })
    }

    /// Reads one cell and stops before the delimiter, the line end or the end of the text.
    fn cell(&mut self, number: usize) -> String {
        let blank = |c: char| (c == ' ' || c == '\t' || c == '\u{a0}') && c != self.delimiter;
        let start = self.rest.trim_start_matches(blank);
        if let Some(inner) = start.strip_prefix('"') {
            if let Some((content, after)) = self.quoted(inner) {
                self.rest = after;
                self.line += line_ends(&content);
                return content.trim().to_owned();
            }
            self.stray_quotes.push((self.line, number));
        }
        let ends = |c: char| c == self.delimiter || c == '\n' || c == '\r';
        let (content, after) = self.rest.split_at(self.rest.find(ends).unwrap_or(self.rest.len()));
        self.rest = after;
        content.trim().to_owned()
    }

    /// What stands between the opening quote and its partner, and the text from the delimiter or line end on.
    fn quoted<'t>(&self, inner: &'t str) -> Option<(String, &'t str)> {
        let mut content = String::new();
        let mut rest = inner;
        loop {
            let (before, after) = rest.split_once('"')?;
            content.push_str(before);
            if content.len() > LONGEST_QUOTED_CELL {
                return None;
            }
            if let Some(after) = after.strip_prefix('"') {
                content.push('"');
                rest = after;
                continue;
            }
            let after = after.trim_start_matches(|c| c == ' ' && c != self.delimiter);
            let closes = after.chars().next().is_none_or(|c| c == self.delimiter || c == '\n' || c == '\r');
            return closes.then_some((content, after));
        }
    }
}

/// How many lines a cell spans beyond its first: `\r\n`, `\n` and a lone `\r` each end one.
fn line_ends(text: &str) -> usize {
    let pairs = text.matches("\r\n").count();
    text.chars().filter(|&c| c == '\n' || c == '\r').count() - pairs
}
