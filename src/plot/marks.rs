//! The shapes of marks, without their words.

use std::f32::consts::TAU;

use eframe::egui::epaint::TextShape;
use eframe::egui::{Align2, Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use super::fan;
use super::layout::Layout;
use super::scene::{Easel, Scene};
use super::style::PlotStyle;
use super::words::galley;
use crate::chart::{Dash, Fill, Geometry, Mark, Role, Symbol};

pub(super) fn paint(easel: &Easel<'_>, mark: &Mark, lit: bool, scene: &mut Scene) {
    let Easel { painter, style, layout, projection, .. } = *easel;
    let frame = projection.frame();
    let color = style.color(mark.role);
    // Points on the edge of the frame are drawn whole.
    let roomy = frame.expand(style.scaled(8.0));
    match &mark.geometry {
        Geometry::Span { from, to } => {
            let rect = Rect::from_x_y_ranges(projection.x(*from)..=projection.x(*to), frame.y_range());
            scene.add(mark, Shape::rect_filled(rect, 0.0, color), frame);
        }
        Geometry::VerticalLine { day, dash } => {
            let x = projection.x(*day);
            // A broken line keeps clear of the names of the windows.
            let top = if *dash == Dash::Solid { frame.top() } else { projection.y(layout.top_value).max(frame.top()) };
            let ends = [pos2(x, frame.bottom()), pos2(x, top)];
            let width = if *dash == Dash::Solid { 1.3 } else { 1.1 };
            scene.add(mark, line(&ends, *dash, Stroke::new(style.scaled(width), color), style), frame);
        }
        Geometry::HorizontalLine { from, value, dash } => {
            let y = projection.y(*value);
            let ends = [pos2(projection.left_of(*from), y), pos2(frame.right(), y)];
            let width = if lit { 2.2 } else { 1.3 };
            scene.add(mark, line(&ends, *dash, Stroke::new(style.scaled(width), color), style), frame);
        }
        Geometry::Level { from, to, value } => {
            let y = projection.y(*value);
            let ends = [pos2(projection.x(*from), y), pos2(projection.x(*to), y)];
            scene.add(mark, Shape::line_segment(ends, Stroke::new(style.scaled(2.6), color)), frame);
        }
        Geometry::Polyline { points, dash, strong } => {
            let path: Vec<Pos2> = points.iter().map(|&(day, value)| projection.pos(day, value)).collect();
            let width = if *strong { 2.2 } else { 1.4 };
            scene.add(mark, line(&path, *dash, Stroke::new(style.scaled(width), color), style), frame.expand(1.5));
        }
        Geometry::Track { .. } => track(easel, mark, lit, scene),
        Geometry::Bar { .. } => bar(easel, mark, lit, scene),
        Geometry::Point { day, value, symbol, fill, strong } => {
            let at = projection.pos(*day, *value);
            if !frame.expand(1.0).contains(at) {
                return;
            }
            let radius = style.scaled(if *strong { 5.0 } else { 3.6 } + if lit { 1.5 } else { 0.0 });
            scene.add(mark, point(at, radius, *symbol, *fill, color, style), roomy);
        }
        Geometry::ErrorBar { day, low, high } => {
            let x = projection.x(*day);
            let ends = [pos2(x, projection.y(*low)), pos2(x, projection.y(*high))];
            scene.add(mark, Shape::line_segment(ends, Stroke::new(style.scaled(1.4), color)), frame);
        }
        Geometry::Band { steps, inner } => {
            scene.add(mark, fan::shape(steps, *inner, mark.role, style, projection), frame);
        }
        Geometry::Gap { day } => {
            let x = projection.x(*day);
            let ends = [pos2(x, frame.bottom()), pos2(x, frame.bottom() - style.scaled(14.0))];
            scene.add(mark, line(&ends, Dash::Dotted, Stroke::new(style.scaled(1.8), color), style), frame);
        }
        Geometry::LaneTick { lane, day } => {
            let Some(&y) = layout.lanes_y.get(*lane) else { return };
            if !frame.x_range().contains(projection.x(*day)) {
                return;
            }
            let half = style.scaled(if lit { 8.0 } else { 6.0 });
            let x = projection.x(*day);
            let stroke = Stroke::new(style.scaled(3.0), color);
            scene.add(
                mark,
                Shape::line_segment([pos2(x, y - half), pos2(x, y + half)], stroke),
                lane_clip(layout, frame),
            );
        }
        Geometry::LaneBar { lane, from, to } => {
            let Some(&y) = layout.lanes_y.get(*lane) else { return };
            let ends = [pos2(projection.x(*from), y), pos2(projection.x(*to), y)];
            let stroke = Stroke::new(style.scaled(4.0), style.faded(mark.role, 45));
            scene.add(mark, Shape::line_segment(ends, stroke), lane_clip(layout, frame));
        }
        Geometry::LaneDot { lane, day, grade } => {
            let Some(&y) = layout.lanes_y.get(*lane) else { return };
            let at = pos2(projection.x(*day), y);
            if !frame.x_range().contains(at.x) {
                return;
            }
            scene.add(mark, graded_dot(at, *grade, lit, mark.role, style, painter), lane_clip(layout, frame));
        }
    }
}

/// The sizes of one case among many.
fn track(easel: &Easel<'_>, mark: &Mark, lit: bool, scene: &mut Scene) {
    let Geometry::Track { points, unbroken, symbol, fill } = &mark.geometry else { return };
    let Easel { style, projection, .. } = *easel;
    let (frame, color) = (projection.frame(), style.color(mark.role));
    let path: Vec<Pos2> = points.iter().map(|&(day, value)| projection.pos(day, value)).collect();
    let stroke = Stroke::new(style.scaled(if lit { 3.0 } else { 1.5 }), color);
    let (whole, broken) = path.split_at((*unbroken).min(path.len()));
    // The first broken piece begins where the whole line ends.
    let broken: Vec<Pos2> = whole.last().into_iter().chain(broken).copied().collect();
    let mut shapes = vec![line(whole, Dash::Solid, stroke, style), line(&broken, Dash::Dashed, stroke, style)];
    shapes.extend(path.iter().map(|at| Shape::circle_filled(*at, style.scaled(2.0), color)));
    scene.add(mark, Shape::Vec(shapes), frame.expand(1.5));
    if let Some(end) = path.last().filter(|end| frame.expand(1.0).contains(**end)) {
        let radius = style.scaled(if lit { 5.2 } else { 4.0 });
        scene.add(mark, point(*end, radius, *symbol, *fill, color, style), frame.expand(style.scaled(8.0)));
    }
}

/// A bar: a size with its symbol beyond its end, or a stretch of time in outline.
fn bar(easel: &Easel<'_>, mark: &Mark, lit: bool, scene: &mut Scene) {
    let Geometry::Bar { across, up, tip } = &mark.geometry else { return };
    let Easel { style, projection, .. } = *easel;
    let (frame, color) = (projection.frame(), style.color(mark.role));
    let roomy = frame.expand(style.scaled(8.0));
    let rect = Rect::from_two_pos(projection.pos(across.0, up.0), projection.pos(across.1, up.1));
    let Some((symbol, fill)) = tip else {
        let ground = style.faded(mark.role, if lit { 45 } else { 18 });
        let edge = Stroke::new(style.scaled(if lit { 2.0 } else { 1.2 }), color);
        // The line of the lane ends at the bar.
        let clear = Shape::rect_filled(rect, style.scaled(2.0), style.color(Role::Background));
        scene.add(mark, clear, roomy);
        scene.add(mark, Shape::rect_filled(rect, style.scaled(2.0), ground), roomy);
        scene.add(mark, Shape::rect_stroke(rect, style.scaled(2.0), edge, StrokeKind::Inside), roomy);
        return;
    };
    // No change at all is still seen.
    let least = Rect::from_center_size(rect.center(), vec2(rect.width(), rect.height().max(style.scaled(2.0))));
    scene.add(mark, Shape::rect_filled(least, style.scaled(1.0), color), frame);
    if lit {
        let edge = Stroke::new(style.scaled(2.0), style.color(Role::Ink));
        scene.add(mark, Shape::rect_stroke(least, style.scaled(1.0), edge, StrokeKind::Outside), roomy);
    }
    let radius = style.scaled(4.2).min(0.42 * rect.width());
    let away = if up.1 < up.0 { radius + style.scaled(3.0) } else { -radius - style.scaled(3.0) };
    let end = pos2(rect.center().x, projection.y(up.1) + away);
    scene.add(mark, point(end, radius, *symbol, *fill, color, style), roomy.expand(radius));
}

/// Lanes share the frame's days, with room for a dot at either end.
fn lane_clip(layout: &Layout, frame: Rect) -> Rect {
    Rect::from_x_y_ranges(frame.x_range(), layout.whole.y_range()).expand2(vec2(8.0, 0.0))
}

fn line(path: &[Pos2], dash: Dash, stroke: Stroke, style: PlotStyle) -> Shape {
    match dash {
        Dash::Solid => Shape::line(path.to_vec(), stroke),
        Dash::Dashed => Shape::Vec(Shape::dashed_line(path, stroke, style.scaled(6.0), style.scaled(4.0))),
        Dash::Dotted => Shape::Vec(Shape::dashed_line(path, stroke, style.scaled(1.8), style.scaled(3.6))),
    }
}

pub(super) fn point(at: Pos2, radius: f32, symbol: Symbol, fill: Fill, color: Color32, style: PlotStyle) -> Shape {
    let ground = style.color(Role::Background);
    let edge = Stroke::new(style.scaled(2.0).min(0.6 * radius), color);
    let inside = match fill {
        Fill::Open | Fill::Draft => ground,
        Fill::Solid => color,
    };
    let polygon = |corners: &[(f32, f32)]| {
        let points = corners.iter().map(|(x, y)| at + vec2(*x, *y) * radius).collect();
        Shape::convex_polygon(points, inside, edge)
    };
    match symbol {
        Symbol::Circle if fill == Fill::Draft => {
            let outline: Vec<Pos2> = ring(at, radius, 36);
            let disc = Shape::circle_filled(at, radius, ground);
            let dashes = Shape::dashed_line(&outline, edge, style.scaled(2.6), style.scaled(2.2));
            Shape::Vec([vec![disc], dashes].concat())
        }
        Symbol::Circle => {
            let circle = eframe::egui::epaint::CircleShape { center: at, radius, fill: inside, stroke: edge };
            Shape::Circle(circle)
        }
        Symbol::Square => {
            let rect = Rect::from_center_size(at, vec2(1.7, 1.7) * radius);
            Shape::Rect(eframe::egui::epaint::RectShape::new(rect, 0.0, inside, edge, StrokeKind::Middle))
        }
        Symbol::Diamond => polygon(&[(0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)]),
        Symbol::TriangleUp => polygon(&[(0.0, -1.15), (1.1, 0.85), (-1.1, 0.85)]),
        Symbol::TriangleDown => polygon(&[(0.0, 1.15), (-1.1, -0.85), (1.1, -0.85)]),
        Symbol::Pentagon => polygon(&[(0.0, -1.15), (1.1, -0.35), (0.7, 0.95), (-0.7, 0.95), (-1.1, -0.35)]),
        Symbol::Arrow => {
            // It begins beside where what goes on was last seen, which may have a form of its own.
            let from = at + vec2(1.2 * radius, 0.0);
            let (tip, barb) = (from + vec2(2.2 * radius, 0.0), vec2(1.1 * radius, 0.9 * radius));
            let shaft = Shape::line_segment([from, tip], edge);
            let head = vec![tip - barb, tip, tip - vec2(barb.x, -barb.y)];
            Shape::Vec(vec![shaft, Shape::line(head, edge)])
        }
        Symbol::Cross => {
            let arm = radius * 0.95;
            let disc = Shape::circle_filled(at, radius * 1.3, ground);
            let one = Shape::line_segment([at + vec2(-arm, -arm), at + vec2(arm, arm)], edge);
            let other = Shape::line_segment([at + vec2(-arm, arm), at + vec2(arm, -arm)], edge);
            Shape::Vec(vec![disc, one, other])
        }
    }
}

fn ring(center: Pos2, radius: f32, corners: u8) -> Vec<Pos2> {
    (0..=corners)
        .map(|corner| {
            let angle = TAU * f32::from(corner) / f32::from(corners);
            center + vec2(angle.cos(), angle.sin()) * radius
        })
        .collect()
}

/// A dot whose size and digit tell the grade; grade 0 is small and bare.
fn graded_dot(at: Pos2, grade: u8, lit: bool, role: Role, style: PlotStyle, painter: &Painter) -> Shape {
    let grown = if lit { 1.5 } else { 0.0 };
    let radius = style.scaled(if grade == 0 { 4.0 } else { 6.2 + f32::from(grade.min(4)) * 0.8 } + grown);
    let dot = Shape::circle_filled(at, radius, style.color(role));
    if grade == 0 {
        return dot;
    }
    let mut font = style.strong_font();
    font.size *= 0.82;
    let digit = galley(painter, &grade.to_string(), font, style.color(Role::Surface));
    let rect = Align2::CENTER_CENTER.anchor_size(at, digit.size());
    Shape::Vec(vec![dot, TextShape::new(rect.min, digit, Color32::PLACEHOLDER).into()])
}
