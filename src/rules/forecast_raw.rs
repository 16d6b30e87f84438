//! The forecast rules as written, and their conversion into checked parameters.
//!
//! Every struct mirrors a block of `assets/forecast.ron`; unknown and missing fields are errors.

use serde::Deserialize;

use super::forecast::{
    FamilyRules, FlareRules, ForecastRules, ForecastRulesError, ForecastSource, LogNormal, ProgressionRules,
    ResidualRules, ResponseRules, Shares, UsualSchedule,
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
mirrored!(RawFamilies => FamilyRules {
    shares: RawShares, before_doubling_weeks: RawLogNormal, stable_drift_sd: f64, response: RawResponse,
    progression: RawProgression, turn_weeks: RawLogNormal, flare: RawFlare, residual: RawResidual,
});
mirrored!(RawSchedule => UsualSchedule { every_days: f64, until_days: f64 });
mirrored!(RawSource => ForecastSource { block: String, tier: String, source: String });

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawForecast {
    human_checkpoint: RawFamilies,
    canine_default: RawFamilies,
    canine_schedule: RawSchedule,
    sources: Vec<RawSource>,
}

/// The rules as shipped.
const SHIPPED: &str = include_str!("../../assets/forecast.ron");

impl ForecastRules {
    /// Reads forecast rules.
    ///
    /// # Errors
    /// [`ForecastRulesError`], naming the place or the number.
    pub fn parse(text: &str) -> Result<Self, ForecastRulesError> {
        let raw: RawForecast = ron::from_str(text).map_err(|error| ForecastRulesError::Syntax {
            line: error.span.start.line,
            column: error.span.start.col,
            reason: error.code.to_string(),
        })?;
        let schedule = UsualSchedule::from(raw.canine_schedule);
        for (name, value) in
            [("canine_schedule.every_days", schedule.every_days), ("canine_schedule.until_days", schedule.until_days)]
        {
            if !(1.0..=10_000.0).contains(&value) {
                return Err(ForecastRulesError::OutOfRange {
                    name: name.to_owned(),
                    value: value.to_string(),
                    wanted: "from 1 to 10000",
                });
            }
        }
        Ok(Self {
            human_checkpoint: FamilyRules::from(raw.human_checkpoint).check()?,
            canine_default: FamilyRules::from(raw.canine_default).check()?,
            canine_schedule: schedule,
            sources: raw.sources.into_iter().map(ForecastSource::from).collect(),
        })
    }

    /// The rules compiled in.
    ///
    /// # Errors
    /// As [`Self::parse`]; a test makes sure that there are none.
    pub fn shipped() -> Result<Self, ForecastRulesError> {
        Self::parse(SHIPPED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_rules_are_read_and_every_block_has_a_source() {
        let rules = ForecastRules::shipped().unwrap();
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
        ] {
            let text = SHIPPED.replacen(from, to, 1);
            assert_ne!(text, SHIPPED, "{from} stands in the file");
            let error = ForecastRules::parse(&text).unwrap_err().to_string();
            assert!(error.contains(part), "{from} -> {to}: {error}");
        }
    }
}
