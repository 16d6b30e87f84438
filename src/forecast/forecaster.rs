//! A forecaster: one parameter set with its fixed members of every family.

use std::ops::Range;
use std::sync::Arc;

use super::canine::{CanineTumor, canine_kinetics, solve_shares};
use super::columns::Columns;
use super::families::{Family, Member};
use super::fit::Fit;
use super::observations::Observations;
use super::precision::Precision;
use super::process::weeks;
use super::sobol;
use crate::rules::forecast::{FamilyRules, ForecastRules};

/// The most scores any family needs.
pub(super) const MOST_DIMENSIONS: usize = 7;

/// Which parameters are used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ParameterSet {
    /// People under checkpoint antibodies.
    HumanCheckpoint,
    /// Dogs.
    CanineDefault(CanineTumor),
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
/// Cheap to clone; making one costs a few milliseconds, so one a parameter set and precision is kept.
#[derive(Clone, Debug)]
pub struct Forecaster {
    pub(super) rules: FamilyRules,
    /// Family after family.
    pub(super) draws: Arc<[Draw]>,
    pub(super) members: usize,
    /// A family gets new members where its probability would be uncertain by more than this.
    pub(super) largest_error: f64,
    /// One over the factor on scatter of every member.
    pub(super) steadiness: Arc<[f64]>,
    columns: Arc<Columns>,
}

/// The courses of every member at the days of one series.
///
/// While a size is typed its day stays, so a plan is kept and only [`Plan::fit`] is done again.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(super) forecaster: Forecaster,
    pub(super) days: Vec<i32>,
    /// Day by day, the log volume of every member.
    pub(super) courses: Vec<Arc<[f64]>>,
}

impl Forecaster {
    /// The forecaster of a parameter set, as close to a long run as forecasts come.
    pub fn new(rules: &ForecastRules, set: ParameterSet) -> Self {
        Self::with_precision(rules, set, Precision::Full)
    }

    /// The forecaster of a parameter set that comes so close to a long run.
    pub fn with_precision(rules: &ForecastRules, set: ParameterSet, precision: Precision) -> Self {
        let family_rules = match set {
            ParameterSet::HumanCheckpoint => rules.human_checkpoint,
            ParameterSet::CanineDefault(tumor) => {
                let scaled = canine_kinetics(rules.canine_default, tumor);
                solve_shares(scaled, tumor.prior, rules.canine_schedule)
            }
        };
        let members = Self::with_members(family_rules, precision.members());
        Self { largest_error: precision.largest_error(), ..members }
    }

    /// The forecaster of one complete set of parameters, for fitting.
    pub fn with_rules(rules: FamilyRules) -> Self {
        Self::with_members(rules, Precision::Full.members())
    }

    /// The same with another number of members of a middling family, for fitting in less time or checking with more.
    pub fn with_members(rules: FamilyRules, members: usize) -> Self {
        let draws: Arc<[Draw]> =
            Family::ALL.into_iter().flat_map(|family| members_of(family, &rules, members)).collect();
        let steadiness = draws.iter().map(|draw| 1.0 / draw.member.scatter).collect();
        let largest_error = Precision::Full.largest_error();
        Self { rules, draws, members, largest_error, steadiness, columns: Arc::default() }
    }

    /// The parameters in use, after scaling and solving.
    pub const fn rules(&self) -> &FamilyRules {
        &self.rules
    }

    /// The courses at these days, for [`Plan::fit`].
    pub fn plan(&self, days: &[i32]) -> Plan {
        let courses = days.iter().map(|&day| self.courses_on(day)).collect();
        Plan { forecaster: self.clone(), days: days.to_vec(), courses }
    }

    /// The log volume of every member on a day.
    pub(super) fn courses_on(&self, day: i32) -> Arc<[f64]> {
        let time = weeks(day);
        self.columns.of(day, || self.draws.iter().map(|draw| draw.member.log_volume(time)).collect())
    }

    /// Where the members of each family stand.
    pub(super) fn runs(&self) -> impl Iterator<Item = (Family, Range<usize>)> {
        Family::ALL.into_iter().scan(0, |from, family| {
            let run = *from..*from + members_in(family, self.members);
            *from = run.end;
            Some((family, run))
        })
    }

    /// Weighs every member by a series of sizes.
    ///
    /// # Examples
    /// ```
    /// use reassess::forecast::{Forecaster, Observation, Observations, ParameterSet};
    /// use reassess::rules::Rules;
    /// use reassess::series::Basis;
    /// let forecaster = Forecaster::new(&Rules::shipped()?.forecast, ParameterSet::HumanCheckpoint);
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
        Family::Response | Family::LateProgression | Family::GrowThenRespond | Family::Flare => 2 * members,
    }
}

pub(super) fn members_of(family: Family, rules: &FamilyRules, members: usize) -> impl Iterator<Item = Draw> {
    let stream = family as u32;
    let rules = *rules;
    (0..members_in(family, members)).map(move |index| {
        let scores = sobol::scores(index, family.dimensions(), stream);
        Draw { family, scores, member: family.member(&rules, &scores) }
    })
}
