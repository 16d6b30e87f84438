//! The whole scoring of one forecaster on one set of patients.

use super::Subject;
use super::bootstrap::{Interval, over_patients};
use super::comparators::Comparator;
use super::next_size::{Loss, NextSize, next_sizes};
use super::outcomes::{OutcomeCase, OutcomeScores, outcome_cases, score};
use crate::forecast::Forecaster;

/// How well one method foretold next sizes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MethodScores {
    /// The method, in words.
    pub method: &'static str,
    /// Mean quantile loss of ln diameter.
    pub pinball: f64,
    /// Quantile loss as a ratio to repeating the last size.
    pub ratio: Interval,
    /// Mean log probability of the 1-mm bin.
    pub log_bin: Interval,
    /// Share held by the 50 % band.
    pub in_half: Interval,
    /// Share held by the 90 % band.
    pub in_ninety: Interval,
}

/// The result.
#[derive(Clone, Debug, PartialEq)]
pub struct Validation {
    /// Patients.
    pub patients: usize,
    /// Sizes foretold.
    pub sizes: usize,
    /// The model first, then the comparators.
    pub methods: Vec<MethodScores>,
    /// Of each scored quantile of the model, the share of sizes at or under it.
    pub coverage: [Interval; 9],
    /// "The next size is under the PD line", at the first size-progression; `None` without both outcomes.
    pub next_below: Option<OutcomeScores>,
    /// "It falls 30 % off the peak within 182 days".
    pub fall: Option<OutcomeScores>,
}

/// Scores a forecaster on patients; intervals by bootstrap over patients with a fixed seed.
pub fn validate(subjects: &[Subject], forecaster: &Forecaster) -> Validation {
    summarize(subjects.len(), &next_sizes(subjects, forecaster), &outcome_cases(subjects, forecaster))
}

/// Sums up scored forecasts, wherever they were made.
pub fn summarize(patients: usize, sizes: &[NextSize], cases: &[OutcomeCase]) -> Validation {
    let mut methods = vec![method_scores("model", patients, sizes, |row| row.model)];
    for (place, comparator) in Comparator::ALL.into_iter().enumerate() {
        let pick = move |row: &NextSize| row.comparators.get(place).copied().unwrap_or(row.model);
        methods.push(method_scores(comparator.words(), patients, sizes, pick));
    }
    let outcome = |pairs: Vec<(f64, bool)>| {
        let events = pairs.iter().filter(|(_, outcome)| *outcome).count();
        let rate = events as f64 / pairs.len().max(1) as f64;
        (events > 0 && events < pairs.len()).then(|| score(&pairs, rate))
    };
    Validation {
        patients,
        sizes: sizes.len(),
        methods,
        coverage: coverage(patients, sizes),
        next_below: outcome(cases.iter().map(|case| (case.p_next_below, case.next_below)).collect()),
        fall: outcome(cases.iter().map(|case| (case.p_fall, case.fell)).collect()),
    }
}

fn coverage(patients: usize, sizes: &[NextSize]) -> [Interval; 9] {
    let mut sums = vec![[0.0; 10]; patients];
    for row in sizes {
        let Some(sum) = sums.get_mut(row.subject) else { continue };
        let parts = std::iter::once(1.0).chain(row.model.under.iter().map(|under| f64::from(u8::from(*under))));
        for (sum, part) in sum.iter_mut().zip(parts) {
            *sum += part;
        }
    }
    std::array::from_fn(|place| {
        over_patients(patients, |counts| {
            let (mut under, mut all) = (0.0, 0.0);
            for (sum, &count) in sums.iter().zip(counts) {
                all += f64::from(count) * sum.first().copied().unwrap_or(0.0);
                under += f64::from(count) * sum.get(place + 1).copied().unwrap_or(0.0);
            }
            under / all
        })
    })
}

fn method_scores(
    method: &'static str,
    patients: usize,
    sizes: &[NextSize],
    pick: impl Fn(&NextSize) -> Loss,
) -> MethodScores {
    // Sums a patient once; the bootstrap then only adds patients up.
    let mut sums = vec![[0.0; 6]; patients];
    for row in sizes {
        let own = pick(row);
        let repeat = row.comparators.first().copied().unwrap_or(own);
        let flag = |held: bool| f64::from(u8::from(held));
        let parts = [1.0, own.pinball, repeat.pinball, own.log_bin, flag(own.in_half), flag(own.in_ninety)];
        if let Some(sum) = sums.get_mut(row.subject) {
            for (sum, part) in sum.iter_mut().zip(parts) {
                *sum += part;
            }
        }
    }
    let total = |counts: &[u32]| {
        let mut total = [0.0; 6];
        for (sum, &count) in sums.iter().zip(counts) {
            for (whole, part) in total.iter_mut().zip(sum) {
                *whole += f64::from(count) * part;
            }
        }
        total
    };
    let [all, pinball, ..] = total(&vec![1; patients]);
    let share = |place: usize| {
        over_patients(patients, |counts| {
            let total = total(counts);
            total.get(place).copied().unwrap_or(f64::NAN) / total.first().copied().unwrap_or(f64::NAN)
        })
    };
    let ratio = over_patients(patients, |counts| {
        let [_, own, repeat, ..] = total(counts);
        own / repeat
    });
    MethodScores { method, pinball: pinball / all, ratio, log_bin: share(3), in_half: share(4), in_ninety: share(5) }
}
