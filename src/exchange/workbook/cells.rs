//! The text of a cell, as a CSV file would hold it.

use calamine::{Data, DataRef, ExcelDateTime};

/// The text of a cell of an `OpenDocument` sheet.
pub(super) fn text_of_data(value: &Data) -> String {
    match value {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => text_of_number(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.trim().to_owned(),
        Data::Bool(answer) => text_of_answer(*answer),
        Data::DateTime(date) => text_of_date(date),
        Data::Error(error) => error.to_string(),
        Data::Empty => String::new(),
    }
}

/// The text of a cell of an Excel sheet.
pub(super) fn text_of_data_ref(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => text_of_number(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Bool(answer) => text_of_answer(*answer),
        DataRef::DateTime(date) => text_of_date(date),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

fn text_of_answer(answer: bool) -> String {
    if answer { "yes" } else { "no" }.to_owned()
}

/// A number as a spreadsheet shows it at most: 15 digits, so that a computed 24.299999999999997 is 24.3.
///
/// With exactly three decimals a fourth is written, or the table reader could take the point for a separator of
/// thousands.
fn text_of_number(number: f64) -> String {
    if !number.is_finite() {
        return number.to_string();
    }
    let shown: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    let text = shown.to_string();
    match text.split_once('.') {
        Some((_, decimals)) if decimals.len() == 3 => format!("{text}0"),
        _ => text,
    }
}

/// A date as ISO, with the time of day where there is one; a time that is no date as its number.
fn text_of_date(date: &ExcelDateTime) -> String {
    if date.is_duration() {
        return text_of_number(date.as_f64());
    }
    let (year, month, day, hour, minute, ..) = date.to_ymd_hms_milli();
    if (hour, minute) == (0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
    }
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_shown() {
        for (number, text) in [
            (31.0, "31"),
            (24.5, "24.5"),
            (0.1 + 0.2, "0.3"),
            (24.299_999_999_999_997, "24.3"),
            (-7.0, "-7"),
            (1.234, "1.2340"),
            (46_081.0, "46081"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(text_of_number(number), text);
        }
    }

    #[test]
    fn both_date_systems_give_the_same_day() {
        for (serial, from_1904) in [(46_093.0, false), (44_631.0, true)] {
            let date = ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, from_1904);
            assert_eq!(text_of_date(&date), "2026-03-12");
        }
        let with_time = ExcelDateTime::new(46_093.5, ExcelDateTimeType::DateTime, false);
        assert_eq!(text_of_date(&with_time), "2026-03-12 12:00");
    }
}
