//! A series weighed: which members explain it, and what they foretell.

use super::families::{Family, Group, Member};
use super::forecaster::{Draw, MOST_DIMENSIONS, Plan, members_in};
use super::mixture::{Component, Mixture, Repeat};
use super::observations::Observations;
use super::process::weeks;
use super::refine::{Proposal, balance_weight, effective_size, of_family};
use super::weigh::{Weigher, reading_width};
use crate::rules::forecast::{Calibration, LogOdds};

/// A family is refined where its probability would be uncertain by more than this, or where its effective number
/// falls below this share of its members, so that its own fan would be ragged.
const LARGEST_ERROR: f64 = 0.012;
const LEAST_EFFECTIVE: f64 = 0.05;

/// Families below this probability are not worth refining.
const LEAST_FAMILY: f64 = 0.02;

/// Of sizes too small to measure that were still so at the next visit or gone, the share gone: 3 of 19 in the people
/// of the dev half (tests/data).
const GONE_AFTER_TOO_SMALL: f64 = 3.0 / 19.0;

/// Rounds of refinement.
const ROUNDS: usize = 2;

/// Members below this share of the heaviest of their group are dropped; all of them together could shift a
/// probability by about 0.001.
const LEAST_WEIGHT: f64 = 1e-5;

/// Says what the members give.
const UNCALIBRATED: Calibration = {
    let same = LogOdds { intercept: 0.0, slope: 1.0 };
    Calibration { next_below: same, fall: same }
};

/// A series weighed.
#[derive(Clone, Debug)]
pub struct Fit {
    pub(super) observations: Observations,
    pub(super) weigher: Weigher,
    pub(super) kept: Vec<Kept>,
    /// Whitened residuals of every kept member, row by row.
    whitened: Vec<f64>,
    pub(super) families: Vec<(Family, f64)>,
    effective: f64,
    pub(super) repeat_share: f64,
    pub(super) calibration: Calibration,
}

/// One member that explains the series.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kept {
    pub(super) family: Family,
    pub(super) member: Member,
    pub(super) weight: f64,
}

/// A member weighed, before pruning.
struct Weighed {
    draw: Draw,
    log_likelihood: f64,
    weight: f64,
    row: usize,
}

impl Fit {
    pub(super) fn of(plan: &Plan, observations: &Observations) -> Self {
        let rules = &plan.forecaster.rules;
        let weigher = Weigher::new(observations, rules.residual);
        let count = observations.points().len();
        let mut bank = Bank { weigher: &weigher, rows: Vec::new(), scratch: Vec::with_capacity(count), count };
        let courses = plan.courses.chunks(count.max(1));
        let mut weighed: Vec<Weighed> =
            plan.forecaster.draws.iter().zip(courses).map(|(draw, course)| bank.weigh(*draw, course)).collect();
        reweigh(&mut weighed, plan, &[]);
        let mut proposals: Vec<(Family, Proposal)> = Vec::new();
        for _ in 0..ROUNDS {
            let thin = thin_families(&weighed, plan.forecaster.members);
            if thin.is_empty() {
                break;
            }
            for family in thin {
                let own = weighed.iter().filter(|one| one.draw.family == family);
                let proposal = Proposal::fitted(own.map(|one| (one.weight, &one.draw.scores)));
                proposals.push((family, proposal));
                for base in of_family(&plan.forecaster.draws, family) {
                    let scores = proposal.moved(&base.scores, family.dimensions());
                    let draw = Draw { family, scores, member: family.member(rules, &scores) };
                    let course: Vec<f64> = plan.days.iter().map(|&day| draw.member.log_volume(weeks(day))).collect();
                    weighed.push(bank.weigh(draw, &course));
                }
            }
            reweigh(&mut weighed, plan, &proposals);
        }
        let rows = std::mem::take(&mut bank.rows);
        let repeat_share = repeat_share(observations, rules.residual);
        let fit = Self::pruned(weighed, &rows, observations, weigher, repeat_share);
        Self { calibration: rules.calibration, ..fit }
    }

    fn pruned(
        weighed: Vec<Weighed>,
        rows: &[f64],
        observations: &Observations,
        weigher: Weigher,
        repeat_share: f64,
    ) -> Self {
        let count = observations.points().len();
        let effective = effective_size(weighed.iter().map(|one| one.weight));
        let probability =
            |family| weighed.iter().filter(|one| one.draw.family == family).map(|one| one.weight).sum::<f64>();
        let families = Family::ALL.into_iter().map(|family| (family, probability(family))).collect();
        let heaviest = |group| {
            let own = weighed.iter().filter(|one| one.draw.family.group() == group);
            own.map(|one| one.weight).fold(0.0, f64::max)
        };
        // Each group keeps its own members: an unlikely future is still drawn.
        let least = [None, Some(Group::Swelling), Some(Group::Growth)].map(|group| (group, heaviest(group)));
        let mut kept = Vec::new();
        let mut whitened = Vec::new();
        for one in weighed {
            let group = one.draw.family.group();
            let heaviest = least.iter().find(|(own, _)| *own == group).map_or(0.0, |(_, heaviest)| *heaviest);
            if one.weight > LEAST_WEIGHT * heaviest {
                kept.push(Kept { family: one.draw.family, member: one.draw.member, weight: one.weight });
                whitened.extend(rows.iter().skip(one.row * count).take(count));
            }
        }
        Self {
            observations: observations.clone(),
            weigher,
            kept,
            whitened,
            families,
            effective,
            repeat_share,
            calibration: UNCALIBRATED,
        }
    }

    /// The sizes that it was made from.
    pub const fn observations(&self) -> &Observations {
        &self.observations
    }

    /// The probability of each family.
    pub fn family_probabilities(&self) -> &[(Family, f64)] {
        &self.families
    }

    /// Kish's effective number of members; under about 50, figures are unsteady in their second digit.
    pub const fn effective_sample_size(&self) -> f64 {
        self.effective
    }

    /// Quantiles of the measured size on a day, noise included, in millimeters or cubic millimeters.
    ///
    /// Days before the last size are taken as that day.
    pub fn quantiles(&self, day: i32, shares: &[f64]) -> Vec<f64> {
        self.mixture(day, None).map_or_else(Vec::new, |mixture| {
            shares.iter().map(|&share| self.observations.size(mixture.quantile(share))).collect()
        })
    }

    /// The probability that the size measured on a day is under `size`.
    pub fn probability_below(&self, day: i32, size: f64) -> f64 {
        if size <= 0.0 {
            return 0.0;
        }
        let log = self.observations.log_volume(size);
        self.mixture(day, None).map_or(0.5, |mixture| mixture.below(log).clamp(0.0, 1.0))
    }

    /// The probability that the size measured on a day is under the PD line of the lowest size so far.
    ///
    /// Where the tumor was gone before and is now too small to measure, the line is the smallest size that is
    /// recorded, and only a tumor that is gone again lies under it.
    pub fn probability_below_progression(&self, day: i32) -> f64 {
        let last = self.observations.last();
        let line = self.observations.progression_line();
        let below = self.probability_below(day, line);
        let gone_again = last.size > 0.0 && last.below.is_some_and(|limit| line <= limit);
        let below = if gone_again { GONE_AFTER_TOO_SMALL * below } else { below };
        if self.is_enlarged() { self.calibration.next_below.of(below) } else { below }
    }

    /// Whether the last size is over the PD line of those before it.
    ///
    /// There the outcomes are said as they were met among people measured again, not as the members give them.
    pub(super) fn is_enlarged(&self) -> bool {
        let points = self.observations.points();
        let earlier = points.len().checked_sub(1).and_then(|count| self.observations.first(count));
        earlier.is_some_and(|earlier| self.observations.last().size >= earlier.progression_line())
    }

    /// The forecast of a day as a distribution of the log volume, of all members or of one future's; `None` when
    /// that future has no members. The spike of a repeated size is in the forecast of all alone.
    pub fn mixture(&self, day: i32, group: Option<Group>) -> Option<Mixture> {
        match group {
            None => self.weighted(day, |_| 1.0),
            Some(group) => self.noisy_mixture(day, group, 1.0),
        }
    }

    /// The forecast of one future by a measurement whose SD is that of the last times a factor.
    pub(super) fn noisy_mixture(&self, day: i32, group: Group, noise: f64) -> Option<Mixture> {
        self.components(day, noise, |kept| if kept.family.group() == Some(group) { 1.0 } else { 0.0 })
    }

    /// The forecast of a day with each member's weight multiplied by a factor, and with the spike of a repeated size.
    pub(super) fn weighted(&self, day: i32, factor: impl Fn(&Kept) -> f64) -> Option<Mixture> {
        Some(self.components(day, 1.0, factor)?.with_repeat(self.repeat()))
    }

    fn components(&self, day: i32, noise: f64, factor: impl Fn(&Kept) -> f64) -> Option<Mixture> {
        let time = weeks(day.max(self.observations.last().day));
        let row = self.weigher.process.next_row(time, noise);
        let members = self.members().map(|(kept, whitened)| (kept, factor(kept), whitened));
        let components: Vec<Component> = members
            .filter(|(_, factor, _)| *factor > 0.0)
            .map(|(kept, factor, whitened)| Component {
                weight: factor * kept.weight,
                location: self.weigher.origin + kept.member.log_volume(time) + row.foretold(whitened),
                scale: kept.member.scatter * row.sd,
            })
            .collect();
        Mixture::merged(self.weigher.student, components.iter().copied())
    }

    /// Every kept member with its whitened residuals.
    pub(super) fn members(&self) -> impl Iterator<Item = (&Kept, &[f64])> {
        let count = self.observations.points().len();
        self.kept.iter().zip(self.whitened.chunks(count.max(1)))
    }

    fn repeat(&self) -> Option<Repeat> {
        let last = self.observations.last();
        let step = self.observations.reading_step().filter(|_| !last.is_censored())?;
        let middle = self.observations.log_volume(last.size);
        let half = 0.5 * reading_width(&self.observations, last.size, step);
        Some(Repeat { share: self.repeat_share, low: middle - half, high: middle + half })
    }
}

/// Weighs members and keeps their residuals.
struct Bank<'a> {
    weigher: &'a Weigher,
    rows: Vec<f64>,
    scratch: Vec<f64>,
    count: usize,
}

impl Bank<'_> {
    fn weigh(&mut self, draw: Draw, course: &[f64]) -> Weighed {
        let log_likelihood = self.weigher.log_likelihood(&draw.member, course, &mut self.scratch);
        let row = self.rows.len() / self.count.max(1);
        self.rows.extend_from_slice(&self.scratch);
        Weighed { draw, log_likelihood, weight: 0.0, row }
    }
}

/// Sets the weights, summing to one: family share, times likelihood, times the correction for where members came from.
fn reweigh(weighed: &mut [Weighed], plan: &Plan, proposals: &[(Family, Proposal)]) {
    let highest = weighed.iter().map(|one| one.log_likelihood).fold(f64::NEG_INFINITY, f64::max);
    for family in Family::ALL {
        let own: Vec<Proposal> =
            proposals.iter().filter(|(of, _)| *of == family).map(|(_, proposal)| *proposal).collect();
        // The mean over a family's members is its evidence, however many there are.
        let share = family.share(&plan.forecaster.rules) / members_in(family, plan.forecaster.members) as f64;
        for one in weighed.iter_mut().filter(|one| one.draw.family == family) {
            let correction = balance_weight(&one.draw, &own);
            one.weight = share * correction * (one.log_likelihood - highest).exp();
        }
    }
    let sum: f64 = weighed.iter().map(|one| one.weight).sum();
    if sum > 0.0 {
        for one in weighed {
            one.weight /= sum;
        }
    }
}

fn thin_families(weighed: &[Weighed], members: usize) -> Vec<Family> {
    let own = |family| weighed.iter().filter(move |one| one.draw.family == family).map(|one| one.weight);
    let thin = |family: &Family| {
        let probability: f64 = own(*family).sum();
        let effective = effective_size(own(*family));
        // Quasi-random sets do the better, the fewer dimensions they have.
        let dimensions = family.dimensions() as f64 / MOST_DIMENSIONS as f64;
        let error = dimensions * probability * (1.0 - probability) / effective.max(1.0).sqrt();
        probability > LEAST_FAMILY
            && (effective < LEAST_EFFECTIVE * members_in(*family, members) as f64 || error > LARGEST_ERROR)
    };
    Family::ALL.into_iter().filter(thin).collect()
}

/// How often this patient's reader repeats a size to the digit: the common share, moved by the patient's own.
fn repeat_share(observations: &Observations, residual: crate::rules::forecast::ResidualRules) -> f64 {
    let points = observations.points();
    let pairs =
        points.iter().zip(points.iter().skip(1)).filter(|(one, next)| !one.is_censored() && !next.is_censored());
    let (all, repeated) = pairs.fold((0.0, 0.0), |(all, repeated), (one, next)| {
        (all + 1.0, repeated + if one.size == next.size { 1.0 } else { 0.0 })
    });
    (residual.repeat_strength * residual.repeat_share + repeated) / (residual.repeat_strength + all).max(1e-9)
}
