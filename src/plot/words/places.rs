//! Where the words of a mark may go, and what they should not cover.

use eframe::egui::{Pos2, Rect, Vec2, pos2, vec2};

use super::{CLEARANCE, to_area};
use crate::chart::labels::Area;
use crate::chart::{Audience, Geometry, Mark, Model, Role};
use crate::plot::projection::Projection;
use crate::plot::style::PlotStyle;

/// Where the words of a mark may go, the best first; empty for marks whose words are placed otherwise.
pub(super) fn places(
    mark: &Mark,
    size: Vec2,
    style: PlotStyle,
    projection: &Projection,
    audience: Audience,
) -> Vec<Area> {
    let frame = projection.frame();
    let clear = style.scaled(CLEARANCE);
    if !anchor(mark, projection).is_none_or(|at| frame.expand(1.0).contains(at)) {
        return Vec::new();
    }
    let centered = |x: f32, y: f32| to_area(Rect::from_center_size(pos2(x, y), size));
    match &mark.geometry {
        Geometry::VerticalLine { day, .. } if audience == Audience::Clinician => {
            let x = projection.x(*day);
            let sides = [x - clear - size.x / 2.0, x + clear + size.x / 2.0];
            // What comes after the first day of a recheck is named on its far side.
            let sides = if mark.role == Role::RecheckText { [sides[1], sides[0]] } else { sides };
            let low = frame.bottom() - clear - size.y / 2.0;
            let heights = [0.0, 0.12, 0.25, 0.4, 0.55].map(|share| low - share * frame.height());
            heights.into_iter().flat_map(|y| sides.map(|x| centered(x, y))).collect()
        }
        Geometry::Point { day, value, strong: true, .. } => {
            let at = projection.pos(*day, *value);
            let (dx, dy) = (clear + size.x / 2.0, clear + size.y / 2.0);
            let near = style.scaled(2.0);
            vec![
                centered(at.x - dx, at.y - dy + near),
                centered(at.x - dx - near, at.y),
                centered(at.x + dx, at.y - dy + near),
                centered(at.x + dx + near, at.y),
                centered(at.x + dx, at.y + dy),
                centered(at.x - dx, at.y + dy),
                centered(at.x, at.y - dy - clear),
                centered(at.x, at.y + dy + clear),
            ]
        }
        Geometry::Track { points, .. } => {
            let Some(at) = points.last().map(|&(day, value)| projection.pos(day, value)) else { return Vec::new() };
            let (dx, dy) = (clear + size.x / 2.0, 0.75 * size.y);
            vec![
                centered(at.x + dx, at.y),
                centered(at.x + dx, at.y - dy),
                centered(at.x + dx, at.y + dy),
                centered(at.x, at.y - dy - clear / 2.0),
                centered(at.x, at.y + dy + clear / 2.0),
            ]
        }
        Geometry::Bar { across, up, .. } => {
            let end = projection.pos(f64::midpoint(across.0, across.1), up.1);
            let away = style.scaled(if up.1 < up.0 { 12.0 } else { -12.0 });
            let half = if up.1 < up.0 { size.y / 2.0 } else { -size.y / 2.0 };
            vec![centered(end.x, end.y + away + half), centered(end.x, end.y - away - half)]
        }
        Geometry::Level { from, to, value } => {
            let y = projection.y(*value);
            let (left, right) = (projection.x(*from), projection.x(*to));
            let middle = f32::midpoint(left, right);
            // "40 mm or more" stands over its mark and "below 33 mm" under it, or beside.
            let away = if mark.role == Role::Swelling { 1.0 } else { -1.0 };
            let (after, before) = (right + clear / 2.0 + size.x / 2.0, left - clear / 2.0 - size.x / 2.0);
            let mut places = vec![centered(after, y), centered(before, y)];
            for lines in [0.5, 1.0, 1.5, 2.0] {
                let y = y + away * (clear / 2.0 + lines * size.y);
                places.extend([after, before, middle].map(|x| centered(x, y)));
            }
            places
        }
        Geometry::Band { steps, inner } => {
            let mut areas = Vec::new();
            let (Some(first), Some(last)) = (steps.first(), steps.last()) else { return areas };
            let seen = projection.bounds().days;
            let (from, to) = (first.day.max(seen.0), last.day.min(seen.1));
            let (left, right) = (projection.x(from), projection.x(to));
            if right - left < 1.3 * size.x {
                // A narrow future is named right of its end.
                let x = right + clear / 2.0 + size.x / 2.0;
                let (top, bottom) =
                    (projection.y(last.high).max(frame.top()), projection.y(last.low).min(frame.bottom()));
                let middle = f32::midpoint(top, bottom);
                let away = if mark.role == Role::Growth { -size.y } else { size.y };
                areas.extend([0.0, 0.5, 1.0, 1.5, 2.0, 3.0].map(|lines| centered(x, middle + lines * away)));
            }
            for share in [0.85, 0.75, 0.65, 0.55, 0.45] {
                let day = from + (to - from) * share;
                let Some(step) = steps.iter().min_by(|a, b| (a.day - day).abs().total_cmp(&(b.day - day).abs())) else {
                    continue;
                };
                let x = projection.x(step.day).min(frame.right() - clear - size.x / 2.0);
                let (top, bottom) =
                    (projection.y(step.high).max(frame.top()), projection.y(step.low).min(frame.bottom()));
                let inside = centered(x, f32::midpoint(top, bottom));
                if *inner {
                    areas.push(inside);
                }
                // A future is named on its own side: growth above, swelling below; a wide one that runs out, inside.
                if mark.role == Role::Growth {
                    areas.push(centered(x - size.x / 2.0, top - 0.7 * size.y));
                } else {
                    areas.push(centered(x - size.x / 2.0, bottom + 0.7 * size.y));
                }
                areas.push(inside);
            }
            areas
        }
        Geometry::Gap { day } => vec![centered(projection.x(*day), frame.bottom() - style.scaled(16.0) - size.y / 2.0)],
        _ => Vec::new(),
    }
}

/// The place a label hangs on, for marks at one place.
fn anchor(mark: &Mark, projection: &Projection) -> Option<Pos2> {
    match mark.geometry {
        Geometry::Point { day, value, .. } => Some(projection.pos(day, value)),
        Geometry::Level { from, to, value } => Some(projection.pos(f64::midpoint(from, to), value)),
        Geometry::Track { ref points, .. } => points.last().map(|&(day, value)| projection.pos(day, value)),
        Geometry::Bar { across, up, .. } => Some(projection.pos(f64::midpoint(across.0, across.1), up.1)),
        Geometry::VerticalLine { day, .. } | Geometry::Gap { day } => {
            Some(pos2(projection.x(day), projection.frame().bottom()))
        }
        _ => None,
    }
}

/// The sizes themselves, which no word may hide.
pub(super) fn points_of_sizes(model: &Model, style: PlotStyle, projection: &Projection) -> Vec<Area> {
    let side = style.scaled(12.0);
    let strong = model.marks.iter().filter_map(|mark| match mark.geometry {
        Geometry::Point { day, value, strong: true, .. } => Some(projection.pos(day, value)),
        _ => None,
    });
    strong.map(|at| to_area(Rect::from_center_size(at, vec2(side, side)))).collect()
}

/// What words should not cover: points, error bars, lines.
pub(super) fn obstacles(model: &Model, style: PlotStyle, projection: &Projection) -> Vec<Area> {
    let frame = projection.frame();
    let mut areas = Vec::new();
    let mut around = |center: Pos2, width: f32, height: f32| {
        areas.push(to_area(Rect::from_center_size(center, vec2(width, height))));
    };
    for mark in &model.marks {
        match &mark.geometry {
            Geometry::Point { day, value, strong, .. } => {
                let size = style.scaled(if *strong { 14.0 } else { 10.0 });
                around(projection.pos(*day, *value), size, size);
            }
            Geometry::ErrorBar { day, low, high } => {
                let (top, bottom) = (projection.y(*high), projection.y(*low));
                around(pos2(projection.x(*day), f32::midpoint(top, bottom)), style.scaled(4.0), bottom - top);
            }
            Geometry::Bar { across, up, .. } => {
                let rect = Rect::from_two_pos(projection.pos(across.0, up.0), projection.pos(across.1, up.1));
                around(rect.center(), rect.width(), rect.height());
            }
            Geometry::Polyline { points, .. } | Geometry::Track { points, .. } => {
                for pair in points.windows(2) {
                    let [from, to] = pair else { continue };
                    let (from, to) = (projection.pos(from.0, from.1), projection.pos(to.0, to.1));
                    let steps = ((to - from).length() / style.scaled(8.0)).ceil().clamp(1.0, 200.0);
                    let mut step = 0.5;
                    while step < steps {
                        around(from + (to - from) * (step / steps), style.scaled(8.0), style.scaled(6.0));
                        step += 1.0;
                    }
                }
            }
            Geometry::HorizontalLine { from, value, .. } => {
                let (left, y) = (projection.left_of(*from), projection.y(*value));
                around(pos2(f32::midpoint(left, frame.right()), y), frame.right() - left, 2.0);
            }
            Geometry::VerticalLine { day, .. } => {
                around(pos2(projection.x(*day), frame.center().y), 2.0, frame.height());
            }
            Geometry::Level { from, to, value } => {
                let (left, right) = (projection.x(*from), projection.x(*to));
                around(pos2(f32::midpoint(left, right), projection.y(*value)), right - left, style.scaled(4.0));
            }
            _ => {}
        }
    }
    areas
}
