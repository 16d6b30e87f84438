//! How much a table may hold; above, it is refused before it takes the machine's memory.

use super::problem::ImportError;

/// The largest file that is read, in bytes; a sheet of 100,000 rows is a tenth of it.
pub const MAX_TABLE_BYTES: usize = 64 * 1024 * 1024;
/// The most rows of a table.
pub(super) const MAX_ROWS: usize = 250_000;
/// The most columns of a table.
pub(super) const MAX_COLUMNS: usize = 500;
/// The most cells of a table, blank ones between others included.
pub(super) const MAX_CELLS: usize = 5_000_000;
/// The most text in all cells of a sheet together, in bytes; one long text may stand in many cells of a small file.
pub(super) const MAX_TEXT_BYTES: usize = 128 * 1024 * 1024;
/// The most that a workbook may grow to when it is unpacked, in bytes.
pub(super) const MAX_UNPACKED_BYTES: u64 = 256 * 1024 * 1024;
/// The most parts of a workbook.
pub(super) const MAX_PARTS: usize = 10_000;

/// The refusal of a table that holds too much.
pub(super) fn too_large(file: &str, what: impl Into<String>) -> ImportError {
    ImportError::TooLarge { file: file.to_owned(), what: what.into() }
}

/// Counts rows and cells as they come.
pub(super) struct RowBudget<'f> {
    file: &'f str,
    rows: usize,
    cells: usize,
}

impl<'f> RowBudget<'f> {
    pub(super) const fn of(file: &'f str) -> Self {
        Self { file, rows: 0, cells: 0 }
    }

    /// Counts one more row.
    ///
    /// # Errors
    /// [`ImportError::TooLarge`].
    pub(super) fn take(&mut self, cells: usize) -> Result<(), ImportError> {
        self.rows += 1;
        self.cells += cells;
        if self.rows > MAX_ROWS {
            return Err(too_large(self.file, format!("has more than {MAX_ROWS} rows")));
        }
        if cells > MAX_COLUMNS {
            return Err(too_large(self.file, format!("has more than {MAX_COLUMNS} columns")));
        }
        if self.cells > MAX_CELLS {
            return Err(too_large(self.file, format!("has more than {MAX_CELLS} cells")));
        }
        Ok(())
    }
}
