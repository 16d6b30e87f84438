//! Use-error guards: a size that fits its lesion's own history only after undoing a usual slip of the pen.
//!
//! Guarded are a slipped decimal or centimeters typed as millimeters (a factor of 10), inches (2.54), cubic millimeters
//! for cubic centimeters (1000), and the long axis of a node typed where its short axis is meant. A guard asks once,
//! names both numbers, and never changes or withholds anything by itself.

use jiff::civil::Date;

use super::block::Cell;
use crate::domain::{Axes, Case, Dated, Finding, Length, LesionKind, Size, Volume};

/// A size is asked about only when it is this many times, or this part, of the lesion's other size.
const LEAST_JUMP: f64 = 2.2;

/// With the slip undone, lengths must come this near the lesion's other size, as a factor.
const NEAR_BY_TEN: f64 = 1.4;
/// The same for inches, which a true change is likelier to look like.
const NEAR_BY_INCH: f64 = 1.12;
/// The same for volumes, which change as the cube of lengths.
const NEAR_BY_VOLUME: f64 = 2.5;

/// Repeated readings further apart than this, as an SD on the log scale, are asked about: the largest SD of the noise
/// table, of palpation by two people.
const WIDEST_SPREAD: f64 = 0.25;

/// A size that may be a slip.
#[derive(Clone, Debug, PartialEq)]
pub struct Slip {
    /// The size asked about; the question lapses when the cell holds another.
    pub finding: Finding,
    /// "Gingiva: 310 mm is 10 times the 31 mm of 2 Apr 2026".
    pub words: String,
    /// What to type instead, when the slip says it.
    pub offer: Option<String>,
}

/// Looks for a slip in a size just recorded.
pub fn slip<'a>(case: impl Into<Dated<'a>>, (date, lesion): Cell) -> Option<Slip> {
    let case = case.into();
    let lesion = case.lesion(lesion)?;
    let measurement = case.visit(date)?.measurements.get(&lesion.id)?;
    let finding = &measurement.finding;
    if measurement.repeats.as_ref().is_some_and(|own| own.spread().log_variance > WIDEST_SPREAD * WIDEST_SPREAD) {
        let words =
            format!("{}: the readings {} lie far apart; is one of them a slip?", lesion.name, measurement.entered);
        return Some(Slip { finding: finding.clone(), words, offer: None });
    }
    let (other_date, other) = other_size(&case, (date, lesion.id))?;
    let Finding::Measured(size) = finding else { return None };
    let (why, offer) = match (size, other) {
        (Size::Axes(axes), Size::Axes(other)) => axes_slip(*axes, other, lesion.kind)?,
        (Size::Volume(volume), Size::Volume(other)) => volume_slip(*volume, other)?,
        _ => return None,
    };
    let (now, then) = (size_words(size), size_words(&other));
    let words = format!("{}: {now} {why} {then} of {}", lesion.name, case.form().words(other_date));
    Some(Slip { finding: finding.clone(), words, offer })
}

/// The lesion's last measured size before the visit, else its next one after it.
fn other_size(case: &Case, (date, lesion): Cell) -> Option<(Date, Size)> {
    let mut measured = case.visits().iter().filter_map(|visit| match visit.measurements.get(&lesion)?.finding {
        Finding::Measured(size) => Some((visit.date, size)),
        _ => None,
    });
    let mut before = None;
    let after = measured.find(|&(own, size)| {
        if own < date {
            before = Some((own, size));
        }
        own > date
    });
    before.or(after)
}

fn size_words(size: &Size) -> String {
    match size {
        Size::Axes(axes) => axes.to_string(),
        Size::Volume(volume) => format!("{} cm³", crate::domain::cell_text::plain_number(volume.cm3())),
    }
}

/// The lengths in tenths of a millimeter, by axis.
fn lengths(axes: Axes) -> [Option<f64>; 3] {
    [axes.longest(), axes.perpendicular(), axes.height()].map(|axis| axis.map(|length| f64::from(length.tenths())))
}

/// The largest factor between two sizes over the axes that both have; `None` without one.
fn distance(first: [Option<f64>; 3], second: [Option<f64>; 3]) -> Option<f64> {
    let both = first.into_iter().zip(second).filter_map(|pair| Some((pair.0?, pair.1?)));
    both.map(|(a, b)| (a / b).max(b / a)).reduce(f64::max)
}

fn axes_slip(axes: Axes, other: Axes, kind: LesionKind) -> Option<(&'static str, Option<String>)> {
    let (now, then) = (lengths(axes), lengths(other));
    if kind == LesionKind::Nodal && axes.longest().is_none() {
        let (typed, long, short) = (now.get(1).copied()??, then.first().copied()??, then.get(1).copied()??);
        let is_long_axis = (typed / long).max(long / typed) <= 1.15 && typed / short >= 1.3;
        if is_long_axis {
            return Some(("as the short axis is near the long axis of the", None));
        }
    }
    if distance(now, then)? < LEAST_JUMP {
        return None;
    }
    let whole = [
        (0.1, NEAR_BY_TEN, "is about 10 times the"),
        (10.0, NEAR_BY_TEN, "is about a tenth of the"),
        (2.54, NEAR_BY_INCH, "would in inches be near the"),
        (1.0 / 2.54, NEAR_BY_INCH, "is 2.54 times, as inches against centimeters, the"),
    ];
    for (factor, near, words) in whole {
        let meant = now.map(|axis| axis.map(|tenths| tenths * factor));
        if distance(meant, then)? <= near {
            return Some((words, typed(meant)));
        }
    }
    // One length alone may have slipped; the axes are sorted again before they are compared.
    for place in 0..3 {
        for (factor, words) in
            [(0.1, "has a length about 10 times too long beside the"), (10.0, "has a length about a tenth beside the")]
        {
            let mut meant = now;
            let Some(Some(axis)) = meant.get_mut(place) else { continue };
            *axis *= factor;
            let mut sorted: Vec<f64> = meant.into_iter().flatten().collect();
            sorted.sort_by(|a, b| b.total_cmp(a));
            if sorted.len() < 2 || now.first().is_some_and(Option::is_none) {
                continue;
            }
            let meant = [sorted.first().copied(), sorted.get(1).copied(), sorted.get(2).copied()];
            if distance(meant, then)? <= NEAR_BY_TEN {
                return Some((words, typed(meant)));
            }
        }
    }
    None
}

/// Lengths as they would be typed, in millimeters; `None` when one is no length.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be small and positive")]
fn typed(tenths: [Option<f64>; 3]) -> Option<String> {
    let parts: Option<Vec<String>> = tenths
        .into_iter()
        .flatten()
        .map(|tenths| {
            let whole = tenths.round();
            let length = (0.5..1e6).contains(&whole).then(|| Length::from_tenths(whole as u32).ok())??;
            Some(length.to_string())
        })
        .collect();
    parts.map(|parts| parts.join(" x "))
}

fn volume_slip(volume: Volume, other: Volume) -> Option<(&'static str, Option<String>)> {
    let near = |factor: f64| {
        let ratio = volume.cm3() * factor / other.cm3();
        ratio.max(1.0 / ratio) <= NEAR_BY_VOLUME
    };
    let offer = |factor: f64| Some(format!("{} cm3", crate::domain::cell_text::plain_number(volume.cm3() * factor)));
    if near(1e-3) {
        Some(("is about 1000 times the", offer(1e-3)))
    } else if near(1e3) {
        Some(("is about a thousandth of the", offer(1e3)))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::app::edit::{Edit, apply};
    use crate::domain::{Lesion, LesionId, Visit};

    fn asked(kind: LesionKind, before: &str, typed: &str) -> Option<Slip> {
        let mut case = Case::default();
        case.add_lesion(Lesion { kind, ..Lesion::target(LesionId(0), "T1") }).unwrap();
        for (day, text) in [(date(2026, 3, 10), before), (date(2026, 4, 2), typed)] {
            case.add_visit(Visit::on(day)).unwrap();
            let edit = Edit::SetSize { date: day, lesion: LesionId(0), text: text.to_owned() };
            case = apply(&case, edit).unwrap().0;
        }
        slip(&case, (date(2026, 4, 2), LesionId(0)))
    }

    fn offer(before: &str, typed: &str) -> Option<String> {
        asked(LesionKind::NonNodal, before, typed)?.offer
    }

    #[test]
    fn slips_are_asked_about_with_what_was_meant() {
        for (before, typed, meant) in [
            ("31", "310", "31"),
            ("31", "3.1", "31"),
            ("28 x 24 x 18", "3.1 x 2.6 x 2.0", "31 x 26 x 20"),
            ("28 x 24 x 18", "1.22 cm x 1.02 cm x 0.79 cm", "31 x 25.9 x 20.1"),
            ("28 x 24 x 18", "31 x 260 x 20", "31 x 26 x 20"),
            ("28 x 24 x 18", "31 x 26 x 2", "31 x 26 x 20"),
            ("12.4 cm3", "13000 cm3", "13 cm3"),
        ] {
            assert_eq!(offer(before, typed).as_deref(), Some(meant), "{typed} after {before}");
        }
    }

    #[test]
    fn readings_far_apart_are_asked_about() {
        assert!(asked(LesionKind::NonNodal, "31", "31 / 310 / 30").is_some(), "a finger slipped");
        assert_eq!(asked(LesionKind::NonNodal, "31", "31 / 34 / 30"), None, "as calipers read");
    }

    #[test]
    fn true_changes_are_not_asked_about() {
        for (before, typed) in [
            ("31", "37"),
            ("31", "60"),
            ("31", "16"),
            ("20", "100"),
            ("28 x 24 x 18", "37 x 31 x 25"),
            ("28 x 24 x 18", "9 x 8 x 5"),
            ("12.4 cm3", "60 cm3"),
        ] {
            assert_eq!(asked(LesionKind::NonNodal, before, typed), None, "{typed} after {before}");
        }
    }

    #[test]
    fn both_numbers_are_named() {
        let slip = asked(LesionKind::NonNodal, "31", "310").unwrap();
        assert_eq!(slip.words, "T1: 310 mm is about 10 times the 31 mm of 10 Mar 2026");
    }

    #[test]
    fn the_long_axis_of_a_node_is_not_taken_for_its_short_one() {
        let slip = asked(LesionKind::Nodal, "22 x 9", "23").unwrap();
        assert!(slip.words.contains("near the long axis"), "{}", slip.words);
        assert_eq!(asked(LesionKind::Nodal, "22 x 9", "11"), None);
    }
}
