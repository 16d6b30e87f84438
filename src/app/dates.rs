//! Dates as typed into and shown in the window.

use jiff::civil::Date;

use crate::domain::clock::date_from_day;
use crate::domain::{DateForm, Dated, TimeBase, day_from_date};
use crate::exchange::read_date;

/// A visit's date without its year where every visit is of one year: "12 Mar".
pub fn short_visit_date_words(case: Dated<'_>, date: Date) -> String {
    let mut years = case.visits().iter().map(|visit| visit.date.year());
    let first = years.next();
    if years.all(|year| Some(year) == first) { case.short_when(date) } else { case.when(date) }
}

/// Reads a date typed for a visit: a date, "+28" days from the visit before, or a day where only days are known.
///
/// Every form that a date may be shown in is read, whichever is chosen; the chosen one is that of a refusal.
///
/// # Errors
/// A sentence that says what to write.
pub fn read_visit_date<'a>(
    text: &str,
    case: impl Into<Dated<'a>>,
    moved: Option<Date>,
    today: Date,
) -> Result<Date, String> {
    let (text, case) = (text.trim(), case.into());
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
    read_calendar_date(text, today, case.form()).or_else(|reason| {
        if is_day_and_month(text) {
            read_calendar_date(&format!("{text} {year}"), today, case.form())
        } else {
            Err(reason)
        }
    })
}

/// "23 Apr" or "Apr 23": a month in words and one number.
fn is_day_and_month(text: &str) -> bool {
    let parts: Vec<&str> = text.split([' ', '.', '-', ',']).filter(|part| !part.is_empty()).collect();
    let is_day = |part: &str| part.len() <= 2 && part.chars().all(|c| c.is_ascii_digit());
    let is_word = |part: &str| part.chars().all(char::is_alphabetic);
    matches!(parts.as_slice(), [day, month] | [month, day] if is_day(day) && is_word(month))
}

/// Reads a calendar date, refusing one more than a year ahead.
///
/// # Errors
/// A sentence that says what to write.
pub fn read_calendar_date(text: &str, today: Date, form: DateForm) -> Result<Date, String> {
    let date = read_date(text, None)?;
    if day_from_date(today, date) > 366 {
        return Err(format!("{} is more than a year ahead; check the year", form.words(date)));
    }
    Ok(date)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{Case, Visit};

    #[test]
    fn what_a_cell_shows_is_read_back_as_the_same_day() {
        let mut case = Case::default();
        for day in [date(2026, 3, 4), date(2026, 4, 23)] {
            case.add_visit(Visit::on(day)).unwrap();
        }
        let mut longer = case.clone();
        longer.add_visit(Visit::on(date(2027, 1, 2))).unwrap();
        for case in [&case, &longer] {
            for form in DateForm::ALL {
                let case = Dated::new(case, form);
                for day in case.visits().iter().map(|visit| visit.date) {
                    for shown in [short_visit_date_words(case, day), case.when(day)] {
                        let read = read_visit_date(&shown, case, None, date(2027, 1, 5));
                        assert_eq!(read, Ok(day), "“{shown}” of {form:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_refusal_names_the_day_in_the_form_chosen() {
        let refused = read_calendar_date("2031-03-04", date(2026, 3, 4), DateForm::MonthFirst);
        assert_eq!(refused, Err("Mar 4, 2031 is more than a year ahead; check the year".to_owned()));
    }
}
