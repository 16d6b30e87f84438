//! The residual process around a trajectory: a random walk, lasting jumps at visits, and noise, whitened by one
//! Cholesky factor.

use super::observations::Observations;
use crate::rules::forecast::ResidualRules;

/// Variance of the unknown offset of a series; so large that the first size says nothing about its family.
const VAGUE_VARIANCE: f64 = 1e4;

/// The least variance of an innovation, which keeps the factor regular when sizes are a day apart.
const LEAST_VARIANCE: f64 = 1e-8;

const DAYS_PER_WEEK: f64 = 7.0;

/// Weeks from the therapy start of a day.
pub(super) fn weeks(day: i32) -> f64 {
    f64::from(day) / DAYS_PER_WEEK
}

/// The whitening of one series, which later times extend.
///
/// Walk, jumps and offset last, so every later size shares all of them with an earlier one: what an innovation adds to
/// the forecast of later ones is the same for all of these, and each row of the Cholesky factor begins as the one before.
#[derive(Clone, Debug)]
pub(super) struct Process {
    rules: ResidualRules,
    first_weeks: Option<f64>,
    steps: Vec<Innovation>,
    /// The variance that the innovations so far explain of any later size.
    explained: f64,
    noise_sd: f64,
}

/// One innovation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Innovation {
    /// Its SD.
    pub(super) sd: f64,
    /// What it adds, whitened and times this, to the forecast of every later size.
    pub(super) gain: f64,
}

impl Process {
    /// The process of a series.
    pub(super) fn of(observations: &Observations, rules: ResidualRules) -> Self {
        let last = observations.last();
        let noise_sd = rules.noise_share * observations.log_volume_sd(&last);
        let steps = Vec::with_capacity(observations.points().len());
        let mut process = Self { rules, first_weeks: None, steps, explained: 0.0, noise_sd };
        for point in observations.points() {
            let sd = rules.noise_share * observations.log_volume_sd(point);
            process.push(weeks(point.day), sd);
        }
        process
    }

    /// The innovations so far.
    pub(super) fn steps(&self) -> &[Innovation] {
        &self.steps
    }

    /// The SD of the innovation of a size still to be measured, with the noise of the latest times a factor.
    pub(super) fn next_sd(&self, weeks: f64, noise: f64) -> f64 {
        self.sd(self.shared(weeks), noise * self.noise_sd)
    }

    /// Takes a time still to come into the process.
    pub(super) fn extend(&mut self, weeks: f64) {
        self.push(weeks, self.noise_sd);
    }

    fn push(&mut self, weeks: f64, noise_sd: f64) {
        let shared = self.shared(weeks);
        let sd = self.sd(shared, noise_sd);
        let gain = (shared - self.explained) / sd;
        self.first_weeks.get_or_insert(weeks);
        self.steps.push(Innovation { sd, gain });
        self.explained += gain * gain;
    }

    /// The variance of the size of a time, noise apart: what it shares with every later one.
    fn shared(&self, weeks: f64) -> f64 {
        let walked = (weeks - self.first_weeks.unwrap_or(weeks)).max(0.0);
        VAGUE_VARIANCE + self.rules.walk_per_week * walked + self.rules.jump_per_visit * self.steps.len() as f64
    }

    fn sd(&self, shared: f64, noise_sd: f64) -> f64 {
        (shared + noise_sd * noise_sd - self.explained).max(LEAST_VARIANCE).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::observations::Observation;
    use crate::series::Basis;

    #[test]
    fn the_factor_gives_back_the_covariance() {
        let rules = ResidualRules {
            walk_per_week: 0.01,
            jump_per_visit: 0.02,
            noise_share: 1.0,
            degrees_of_freedom: 2,
            scatter_geometric_sd: 1.0,
            repeat_share: 0.0,
            repeat_strength: 1.0,
        };
        let point = |day| Observation { day, size: 1000.0, log_sd: 0.1, below: None };
        let days = [-7, 35, 77, 84];
        let points = days.into_iter().map(point).collect();
        let process = Process::of(&Observations::new(Basis::Volumes, points).unwrap(), rules);
        let steps = process.steps();
        for (i, first) in steps.iter().enumerate() {
            for (j, second) in steps.iter().enumerate().take(i + 1) {
                let full = |row: &Innovation, own: usize, k: usize| if k == own { row.sd } else { steps[k].gain };
                let product: f64 = (0..=j).map(|k| full(first, i, k) * full(second, j, k)).sum();
                let walked = weeks(days[j]) - weeks(days[0]);
                let noise = if i == j { 0.01 } else { 0.0 };
                let expected = VAGUE_VARIANCE + 0.01 * walked + 0.02 * j as f64 + noise;
                assert!((product - expected).abs() < 1e-6, "entry {i}, {j}: {product}, expected {expected}");
            }
        }
    }
}
