//! A date typed into a field, read by the same rules as one in a table.

use jiff::civil::Date;

use super::dates::{DateOrder, ExcelDates, InvalidDateText, read_date as read_table_date};
use crate::domain::date_words;

/// Reads a date as it may be typed: "2026-03-12", "12 Mar 2026", and "03/04/2026" where the order is given.
///
/// # Errors
/// A sentence that says what to write.
pub fn read_date(text: &str, order: Option<DateOrder>) -> Result<Date, String> {
    match read_table_date(text, order, ExcelDates::From1900) {
        // A bare number is a date serial only in a spreadsheet; typed, it is a slip.
        Ok(read) if read.serial => Err(format!("“{}” is not a date; write it like 12 Mar 2026", text.trim())),
        Ok(read) => Ok(read.date),
        // A field has no setting for the order, so the way out is to write the month in words.
        Err(InvalidDateText::Ambiguous { day_first, month_first }) => {
            let (day_first, month_first) = (date_words(day_first), date_words(month_first));
            Err(format!("either {day_first} or {month_first}; write the month in words, like {day_first}"))
        }
        Err(reason) => Err(reason.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn typed_dates_follow_the_rules_of_tables() {
        assert_eq!(read_date("2026-03-12", None), Ok(date(2026, 3, 12)));
        assert_eq!(read_date(" 12 Mar 2026 ", None), Ok(date(2026, 3, 12)));
        assert_eq!(read_date("03/04/2026", Some(DateOrder::DayFirst)), Ok(date(2026, 4, 3)));
        let ambiguous = "either 3 Apr 2026 or 4 Mar 2026; write the month in words, like 3 Apr 2026";
        assert_eq!(read_date("03/04/2026", None), Err(ambiguous.to_owned()));
        for refused in ["03/04/2026", "46081", "31 Feb 2026", "soon", ""] {
            assert!(read_date(refused, None).is_err(), "“{refused}” is not a date by itself");
        }
    }
}
