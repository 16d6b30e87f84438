//! Growth rates between two sizes (`domain.md` 4.1).
//!
//! Exponential growth of a volume is assumed; from diameters the volume goes with the cube (isotropic growth).

use std::f64::consts::LN_2;

use super::{Basis, Point, Series};

/// The mean length of a month in days, 365.25 / 12, as the published definitions of the tumor growth rate use it.
pub const DAYS_PER_MONTH: f64 = 30.4375;

/// How fast the targets grew between two points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GrowthRates {
    /// Days between the two.
    pub days: f64,
    /// Specific growth rate of the volume per day, natural logarithm; negative when shrinking.
    pub specific_per_day: f64,
    /// Volume doubling time in days; negative is the time to halve, `None` when nothing changed.
    pub doubling_days: Option<f64>,
    /// Tumor growth rate in percent of volume per month (Champiat, Ferrara).
    pub percent_per_month: f64,
    /// Tumor growth kinetics in millimeters of the sum of diameters per month (Le Tourneau, Saada-Bouzid); `None` on a
    /// volume basis.
    pub mm_per_month: Option<f64>,
}

impl GrowthRates {
    /// The rates between two sums of diameters, `days` apart; `None` unless both sizes and the time are above zero.
    ///
    /// # Examples
    /// ```
    /// use reassess::series::GrowthRates;
    /// let rates = GrowthRates::from_diameters_mm(36.0, 64.0, 28.0).unwrap();
    /// assert!((rates.doubling_days.unwrap() - 11.24).abs() < 0.01);
    /// ```
    pub fn from_diameters_mm(first: f64, second: f64, days: f64) -> Option<Self> {
        let mut rates = Self::from_log_volume_ratio(3.0 * log_ratio(first, second)?, days)?;
        rates.mm_per_month = Some((second - first) / days * DAYS_PER_MONTH);
        Some(rates)
    }

    /// The rates between two volumes, `days` apart; `None` unless both sizes and the time are above zero.
    pub fn from_volumes_mm3(first: f64, second: f64, days: f64) -> Option<Self> {
        Self::from_log_volume_ratio(log_ratio(first, second)?, days)
    }

    /// The rates between two points of a series, over the targets assessed at both.
    pub fn between(first: &Point, second: &Point, series: &Series) -> Option<Self> {
        let days = f64::from(second.day) - f64::from(first.day);
        let (from, to) = common_sums(first, second, series, series.basis)?;
        match series.basis {
            Basis::Diameters => Self::from_diameters_mm(from, to, days),
            Basis::Volumes => Self::from_volumes_mm3(from, to, days),
        }
    }

    /// The SD of [`Self::specific_per_day`], from the log SD of the change of diameters or volumes it was made from.
    pub fn specific_sd_per_day(&self, change_log_sd: f64, basis: Basis) -> f64 {
        let cube = match basis {
            Basis::Diameters => 3.0,
            Basis::Volumes => 1.0,
        };
        cube * change_log_sd / self.days
    }

    /// The days in which a diameter grows by this factor at this rate (+20 % is 1.2); `None` unless it grows.
    pub fn days_to_diameter_factor(&self, factor: f64) -> Option<f64> {
        (self.specific_per_day > 0.0).then(|| 3.0 * factor.ln() / self.specific_per_day)
    }

    /// The factor by which a diameter changes in this many days at this rate.
    pub fn diameter_factor_in(&self, days: f64) -> f64 {
        (self.specific_per_day * days / 3.0).exp()
    }

    fn from_log_volume_ratio(log_ratio: f64, days: f64) -> Option<Self> {
        if days <= 0.0 {
            return None;
        }
        let specific_per_day = log_ratio / days;
        Some(Self {
            days,
            specific_per_day,
            doubling_days: (log_ratio != 0.0).then(|| LN_2 / specific_per_day),
            percent_per_month: 100.0 * (specific_per_day * DAYS_PER_MONTH).exp_m1(),
            mm_per_month: None,
        })
    }
}

/// The sums at two points over the summed targets assessed at both; `None` when there are none.
pub(super) fn common_sums(first: &Point, second: &Point, series: &Series, basis: Basis) -> Option<(f64, f64)> {
    first
        .targets
        .iter()
        .filter(|target| series.is_summed(target.lesion))
        .filter_map(|target| Some((target.on(basis)?, second.target(target.lesion)?.on(basis)?)))
        .reduce(|(first_sum, second_sum), (from, to)| (first_sum + from, second_sum + to))
}

fn log_ratio(first: f64, second: f64) -> Option<f64> {
    (first > 0.0 && second > 0.0).then(|| (second / first).ln())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_rates_come_out() {
        let before = GrowthRates::from_diameters_mm(30.0, 36.0, 42.0).unwrap();
        let on = GrowthRates::from_diameters_mm(36.0, 64.0, 28.0).unwrap();
        for (name, value, expected, within) in [
            ("N13 doubling time", on.doubling_days.unwrap(), 11.24, 0.005),
            ("N14 growth rate", before.percent_per_month, 48.64, 0.005),
            ("growth rate on therapy", on.percent_per_month, 553.0, 0.5),
            ("kinetics before", before.mm_per_month.unwrap(), 4.35, 0.005),
            ("kinetics on therapy", on.mm_per_month.unwrap(), 30.44, 0.005),
            ("doubling time before", before.doubling_days.unwrap(), 53.2, 0.05),
        ] {
            assert!((value - expected).abs() <= within, "{name}: {value}, expected {expected}");
        }
    }

    #[test]
    fn time_to_a_fifth_more_follows_from_the_doubling_time() {
        let rates = GrowthRates::from_volumes_mm3(1.0, 2.0, 30.0).unwrap();
        let days = rates.days_to_diameter_factor(1.2).unwrap();
        assert!((days - 23.7).abs() < 0.05, "N15: {days}");
        assert!((rates.diameter_factor_in(days) - 1.2).abs() < 1e-12, "and back");
    }

    #[test]
    fn no_rate_from_nothing() {
        assert_eq!(GrowthRates::from_diameters_mm(0.0, 10.0, 28.0), None, "from zero");
        assert_eq!(GrowthRates::from_diameters_mm(10.0, 12.0, 0.0), None, "no time");
        let still = GrowthRates::from_diameters_mm(10.0, 10.0, 28.0).unwrap();
        assert_eq!(still.doubling_days, None, "no change has no doubling time");
        assert_eq!(still.days_to_diameter_factor(1.2), None, "nor a day on which it is bigger");
    }
}
