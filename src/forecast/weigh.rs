//! The likelihood of a member given a series, and its whitened residuals.

use super::families::Member;
use super::observations::Observations;
use super::process::Process;
use super::student::Student;
use crate::rules::forecast::ResidualRules;

/// What weighing needs of a series, made once for all members.
#[derive(Clone, Debug)]
pub(super) struct Weigher {
    pub(super) student: Student,
    pub(super) process: Process,
    /// Log volume of the first size, from which all are counted.
    pub(super) origin: f64,
    steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    /// One over the SD of the innovation.
    precision: f64,
    /// Log volume relative to the first size.
    relative: f64,
    censored: bool,
    /// Density that a repeated reading adds, relative to one that is not.
    repeat_density: f64,
}

/// Keeps a density of zero from erasing a member for ever; far below any that matters.
const LEAST_DENSITY: f64 = 1e-60;

/// A product of densities is taken into the logarithm before it can leave the range of a number.
const SMALL_PRODUCT: f64 = 1e-200;
const LARGE_PRODUCT: f64 = 1e200;

impl Weigher {
    pub(super) fn new(observations: &Observations, residual: ResidualRules) -> Self {
        let process = Process::of(observations, residual);
        let mut origin = None;
        let mut before: Option<f64> = None;
        let odds = residual.repeat_share / (1.0 - residual.repeat_share);
        let step_mm = observations.reading_step();
        let mut steps = Vec::with_capacity(observations.points().len());
        for (point, row) in observations.points().iter().zip(process.rows()) {
            let log = observations.log_volume(point.known_size());
            let first = *origin.get_or_insert(log);
            let repeated = !point.is_censored() && before == Some(point.size);
            let repeat_density = match step_mm {
                Some(step) if repeated => odds / reading_width(observations, point.size, step),
                _ => 0.0,
            };
            steps.push(Step {
                precision: 1.0 / row.sd,
                relative: log - first,
                censored: point.is_censored(),
                repeat_density,
            });
            before = (!point.is_censored()).then_some(point.size);
        }
        let student = Student::with_degrees(residual.degrees_of_freedom);
        Self { student, process, origin: origin.unwrap_or(0.0), steps }
    }

    /// The log likelihood of a member whose course at the series' times is `course`; its whitened residuals are put
    /// into `whitened`.
    ///
    /// A censored size only says that the innovation lies below; the member's own forecast then stands for it.
    pub(super) fn log_likelihood(&self, member: &Member, course: &[f64], whitened: &mut Vec<f64>) -> f64 {
        whitened.clear();
        let (mut log_likelihood, mut product) = (0.0, 1.0);
        let rows = self.process.rows();
        // Divisions are what weighing costs; one a member is enough.
        let steadiness = 1.0 / member.scatter;
        for (place, ((row, step), value)) in rows.iter().zip(&self.steps).zip(course).enumerate() {
            let innovation = step.relative - value - row.foretold(whitened);
            let precision = steadiness * step.precision;
            if place > 0 {
                let density = if step.censored {
                    self.student.below(innovation * precision)
                } else {
                    self.student.density(innovation * precision) * precision + step.repeat_density
                };
                product *= density.clamp(LEAST_DENSITY, 1.0 / LEAST_DENSITY);
                if !(SMALL_PRODUCT..LARGE_PRODUCT).contains(&product) {
                    log_likelihood += product.ln();
                    product = 1.0;
                }
            }
            let innovation = if step.censored && place > 0 { innovation.min(0.0) } else { innovation };
            whitened.push(innovation * step.precision);
        }
        log_likelihood + product.ln()
    }
}

/// How wide one reading step is on the log-volume scale.
pub(super) fn reading_width(observations: &Observations, size: f64, step: f64) -> f64 {
    let low = (size - 0.5 * step).max(0.1 * step);
    observations.log_volume(size + 0.5 * step) - observations.log_volume(low)
}
