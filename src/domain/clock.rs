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

/// The date as people read it: "12 Mar 2026".
pub fn date_words(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// The date without its year: "12 Mar".
pub fn short_date_words(date: Date) -> String {
    date.strftime("%-d %b").to_string()
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
    fn dates_are_written_with_their_year() {
        assert_eq!(date_words(date(2026, 3, 2)), "2 Mar 2026");
    }
}
