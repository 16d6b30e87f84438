//! A series weighed: which members explain it, and what they foretell.

use super::bank::Bank;
use super::families::{Family, Group, Member};
use super::forecaster::{Forecaster, Plan};
use super::mixture::{Mixture, Part, Repeat};
use super::observations::Observations;
use super::process::weeks;
use super::refine::effective_size;
use super::weigh::{Weigher, reading_width};
use crate::rules::forecast::{Calibration, ResidualRules};

/// Of sizes too small to measure that were still so at the next visit or gone, the share gone: 3 of 19 in the people
/// of the dev half (tests/data).
const GONE_AFTER_TOO_SMALL: f64 = 3.0 / 19.0;

/// Members below this share of the heaviest of their group are dropped; all of them together could shift a
/// probability by about 0.001.
const LEAST_WEIGHT: f64 = 1e-5;

/// A series weighed.
#[derive(Clone, Debug)]
pub struct Fit {
    pub(super) observations: Observations,
    forecaster: Forecaster,
    pub(super) weigher: Weigher,
    pub(super) kept: Vec<Kept>,
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
    /// Where it stands among the forecaster's members, or past them.
    place: usize,
    /// What the residuals so far foretell of the residual of every later size.
    pub(super) lasting: f64,
    /// The logarithm of the factor on scatter.
    log_scatter: f64,
}

impl Fit {
    pub(super) fn of(plan: &Plan, observations: &Observations) -> Self {
        let rules = &plan.forecaster.rules;
        let weigher = Weigher::new(observations, rules.residual);
        let bank = Bank::weighed(plan, &weigher);
        let effective = effective_size(bank.weights.iter().copied());
        let probability = |family| bank.weights_of(family).sum();
        let families = Family::ALL.into_iter().map(|family| (family, probability(family))).collect();
        let heaviest = |group| {
            let own = Family::ALL.into_iter().filter(|family| family.group() == group);
            own.flat_map(|family| bank.weights_of(family)).fold(0.0, f64::max)
        };
        // Each group keeps its own members: an unlikely future is still drawn.
        let least =
            [None, Some(Group::Swelling), Some(Group::Growth)].map(|group| (group, LEAST_WEIGHT * heaviest(group)));
        let least =
            |family: Family| least.iter().find(|(own, _)| *own == family.group()).map_or(0.0, |(_, least)| *least);
        let mut kept = Vec::new();
        for (place, ((draw, weight), lasting)) in bank.draws().zip(&bank.weights).zip(&bank.found.lasting).enumerate() {
            if *weight > least(draw.family) {
                let (family, member) = (draw.family, draw.member);
                let log_scatter = member.scatter.ln();
                kept.push(Kept { family, member, weight: *weight, place, lasting: *lasting, log_scatter });
            }
        }
        Self {
            observations: observations.clone(),
            forecaster: plan.forecaster.clone(),
            kept,
            families,
            effective,
            repeat_share: repeat_share(observations, rules.residual),
            calibration: rules.calibration,
            weigher,
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
        self.led(day).mixture(noise, |kept| if kept.family.group() == Some(group) { 1.0 } else { 0.0 })
    }

    /// The forecast of a day with each member's weight multiplied by a factor, and with the spike of a repeated size.
    pub(super) fn weighted(&self, day: i32, factor: impl Fn(&Kept) -> f64) -> Option<Mixture> {
        Some(self.led(day).mixture(1.0, factor)?.with_repeat(self.repeat()))
    }

    /// Where every kept member leads on a day.
    pub(super) fn led(&self, day: i32) -> Led<'_> {
        let day = day.max(self.observations.last().day);
        let locations = self.courses_on(day).zip(&self.kept);
        let locations = locations.map(|(course, kept)| self.weigher.origin + course + kept.lasting).collect();
        Led { fit: self, weeks: weeks(day), locations }
    }

    /// The log volume of every kept member on a day.
    pub(super) fn courses_on(&self, day: i32) -> impl Iterator<Item = f64> {
        let (column, time) = (self.forecaster.courses_on(day), weeks(day));
        // Members of a refinement have no column.
        self.kept.iter().map(move |kept| match column.get(kept.place) {
            Some(course) => *course,
            None => kept.member.log_volume(time),
        })
    }

    pub(super) fn repeat(&self) -> Option<Repeat> {
        let last = self.observations.last();
        let step = self.observations.reading_step().filter(|_| !last.is_censored())?;
        let middle = self.observations.log_volume(last.size);
        let half = 0.5 * reading_width(&self.observations, last.size, step);
        Some(Repeat { share: self.repeat_share, low: middle - half, high: middle + half })
    }
}

/// The kept members on one day.
pub(super) struct Led<'a> {
    fit: &'a Fit,
    weeks: f64,
    /// Log volume that each leads to.
    locations: Vec<f64>,
}

impl Led<'_> {
    /// The forecast by a measurement whose SD is that of the last times a factor, with each member's weight multiplied
    /// by a factor; `None` when nothing has weight.
    pub(super) fn mixture(&self, noise: f64, factor: impl Fn(&Kept) -> f64) -> Option<Mixture> {
        let Weigher { student, process, .. } = &self.fit.weigher;
        let sd = process.next_sd(self.weeks, noise);
        let log_sd = sd.ln();
        let members = self.fit.kept.iter().zip(&self.locations).map(|(kept, location)| (kept, factor(kept), *location));
        let parts: Vec<Part> = members
            .filter(|(_, factor, _)| *factor > 0.0)
            .map(|(kept, factor, location)| Part {
                weight: factor * kept.weight,
                location,
                scale: kept.member.scatter * sd,
                log_scale: kept.log_scatter + log_sd,
            })
            .collect();
        Mixture::merged(*student, &parts)
    }
}

/// How often this patient's reader repeats a size to the digit: the common share, moved by the patient's own.
fn repeat_share(observations: &Observations, residual: ResidualRules) -> f64 {
    let points = observations.points();
    let pairs =
        points.iter().zip(points.iter().skip(1)).filter(|(one, next)| !one.is_censored() && !next.is_censored());
    let (all, repeated) = pairs.fold((0.0, 0.0), |(all, repeated), (one, next)| {
        (all + 1.0, repeated + if one.size == next.size { 1.0 } else { 0.0 })
    });
    (residual.repeat_strength * residual.repeat_share + repeated) / (residual.repeat_strength + all).max(1e-9)
}
