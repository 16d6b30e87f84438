//! Splits the bytes of a table into headings and cells, each row with its line.
//!
//! The splitter is our own because the `csv` crate takes an unclosed quote for one cell to the end of the file: every
//! row after a stray inch mark would be lost without a word. Here such a quote is an ordinary character and reported.

use std::borrow::Cow;

use super::problem::{Column, ImportError, Problem};

/// A quoted cell longer than this, in bytes, is taken for an unclosed quote.
const LONGEST_QUOTED_CELL: usize = 1024 * 1024;

/// What may separate cells, in the order of preference where two fit equally well.
const DELIMITERS: [char; 3] = [',', ';', '\t'];

/// One row of cells, trimmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TableRow {
    /// The line where the row begins, counted from 1.
    pub(super) line: usize,
    /// The cells; there may be fewer or more than headings.
    pub(super) cells: Vec<String>,
}

/// A table of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    /// The name of the file or block.
    pub(super) file: String,
    /// What separates its cells.
    pub(super) delimiter: char,
    /// The first line that is not blank.
    pub(super) headings: TableRow,
    /// Every other row that is not blank.
    pub(super) rows: Vec<TableRow>,
    /// Quotes that do not close.
    pub(super) problems: Vec<Problem>,
}

impl Table {
    /// Reads a table; `known` tells whether a heading is one that the caller understands.
    ///
    /// # Errors
    /// [`ImportError::NotText`] or [`ImportError::Empty`].
    pub(super) fn read(bytes: &[u8], file: &str, known: impl Fn(&str) -> bool) -> Result<Self, ImportError> {
        let text = decode(bytes, file)?;
        let (text, skipped_lines, stated) = strip_separator_line(&text);
        let delimiter = stated.unwrap_or_else(|| sniff_delimiter(text, &known));
        let mut splitter = Splitter { rest: text, line: 1 + skipped_lines, delimiter, stray_quotes: Vec::new() };
        let mut rows =
            std::iter::from_fn(|| splitter.row()).filter(|row| row.cells.iter().any(|cell| !cell.is_empty()));
        let headings = rows.next().ok_or_else(|| ImportError::Empty { file: file.to_owned() })?;
        let rows: Vec<TableRow> = rows.collect();
        if rows.is_empty() {
            return Err(ImportError::Empty { file: file.to_owned() });
        }
        let mut table = Self { file: file.to_owned(), delimiter, headings, rows, problems: Vec::new() };
        table.problems = splitter
            .stray_quotes
            .iter()
            .map(|&(line, number)| Problem {
                file: file.to_owned(),
                line,
                column: Some(table.column(number.saturating_sub(1))),
                found: "a quotation mark opens and does not close".to_owned(),
                done: "it was read as an ordinary character".to_owned(),
            })
            .collect();
        Ok(table)
    }

    /// The column at this place, counted from 0.
    pub(super) fn column(&self, place: usize) -> Column {
        let name = self.headings.cells.get(place).cloned().unwrap_or_default();
        Column { name, number: place + 1 }
    }

    /// The headings joined for a message.
    pub(super) fn headings_words(&self) -> String {
        self.headings.cells.join(", ")
    }
}

/// A heading or token without case, spaces and punctuation: `Length (mm)` and `length_mm` are both `lengthmm`.
pub(super) fn squash(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '³' => Some('3'),
            c if c.is_alphanumeric() => Some(c),
            _ => None,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

fn decode<'a>(bytes: &'a [u8], file: &str) -> Result<Cow<'a, str>, ImportError> {
    const SIGNATURES: [(&[u8], &str); 3] = [
        (b"PK\x03\x04", "a workbook or an archive"),
        (b"\xD0\xCF\x11\xE0", "an old Excel workbook"),
        (b"%PDF", "a PDF document"),
    ];
    let not_text = |what, hint| ImportError::NotText { file: file.to_owned(), what, hint };
    if let Some((_, what)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Err(not_text(what, "save the sheet as CSV and import that"));
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

fn sniff_delimiter(text: &str, known: &impl Fn(&str) -> bool) -> char {
    let mut best = (',', (0, 0));
    for delimiter in DELIMITERS {
        let mut splitter = Splitter { rest: text, line: 1, delimiter, stray_quotes: Vec::new() };
        let headings = std::iter::from_fn(|| splitter.row()).find(|row| row.cells.iter().any(|cell| !cell.is_empty()));
        let Some(headings) = headings else { continue };
        let understood = headings.cells.iter().filter(|heading| known(heading)).count();
        let score = (understood, headings.cells.len());
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
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

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(usize, Vec<String>)> {
        let table = Table::read(text.as_bytes(), "t", |heading| heading.len() == 1).unwrap();
        table.rows.into_iter().map(|row| (row.line, row.cells)).collect()
    }

    fn row(line: usize, cells: &[&str]) -> (usize, Vec<String>) {
        (line, cells.iter().map(|&cell| cell.to_owned()).collect())
    }

    #[test]
    fn delimiters_are_told_by_the_headings() {
        for text in ["a,b\n1,2\n", "a;b\n1;2\n", "a\tb\n1\t2\n", "sep=;\na;b\n1;2", "\n\na , b\r\n\r\n 1 , 2 \r\n"] {
            let expected_line = text.lines().count();
            assert_eq!(cells(text), [row(expected_line, &["1", "2"])], "{text:?}");
        }
        assert_eq!(cells("a;b\n1,5;2,5"), [row(2, &["1,5", "2,5"])]);
    }

    #[test]
    fn quotes_hold_delimiters_quotes_and_line_ends() {
        assert_eq!(
            cells("a,b\n\"1,5\",\"say \"\"so\"\"\"\n3,4"),
            [row(2, &["1,5", "say \"so\""]), row(3, &["3", "4"])]
        );
        assert_eq!(cells("a,b\n\"x\r\ny\",2\n3,4"), [row(2, &["x\r\ny", "2"]), row(4, &["3", "4"])]);
        assert_eq!(cells("a,b\r1,2\r3,4"), [row(2, &["1", "2"]), row(3, &["3", "4"])]);
    }

    #[test]
    fn a_stray_quote_costs_its_cell_alone() {
        let text = "a,b\n1,\"open\n3,4\n5,\"x\"y\n6,7\n";
        assert_eq!(
            cells(text),
            [row(2, &["1", "\"open"]), row(3, &["3", "4"]), row(4, &["5", "\"x\"y"]), row(5, &["6", "7"])]
        );
        let table = Table::read(text.as_bytes(), "t", |_| true).unwrap();
        let places: Vec<_> = table.problems.iter().map(|problem| (problem.line, problem.column.clone())).collect();
        let column = Some(Column { name: "b".to_owned(), number: 2 });
        assert_eq!(places, [(2, column.clone()), (4, column)]);
    }

    #[test]
    fn every_encoding_reads_the_same() {
        let text = "a,b\nMörchen,é\n";
        let utf16 = |big: bool| -> Vec<u8> {
            text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        let with_mark = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
        for (name, bytes) in [
            ("UTF-8", text.as_bytes().to_vec()),
            ("UTF-8 with mark", with_mark(b"\xEF\xBB\xBF", text.as_bytes().to_vec())),
            ("UTF-16LE with mark", with_mark(b"\xFF\xFE", utf16(false))),
            ("UTF-16BE with mark", with_mark(b"\xFE\xFF", utf16(true))),
            ("UTF-16LE", utf16(false)),
            ("UTF-16BE", utf16(true)),
            ("Windows-1252", b"a,b\nM\xF6rchen,\xE9\n".to_vec()),
        ] {
            let table = Table::read(&bytes, "t", |_| true).unwrap();
            assert_eq!(table.rows.first().map(|row| row.cells.clone()), Some(row(2, &["Mörchen", "é"]).1), "{name}");
        }
    }

    #[test]
    fn what_is_no_table_of_text_is_named() {
        for bytes in [&b"PK\x03\x04rest"[..], b"\xD0\xCF\x11\xE0", b"%PDF-1.7", b"\x01\x00\x02\x03\x00"] {
            assert!(matches!(Table::read(bytes, "t", |_| true), Err(ImportError::NotText { .. })), "{bytes:?}");
        }
        for text in ["", "\n\n", "a,b\n", ",,,\n;;"] {
            assert!(matches!(Table::read(text.as_bytes(), "t", |_| true), Err(ImportError::Empty { .. })), "{text:?}");
        }
    }

    #[test]
    fn headings_and_tokens_are_compared_without_case_and_punctuation() {
        for text in ["length_mm", "Length (mm)", "LENGTH-MM", " length mm "] {
            assert_eq!(squash(text), "lengthmm");
        }
        assert_eq!(squash("volume (cm³)"), "volumecm3");
    }
}
