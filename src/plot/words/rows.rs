//! Words in rows and columns: names of windows, of lines, of lesions, of events in lanes.

use eframe::egui::{Painter, Pos2, Rect, Shape, pos2, vec2};

use super::places::points_of_sizes;
use super::{SpanLabel, Words, cut_to, span_labels, span_low, to_area, to_rect};
use crate::chart::labels::{self, Area, Wanted};
use crate::chart::{Geometry, Label, Mark, Role};
use crate::plot::scene::{Easel, Scene};
use crate::plot::style::PlotStyle;

/// The names of the windows, over them in the headroom.
pub(super) fn spans(easel: &Easel<'_>, scene: &mut Scene, taken: &[Area], placed: &mut Vec<Area>) {
    let Easel { model, style, painter, projection, .. } = *easel;
    let frame = projection.frame();
    let mut spans = span_labels(model, style, painter);
    let bounds = projection.bounds();
    let zoomed = bounds.days != model.x.range;
    // After zooming, a window out of sight takes its name with it.
    spans.retain(|span| {
        let Geometry::Span { from, to } = span.mark.geometry else { return false };
        from < bounds.days.1 && to > bounds.days.0
    });
    let seen_middle = |span: &SpanLabel<'_>| {
        let Geometry::Span { from, to } = span.mark.geometry else { return frame.center().x };
        let (left, right) = (projection.x(from).max(frame.left()), projection.x(to).min(frame.right()));
        f32::midpoint(left, right)
    };
    let wishes: Vec<f32> = spans.iter().map(seen_middle).collect();
    let widths: Vec<f32> = spans.iter().map(|span| span.size.x).collect();
    let tallest = spans.iter().map(|span| span.size.y).fold(0.0, f32::max);
    let low = span_low(model, style, frame, |day| projection.x(day));
    let high = frame.right() - style.scaled(4.0);
    let rows = labels::stack(&wishes, &widths, style.scaled(12.0), low, high);
    for (span, (row, center)) in spans.into_iter().zip(rows) {
        let top = frame.top() + style.scaled(8.0) + tallest * row as f32;
        let mut area = Rect::from_min_size(pos2(center - span.size.x / 2.0, top), span.size);
        if zoomed {
            // Zoomed in, there is no headroom, and a name goes where it covers least.
            let places = [0.0, 0.2, 0.4, 0.6, 0.9]
                .map(|share| to_area(area.translate(vec2(0.0, share * (frame.bottom() - area.bottom())))));
            let wanted = Wanted { places: places.to_vec(), rank: 1 };
            let chosen = labels::place(&[wanted], taken, placed, to_area(frame));
            area = chosen.into_iter().flatten().next().map_or(area, to_rect);
        }
        placed.push(to_area(area));
        scene.add(span.mark, Shape::Vec(span.words.shapes(area)), frame);
    }
}

/// Where along a level line its name may stand, the best first, as shares of the room from the right.
const ALONG: [f32; 9] = [0.0, 1.0, 0.12, 0.25, 0.37, 0.5, 0.62, 0.75, 0.87];

/// The names of level lines, over or under their lines: at the right end, or where they cover least.
pub(super) fn line_ends(easel: &Easel<'_>, scene: &mut Scene, obstacles: &[Area], taken: &mut Vec<Area>) {
    let Easel { model, style, painter, projection, .. } = *easel;
    let frame = projection.frame();
    let clear = style.scaled(1.0);
    let mut drawn: Vec<(&Mark, Words)> = Vec::new();
    let mut wanted = Vec::new();
    for mark in &model.marks {
        let (Geometry::HorizontalLine { from, value, .. }, Some(label)) = (&mark.geometry, &mark.label) else {
            continue;
        };
        let y = projection.y(*value);
        if !(frame.top()..=frame.bottom() + 1.0).contains(&y) {
            continue;
        }
        let words = Words::new(label, mark.role, style, painter);
        let size = words.size;
        let left_end = projection.left_of(*from);
        if left_end >= frame.right() {
            continue;
        }
        // Among bars that fall to the right, what lies under the baseline is named at the free end.
        let falls = model.x.named && *value < 0.0;
        let at = |share: f32, top: f32| {
            let from_right = if falls { 1.0 - share } else { share };
            // A short line keeps its name beside it, though longer than the line.
            let room = (frame.right() - left_end).max(size.x);
            let left = frame.right() - size.x - from_right * (room - size.x);
            to_area(Rect::from_min_size(pos2(left, top), size))
        };
        let sides = [y - clear - size.y, y + clear];
        let places = ALONG.into_iter().flat_map(|share| sides.map(|top| at(share, top))).collect();
        // The line that decides chooses before those that explain it.
        wanted.push(Wanted { places, rank: if mark.role == Role::Growth { 2 } else { 1 } });
        drawn.push((mark, words));
    }
    let obstacles: Vec<Area> = obstacles.iter().copied().chain(futures(easel)).collect();
    let words: Vec<Area> = taken.iter().copied().chain(points_of_sizes(model, style, projection)).collect();
    let placed = super::placed(easel, &wanted, &obstacles, &words);
    for ((mark, words), area) in drawn.into_iter().zip(placed) {
        if let Some(area) = area {
            taken.push(area);
            scene.add(mark, Shape::Vec(words.shapes(to_rect(area))), frame);
        }
    }
}

/// Where the futures lie, which have names of their own to carry.
fn futures(easel: &Easel<'_>) -> Vec<Area> {
    let projection = easel.projection;
    let mut areas = Vec::new();
    for mark in &easel.model.marks {
        let Geometry::Band { steps, .. } = &mark.geometry else { continue };
        for pair in steps.windows(2) {
            let [from, to] = pair else { continue };
            let (top, bottom) = (projection.y(from.high.max(to.high)), projection.y(from.low.min(to.low)));
            let across = projection.x(from.day)..=projection.x(to.day);
            areas.push(to_area(Rect::from_x_y_ranges(across, top..=bottom)));
        }
    }
    areas
}

/// The names of lesions, right of their last sizes and apart from each other.
pub(super) fn lesion_ends(easel: &Easel<'_>, scene: &mut Scene, taken: &mut Vec<Area>) {
    let Easel { model, style, painter, projection, .. } = *easel;
    let frame = projection.frame();
    let ends: Vec<(&Mark, &Label, Pos2)> = model
        .marks
        .iter()
        .filter_map(|mark| {
            let (Geometry::Point { day, value, strong: false, .. }, Some(label)) = (&mark.geometry, &mark.label) else {
                return None;
            };
            let at = projection.pos(*day, *value);
            let seen = frame.expand(1.0).contains(at);
            seen.then_some((mark, label, at))
        })
        .collect();
    let farthest = ends.iter().map(|(.., at)| at.x).fold(frame.left(), f32::max);
    let room = frame.right() - farthest - style.scaled(16.0);
    let most = room.min(frame.width() * 0.3).max(style.scaled(90.0));
    let ends: Vec<(&Mark, Words, Pos2)> = ends
        .into_iter()
        .map(|(mark, label, at)| (mark, shortened(label, mark.role, style, painter, most), at))
        .collect();
    let wishes: Vec<f32> = ends.iter().map(|(.., at)| at.y).collect();
    let heights: Vec<f32> = ends.iter().map(|(_, words, _)| words.size.y).collect();
    let centers = labels::spread(&wishes, &heights, frame.top(), frame.bottom());
    for ((mark, words, at), center) in ends.into_iter().zip(centers) {
        let size = words.size;
        let start = (farthest + style.scaled(16.0)).min(frame.right() - size.x);
        let area = Rect::from_min_size(pos2(start, center - size.y / 2.0), size);
        taken.push(to_area(area));
        let mut shapes = Vec::new();
        if (center - at.y).abs() > style.scaled(3.0) || start - at.x > style.scaled(20.0) {
            let from = at + vec2(style.scaled(5.0), 0.0);
            let to = pos2(start - style.scaled(3.0), center);
            let color = style.faded(mark.role, 60);
            shapes.push(Shape::line_segment([from, to], (style.scaled(0.8), color)));
        }
        shapes.extend(words.shapes(area));
        scene.add(mark, Shape::Vec(shapes), frame);
    }
}

/// A label no wider than `most`, cut at its end with an ellipsis; the card and the text hold it whole.
fn shortened(label: &Label, role: Role, style: PlotStyle, painter: &Painter, most: f32) -> Words {
    let words = |text: &str| Words::new(&Label { text: text.to_owned(), ..label.clone() }, role, style, painter);
    words(&cut_to(&label.text, |text| words(text).size.x <= most))
}

/// Words beside the ticks of a lane, where there is room.
pub(super) fn lanes(easel: &Easel<'_>, scene: &mut Scene) {
    let Easel { model, style, painter, layout, projection } = *easel;
    let frame = projection.frame();
    for (place, &center) in layout.lanes_y.iter().enumerate() {
        let strip = Rect::from_x_y_ranges(
            frame.x_range(),
            (center - layout.lane_height / 2.0)..=(center + layout.lane_height / 2.0),
        );
        let ticks = |mark: &&Mark| matches!(mark.geometry, Geometry::LaneTick { lane, .. } if lane == place);
        let day_of = |mark: &Mark| if let Geometry::LaneTick { day, .. } = mark.geometry { day } else { 0.0 };
        let taken: Vec<Area> = model
            .marks
            .iter()
            .filter_map(|mark| match mark.geometry {
                Geometry::LaneTick { lane, day } if lane == place => {
                    Some(Rect::from_center_size(pos2(projection.x(day), center), vec2(5.0, 8.0)))
                }
                Geometry::LaneBar { lane, from, to } if lane == place => {
                    let across = projection.x(from)..=projection.x(to);
                    Some(Rect::from_x_y_ranges(across, (center - 3.0)..=(center + 3.0)))
                }
                _ => None,
            })
            .map(to_area)
            .collect();
        let named: Vec<(&Mark, Words)> = model
            .marks
            .iter()
            .filter(ticks)
            .filter_map(|mark| {
                let label = mark.label.as_ref()?;
                let quiet = Words::new(label, Role::InkSoft, style, painter);
                Some((mark, quiet))
            })
            .collect();
        let wanted: Vec<Wanted> = named
            .iter()
            .map(|(mark, words)| {
                let x = projection.x(day_of(mark));
                let away = style.scaled(6.0) + words.size.x / 2.0;
                let at = |x: f32| to_area(Rect::from_center_size(pos2(x, center), words.size));
                Wanted { places: vec![at(x + away), at(x - away)], rank: 0 }
            })
            .collect();
        let placed = labels::place(&wanted, &taken, &[], to_area(strip));
        for ((mark, words), area) in named.into_iter().zip(placed) {
            if let Some(area) = area {
                scene.add(mark, Shape::Vec(words.shapes(to_rect(area))), strip);
            }
        }
    }
}

/// The owner reads the start under the axis, beside the weeks.
pub(super) fn start(easel: &Easel<'_>, scene: &mut Scene) {
    let Easel { model, style, painter, layout, projection } = *easel;
    for mark in &model.marks {
        let (Geometry::VerticalLine { day, .. }, Some(label)) = (&mark.geometry, &mark.label) else { continue };
        let words = Words::new(label, mark.role, style, painter);
        let half = words.size.x / 2.0;
        let x = projection.x(*day).max(layout.whole.left() + half);
        let area = Rect::from_center_size(pos2(x, layout.ticks_y), words.size);
        scene.add(mark, Shape::Vec(words.shapes(area)), layout.whole);
    }
}
