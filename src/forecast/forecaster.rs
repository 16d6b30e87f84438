//! A forecaster: one parameter set with its fixed members of every family.

use std::sync::Arc;

use super::families::{Family, Group, Member};
use super::fit::Fit;
use super::observations::Observations;
use super::process::weeks;
use super::sobol;
use crate::rules::forecast::{FamilyRules, ForecastRules, LogNormal, UsualSchedule};

/// Members of a family of middling dimension; a power of two keeps the Sobol set balanced.
pub const MEMBERS_PER_FAMILY: usize = 512;

/// The most scores any family needs.
pub(super) const MOST_DIMENSIONS: usize = 7;

/// The standard normal score of a 90 % range's ends.
const Z_90: f64 = 1.645;

const DAYS_PER_WEEK: f64 = 7.0;

/// Which parameters are used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ParameterSet {
    /// People under checkpoint antibodies.
    HumanCheckpoint,
    /// Dogs.
    CanineDefault(CanineTumor),
}

/// What makes the canine parameters those of one tumor under one therapy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CanineTumor {
    /// Volume doubling time of the tumor type: median, in days (`domain.md` 4.4).
    pub doubling_median_days: f64,
    /// Its 5th percentile.
    pub doubling_low_days: f64,
    /// Its 95th percentile.
    pub doubling_high_days: f64,
    /// The prior of the therapy class: P(swelling | real rise).
    pub prior: f64,
}

/// One member with the scores that made it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Draw {
    pub(super) family: Family,
    pub(super) scores: [f64; MOST_DIMENSIONS],
    pub(super) member: Member,
}

/// One parameter set with its fixed members.
///
/// Cheap to clone; making one costs about a millisecond, so one a parameter set is kept.
#[derive(Clone, Debug)]
pub struct Forecaster {
    pub(super) rules: FamilyRules,
    pub(super) draws: Arc<[Draw]>,
    pub(super) members: usize,
}

/// The courses of every member at the days of one series.
///
/// While a size is typed its day stays, so a plan is kept and only [`Plan::fit`] is done again.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(super) forecaster: Forecaster,
    pub(super) days: Vec<i32>,
    /// Row by row: every day of the first member, of the second, and so on.
    pub(super) courses: Vec<f64>,
}

impl Forecaster {
    /// The forecaster of a parameter set.
    pub fn new(rules: &ForecastRules, set: ParameterSet) -> Self {
        match set {
            ParameterSet::HumanCheckpoint => Self::with_rules(rules.human_checkpoint),
            ParameterSet::CanineDefault(tumor) => {
                let scaled = canine_kinetics(rules.canine_default, tumor);
                Self::with_rules(solve_shares(scaled, tumor.prior, rules.canine_schedule))
            }
        }
    }

    /// The forecaster of one complete set of parameters, for fitting.
    pub fn with_rules(rules: FamilyRules) -> Self {
        Self::with_members(rules, MEMBERS_PER_FAMILY)
    }

    /// The same with another number of members of a middling family, for fitting in less time or checking with more.
    pub fn with_members(rules: FamilyRules, members: usize) -> Self {
        let draws = Family::ALL.into_iter().flat_map(|family| members_of(family, &rules, members)).collect();
        Self { rules, draws, members }
    }

    /// The parameters in use, after scaling and solving.
    pub const fn rules(&self) -> &FamilyRules {
        &self.rules
    }

    /// The courses at these days, for [`Plan::fit`].
    pub fn plan(&self, days: &[i32]) -> Plan {
        let weeks: Vec<f64> = days.iter().map(|&day| weeks(day)).collect();
        let courses =
            self.draws.iter().flat_map(|draw| weeks.iter().map(|&time| draw.member.log_volume(time))).collect();
        Plan { forecaster: self.clone(), days: days.to_vec(), courses }
    }

    /// Weighs every member by a series of sizes.
    ///
    /// # Examples
    /// ```
    /// use reassess::forecast::{Forecaster, Observation, Observations, ParameterSet};
    /// use reassess::rules::forecast::ForecastRules;
    /// use reassess::series::Basis;
    /// let forecaster = Forecaster::new(&ForecastRules::shipped()?, ParameterSet::HumanCheckpoint);
    /// let size = |day, size| Observation { day, size, log_sd: 0.05, below: None };
    /// let sizes = Observations::new(Basis::Diameters, vec![size(-5, 30.0), size(42, 38.0)])?;
    /// let fit = forecaster.fit(&sizes);
    /// assert!(fit.probability_below(84, 60.0) > 0.9);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn fit(&self, observations: &Observations) -> Fit {
        let days: Vec<i32> = observations.days().collect();
        self.plan(&days).fit(observations)
    }
}

impl Plan {
    /// Weighs every member by sizes of this plan's days; of other days, by a plan of theirs.
    pub fn fit(&self, observations: &Observations) -> Fit {
        if observations.days().eq(self.days.iter().copied()) {
            Fit::of(self, observations)
        } else {
            self.forecaster.fit(observations)
        }
    }
}

/// Half as many where there is one shape parameter, twice as many for the broad families of three and more.
pub(super) const fn members_in(family: Family, members: usize) -> usize {
    match family {
        Family::Stable | Family::Progression => members.div_ceil(2),
        Family::GrowThenRespond => members,
        Family::Response | Family::LateProgression | Family::Flare => 2 * members,
    }
}

fn members_of(family: Family, rules: &FamilyRules, members: usize) -> impl Iterator<Item = Draw> {
    let stream = family as u32;
    let rules = *rules;
    (0..members_in(family, members)).map(move |index| {
        let mut scores = [0.0; MOST_DIMENSIONS];
        for (dimension, score) in scores.iter_mut().enumerate().take(family.dimensions()) {
            *score = sobol::normal(index, dimension, stream);
        }
        Draw { family, scores, member: family.member(&rules, &scores) }
    })
}

/// Puts a tumor's doubling time in.
///
/// Growth, its lag, the drift of stable tumors and the random walk go with the doubling time; response and flare are
/// timed by the immune response and stay as they are. [estimate]
fn canine_kinetics(mut rules: FamilyRules, tumor: CanineTumor) -> FamilyRules {
    let usable = |days: f64| days.is_finite() && days > 0.0;
    if ![tumor.doubling_median_days, tumor.doubling_low_days, tumor.doubling_high_days].into_iter().all(usable) {
        return rules;
    }
    let median = tumor.doubling_median_days / DAYS_PER_WEEK;
    let slower = median / rules.progression.doubling_weeks.median;
    let spread = (tumor.doubling_high_days / tumor.doubling_low_days).max(1.0).ln() / (2.0 * Z_90);
    let doubling = LogNormal { median, geometric_sd: spread.exp() };
    rules.progression.doubling_weeks = doubling;
    rules.before_doubling_weeks = doubling;
    rules.progression.lag_weeks.median *= slower;
    rules.progression.decline_per_week.median /= slower;
    rules.stable_drift_sd /= slower;
    rules.residual.walk_per_week /= slower;
    rules
}

/// Scales the shares of the swelling families so that, of the tumors that rise over the PD line on the usual
/// schedule, the share `prior` is swelling.
///
/// The rise is that of the true size: the prior is given a real rise (`RULES.md` 1).
/// One factor on both swelling families solves it in closed form; deterministic, since the members are.
fn solve_shares(mut rules: FamilyRules, prior: f64, schedule: UsualSchedule) -> FamilyRules {
    let rising = |family: Family| {
        let members = members_of(family, &rules, MEMBERS_PER_FAMILY);
        let risen = members.filter(|draw| rises(&draw.member, schedule)).count();
        family.share(&rules) * risen as f64 / members_in(family, MEMBERS_PER_FAMILY) as f64
    };
    let (mut swelling, mut other) = (0.0, 0.0);
    for family in Family::ALL {
        match family.group() {
            Some(Group::Swelling) => swelling += rising(family),
            _ => other += rising(family),
        }
    }
    if swelling > 0.0 && other > 0.0 && prior > 0.0 && prior < 1.0 {
        let factor = prior / (1.0 - prior) * other / swelling;
        rules.shares.flare *= factor;
        rules.shares.grow_then_respond *= factor;
        rules.shares = rules.shares.normalized();
    }
    rules
}

/// Whether the true volume rises over 1.728 times its lowest at some visit of the schedule.
fn rises(member: &Member, schedule: UsualSchedule) -> bool {
    let line = 3.0 * 1.2_f64.ln();
    let mut lowest = member.log_volume(0.0);
    let mut days = schedule.every_days;
    while days <= schedule.until_days {
        let log = member.log_volume(days / DAYS_PER_WEEK);
        if log >= lowest + line {
            return true;
        }
        lowest = lowest.min(log);
        days += schedule.every_days.max(1.0);
    }
    false
}
