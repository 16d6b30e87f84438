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
#[derive(Clone, Debug)]
pub(super) struct Process {
    rules: ResidualRules,
    weeks: Vec<f64>,
    rows: Vec<Row>,
    noise_sd: f64,
}

/// One row of the Cholesky factor: how an innovation follows from the ones before.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// Weights of the earlier whitened innovations.
    pub(super) earlier: Vec<f64>,
    /// SD of this innovation.
    pub(super) sd: f64,
}

impl Row {
    /// What the earlier whitened innovations foretell.
    pub(super) fn foretold(&self, whitened: &[f64]) -> f64 {
        self.earlier.iter().zip(whitened).map(|(weight, z)| weight * z).sum()
    }
}

impl Process {
    /// The process of a series.
    pub(super) fn of(observations: &Observations, rules: ResidualRules) -> Self {
        let last = observations.last();
        let noise_sd = rules.noise_share * observations.log_volume_sd(&last);
        let mut process = Self { rules, weeks: Vec::new(), rows: Vec::new(), noise_sd };
        for point in observations.points() {
            let sd = rules.noise_share * observations.log_volume_sd(point);
            process.push(weeks(point.day), sd);
        }
        process
    }

    /// The rows so far.
    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The row of a size still to be measured at a time, with the noise of the latest times a factor.
    pub(super) fn next_row(&self, weeks: f64, noise: f64) -> Row {
        self.row(weeks, noise * self.noise_sd)
    }

    /// Takes a time still to come into the process.
    pub(super) fn extend(&mut self, weeks: f64) {
        self.push(weeks, self.noise_sd);
    }

    fn push(&mut self, weeks: f64, noise_sd: f64) {
        let row = self.row(weeks, noise_sd);
        self.weeks.push(weeks);
        self.rows.push(row);
    }

    fn row(&self, weeks: f64, noise_sd: f64) -> Row {
        let first = self.weeks.first().copied().unwrap_or(weeks);
        let shared = |place: usize, earlier: f64| {
            let walked = (earlier.min(weeks) - first).max(0.0);
            VAGUE_VARIANCE + self.rules.walk_per_week * walked + self.rules.jump_per_visit * place as f64
        };
        let mut earlier: Vec<f64> = Vec::with_capacity(self.rows.len());
        for (place, (time, row)) in self.weeks.iter().zip(&self.rows).enumerate() {
            let known = row.foretold(&earlier);
            earlier.push((shared(place, *time) - known) / row.sd);
        }
        let explained: f64 = earlier.iter().map(|weight| weight * weight).sum();
        let variance = shared(self.rows.len(), weeks) + noise_sd * noise_sd - explained;
        Row { earlier, sd: variance.max(LEAST_VARIANCE).sqrt() }
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
        let points = vec![point(-7), point(35), point(77), point(84)];
        let process = Process::of(&Observations::new(Basis::Volumes, points).unwrap(), rules);
        let entry = |row: &Row, place: usize| row.earlier.get(place).copied().unwrap_or(0.0);
        for (i, first) in process.rows().iter().enumerate() {
            for (j, second) in process.rows().iter().enumerate().take(i + 1) {
                let full = |row: &Row, own: usize, k: usize| if k == own { row.sd } else { entry(row, k) };
                let product: f64 = (0..=j).map(|k| full(first, i, k) * full(second, j, k)).sum();
                let walked = process.weeks[j] - process.weeks[0];
                let noise = if i == j { 0.01 } else { 0.0 };
                let expected = VAGUE_VARIANCE + 0.01 * walked + 0.02 * j as f64 + noise;
                assert!((product - expected).abs() < 1e-6, "entry {i}, {j}: {product}, expected {expected}");
            }
        }
    }
}
