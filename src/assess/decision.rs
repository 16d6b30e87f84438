//! The decision aid: a harm ratio that the clinician sets, and what waiting for the recheck costs (`domain.md` 9, 4.5).
//!
//! It is computed from a finished assessment and goes into none: it moves no label, no recommendation and no date.

use super::Assessment;
use super::plan::{RecheckKind, RecheckReason};
use crate::domain::Case;
use crate::rules::{Clue, Rules};

/// The least harm ratio that can be set.
pub const LEAST_RATIO: f64 = 1.0;
/// The largest harm ratio that can be set.
pub const LARGEST_RATIO: f64 = 20.0;

/// Days after the last size for which the price of waiting is told.
const WAITING_DAYS: [i32; 4] = [14, 21, 28, 56];

/// Why the slider starts where it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RatioStart {
    /// Stable, no critical site, slow growth.
    StableSlow,
    /// Stable, and growth is not slow or not known, or a site is critical; or the status is not recorded.
    Stable,
    /// Clinically worse.
    Worse,
}

/// What waiting costs if it is growth at its last pace.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waiting {
    /// Days after the last size.
    pub after_days: i32,
    /// How many times the volume then is of the last.
    pub volume_factor: f64,
    /// By how much the diameter grows, as a share.
    pub diameter_rise: f64,
    /// The same at the two ends of the 95 % interval of the last growth rate.
    pub rise_95: Option<(f64, f64)>,
}

/// Benefit against harm of staying on the therapy until the recheck.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionAid {
    /// Benefit lost by stopping if it is swelling, over the harm of waiting if it is growth.
    pub ratio: f64,
    /// Where the ratio starts, and why.
    pub start: (f64, RatioStart),
    /// Staying weighs more from this probability of swelling on: `1 / (1 + ratio)`.
    pub threshold: f64,
    /// Probability of swelling given a real rise, as in the verdict.
    pub swelling: f64,
    /// Volume doubling time of the last interval, in days; `None` where it did not grow or is not known.
    pub doubling_days: Option<f64>,
    /// The price of waiting by recheck day; empty without a doubling time.
    pub waiting: Vec<Waiting>,
}

impl DecisionAid {
    /// Whether staying on the therapy until the recheck weighs more, by this ratio alone.
    pub fn favors_staying(&self) -> bool {
        self.swelling >= self.threshold
    }
}

/// Weighs staying against changing; `None` where no enlargement is open and weighed, or a red flag forbids waiting.
///
/// `ratio` is what the clinician set; `None` starts where `domain.md` 9 does.
pub fn decision_aid(case: &Case, assessment: &Assessment, rules: &Rules, ratio: Option<f64>) -> Option<DecisionAid> {
    let weighing = assessment.verdict.weighing.as_ref()?;
    let episode = assessment.episode.as_ref().filter(|own| own.open)?;
    // With a red flag nobody waits, and after a death nobody chooses.
    if assessment.recheck.kind == RecheckKind::RedFlag || assessment.recheck.why == RecheckReason::Died {
        return None;
    }
    let start = start(case, assessment, rules);
    let ratio = ratio.filter(|own| own.is_finite()).unwrap_or(start.0).clamp(LEAST_RATIO, LARGEST_RATIO);
    let doubling_days = episode.doubling_days.filter(|days| *days > 0.0);
    let last = assessment.kinetics.intervals.last().filter(|own| own.to == episode.latest);
    let rates = last.map(|own| own.specific_95);
    let after = |days: i32, doubling: f64| {
        let (volume_factor, diameter_rise) = growth(days, doubling);
        let rise = |per_day: f64| (per_day * f64::from(days) / 3.0).exp_m1();
        Waiting {
            after_days: days,
            volume_factor,
            diameter_rise,
            rise_95: rates.map(|(low, high)| (rise(low), rise(high))),
        }
    };
    Some(DecisionAid {
        ratio,
        start,
        threshold: 1.0 / (1.0 + ratio),
        swelling: weighing.posterior,
        doubling_days,
        waiting: doubling_days
            .map(|doubling| WAITING_DAYS.into_iter().map(|days| after(days, doubling)).collect())
            .unwrap_or_default(),
    })
}

/// How many times the volume is after some days, and by which share the diameter has risen.
fn growth(days: i32, doubling_days: f64) -> (f64, f64) {
    let volume_factor = (f64::from(days) / doubling_days).exp2();
    (volume_factor, volume_factor.cbrt() - 1.0)
}

fn start(case: &Case, assessment: &Assessment, rules: &Rules) -> (f64, RatioStart) {
    let decision = &rules.decision;
    if !assessment.status_causes.is_empty() {
        return (decision.ratio_worse, RatioStart::Worse);
    }
    let critical = case.lesions().iter().any(|lesion| lesion.critical_site);
    let recorded = assessment.ledger.iter().any(|row| row.clue == Clue::Status);
    let doubling = assessment.episode.as_ref().and_then(|own| own.doubling_days);
    let slow = doubling.is_some_and(|days| days > decision.slow_doubling_days);
    if slow && recorded && !critical {
        (decision.ratio_stable_slow, RatioStart::StableSlow)
    } else {
        (decision.ratio_stable, RatioStart::Stable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_price_of_waiting_is_that_of_the_reference_table() {
        // domain.md 4.5: doubling time, volume factor and rise of diameter in 28 days, rise in 21 days.
        for (doubling, volume, in_28, in_21) in
            [(7.0, 16.0, 152.0, 100.0), (14.0, 4.0, 59.0, 41.0), (30.0, 1.9, 24.0, 18.0), (90.0, 1.24, 7.5, 5.5)]
        {
            let (factor, rise) = growth(28, doubling);
            assert!((factor / volume - 1.0).abs() < 0.01, "{doubling}: {factor}");
            assert!((100.0 * rise - in_28).abs() < 0.6, "{doubling}: {rise}");
            assert!((100.0 * growth(21, doubling).1 - in_21).abs() < 0.6, "{doubling}");
        }
    }
}
