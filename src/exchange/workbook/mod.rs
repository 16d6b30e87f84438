//! Reads a sheet of a workbook (XLSX, ODS) into rows of text, by the same rules as a CSV file.
//!
//! `guard` unpacks the archive under limits before the reader sees it, `cells` turns cells into the text that a CSV file
//! would hold, `sheet` puts them into rows. A panic inside the reader is answered like any other broken file.

mod cells;
mod guard;
mod sheet;

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Ods, Reader as _, SheetVisible, Xlsx};

use self::cells::{text_of_data, text_of_data_ref};
use self::guard::Kind;
use self::sheet::{Grid, GridError};
use super::dates::ExcelDates;
use super::headings::find_headings;
use super::limits::too_large;
use super::problem::ImportError;
use super::table::RawTable;

/// The rows of a sheet that are looked at to choose one.
const LOOKED_AT: usize = super::headings::HEADING_ROWS + 2;

/// Whether bytes are an archive, as every workbook of today is.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// An opened workbook.
enum Book<'b> {
    Excel(Box<Xlsx<Cursor<&'b [u8]>>>),
    OpenDocument(Ods<Cursor<&'b [u8]>>),
}

impl Book<'_> {
    /// The names of the sheets that are shown; of all where none is.
    fn sheets(&self) -> Vec<String> {
        let all = match self {
            Self::Excel(book) => book.sheets_metadata(),
            Self::OpenDocument(book) => book.sheets_metadata(),
        };
        let shown: Vec<String> =
            all.iter().filter(|own| own.visible == SheetVisible::Visible).map(|own| own.name.clone()).collect();
        if shown.is_empty() { all.iter().map(|own| own.name.clone()).collect() } else { shown }
    }

    /// The first `most` rows of a sheet, or all.
    fn grid(&mut self, name: &str, most: Option<usize>) -> Result<Grid, GridError> {
        let mut grid = Grid::default();
        match self {
            Self::Excel(book) => {
                let merged = book.merge_cells_by_sheet_name(name)?;
                let mut reader = book.worksheet_cells_reader(name)?;
                while let Some(cell) = reader.next_cell()? {
                    let (row, column) = cell.get_position();
                    if most.is_some_and(|most| row as usize >= most) {
                        // Rows of a sheet come in order, so that nothing more is to be looked at.
                        break;
                    }
                    grid.put(row, column, text_of_data_ref(cell.get_value()))?;
                }
                grid.merge(&merged)?;
            }
            Self::OpenDocument(book) => {
                let range = book.worksheet_range(name)?;
                let (first_row, first_column) = range.start().unwrap_or_default();
                for (row, column, value) in range.used_cells() {
                    let row = first_row.saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
                    if most.is_some_and(|most| row as usize >= most) {
                        break;
                    }
                    let column = first_column.saturating_add(u32::try_from(column).unwrap_or(u32::MAX));
                    grid.put(row, column, text_of_data(value))?;
                }
            }
        }
        Ok(grid)
    }

    fn dates(&self) -> Option<ExcelDates> {
        match self {
            Self::Excel(book) if book.has_1904_epoch() => Some(ExcelDates::From1904),
            Self::Excel(_) => Some(ExcelDates::From1900),
            // OpenDocument writes dates as ISO text; a bare number is not one.
            Self::OpenDocument(_) => None,
        }
    }
}

/// Reads one sheet: the one named, else the one whose headings are understood best.
///
/// # Errors
/// [`ImportError`] when the bytes are no workbook, hold too much, or have no such sheet.
pub(super) fn read_sheet(
    bytes: &[u8],
    file: &str,
    wanted: Option<&str>,
    known: &impl Fn(&str) -> bool,
) -> Result<RawTable, ImportError> {
    let kind = guard::check(bytes, file)?;
    contained(file, || {
        let mut book = open(bytes, kind, file)?;
        let (name, rival) = choose(&mut book, file, wanted, known)?;
        let several = book.sheets().len() > 1;
        let label = if several { format!("{file}, sheet “{name}”") } else { file.to_owned() };
        let grid = book.grid(&name, None).map_err(|error| refusal(error, file))?;
        let dates = book.dates();
        let mut raw = grid.into_table(label);
        raw.dates = dates;
        if let Some(rival) = rival {
            let found = format!("sheet “{rival}” looks like a table of this kind too");
            raw.remarks.push((found, format!("“{name}” was read; name the sheet to read the other")));
        }
        Ok(raw)
    })
}

/// The names of the sheets of a workbook.
///
/// # Errors
/// As [`read_sheet`].
pub(super) fn sheet_names(bytes: &[u8], file: &str) -> Result<Vec<String>, ImportError> {
    let kind = guard::check(bytes, file)?;
    contained(file, || open(bytes, kind, file).map(|book| book.sheets()))
}

/// Runs the reader; a panic in it is a broken file, not a broken app.
fn contained<T>(file: &str, read: impl FnOnce() -> Result<T, ImportError>) -> Result<T, ImportError> {
    // Nothing that the closure can leave half done outlives it.
    let caught = super::quiet_panics::quietly(|| catch_unwind(AssertUnwindSafe(read)));
    caught.unwrap_or_else(|_| Err(broken(file, "its inside is damaged")))
}

fn broken(file: &str, reason: impl Into<String>) -> ImportError {
    ImportError::BrokenWorkbook { file: file.to_owned(), reason: reason.into() }
}

fn refusal(error: GridError, file: &str) -> ImportError {
    match error {
        GridError::TooLarge(what) => too_large(file, what),
        GridError::Broken(reason) => broken(file, reason),
    }
}

fn open<'b>(bytes: &'b [u8], kind: Kind, file: &str) -> Result<Book<'b>, ImportError> {
    let reader = Cursor::new(bytes);
    match kind {
        Kind::Excel => {
            Xlsx::new(reader).map(|book| Book::Excel(Box::new(book))).map_err(|error| broken(file, error.to_string()))
        }
        Kind::OpenDocument => Ods::new(reader).map(Book::OpenDocument).map_err(|error| broken(file, error.to_string())),
    }
}

/// The sheet to read, and another that would do as well.
fn choose(
    book: &mut Book<'_>,
    file: &str,
    wanted: Option<&str>,
    known: &impl Fn(&str) -> bool,
) -> Result<(String, Option<String>), ImportError> {
    let sheets = book.sheets();
    if let Some(wanted) = wanted {
        let found = sheets.iter().find(|name| name.trim().eq_ignore_ascii_case(wanted.trim()));
        return found.map(|name| (name.clone(), None)).ok_or_else(|| ImportError::NoSuchSheet {
            file: file.to_owned(),
            sheet: wanted.to_owned(),
            sheets: sheets.join(", "),
        });
    }
    let mut scored: Vec<(usize, bool, &String)> = Vec::new();
    for name in &sheets {
        // A sheet that is a chart cannot be read, and is no reason to refuse the others.
        let Ok(grid) = book.grid(name, Some(LOOKED_AT)) else { continue };
        let raw = grid.into_table(String::new());
        let filled = !raw.rows.is_empty();
        let understood = find_headings(raw.rows, &raw.merged_lines, known)
            .map_or(0, |headed| headed.headings.cells.iter().filter(|cell| known(cell)).count());
        scored.push((understood, filled, name));
    }
    // The sort is stable, so that of equals the first sheet comes first.
    scored.sort_by_key(|&(understood, filled, _)| std::cmp::Reverse((understood, filled)));
    let mut scored = scored.into_iter();
    let Some((_, _, best)) = scored.next() else {
        return Err(ImportError::Empty { file: file.to_owned() });
    };
    let rival = scored.next().filter(|(understood, ..)| *understood >= 2).map(|(.., name)| name.clone());
    Ok((best.clone(), rival))
}

/// Errors of the two readers as sentences.
impl From<calamine::XlsxError> for GridError {
    fn from(error: calamine::XlsxError) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<calamine::OdsError> for GridError {
    fn from(error: calamine::OdsError) -> Self {
        Self::Broken(error.to_string())
    }
}
