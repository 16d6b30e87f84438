//! Thresholds of the verdict: combining, labels, clinical status, confounders, red flags, recheck.
//!
//! Times are in days unless a name says otherwise; every value and its source stands in `assets/rules.ron`.

use super::clue::Tier;

/// How the ledger is summed.
#[derive(Clone, Debug, PartialEq)]
pub struct Combining {
    /// Multiplies the sum of ln ratios, because clues overlap.
    pub damping: f64,
    /// Multiplies the damping once when any confounder damps.
    pub confounder_factor: f64,
    /// The posterior is not below this without tissue or ctDNA.
    pub posterior_least: f64,
    /// The posterior is not above this without tissue or ctDNA.
    pub posterior_most: f64,
}

/// Edges of the labels.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelRules {
    /// Leaning pseudo from this posterior on.
    pub leaning_pseudo_posterior: f64,
    /// Leaning true up to this posterior.
    pub leaning_true_posterior: f64,
    /// Either leaning needs a damped likelihood ratio of at least this (or at most its inverse).
    pub leaning_ratio: f64,
    /// Leaning pseudo needs a probability of noise under this.
    pub leaning_pseudo_noise_below: f64,
    /// Growth below the rule: probability of a true rise of 20 % from this on.
    pub growth_below_rule_probability: f64,
    /// A fall to this share of the peak diameter or below is a response.
    pub fall_share: f64,
    /// Such a fall counts as pseudoprogression within this many days of the enlarging visit.
    pub swelling_within_days: i32,
    /// A treatment begun this many days before the enlarging visit or later may explain a fall.
    pub confounding_before_days: i32,
}

/// Edges of the levels of timing and size, and of the article's window.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelRules {
    /// First day of the pseudoprogression window of the article.
    pub window_from_days: i32,
    /// Last day of that window.
    pub window_to_days: i32,
    /// Edges of the timing levels in days: 2, 8, 12, 16 and 26 weeks.
    pub timing_edges_days: [i32; 5],
    /// Edges of the rise levels in percent of diameter: 20, 30, 40, 60 and 100.
    pub rise_edges_percent: [f64; 5],
    /// A lesion counts as injected for this many days.
    pub injected_days: i32,
    /// The nadir at or below this share of the baseline is a response before the rise.
    pub responded_share: f64,
    /// Growth pace over pre-therapy pace: slower below this.
    pub pace_slower_below: f64,
    /// Growth pace over pre-therapy pace: faster from this on.
    pub pace_faster_from: f64,
    /// LDH is not weighed this many days after a local treatment.
    pub ldh_local_days: i32,
    /// A re-measurement earlier than this many days says nothing yet.
    pub remeasured_from_days: i32,
}

/// Levels of clinical status (`domain.md` 6.4).
#[derive(Clone, Debug, PartialEq)]
pub struct StatusRules {
    /// A newly reached grade from this on is worse by itself.
    pub worse_grade: u8,
    /// A grade from this on is severe.
    pub severe_grade: u8,
    /// A performance status from this on, with a rise, is severe.
    pub severe_performance: u8,
    /// A quality-of-life change of this many points is meaningful.
    pub quality_of_life_step: u8,
    /// A quality-of-life fall of more than this many points is worse, not mildly worse.
    pub quality_of_life_worse: u8,
    /// Weight loss in percent from which status is worse.
    pub weight_loss_worse_percent: f64,
    /// Weight loss in percent from which status is severe.
    pub weight_loss_severe_percent: f64,
    /// That severe loss within this many days.
    pub weight_loss_severe_days: i32,
    /// Worse signs within this many days after a dose may be its adverse effect.
    pub after_dose_days: i32,
}

/// Edges of the confounders (`domain.md` section 7).
#[derive(Clone, Debug, PartialEq)]
pub struct ConfounderRules {
    /// A baseline older than this is flagged.
    pub baseline_flag_days: i32,
    /// A baseline older than this caps.
    pub baseline_cap_days: i32,
    /// A compared diameter under this many tenths of a millimeter caps.
    pub small_tenths: u32,
    /// A steroid change counts for this long.
    pub steroid_days: i32,
    /// Radiation counts for this long.
    pub radiation_days: i32,
    /// Radiation of a brain or spinal tumor counts for this long.
    pub radiation_central_days: i32,
    /// A biopsy counts for this long.
    pub biopsy_days: i32,
    /// Surgery counts for this long.
    pub surgery_days: i32,
    /// An injection blocks for this long.
    pub injection_block_days: i32,
    /// An injection caps for this long.
    pub injection_cap_days: i32,
    /// Tigilanol, electrochemotherapy or ablation blocks for this long.
    pub ablation_days: i32,
    /// A vaccination caps nodes for this long.
    pub vaccination_days: i32,
    /// An infection counts for this long after it was entered as an event.
    pub infection_days: i32,
    /// A gap between the sizes compared over this is flagged.
    pub gap_flag_days: i32,
    /// A gap over this caps.
    pub gap_cap_days: i32,
    /// A gap under this damps.
    pub gap_short_days: i32,
    /// Body weight change in percent that is flagged.
    pub weight_change_percent: f64,
    /// One lesion over this share of the sum is flagged.
    pub dominant_share: f64,
}

/// Edges of the red flags (`domain.md` 4.3 and 8.3).
#[derive(Clone, Debug, PartialEq)]
pub struct RedFlagRules {
    /// Ratio of tumor growth rates, on therapy over before, from which growth is rapid.
    pub growth_rate_ratio: f64,
    /// Difference of tumor growth rates, percent a month, over which growth is rapid.
    pub growth_rate_difference: f64,
    /// Without a size before therapy: rise in percent of diameter from which growth is rapid.
    pub rapid_percent: f64,
    /// And in tenths of a millimeter.
    pub rapid_tenths: u32,
    /// And within this many days.
    pub rapid_within_days: i32,
    /// A volume doubling time under this is rapid.
    pub rapid_doubling_days: f64,
    /// Over an interval of at least this.
    pub rapid_interval_days: i32,
}

/// Edges of the published definitions of hyperprogression (`domain.md` 4.3).
#[derive(Clone, Debug, PartialEq)]
pub struct Hyperprogression {
    /// On therapy over before it, of the growth rate or the growth kinetics.
    pub pace_ratio: f64,
    /// Kato: rise of the burden over this, in percent.
    pub kato_percent: f64,
    /// Ferrara: growth rate higher by more than this, in points of percent a month.
    pub ferrara_points: f64,
    /// Kas: the same.
    pub kas_points: f64,
    /// Matos: rise over this, in percent of diameter.
    pub matos_percent: f64,
    /// Matos: rise from this on, with several new lesions or a new organ.
    pub matos_spread_percent: f64,
    /// Matos: and at least so many millimeters.
    pub matos_mm: f64,
    /// Matos: within this many days.
    pub matos_days: i32,
    /// Lo Russo: rise from this on, in percent.
    pub lo_russo_percent: f64,
    /// Two months of therapy, in days.
    pub early_days: i32,
    /// Lo Russo: performance worse, to this status or more.
    pub performance: u8,
}

/// The recheck offsets, in days after the first visit of the open run.
#[derive(Clone, Debug, PartialEq)]
pub struct RecheckRules {
    /// Examination that informs.
    pub check_from_days: i32,
    /// Provisional image.
    pub provisional_from_days: i32,
    /// First day that can confirm.
    pub confirm_from_days: i32,
    /// The recommended day.
    pub due_days: i32,
    /// The latest day.
    pub latest_days: i32,
    /// Still unconfirmed: the next recheck after the last visit.
    pub again_days: i32,
    /// A doubling time over this leaves out the early examination, unless the site is critical, and is too slow to
    /// tell at the recommended day.
    pub slow_doubling_days: f64,
    /// Routine interval.
    pub routine_days: i32,
}

/// Where the decision aid starts: benefit lost by stopping if it is swelling, over the harm of waiting if it is growth.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionRules {
    /// Stable, no critical site, and a doubling time over `slow_doubling_days`.
    pub ratio_stable_slow: f64,
    /// Stable, and faster than that, or not known.
    pub ratio_stable: f64,
    /// Clinically worse.
    pub ratio_worse: f64,
    /// The doubling time, in days.
    pub slow_doubling_days: f64,
}

/// A plausible range of volume doubling times of a tumor type; for the plot, never evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct DoublingBand {
    /// Words that name the tumor type; all of them must occur.
    pub words: Vec<String>,
    /// Median, in days.
    pub median_days: f64,
    /// 5th percentile, in days.
    pub low_days: f64,
    /// 95th percentile, in days.
    pub high_days: f64,
    /// What it rests on.
    pub tier: Tier,
}
