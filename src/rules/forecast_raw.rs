//! The forecast rules as written, and their conversion into checked parameters.
//!
//! Every struct mirrors a block under `forecast` in `assets/rules.ron`; unknown and missing fields are errors.

use serde::Deserialize;

use super::error::RulesError;
use super::forecast::{
    Calibration, FamilyRules, FlareRules, ForecastRules, ForecastSource, LogNormal, LogOdds, ProgressionRules,
    ResidualRules, ResponseRules, Shares, SizeRatioRules, UsualSchedule,
};
use super::raw::mirrored;

mirrored!(RawLogNormal => LogNormal { median: f64, geometric_sd: f64 });
mirrored!(RawShares => Shares {
    stable: f64, response: f64, progression: f64, grow_then_respond: f64, flare: f64,
});
mirrored!(RawResponse => ResponseRules {
    delay_weeks: RawLogNormal, rate_per_week: RawLogNormal, floor: RawLogNormal,
});
mirrored!(RawProgression => ProgressionRules {
    doubling_weeks: RawLogNormal, from_start_share: f64, lag_weeks: RawLogNormal, decline_per_week: RawLogNormal,
});
mirrored!(RawFlare => FlareRules {
    onset_weeks: RawLogNormal, rise_weeks: RawLogNormal, height: RawLogNormal, decay_weeks: RawLogNormal,
    rate_per_week: RawLogNormal,
});
mirrored!(RawResidual => ResidualRules {
    walk_per_week: f64, jump_per_visit: f64, noise_share: f64, degrees_of_freedom: u8, scatter_geometric_sd: f64,
    repeat_share: f64, repeat_strength: f64,
});
mirrored!(RawLogOdds => LogOdds { intercept: f64, slope: f64 });
mirrored!(RawCalibration => Calibration { next_below: RawLogOdds, fall: RawLogOdds });
mirrored!(RawFamilies => FamilyRules {
    shares: RawShares, before_doubling_weeks: RawLogNormal, stable_drift_sd: f64, response: RawResponse,
    progression: RawProgression, turn_weeks: RawLogNormal, flare: RawFlare, residual: RawResidual,
    calibration: RawCalibration,
});
mirrored!(RawSchedule => UsualSchedule { every_days: f64, until_days: f64 });
mirrored!(RawSizeRatio => SizeRatioRules { largest: f64, deciding: f64 });
mirrored!(RawSource => ForecastSource { block: String, tier: String, source: String });

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawForecast {
    human_checkpoint: RawFamilies,
    canine_default: RawFamilies,
    canine_schedule: RawSchedule,
    size_ratio: RawSizeRatio,
    sources: Vec<RawSource>,
}

impl RawForecast {
    /// The parameters, checked.
    pub(super) fn checked(self) -> Result<ForecastRules, RulesError> {
        let schedule = UsualSchedule::from(self.canine_schedule);
        let size_ratio = SizeRatioRules::from(self.size_ratio);
        for (name, value, range, wanted) in [
            ("canine_schedule.every_days", schedule.every_days, 1.0..=10_000.0, "from 1 to 10000"),
            ("canine_schedule.until_days", schedule.until_days, 1.0..=10_000.0, "from 1 to 10000"),
            ("size_ratio.largest", size_ratio.largest, 1.0..=100.0, "from 1 to 100"),
            ("size_ratio.deciding", size_ratio.deciding, 1.0..=size_ratio.largest, "from 1 to the largest ratio"),
        ] {
            if !range.contains(&value) {
                return Err(RulesError::out_of_range(format!("forecast.{name}"), value, wanted));
            }
        }
        Ok(ForecastRules {
            human_checkpoint: FamilyRules::from(self.human_checkpoint).check()?,
            canine_default: FamilyRules::from(self.canine_default).check()?,
            canine_schedule: schedule,
            size_ratio,
            sources: self.sources.into_iter().map(ForecastSource::from).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::Rules;

    const SHIPPED: &str = include_str!("../../assets/rules.ron");

    #[test]
    fn the_shipped_rules_are_read_and_every_block_has_a_source() {
        let rules = &Rules::shipped().unwrap().forecast;
        for set in ["human_checkpoint", "canine_default"] {
            for block in [
                "shares",
                "before_doubling_weeks",
                "stable_drift_sd",
                "response",
                "progression",
                "turn_weeks",
                "flare",
                "residual",
                "calibration",
            ] {
                let name = format!("{set}.{block}");
                let source = rules.sources.iter().find(|source| source.block == name);
                let source = source.unwrap_or_else(|| panic!("{name} has no source"));
                assert!(["people", "opinion"].contains(&source.tier.as_str()), "{name} has a tier");
                assert!(!source.source.is_empty(), "{name} has words");
            }
        }
    }

    #[test]
    fn wrong_numbers_are_refused_by_name() {
        for (from, to, part) in [
            ("geometric_sd: 2.5", "geometric_sd: 0.5", "geometric_sd"),
            ("degrees_of_freedom: 2", "degrees_of_freedom: 9", "degrees_of_freedom"),
            ("every_days: 28.0", "every_days: 0.0", "every_days"),
            ("every_days: 28.0", "every_days: 28.0, color: 3", "color"),
            ("deciding: 2.0", "deciding: 20.0", "deciding"),
        ] {
            let text = SHIPPED.replacen(from, to, 1);
            assert_ne!(text, SHIPPED, "{from} stands in the file");
            let error = Rules::parse(&text).unwrap_err().to_string();
            assert!(error.contains(part), "{from} -> {to}: {error}");
        }
    }
}
