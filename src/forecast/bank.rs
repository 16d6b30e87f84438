//! Members weighed together by one series, with those that refinement adds.

use std::ops::Range;

use super::families::Family;
use super::forecaster::{Draw, MOST_DIMENSIONS, Plan, members_in};
use super::process::weeks;
use super::refine::{Proposal, Scores, effective_size, most_new, new_scores};
use super::weigh::{Weighed, Weigher};

/// A family also gets new members where its effective number falls below this share of its first members, so that its
/// own fan would be ragged.
const LEAST_EFFECTIVE: f64 = 0.05;

/// Families below this probability are not worth refining.
const LEAST_FAMILY: f64 = 0.02;

/// What members of one family differ in what they foretell, against what families differ, as SD of a probability.
const WITHIN_FAMILY: f64 = 0.3;

/// What a new member adds to the effective number of its family, about.
const EFFICIENCY: f64 = 0.4;

/// Fewer missing members than this are let be.
const FEWEST_MISSING: f64 = 32.0;

/// New members come in batches of so many.
const BATCH: f64 = 64.0;

/// What is fitted to a smaller effective number is rough: such a family gets only a pilot at first, and is fitted anew
/// with it.
const ENOUGH_TO_FIT: f64 = 100.0;

/// New members of the pilot of a family of the most dimensions; one of fewer gets less.
const PILOT: f64 = 256.0;

/// Rounds of refinement.
const ROUNDS: usize = 2;

/// Members below this share of the heaviest of their family count for nothing in a fit.
const NEGLIGIBLE: f64 = 1e-9;

/// Members whose log likelihood is this far below the highest have no weight.
const LOWEST_LOG: f64 = -40.0;

/// The forecaster's members first, then those of each refinement.
pub(super) struct Bank<'a> {
    plan: &'a Plan,
    weigher: &'a Weigher,
    /// Members of refinements.
    added: Vec<Draw>,
    /// Which family the members of a range are of.
    runs: Vec<(Family, Range<usize>)>,
    /// Every proposal, with how many members it gave for each of the first.
    proposals: Vec<(Family, Proposal, f64)>,
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
        for round in 0..ROUNDS {
            let wanted = bank.wanted(round);
            if wanted.is_empty() {
                break;
            }
            for (family, count) in wanted {
                bank.refine(family, count, round);
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

    /// Adds members of a family, from a normal fitted to its weighted scores.
    fn refine(&mut self, family: Family, count: usize, round: usize) {
        let dimensions = family.dimensions();
        let heaviest = self.weights_of(family).fold(0.0, f64::max);
        let places: Vec<usize> = self
            .places_of(family)
            .filter(|place| self.weights.get(*place).is_some_and(|weight| *weight > NEGLIGIBLE * heaviest))
            .collect();
        let own = places.iter().filter_map(|&place| Some((*self.weights.get(place)?, &self.draw(place)?.scores)));
        let proposal = Proposal::fitted(own);
        let new_for_old = count as f64 / members_in(family, self.plan.forecaster.members) as f64;
        // What counts for nothing is as crowded as it was, and still counts for nothing.
        for place in places {
            let density = self.draw(place).map_or(0.0, |draw| proposal.relative_density(&draw.scores, dimensions));
            if let Some(crowding) = self.crowding.get_mut(place) {
                *crowding += new_for_old * density;
            }
        }
        self.proposals.push((family, proposal, new_for_old));
        let from = self.added.len();
        for base in new_scores(family, count) {
            // Each round on the other side, so that a second set does not repeat the pattern of the first.
            let scores = proposal.moved(base, dimensions, round % 2 == 1);
            self.add(family, base, scores);
        }
        self.weigh_added(family, from);
    }

    /// Adds one member, made from `base` by the family's latest proposal.
    fn add(&mut self, family: Family, base: &Scores, scores: Scores) {
        let dimensions = family.dimensions();
        let mut own = self.proposals.iter().rev().filter(|(own, ..)| *own == family);
        let latest = own.next().map_or(0.0, |(_, proposal, new_for_old)| {
            new_for_old * proposal.density_of_moved(&scores, base, dimensions)
        });
        let earlier: f64 =
            own.map(|(_, proposal, new_for_old)| new_for_old * proposal.relative_density(&scores, dimensions)).sum();
        self.crowding.push(latest + earlier);
        self.added.push(Draw { family, scores, member: family.member(&self.plan.forecaster.rules, &scores) });
    }

    /// Weighs the added members from this one on, which are of one family.
    fn weigh_added(&mut self, family: Family, from: usize) {
        let new = self.added.get(from..).unwrap_or_default();
        let times: Vec<f64> = self.plan.days.iter().map(|&day| weeks(day)).collect();
        let mut courses = vec![Vec::with_capacity(new.len()); times.len()];
        for draw in new {
            draw.member.follow(&times, &mut courses);
        }
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
            // The first set came from the prior, whose density against itself is 1; what each proposal gave for one
            // of the first set is in its crowding.
            weights.extend(logs.iter().zip(crowding).map(|(log, crowding)| {
                let log = log - highest;
                if log < LOWEST_LOG { 0.0 } else { share / (1.0 + crowding) * log.exp() }
            }));
        }
        let sum: f64 = weights.iter().sum();
        if sum > 0.0 {
            for weight in weights {
                *weight /= sum;
            }
        }
    }

    /// How many new members each family is to get, where it is to get any.
    fn wanted(&self, round: usize) -> Vec<(Family, usize)> {
        Family::ALL.into_iter().filter_map(|family| Some((family, self.missing(family, round)?))).collect()
    }

    /// How many new members a family needs for its part of an answer's standard error to be small enough.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 64 to twice the members")]
    fn missing(&self, family: Family, round: usize) -> Option<usize> {
        let probability: f64 = self.weights_of(family).sum();
        let effective = effective_size(self.weights_of(family));
        // Quasi-random sets do the better, the fewer dimensions they have.
        let dimensions = family.dimensions() as f64 / MOST_DIMENSIONS as f64;
        let unsure = dimensions * probability * (1.0 - probability + WITHIN_FAMILY);
        let forecaster = &self.plan.forecaster;
        let members = members_in(family, forecaster.members);
        let needed = (unsure / forecaster.largest_error).powi(2).max(LEAST_EFFECTIVE * members as f64);
        let missing = (needed - effective) / EFFICIENCY;
        let rough = round == 0 && effective < ENOUGH_TO_FIT;
        let most = if rough { dimensions * PILOT } else { most_new(members) as f64 };
        (probability >= LEAST_FAMILY && missing >= FEWEST_MISSING)
            .then(|| ((missing.min(most) / BATCH).ceil() * BATCH) as usize)
    }
}
