//! Lines make way for words: where a name stands on a line of reference or on a hatching, the line is broken.

use eframe::egui::epaint::PathShape;
use eframe::egui::{Color32, Pos2, Rect, Shape, vec2};

use super::scene::Painted;
use crate::chart::{Geometry, Mark, MarkId, Model};

/// Between words and the end of a broken line, in points.
const AIR: f32 = 2.0;

/// Breaks the lines of windows, references and fans under the words, which are the shapes from `words_from` on.
///
/// Sizes, the lines through them and their error bars are data, and stay whole.
pub(super) fn make_way(shapes: &mut [Painted], words_from: usize, model: &Model) {
    let Some((lines, words)) = shapes.split_at_mut_checked(words_from) else { return };
    let mut taken = Vec::new();
    for painted in words.iter() {
        ink(&painted.shape, &mut taken);
    }
    let gives_way = |mark: &&Mark| {
        let geometry = &mark.geometry;
        matches!(geometry, Geometry::HorizontalLine { .. } | Geometry::VerticalLine { .. } | Geometry::Band { .. })
    };
    // A handful among what may be thousands of marks.
    let giving: Vec<&MarkId> = model.marks.iter().filter(gives_way).map(|mark| &mark.id).collect();
    for painted in lines {
        if !painted.mark.as_ref().is_some_and(|id| giving.contains(&id)) {
            continue;
        }
        let whole = painted.shape.visual_bounding_rect();
        if taken.iter().any(|own| whole.intersects(*own)) {
            let shape = std::mem::replace(&mut painted.shape, Shape::Noop);
            painted.shape = broken(shape, &taken);
        }
    }
}

/// The places of the letters in a shape.
fn ink(shape: &Shape, taken: &mut Vec<Rect>) {
    match shape {
        Shape::Text(text) => {
            taken.push(text.galley.mesh_bounds.translate(text.pos.to_vec2()).expand2(vec2(AIR, AIR / 2.0)));
        }
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| ink(shape, taken)),
        _ => {}
    }
}

/// The shape without those parts of its lines that lie in `taken`.
fn broken(shape: Shape, taken: &[Rect]) -> Shape {
    match shape {
        Shape::Vec(shapes) => Shape::Vec(shapes.into_iter().map(|shape| broken(shape, taken)).collect()),
        Shape::LineSegment { points, stroke } => {
            let pieces = outside(points, taken);
            Shape::Vec(pieces.into_iter().map(|points| Shape::line_segment(points, stroke)).collect())
        }
        Shape::Path(path) if !path.closed && path.fill == Color32::TRANSPARENT => Shape::Vec(paths(&path, taken)),
        other => other,
    }
}

/// A path in as many paths as are left of it.
fn paths(path: &PathShape, taken: &[Rect]) -> Vec<Shape> {
    let mut whole: Vec<Vec<Pos2>> = Vec::new();
    for step in path.points.windows(2) {
        let &[from, to] = step else { continue };
        for [start, end] in outside([from, to], taken) {
            match whole.last_mut() {
                Some(last) if start == from && last.last() == Some(&from) => last.push(end),
                _ => whole.push(vec![start, end]),
            }
        }
    }
    whole.into_iter().map(|points| Shape::Path(PathShape { points, ..path.clone() })).collect()
}

/// What of a piece of a line lies outside every rectangle, in its direction.
fn outside([from, to]: [Pos2; 2], taken: &[Rect]) -> Vec<[Pos2; 2]> {
    let mut left = vec![(0.0_f32, 1.0_f32)];
    for (start, end) in taken.iter().filter_map(|own| inside([from, to], *own)) {
        left = left
            .into_iter()
            .flat_map(|(low, high)| [(low, high.min(start)), (low.max(end), high)])
            .filter(|(low, high)| low < high)
            .collect();
    }
    // The ends of the piece stay the very points that its neighbors have.
    let at = |part: f32| match part {
        0.0 => from,
        1.0 => to,
        part => from + (to - from) * part,
    };
    left.into_iter().map(|(low, high)| [at(low), at(high)]).collect()
}

/// From which to which part of a piece of a line it lies inside a rectangle; `None` where it does not.
fn inside([from, to]: [Pos2; 2], own: Rect) -> Option<(f32, f32)> {
    let (mut start, mut end) = (0.0_f32, 1.0_f32);
    for (at, along, range) in [(from.x, to.x - from.x, own.x_range()), (from.y, to.y - from.y, own.y_range())] {
        if along == 0.0 {
            if at <= range.min || at >= range.max {
                return None;
            }
            continue;
        }
        let (one, other) = ((range.min - at) / along, (range.max - at) / along);
        start = start.max(one.min(other));
        end = end.min(one.max(other));
    }
    (start < end).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Stroke, pos2};

    use super::*;

    const WORD: Rect = Rect { min: Pos2 { x: 10.0, y: 0.0 }, max: Pos2 { x: 20.0, y: 10.0 } };

    #[test]
    fn a_line_is_broken_where_words_stand() {
        let cut = |from, to| outside([from, to], &[WORD]);
        let (left, right) = (pos2(0.0, 5.0), pos2(40.0, 5.0));
        assert_eq!(cut(left, right), [[left, pos2(10.0, 5.0)], [pos2(20.0, 5.0), right]]);
        assert_eq!(cut(right, left), [[right, pos2(20.0, 5.0)], [pos2(10.0, 5.0), left]], "in its direction");
        assert_eq!(cut(pos2(12.0, 5.0), pos2(18.0, 5.0)), Vec::<[Pos2; 2]>::new(), "all under the words");
        assert_eq!(cut(pos2(0.0, 10.0), pos2(40.0, 10.0)).len(), 1, "along the edge it is whole");
        assert_eq!(
            cut(pos2(15.0, -9.0), pos2(15.0, 19.0)),
            [[pos2(15.0, -9.0), pos2(15.0, 0.0)], [pos2(15.0, 10.0), pos2(15.0, 19.0)]]
        );
        assert_eq!(cut(pos2(0.0, 20.0), pos2(40.0, 30.0)).len(), 1, "past the words");
    }

    #[test]
    fn words_on_words_break_a_line_once() {
        let over = Rect::from_min_max(pos2(15.0, 0.0), pos2(25.0, 10.0));
        let (left, right) = (pos2(0.0, 5.0), pos2(40.0, 5.0));
        assert_eq!(outside([left, right], &[WORD, over]), [[left, pos2(10.0, 5.0)], [pos2(25.0, 5.0), right]]);
    }

    #[test]
    fn a_path_stays_one_until_words_part_it() {
        let points = [0.0, 5.0, 30.0, 40.0].map(|x| pos2(x, 5.0)).to_vec();
        let shape = Shape::line(points, Stroke::new(1.0, Color32::BLACK));
        let Shape::Vec(parts) = broken(shape, &[WORD]) else { panic!("a path is left in parts") };
        let lengths: Vec<usize> = parts
            .iter()
            .map(|part| match part {
                Shape::Path(path) => path.points.len(),
                _ => 0,
            })
            .collect();
        assert_eq!(lengths, [3, 3], "0, 5, 10, then 20, 30, 40");
    }
}
