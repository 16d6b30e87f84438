//! What repeated readings say of the noise: of the mean of one visit, and of an observer's own repeatability.
//!
//! `domain.md` 3.3: the mean of n readings has the random part over the root of n; a bias shared by one rater's readings
//! does not average out, so the SD of a mean is never under 0.6 of that of one reading, the same share that holds for
//! sums of lesions. A few readings say little of their own spread, so it is pooled with the table's, which counts as
//! `repeat_table_freedom` differences. Between two observers, only the part within one observer averages out.
//!
//! Simplified: readings by an observer whose own repeatability is used count there and again in their own visit.

use crate::domain::repeats::pooled;
use crate::domain::{Case, Finding, Repeatability, Repeats, Size, Spread};
use crate::rules::NoiseTable;

use super::TargetSize;

/// A size that is the mean of several readings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reread {
    /// How many readings.
    pub count: u32,
    /// How far they lie apart.
    pub spread: Spread,
}

impl Reread {
    /// Of these readings.
    pub fn of(repeats: &Repeats) -> Self {
        Self { count: repeats.count(), spread: repeats.spread() }
    }
}

/// The log SD of one reading of a diameter or a segmented volume.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct OneReading {
    /// Against another reading by the same observer.
    pub(super) same_observer: f64,
    /// Against the size it is compared with, by the same observer or another.
    pub(super) chosen: f64,
}

/// The SD of one reading, moved from the table's toward an observer's own.
pub(super) fn of_observer(
    same: f64,
    different: f64,
    own: Option<&Repeatability>,
    same_observer: bool,
    table: &NoiseTable,
) -> OneReading {
    let within = own.map_or(same, |own| {
        let spread = Spread { log_variance: own.log_sd * own.log_sd, degrees_of_freedom: own.degrees_of_freedom };
        with_table(same, spread, table)
    });
    let between = (different * different - same * same).max(0.0);
    OneReading {
        same_observer: within,
        chosen: if same_observer { within } else { (between + within * within).sqrt() },
    }
}

/// The log SD of a size that may be the mean of several readings.
pub(super) fn of_mean(one: OneReading, reread: Option<Reread>, table: &NoiseTable) -> f64 {
    let Some(Reread { count, spread }) = reread.filter(|own| own.count > 1) else { return one.chosen };
    let within = with_table(one.same_observer, spread, table);
    let between = (one.chosen * one.chosen - one.same_observer * one.same_observer).max(0.0);
    let mean = (between + within * within / f64::from(count)).sqrt();
    mean.max(table.shared_rater_share * one.chosen)
}

/// The table's SD and a spread that was seen, pooled by what each rests on.
fn with_table(table_sd: f64, seen: Spread, table: &NoiseTable) -> f64 {
    let (weight, freedom) = (table.repeat_table_freedom, f64::from(seen.degrees_of_freedom));
    ((weight * table_sd * table_sd + freedom * seen.log_variance) / (weight + freedom)).sqrt()
}

/// The repeatability of whoever measured a size, where it is used.
pub(super) fn own<'a>(target: &TargetSize, known: &'a [Repeatability]) -> Option<&'a Repeatability> {
    let observer = target.observer.trim();
    known.iter().find(|own| own.observer.trim() == observer && Some(own.method) == target.method)
}

/// What the repeated readings of a case say of each observer and method; segmented volumes are left out, since their
/// noise is not that of a diameter.
pub fn learned(case: &Case) -> Vec<Repeatability> {
    let measurements = case.visits().iter().flat_map(|visit| visit.measurements.values());
    pooled(measurements.filter_map(|measurement| {
        let repeats = measurement.repeats.as_ref()?;
        if !matches!(measurement.finding, Finding::Measured(Size::Axes(_))) || measurement.observer.trim().is_empty() {
            return None;
        }
        let spread = repeats.spread();
        Some(Repeatability {
            observer: measurement.observer.trim().to_owned(),
            method: measurement.method?,
            sets: 1,
            degrees_of_freedom: spread.degrees_of_freedom,
            log_sd: spread.log_variance.sqrt().min(crate::domain::repeats::MAX_LOG_SD),
        })
    }))
}

/// The table's relative SD of one reading by one observer, for comparison with an observer's own.
pub fn table_relative_sd(method: crate::domain::Method, table: &NoiseTable) -> f64 {
    super::noise::row_of(method, table).same_observer_cv
}

/// The relative SD that is used for an observer: the table's, moved toward the observer's own.
pub fn used_relative_sd(own: &Repeatability, table: &NoiseTable) -> f64 {
    let same = super::noise::log_sd_from_cv(table_relative_sd(own.method, table));
    super::noise::cv_from_log_sd(of_observer(same, same, Some(own), true, table).chosen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Method;
    use crate::rules::Rules;

    fn spread(sd: f64, degrees_of_freedom: u32) -> Spread {
        Spread { log_variance: sd * sd, degrees_of_freedom }
    }

    #[test]
    fn a_mean_is_surer_than_a_reading_down_to_the_shared_bias() {
        let table = &Rules::shipped().unwrap().noise;
        let one = of_observer(0.07, 0.12, None, true, table);
        let mean = |count, sd| of_mean(one, Some(Reread { count, spread: spread(sd, count - 1) }), table);
        assert_eq!(of_mean(one, None, table), 0.07, "one reading");
        // Two that differ as the table says: 0.07 / sqrt 2.
        assert!((mean(2, 0.07) - 0.0495).abs() < 1e-4, "{}", mean(2, 0.07));
        assert!((mean(3, 0.07) - 0.6 * 0.07).abs() < 1e-12, "three: 0.0404, held at 0.042");
        assert!((mean(5, 0.0) - 0.6 * 0.07).abs() < 1e-12, "never under 0.6 of one reading, however alike");
        // Three readings far apart: ((10 x 0.0049 + 2 x 0.04) / 12 / 3) = 0.003583, root 0.0599.
        assert!((mean(3, 0.2) - 0.0599).abs() < 1e-4, "readings far apart count: {}", mean(3, 0.2));
    }

    #[test]
    fn what_two_observers_differ_by_does_not_average_out() {
        let table = &Rules::shipped().unwrap().noise;
        let one = of_observer(0.07, 0.12, None, false, table);
        let mean = of_mean(one, Some(Reread { count: 3, spread: spread(0.07, 2) }), table);
        // 0.0144 - 0.0049 + 0.0049 / 3 = 0.011133, root 0.1055.
        assert!((mean - 0.1055).abs() < 1e-4, "{mean}");
    }

    #[test]
    fn few_readings_move_the_table_little() {
        let table = &Rules::shipped().unwrap().noise;
        let own = |degrees_of_freedom, log_sd| Repeatability {
            observer: "X".to_owned(),
            method: Method::Ultrasound,
            sets: degrees_of_freedom,
            degrees_of_freedom,
            log_sd,
        };
        // Ultrasound 8 %, six pairs of 5 %: root of (10 x 0.0064 + 6 x 0.0025) / 16 = 0.0703.
        assert!((used_relative_sd(&own(6, 0.05), table) - 0.0703).abs() < 2e-4);
        assert!((used_relative_sd(&own(1, 0.0), table) - 0.0763).abs() < 2e-4, "one pair without a difference");
        assert!((used_relative_sd(&own(600, 0.05), table) - 0.05).abs() < 1e-3, "many are believed");
    }
}
