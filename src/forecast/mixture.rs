//! A mixture of Student's t over the log volume, with the spike of a size that is read the same again.

use super::student::Student;

/// One member's part of a forecast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Share of the mixture, before the spike takes its part.
    pub weight: f64,
    /// Its middle, as a log volume.
    pub location: f64,
    /// Its scale.
    pub scale: f64,
    /// The logarithm of its scale.
    pub log_scale: f64,
}

/// A size read to the digit as before: a uniform bump one reading step wide.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Repeat {
    /// Its probability.
    pub share: f64,
    /// Log volume at its lower edge.
    pub low: f64,
    /// Log volume at its upper edge.
    pub high: f64,
}

/// A forecast at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct Mixture {
    student: Student,
    components: Components,
    repeat: Option<Repeat>,
}

/// Components side by side, so that the compiler can use vector instructions.
#[derive(Clone, Debug, Default, PartialEq)]
struct Components {
    weights: Vec<f64>,
    locations: Vec<f64>,
    /// One over each scale.
    precisions: Vec<f64>,
}

/// Sums kept apart while components are gone through.
const LANES: usize = 4;

/// Cells a scale, near the middle, in which components are merged: fine enough to shift no probability by 0.001.
const CELLS_PER_SCALE: f64 = 3.5;

/// Cells to each side of the middle; the last takes in all that lies farther.
const CELLS: usize = 50;

/// Classes of scale, and how many to a log unit.
const CLASSES: usize = 21;
const CLASSES_PER_LOG: f64 = 3.5;

impl Mixture {
    /// Merges components that lie close together, keeping weights and means; `None` when nothing has weight.
    ///
    /// Cells are even near the middle and grow with the distance.
    pub fn merged(student: Student, parts: &[Part]) -> Option<Self> {
        let (mut total, mut middle, mut log_scale) = (0.0, 0.0, 0.0);
        for part in parts {
            total += part.weight;
            middle += part.weight * part.location;
            log_scale += part.weight * part.log_scale;
        }
        if !(total > 0.0 && total.is_finite()) {
            return None;
        }
        middle /= total;
        log_scale /= total;
        let mut cells = vec![Cell::default(); (2 * CELLS + 1) * CLASSES];
        for part in parts {
            let class = place((part.log_scale - log_scale) * CLASSES_PER_LOG, CLASSES / 2);
            // Rises evenly near 0 and nears the last cell far out.
            let near = CELLS_PER_SCALE * (part.location - middle) / part.scale;
            let cell = place(near / (1.0 + near.abs() / CELLS as f64), CELLS);
            if let Some(merged) = cells.get_mut(class * (2 * CELLS + 1) + cell) {
                merged.weight += part.weight;
                merged.location += part.weight * part.location;
                merged.scale += part.weight * part.scale;
            }
        }
        let mut components = Components::default();
        for cell in cells.into_iter().filter(|cell| cell.weight > 0.0) {
            components.weights.push(cell.weight / total);
            components.locations.push(cell.location / cell.weight);
            components.precisions.push(cell.weight / cell.scale);
        }
        Some(Self { student, components, repeat: None })
    }

    /// The same with the spike of a repeated size.
    #[must_use]
    pub fn with_repeat(mut self, repeat: Option<Repeat>) -> Self {
        self.repeat = repeat.filter(|repeat| repeat.share > 0.0 && repeat.high > repeat.low);
        self
    }

    /// The probability of a log volume under `x`.
    pub fn below(&self, x: f64) -> f64 {
        self.with_spike(x, self.smooth(x)).0
    }

    /// The density of the log volume at `x`, without the spike.
    pub fn smooth_density(&self, x: f64) -> f64 {
        self.smooth(x).1
    }

    /// The probability of a log volume under `x` and the density there, without the spike.
    fn smooth(&self, x: f64) -> (f64, f64) {
        // One loop a distribution, so that no choice is left inside.
        match self.student {
            Student::One => self.components.sums(x, |z| Student::One.both(z)),
            Student::Two => self.components.sums(x, |z| Student::Two.both(z)),
            Student::Three => self.components.sums(x, |z| Student::Three.both(z)),
            Student::Four => self.components.sums(x, |z| Student::Four.both(z)),
        }
    }

    fn with_spike(&self, x: f64, smooth: (f64, f64)) -> (f64, f64) {
        self.repeat.map_or(smooth, |repeat| {
            let width = repeat.high - repeat.low;
            let bump = ((x - repeat.low) / width).clamp(0.0, 1.0);
            let inside = if x > repeat.low && x < repeat.high { 1.0 / width } else { 0.0 };
            let mixed = |spike: f64, smooth: f64| repeat.share * spike + (1.0 - repeat.share) * smooth;
            (mixed(bump, smooth.0), mixed(inside, smooth.1))
        })
    }

    /// The log volume under which a share `p` lies.
    pub fn quantile(&self, p: f64) -> f64 {
        let p = p.clamp(1e-6, 1.0 - 1e-6);
        // With weights that sum to one, the quantile lies between the least and the greatest of the components'.
        let z = self.student.quantile(p);
        let Components { weights, locations, precisions } = &self.components;
        let (mut low, mut high, mut guess) = (f64::INFINITY, f64::NEG_INFINITY, 0.0);
        for ((weight, location), precision) in weights.iter().zip(locations).zip(precisions) {
            let own = location + z / precision;
            low = low.min(own);
            high = high.max(own);
            guess += weight * own;
        }
        if let Some(repeat) = self.repeat {
            low = low.min(repeat.low);
            high = high.max(repeat.high);
        }
        // Newton's steps, kept inside the bracket and replaced by halving where they leave it.
        for _ in 0..80 {
            if !(guess > low && guess < high) {
                guess = 0.5 * (low + high);
            }
            let (below, density) = self.with_spike(guess, self.smooth(guess));
            let miss = below - p;
            if miss.abs() < 1e-8 || high - low < 1e-7 {
                break;
            }
            if miss < 0.0 {
                low = guess;
            } else {
                high = guess;
            }
            guess -= miss / density.max(1e-12);
        }
        guess
    }
}

/// Parts merged so far: weight, and sums of location and scale by weight.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    weight: f64,
    location: f64,
    scale: f64,
}

impl Components {
    /// The weighted sums of a distribution function and of a density over all components.
    fn sums(&self, x: f64, both: impl Fn(f64) -> (f64, f64)) -> (f64, f64) {
        let (mut below, mut density) = ([0.0; LANES], [0.0; LANES]);
        let (weights, last_weights) = self.weights.as_chunks::<LANES>();
        let (locations, last_locations) = self.locations.as_chunks::<LANES>();
        let (precisions, last_precisions) = self.precisions.as_chunks::<LANES>();
        for ((weights, locations), precisions) in weights.iter().zip(locations).zip(precisions) {
            let own = weights.iter().zip(locations).zip(precisions).zip(below.iter_mut().zip(&mut density));
            for (((weight, location), precision), (below, density)) in own {
                let (under, height) = both((x - location) * precision);
                *below += weight * under;
                *density += weight * precision * height;
            }
        }
        let last = last_weights.iter().zip(last_locations).zip(last_precisions).zip(below.iter_mut().zip(&mut density));
        for (((weight, location), precision), (below, density)) in last {
            let (under, height) = both((x - location) * precision);
            *below += weight * under;
            *density += weight * precision * height;
        }
        (below.iter().sum(), density.iter().sum())
    }
}

/// The cell of a signed distance, with `half` cells to each side.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held to 0 and twice `half` before")]
fn place(distance: f64, half: usize) -> usize {
    let half = half as f64;
    (distance.clamp(-half, half) + half + 0.5) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread() -> Vec<Part> {
        let part = |n| {
            let u = f64::from(n) / 500.0;
            let scale: f64 = 0.1 + 0.3 * u;
            Part { weight: 0.002, location: 3.0 * u * u, scale, log_scale: scale.ln() }
        };
        (0..500).map(part).collect()
    }

    #[test]
    fn merging_shifts_no_probability() {
        let mixture = Mixture::merged(Student::Two, &spread()).unwrap();
        for x in [-1.0, 0.0, 0.3, 1.0, 2.5, 4.0] {
            let below = |part: &Part| part.weight * Student::Two.below((x - part.location) / part.scale);
            let exact: f64 = spread().iter().map(below).sum();
            assert!((mixture.below(x) - exact).abs() < 0.001, "at {x}");
        }
    }

    #[test]
    fn quantiles_invert_the_distribution() {
        let repeat = Repeat { share: 0.3, low: 0.9, high: 1.0 };
        let mixture = Mixture::merged(Student::Two, &spread()).unwrap().with_repeat(Some(repeat));
        let mut last = f64::NEG_INFINITY;
        for p in [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] {
            let x = mixture.quantile(p);
            assert!((mixture.below(x) - p).abs() < 1e-5, "at {p}");
            assert!(x > last, "quantiles rise");
            last = x;
        }
    }

    #[test]
    fn nothing_makes_no_mixture() {
        assert_eq!(Mixture::merged(Student::Two, &[]), None);
    }
}
