//! Parameters of the forecast: trajectory families, residual process and the two named sets.

use super::error::RulesError;

/// A log-normal distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogNormal {
    /// Its median.
    pub median: f64,
    /// Its geometric standard deviation, 1 or more.
    pub geometric_sd: f64,
}

impl LogNormal {
    /// The value at a standard normal score.
    pub fn at(self, score: f64) -> f64 {
        self.median * (score * self.geometric_sd.ln()).exp()
    }
}

/// How common each family is before any size on therapy is known; they sum to one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shares {
    /// Stable.
    pub stable: f64,
    /// Response.
    pub response: f64,
    /// Progression, from the start or after a lag.
    pub progression: f64,
    /// True growth before a late response.
    pub grow_then_respond: f64,
    /// Swelling that comes and goes.
    pub flare: f64,
}

impl Shares {
    /// The same ratios, summing to one.
    #[must_use]
    pub fn normalized(self) -> Self {
        let sum = self.stable + self.response + self.progression + self.grow_then_respond + self.flare;
        Self {
            stable: self.stable / sum,
            response: self.response / sum,
            progression: self.progression / sum,
            grow_then_respond: self.grow_then_respond / sum,
            flare: self.flare / sum,
        }
    }
}

/// Shapes of a response.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ResponseRules {
    /// Weeks from the start to the first fall.
    pub delay_weeks: LogNormal,
    /// Rate of the fall, per week.
    pub rate_per_week: LogNormal,
    /// The share of the volume that stays.
    pub floor: LogNormal,
}

/// Shapes of progression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProgressionRules {
    /// Volume doubling time, in weeks.
    pub doubling_weeks: LogNormal,
    /// The share that grows from the start; the rest grows after a lag.
    pub from_start_share: f64,
    /// Weeks before growth, where there is a lag.
    pub lag_weeks: LogNormal,
    /// The slow fall during the lag, per week.
    pub decline_per_week: LogNormal,
}

/// Shapes of a flare: pseudoprogression in the narrow sense.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlareRules {
    /// Weeks from the start to the first swelling.
    pub onset_weeks: LogNormal,
    /// Weeks from the first swelling to its top.
    pub rise_weeks: LogNormal,
    /// Height, as a share of the volume at the start.
    pub height: LogNormal,
    /// Weeks in which the swelling falls to 1/e after its top.
    pub decay_weeks: LogNormal,
    /// Rate of the fall of the tumor itself after the top, per week.
    pub rate_per_week: LogNormal,
}

/// What sizes do beside the trajectory, on the log-volume scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ResidualRules {
    /// Variance gained per week (random walk).
    pub walk_per_week: f64,
    /// Variance gained per visit (lasting jumps: another plane, another reader).
    pub jump_per_visit: f64,
    /// The scale of the Student kernel as a share of the noise table's SD.
    pub noise_share: f64,
    /// Degrees of freedom of the innovations: 1, 2, 3 or 4, for which the distribution function is a closed form.
    pub degrees_of_freedom: u8,
    /// How patients differ in their scatter: the geometric SD of a factor on every innovation.
    pub scatter_geometric_sd: f64,
    /// Probability that a reader repeats the size before to the digit.
    pub repeat_share: f64,
    /// How many visits the repeat share counts for against a patient's own repeats.
    pub repeat_strength: f64,
}

/// What turns log odds that the members give into those that were met: `intercept + slope x log odds`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogOdds {
    /// Added.
    pub intercept: f64,
    /// Multiplied; above 0.
    pub slope: f64,
}

impl LogOdds {
    /// The probability that is said where the members give `p`.
    pub fn of(self, p: f64) -> f64 {
        if (self.intercept, self.slope) == (0.0, 1.0) {
            return p;
        }
        let p = p.clamp(1e-4, 1.0 - 1e-4);
        1.0 / (1.0 + (-(self.intercept + self.slope * (p / (1.0 - p)).ln())).exp())
    }
}

/// How two outcomes of an enlargement are said, at visits whose size is over the PD line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    /// That the next size is under the PD line.
    pub next_below: LogOdds,
    /// That a fall of 30 % is seen within 182 days.
    pub fall: LogOdds,
}

/// One complete set of parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FamilyRules {
    /// Family shares.
    pub shares: Shares,
    /// Volume doubling time before therapy, in weeks.
    pub before_doubling_weeks: LogNormal,
    /// SD of the drift of stable tumors, per week.
    pub stable_drift_sd: f64,
    /// Response.
    pub response: ResponseRules,
    /// Progression.
    pub progression: ProgressionRules,
    /// Weeks of growth before a late response.
    pub turn_weeks: LogNormal,
    /// Flare.
    pub flare: FlareRules,
    /// Residual process.
    pub residual: ResidualRules,
    /// How outcomes of an enlargement are said.
    pub calibration: Calibration,
}

/// The schedule on which the canine family shares are solved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UsualSchedule {
    /// Days between visits.
    pub every_days: f64,
    /// Days followed.
    pub until_days: f64,
}

/// How the ratio of the two futures at a measured size weighs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SizeRatioRules {
    /// The largest likelihood ratio one size may give, and its inverse the smallest (`RULES.md` 4).
    pub largest: f64,
    /// The ratio at which a size decides: as strong as the evidence that a leaning label asks for (`RULES.md` 2).
    pub deciding: f64,
}

/// The forecast's part of the rules file.
#[derive(Clone, Debug, PartialEq)]
pub struct ForecastRules {
    /// Fitted on people under checkpoint antibodies.
    pub human_checkpoint: FamilyRules,
    /// Dogs: the shape of the families before the tumor's doubling time and the therapy's prior are put in.
    pub canine_default: FamilyRules,
    /// The schedule on which canine family shares are solved.
    pub canine_schedule: UsualSchedule,
    /// How a measured size weighs.
    pub size_ratio: SizeRatioRules,
    /// Where each block comes from, as (block, tier, source).
    pub sources: Vec<ForecastSource>,
}

/// Where a block of parameters comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForecastSource {
    /// The block: `human_checkpoint.response`.
    pub block: String,
    /// What it rests on: `people` or `opinion`.
    pub tier: String,
    /// The source in words.
    pub source: String,
}

impl FamilyRules {
    /// Every tunable number by name, for checks and for fitting; degrees of freedom are set apart.
    pub fn knobs_mut(&mut self) -> Vec<(&'static str, &mut f64)> {
        vec![
            ("shares.stable", &mut self.shares.stable),
            ("shares.response", &mut self.shares.response),
            ("shares.progression", &mut self.shares.progression),
            ("shares.grow_then_respond", &mut self.shares.grow_then_respond),
            ("shares.flare", &mut self.shares.flare),
            ("before_doubling_weeks.median", &mut self.before_doubling_weeks.median),
            ("before_doubling_weeks.geometric_sd", &mut self.before_doubling_weeks.geometric_sd),
            ("stable_drift_sd", &mut self.stable_drift_sd),
            ("response.delay_weeks.median", &mut self.response.delay_weeks.median),
            ("response.delay_weeks.geometric_sd", &mut self.response.delay_weeks.geometric_sd),
            ("response.rate_per_week.median", &mut self.response.rate_per_week.median),
            ("response.rate_per_week.geometric_sd", &mut self.response.rate_per_week.geometric_sd),
            ("response.floor.median", &mut self.response.floor.median),
            ("response.floor.geometric_sd", &mut self.response.floor.geometric_sd),
            ("progression.doubling_weeks.median", &mut self.progression.doubling_weeks.median),
            ("progression.doubling_weeks.geometric_sd", &mut self.progression.doubling_weeks.geometric_sd),
            ("progression.from_start_share", &mut self.progression.from_start_share),
            ("progression.lag_weeks.median", &mut self.progression.lag_weeks.median),
            ("progression.lag_weeks.geometric_sd", &mut self.progression.lag_weeks.geometric_sd),
            ("progression.decline_per_week.median", &mut self.progression.decline_per_week.median),
            ("progression.decline_per_week.geometric_sd", &mut self.progression.decline_per_week.geometric_sd),
            ("turn_weeks.median", &mut self.turn_weeks.median),
            ("turn_weeks.geometric_sd", &mut self.turn_weeks.geometric_sd),
            ("flare.onset_weeks.median", &mut self.flare.onset_weeks.median),
            ("flare.onset_weeks.geometric_sd", &mut self.flare.onset_weeks.geometric_sd),
            ("flare.rise_weeks.median", &mut self.flare.rise_weeks.median),
            ("flare.rise_weeks.geometric_sd", &mut self.flare.rise_weeks.geometric_sd),
            ("flare.height.median", &mut self.flare.height.median),
            ("flare.height.geometric_sd", &mut self.flare.height.geometric_sd),
            ("flare.decay_weeks.median", &mut self.flare.decay_weeks.median),
            ("flare.decay_weeks.geometric_sd", &mut self.flare.decay_weeks.geometric_sd),
            ("flare.rate_per_week.median", &mut self.flare.rate_per_week.median),
            ("flare.rate_per_week.geometric_sd", &mut self.flare.rate_per_week.geometric_sd),
            ("residual.walk_per_week", &mut self.residual.walk_per_week),
            ("residual.jump_per_visit", &mut self.residual.jump_per_visit),
            ("residual.noise_share", &mut self.residual.noise_share),
            ("residual.scatter_geometric_sd", &mut self.residual.scatter_geometric_sd),
            ("residual.repeat_share", &mut self.residual.repeat_share),
            ("residual.repeat_strength", &mut self.residual.repeat_strength),
        ]
    }

    /// Checks every number.
    ///
    /// # Errors
    /// [`RulesError::OutOfRange`], naming the number.
    pub fn check(mut self) -> Result<Self, RulesError> {
        let refused = |name: &str, value: f64, wanted: &'static str| Err(RulesError::out_of_range(name, value, wanted));
        for (name, value) in self.knobs_mut() {
            let value = *value;
            if !value.is_finite() || value < 0.0 {
                return refused(name, value, "a finite number of 0 or more");
            }
            if name.ends_with("geometric_sd") && !(1.0..=100.0).contains(&value) {
                return refused(name, value, "from 1 to 100");
            }
            if name.ends_with(".median") && value <= 0.0 {
                return refused(name, value, "above 0");
            }
            if name.ends_with("share") && name != "residual.noise_share" && value >= 1.0 {
                return refused(name, value, "under 1");
            }
        }
        let shares = self.shares;
        let sum = shares.stable + shares.response + shares.progression + shares.grow_then_respond + shares.flare;
        if (sum - 1.0).abs() > 0.02 {
            return refused("shares", sum, "a sum of 1");
        }
        if !(1..=4).contains(&self.residual.degrees_of_freedom) {
            let given = f64::from(self.residual.degrees_of_freedom);
            return refused("residual.degrees_of_freedom", given, "1, 2, 3 or 4");
        }
        for (name, own) in
            [("calibration.next_below", self.calibration.next_below), ("calibration.fall", self.calibration.fall)]
        {
            if !(own.intercept.abs() <= 10.0 && own.slope > 0.0 && own.slope <= 10.0) {
                return refused(name, own.slope, "a slope above 0 to 10 with an intercept from -10 to 10");
            }
        }
        self.shares = shares.normalized();
        Ok(self)
    }
}
