//! The two futures on the chart, and the ratio of their heights at a measured size.

use super::families::Group;
use super::fit::Fit;
use super::mixture::Mixture;

/// The largest likelihood ratio one size may give, and its inverse the smallest (`RULES.md` 4).
pub const LARGEST_RATIO: f64 = 8.0;

/// Ratio at which a size decides: as strong as the evidence that a leaning label asks for (`RULES.md` 2).
pub const DECIDING_RATIO: f64 = 2.0;

/// Points on which the ratio is laid out.
const GRID: usize = 161;

/// The grid reaches from this share of the lower future to its mirror of the upper one.
const GRID_TAIL: f64 = 0.002;

/// Five quantiles of the measured size on one day, in millimeters or cubic millimeters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// 5th percentile.
    pub q05: f64,
    /// 25th percentile.
    pub q25: f64,
    /// Median.
    pub q50: f64,
    /// 75th percentile.
    pub q75: f64,
    /// 95th percentile.
    pub q95: f64,
}

/// The fans of both futures and of the forecast as a whole, one band a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Fans {
    /// The days.
    pub days: Vec<i32>,
    /// If it is swelling; empty where the parameters know no swelling.
    pub swelling: Vec<Band>,
    /// If it is growth.
    pub growth: Vec<Band>,
    /// All families as weighed by the sizes alone.
    pub mixture: Vec<Band>,
}

/// The sizes that decide on one day, in millimeters or cubic millimeters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DecidingSizes {
    /// At or under this size the ratio is [`DECIDING_RATIO`] or more; `None` where no size reaches it.
    pub swelling_at_most: Option<f64>,
    /// At or over this size the ratio is its inverse or less.
    pub growth_at_least: Option<f64>,
}

/// The likelihood ratio of swelling over growth by size on one day: non-increasing and capped.
#[derive(Clone, Debug, PartialEq)]
pub struct RatioCurve {
    /// Log volumes, rising, with the log ratio at each.
    points: Vec<(f64, f64)>,
}

impl Fit {
    /// The fans on these days.
    pub fn fans(&self, days: &[i32]) -> Fans {
        let bands = |group| {
            let band = |&day: &i32| self.mixture(day, group).map(|mixture| self.band(&mixture));
            days.iter().map_while(band).collect()
        };
        Fans {
            days: days.to_vec(),
            swelling: bands(Some(Group::Swelling)),
            growth: bands(Some(Group::Growth)),
            mixture: bands(None),
        }
    }

    fn band(&self, mixture: &Mixture) -> Band {
        let at = |share| self.observations.size(mixture.quantile(share));
        Band { q05: at(0.05), q25: at(0.25), q50: at(0.50), q75: at(0.75), q95: at(0.95) }
    }

    /// The likelihood ratio of swelling over growth of a size measured on a day: capped to 1/8 to 8, non-increasing in
    /// size, undamped (`RULES.md` 4); 1 where a future has no members.
    pub fn ratio_at(&self, day: i32, size: f64) -> f64 {
        if size <= 0.0 || !size.is_finite() {
            return if size <= 0.0 {
                self.ratio_curve(day).map_or(1.0, |curve| curve.at(f64::NEG_INFINITY))
            } else {
                1.0
            };
        }
        let log = self.observations.log_volume(size);
        self.ratio_curve(day).map_or(1.0, |curve| curve.at(log))
    }

    /// The sizes at which the ratio of a day passes [`DECIDING_RATIO`] and its inverse.
    pub fn deciding_sizes(&self, day: i32) -> DecidingSizes {
        let curve = self.ratio_curve(day);
        let size = |log| self.observations.size(log);
        DecidingSizes {
            swelling_at_most: curve.as_ref().and_then(|curve| curve.last_at_least(DECIDING_RATIO)).map(size),
            growth_at_least: curve.as_ref().and_then(|curve| curve.first_at_most(1.0 / DECIDING_RATIO)).map(size),
        }
    }

    /// The whole curve of a day; `None` where a future has no members.
    ///
    /// The raw ratio of two heavy-tailed fans returns toward 1 far out, which would make an exploding tumor look
    /// benign. Isotonic regression of its logarithm (pool adjacent violators, Ayer 1955), weighted by where sizes are
    /// expected, is the non-increasing curve nearest to it.
    pub fn ratio_curve(&self, day: i32) -> Option<RatioCurve> {
        let swelling = self.mixture(day, Some(Group::Swelling))?;
        let growth = self.mixture(day, Some(Group::Growth))?;
        let low = swelling.quantile(GRID_TAIL).min(growth.quantile(GRID_TAIL));
        let high = swelling.quantile(1.0 - GRID_TAIL).max(growth.quantile(1.0 - GRID_TAIL));
        let raw = (0..GRID).map(|n| {
            let log = low + (high - low) * n as f64 / (GRID - 1) as f64;
            let (one, other) = (swelling.smooth_density(log), growth.smooth_density(log));
            let ratio = (one.max(f64::MIN_POSITIVE) / other.max(f64::MIN_POSITIVE)).ln();
            (log, ratio, one + other)
        });
        Some(RatioCurve::non_increasing(raw))
    }
}

impl RatioCurve {
    fn non_increasing(raw: impl Iterator<Item = (f64, f64, f64)>) -> Self {
        struct Block {
            ratio: f64,
            weight: f64,
            logs: Vec<f64>,
        }
        let mut blocks: Vec<Block> = Vec::new();
        for (log, ratio, weight) in raw {
            blocks.push(Block { ratio, weight: weight.max(f64::MIN_POSITIVE), logs: vec![log] });
            while let [.., before, last] = blocks.as_mut_slice() {
                if before.ratio >= last.ratio {
                    break;
                }
                let weight = before.weight + last.weight;
                before.ratio = (before.ratio * before.weight + last.ratio * last.weight) / weight;
                before.weight = weight;
                before.logs.append(&mut last.logs);
                blocks.pop();
            }
        }
        let cap = LARGEST_RATIO.ln();
        let points = blocks
            .into_iter()
            .flat_map(|block| block.logs.into_iter().map(move |log| (log, block.ratio.clamp(-cap, cap))))
            .collect();
        Self { points }
    }

    /// The ratio at a log volume; past the ends, that of the end.
    pub fn at(&self, log_volume: f64) -> f64 {
        let next = self.points.partition_point(|(log, _)| *log <= log_volume);
        let before = next.checked_sub(1).and_then(|place| self.points.get(place));
        let log_ratio = match (before, self.points.get(next)) {
            (Some((from, first)), Some((to, second))) => {
                first + (second - first) * (log_volume - from) / (to - from).max(f64::MIN_POSITIVE)
            }
            (Some((_, only)), None) | (None, Some((_, only))) => *only,
            (None, None) => 0.0,
        };
        log_ratio.exp()
    }

    /// The largest log volume at which the ratio is still at least this.
    fn last_at_least(&self, ratio: f64) -> Option<f64> {
        let reached = self.points.iter().filter(|(_, log)| *log >= ratio.ln()).count();
        self.crossing(reached, ratio)
    }

    /// The least log volume at which the ratio is at most this.
    fn first_at_most(&self, ratio: f64) -> Option<f64> {
        let above = self.points.iter().filter(|(_, log)| *log > ratio.ln()).count();
        (above < self.points.len()).then(|| self.crossing(above, ratio)).flatten()
    }

    /// Where the curve passes a ratio between the first `above` points and the rest.
    fn crossing(&self, above: usize, ratio: f64) -> Option<f64> {
        let before = above.checked_sub(1).and_then(|place| self.points.get(place));
        match (before, self.points.get(above)) {
            (Some((from, high)), Some((to, low))) => {
                let part = (high - ratio.ln()) / (high - low).max(f64::MIN_POSITIVE);
                Some(from + (to - from) * part.clamp(0.0, 1.0))
            }
            // A curve wholly on one side has no crossing: no size decides.
            _ => None,
        }
    }
}
