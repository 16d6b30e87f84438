//! Bootstrap over patients, with a fixed seed.

/// An estimate with its 95 % percentile interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// From all patients.
    pub estimate: f64,
    /// 2.5th percentile of the resampled estimates.
    pub low: f64,
    /// 97.5th percentile.
    pub high: f64,
}

/// Resamples drawn.
pub const RESAMPLES: usize = 1000;

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// Estimates a statistic over patients; `statistic` gets how many times each patient counts.
///
/// Resamples in which the statistic is not a number (no event drawn) are left out.
pub fn over_patients(patients: usize, statistic: impl Fn(&[u32]) -> f64) -> Interval {
    let estimate = statistic(&vec![1; patients]);
    let mut random = SplitMix(SEED);
    let mut resampled: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            let mut counts = vec![0_u32; patients];
            for _ in 0..patients {
                if let Some(count) = counts.get_mut(random.below(patients)) {
                    *count += 1;
                }
            }
            statistic(&counts)
        })
        .filter(|value| value.is_finite())
        .collect();
    resampled.sort_by(f64::total_cmp);
    Interval { estimate, low: percentile(&resampled, 0.025), high: percentile(&resampled, 0.975) }
}

/// The value under which a share of sorted values lies, linear between neighbors; not a number for none.
pub fn percentile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = share.clamp(0.0, 1.0) * last as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the last place")]
    let below = place.floor() as usize;
    let at = |place: usize| sorted.get(place.min(last)).copied().unwrap_or(f64::NAN);
    let (low, high) = (at(below), at(below + 1));
    low + (place - below as f64) * (high - low)
}

/// The SplitMix64 generator (Steele, Lea and Flood 2014): small, fast and the same everywhere.
#[derive(Clone, Debug)]
pub struct SplitMix(u64);

impl SplitMix {
    /// A generator of this seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub const fn next_bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number in (0, 1).
    pub fn uniform(&mut self) -> f64 {
        ((self.next_bits() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// A place under `count`.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "under `count`")]
    pub fn below(&mut self, count: usize) -> usize {
        ((self.uniform() * count as f64) as usize).min(count.saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_of_known_values_has_the_known_interval() {
        let values: Vec<f64> = (0..200).map(|n| f64::from(n % 10)).collect();
        let mean = |counts: &[u32]| {
            let sum: f64 = values.iter().zip(counts).map(|(value, &count)| value * f64::from(count)).sum();
            sum / 200.0
        };
        let interval = over_patients(200, mean);
        assert_eq!(interval.estimate, 4.5);
        // The SD of one value is 2.87, so of the mean 0.203.
        assert!((interval.high - interval.low - 2.0 * 1.96 * 0.203).abs() < 0.08, "{interval:?}");
        assert_eq!(interval, over_patients(200, mean), "the seed is fixed");
    }
}
