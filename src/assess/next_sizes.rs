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
use crate::forecast::Precision;

/// The next sizes, those that confirm first, each kind with its largest size first; read by the method of the last.
pub(super) fn next_sizes(record: &Record<'_>, found: &Core, plan: &Recheck) -> Vec<WouldChange> {
    if found.verdict.token == Token::CannotAssess {
        return Vec::new();
    }
    let changes = by_rule(record, found, plan);
    let by_size = found.episode.as_ref().is_some_and(Episode::by_size);
    match plan.due.filter(|_| by_size) {
        Some(due) => tried(record, found, due, changes),
        None => changes,
    }
}

/// The same sizes with the labels that they give, and under the line every further size at which the label changes.
fn tried(record: &Record<'_>, found: &Core, due: Date, changes: Vec<WouldChange>) -> Vec<WouldChange> {
    let mut all = Vec::new();
    let mut below: Vec<(Burden, Token)> = Vec::new();
    for change in changes {
        match change {
            WouldChange::NextAtOrAbove { size, to } => {
                let to = token_at(record, found, due, size, Side::AtOrAbove).unwrap_or(to);
                all.push(WouldChange::NextAtOrAbove { size, to });
            }
            WouldChange::NextBelow { size, to } => below.push((size, to)),
            clue @ WouldChange::Clue { .. } => all.push(clue),
        }
    }
    let mut labels: Vec<(Burden, Token)> = Vec::new();
    for (place, (size, to)) in below.iter().enumerate() {
        let at = |size: Burden| token_at(record, found, due, size, Side::Below);
        let Some(top) = just_below(*size).and_then(at) else {
            labels.push((*size, *to));
            continue;
        };
        labels.push((*size, top));
        // While a size is typed the sizes of the rule are enough.
        if record.precision == Precision::Quick {
            continue;
        }
        // Down to the next size of the rule, or to half of the last one.
        let low = below.get(place + 1).map_or_else(|| half(*size), |(next, _)| *next);
        if let (Burden::Diameters(high), Burden::Diameters(low)) = (*size, low) {
            labels.extend(changes_between(high, low, top, |tenths| at(Burden::Diameters(tenths))));
        }
    }
    // A smaller size that gives the same label as the larger one before it says nothing more.
    labels.dedup_by(|later, earlier| later.1 == earlier.1);
    all.extend(labels.into_iter().map(|(size, to)| WouldChange::NextBelow { size, to }));
    all
}

/// At most so many labels follow one another between two sizes of the rule.
const MOST_BETWEEN: usize = 4;

/// The sizes between two under which the label is another than just over them, the highest first, each with that label.
fn changes_between(high: u32, low: u32, top: Token, at: impl Fn(u32) -> Option<Token>) -> Vec<(Burden, Token)> {
    let mut found = Vec::new();
    let (mut high, mut top) = (high, top);
    let Some(lowest) = at(low) else { return found };
    while top != lowest && found.len() < MOST_BETWEEN {
        let (mut same, mut changed, mut label) = (high.saturating_sub(1), low, lowest);
        while same > changed + 1 {
            let middle = u32::midpoint(same, changed);
            match at(middle) {
                Some(token) if token == top => same = middle,
                Some(token) => (changed, label) = (middle, token),
                None => return found,
            }
        }
        found.push((Burden::Diameters(same), label));
        (high, top) = (same, label);
    }
    found
}

/// From which side a size is tried.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    AtOrAbove,
    Below,
}

fn half(size: Burden) -> Burden {
    match size {
        Burden::Diameters(tenths) => Burden::Diameters(tenths / 2),
        Burden::Volume(mm3) => Burden::Volume(mm3 / 8.0),
    }
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
const MISS_TENTHS: u32 = 3;

/// The label when the next look, on a day after the last, finds every lesion scaled alike to this sum and nothing else
/// recorded; `None` where no such visit can be made.
fn token_at(record: &Record<'_>, found: &Core, on: Date, size: Burden, side: Side) -> Option<Token> {
    let last = found.episode.as_ref()?.latest;
    let now = record.point(last).and_then(|point| record.series.sum_of(point)).filter(|sum| *sum > 0.0)?;
    if record.case.visits().last().is_none_or(|visit| visit.date >= on) {
        return None;
    }
    let mut case = record.case.clone();
    let measurements = case.visit(last)?.measurements.clone();
    case.add_visit(Visit { measurements, ..Visit::on(on) }).ok()?;
    // Sums are in millimeters or cubic millimeters, and axes scale alike. Several axes rounded to whole tenths may miss
    // the size; then one a little further on its own side is taken.
    (0..MISS_TENTHS).find_map(|more| {
        let (asked, factor) = match (size, side) {
            (Burden::Diameters(tenths), Side::AtOrAbove) => (Some(tenths), f64::from(tenths + more) / 10.0 / now),
            (Burden::Diameters(tenths), Side::Below) => {
                (Some(tenths), f64::from(tenths.saturating_sub(more)) / 10.0 / now)
            }
            // A hair more, so that a size at the edge is not under it once its root is cubed again.
            (Burden::Volume(mm3), _) => (None, (mm3 * (1.0 + 1e-9) / now).cbrt()),
        };
        let case = scaled(&case, on, factor);
        let next = Record::new(&case, record.rules).with_precision(record.precision);
        let reached = next.point(on)?.sum_tenths;
        let fits = match (asked, reached, side) {
            (None, ..) => true,
            (Some(asked), Some(reached), Side::AtOrAbove) => reached >= asked && reached - asked <= MISS_TENTHS,
            (Some(asked), Some(reached), Side::Below) => reached <= asked && asked - reached <= MISS_TENTHS,
            (Some(_), None, _) => false,
        };
        fits.then(|| core(&next, WithRange::No).verdict.token)
    })
}

/// The largest size under another; `None` under the smallest.
fn just_below(size: Burden) -> Option<Burden> {
    match size {
        Burden::Diameters(tenths) => tenths.checked_sub(1).map(Burden::Diameters),
        Burden::Volume(mm3) => Some(Burden::Volume(mm3 * (1.0 - 1e-3))),
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
