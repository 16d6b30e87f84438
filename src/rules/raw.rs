//! The rules file as written, and its conversion into checked parameters.
//!
//! Every struct here mirrors a block of `assets/rules.ron`; unknown and missing fields are errors.

use serde::Deserialize;

use super::clue::{Level, Tier};
use super::criteria::{CriteriaSettings, FurtherRiseReference};
use super::error::RulesError;
use super::forecast_raw::RawForecast;
use super::noise::{MethodNoise, NoiseTable};
use super::priors::{Prior, PriorKey, Priors};
use super::ratios::{MeasuredRatio, Ratio, Ratios};
use super::thresholds::{
    Combining, ConfounderRules, DecisionRules, DoublingBand, Hyperprogression, LabelRules, LevelRules, RecheckRules,
    RedFlagRules, StatusRules,
};
use super::{Rules, RulesChange};

/// A struct that is both written in the file and used, field by field the same.
macro_rules! mirrored {
    ($(#[$meta:meta])* $raw:ident => $checked:ident { $($field:ident: $kind:ty),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct $raw { $($field: $kind),+ }

        impl From<$raw> for $checked {
            fn from(raw: $raw) -> Self {
                Self { $($field: raw.$field.into()),+ }
            }
        }
    };
}
pub(super) use mirrored;

mirrored!(RawMethodNoise => MethodNoise { same_observer_cv: f64, different_observer_cv: f64, floor_mm: f64 });
mirrored!(RawNoise => NoiseTable {
    caliper: RawMethodNoise, caliper_ill_defined: RawMethodNoise, ultrasound: RawMethodNoise, ct_thin: RawMethodNoise,
    ct_thick: RawMethodNoise, mri: RawMethodNoise, radiograph: RawMethodNoise, palpation: RawMethodNoise,
    unknown: RawMethodNoise, segmented_volume_cv: f64, method_change_extra_cv: f64, method_change_least_cv: f64,
    shared_rater_share: f64, repeat_table_freedom: f64,
});
mirrored!(RawCombining => Combining {
    damping: f64, confounder_factor: f64, posterior_least: f64, posterior_most: f64,
});
mirrored!(RawLabels => LabelRules {
    leaning_pseudo_posterior: f64, leaning_true_posterior: f64, leaning_ratio: f64, leaning_pseudo_noise_below: f64,
    growth_below_rule_probability: f64, fall_share: f64, swelling_within_days: i32, confounding_before_days: i32,
});
mirrored!(RawLevels => LevelRules {
    window_from_days: i32, window_to_days: i32, timing_edges_days: [i32; 5], rise_edges_percent: [f64; 5],
    injected_days: i32, responded_share: f64, pace_slower_below: f64, pace_faster_from: f64, ldh_local_days: i32,
    remeasured_from_days: i32,
});
mirrored!(RawStatus => StatusRules {
    worse_grade: u8, severe_grade: u8, severe_performance: u8, quality_of_life_step: u8, quality_of_life_worse: u8,
    weight_loss_worse_percent: f64, weight_loss_severe_percent: f64, weight_loss_severe_days: i32,
    after_dose_days: i32,
});
mirrored!(RawConfounders => ConfounderRules {
    baseline_flag_days: i32, baseline_cap_days: i32, small_tenths: u32, steroid_days: i32, radiation_days: i32,
    radiation_central_days: i32, biopsy_days: i32, surgery_days: i32, injection_block_days: i32,
    injection_cap_days: i32, ablation_days: i32, vaccination_days: i32, infection_days: i32, gap_flag_days: i32,
    gap_cap_days: i32, gap_short_days: i32, weight_change_percent: f64, dominant_share: f64,
});
mirrored!(RawRedFlags => RedFlagRules {
    growth_rate_ratio: f64, growth_rate_difference: f64, rapid_percent: f64, rapid_tenths: u32,
    rapid_within_days: i32, rapid_doubling_days: f64, rapid_interval_days: i32,
});
mirrored!(RawHyperprogression => Hyperprogression {
    pace_ratio: f64, kato_percent: f64, ferrara_points: f64, kas_points: f64, matos_percent: f64,
    matos_spread_percent: f64, matos_mm: f64, matos_days: i32, lo_russo_percent: f64, early_days: i32, performance: u8,
});
mirrored!(#[expect(clippy::struct_field_names, reason = "every name carries its unit")] RawRecheck => RecheckRules {
    check_from_days: i32, provisional_from_days: i32, confirm_from_days: i32, due_days: i32, latest_days: i32,
    again_days: i32, slow_doubling_days: f64, routine_days: i32,
});
mirrored!(RawDecision => DecisionRules {
    ratio_stable_slow: f64, ratio_stable: f64, ratio_worse: f64, slow_doubling_days: f64,
});
mirrored!(RawChange => RulesChange { version: String, what: String });

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCriteria {
    progression_percent: u32,
    progression_floor_tenths: u32,
    response_percent: u32,
    confirm_rise_tenths: u32,
    normal_node_tenths: u32,
    confirm_min_days: i32,
    confirm_tolerance_days: i32,
    confirm_max_days: i32,
    late_confirmation_counts: bool,
    further_rise_reference: String,
    fewer_new_lesions_reset: bool,
    response_kept_in_block: bool,
    reset_fall_tenths: u32,
    reset_from_days: Option<i32>,
    new_target_tenths: u32,
    new_target_node_tenths: u32,
    second_look_days: i32,
    stable_min_days: i32,
    measurable_tenths: u32,
    measurable_node_tenths: u32,
    measurable_radiograph_recist_tenths: u32,
    measurable_radiograph_crecist_tenths: u32,
    max_targets: usize,
    max_targets_per_organ: usize,
    baseline_max_age_days: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPrior {
    key: String,
    p: f64,
    low: f64,
    high: f64,
    tier: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMeasured {
    lr: f64,
    low: f64,
    high: f64,
    what: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRatio {
    level: String,
    lr: f64,
    low: f64,
    high: f64,
    tier: String,
    source: String,
    #[serde(default)]
    measured: Option<RawMeasured>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBand {
    words: Vec<String>,
    median_days: f64,
    low_days: f64,
    high_days: f64,
    tier: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRules {
    version: String,
    #[serde(default)]
    changes: Vec<RawChange>,
    noise: RawNoise,
    criteria: RawCriteria,
    priors: Vec<RawPrior>,
    ratios: Vec<RawRatio>,
    combining: RawCombining,
    labels: RawLabels,
    levels: RawLevels,
    status: RawStatus,
    confounders: RawConfounders,
    red_flags: RawRedFlags,
    hyperprogression: RawHyperprogression,
    recheck: RawRecheck,
    decision: RawDecision,
    doubling_bands: Vec<RawBand>,
    forecast: RawForecast,
}

/// Reads and checks a rules file.
pub(super) fn parse(text: &str) -> Result<Rules, RulesError> {
    let raw: RawRules = ron::from_str(text).map_err(|error| RulesError::Syntax {
        line: error.span.start.line,
        column: error.span.start.col,
        reason: error.code.to_string(),
    })?;
    let rules = Rules {
        version: raw.version,
        changes: raw.changes.into_iter().map(Into::into).collect(),
        noise: raw.noise.into(),
        criteria: criteria(&raw.criteria)?,
        priors: priors(raw.priors)?,
        ratios: ratios(raw.ratios)?,
        combining: raw.combining.into(),
        labels: raw.labels.into(),
        levels: raw.levels.into(),
        status: raw.status.into(),
        confounders: raw.confounders.into(),
        red_flags: raw.red_flags.into(),
        hyperprogression: raw.hyperprogression.into(),
        recheck: raw.recheck.into(),
        decision: raw.decision.into(),
        doubling_bands: raw.doubling_bands.into_iter().map(band).collect::<Result<_, _>>()?,
        forecast: raw.forecast.checked()?,
    };
    super::check::check(&rules)?;
    Ok(rules)
}

fn criteria(raw: &RawCriteria) -> Result<CriteriaSettings, RulesError> {
    let further_rise_reference = match raw.further_rise_reference.as_str() {
        "first_unconfirmed" => FurtherRiseReference::FirstUnconfirmed,
        "last_visit" => FurtherRiseReference::LastVisit,
        other => return Err(RulesError::unknown("further_rise_reference", other)),
    };
    Ok(CriteriaSettings {
        progression_percent: raw.progression_percent,
        progression_floor_tenths: raw.progression_floor_tenths,
        response_percent: raw.response_percent,
        confirm_rise_tenths: raw.confirm_rise_tenths,
        normal_node_tenths: raw.normal_node_tenths,
        confirm_min_days: raw.confirm_min_days,
        confirm_tolerance_days: raw.confirm_tolerance_days,
        confirm_max_days: raw.confirm_max_days,
        late_confirmation_counts: raw.late_confirmation_counts,
        further_rise_reference,
        fewer_new_lesions_reset: raw.fewer_new_lesions_reset,
        response_kept_in_block: raw.response_kept_in_block,
        reset_fall_tenths: raw.reset_fall_tenths,
        reset_from_days: raw.reset_from_days,
        new_target_tenths: raw.new_target_tenths,
        new_target_node_tenths: raw.new_target_node_tenths,
        second_look_days: raw.second_look_days,
        stable_min_days: raw.stable_min_days,
        measurable_tenths: raw.measurable_tenths,
        measurable_node_tenths: raw.measurable_node_tenths,
        measurable_radiograph_recist_tenths: raw.measurable_radiograph_recist_tenths,
        measurable_radiograph_crecist_tenths: raw.measurable_radiograph_crecist_tenths,
        max_targets: raw.max_targets,
        max_targets_per_organ: raw.max_targets_per_organ,
        baseline_max_age_days: raw.baseline_max_age_days,
    })
}

fn tier(text: &str) -> Result<Tier, RulesError> {
    Tier::from_token(text).ok_or_else(|| RulesError::unknown("tier", text))
}

fn priors(raw: Vec<RawPrior>) -> Result<Priors, RulesError> {
    let mut priors = Vec::with_capacity(raw.len());
    for row in raw {
        let key = PriorKey::from_token(&row.key).ok_or_else(|| RulesError::unknown("prior", &row.key))?;
        if priors.iter().any(|(own, _)| *own == key) {
            return Err(RulesError::Twice { what: "prior", name: row.key });
        }
        let prior = Prior { p: row.p, low: row.low, high: row.high, tier: tier(&row.tier)?, source: row.source };
        priors.push((key, prior));
    }
    match PriorKey::ALL.into_iter().find(|key| !priors.iter().any(|(own, _)| own == key)) {
        Some(missing) => Err(RulesError::Missing { what: "prior", name: missing.token() }),
        None => Ok(Priors(priors)),
    }
}

fn ratios(raw: Vec<RawRatio>) -> Result<Ratios, RulesError> {
    let mut ratios: Vec<Ratio> = Vec::with_capacity(raw.len());
    for row in raw {
        let level = Level::from_token(&row.level).ok_or_else(|| RulesError::unknown("level", &row.level))?;
        if ratios.iter().any(|own| own.level == level) {
            return Err(RulesError::Twice { what: "level", name: row.level });
        }
        let measured =
            row.measured.map(|own| MeasuredRatio { lr: own.lr, low: own.low, high: own.high, what: own.what });
        ratios.push(Ratio {
            level,
            lr: row.lr,
            low: row.low,
            high: row.high,
            tier: tier(&row.tier)?,
            source: row.source,
            measured,
        });
    }
    if let Some(missing) = Level::ALL.iter().find(|level| !ratios.iter().any(|own| own.level == **level)) {
        return Err(RulesError::Missing { what: "level", name: missing.token() });
    }
    ratios.sort_by_key(|ratio| ratio.level);
    Ok(Ratios(ratios))
}

fn band(raw: RawBand) -> Result<DoublingBand, RulesError> {
    Ok(DoublingBand {
        words: raw.words,
        median_days: raw.median_days,
        low_days: raw.low_days,
        high_days: raw.high_days,
        tier: tier(&raw.tier)?,
    })
}
