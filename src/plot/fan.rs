//! The shape of a fan: filled, outlined, and for swelling hatched, so that the two are told apart without their colors
//! and where they overlap.

use eframe::egui::epaint::{BandPoint, BandShape};
use eframe::egui::{Pos2, Rect, Shape, Stroke, pos2};

use super::projection::Projection;
use super::style::PlotStyle;
use crate::chart::{BandStep, Role};

/// Points between two lines of the hatching, beside 12-point words.
const HATCH: f32 = 7.0;

/// The edges of a fan over one step, in points on the screen.
#[derive(Clone, Copy)]
struct Piece {
    left: f32,
    right: f32,
    top: (f32, f32),
    bottom: (f32, f32),
}

/// The shape of one band of a fan.
pub(super) fn shape(steps: &[BandStep], inner: bool, role: Role, style: PlotStyle, projection: &Projection) -> Shape {
    let (outer_fill, inner_fill) = style.palette.fan_opacity_percent();
    let fill = style.faded(role, if inner { inner_fill } else { outer_fill });
    let edge = |step: &BandStep, size: f64| pos2(projection.x(step.day), projection.y(size));
    let top: Vec<Pos2> = steps.iter().map(|step| edge(step, step.high)).collect();
    let bottom: Vec<Pos2> = steps.iter().map(|step| edge(step, step.low)).collect();
    let points = top.iter().zip(&bottom).map(|(top, bottom)| BandPoint::new(top.x, top.y..=bottom.y)).collect();
    let mut shapes = vec![Shape::Band(BandShape::filled(points, fill))];
    if !inner {
        if role == Role::Swelling {
            let thin = Stroke::new(style.scaled(0.9), style.faded(role, 38));
            let pieces = top.windows(2).zip(bottom.windows(2)).filter_map(|pair| match pair {
                ([from, to], [low_from, low_to]) => {
                    Some(Piece { left: from.x, right: to.x, top: (from.y, to.y), bottom: (low_from.y, low_to.y) })
                }
                _ => None,
            });
            for piece in pieces {
                hatch(piece, style.scaled(HATCH), projection.frame(), |from, to| {
                    shapes.push(Shape::line_segment([from, to], thin));
                });
            }
        }
        let stroke = Stroke::new(style.scaled(1.2), style.faded(role, 80));
        for path in [top, bottom] {
            shapes.push(match role {
                Role::Swelling => Shape::Vec(Shape::dashed_line(&path, stroke, style.scaled(5.0), style.scaled(3.0))),
                _ => Shape::line(path, stroke),
            });
        }
    }
    Shape::Vec(shapes)
}

/// Rising lines `gap` apart over a piece, as far as the frame shows it; lines of neighboring pieces meet.
fn hatch(piece: Piece, gap: f32, frame: Rect, mut line: impl FnMut(Pos2, Pos2)) {
    let Piece { left, right, top, bottom } = piece;
    let width = right - left;
    let usable = [left, right, top.0, top.1, bottom.0, bottom.1].iter().all(|edge| edge.is_finite());
    if !usable || width <= 0.0 || gap <= 0.0 {
        return;
    }
    let held = |y: f32| y.clamp(frame.top(), frame.bottom());
    let (highest, lowest) = (held(top.0.min(top.1)), held(bottom.0.max(bottom.1)));
    // A rising line is where x + y is a whole number of gaps.
    let (seen_left, seen_right) = (left.max(frame.left()), right.min(frame.right()));
    let mut sum = ((seen_left + highest) / gap).ceil() * gap;
    while sum <= seen_right + lowest {
        // Inside: top(x) <= sum - x <= bottom(x); both are straight lines of x, so each holds on one side of a place.
        let slope = |edge: (f32, f32)| (edge.1 - edge.0) / width;
        let (mut from, mut to) = (seen_left.max(sum - frame.bottom()), seen_right.min(sum - frame.top()));
        for (edge, sign) in [(top, 1.0), (bottom, -1.0)] {
            // sign * (edge(x) + x - sum) <= 0.
            let steepness = sign * (slope(edge) + 1.0);
            let at_left = sign * (edge.0 + left - sum);
            if steepness > 1e-4 {
                to = to.min(left - at_left / steepness);
            } else if steepness < -1e-4 {
                from = from.max(left - at_left / steepness);
            } else if at_left > 0.0 {
                to = from;
            }
        }
        if to - from > 0.5 {
            line(pos2(from, sum - from), pos2(to, sum - to));
        }
        sum += gap;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hatching_stays_inside_its_band_and_fills_it() {
        let frame = Rect::from_min_max(pos2(0.0, 0.0), pos2(300.0, 200.0));
        let piece = Piece { left: 40.0, right: 90.0, top: (100.0, 60.0), bottom: (100.0, 150.0) };
        let mut drawn = 0;
        hatch(piece, 7.0, frame, |from, to| {
            drawn += 1;
            for at in [from, to, from + (to - from) * 0.5] {
                let part = (at.x - 40.0) / 50.0;
                let (top, bottom) = (100.0 - 40.0 * part, 100.0 + 50.0 * part);
                assert!((39.9..=90.1).contains(&at.x), "{at:?} is between the sides");
                assert!(at.y >= top - 0.1 && at.y <= bottom + 0.1, "{at:?} is between the edges {top} and {bottom}");
            }
            assert!((from.x + from.y - to.x - to.y).abs() < 0.01, "{from:?} to {to:?} rises evenly");
        });
        assert!(drawn >= 10, "a band 90 points high has lines all over, not {drawn}");
    }

    #[test]
    fn a_band_out_of_the_frame_draws_no_lines() {
        let frame = Rect::from_min_max(pos2(0.0, 0.0), pos2(300.0, 200.0));
        let endless = Piece { left: 0.0, right: 50.0, top: (-1e9, -1e9), bottom: (-1e8, -1e8) };
        let broken = Piece { left: 0.0, right: f32::NAN, top: (0.0, 0.0), bottom: (10.0, 10.0) };
        for piece in [endless, broken] {
            hatch(piece, 7.0, frame, |from, to| panic!("{from:?} to {to:?} is not seen"));
        }
    }
}
