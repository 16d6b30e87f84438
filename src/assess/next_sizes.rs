//! The next sizes at which the label would change.
//!
//! The rules name the sizes; which label each gives is not argued but tried, by adding such a visit on the recommended
//! day, so that what is promised is what will be shown.

use jiff::civil::Date;

use super::confounders::treatment_explains;
use super::core::{Core, WithRange, core};
use super::episode::Episode;
use super::outlook::scaled;
use super::plan::{Recheck, WouldChange};
use super::record::Record;
use super::stand::Stand;
use super::verdict::Token;
use crate::criteria::Burden;
use crate::domain::Visit;

/// The next sizes, those that confirm first, each kind with its largest size first; read by the method of the last.
pub(super) fn next_sizes(record: &Record<'_>, found: &Core, plan: &Recheck) -> Vec<WouldChange> {
    if found.verdict.token == Token::CannotAssess {
        return Vec::new();
    }
    let mut changes = by_rule(record, found, plan);
    let by_size = found.episode.as_ref().is_some_and(Episode::by_size);
    if let (Some(due), true) = (plan.due, by_size) {
        for change in &mut changes {
            let (size, to) = match change {
                WouldChange::NextAtOrAbove { size, to } => (*size, to),
                WouldChange::NextBelow { size, to } => (just_below(*size), to),
                WouldChange::Clue { .. } => continue,
            };
            if let Some(tried) = token_at(record, found, due, size) {
                *to = tried;
            }
        }
    }
    // A smaller size that gives the same label as the larger one before it says nothing more.
    changes.dedup_by(|later, earlier| match (later, earlier) {
        (WouldChange::NextBelow { to: later, .. }, WouldChange::NextBelow { to: earlier, .. }) => later == earlier,
        _ => false,
    });
    changes
}

/// The sizes, with the label that the rule gives by its text.
fn by_rule(record: &Record<'_>, found: &Core, plan: &Recheck) -> Vec<WouldChange> {
    let mut changes = Vec::new();
    match found.stand {
        Stand::Open { first, .. } => {
            let Some(above) = plan.decides_above else { return changes };
            let by_size = found.episode.as_ref().is_some_and(Episode::by_size);
            match beyond_error(record, first).filter(|beyond| by_size && beyond.value() > above.value()) {
                Some(beyond) => {
                    changes.push(WouldChange::NextAtOrAbove { size: beyond, to: Token::TrueProgression });
                    changes.push(WouldChange::NextAtOrAbove { size: above, to: Token::ConfirmedWithinNoise });
                }
                None => changes.push(WouldChange::NextAtOrAbove { size: above, to: Token::TrueProgression }),
            }
            if let Some(line) = plan.decides_below {
                changes.push(WouldChange::NextBelow { size: line, to: Token::NotConfirmed });
                let peak = found.episode.as_ref().and_then(|own| own.peak);
                let fall = peak.map(|peak| under_share(peak, record.share(record.rules.labels.fall_share)));
                let fall = fall.filter(|fall| fall.value() < line.value());
                let explained = plan.due.is_some_and(|due| treatment_explains(record, first, due));
                let to = if explained { Token::ConfoundedResponse } else { Token::PseudoDefinite };
                changes.extend(fall.map(|size| WouldChange::NextBelow { size, to }));
            }
        }
        Stand::Below { .. } => {
            let above = plan.decides_above;
            changes.extend(above.map(|size| WouldChange::NextAtOrAbove { size, to: Token::UnconfirmedIndeterminate }));
        }
        _ => {}
    }
    changes
}

/// At most so many tenths of a millimeter may a tried sum miss the size asked for, since axes are whole tenths.
const MISS_TENTHS: u32 = 2;

/// The label when the next look, on a day after the last, finds every lesion scaled alike to this sum and nothing else
/// recorded; `None` where no such visit can be made.
fn token_at(record: &Record<'_>, found: &Core, on: Date, size: Burden) -> Option<Token> {
    let last = found.episode.as_ref()?.latest;
    let now = record.point(last).and_then(|point| record.series.sum_of(point)).filter(|sum| *sum > 0.0)?;
    if record.case.visits().last().is_none_or(|visit| visit.date >= on) {
        return None;
    }
    let mut case = record.case.clone();
    let measurements = case.visit(last)?.measurements.clone();
    case.add_visit(Visit { measurements, ..Visit::on(on) }).ok()?;
    // Sums are in millimeters or cubic millimeters, and axes scale alike.
    let factor = match size {
        Burden::Diameters(tenths) => f64::from(tenths) / 10.0 / now,
        // A hair more, so that a size at the edge is not under it once its root is cubed again.
        Burden::Volume(mm3) => (mm3 * (1.0 + 1e-9) / now).cbrt(),
    };
    let case = scaled(&case, on, factor);
    let next = Record::new(&case, record.rules).with_precision(record.precision);
    let reached = match (size, next.point(on)?.sum_tenths) {
        (Burden::Diameters(asked), Some(found)) => asked.abs_diff(found) <= MISS_TENTHS,
        (Burden::Diameters(_), None) => false,
        (Burden::Volume(_), _) => true,
    };
    reached.then(|| core(&next, WithRange::No).verdict.token)
}

/// The largest size under another, clear of where a few tenths lost to rounding would take it over.
fn just_below(size: Burden) -> Burden {
    match size {
        Burden::Diameters(tenths) => Burden::Diameters(tenths.saturating_sub(1 + MISS_TENTHS)),
        Burden::Volume(mm3) => Burden::Volume(mm3 * (1.0 - 1e-3)),
    }
}

/// The smallest size over that of a row by more than the repeatability limit.
fn beyond_error(record: &Record<'_>, first: usize) -> Option<Burden> {
    let point = record.point_of(first)?;
    let factor = 1.0 + record.change(point, point)?.limit_up;
    Some(match record.row(first)?.burden? {
        Burden::Diameters(tenths) => Burden::Diameters(whole_tenths((f64::from(tenths) * factor).ceil())),
        Burden::Volume(mm3) => Burden::Volume(mm3 * factor),
    })
}

/// The size that is just over a share of another, so that every size below it is at or under that share.
fn under_share(peak: Burden, share: f64) -> Burden {
    match peak {
        Burden::Diameters(tenths) => Burden::Diameters(whole_tenths((f64::from(tenths) * share + 1e-9).floor() + 1.0)),
        Burden::Volume(mm3) => Burden::Volume(mm3 * share),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a sum of at most 100 lengths")]
fn whole_tenths(tenths: f64) -> u32 {
    tenths.round() as u32
}
