//! Refinement around the mode, where too few members carry the weight.
//!
//! New members are drawn from a normal fitted to the weighted scores, and all are weighed together by the balance
//! heuristic (Veach and Guibas 1995), so that the first set still covers what the fitted normal misses.

use super::families::Family;
use super::forecaster::{Draw, MOST_DIMENSIONS};

/// A normal with independent coordinates, in the space of scores.
#[derive(Clone, Copy, Debug)]
pub(super) struct Proposal {
    mean: [f64; MOST_DIMENSIONS],
    sd: [f64; MOST_DIMENSIONS],
}

/// Widening of the fitted SD, since a sample's own spread misses its tails.
const WIDENING: f64 = 1.3;

/// The narrowest proposal, in prior SDs.
const LEAST_SD: f64 = 0.05;

impl Proposal {
    /// The prior.
    pub(super) const PRIOR: Self = Self { mean: [0.0; MOST_DIMENSIONS], sd: [1.0; MOST_DIMENSIONS] };

    /// Fits weighted scores; the weights need not sum to one.
    pub(super) fn fitted<'a>(weighted: impl Iterator<Item = (f64, &'a [f64; MOST_DIMENSIONS])> + Clone) -> Self {
        let mut total = 0.0;
        let mut mean = [0.0; MOST_DIMENSIONS];
        for (weight, scores) in weighted.clone() {
            total += weight;
            for (sum, score) in mean.iter_mut().zip(scores) {
                *sum += weight * score;
            }
        }
        for sum in &mut mean {
            *sum /= total;
        }
        let mut sd = [0.0; MOST_DIMENSIONS];
        for (weight, scores) in weighted {
            for ((sum, score), middle) in sd.iter_mut().zip(scores).zip(&mean) {
                *sum += weight * (score - middle) * (score - middle);
            }
        }
        for sum in &mut sd {
            *sum = (WIDENING * (*sum / total).sqrt()).clamp(LEAST_SD, 1.0);
        }
        Self { mean, sd }
    }

    /// The scores of the proposal at the place that `base` has in the prior.
    pub(super) fn moved(&self, base: &[f64; MOST_DIMENSIONS]) -> [f64; MOST_DIMENSIONS] {
        let mut scores = *base;
        for ((score, mean), sd) in scores.iter_mut().zip(&self.mean).zip(&self.sd) {
            *score = mean + sd * *score;
        }
        scores
    }

    /// Density against the prior's at these scores.
    fn relative_density(&self, scores: &[f64; MOST_DIMENSIONS], dimensions: usize) -> f64 {
        let mut log = 0.0;
        for ((score, mean), sd) in scores.iter().zip(&self.mean).zip(&self.sd).take(dimensions) {
            let z = (score - mean) / sd;
            log += 0.5 * (score * score - z * z) - sd.ln();
        }
        log.clamp(-600.0, 600.0).exp()
    }
}

/// The balance-heuristic weight of a member against the prior, when each proposal gave equally many.
pub(super) fn balance_weight(draw: &Draw, proposals: &[Proposal]) -> f64 {
    let dimensions = draw.family.dimensions();
    let densities: f64 =
        proposals.iter().map(|proposal| proposal.relative_density(&draw.scores, dimensions)).sum::<f64>();
    1.0 / densities
}

/// Kish's effective number of equally weighted members.
pub(super) fn effective_size(weights: impl Iterator<Item = f64>) -> f64 {
    let (sum, squares) = weights.fold((0.0, 0.0), |(sum, squares), weight| (sum + weight, squares + weight * weight));
    if squares > 0.0 { sum * sum / squares } else { 0.0 }
}

/// The draws of one family in a slice ordered by family.
pub(super) fn of_family(draws: &[Draw], family: Family) -> impl Iterator<Item = &Draw> {
    draws.iter().filter(move |draw| draw.family == family)
}
