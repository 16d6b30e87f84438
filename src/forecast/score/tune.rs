//! Fitting the parameters: a pattern search over named numbers, and folds by patient to score it honestly.
//!
//! Deterministic: the budget is a number of evaluations, never a time.

use super::next_size::NextSize;
use crate::rules::forecast::FamilyRules;

/// The first step of every number, on its log (or log odds, for shares of one) scale.
const FIRST_STEP: f64 = 0.3;

/// The search ends when every step is smaller.
const LAST_STEP: f64 = 0.08;

/// A gain smaller than this is noise of the member set, not progress.
const LEAST_GAIN: f64 = 2e-5;

/// Numbers that are a share of one and move on the log odds scale.
const SHARES_OF_ONE: [&str; 2] = ["progression.from_start_share", "residual.repeat_share"];

/// What a search found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tuned {
    /// The parameters.
    pub rules: FamilyRules,
    /// Their cost.
    pub cost: f64,
    /// Parameter sets that were tried.
    pub tried: usize,
}

/// What is made small: the quantile loss as a ratio to repeating the last size, plus the squared misses of the 50 %
/// and 90 % bands, so that no width is bought with a band that does not hold.
pub fn cost(sizes: &[NextSize]) -> f64 {
    let count = sizes.len().max(1) as f64;
    let sum = |value: &dyn Fn(&NextSize) -> f64| sizes.iter().map(value).sum::<f64>();
    let repeat = |row: &NextSize| row.comparators.first().map_or(f64::NAN, |loss| loss.pinball);
    let ratio = sum(&|row| row.model.pinball) / sum(&repeat);
    let half = sum(&|row| f64::from(u8::from(row.model.in_half))) / count - 0.5;
    let ninety = sum(&|row| f64::from(u8::from(row.model.in_ninety))) / count - 0.9;
    ratio + half * half + ninety * ninety
}

/// The fold of a patient by place: patients of one study are spread over all folds.
pub const fn fold(subject: usize, folds: usize) -> usize {
    if folds == 0 { 0 } else { (subject * 7919 + 13) % folds }
}

/// Moves the numbers whose names begin with one of `prefixes`, one at a time, as long as the cost falls and no more
/// than `budget` sets have been tried.
pub fn search(
    start: FamilyRules,
    prefixes: &[&str],
    budget: usize,
    mut cost: impl FnMut(&FamilyRules) -> f64,
) -> Tuned {
    let mut best = Tuned { rules: start, cost: cost(&start), tried: 1 };
    let mut rules = start;
    let names: Vec<&'static str> = rules.knobs_mut().into_iter().map(|(name, _)| name).collect();
    // In the order of the prefixes, so that the caller says what matters most.
    let mut moving: Vec<(&'static str, f64)> = prefixes
        .iter()
        .flat_map(|prefix| names.iter().filter(move |name| name.starts_with(prefix)))
        .map(|name| (*name, FIRST_STEP))
        .collect();
    let mut improved = true;
    while improved {
        improved = false;
        for (name, step) in &mut moving {
            if *step < LAST_STEP {
                continue;
            }
            let mut gained = false;
            for direction in [1.0, -1.0] {
                if best.tried >= budget {
                    return best;
                }
                let tried = moved(best.rules, name, direction * *step);
                let its_cost = cost(&tried);
                best.tried += 1;
                if its_cost < best.cost - LEAST_GAIN {
                    best = Tuned { rules: tried, cost: its_cost, ..best };
                    gained = true;
                    break;
                }
            }
            *step *= if gained { 1.3 } else { 0.5 };
            improved |= gained || *step >= LAST_STEP;
        }
    }
    best
}

/// The parameters with one number moved by a step on its own scale.
fn moved(mut rules: FamilyRules, name: &str, step: f64) -> FamilyRules {
    for (own, value) in rules.knobs_mut() {
        if own != name {
            continue;
        }
        *value = if SHARES_OF_ONE.contains(&own) {
            let odds = *value / (1.0 - *value) * step.exp();
            odds / (1.0 + odds)
        } else if own.ends_with("geometric_sd") {
            (value.ln().max(0.02) * step.exp()).exp()
        } else {
            *value * step.exp()
        };
    }
    rules.shares = rules.shares.normalized();
    rules
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;

    #[test]
    fn a_known_minimum_is_found_and_the_rest_is_left() {
        let start = Rules::shipped().unwrap().forecast.human_checkpoint;
        let wanted = [("residual.noise_share", 0.4_f64), ("response.delay_weeks.median", 5.0)];
        let miss = |rules: &FamilyRules| {
            let mut rules = *rules;
            let knobs = rules.knobs_mut();
            wanted
                .iter()
                .map(|(name, goal)| {
                    let value = knobs.iter().find(|(own, _)| own == name).map_or(f64::NAN, |(_, value)| **value);
                    (value / goal).ln().powi(2)
                })
                .sum()
        };
        let names = wanted.map(|(name, _)| name);
        let found = search(start, &names, 200, miss);
        assert!(found.cost < 0.02, "cost {}", found.cost);
        assert!(found.tried <= 200, "the budget is kept");
        assert_eq!(found.rules.progression, start.progression);
        assert_eq!(search(start, &names, 200, miss), found, "and again");
    }

    #[test]
    fn folds_are_even() {
        let mut counts = [0; 5];
        for subject in 0..572 {
            counts[fold(subject, 5)] += 1;
        }
        assert!(counts.iter().all(|count| (114..=115).contains(count)), "{counts:?}");
    }
}
