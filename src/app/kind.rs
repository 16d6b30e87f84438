//! A lesion that turns out to be a node, or no node: what its sizes say then.
//!
//! One length of a mass is its longest diameter, one length of a node its short axis. Where every size of the lesion is
//! one length, whoever typed them meant what the lesion is, and they are read as that. Where some have several axes, a
//! single one was the longest of them or the shortest, which only its owner knows: it is asked about.

use jiff::civil::Date;

use super::block::Cell;
use super::slip::Slip;
use crate::domain::{Axes, Case, Finding, InvalidCase, Length, LesionId, LesionKind, Size};

/// The single length of axes, as a mass has it or as a node has it.
fn alone(axes: Axes) -> Option<(Length, LesionKind)> {
    match (axes.longest(), axes.perpendicular()) {
        (Some(longest), None) => Some((longest, LesionKind::NonNodal)),
        (None, Some(short)) => Some((short, LesionKind::Nodal)),
        _ => None,
    }
}

fn read_as(axes: Axes, kind: LesionKind) -> Axes {
    match alone(axes) {
        Some((length, _)) if kind == LesionKind::Nodal => Axes::short_axis_only(length),
        Some((length, _)) => Axes::longest_only(length),
        None => axes,
    }
}

/// The axes of a finding, where it is sized by any.
fn axes_of(finding: &Finding) -> Vec<Axes> {
    match finding {
        Finding::Measured(Size::Axes(axes)) | Finding::TooSmall(Some(Size::Axes(axes))) => vec![*axes],
        Finding::Fragmented(parts) => parts.clone(),
        _ => Vec::new(),
    }
}

/// Whether some length of a finding does not count for a lesion of this kind.
fn is_lost(finding: &Finding, kind: LesionKind) -> bool {
    axes_of(finding).into_iter().filter_map(alone).any(|(_, own)| own != kind)
}

fn sized(case: &Case, lesion: LesionId) -> impl Iterator<Item = (Date, &Finding)> {
    case.visits().iter().filter_map(move |visit| Some((visit.date, &visit.measurements.get(&lesion)?.finding)))
}

/// Reads the lesion's sizes anew by its kind, where each is one length.
pub(super) fn read_anew(case: &mut Case, lesion: LesionId) -> Result<(), InvalidCase> {
    let Some(kind) = case.lesion(lesion).map(|own| own.kind) else { return Ok(()) };
    let all_alone = sized(case, lesion).flat_map(|(_, finding)| axes_of(finding)).all(|axes| alone(axes).is_some());
    if !all_alone {
        return Ok(());
    }
    let lost: Vec<Date> = lost(case, lesion).into_iter().map(|cell| cell.0).collect();
    for date in lost {
        let own = case.visit(date).and_then(|visit| visit.measurements.get(&lesion)).cloned();
        let Some(mut own) = own else { continue };
        own.finding = match own.finding {
            Finding::Measured(Size::Axes(axes)) => Finding::Measured(Size::Axes(read_as(axes, kind))),
            Finding::TooSmall(Some(Size::Axes(axes))) => Finding::TooSmall(Some(Size::Axes(read_as(axes, kind)))),
            Finding::Fragmented(parts) => {
                Finding::Fragmented(parts.into_iter().map(|part| read_as(part, kind)).collect())
            }
            other => other,
        };
        case.set_measurement(date, lesion, Some(own))?;
    }
    Ok(())
}

/// The cells of a lesion whose one length does not count for its kind.
pub(super) fn lost(case: &Case, lesion: LesionId) -> Vec<Cell> {
    let Some(kind) = case.lesion(lesion).map(|own| own.kind) else { return Vec::new() };
    sized(case, lesion).filter(|(_, finding)| is_lost(finding, kind)).map(|(date, _)| (date, lesion)).collect()
}

/// How many sizes of the lesion were read anew between two versions of a case.
pub(super) fn count_read_anew(before: &Case, after: &Case, lesion: LesionId) -> usize {
    let old = |date: Date| before.visit(date).and_then(|visit| visit.measurements.get(&lesion)).map(|own| &own.finding);
    sized(after, lesion).filter(|(date, finding)| old(*date).is_some_and(|own| own != *finding)).count()
}

/// What is asked about a length that does not count for the lesion as it is now.
pub(super) fn question(case: &Case, (date, lesion): Cell) -> Option<Slip> {
    let own = case.lesion(lesion)?;
    let finding = case.visit(date)?.measurements.get(&lesion)?.finding.clone();
    let shown = crate::domain::finding_text(case, &finding);
    let (is, counts) = match own.kind {
        LesionKind::Nodal => ("longest diameter", "short axis"),
        LesionKind::NonNodal => ("short axis", "longest diameter"),
    };
    let words = format!("{}: {shown} mm is a {is} and does not count; type the {counts}", own.name);
    Some(Slip { finding, words, offer: None })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::app::edit::{Edit, apply};
    use crate::domain::{Lesion, Visit};

    fn with_sizes(texts: [&str; 2]) -> Case {
        let mut case = Case::default();
        case.add_lesion(Lesion::target(LesionId(0), "T1")).unwrap();
        for (day, text) in [date(2026, 3, 10), date(2026, 4, 2)].into_iter().zip(texts) {
            case.add_visit(Visit::on(day)).unwrap();
            let edit = Edit::SetSize { date: day, lesion: LesionId(0), text: text.to_owned() };
            case = apply(&case, edit).unwrap().0;
        }
        case
    }

    fn turned(case: &Case, kind: LesionKind) -> Case {
        let lesion = Lesion { kind, ..case.lesions()[0].clone() };
        apply(case, Edit::UpdateLesion(lesion)).unwrap().0
    }

    fn shown(case: &Case) -> Vec<String> {
        let texts = sized(case, LesionId(0)).map(|(_, finding)| axes_of(finding));
        texts.map(|axes| axes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + ")).collect()
    }

    #[test]
    fn lone_lengths_become_the_short_axes_of_a_node_and_back() {
        let mass = with_sizes(["18", "14 + 8"]);
        let node = turned(&mass, LesionKind::Nodal);
        assert_eq!(shown(&node), ["18 mm short axis", "14 mm short axis + 8 mm short axis"]);
        assert_eq!(count_read_anew(&mass, &node, LesionId(0)), 2);
        assert!(lost(&node, LesionId(0)).is_empty());
        assert_eq!(turned(&node, LesionKind::NonNodal), mass, "and back");
    }

    #[test]
    fn beside_sizes_with_several_axes_a_lone_length_is_asked_about() {
        let node = turned(&with_sizes(["22 x 9", "18"]), LesionKind::Nodal);
        assert_eq!(shown(&node), ["22 × 9 mm", "18 mm"], "nothing is guessed");
        let lost = lost(&node, LesionId(0));
        assert_eq!(lost, [(date(2026, 4, 2), LesionId(0))]);
        let words = question(&node, lost[0]).unwrap().words;
        assert_eq!(words, "T1: 18 mm is a longest diameter and does not count; type the short axis");
    }
}
