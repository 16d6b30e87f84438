//! The two futures on the chart, and the ratio of their heights at a measured size.

use super::families::Group;
use super::fit::Fit;
use super::mixture::Mixture;
use crate::rules::forecast::SizeRatioRules;

/// Points on which the ratio is laid out.
const GRID: usize = 161;

/// The grid reaches from this share of the lower future to its mirror of the upper one.
const GRID_TAIL: f64 = 0.002;

/// What the explanations of an enlargement weigh together, as the ledger of the verdict gives them; they sum to one.
///
/// The sizes alone do not vote a second time: inside each group the members keep their weights by the sizes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Explanations {
    /// Swelling.
    pub swelling: f64,
    /// Growth.
    pub growth: f64,
    /// Neither: the rise was measurement error, and the tumor is stable or responds.
    pub neither: f64,
}

impl Explanations {
    const fn of(self, group: Option<Group>) -> f64 {
        match group {
            Some(Group::Swelling) => self.swelling,
            Some(Group::Growth) => self.growth,
            None => self.neither,
        }
    }
}

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
    /// All together: as the explanations weigh them where they are given, else as the sizes alone do; empty where the
    /// two futures alone were asked for.
    pub mixture: Vec<Band>,
}

/// The sizes that decide on one day, in millimeters or cubic millimeters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DecidingSizes {
    /// At or under this size the ratio is the deciding one or more; `None` where no size reaches it.
    pub swelling_at_most: Option<f64>,
    /// At or over this size the ratio is its inverse or less.
    pub growth_at_least: Option<f64>,
}

/// The likelihood ratio of swelling over growth by size on one day: non-increasing.
#[derive(Clone, Debug, PartialEq)]
pub struct RatioCurve {
    /// Log volumes, rising, with the log ratio at each.
    points: Vec<(f64, f64)>,
}

impl Fit {
    /// The fans on these days.
    pub fn fans(&self, days: &[i32], explanations: Option<Explanations>) -> Fans {
        let mut fans = self.two_fans(days);
        let together = explanations.map(|own| self.factors(own));
        for &day in days {
            let led = self.led(day);
            let all = led.mixture(1.0, |kept| together.map_or(1.0, |own| own.of(kept.family.group())));
            let all = all.map(|mixture| mixture.with_repeat(self.repeat()));
            fans.mixture.extend(all.map(|mixture| self.band(&mixture)));
        }
        fans
    }

    /// The fans of the two futures alone, which is all that is drawn.
    pub fn two_fans(&self, days: &[i32]) -> Fans {
        let mut fans = Fans { days: days.to_vec(), swelling: Vec::new(), growth: Vec::new(), mixture: Vec::new() };
        for &day in days {
            let led = self.led(day);
            let future = |group| led.mixture(1.0, |kept| if kept.family.group() == Some(group) { 1.0 } else { 0.0 });
            fans.swelling.extend(future(Group::Swelling).map(|mixture| self.band(&mixture)));
            fans.growth.extend(future(Group::Growth).map(|mixture| self.band(&mixture)));
        }
        fans
    }

    /// The forecast of a day with the groups weighed as the explanations say.
    pub fn explained(&self, day: i32, explanations: Explanations) -> Option<Mixture> {
        let factors = self.factors(explanations);
        self.weighted(day, |kept| factors.of(kept.family.group()))
    }

    /// What the weights of each group are multiplied by, so that they sum to what the explanations say.
    fn factors(&self, explanations: Explanations) -> Explanations {
        let factor = |group| {
            let own = self.families.iter().filter(|(family, _)| family.group() == group);
            let mass: f64 = own.map(|(_, probability)| probability).sum();
            if mass > 0.0 { explanations.of(group) / mass } else { 0.0 }
        };
        Explanations {
            swelling: factor(Some(Group::Swelling)),
            growth: factor(Some(Group::Growth)),
            neither: factor(None),
        }
    }

    fn band(&self, mixture: &Mixture) -> Band {
        let at = |share| self.observations.size(mixture.quantile(share));
        Band { q05: at(0.05), q25: at(0.25), q50: at(0.50), q75: at(0.75), q95: at(0.95) }
    }

    /// The likelihood ratio of swelling over growth of a size measured on a day: capped to 1/8 to 8, non-increasing in
    /// size, undamped (`RULES.md` 4); 1 where a future has no members.
    pub fn ratio_at(&self, day: i32, size: f64, rules: SizeRatioRules) -> f64 {
        let Some(curve) = self.ratio_curve(day) else { return 1.0 };
        let log = if size > 0.0 { self.observations.log_volume(size) } else { f64::NEG_INFINITY };
        curve.at(log).clamp(1.0 / rules.largest, rules.largest)
    }

    /// The sizes at which the ratio of a day passes the deciding one and its inverse.
    pub fn deciding_sizes(&self, day: i32, rules: SizeRatioRules) -> DecidingSizes {
        let curve = self.ratio_curve(day);
        let size = |log| self.observations.size(log);
        DecidingSizes {
            swelling_at_most: curve.as_ref().and_then(|curve| curve.last_at_least(rules.deciding)).map(size),
            growth_at_least: curve.as_ref().and_then(|curve| curve.first_at_most(1.0 / rules.deciding)).map(size),
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
        let points =
            blocks.into_iter().flat_map(|block| block.logs.into_iter().map(move |log| (log, block.ratio))).collect();
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
