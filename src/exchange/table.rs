//! A table of headings and cells, from text or from a sheet of a workbook, each row with its line.

use super::dates::ExcelDates;
use super::headings::find_headings;
use super::mapping::Mapping;
use super::problem::{Column, ImportError, Problem};
use super::text_rows::read_text;
use super::workbook::{is_workbook, read_sheet};

/// One row of cells, trimmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TableRow {
    /// The line where the row begins, counted from 1; of a sheet, its row number.
    pub(super) line: usize,
    /// The cells; there may be fewer or more than headings.
    pub(super) cells: Vec<String>,
}

/// Rows as they come out of a file, before the headings are found.
#[derive(Clone, Debug)]
pub(super) struct RawTable {
    /// The name of the file or block, with the sheet where there are several.
    pub(super) file: String,
    /// What separates cells; a tab for a sheet, where it separates nothing else either.
    pub(super) delimiter: char,
    /// Every row that is not blank.
    pub(super) rows: Vec<TableRow>,
    /// Line and column number of each quote that does not close.
    pub(super) stray_quotes: Vec<(usize, usize)>,
    /// How date serials of this workbook count; `None` for text, which does not say.
    pub(super) dates: Option<ExcelDates>,
    /// Lines in which cells are merged across columns, as a heading over several columns is.
    pub(super) merged_lines: Vec<usize>,
    /// What is to be said of the file as a whole: found, done.
    pub(super) remarks: Vec<(String, String)>,
}

impl RawTable {
    pub(super) fn of_rows(file: String, delimiter: char, rows: Vec<TableRow>) -> Self {
        Self {
            file,
            delimiter,
            rows,
            stray_quotes: Vec::new(),
            dates: None,
            merged_lines: Vec::new(),
            remarks: Vec::new(),
        }
    }
}

/// How a file is to be read, beside what it says itself.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TableChoice<'a> {
    /// The sheet of a workbook; without it, the one whose headings are understood best.
    pub(super) sheet: Option<&'a str>,
    /// What headings mean that would not be understood, or not so.
    pub(super) mapping: Option<&'a Mapping>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    /// The name of the file or block.
    pub(super) file: String,
    /// What separates its cells.
    pub(super) delimiter: char,
    /// The headings as written; of several rows of headings, joined.
    pub(super) headings: TableRow,
    /// What each heading is taken to mean, in the words of our own headings; `None` where the user said that it is
    /// nothing of ours.
    pub(super) meanings: Vec<Option<String>>,
    /// Every other row that is not blank.
    pub(super) rows: Vec<TableRow>,
    /// How date serials count, where the file says so.
    pub(super) dates: Option<ExcelDates>,
    /// Quotes that do not close, and what was passed over.
    pub(super) problems: Vec<Problem>,
}

impl Table {
    /// Reads a table; `known` tells whether a heading is one that the caller understands.
    ///
    /// # Errors
    /// [`ImportError`] when the bytes are neither text nor a workbook, too large, or hold no rows.
    pub(super) fn read(
        bytes: &[u8],
        file: &str,
        choice: TableChoice<'_>,
        known: impl Fn(&str) -> bool,
    ) -> Result<Self, ImportError> {
        let meaning_of = |heading: &str| match choice.mapping {
            Some(mapping) => mapping.meaning(heading),
            None => Some(heading.to_owned()),
        };
        let understood = |heading: &str| meaning_of(heading).is_some_and(|meaning| known(&meaning));
        let raw = if is_workbook(bytes) {
            read_sheet(bytes, file, choice.sheet, &understood)?
        } else {
            read_text(bytes, file, &understood)?
        };
        let empty = || ImportError::Empty { file: file.to_owned() };
        let RawTable { file, delimiter, rows, stray_quotes, dates, merged_lines, remarks } = raw;
        let found = find_headings(rows, &merged_lines, &understood).ok_or_else(empty)?;
        if found.rows.is_empty() {
            return Err(empty());
        }
        let meanings = found.headings.cells.iter().map(|heading| meaning_of(heading)).collect();
        let mut table =
            Self { file, delimiter, headings: found.headings, meanings, rows: found.rows, dates, problems: Vec::new() };
        let remark = |line, column, (found, done)| Problem { file: table.file.clone(), line, column, found, done };
        let mut problems: Vec<Problem> =
            remarks.into_iter().map(|words| remark(table.headings.line, None, words)).collect();
        problems.extend(found.passed_over.into_iter().map(|(line, words)| {
            remark(line, None, (format!("“{words}” stands above the headings"), "it was passed over".to_owned()))
        }));
        problems.extend(stray_quotes.into_iter().map(|(line, number)| {
            let words = ("a quotation mark opens and does not close", "it was read as an ordinary character");
            let column = Some(table.column(number.saturating_sub(1)));
            remark(line, column, (words.0.to_owned(), words.1.to_owned()))
        }));
        table.problems = problems;
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

/// Whether a row has no cell that says anything.
pub(super) fn is_blank(row: &TableRow) -> bool {
    row.cells.iter().all(String::is_empty)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(usize, Vec<String>)> {
        let table = Table::read(text.as_bytes(), "t", TableChoice::default(), |heading| heading.len() == 1).unwrap();
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
        let table = Table::read(text.as_bytes(), "t", TableChoice::default(), |_| true).unwrap();
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
            let table = Table::read(&bytes, "t", TableChoice::default(), |_| true).unwrap();
            assert_eq!(table.rows.first().map(|row| row.cells.clone()), Some(row(2, &["Mörchen", "é"]).1), "{name}");
        }
    }

    #[test]
    fn what_is_no_table_of_text_is_named() {
        for bytes in [&b"\xD0\xCF\x11\xE0"[..], b"%PDF-1.7", b"\x01\x00\x02\x03\x00"] {
            assert!(
                matches!(Table::read(bytes, "t", TableChoice::default(), |_| true), Err(ImportError::NotText { .. })),
                "{bytes:?}"
            );
        }
        for text in ["", "\n\n", "a,b\n", ",,,\n;;"] {
            assert!(
                matches!(
                    Table::read(text.as_bytes(), "t", TableChoice::default(), |_| true),
                    Err(ImportError::Empty { .. })
                ),
                "{text:?}"
            );
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
