//! The size row of a re-measurement: the ratio of the two futures' heights at the measured size (`RULES.md` 4).

use super::core::prior_key;
use super::futures::parameters;
use super::ledger::LedgerRow;
use super::record::Record;
use crate::domain::Species;
use crate::forecast::{Observations, memo};
use crate::rules::{Clue, Tier};
use crate::series::point_log_sd;

/// The standard normal score of the 90th percentile, since ranges are from the 10th to the 90th.
const Z_90: f64 = 1.2816;

/// Lets the forecast made at the enlarging visit weigh the size of the last visit, in place of the table of levels.
///
/// The pace row is about sizes that the forecast has seen, so it leaves with the table. Its range is what the size
/// would weigh had it been read anywhere in the middle eight tenths of its measurement error. Nothing changes where no
/// forecast can be made, or before a re-measurement says anything.
pub(super) fn weigh_size(record: &Record<'_>, first: usize, last: usize, ledger: &mut Vec<LedgerRow>) {
    if !ledger.iter().any(|row| row.clue == Clue::Remeasured) {
        return;
    }
    let Some((lr, low, high)) = ratio(record, first, last) else { return };
    ledger.retain(|row| row.clue != Clue::Pace);
    let sources = &record.rules.forecast.sources;
    let source = sources.iter().find(|own| own.block == "size_ratio").map(|own| own.source.clone());
    for row in ledger.iter_mut().filter(|row| row.clue == Clue::Remeasured) {
        (row.lr, row.low, row.high) = (lr, low, high);
        row.tier = match record.case.patient.species {
            Species::Human => Tier::People,
            Species::Dog => Tier::Opinion,
        };
        row.source = source.clone().unwrap_or_default();
        row.measured = None;
        row.undamped = true;
        row.used = true;
        row.unused = None;
    }
}

/// The ratio at the size of the last visit, and at the upper and the lower end of its error.
fn ratio(record: &Record<'_>, first: usize, last: usize) -> Option<(f64, f64, f64)> {
    let (opened, now) = (record.point_of(first)?, record.point_of(last)?);
    let size = record.series.sum_of(now).filter(|_| now.complete)?;
    let observations = Observations::from_series(record.case, &record.series, &record.rules.noise).ok()?;
    let known = observations.days().take_while(|day| *day <= opened.day).count();
    let known = observations.first(known).filter(|own| own.last().day == opened.day && own.points().len() > 1)?;
    let set = parameters(record.case, record.rules, prior_key(record, Some(first)))?;
    let sd = point_log_sd(now, &record.series, &record.rules.noise, true, record.series.basis).unwrap_or(0.0);
    let curve = memo::ratio_curve(&record.rules.forecast, set, &known, now.day, record.precision);
    let curve = curve.as_ref().as_ref()?;
    let cap = record.rules.forecast.size_ratio.largest;
    let at = |factor: f64| {
        let size = size * factor;
        let log = if size > 0.0 { known.log_volume(size) } else { f64::NEG_INFINITY };
        curve.at(log).clamp(1.0 / cap, cap)
    };
    Some((at(1.0), at((Z_90 * sd).exp()), at((-Z_90 * sd).exp())))
}
