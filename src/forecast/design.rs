//! What a size measured on a day is expected to tell between the two futures (`MODEL.md` 5).

use super::families::Group;
use super::fit::Fit;
use crate::rules::forecast::SizeRatioRules;

/// Points on which the two densities are laid out.
const GRID: usize = 121;

/// The grid reaches from this share of the lower future to its mirror of the upper one.
const GRID_TAIL: f64 = 0.002;

/// What one size on one day is expected to tell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Telling {
    /// The share of the doubt between swelling and growth that it settles: mutual information over the entropy of the
    /// posterior, 0 to 1.
    pub settles: f64,
    /// The probability that it decides: that one future is at least the deciding ratio likelier than the other.
    pub decides: f64,
}

impl Fit {
    /// What a size on this day is expected to tell where swelling has this probability, given a real rise; `noise` is
    /// a factor on the SD of its measurement, 1 for the method of the last size.
    ///
    /// `None` where a future has no members or nothing is in doubt.
    pub fn telling(&self, day: i32, swelling: f64, noise: f64, rules: SizeRatioRules) -> Option<Telling> {
        let growth = 1.0 - swelling;
        if !(swelling > 0.0 && growth > 0.0) {
            return None;
        }
        let one = self.noisy_mixture(day, Group::Swelling, noise)?;
        let other = self.noisy_mixture(day, Group::Growth, noise)?;
        let low = one.quantile(GRID_TAIL).min(other.quantile(GRID_TAIL));
        let high = one.quantile(1.0 - GRID_TAIL).max(other.quantile(1.0 - GRID_TAIL));
        let (mut told, mut decides, mut mass) = (0.0, 0.0, 0.0);
        for place in 0..GRID {
            let log = low + (high - low) * place as f64 / (GRID - 1) as f64;
            let (s, g) = (one.smooth_density(log), other.smooth_density(log));
            let both = swelling * s + growth * g;
            if both > 0.0 {
                let part = |weight: f64, density: f64| {
                    if density > 0.0 { weight * density * (density / both).ln() } else { 0.0 }
                };
                told += part(swelling, s) + part(growth, g);
                mass += both;
                if s >= rules.deciding * g || g >= rules.deciding * s {
                    decides += both;
                }
            }
        }
        let entropy = -(swelling * swelling.ln() + growth * growth.ln());
        (mass > 0.0).then(|| Telling {
            settles: (told / mass / entropy).clamp(0.0, 1.0),
            decides: (decides / mass).clamp(0.0, 1.0),
        })
    }
}
