//! Round numbers on an axis: five or six, never crowded.

use super::model::Tick;

/// What is labeled within a decade, from the fewest to the most.
const LOG_SETS: [&[f64]; 4] = [&[1.0], &[1.0, 3.0], &[1.0, 2.0, 5.0], &[1.0, 1.5, 2.0, 3.0, 5.0, 7.0]];

/// How many ticks an axis should have.
const WISHED: usize = 5;

/// The most ticks a log axis may have.
const MOST: usize = 7;

/// The most steps a linear axis may have.
const MOST_STEPS: f64 = 6.0;

/// A step of 1, 2, 2.5 or 5 times a power of ten that cuts `span` into about `parts`.
pub fn nice_step(span: f64, parts: usize) -> f64 {
    let raw = (span / parts.max(1) as f64).abs();
    if !raw.is_finite() || raw <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(raw.log10().floor());
    let lead = raw / power;
    // The bounds are the geometric means of neighbors, so the nearest step by ratio is taken.
    let nice = if lead < 1.414 {
        1.0
    } else if lead < 2.236 {
        2.0
    } else if lead < 3.536 {
        2.5
    } else if lead < 7.071 {
        5.0
    } else {
        10.0
    };
    nice * power
}

/// The range widened to whole steps, and the step.
pub fn nice_range(low: f64, high: f64) -> (f64, f64, f64) {
    let span = if high > low { high - low } else { high.abs().max(1.0) };
    let mut step = nice_step(span, WISHED);
    loop {
        // A hair of tolerance keeps 60.000000001 from asking for another step.
        let hair = step * 1e-9;
        let first = ((low + hair) / step).floor() * step;
        let last = ((high - hair) / step).ceil() * step;
        if last <= first || !(last - first).is_finite() {
            return (first, first + step, step);
        }
        if (last - first) / step < MOST_STEPS + 0.5 {
            return (first, last, step);
        }
        step = coarser(step);
    }
}

/// The next round step above this one.
fn coarser(step: f64) -> f64 {
    nice_step(step * 2.1, 1).max(step * 2.0)
}

/// Ticks of a linear axis over `range`.
pub fn linear(range: (f64, f64)) -> Vec<Tick> {
    let mut step = nice_step(range.1 - range.0, WISHED);
    if (range.1 - range.0) / step > MOST_STEPS + 0.5 {
        step = coarser(step);
    }
    let hair = step * 1e-6;
    let first = ((range.0 - hair) / step).ceil();
    let last = ((range.1 + hair) / step).floor();
    let count = (last - first).clamp(0.0, 50.0);
    let decimals = decimals_of(step);
    let mut ticks = Vec::new();
    let mut place = 0.0;
    while place <= count {
        let value = (first + place) * step;
        // A sum of steps can leave -0.0 or 1e-17 where zero is meant.
        let value = if value.abs() < hair { 0.0 } else { value };
        ticks.push(Tick { value, text: minus(&format!("{value:.decimals$}")) });
        place += 1.0;
    }
    ticks
}

/// Ticks of a log axis over `range`, whose ends are above zero.
///
/// Decades first, then 2 and 5 within them, then 1.5, 3 and 7; a range inside one decade that even these leave bare
/// gets the round numbers of a linear axis.
pub fn log(range: (f64, f64)) -> Vec<Tick> {
    let (low, high) = range;
    if !(low > 0.0 && high > low && high.is_finite()) {
        return Vec::new();
    }
    let mut best: Vec<f64> = Vec::new();
    for set in LOG_SETS {
        let values = decade_values(set, low, high);
        if values.len() > MOST && !best.is_empty() {
            break;
        }
        best = values;
        if best.len() >= WISHED {
            break;
        }
    }
    if best.len() > MOST {
        let every = best.len().div_ceil(MOST);
        best = best.into_iter().step_by(every).collect();
    }
    if best.len() < 4 {
        return linear(range).into_iter().filter(|tick| tick.value > 0.0).collect();
    }
    best.into_iter().map(|value| Tick { value, text: plain(value) }).collect()
}

/// The range widened to the nearest 1, 2 or 5 of a decade on either side.
pub fn nice_log_range(low: f64, high: f64) -> (f64, f64) {
    let low = if low.is_finite() && low > 0.0 { low } else { 0.01 };
    let high = if high.is_finite() && high > low { high } else { low * 10.0 };
    let set = [1.0, 2.0, 5.0];
    let around = decade_values(&set, low / 10.0, high * 10.0);
    let first = around.iter().copied().rfind(|value| *value <= low * 1.000_001).unwrap_or(low);
    let last = around.iter().copied().find(|value| *value >= high * 0.999_999).unwrap_or(high);
    if last > first { (first, last) } else { (first / 2.0, first * 2.0) }
}

/// Steps of weeks that people think in: weeks, fortnights, months, quarters, years.
const WEEK_STEPS: [i32; 9] = [1, 2, 4, 8, 12, 26, 52, 104, 260];

/// The step of a week axis of this many days that gives at most ten labels.
pub fn week_step(days: f64) -> i32 {
    let weeks = days / 7.0;
    WEEK_STEPS.into_iter().find(|step| weeks / f64::from(*step) <= 9.5).unwrap_or(520)
}

/// Ticks of a time axis over a range of days, in weeks.
pub fn weeks(range: (f64, f64), step: i32) -> Vec<Tick> {
    let step_days = f64::from(step.max(1)) * 7.0;
    let first = ((range.0 - 1e-6) / step_days).ceil();
    let last = ((range.1 + 1e-6) / step_days).floor();
    let count = (last - first).clamp(0.0, 60.0);
    let mut ticks = Vec::new();
    let mut place = 0.0;
    while place <= count {
        let day = (first + place) * step_days;
        let day = if day.abs() < 1e-9 { 0.0 } else { day };
        ticks.push(Tick { value: day, text: minus(&format!("{:.0}", day / 7.0)) });
        place += 1.0;
    }
    ticks
}

fn decade_values(set: &[f64], low: f64, high: f64) -> Vec<f64> {
    let mut values = Vec::new();
    let mut decade = 10_f64.powf(low.log10().floor());
    while decade <= high * 1.000_001 {
        for factor in set {
            let value = factor * decade;
            if value >= low * 0.999_999 && value <= high * 1.000_001 {
                values.push(value);
            }
        }
        decade *= 10.0;
    }
    values
}

/// How many decimals tell the multiples of a step apart.
fn decimals_of(step: f64) -> usize {
    (0_u8..9)
        .find(|places| {
            let scaled = step * 10_f64.powi(i32::from(*places));
            (scaled - scaled.round()).abs() < 1e-6 * scaled.abs().max(1.0)
        })
        .map_or(0, usize::from)
}

/// A number without needless zeros: 0.05, 1.5, 200.
fn plain(value: f64) -> String {
    let decimals = decimals_of(value);
    format!("{value:.decimals$}")
}

/// A true minus sign instead of a hyphen.
fn minus(text: &str) -> String {
    text.replace('-', "\u{2212}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|tick| tick.text.as_str()).collect()
    }

    #[test]
    fn linear_ticks_are_round_and_few() {
        for (low, high) in
            [(0.0, 8.2), (0.0, 60.0), (30.0, 80.0), (0.0, 0.07), (0.0, 143.0), (0.0, 1_250.0), (0.0, 1.0)]
        {
            let (first, last, _) = nice_range(low, high);
            assert!(first <= low && last >= high, "{low}..{high} is inside {first}..{last}");
            let ticks = linear((first, last));
            assert!((4..=8).contains(&ticks.len()), "{low}..{high} has {:?}", texts(&ticks));
        }
        assert_eq!(texts(&linear((0.0, 10.0))), ["0", "2", "4", "6", "8", "10"]);
        assert_eq!(texts(&linear((30.0, 80.0))), ["30", "40", "50", "60", "70", "80"]);
        assert_eq!(texts(&linear((0.0, 0.5))), ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5"]);
    }

    #[test]
    fn degenerate_ranges_do_no_harm() {
        assert!(!linear((5.0, 5.0)).is_empty(), "one value still has a tick");
        let (first, last, step) = nice_range(0.0, 0.0);
        assert!(first <= 0.0 && last > first && step > 0.0, "zero alone still has an axis: {first}..{last} by {step}");
        assert!(log((0.0, 10.0)).is_empty(), "there is no log of zero");
        assert!(log((3.0, f64::INFINITY)).is_empty(), "nor a finite axis to infinity");
        assert!(linear((f64::NAN, 1.0)).len() <= 1, "not a number ends quietly");
    }

    #[test]
    fn log_ticks_are_decades_with_2_and_5() {
        assert_eq!(texts(&log((1.0, 10.0))), ["1", "1.5", "2", "3", "5", "7", "10"]);
        assert_eq!(texts(&log((0.5, 50.0))), ["0.5", "1", "2", "5", "10", "20", "50"]);
        assert_eq!(texts(&log((0.01, 1000.0))), ["0.01", "0.1", "1", "10", "100", "1000"]);
        assert_eq!(texts(&log((40.0, 60.0))), ["40", "45", "50", "55", "60"]);
        for (low, high) in [(0.02, 0.9), (1.0, 3.0), (2.0, 900.0), (0.000_1, 100_000.0)] {
            let ticks = log(nice_log_range(low, high));
            assert!((3..=7).contains(&ticks.len()), "{low}..{high} has {:?}", texts(&ticks));
        }
    }

    #[test]
    fn log_ranges_end_on_ticks() {
        assert_eq!(nice_log_range(0.7, 12.0), (0.5, 20.0));
        assert_eq!(nice_log_range(1.0, 10.0), (1.0, 10.0));
        assert_eq!(nice_log_range(-1.0, f64::NAN), (0.01, 0.1));
    }

    #[test]
    fn weeks_are_counted_in_steps_people_use() {
        assert_eq!(week_step(18.0 * 7.0), 2);
        assert_eq!(week_step(8.0 * 7.0), 1);
        assert_eq!(week_step(60.0 * 7.0), 8);
        assert_eq!(texts(&weeks((-14.0, 56.0), 2)), ["\u{2212}2", "0", "2", "4", "6", "8"]);
        assert_eq!(weeks((-14.0, 56.0), 2)[1].value, 0.0);
    }
}
