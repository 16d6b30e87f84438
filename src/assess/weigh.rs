//! The sum of the ledger: prior, damped evidence, posterior, and the range of assumptions.

use std::sync::OnceLock;

use statrs::distribution::{ContinuousCDF as _, Normal};

use super::clues::Seen;
use super::ledger::LedgerRow;
use crate::rules::{Clue, Level, Prior, PriorKey, Rules};

/// Draws behind a range of assumptions; a Latin hypercube, so that one clue alone gives back its own printed range.
const DRAWS: usize = 400;
/// One dimension a clue and one for the prior.
const DIMENSIONS: usize = Clue::ImmuneActivity as usize + 2;
/// The dimension of the prior: after the clues of the first rules, so that a later clue moves no printed range.
const PRIOR_DIMENSION: usize = Clue::Remeasured as usize + 1;

/// The dimension of a clue.
const fn dimension(clue: Clue) -> usize {
    let place = clue as usize;
    if place < PRIOR_DIMENSION { place } else { place + 1 }
}
/// A printed range is taken as the 10th to 90th percentile, the percentiles that a result is shown with.
const RANGE_QUANTILE: f64 = 0.9;

/// The rows of the ledger for the clues seen.
pub(super) fn rows(seen: &[Seen], rules: &Rules) -> Vec<LedgerRow> {
    seen.iter().filter_map(|own| row(own.level, own.unused, rules)).collect()
}

/// One row for a level.
pub(super) fn row(level: Level, unused: Option<super::ledger::Unused>, rules: &Rules) -> Option<LedgerRow> {
    let ratio = rules.ratios.get(level)?;
    Some(LedgerRow {
        clue: level.clue(),
        level,
        lr: ratio.lr,
        low: ratio.low,
        high: ratio.high,
        tier: ratio.tier,
        source: ratio.source.clone(),
        measured: ratio.measured.as_ref().map(|own| super::ledger::Measured {
            lr: own.lr,
            low: own.low,
            high: own.high,
            what: own.what.clone(),
        }),
        used: unused.is_none(),
        undamped: false,
        unused,
    })
}

/// What the sum gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sum {
    /// Damped sum of ln ratios.
    pub(super) evidence: f64,
    /// The damping used.
    pub(super) damping: f64,
    /// What the rows that count in full are multiplied with: 1, or the factor of a damping confounder.
    pub(super) size_weight: f64,
    /// Posterior, held to the caps.
    pub(super) posterior: f64,
    /// Whether a cap held it.
    pub(super) held: bool,
}

/// Sums a ledger.
pub(super) fn sum(prior: &Prior, ledger: &[LedgerRow], damped_by_confounder: bool, rules: &Rules) -> Sum {
    let combining = &rules.combining;
    let factor = if damped_by_confounder { combining.confounder_factor } else { 1.0 };
    let damping = combining.damping * factor;
    let evidence: f64 = used(ledger).map(|row| weight(row, damping, factor) * row.lr.ln()).sum();
    let free = inverse_logit(logit(prior.p) + evidence);
    let posterior = hold(free, prior.p, ledger, rules);
    Sum { evidence, damping, size_weight: factor, posterior, held: posterior != free }
}

/// The 10th and 90th percentile of the posterior over the ranges of the prior and the ratios.
///
/// The prior's odds and each ratio are drawn log-normally with their value as median and their range as 10th and 90th
/// percentile, each side with its own width.
pub(super) fn range(prior: &Prior, ledger: &[LedgerRow], sum: &Sum, rules: &Rules) -> (f64, f64) {
    let deviates = deviates();
    let mut drawn: Vec<f64> = (0..DRAWS)
        .map(|draw| {
            let z = |dimension: usize| deviates.get(dimension).and_then(|own| own.get(draw)).copied().unwrap_or(0.0);
            let prior_logit = skewed(logit(prior.p), logit(prior.low), logit(prior.high), z(PRIOR_DIMENSION));
            let drawn = |row: &LedgerRow| skewed(row.lr.ln(), row.low.ln(), row.high.ln(), z(dimension(row.clue)));
            let evidence: f64 = used(ledger).map(|row| weight(row, sum.damping, sum.size_weight) * drawn(row)).sum();
            hold(inverse_logit(prior_logit + evidence), prior.p, ledger, rules)
        })
        .collect();
    drawn.sort_by(f64::total_cmp);
    let at = |quantile: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a quantile of a few hundred draws"
        )]
        let place = (quantile * (DRAWS - 1) as f64).round() as usize;
        drawn.get(place).copied().unwrap_or(prior.p)
    };
    (at(1.0 - RANGE_QUANTILE), at(RANGE_QUANTILE))
}

/// How much of a row's ln ratio is summed.
///
/// A damping confounder takes from every row the same share, from one that counts in full too: were the size row left
/// whole, halving the others alone could let it lead where nothing led before (`RULES.md` 4 halves "once", and a
/// confounded case moves toward "cannot tell").
const fn weight(row: &LedgerRow, damping: f64, size_weight: f64) -> f64 {
    if row.undamped { size_weight } else { damping }
}

fn used(ledger: &[LedgerRow]) -> impl Iterator<Item = &LedgerRow> {
    ledger.iter().filter(|row| row.used)
}

/// Holds a posterior to the caps of an unconfirmed enlargement unless tissue or ctDNA is in the sum.
///
/// A prior outside the caps is never moved by them: with nothing seen, the posterior is the prior.
fn hold(posterior: f64, prior: f64, ledger: &[LedgerRow], rules: &Rules) -> f64 {
    let decisive = used(ledger).any(|row| matches!(row.clue, Clue::Biopsy | Clue::CtDna));
    if decisive {
        return posterior;
    }
    let least = rules.combining.posterior_least.min(prior);
    let most = rules.combining.posterior_most.max(prior);
    posterior.clamp(least, most)
}

/// A deviate around a middle, with its own width on each side.
fn skewed(middle: f64, low: f64, high: f64, z: f64) -> f64 {
    let width = if z < 0.0 { middle - low } else { high - middle };
    middle + z / z_of_range() * width
}

fn z_of_range() -> f64 {
    static Z: OnceLock<f64> = OnceLock::new();
    *Z.get_or_init(|| Normal::standard().inverse_cdf(RANGE_QUANTILE))
}

/// Standard normal deviates, one row a dimension: the same every time.
fn deviates() -> &'static [Vec<f64>] {
    static DEVIATES: OnceLock<Vec<Vec<f64>>> = OnceLock::new();
    DEVIATES.get_or_init(|| {
        let normal = Normal::standard();
        let middles: Vec<f64> = (0..DRAWS).map(|draw| normal.inverse_cdf((draw as f64 + 0.5) / DRAWS as f64)).collect();
        (0..DIMENSIONS).map(|dimension| shuffled(&middles, dimension)).collect()
    })
}

/// The middles in an order of their own for each dimension.
fn shuffled(middles: &[f64], dimension: usize) -> Vec<f64> {
    let mut keyed: Vec<(u64, f64)> = (0_u64..)
        .zip(middles)
        .map(|(draw, middle)| (scramble(draw.wrapping_add((dimension as u64) << 32)), *middle))
        .collect();
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, middle)| middle).collect()
}

/// The finalizer of `SplitMix64` (Steele, Lea and Flood, OOPSLA 2014).
fn scramble(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// The log odds of a probability.
pub(super) fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

/// The probability of log odds.
pub(super) fn inverse_logit(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// The prior of a case and what it is of.
pub(super) fn prior(key: PriorKey, rules: &Rules) -> Option<&Prior> {
    rules.priors.get(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ledger(levels: &[Level], rules: &Rules) -> Vec<LedgerRow> {
        levels.iter().map(|level| row(*level, None, rules).unwrap()).collect()
    }

    #[test]
    fn nothing_seen_gives_back_the_prior_and_its_range() {
        let rules = Rules::shipped().unwrap();
        for key in PriorKey::ALL {
            let prior = prior(key, rules).unwrap();
            let sum = sum(prior, &[], false, rules);
            assert!((sum.posterior - prior.p).abs() < 1e-12, "{key:?}");
            let (low, high) = range(prior, &[], &sum, rules);
            if prior.low >= rules.combining.posterior_least {
                assert!((low - prior.low).abs() < 0.005, "{key:?}: {low}, printed {}", prior.low);
            }
            assert!((high - prior.high).abs() < 0.005, "{key:?}: {high}, printed {}", prior.high);
        }
    }

    #[test]
    fn the_range_holds_the_value_and_widens_with_what_is_uncertain() {
        let rules = Rules::shipped().unwrap();
        let prior = prior(PriorKey::Systemic, rules).unwrap();
        let few = ledger(&[Level::StatusStable], rules);
        let many = ledger(&[Level::StatusStable, Level::CtDnaFavorable, Level::BiopsyInflammation], rules);
        let width = |rows: &[LedgerRow]| {
            let sum = sum(prior, rows, false, rules);
            let (low, high) = range(prior, rows, &sum, rules);
            assert!(low < sum.posterior && sum.posterior < high, "{low} {} {high}", sum.posterior);
            logit(high) - logit(low)
        };
        assert!(width(&many) > width(&few), "two more uncertain clues widen the range");
    }

    #[test]
    fn a_damping_confounder_halves_the_evidence_once() {
        let rules = Rules::shipped().unwrap();
        let prior = prior(PriorKey::Systemic, rules).unwrap();
        let rows = ledger(&[Level::StatusWorse], rules);
        let (full, half) = (sum(prior, &rows, false, rules), sum(prior, &rows, true, rules));
        assert!((half.evidence * 2.0 - full.evidence).abs() < 1e-12, "half");
        assert!((half.damping - 0.35).abs() < 1e-12, "0.35");
        // Whatever leads before, leads less after: a row that counts in full is halved with the others.
        let mut mixed = ledger(&[Level::StatusStable, Level::StatusWorse], rules);
        mixed[1].undamped = true;
        let (full, half) = (sum(prior, &mixed, false, rules), sum(prior, &mixed, true, rules));
        assert!(full.evidence < 0.0 && (half.evidence * 2.0 - full.evidence).abs() < 1e-12, "{full:?} {half:?}");
    }
}
