//! Numbers and dates as people read them; each is rounded here and nowhere else.

use jiff::civil::Date;

use crate::assess::Weighing;
use crate::domain::{DAYS_PER_WEEK, Dated};

/// A date, or the day of therapy where only days are known.
pub(super) fn when(case: Dated<'_>, date: Date) -> String {
    case.when(date)
}

/// Whole weeks of therapy on a day.
pub(super) fn week(day: i32) -> i32 {
    day.div_euclid(DAYS_PER_WEEK)
}

/// A probability as a count of 100; never 0 or 100, which would be certainty.
pub(super) fn of_100(p: f64) -> String {
    let percent = 100.0 * p;
    if percent > 0.0 && percent < 0.5 {
        "under 1".to_owned()
    } else if (99.5..100.0).contains(&percent) {
        "over 99".to_owned()
    } else {
        format!("{percent:.0}")
    }
}

/// Error, swelling and growth as whole numbers that add to 100 (largest remainder).
pub(super) fn three_of_100(weighing: &Weighing) -> [u32; 3] {
    let exact = [weighing.p_noise, weighing.p_pseudo, weighing.p_true].map(|p| 100.0 * p.clamp(0.0, 1.0));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
    let mut whole = exact.map(|p| p.floor() as u32);
    let mut order = [0_usize, 1, 2];
    let remainder = |place: usize| exact.get(place).map_or(0.0, |p| p.fract());
    order.sort_by(|a, b| remainder(*b).total_cmp(&remainder(*a)));
    let missing = 100_u32.saturating_sub(whole.iter().sum());
    for place in order.into_iter().take(missing as usize) {
        if let Some(count) = whole.get_mut(place) {
            *count += 1;
        }
    }
    whole
}

/// A ratio or odds with as many digits as its range bears: "1.1", "0.27", "0.06", "26".
pub(super) fn ratio(value: f64) -> String {
    let digits = match value {
        value if value >= 9.95 => 0,
        value if value >= 0.0995 => 2,
        _ => 3,
    };
    trimmed(&format!("{value:.digits$}"))
}

/// A decimal without trailing zeros.
fn trimmed(text: &str) -> String {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text.to_owned() }
}

/// A count of 100 with at most one decimal: "10", "0.5".
pub(super) fn count(p: f64) -> String {
    trimmed(&format!("{:.1}", 100.0 * p))
}

/// Three significant digits, for a sum done by hand.
pub(super) fn three_digits(value: f64) -> String {
    let digits = match value.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        size if size >= 0.1 => 3,
        _ => 4,
    };
    format!("{value:.digits$}")
}

/// A list in words: "a, b and c".
pub(super) fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_keep_the_digits_they_have() {
        for (value, text) in [(1.1, "1.1"), (2.0, "2"), (0.27, "0.27"), (0.06, "0.06"), (26.0, "26"), (0.004, "0.004")]
        {
            assert_eq!(ratio(value), text);
        }
    }

    #[test]
    fn a_probability_is_never_certainty() {
        assert_eq!(of_100(0.001), "under 1");
        assert_eq!(of_100(0.999), "over 99");
        assert_eq!(of_100(0.184), "18");
    }
}
