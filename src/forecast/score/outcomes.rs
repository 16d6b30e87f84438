//! How well two outcomes of the first size-progression are foretold.

use super::Subject;
use super::bootstrap::{Interval, over_patients};
use crate::forecast::Forecaster;
use crate::forecast::future::FALL_WITHIN_DAYS;
use crate::forecast::observations::Observations;
use crate::series::Basis;

/// A first size-progression that was measured again.
///
/// People measured again after a rise are a chosen group (about 60 % of those with a rise in the dev half).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutcomeCase {
    /// The place of the patient.
    pub subject: usize,
    /// `p_next_below_pd` at that visit.
    pub p_next_below: f64,
    /// Whether the next size was under the PD line.
    pub next_below: bool,
    /// `p_fall30` at that visit.
    pub p_fall: f64,
    /// Whether a size within 182 days was at most 0.7 of the running peak.
    pub fell: bool,
}

/// How well probabilities met an outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutcomeScores {
    /// Patients.
    pub patients: usize,
    /// With the outcome.
    pub events: usize,
    /// Area under the receiver operating characteristic.
    pub auc: Interval,
    /// Brier score.
    pub brier: Interval,
    /// Brier score of the model less that of always saying the rate; under 0 is better.
    pub brier_over_rate: Interval,
    /// Slope of a logistic calibration line; 1 is best.
    pub slope: Interval,
    /// Mean probability less the rate.
    pub bias: f64,
}

/// The first size-progression of each patient that was measured again, with what was foretold there.
pub fn outcome_cases(subjects: &[Subject], forecaster: &Forecaster) -> Vec<OutcomeCase> {
    let of = |(place, subject): (usize, &Subject)| outcome_case(place, &subject.sizes, forecaster);
    subjects.iter().enumerate().filter_map(of).collect()
}

/// The case of one patient, so that a caller can spread patients over threads.
pub fn outcome_case(subject: usize, sizes: &Observations, forecaster: &Forecaster) -> Option<OutcomeCase> {
    let points = sizes.points();
    let place = (1..points.len()).find(|&place| {
        let line = sizes.first(place).map(|past| past.progression_line());
        points.get(place).zip(line).is_some_and(|(point, line)| point.size >= line)
    })?;
    let next = points.get(place + 1)?;
    let event = points.get(place)?;
    let known = sizes.first(place + 1)?;
    let fit = forecaster.fit(&known);
    let factor = match sizes.basis() {
        Basis::Diameters => 0.7,
        Basis::Volumes => 0.343,
    };
    let mut peak = event.size;
    let mut fell = false;
    for point in points.iter().skip(place + 1).take_while(|point| point.day <= event.day + FALL_WITHIN_DAYS) {
        fell |= point.size <= factor * peak;
        peak = peak.max(point.size);
    }
    Some(OutcomeCase {
        subject,
        p_next_below: fit.probability_below_progression(next.day),
        next_below: next.size < known.progression_line(),
        p_fall: fit.p_fall30(),
        fell,
    })
}

/// Scores probabilities against outcomes, patient by patient.
pub fn score(pairs: &[(f64, bool)], training_rate: f64) -> OutcomeScores {
    let events = pairs.iter().filter(|(_, outcome)| *outcome).count();
    let weighted = |counts: &[u32], value: &dyn Fn(f64, f64) -> f64| {
        let (mut sum, mut all) = (0.0, 0.0);
        for ((p, outcome), &count) in pairs.iter().zip(counts) {
            sum += f64::from(count) * value(*p, f64::from(u8::from(*outcome)));
            all += f64::from(count);
        }
        sum / all
    };
    let square = |p: f64, outcome: f64| (p - outcome) * (p - outcome);
    OutcomeScores {
        patients: pairs.len(),
        events,
        auc: over_patients(pairs.len(), |counts| auc(pairs, counts)),
        brier: over_patients(pairs.len(), |counts| weighted(counts, &square)),
        brier_over_rate: over_patients(pairs.len(), |counts| {
            weighted(counts, &|p, outcome| square(p, outcome) - square(training_rate, outcome))
        }),
        slope: over_patients(pairs.len(), |counts| calibration_slope(pairs, counts)),
        bias: weighted(&vec![1; pairs.len()], &|p, outcome| p - outcome),
    }
}

/// Area under the curve: the share of pairs that are in order, ties counted half.
fn auc(pairs: &[(f64, bool)], counts: &[u32]) -> f64 {
    let weighed = || pairs.iter().zip(counts).map(|((p, outcome), &count)| (*p, *outcome, f64::from(count)));
    let (mut ordered, mut all) = (0.0, 0.0);
    for (p, _, weight) in weighed().filter(|(_, outcome, weight)| *outcome && *weight > 0.0) {
        for (other, _, its) in weighed().filter(|(_, outcome, weight)| !*outcome && *weight > 0.0) {
            let part = if p > other {
                1.0
            } else if p == other {
                0.5
            } else {
                0.0
            };
            ordered += weight * its * part;
            all += weight * its;
        }
    }
    ordered / all
}

/// The slope of the calibration line.
fn calibration_slope(pairs: &[(f64, bool)], counts: &[u32]) -> f64 {
    calibration_line(pairs, counts).1
}

/// Intercept and slope of a logistic regression of the outcome on the log odds foretold, by Newton's method.
pub fn calibration_line(pairs: &[(f64, bool)], counts: &[u32]) -> (f64, f64) {
    let (mut intercept, mut slope) = (0.0, 1.0);
    for _ in 0..30 {
        let (mut g0, mut g1, mut h00, mut h01, mut h11) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for ((p, outcome), &count) in pairs.iter().zip(counts) {
            let p = p.clamp(1e-6, 1.0 - 1e-6);
            let log_odds = (p / (1.0 - p)).ln();
            let fitted = 1.0 / (1.0 + (-(intercept + slope * log_odds)).exp());
            let weight = f64::from(count);
            let miss = weight * (f64::from(u8::from(*outcome)) - fitted);
            let curve = weight * fitted * (1.0 - fitted);
            g0 += miss;
            g1 += miss * log_odds;
            h00 += curve;
            h01 += curve * log_odds;
            h11 += curve * log_odds * log_odds;
        }
        let determinant = h00 * h11 - h01 * h01;
        if determinant.abs() < 1e-12 {
            return (f64::NAN, f64::NAN);
        }
        let (step0, step1) = ((h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant);
        intercept += step0.clamp(-2.0, 2.0);
        slope += step1.clamp(-2.0, 2.0);
        if step0.abs() + step1.abs() < 1e-9 {
            break;
        }
    }
    (intercept, slope)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_perfect_and_a_useless_forecast_are_told_apart() {
        let perfect: Vec<(f64, bool)> = (0..40).map(|n| (if n % 4 == 0 { 0.9 } else { 0.1 }, n % 4 == 0)).collect();
        let useless: Vec<(f64, bool)> = (0..40).map(|n| (0.25, n % 4 == 0)).collect();
        assert_eq!(score(&perfect, 0.25).auc.estimate, 1.0);
        assert!(score(&perfect, 0.25).brier_over_rate.high < 0.0, "better than the rate");
        assert_eq!(score(&useless, 0.25).auc.estimate, 0.5);
        assert_eq!(score(&useless, 0.25).brier_over_rate.estimate, 0.0);
    }

    #[test]
    fn calibrated_odds_have_slope_one() {
        let calibrated: Vec<(f64, bool)> = [(0.2, 1), (0.5, 5), (0.8, 8)]
            .into_iter()
            .flat_map(|(p, events)| {
                let of_ten = if p == 0.2 { 2 } else { events };
                (0..10).map(move |n| (p, n < of_ten))
            })
            .collect();
        let slope = calibration_slope(&calibrated, &vec![1; calibrated.len()]);
        assert!((slope - 1.0).abs() < 1e-6, "slope {slope}");
    }
}
