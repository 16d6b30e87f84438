//! Student's t with one to four degrees of freedom, whose distribution functions are closed forms.
//!
//! Heavy tails matter: a quarter of real sizes repeat the one before and a few jump, which no normal curve can be.

use std::f64::consts::{FRAC_1_PI, PI};

/// Student's t distribution of mean 0 and scale 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Student {
    /// One degree of freedom (Cauchy).
    One,
    /// Two.
    Two,
    /// Three.
    Three,
    /// Four.
    Four,
}

impl Student {
    /// The distribution of this many degrees of freedom, held to 1 to 4.
    pub const fn with_degrees(degrees: u8) -> Self {
        match degrees {
            0 | 1 => Self::One,
            2 => Self::Two,
            3 => Self::Three,
            _ => Self::Four,
        }
    }

    /// The density.
    #[inline]
    pub fn density(self, z: f64) -> f64 {
        let square = z * z;
        match self {
            Self::One => FRAC_1_PI / (1.0 + square),
            Self::Two => {
                let base = 2.0 + square;
                1.0 / (base * base.sqrt())
            }
            Self::Three => {
                let base = 1.0 + square / 3.0;
                2.0 / (PI * 3.0_f64.sqrt() * base * base)
            }
            Self::Four => {
                let base = 1.0 + square / 4.0;
                0.375 / (base * base * base.sqrt())
            }
        }
    }

    /// The density is a constant times a power of this.
    #[inline]
    pub(super) fn base(self, z: f64) -> f64 {
        let square = z * z;
        match self {
            Self::One => 1.0 + square,
            Self::Two => 2.0 + square,
            Self::Three => 1.0 + square / 3.0,
            Self::Four => 1.0 + square / 4.0,
        }
    }

    /// The power, and the logarithm of the constant: `ln density = ln constant - power x ln base`.
    pub(super) fn power(self) -> (f64, f64) {
        let power = match self {
            Self::One => 1.0,
            Self::Two => 1.5,
            Self::Three => 2.0,
            Self::Four => 2.5,
        };
        (power, self.density(0.0).ln() + power * self.base(0.0).ln())
    }

    /// The probability of a value under `z`.
    #[inline]
    pub fn below(self, z: f64) -> f64 {
        if z.is_infinite() {
            return if z > 0.0 { 1.0 } else { 0.0 };
        }
        match self {
            Self::One => 0.5 + FRAC_1_PI * z.atan(),
            Self::Two => 0.5 + 0.5 * z / (2.0 + z * z).sqrt(),
            Self::Three => {
                let part = z / 3.0_f64.sqrt();
                0.5 + FRAC_1_PI * (part / (1.0 + part * part) + part.atan())
            }
            Self::Four => {
                let base = 1.0 + z * z / 4.0;
                let part = z / base.sqrt();
                0.5 + 0.375 * part * (1.0 - part * part / 12.0)
            }
        }
    }

    /// The probability of a value under `z`, which is finite, and the density there.
    #[inline]
    pub(super) fn both(self, z: f64) -> (f64, f64) {
        match self {
            Self::Two => {
                // One root serves both.
                let inverse = 1.0 / (2.0 + z * z).sqrt();
                (0.5 + 0.5 * z * inverse, inverse * inverse * inverse)
            }
            _ => (self.below(z), self.density(z)),
        }
    }

    /// The value under which a share `p` lies; `p` is held inside 1e-12 and its mirror.
    #[inline]
    pub fn quantile(self, p: f64) -> f64 {
        let p = p.clamp(1e-12, 1.0 - 1e-12);
        match self {
            Self::One => (PI * (p - 0.5)).tan(),
            Self::Two => (2.0 * p - 1.0) / (2.0 * p * (1.0 - p)).sqrt(),
            Self::Three | Self::Four => {
                // The heaviest of the four bounds the others.
                let far = Self::One.quantile(p).abs() + 1.0;
                let (mut low, mut high) = (-far, far);
                for _ in 0..80 {
                    let middle = 0.5 * (low + high);
                    if self.below(middle) < p { low = middle } else { high = middle }
                }
                0.5 * (low + high)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_met() {
        // Two-sided 95 % points of printed t tables.
        for (student, point) in
            [(Student::One, 12.706), (Student::Two, 4.303), (Student::Three, 3.182), (Student::Four, 2.776)]
        {
            assert!((student.below(point) - 0.975).abs() < 1e-4, "{student:?}");
            assert!((student.quantile(0.975) - point).abs() < 1e-3, "{student:?} back");
            assert!((student.below(-point) - 0.025).abs() < 1e-4, "{student:?} is symmetric");
        }
    }

    #[test]
    fn density_is_the_slope() {
        for student in [Student::One, Student::Two, Student::Three, Student::Four] {
            for z in [-3.0, -0.4, 0.0, 1.7] {
                let slope = (student.below(z + 1e-5) - student.below(z - 1e-5)) / 2e-5;
                assert!((slope - student.density(z)).abs() < 1e-6, "{student:?} at {z}");
                let (below, density) = student.both(z);
                assert!((below - student.below(z)).abs() < 1e-12, "{student:?} at {z}, both at once");
                assert!((density - student.density(z)).abs() < 1e-12, "{student:?} at {z}, both at once");
            }
        }
    }
}
