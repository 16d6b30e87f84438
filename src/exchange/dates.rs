//! Reads the dates of tables: ISO, with the month in words, of three numbers, or Excel's serial numbers.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use thiserror::Error;

use super::table::squash;
use crate::domain::date_words;

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

/// The years that a date of a case can have; outside, it is a slip (`InvalidCase::DateOutOfRange`).
const YEARS: std::ops::RangeInclusive<i16> = 1980..=2200;

/// Two-digit years below this are of this century: 79 is 2079, 80 is 1980.
const TWO_DIGIT_PIVOT: i16 = 80;

/// A date read from a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ReadDate {
    pub(super) date: Date,
    /// It stood as an Excel serial number.
    pub(super) serial: bool,
}

/// Why a cell is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(super) enum InvalidDateText {
    #[error("not a date; write 2026-03-12 or 12 Mar 2026")]
    NotADate,
    #[error(
        "either {} or {}; write 2026-03-12 or 12 Mar 2026, or give the order of day and month",
        date_words(*.day_first), date_words(*.month_first)
    )]
    Ambiguous { day_first: Date, month_first: Date },
    #[error("no day of the calendar; check day and month")]
    NoSuchDay,
    #[error("not in the order of day and month that was given; check the order or write 2026-03-12")]
    OtherOrder,
    #[error("outside the years 1980 to 2200; write the year with four digits")]
    OutOfRange,
}

/// Reads the text of a date cell; a time of day after the date is passed over.
pub(super) fn read_date(text: &str, order: Option<DateOrder>, excel: ExcelDates) -> Result<ReadDate, InvalidDateText> {
    let text = text.trim();
    let written = |date: Date| Ok(ReadDate { date, serial: false });
    if let Some(serial) = serial_number(text) {
        return in_range(from_serial(serial, excel).ok_or(InvalidDateText::OutOfRange)?)
            .map(|date| ReadDate { date, serial: true });
    }
    let parts = parts(text);
    let numbers: Vec<Option<(i16, usize)>> = parts.iter().map(|part| number(part)).collect();
    match (parts.as_slice(), numbers.as_slice()) {
        // 20260312
        ([only], _) if only.len() == 8 && number(only).is_some() => {
            let digits = |range: std::ops::Range<usize>| only.get(range).and_then(|part| part.parse::<i16>().ok());
            let (Some(year), Some(month), Some(day)) = (digits(0..4), digits(4..6), digits(6..8)) else {
                return Err(InvalidDateText::NotADate);
            };
            written(calendar(year, month, day)?)
        }
        // 2026-03-12, 2026/3/12
        (_, [Some((year, 4)), Some((month, _)), Some((day, _)), ..]) => written(calendar(*year, *month, *day)?),
        // 12 Mar 2026, 12-Mar-26; Mar 12, 2026
        ([_, month, ..], [Some((day, 1 | 2)), None, Some(year), ..])
        | ([month, ..], [None, Some((day, 1 | 2)), Some(year), ..]) => {
            written(calendar(full_year(*year)?, month_of_words(month)?, *day)?)
        }
        // 03/04/2026
        (_, [Some((first, 1 | 2)), Some((second, 1 | 2)), Some(year), ..]) => {
            written(of_three_numbers(*first, *second, full_year(*year)?, order)?)
        }
        _ => Err(InvalidDateText::NotADate),
    }
}

fn of_three_numbers(first: i16, second: i16, year: i16, order: Option<DateOrder>) -> Result<Date, InvalidDateText> {
    let day_first = calendar(year, second, first);
    let month_first = calendar(year, first, second);
    match (order, day_first, month_first) {
        (Some(DateOrder::DayFirst), Err(_), Ok(_)) | (Some(DateOrder::MonthFirst), Ok(_), Err(_)) => {
            Err(InvalidDateText::OtherOrder)
        }
        (Some(DateOrder::DayFirst), read, _) | (Some(DateOrder::MonthFirst), _, read) => read,
        (None, Ok(day_first), Ok(month_first)) if day_first != month_first => {
            Err(InvalidDateText::Ambiguous { day_first, month_first })
        }
        (None, Ok(date), _) | (None, Err(_), Ok(date)) => Ok(date),
        (None, Err(error), Err(_)) => Err(error),
    }
}

/// The parts between `-`, `/`, `.`, `,` and spaces, with a time of day (`T10:30` or ` 10:30`) left out.
fn parts(text: &str) -> Vec<&str> {
    let text = match text.split_once('T') {
        Some((date, time)) if time.starts_with(|c: char| c.is_ascii_digit()) => date,
        _ => text,
    };
    text.split(|c: char| matches!(c, '-' | '/' | '.' | ',' | '\u{a0}') || c.is_whitespace())
        .filter(|part| !part.is_empty() && !part.contains(':'))
        .collect()
}

/// A part of digits alone, with how many.
fn number(part: &str) -> Option<(i16, usize)> {
    let digits = part.chars().all(|c| c.is_ascii_digit());
    if part.len() == 8 && digits {
        return Some((0, 8));
    }
    digits.then(|| part.parse().ok()).flatten().map(|value| (value, part.len()))
}

/// A serial number: five digits, with the time of day as a fraction or without.
fn serial_number(text: &str) -> Option<i32> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let all_digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    (matches!(whole.len(), 5 | 6) && all_digits(whole) && all_digits(fraction)).then(|| whole.parse().ok()).flatten()
}

fn from_serial(serial: i32, excel: ExcelDates) -> Option<Date> {
    // Excel counts 29 Feb 1900, which never was; from 1 Mar 1900 on, counting from 30 Dec 1899 is the same.
    let origin = match excel {
        ExcelDates::From1900 => date(1899, 12, 30),
        ExcelDates::From1904 => date(1904, 1, 1),
    };
    origin.checked_add(serial.days()).ok()
}

fn full_year((year, digits): (i16, usize)) -> Result<i16, InvalidDateText> {
    match digits {
        4 => Ok(year),
        2 if year < TWO_DIGIT_PIVOT => Ok(2000 + year),
        2 => Ok(1900 + year),
        _ => Err(InvalidDateText::NotADate),
    }
}

fn calendar(year: i16, month: i16, day: i16) -> Result<Date, InvalidDateText> {
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else { return Err(InvalidDateText::NoSuchDay) };
    in_range(Date::new(year, month, day).ok().ok_or(InvalidDateText::NoSuchDay)?)
}

fn in_range(date: Date) -> Result<Date, InvalidDateText> {
    if YEARS.contains(&date.year()) { Ok(date) } else { Err(InvalidDateText::OutOfRange) }
}

fn month_of_words(words: &str) -> Result<i16, InvalidDateText> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let words = squash(words);
    let short_enough = words.len() >= 3;
    MONTHS
        .iter()
        .zip(1..)
        .find(|(month, _)| short_enough && (month.starts_with(&words) || (words == "sept" && **month == "september")))
        .map(|(_, number)| number)
        .ok_or(InvalidDateText::NotADate)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, order: Option<DateOrder>) -> String {
        match read_date(text, order, ExcelDates::From1900) {
            Ok(read) => format!("{}{}", read.date, if read.serial { " serial" } else { "" }),
            Err(error) => format!("{error:?}"),
        }
    }

    #[test]
    fn unambiguous_dates_are_read() {
        for (text, expected) in [
            ("2026-03-12", "2026-03-12"),
            ("2026-3-2", "2026-03-02"),
            ("2026/03/12", "2026-03-12"),
            ("20260312", "2026-03-12"),
            ("2026-03-12T10:30:00", "2026-03-12"),
            ("2026-03-12 10:30", "2026-03-12"),
            ("12 Mar 2026", "2026-03-12"),
            ("12-MAR-26", "2026-03-12"),
            ("1 sept 2026", "2026-09-01"),
            ("12. March 2026", "2026-03-12"),
            ("Mar 12, 2026", "2026-03-12"),
            ("13/04/2026", "2026-04-13"),
            ("04/13/2026", "2026-04-13"),
            ("03/03/2026", "2026-03-03"),
            ("46093", "2026-03-12 serial"),
            ("46093.5", "2026-03-12 serial"),
        ] {
            assert_eq!(read(text, None), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_a_date_says_why() {
        for (text, expected) in [
            ("soon", "NotADate"),
            ("", "NotADate"),
            ("12 Foo 2026", "NotADate"),
            ("12 3", "NotADate"),
            ("2026-02-30", "NoSuchDay"),
            ("32/13/2026", "NoSuchDay"),
            ("1066-10-14", "OutOfRange"),
            ("12345", "OutOfRange"),
            ("999999", "OutOfRange"),
            ("1/2/123", "NotADate"),
            ("2026", "NotADate"),
        ] {
            assert_eq!(read(text, None), expected, "{text}");
        }
    }

    #[test]
    fn an_ambiguous_date_needs_its_order() {
        assert!(read("03/04/2026", None).starts_with("Ambiguous"), "two readings");
        for text in ["03/04/2026", "3.4.26", "03-04-2026"] {
            assert_eq!(read(text, Some(DateOrder::DayFirst)), "2026-04-03", "{text}");
            assert_eq!(read(text, Some(DateOrder::MonthFirst)), "2026-03-04", "{text}");
        }
        assert_eq!(read("13/04/2026", Some(DateOrder::MonthFirst)), "OtherOrder");
        assert_eq!(read("04/13/2026", Some(DateOrder::DayFirst)), "OtherOrder");
        let error = read_date("03/04/2026", None, ExcelDates::From1900).unwrap_err();
        assert_eq!(
            error.to_string(),
            "either 3 Apr 2026 or 4 Mar 2026; write 2026-03-12 or 12 Mar 2026, or give the order of day and month"
        );
    }

    #[test]
    fn both_serial_systems_are_four_years_and_a_day_apart() {
        let read = |excel| read_date("44631", None, excel).map(|read| read.date);
        assert_eq!(read(ExcelDates::From1900), Ok(date(2022, 3, 11)));
        assert_eq!(read(ExcelDates::From1904), Ok(date(2026, 3, 12)));
    }
}
