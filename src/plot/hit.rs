//! Which mark is under the pointer.

use eframe::egui::Pos2;

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
    let with_card = || model.marks.iter().filter(|mark| !mark.card.is_empty());
    let points = with_card().filter_map(|mark| {
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
            let Geometry::HorizontalLine { value, .. } = mark.geometry else { return None };
            let y = projection.y(value);
            let distance = (y - pointer.y).abs();
            (distance <= reach / 2.0).then_some((mark, Pos2::new(pointer.x, y), distance))
        })
        .reduce(|best, next| if next.2 < best.2 { next } else { best })
        .map(|(mark, at, _)| (mark, at))
}
