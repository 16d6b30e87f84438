//! The likelihood of members given a series, and what their residuals foretell.

use std::f64::consts::LN_2;

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
    /// How many sizes are neither censored nor read as before, and the part of their log likelihood that is the same
    /// for all members.
    plain_count: f64,
    plain_log: f64,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    /// One over the SD of the innovation.
    precision: f64,
    /// What the whitened innovation times this adds to the forecast of every later size.
    gain: f64,
    /// Log volume relative to the first size.
    relative: f64,
    censored: bool,
    /// Density that a repeated reading adds, relative to one that is not.
    repeat_density: f64,
}

/// What a series says of members, one entry a member.
#[derive(Debug, Default)]
pub(super) struct Weighed {
    /// Log likelihood.
    pub(super) log: Vec<f64>,
    /// What the innovations so far foretell of the residual of every later size.
    pub(super) lasting: Vec<f64>,
}

/// Members weighed side by side, so that the compiler can use vector instructions.
const LANES: usize = 8;

/// Keeps a density of zero from erasing a member for ever; far below any that matters.
const LEAST_FACTOR: f64 = 1e-60;

/// As many densities as can be multiplied within the range of a number.
const FACTORS: usize = 5;

impl Weigher {
    pub(super) fn new(observations: &Observations, residual: ResidualRules) -> Self {
        let process = Process::of(observations, residual);
        let mut origin = None;
        let mut before: Option<f64> = None;
        let odds = residual.repeat_share / (1.0 - residual.repeat_share);
        let step_mm = observations.reading_step();
        let mut steps = Vec::with_capacity(observations.points().len());
        for (point, innovation) in observations.points().iter().zip(process.steps()) {
            let log = observations.log_volume(point.known_size());
            let first = *origin.get_or_insert(log);
            let repeated = !point.is_censored() && before == Some(point.size);
            let repeat_density = match step_mm {
                Some(step) if repeated => odds / reading_width(observations, point.size, step),
                _ => 0.0,
            };
            steps.push(Step {
                precision: 1.0 / innovation.sd,
                gain: innovation.gain,
                relative: log - first,
                censored: point.is_censored(),
                repeat_density,
            });
            before = (!point.is_censored()).then_some(point.size);
        }
        let student = Student::with_degrees(residual.degrees_of_freedom);
        let (_, constant) = student.power();
        let plain = steps.iter().skip(1).filter(|step| step.is_plain());
        let (plain_log, plain_count) =
            plain.fold((0.0, 0.0), |(log, count), step| (log + constant + step.precision.ln(), count + 1.0));
        Self { student, process, origin: origin.unwrap_or(0.0), steps, plain_log, plain_count }
    }

    /// Weighs members, one entry of each column of courses and of `steadiness`, one over the factor on scatter.
    ///
    /// A censored size only says that the innovation lies below; the member's own forecast then stands for it.
    pub(super) fn weigh(&self, courses: &[&[f64]], steadiness: &[f64], weighed: &mut Weighed) {
        // One loop a distribution, so that no choice is left inside.
        match self.student {
            Student::One => self.weigh_by(|z| Student::One.base(z), courses, steadiness, weighed),
            Student::Two => self.weigh_by(|z| Student::Two.base(z), courses, steadiness, weighed),
            Student::Three => self.weigh_by(|z| Student::Three.base(z), courses, steadiness, weighed),
            Student::Four => self.weigh_by(|z| Student::Four.base(z), courses, steadiness, weighed),
        }
    }

    fn weigh_by(
        &self,
        base: impl Fn(f64) -> f64 + Copy,
        courses: &[&[f64]],
        steadiness: &[f64],
        weighed: &mut Weighed,
    ) {
        let side_by_side = steadiness.len() - steadiness.len() % LANES;
        for from in (0..side_by_side).step_by(LANES) {
            self.weigh_lanes::<LANES>(from, base, courses, steadiness, weighed);
        }
        for from in side_by_side..steadiness.len() {
            self.weigh_lanes::<1>(from, base, courses, steadiness, weighed);
        }
    }

    fn weigh_lanes<const N: usize>(
        &self,
        from: usize,
        base: impl Fn(f64) -> f64,
        courses: &[&[f64]],
        steadiness: &[f64],
        weighed: &mut Weighed,
    ) {
        let lanes = |column: &[f64]| column.get(from..).and_then(|rest| rest.first_chunk::<N>()).copied();
        let Some(steady) = lanes(steadiness) else { return };
        let (mut plain, mut other, mut lasting) = (Product::<N>::ONE, Product::<N>::ONE, [0.0; N]);
        for (place, (step, column)) in self.steps.iter().zip(courses).enumerate() {
            let Some(mut innovations) = lanes(column) else { return };
            for (value, lasting) in innovations.iter_mut().zip(&lasting) {
                *value = step.relative - *value - lasting;
            }
            if place > 0 {
                let whitened =
                    innovations.iter().zip(&steady).map(|(innovation, steady)| innovation * steady * step.precision);
                if step.is_plain() {
                    plain.take(whitened.map(&base));
                } else {
                    other.take(whitened.zip(&steady).map(|(z, steady)| self.unusual_density(step, z, *steady)));
                }
            }
            for (lasting, innovation) in lasting.iter_mut().zip(&innovations) {
                let innovation = if step.censored && place > 0 { innovation.min(0.0) } else { *innovation };
                *lasting += step.gain * (innovation * step.precision);
            }
        }
        let (power, _) = self.student.power();
        let logs = plain.logs().into_iter().zip(other.logs()).zip(&steady);
        weighed.log.extend(
            logs.map(|((plain, other), steady)| {
                self.plain_log + self.plain_count * steady.ln() - power * plain + other
            }),
        );
        weighed.lasting.extend_from_slice(&lasting);
    }

    /// What a size says of a member that is censored or repeats the one before.
    fn unusual_density(&self, step: &Step, z: f64, steady: f64) -> f64 {
        if step.censored {
            self.student.below(z)
        } else {
            self.student.density(z) * (steady * step.precision) + step.repeat_density
        }
    }
}

/// Products of many factors, side by side, that stay within the range of a number.
struct Product<const N: usize> {
    exponents: [i32; N],
    left: [f64; N],
    factors: usize,
}

impl<const N: usize> Product<N> {
    const ONE: Self = Self { exponents: [0; N], left: [1.0; N], factors: 0 };

    #[inline]
    fn take(&mut self, factors: impl Iterator<Item = f64>) {
        for (product, factor) in self.left.iter_mut().zip(factors) {
            *product *= factor.clamp(LEAST_FACTOR, 1.0 / LEAST_FACTOR);
        }
        self.factors += 1;
        if self.factors.is_multiple_of(FACTORS) {
            for (exponent, product) in self.exponents.iter_mut().zip(&mut self.left) {
                let (taken, left) = parted(*product);
                *exponent += taken;
                *product = left;
            }
        }
    }

    fn logs(&self) -> [f64; N] {
        if self.factors == 0 {
            return [0.0; N];
        }
        let mut logs = [0.0; N];
        for ((log, exponent), left) in logs.iter_mut().zip(&self.exponents).zip(&self.left) {
            *log = f64::from(*exponent) * LN_2 + left.ln();
        }
        logs
    }
}

impl Step {
    /// Neither censored nor read as before.
    fn is_plain(&self) -> bool {
        !self.censored && self.repeat_density == 0.0
    }
}

/// A normal positive number as a power of two and what is left, from 1 to 2.
fn parted(number: f64) -> (i32, f64) {
    const FRACTION: u64 = (1 << 52) - 1;
    const ONE: u64 = 1023;
    let bits = number.to_bits();
    let exponent = i32::try_from(bits >> 52).unwrap_or(0) - 1023;
    (exponent, f64::from_bits((bits & FRACTION) | (ONE << 52)))
}

/// How wide one reading step is on the log-volume scale.
pub(super) fn reading_width(observations: &Observations, size: f64, step: f64) -> f64 {
    let low = (size - 0.5 * step).max(0.1 * step);
    observations.log_volume(size + 0.5 * step) - observations.log_volume(low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_parted_and_put_together() {
        for number in [1e-300, 1e-7, 0.5, 1.0, 1.75, 3.0, 1e299] {
            let (exponent, left) = parted(number);
            assert!((1.0..2.0).contains(&left), "{left} of {number}");
            assert_eq!(left * 2.0_f64.powi(exponent), number);
        }
    }
}
