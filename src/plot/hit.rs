//! Which mark is under the pointer.

use eframe::egui::{Pos2, Rect};

use super::layout::Layout;
use super::projection::Projection;
use super::style::PlotStyle;
use crate::chart::{Geometry, Mark, Model};

/// How near the pointer must come, beside 12-point words.
const REACH: f32 = 12.0;

/// The place of a mark that can be pointed at; lines have none.
pub(super) fn spot(mark: &Mark, layout: &Layout, projection: &Projection) -> Option<Pos2> {
    match &mark.geometry {
        Geometry::Point { day, value, .. } => Some(projection.pos(*day, *value)),
        Geometry::Gap { day } => Some(Pos2::new(projection.x(*day), projection.frame().bottom() - 7.0)),
        Geometry::LaneTick { lane, day } | Geometry::LaneDot { lane, day, .. } => {
            Some(Pos2::new(projection.x(*day), *layout.lanes_y.get(*lane)?))
        }
        Geometry::Track { points, .. } => {
            let &(day, value) = points.last()?;
            let frame = projection.frame();
            let at = projection.pos(day, value);
            Some(Pos2::new(at.x, at.y.clamp(frame.top(), frame.bottom())))
        }
        Geometry::Bar { across, up, tip } => Some(match tip {
            Some(_) => projection.pos(f64::midpoint(across.0, across.1), up.1),
            None => projection.pos(across.1, f64::midpoint(up.0, up.1)),
        }),
        _ => None,
    }
}

/// The mark with a card nearest to the pointer: a point first, then a level line.
pub(super) fn hit<'a>(
    model: &'a Model,
    style: PlotStyle,
    layout: &Layout,
    projection: &Projection,
    pointer: Pos2,
) -> Option<(&'a Mark, Pos2)> {
    let reach = style.scaled(REACH);
    let seen = projection.frame().expand(1.0);
    if seen.contains(pointer)
        && let Some(mark) = case_at(model, projection, pointer, 0.6 * reach)
    {
        return Some((mark, pointer));
    }
    let with_card = || model.marks.iter().filter(|mark| !mark.card.is_empty());
    let points = with_card().filter(|mark| !is_case(mark)).filter_map(|mark| {
        let at = spot(mark, layout, projection)?;
        let visible = seen.x_range().contains(at.x);
        let distance = at.distance(pointer);
        (visible && distance <= reach).then_some((mark, at, distance))
    });
    // Of marks at one place the one drawn last is on top.
    let nearest = points.reduce(|best, next| if next.2 <= best.2 { next } else { best });
    if let Some((mark, at, _)) = nearest {
        return Some((mark, at));
    }
    if !seen.contains(pointer) {
        return None;
    }
    with_card()
        .filter_map(|mark| {
            let Geometry::HorizontalLine { from, value, .. } = mark.geometry else { return None };
            let y = projection.y(value);
            let distance = (y - pointer.y).abs();
            let along = pointer.x >= projection.left_of(from) - reach / 2.0;
            (along && distance <= reach / 2.0).then_some((mark, Pos2::new(pointer.x, y), distance))
        })
        .reduce(|best, next| if next.2 < best.2 { next } else { best })
        .map(|(mark, at, _)| (mark, at))
}

/// Whether a mark stands for a whole case among many.
const fn is_case(mark: &Mark) -> bool {
    matches!(mark.geometry, Geometry::Track { .. } | Geometry::Bar { .. })
}

/// The case under the pointer: the nearest line within reach, or the bar whose place it is in.
fn case_at<'a>(model: &'a Model, projection: &Projection, pointer: Pos2, reach: f32) -> Option<&'a Mark> {
    let cases = model.marks.iter().filter(|mark| is_case(mark));
    let distances = cases.filter_map(|mark| {
        let distance = match &mark.geometry {
            Geometry::Track { points, .. } => {
                let path: Vec<Pos2> = points.iter().map(|&(day, value)| projection.pos(day, value)).collect();
                path.windows(2).map(|pair| to_segment(pointer, pair)).fold(f32::INFINITY, f32::min)
            }
            Geometry::Bar { across, up, .. } => {
                let rect = Rect::from_two_pos(projection.pos(across.0, up.0), projection.pos(across.1, up.1));
                let off = if model.x.named {
                    (pointer.x - rect.center().x).abs() - rect.width() / 2.0
                } else {
                    (pointer.y - rect.center().y).abs() - rect.height() / 2.0
                };
                off.max(0.0)
            }
            _ => return None,
        };
        (distance <= reach).then_some((mark, distance))
    });
    // Of lines as near the one drawn last is on top.
    distances.reduce(|best, next| if next.1 <= best.1 { next } else { best }).map(|(mark, _)| mark)
}

/// How far a place is from a straight piece of a line.
fn to_segment(at: Pos2, pair: &[Pos2]) -> f32 {
    let [from, to] = pair else { return f32::INFINITY };
    let along = *to - *from;
    let share =
        if along.length_sq() > 0.0 { ((at - *from).dot(along) / along.length_sq()).clamp(0.0, 1.0) } else { 0.0 };
    at.distance(*from + along * share)
}
