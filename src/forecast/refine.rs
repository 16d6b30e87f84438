//! Refinement around the mode, where too few members carry the weight.
//!
//! New members are drawn from a normal fitted to the weighted scores, and all are weighed together by the balance
//! heuristic (Veach and Guibas 1995), so that the first set still covers what the fitted normal misses.

use std::sync::OnceLock;

use super::families::Family;
use super::forecaster::{MOST_DIMENSIONS, members_in};
use super::precision::Precision;
use super::sobol;

/// A normal in the space of scores.
#[derive(Clone, Copy, Debug)]
pub(super) struct Proposal {
    mean: Scores,
    /// Lower Cholesky factor of the covariance.
    factor: [Scores; MOST_DIMENSIONS],
    /// One over each pivot of the factor.
    steepness: Scores,
}

pub(super) type Scores = [f64; MOST_DIMENSIONS];

/// The most new members of a family in one round, for each that it has at first in a full forecast.
const MOST_NEW_FOR_OLD: usize = 2;

/// Scores of new members are made so many at once, when they are first asked for: all of them together would be felt as
/// a delay.
const CHUNK: usize = 512;
const CHUNKS: usize = 2 * MOST_NEW_FOR_OLD * Precision::Full.members() / CHUNK;

/// Standard normal scores for new members, family by family: its Sobol set goes on where the first members of a quick
/// forecast end.
static NEW_SCORES: [[OnceLock<Vec<Scores>>; CHUNKS]; Family::ALL.len()] =
    [const { [const { OnceLock::new() }; CHUNKS] }; Family::ALL.len()];

/// The most new members in one round of a family that has so many at first.
pub(super) fn most_new(members: usize) -> usize {
    (MOST_NEW_FOR_OLD * members).min(CHUNK * CHUNKS)
}

/// The scores that new members of a family are made from, up to [`most_new`].
pub(super) fn new_scores(family: Family, count: usize) -> impl Iterator<Item = &'static Scores> {
    let stream = family as u32;
    let first = members_in(family, Precision::Quick.members());
    let chunks = NEW_SCORES.get(family as usize).map_or(&[][..], |chunks| chunks).iter().enumerate();
    let scores = chunks.flat_map(move |(place, chunk)| {
        let from = first + place * CHUNK;
        let make = || (from..from + CHUNK).map(|index| sobol::scores(index, family.dimensions(), stream)).collect();
        chunk.get_or_init(make)
    });
    scores.take(count)
}

/// Widening of the fitted SD, since a sample's own spread misses its tails.
const WIDENING: f64 = 1.3;

/// The least conditional SD, in prior SDs.
const LEAST_SD: f64 = 0.05;

impl Proposal {
    /// Fits weighted scores, with their correlations; the weights need not sum to one.
    pub(super) fn fitted<'a>(weighted: impl Iterator<Item = (f64, &'a Scores)> + Clone) -> Self {
        let total: f64 = weighted.clone().map(|(weight, _)| weight).sum();
        let mut mean = [0.0; MOST_DIMENSIONS];
        for (weight, scores) in weighted.clone() {
            for (sum, score) in mean.iter_mut().zip(scores) {
                *sum += weight / total * score;
            }
        }
        let mut covariance = [[0.0; MOST_DIMENSIONS]; MOST_DIMENSIONS];
        for (weight, scores) in weighted {
            let mut away = *scores;
            for (score, middle) in away.iter_mut().zip(&mean) {
                *score -= middle;
            }
            for (row, one) in covariance.iter_mut().zip(&away) {
                for (sum, other) in row.iter_mut().zip(&away) {
                    *sum += WIDENING * WIDENING * weight / total * one * other;
                }
            }
        }
        let factor = cholesky(&covariance);
        let mut steepness = [1.0; MOST_DIMENSIONS];
        for (place, (slot, row)) in steepness.iter_mut().zip(&factor).enumerate() {
            *slot = row.get(place).map_or(1.0, |pivot| 1.0 / pivot);
        }
        Self { mean, factor, steepness }
    }

    /// The scores of the proposal at the place of `base` in the prior, or at the place opposite to it.
    pub(super) fn moved(&self, base: &Scores, dimensions: usize, opposite: bool) -> Scores {
        let side = if opposite { -1.0 } else { 1.0 };
        let mut scores = [0.0; MOST_DIMENSIONS];
        for ((score, mean), row) in scores.iter_mut().zip(&self.mean).zip(&self.factor).take(dimensions) {
            *score = mean + side * row.iter().zip(base).map(|(factor, z)| factor * z).sum::<f64>();
        }
        scores
    }

    /// Density against the prior's at scores that [`Self::moved`] made from `base`, which needs no solving.
    pub(super) fn density_of_moved(&self, scores: &Scores, base: &Scores, dimensions: usize) -> f64 {
        let places = scores.iter().zip(base).zip(&self.steepness).take(dimensions);
        let (log, volume) = places.fold((0.0, 1.0), |(log, volume), ((score, z), steepness)| {
            (log + 0.5 * (score * score - z * z), volume * steepness)
        });
        volume * log.clamp(-600.0, 600.0).exp()
    }

    /// Density against the prior's at these scores.
    pub(super) fn relative_density(&self, scores: &Scores, dimensions: usize) -> f64 {
        let mut z = [0.0; MOST_DIMENSIONS];
        let (mut log, mut volume) = (0.0, 1.0);
        let own_rows = scores.iter().zip(&self.mean).zip(&self.factor).zip(&self.steepness);
        for (place, (((score, mean), row), steepness)) in own_rows.take(dimensions).enumerate() {
            let known: f64 = row.iter().zip(&z).take(place).map(|(factor, z)| factor * z).sum();
            let own = (score - mean - known) * steepness;
            log += 0.5 * (score * score - own * own);
            volume *= steepness;
            if let Some(slot) = z.get_mut(place) {
                *slot = own;
            }
        }
        volume * log.clamp(-600.0, 600.0).exp()
    }
}

/// The lower Cholesky factor, with no pivot under [`LEAST_SD`].
fn cholesky(covariance: &[Scores; MOST_DIMENSIONS]) -> [Scores; MOST_DIMENSIONS] {
    let mut factor = [[0.0; MOST_DIMENSIONS]; MOST_DIMENSIONS];
    let mut done: Vec<Scores> = Vec::with_capacity(MOST_DIMENSIONS);
    for (place, (row, slot)) in covariance.iter().zip(&mut factor).enumerate() {
        let mut own = [0.0; MOST_DIMENSIONS];
        for (column, earlier) in done.iter().enumerate() {
            let known: f64 = own.iter().zip(earlier).take(column).map(|(one, other)| one * other).sum();
            let pivot = earlier.get(column).copied().unwrap_or(1.0);
            if let (Some(entry), Some(value)) = (own.get_mut(column), row.get(column)) {
                *entry = (value - known) / pivot;
            }
        }
        let explained: f64 = own.iter().map(|entry| entry * entry).sum();
        if let (Some(entry), Some(value)) = (own.get_mut(place), row.get(place)) {
            *entry = (value - explained).max(LEAST_SD * LEAST_SD).sqrt();
        }
        done.push(own);
        *slot = own;
    }
    factor
}

/// Kish's effective number of equally weighted members.
pub(super) fn effective_size(weights: impl Iterator<Item = f64>) -> f64 {
    let (sum, squares) = weights.fold((0.0, 0.0), |(sum, squares), weight| (sum + weight, squares + weight * weight));
    if squares > 0.0 { sum * sum / squares } else { 0.0 }
}
