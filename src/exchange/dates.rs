//! Reads the dates of tables.

/// The order of day and month in a date of three numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 03/04/2026 is 3 Apr 2026.
    DayFirst,
    /// 03/04/2026 is 4 Mar 2026.
    MonthFirst,
}

/// The day that Excel's date serials count from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExcelDates {
    /// Windows and today's Mac: 1 is 1 Jan 1900.
    From1900,
    /// Old Mac workbooks: 0 is 1 Jan 1904.
    From1904,
}
