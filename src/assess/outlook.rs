//! What would change the label, and whether one reading decides it.

use jiff::civil::Date;

use super::core::{Core, WithRange, core, with_level};
use super::next_sizes::next_sizes;
use super::plan::{Flip, Recheck, RecheckReason, Robustness, WouldChange};
use super::record::Record;
use super::stand::Stand;
use super::verdict::Token;
use crate::criteria::Burden;
use crate::domain::{Axes, Case, Finding, Length, Measurement, Size, Volume};
use crate::rules::Level;
use crate::series::noise::Z_95;
use crate::series::{Basis, point_log_sd};

/// Levels worth naming, in the order in which they are easiest to come by; what a next size would say is the forecast's.
const CANDIDATES: [Level; 14] = [
    Level::NewOne,
    Level::NewSeveral,
    Level::StatusWorse,
    Level::StatusStable,
    Level::StatusImproved,
    Level::StatusMildlyWorse,
    Level::BiopsyInflammation,
    Level::BiopsyViable,
    Level::CtDnaFavorable,
    Level::CtDnaUnfavorable,
    Level::UltrasoundHypovascular,
    Level::UltrasoundVascular,
    Level::PetNoProgression,
    Level::PetProgression,
];

/// What would move the label: next sizes first, largest first, then clues.
pub(super) fn would_change(record: &Record<'_>, found: &Core, plan: &Recheck) -> Vec<WouldChange> {
    if plan.why == RecheckReason::Died {
        return Vec::new();
    }
    let mut changes = next_sizes(record, found, plan);
    for level in CANDIDATES {
        // A level already seen changes nothing, and a milder one of the same clue is covered by what is seen.
        if found.ledger.iter().any(|row| row.level == level) {
            continue;
        }
        let Some(to) = with_level(found, level, record.rules) else { continue };
        let covered = changes.iter().any(|own| {
            matches!(own, WouldChange::Clue { level: named, to: same } if named.clue() == level.clue() && *same == to)
        });
        if to != found.verdict.token && !covered {
            changes.push(WouldChange::Clue { level, to });
        }
    }
    changes
}

/// Steps in which the last sizes are moved through their error, each way.
const STEPS: i32 = 16;

/// Leaves out each visit that the label rests on, and moves the last sizes within their own error.
///
/// A label rests on the nadir's visit and on those between the enlarging visit and the last.
/// Leaving out the last visit is the assessment of the visit before, and without the enlarging visit there is no
/// episode; neither is a weakness of this label.
pub(super) fn robustness(record: &Record<'_>, found: &Core) -> Robustness {
    let mut flips = Vec::new();
    if matches!(found.stand, Stand::Cannot(_)) {
        return Robustness { flips };
    }
    let token = found.verdict.token;
    let Some((last, earlier)) = record.table.rows.split_last() else { return Robustness { flips } };
    let opened = found.episode.as_ref().map(|own| own.opened);
    let compared = opened.unwrap_or(last.date);
    let nadir = record.table.rows.iter().find(|row| row.date == compared).and_then(|row| row.nadir_date);
    for row in earlier.iter().filter(|row| Some(row.date) == nadir || opened.is_some_and(|opened| row.date > opened)) {
        let to = token_of(&without_sizes(record.case, row.date), record);
        if to != token {
            flips.push(Flip::WithoutVisit { date: row.date, to });
        }
    }
    flips.extend([-1, 1].into_iter().filter_map(|direction| moved(record, last.date, direction, token)));
    Robustness { flips }
}

fn token_of(case: &Case, as_in: &Record<'_>) -> Token {
    core(&Record::new(case, as_in.rules).with_precision(as_in.precision), WithRange::No).verdict.token
}

fn without_sizes(case: &Case, date: Date) -> Case {
    let mut fewer = case.clone();
    let lesions: Vec<_> = case.visit(date).into_iter().flat_map(|visit| visit.measurements.keys().copied()).collect();
    for lesion in lesions {
        // The visit and the lesion exist, so this cannot be refused.
        fewer.set_measurement(date, lesion, None).ok();
    }
    fewer
}

/// The smallest move of the last sizes one way, inside their own 95 % error, that changes the label.
fn moved(record: &Record<'_>, date: Date, direction: i32, token: Token) -> Option<Flip> {
    let point = record.point(date)?;
    let basis = record.series.basis;
    let sd = point_log_sd(point, &record.series, &record.rules.noise, true, basis)?;
    // Axes are moved alike, so a log change of volume is three times that of a diameter.
    let per_axis = match basis {
        Basis::Diameters => sd,
        Basis::Volumes => sd / 3.0,
    };
    let factor = |step: i32| (f64::from(direction * step) / f64::from(STEPS) * Z_95 * per_axis).exp();
    let at = |step: i32| {
        let case = scaled(record.case, date, factor(step));
        let other = Record::new(&case, record.rules).with_precision(record.precision);
        let to = core(&other, WithRange::No).verdict.token;
        let point = other.point(date)?;
        let size = match basis {
            Basis::Diameters => Burden::Diameters(point.sum_tenths?),
            Basis::Volumes => Burden::Volume(point.volume_mm3?),
        };
        (to != token).then_some(Flip::LastReadBy { date, size, to })
    };
    // The label changes along a size once at most in practice, so the smallest such step is found by halving.
    let (mut holds, mut flips, mut flip) = (0, STEPS, at(STEPS)?);
    while flips - holds > 1 {
        let middle = i32::midpoint(holds, flips);
        match at(middle) {
            Some(earlier) => (flips, flip) = (middle, earlier),
            None => holds = middle,
        }
    }
    Some(flip)
}

/// The case with every measured size of a visit read longer or shorter by a factor.
pub(super) fn scaled(case: &Case, date: Date, factor: f64) -> Case {
    let mut other = case.clone();
    let Some(visit) = case.visit(date) else { return other };
    for (lesion, measurement) in &visit.measurements {
        let finding = match &measurement.finding {
            Finding::Measured(size) => Finding::Measured(scaled_size(*size, factor)),
            Finding::Fragmented(parts) => {
                Finding::Fragmented(parts.iter().map(|axes| scaled_axes(*axes, factor)).collect())
            }
            unchanged => unchanged.clone(),
        };
        let moved = Measurement { finding, ..measurement.clone() };
        other.set_measurement(date, *lesion, Some(moved)).ok();
    }
    other
}

fn scaled_size(size: Size, factor: f64) -> Size {
    match size {
        Size::Axes(axes) => Size::Axes(scaled_axes(axes, factor)),
        Size::Volume(volume) => Volume::from_mm3(volume.mm3() * factor.powi(3)).map_or(size, Size::Volume),
    }
}

fn scaled_axes(axes: Axes, factor: f64) -> Axes {
    let scale = |length: Option<Length>| length.map(|own| scaled_length(own, factor));
    Axes::new(scale(axes.longest()), scale(axes.perpendicular()), scale(axes.height())).map_or(axes, |(moved, _)| moved)
}

fn scaled_length(length: Length, factor: f64) -> Length {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a length is at most 20000 tenths")]
    let tenths = (f64::from(length.tenths()) * factor).round() as u32;
    Length::from_tenths(tenths).unwrap_or(length)
}
