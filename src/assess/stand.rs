//! Where the rules stand at the last visit, and the enlargement that the assessment is about.

use super::clues::line_start;
use super::episode::{Episode, EpisodeKind};
use super::record::Record;
use super::verdict::CannotReason;
use crate::criteria::{Burden, Driver, IrecistState};
use crate::domain::day_from_date;
use crate::series::{GrowthRates, Point};

/// Where the rules stand; places are places of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// Nothing can be said.
    Cannot(CannotReason),
    /// No progression, now or before.
    Quiet { last: usize },
    /// No progression by rule, and yet growth.
    Below { first: usize, last: usize },
    /// Unconfirmed progression; `last` is the last visit that could be evaluated.
    Open { first: usize, last: usize },
    /// Confirmed progression.
    Confirmed { first: usize, confirmed: usize, last: usize },
    /// Unconfirmed progression that was reset.
    Closed { first: usize, reset: usize, last: usize },
}

/// Reads where the rules stand from the rows.
pub(super) fn stand(record: &Record<'_>) -> Stand {
    let rows = &record.table.rows;
    let Some(last) = rows.len().checked_sub(1) else { return Stand::Cannot(why_no_rows(record)) };
    if let Some(confirmed) = rows.iter().position(|row| row.irecist.state == IrecistState::ICpd) {
        let first = block_start(record, confirmed).unwrap_or(confirmed);
        return Stand::Confirmed { first, confirmed, last };
    }
    let unconfirmed = (0..=last).rev().find(|&place| record.is_unconfirmed(place));
    let last_row_state = rows.last().map(|row| (row.irecist.state, row.irecist.block_start));
    match (last_row_state, unconfirmed) {
        (Some((IrecistState::IUpd, _) | (IrecistState::Ne, Some(_))), Some(unconfirmed)) => {
            Stand::Open { first: block_start(record, unconfirmed).unwrap_or(unconfirmed), last: unconfirmed }
        }
        (Some((IrecistState::Ne, _)), _) => Stand::Cannot(CannotReason::NotEvaluable),
        (_, unconfirmed) => {
            if grows_below_rule(record, last) {
                let mut first = last;
                while first > 0 && grows_below_rule(record, first - 1) {
                    first -= 1;
                }
                return Stand::Below { first, last };
            }
            match unconfirmed {
                Some(unconfirmed) => {
                    let first = block_start(record, unconfirmed).unwrap_or(unconfirmed);
                    // The block may have had visits that could not be evaluated before it was reset.
                    let after = (unconfirmed + 1..=last)
                        .find(|&place| record.row(place).is_some_and(|row| row.irecist.state != IrecistState::Ne));
                    Stand::Closed { first, reset: after.unwrap_or(last), last }
                }
                None => Stand::Quiet { last },
            }
        }
    }
}

fn why_no_rows(record: &Record<'_>) -> CannotReason {
    if record.series.points.is_empty() {
        CannotReason::NoSizes
    } else if record.series.baseline.is_none() {
        CannotReason::NoBaseline
    } else {
        CannotReason::OnlyBaseline
    }
}

/// The row at which the block of a row began.
fn block_start(record: &Record<'_>, place: usize) -> Option<usize> {
    let start = record.row(place)?.irecist.block_start?;
    record.table.rows.iter().position(|row| row.date == start)
}

/// Growth that the rule does not count (`RULES.md` section 2): probably a true rise of 20 %, or two rises in a row
/// beyond the repeatability limit.
fn grows_below_rule(record: &Record<'_>, place: usize) -> bool {
    let by_rule = record
        .row(place)
        .is_none_or(|row| matches!(row.irecist.state, IrecistState::IUpd | IrecistState::ICpd | IrecistState::Ne));
    if by_rule {
        return false;
    }
    let probable = record
        .change_from_nadir(place)
        .is_some_and(|change| change.p_rise_by_rule >= record.rules.labels.growth_below_rule_probability);
    probable || rose_twice(record, place)
}

fn rose_twice(record: &Record<'_>, place: usize) -> bool {
    let Some(now) = record.point_of(place) else { return false };
    let Some(from) = record.series.baseline else { return false };
    let sized: Vec<&Point> = record
        .series
        .points
        .iter()
        .skip(from)
        .filter(|point| point.date <= now.date && record.series.sum_of(point).is_some())
        .collect();
    let rose = |first: &Point, second: &Point| record.change(first, second).is_some_and(|change| change.rose());
    match sized.as_slice() {
        [.., first, second, third] => rose(first, second) && rose(second, third),
        _ => false,
    }
}

/// The enlargement that the assessment is about: open, confirmed, or the last one that was reset.
pub(super) fn episode(record: &Record<'_>, stand: Stand) -> Option<Episode> {
    let (kind, first, last, open) = match stand {
        Stand::Cannot(_) | Stand::Quiet { .. } => return None,
        Stand::Below { first, last } => (EpisodeKind::BelowRule, first, last, true),
        Stand::Open { first, last } => (EpisodeKind::Rule, first, last, true),
        Stand::Confirmed { first, last, .. } | Stand::Closed { first, last, .. } => {
            (EpisodeKind::Rule, first, last, false)
        }
    };
    let opening = record.row(first)?;
    let peak = (first..=last).filter_map(|place| record.row(place)?.burden);
    let peak = peak.fold(None, |best: Option<Burden>, own| match best {
        Some(best) if best.value() >= own.value() => Some(best),
        _ => Some(own),
    });
    let doubling = match (record.point_before(last), record.point_of(last)) {
        (Some(before), Some(now)) => {
            GrowthRates::between(before, now, &record.series).and_then(|rates| rates.doubling_days)
        }
        _ => None,
    };
    Some(Episode {
        kind,
        opened: opening.date,
        opened_day: opening.day,
        line_day: line_start(record, opening.date)
            .filter(|own| record.case.therapy.start.is_some_and(|start| *own > start))
            .map(|own| day_from_date(own, opening.date)),
        latest: record.row(last)?.date,
        open,
        drivers: if kind == EpisodeKind::BelowRule { vec![Driver::Target] } else { opening.irecist.drivers.clone() },
        nadir: opening.nadir,
        first: opening.burden,
        peak,
        line: record.lowest_to(last).map(|nadir| record.line_over(nadir)),
        rise_percent: match (opening.nadir, opening.burden) {
            (Some(nadir), Some(first)) if nadir.value() > 0.0 => {
                Some(record.rise_percent(first.value() / nadir.value()))
            }
            _ => None,
        },
        doubling_days: doubling.filter(|days| *days > 0.0),
    })
}

/// The point of the largest sum from one row to another.
pub(super) fn peak_point<'a>(record: &'a Record<'_>, first: usize, last: usize) -> Option<&'a Point> {
    let mut best: Option<(&Point, f64)> = None;
    for place in first..=last {
        let Some(point) = record.point_of(place) else { continue };
        let Some(burden) = record.row(place).and_then(|row| row.burden) else { continue };
        if best.is_none_or(|(_, most)| burden.value() > most) {
            best = Some((point, burden.value()));
        }
    }
    best.map(|(point, _)| point)
}
