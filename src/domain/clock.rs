//! Days, weeks and dates; `today` is always an argument, never read here.

use jiff::civil::{Date, date};

/// Days in a week.
pub const DAYS_PER_WEEK: i32 = 7;

/// Stands for day 0 in a case whose visits are known by their day alone.
pub const NOMINAL_START: Date = date(2000, 1, 1);

/// Whole days from `start` to `day`; negative before it.
///
/// # Examples
/// ```
/// use jiff::civil::date;
/// use reassess::domain::day_from_date;
/// assert_eq!(day_from_date(date(2026, 3, 12), date(2026, 4, 23)), 42);
/// ```
pub fn day_from_date(start: Date, day: Date) -> i32 {
    // Both dates are within jiff's years -9999 to 9999, so the count fits and the fallback cannot be reached.
    start.until(day).map_or(0, |span| span.get_days())
}

/// The date `days` after `start`, held to the calendar's range.
pub fn date_from_day(start: Date, days: i32) -> Date {
    start.saturating_add(jiff::Span::new().days(days.clamp(-1_000_000, 1_000_000)))
}

/// The form in which a date is shown; in none of them can day and month be taken for each other.
///
/// A date of three numbers, 03/04/2026, is no form: half of the readers would see another day in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum DateForm {
    /// "12 Mar 2026".
    #[default]
    DayFirst,
    /// "Mar 12, 2026".
    MonthFirst,
    /// "2026-03-12".
    Iso,
}

impl DateForm {
    /// Every form, in the order switches list them.
    pub const ALL: [Self; 3] = [Self::DayFirst, Self::MonthFirst, Self::Iso];

    /// The date as people read it: "12 Mar 2026".
    ///
    /// # Examples
    /// ```
    /// use jiff::civil::date;
    /// use reassess::domain::DateForm;
    /// let words = DateForm::ALL.map(|form| form.words(date(2026, 3, 4)));
    /// assert_eq!(words, ["4 Mar 2026", "Mar 4, 2026", "2026-03-04"]);
    /// ```
    pub fn words(self, date: Date) -> String {
        match self {
            Self::DayFirst => date.strftime("%-d %b %Y").to_string(),
            Self::MonthFirst => date.strftime("%b %-d, %Y").to_string(),
            Self::Iso => date.to_string(),
        }
    }

    /// The date without its year, where that stands nearby: "12 Mar".
    ///
    /// Of the numbers alone the year cannot go: 03-04 is read both ways.
    pub fn short_words(self, date: Date) -> String {
        match self {
            Self::DayFirst => date.strftime("%-d %b").to_string(),
            Self::MonthFirst => date.strftime("%b %-d").to_string(),
            Self::Iso => date.to_string(),
        }
    }

    /// The date with its day of the week: "Thursday 12 Mar 2026".
    pub fn words_with_weekday(self, date: Date) -> String {
        let comma = if self == Self::MonthFirst { "," } else { "" };
        format!("{}{comma} {}", date.strftime("%A"), self.words(date))
    }
}

/// The date in the usual form, for where nobody has chosen one: messages of files and of the command line.
pub fn date_words(date: Date) -> String {
    DateForm::default().words(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_cross_leap_days_and_years() {
        assert_eq!(day_from_date(date(2024, 2, 28), date(2024, 3, 1)), 2);
        assert_eq!(day_from_date(date(2026, 1, 1), date(2025, 12, 31)), -1);
        assert_eq!(date_from_day(date(2026, 3, 12), 28), date(2026, 4, 9));
        assert_eq!(day_from_date(date(-9999, 1, 1), date(9999, 12, 31)), 7_304_483);
        assert_eq!(date_from_day(date(9999, 12, 1), 1_000_000), date(9999, 12, 31));
    }

    #[test]
    fn no_form_of_a_date_can_be_read_as_another_day() {
        let of = |say: fn(DateForm, Date) -> String| DateForm::ALL.map(|form| say(form, date(2026, 3, 4)));
        assert_eq!(of(DateForm::words), ["4 Mar 2026", "Mar 4, 2026", "2026-03-04"]);
        assert_eq!(of(DateForm::short_words), ["4 Mar", "Mar 4", "2026-03-04"]);
        let weekdays = ["Wednesday 4 Mar 2026", "Wednesday, Mar 4, 2026", "Wednesday 2026-03-04"];
        assert_eq!(of(DateForm::words_with_weekday), weekdays);
        for form in DateForm::ALL {
            for words in [form.words(date(2026, 3, 4)), form.short_words(date(2026, 3, 4))] {
                assert!(words.contains("Mar") || words.starts_with("2026-"), "“{words}” might be 3 April");
            }
        }
    }
}
