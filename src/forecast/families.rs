//! Trajectory families: how the log volume of a tumor may run against the therapy start.

use crate::rules::forecast::FamilyRules;

/// A family of trajectories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Little change.
    Stable,
    /// Shrinks after a delay, down to a floor.
    Response,
    /// Grows from the start.
    Progression,
    /// Grows after a lag of slow decline.
    LateProgression,
    /// Grows, then responds: true growth before a late response.
    GrowThenRespond,
    /// Swells and settles.
    Flare,
}

/// The two futures of an enlargement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Turns: flare, or growth before a late response.
    Swelling,
    /// Does not turn.
    Growth,
}

impl Family {
    /// Every family, in the order of tables.
    pub const ALL: [Self; 6] =
        [Self::Stable, Self::Response, Self::Progression, Self::LateProgression, Self::GrowThenRespond, Self::Flare];

    /// How many standard normal scores fix one member: its own, then growth before therapy, then scatter.
    pub const fn dimensions(self) -> usize {
        2 + match self {
            Self::Stable | Self::Progression => 1,
            Self::Response | Self::LateProgression => 3,
            Self::GrowThenRespond => 4,
            Self::Flare => 5,
        }
    }

    /// Which of the two futures it belongs to, if to one.
    pub const fn group(self) -> Option<Group> {
        match self {
            Self::GrowThenRespond | Self::Flare => Some(Group::Swelling),
            Self::Progression | Self::LateProgression => Some(Group::Growth),
            Self::Stable | Self::Response => None,
        }
    }

    /// How common it is before any size on therapy is known.
    pub fn share(self, rules: &FamilyRules) -> f64 {
        let shares = rules.shares;
        match self {
            Self::Stable => shares.stable,
            Self::Response => shares.response,
            Self::Progression => shares.progression * rules.progression.from_start_share,
            Self::LateProgression => shares.progression * (1.0 - rules.progression.from_start_share),
            Self::GrowThenRespond => shares.grow_then_respond,
            Self::Flare => shares.flare,
        }
    }

    /// The words a clinician reads.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Stable => "stable",
            Self::Response => "response",
            Self::Progression => "growth from the start",
            Self::LateProgression => "growth after a lag",
            Self::GrowThenRespond => "growth, then response",
            Self::Flare => "flare",
        }
    }

    /// The member at these standard normal scores; a missing score counts as 0, the median.
    pub fn member(self, rules: &FamilyRules, scores: &[f64]) -> Member {
        let score = |place: usize| scores.get(place).copied().unwrap_or(0.0);
        let own = self.dimensions() - 2;
        let growth = |doubling_weeks: f64| std::f64::consts::LN_2 / doubling_weeks;
        let response = &rules.response;
        let progression = &rules.progression;
        let floor = |score: f64| response.floor.at(score).min(LARGEST_FLOOR);
        let shape = match self {
            Self::Stable => Shape::Line { slope: rules.stable_drift_sd * score(0) },
            Self::Response => Shape::Response {
                delay: response.delay_weeks.at(score(0)),
                rate: response.rate_per_week.at(score(1)),
                floor: floor(score(2)),
            },
            Self::Progression => Shape::Line { slope: growth(progression.doubling_weeks.at(score(0))) },
            Self::LateProgression => Shape::LateGrowth {
                rate: growth(progression.doubling_weeks.at(score(0))),
                lag: progression.lag_weeks.at(score(1)),
                decline: progression.decline_per_week.at(score(2)),
            },
            Self::GrowThenRespond => Shape::GrowThenRespond {
                growth: growth(progression.doubling_weeks.at(score(0))),
                turn: rules.turn_weeks.at(score(1)),
                rate: response.rate_per_week.at(score(2)),
                floor: floor(score(3)),
            },
            Self::Flare => Shape::Flare {
                onset: rules.flare.onset_weeks.at(score(0)),
                rise: rules.flare.rise_weeks.at(score(1)),
                height: rules.flare.height.at(score(2)),
                decay: rules.flare.decay_weeks.at(score(3)),
                rate: rules.flare.rate_per_week.at(score(4)),
            },
        };
        Member {
            growth_before: growth(rules.before_doubling_weeks.at(score(own))),
            shape,
            scatter: (score(own + 1) * rules.residual.scatter_geometric_sd.ln()).exp(),
        }
    }
}

/// A response always leaves less than this share, or it would be no response.
const LARGEST_FLOOR: f64 = 0.99;

/// Logs of volume are held to this range, so that an extreme member cannot overflow.
pub(super) const LARGEST_LOG: f64 = 200.0;

/// One member of a family.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Member {
    /// Growth before therapy, per week.
    pub growth_before: f64,
    /// The course under therapy.
    pub shape: Shape,
    /// The factor on this patient's scatter.
    pub scatter: f64,
}

/// The course of the log volume under therapy; times in weeks, rates per week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// A straight line.
    Line {
        /// Slope.
        slope: f64,
    },
    /// `ln(floor + (1 - floor) exp(-rate (t - delay)+))`.
    Response {
        /// Weeks to the first fall.
        delay: f64,
        /// Rate of the fall.
        rate: f64,
        /// Share that stays.
        floor: f64,
    },
    /// Slow decline, then growth.
    LateGrowth {
        /// Growth rate.
        rate: f64,
        /// Weeks of decline.
        lag: f64,
        /// Rate of the decline.
        decline: f64,
    },
    /// Growth, then the response shape.
    GrowThenRespond {
        /// Growth rate.
        growth: f64,
        /// Weeks of growth.
        turn: f64,
        /// Rate of the fall.
        rate: f64,
        /// Share of the peak that stays.
        floor: f64,
    },
    /// `ln(exp(-rate (t - onset - rise)+) + height ramp((t - onset)/rise) exp(-(t - onset - rise)+/decay))`, the ramp a
    /// smoothstep.
    Flare {
        /// Weeks to the first swelling.
        onset: f64,
        /// Weeks to its top.
        rise: f64,
        /// Height of the top.
        height: f64,
        /// Weeks of its decay.
        decay: f64,
        /// Rate of the fall of the tumor itself.
        rate: f64,
    },
}

impl Member {
    /// The log volume at a time, relative to the therapy start.
    pub fn log_volume(&self, weeks: f64) -> f64 {
        let log = if weeks <= 0.0 { self.growth_before * weeks } else { self.shape.log_volume(weeks) };
        log.clamp(-LARGEST_LOG, LARGEST_LOG)
    }
}

impl Shape {
    pub(super) fn log_volume(self, weeks: f64) -> f64 {
        match self {
            Self::Line { slope } => slope * weeks,
            Self::Response { delay, rate, floor } => response(weeks - delay, rate, floor),
            Self::LateGrowth { rate, lag, decline } => -decline * weeks.min(lag) + rate * (weeks - lag).max(0.0),
            Self::GrowThenRespond { growth, turn, rate, floor } => {
                growth * weeks.min(turn) + response(weeks - turn, rate, floor)
            }
            Self::Flare { onset, rise, height, decay, rate } => {
                let after_top = (weeks - onset - rise).max(0.0);
                let part = ((weeks - onset) / rise).clamp(0.0, 1.0);
                let ramp = part * part * (3.0 - 2.0 * part);
                let tumor = (-rate * after_top).exp();
                (tumor + height * ramp * (-after_top / decay).exp()).max(f64::MIN_POSITIVE).ln()
            }
        }
    }
}

fn response(weeks: f64, rate: f64, floor: f64) -> f64 {
    if weeks <= 0.0 { 0.0 } else { (floor + (1.0 - floor) * (-rate * weeks).exp()).ln() }
}
