//! A mixture of Student's t over the log volume, with the spike of a size that is read the same again.

use super::student::Student;

/// One component.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Component {
    /// Share of the mixture, before the spike takes its part.
    pub weight: f64,
    /// Its middle, as a log volume.
    pub location: f64,
    /// Its scale.
    pub scale: f64,
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
    components: Vec<Component>,
    repeat: Option<Repeat>,
}

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
    pub fn merged(student: Student, components: impl Iterator<Item = Component> + Clone) -> Option<Self> {
        let (mut total, mut middle, mut log_scale) = (0.0, 0.0, 0.0);
        for component in components.clone() {
            total += component.weight;
            middle += component.weight * component.location;
            log_scale += component.weight * component.scale.ln();
        }
        if !(total > 0.0 && total.is_finite()) {
            return None;
        }
        middle /= total;
        log_scale /= total;
        let mut cells = vec![Component { weight: 0.0, location: 0.0, scale: 0.0 }; (2 * CELLS + 1) * CLASSES];
        for component in components {
            let class = (component.scale.ln() - log_scale) * CLASSES_PER_LOG;
            let class = place(class, CLASSES / 2);
            let offset = (component.location - middle) / component.scale;
            // Rises evenly near 0 and nears the last cell far out.
            let near = CELLS_PER_SCALE * offset;
            let cell = place(near / (1.0 + near.abs() / CELLS as f64), CELLS);
            if let Some(merged) = cells.get_mut(class * (2 * CELLS + 1) + cell) {
                merged.weight += component.weight;
                merged.location += component.weight * component.location;
                merged.scale += component.weight * component.scale;
            }
        }
        let components = cells
            .into_iter()
            .filter(|cell| cell.weight > 0.0)
            .map(|cell| Component {
                weight: cell.weight / total,
                location: cell.location / cell.weight,
                scale: cell.scale / cell.weight,
            })
            .collect();
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
        let smooth: f64 =
            self.components.iter().map(|part| part.weight * self.student.below((x - part.location) / part.scale)).sum();
        self.repeat.map_or(smooth, |repeat| {
            let bump = ((x - repeat.low) / (repeat.high - repeat.low)).clamp(0.0, 1.0);
            repeat.share * bump + (1.0 - repeat.share) * smooth
        })
    }

    /// The density of the log volume at `x`, without the spike.
    pub fn smooth_density(&self, x: f64) -> f64 {
        self.components
            .iter()
            .map(|part| part.weight * self.student.density((x - part.location) / part.scale) / part.scale)
            .sum()
    }

    /// The log volume under which a share `p` lies.
    pub fn quantile(&self, p: f64) -> f64 {
        let p = p.clamp(1e-6, 1.0 - 1e-6);
        // With weights that sum to one, the quantile lies between the least and the greatest of the components'.
        let z = self.student.quantile(p);
        let ends = self.components.iter().map(|part| part.location + z * part.scale);
        let (mut low, mut high) =
            ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), end| (low.min(end), high.max(end)));
        if let Some(repeat) = self.repeat {
            low = low.min(repeat.low);
            high = high.max(repeat.high);
        }
        let average = |value: &dyn Fn(&Component) -> f64| -> f64 {
            self.components.iter().map(|part| part.weight * value(part)).sum()
        };
        let mut guess = average(&|part| part.location) + z * average(&|part| part.scale);
        // Newton's steps, kept inside the bracket and replaced by halving where they leave it.
        for _ in 0..80 {
            if !(guess > low && guess < high) {
                guess = 0.5 * (low + high);
            }
            let miss = self.below(guess) - p;
            if miss.abs() < 1e-8 || high - low < 1e-7 {
                break;
            }
            if miss < 0.0 {
                low = guess;
            } else {
                high = guess;
            }
            guess -= miss / self.density(guess).max(1e-12);
        }
        guess
    }

    fn density(&self, x: f64) -> f64 {
        let smooth = self.smooth_density(x);
        self.repeat.map_or(smooth, |repeat| {
            let inside = x > repeat.low && x < repeat.high;
            let bump = if inside { 1.0 / (repeat.high - repeat.low) } else { 0.0 };
            repeat.share * bump + (1.0 - repeat.share) * smooth
        })
    }
}

/// The cell of a signed distance, with `half` cells to each side.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held to 0 and twice `half` before")]
fn place(distance: f64, half: usize) -> usize {
    let half = half as f64;
    (distance.round().clamp(-half, half) + half) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread() -> impl Iterator<Item = Component> + Clone {
        (0..500).map(|n| {
            let u = f64::from(n) / 500.0;
            Component { weight: 0.002, location: 3.0 * u * u, scale: 0.1 + 0.3 * u }
        })
    }

    #[test]
    fn merging_shifts_no_probability() {
        let mixture = Mixture::merged(Student::Two, spread()).unwrap();
        for x in [-1.0, 0.0, 0.3, 1.0, 2.5, 4.0] {
            let exact: f64 =
                spread().map(|part| part.weight * Student::Two.below((x - part.location) / part.scale)).sum();
            assert!((mixture.below(x) - exact).abs() < 0.001, "at {x}");
        }
    }

    #[test]
    fn quantiles_invert_the_distribution() {
        let repeat = Repeat { share: 0.3, low: 0.9, high: 1.0 };
        let mixture = Mixture::merged(Student::Two, spread()).unwrap().with_repeat(Some(repeat));
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
        assert_eq!(Mixture::merged(Student::Two, std::iter::empty()), None);
    }
}
