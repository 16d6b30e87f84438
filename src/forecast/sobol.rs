//! Fixed quasi-random sets, the same every time.

use statrs::function::erf::erfc_inv;

/// The seed of every set; changing it is a change of the rules.
const SEED: u32 = 0x5eed;

/// A coordinate of a point, inside (0, 1).
pub(super) fn uniform(index: usize, dimension: usize, stream: u32) -> f64 {
    let index = u32::try_from(index % (1 << 16)).unwrap_or(0);
    let dimension = u32::try_from(dimension % 256).unwrap_or(0);
    // The generator gives multiples of 2^-24 from 0; half a step keeps the inverse normal finite.
    f64::from(sobol_burley::sample(index, dimension, SEED ^ stream)) + 2.0_f64.powi(-25)
}

/// A coordinate of a point, as a standard normal score.
pub(super) fn normal(index: usize, dimension: usize, stream: u32) -> f64 {
    normal_quantile(uniform(index, dimension, stream))
}

/// A point of so many coordinates, as standard normal scores; the rest are 0.
pub(super) fn scores<const N: usize>(index: usize, dimensions: usize, stream: u32) -> [f64; N] {
    let mut scores = [0.0; N];
    for (dimension, score) in scores.iter_mut().enumerate().take(dimensions) {
        *score = normal(index, dimension, stream);
    }
    scores
}

/// The standard normal quantile.
pub(super) fn normal_quantile(p: f64) -> f64 {
    -std::f64::consts::SQRT_2 * erfc_inv(2.0 * p)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_standard_normal_and_repeat() {
        let scores: Vec<f64> = (0..512).map(|index| normal(index, 3, 1)).collect();
        let mean = scores.iter().sum::<f64>() / 512.0;
        let variance = scores.iter().map(|score| score * score).sum::<f64>() / 512.0;
        assert!(mean.abs() < 0.01, "mean {mean}");
        assert!((variance - 1.0).abs() < 0.03, "variance {variance}");
        assert_eq!(scores.first(), Some(&normal(0, 3, 1)));
        assert!((normal_quantile(0.975) - 1.959_964).abs() < 1e-5, "the usual quantile");
    }
}
