//! Members weighed together by one series, with those that refinement adds.

use std::ops::Range;

use super::families::Family;
use super::forecaster::{Draw, MOST_DIMENSIONS, Plan, members_in};
use super::process::weeks;
use super::refine::{Proposal, effective_size};
use super::weigh::{Weighed, Weigher};

/// A family is refined where its probability would be uncertain by more than this, or where its effective number
/// falls below this share of its members, so that its own fan would be ragged.
const LARGEST_ERROR: f64 = 0.012;
const LEAST_EFFECTIVE: f64 = 0.05;

/// Families below this probability are not worth refining.
const LEAST_FAMILY: f64 = 0.02;

/// Rounds of refinement.
const ROUNDS: usize = 2;

/// The forecaster's members first, then those of each refinement.
pub(super) struct Bank<'a> {
    plan: &'a Plan,
    weigher: &'a Weigher,
    /// Members of refinements.
    added: Vec<Draw>,
    /// Which family the members of a range are of.
    runs: Vec<(Family, Range<usize>)>,
    proposals: Vec<(Family, Proposal)>,
    pub(super) found: Weighed,
    /// The density of all proposals of its family at a member, against the prior's.
    crowding: Vec<f64>,
    /// Weights, summing to one.
    pub(super) weights: Vec<f64>,
}

impl<'a> Bank<'a> {
    /// Weighs the members of a plan, and refines where they are too few.
    pub(super) fn weighed(plan: &'a Plan, weigher: &'a Weigher) -> Self {
        let count = plan.forecaster.draws.len();
        let runs = plan.forecaster.runs().collect();
        let found = Weighed { log: Vec::with_capacity(count), lasting: Vec::with_capacity(count) };
        let crowding = vec![0.0; count];
        let mut bank = Self {
            plan,
            weigher,
            added: Vec::new(),
            runs,
            proposals: Vec::new(),
            found,
            crowding,
            weights: Vec::new(),
        };
        let courses: Vec<&[f64]> = plan.courses.iter().map(AsRef::as_ref).collect();
        weigher.weigh(&courses, &plan.forecaster.steadiness, &mut bank.found);
        bank.reweigh();
        for _ in 0..ROUNDS {
            let thin = bank.thin_families();
            if thin.is_empty() {
                break;
            }
            for family in thin {
                bank.refine(family);
            }
            bank.reweigh();
        }
        bank
    }

    /// Every member, in the order of the weights.
    pub(super) fn draws(&self) -> impl Iterator<Item = &Draw> {
        self.plan.forecaster.draws.iter().chain(&self.added)
    }

    /// The weights of one family.
    pub(super) fn weights_of(&self, family: Family) -> impl Iterator<Item = f64> + Clone {
        self.places_of(family).filter_map(|place| self.weights.get(place)).copied()
    }

    fn places_of(&self, family: Family) -> impl Iterator<Item = usize> + Clone {
        self.runs.iter().filter(move |(own, _)| *own == family).flat_map(|(_, run)| run.clone())
    }

    fn draw(&self, place: usize) -> Option<&Draw> {
        let base = &self.plan.forecaster.draws;
        base.get(place).or_else(|| self.added.get(place.checked_sub(base.len())?))
    }

    /// Adds as many members of a family as it had, from a normal fitted to its weighted scores.
    fn refine(&mut self, family: Family) {
        let forecaster = &self.plan.forecaster;
        let own =
            self.places_of(family).filter_map(|place| Some((*self.weights.get(place)?, &self.draw(place)?.scores)));
        let proposal = Proposal::fitted(own);
        let dimensions = family.dimensions();
        let places: Vec<usize> = self.places_of(family).collect();
        for place in places {
            let density = self.draw(place).map_or(0.0, |draw| proposal.relative_density(&draw.scores, dimensions));
            if let Some(crowding) = self.crowding.get_mut(place) {
                *crowding += density;
            }
        }
        self.proposals.push((family, proposal));
        let base = forecaster.runs().find(|(own, _)| *own == family).map_or(0..0, |(_, run)| run);
        let from = self.added.len();
        for draw in forecaster.draws.get(base).unwrap_or_default() {
            let scores = proposal.moved(&draw.scores, dimensions);
            let member = family.member(&forecaster.rules, &scores);
            let proposals = self.proposals.iter().filter(|(own, _)| *own == family);
            self.crowding.push(proposals.map(|(_, own)| own.relative_density(&scores, dimensions)).sum());
            self.added.push(Draw { family, scores, member });
        }
        let new = self.added.get(from..).unwrap_or_default();
        let courses: Vec<Vec<f64>> = self
            .plan
            .days
            .iter()
            .map(|&day| new.iter().map(|draw| draw.member.log_volume(weeks(day))).collect())
            .collect();
        let courses: Vec<&[f64]> = courses.iter().map(Vec::as_slice).collect();
        let steadiness: Vec<f64> = new.iter().map(|draw| 1.0 / draw.member.scatter).collect();
        let start = self.found.log.len();
        self.weigher.weigh(&courses, &steadiness, &mut self.found);
        self.runs.push((family, start..self.found.log.len()));
    }

    /// Sets the weights, summing to one: family share, times likelihood, times the correction for where members came
    /// from.
    fn reweigh(&mut self) {
        let Self { plan, runs, found, crowding, weights, .. } = self;
        let highest = found.log.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        weights.clear();
        for (family, run) in runs {
            // The mean over a family's members is its evidence, however many there are.
            let share = family.share(&plan.forecaster.rules) / members_in(*family, plan.forecaster.members) as f64;
            let logs = found.log.get(run.clone()).unwrap_or_default();
            let crowding = crowding.get(run.clone()).unwrap_or_default();
            // The first set came from the prior, whose density against itself is 1, and each proposal gave as many.
            let own = logs.iter().zip(crowding);
            weights.extend(own.map(|(log, crowding)| share / (1.0 + crowding) * (log - highest).exp()));
        }
        let sum: f64 = weights.iter().sum();
        if sum > 0.0 {
            for weight in weights {
                *weight /= sum;
            }
        }
    }

    fn thin_families(&self) -> Vec<Family> {
        let thin = |family: &Family| {
            let probability: f64 = self.weights_of(*family).sum();
            let effective = effective_size(self.weights_of(*family));
            // Quasi-random sets do the better, the fewer dimensions they have.
            let dimensions = family.dimensions() as f64 / MOST_DIMENSIONS as f64;
            let error = dimensions * probability * (1.0 - probability) / effective.max(1.0).sqrt();
            let members = members_in(*family, self.plan.forecaster.members) as f64;
            probability > LEAST_FAMILY && (effective < LEAST_EFFECTIVE * members || error > LARGEST_ERROR)
        };
        Family::ALL.into_iter().filter(thin).collect()
    }
}
