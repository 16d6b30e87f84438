//! Dates as typed into and shown in the window.

use jiff::civil::Date;

use crate::domain::clock::{date_from_day, short_date_words};
use crate::domain::{Case, TimeBase, date_words, day_from_date};
use crate::exchange::read_date;

/// A visit's date as its cell shows it: "12 Mar 2026", or "day 28" where only days are known.
pub fn visit_date_words(case: &Case, date: Date) -> String {
    match case.time_base {
        TimeBase::Calendar => date_words(date),
        TimeBase::DaysOnly => format!("day {}", case.day_of(date)),
    }
}

/// A visit's date without its year where every visit is of one year: "12 Mar".
pub fn short_visit_date_words(case: &Case, date: Date) -> String {
    let mut years = case.visits().iter().map(|visit| visit.date.year());
    let first = years.next();
    if case.time_base == TimeBase::Calendar && years.all(|year| Some(year) == first) {
        short_date_words(date)
    } else {
        visit_date_words(case, date)
    }
}

/// Reads a date typed for a visit: a date, "+28" days from the visit before, or a day where only days are known.
///
/// # Errors
/// A sentence that says what to write.
pub fn read_visit_date(text: &str, case: &Case, moved: Option<Date>, today: Date) -> Result<Date, String> {
    let text = text.trim();
    if let Some(days) = text.strip_prefix('+').and_then(|days| days.trim().parse::<i32>().ok()) {
        let mut visits = case.visits().iter().map(|visit| visit.date);
        let before = visits.rfind(|&date| moved.is_none_or(|moved| date < moved));
        let before = before.ok_or("There is no visit to count from; type a date like 12 Mar 2026")?;
        return Ok(date_from_day(before, days));
    }
    if case.time_base == TimeBase::DaysOnly {
        let day = text.trim_start_matches(|c: char| c.is_alphabetic() || c.is_whitespace());
        let day: i32 =
            day.parse().map_err(|_error| format!("“{text}” is not a day; type whole days from the start, like 42"))?;
        return Ok(case.day_zero().map_or(today, |start| date_from_day(start, day)));
    }
    // A day and month alone are of the year of the visits, or of this year where there are none.
    let year = case.visits().last().map_or_else(|| today.year(), |visit| visit.date.year());
    read_calendar_date(text, today).or_else(|reason| {
        let ends_in_month = text.ends_with(char::is_alphabetic);
        if ends_in_month { read_calendar_date(&format!("{text} {year}"), today) } else { Err(reason) }
    })
}

/// Reads a calendar date, refusing one more than a year ahead.
///
/// # Errors
/// A sentence that says what to write.
pub fn read_calendar_date(text: &str, today: Date) -> Result<Date, String> {
    let date = read_date(text, None)?;
    if day_from_date(today, date) > 366 {
        return Err(format!("{} is more than a year ahead; check the year", date_words(date)));
    }
    Ok(date)
}
