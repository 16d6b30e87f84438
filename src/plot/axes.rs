//! Grid, ticks, dates, names of axes and lanes, title.

use std::f32::consts::TAU;

use eframe::egui::epaint::TextShape;
use eframe::egui::{Align2, Color32, Pos2, Rect, Shape, Stroke, pos2};

use super::projection::Bounds;
use super::scene::{Easel, Scene};
use super::words::{self, galley};
use crate::chart::{Audience, Role, Scale, Tick, ticks};

pub(super) fn axes(easel: &Easel<'_>, scene: &mut Scene) {
    let Easel { painter, model, style, layout, projection } = *easel;
    let frame = projection.frame();
    let bounds = projection.bounds();
    let whole = layout.whole;
    let full = bounds.is_nearly(Bounds::all(model, frame.height(), layout.headroom));
    let soft = style.color(Role::InkSoft);
    let hairline = Stroke::new(1.0, style.color(Role::Grid));
    if model.y.visible {
        // Zoomed in, the axis needs finer ticks than the model's.
        let own: Vec<Tick>;
        let y_ticks = if full || model.y.named {
            &model.y.ticks
        } else {
            let values = bounds.values(model.y.scale);
            own = match model.y.scale {
                Scale::Linear => ticks::linear(values),
                Scale::Log => ticks::log(values),
            };
            &own
        };
        let mut left = frame.left() - style.scaled(8.0);
        let line = words::line_height(painter, style);
        let mut last_y = f32::INFINITY;
        for tick in y_ticks {
            let y = projection.y(tick.value);
            if last_y - y < line {
                continue;
            }
            if y < frame.top() - 1.0 || y > frame.bottom() + 1.0 {
                continue;
            }
            scene.plain(Shape::line_segment([pos2(frame.left(), y), pos2(frame.right(), y)], hairline), whole);
            let cut: String;
            let named = if model.y.named {
                cut = words::cut(painter, &tick.text, &style.font(), layout.name_room);
                &cut
            } else {
                &tick.text
            };
            let (shape, rect) =
                text(easel, named, pos2(frame.left() - style.scaled(8.0), y), Align2::RIGHT_CENTER, soft);
            left = left.min(rect.left());
            last_y = y;
            scene.plain(shape, whole);
        }
        let unit = if model.y.note.is_empty() || !full {
            model.y.unit.clone()
        } else {
            format!("{}, {}", model.y.unit, model.y.note)
        };
        // The name of an axis of names is that of the chart.
        if !model.y.named {
            scene.plain(text(easel, &unit, pos2(left, layout.unit_y), Align2::LEFT_CENTER, soft).0, whole);
        }
    } else {
        let foot = [frame.left_bottom(), frame.right_bottom()];
        scene.plain(Shape::line_segment(foot, Stroke::new(1.0, style.color(Role::SurfaceEdge))), whole);
    }
    let own: Vec<Tick>;
    let x_ticks = if full || model.audience == Audience::Owner {
        &model.x.ticks
    } else {
        own = ticks::weeks(bounds.days, ticks::week_step(bounds.days.1 - bounds.days.0));
        &own
    };
    if model.x.named {
        names(easel, scene);
    } else {
        row(easel, x_ticks, layout.ticks_y, soft, scene);
    }
    if let Some(y) = layout.dates_y {
        row(easel, &model.x.dates_at(x_ticks), y, soft, scene);
    }
    if model.audience == Audience::Clinician {
        let at = pos2(frame.center().x, layout.label_y);
        scene.plain(text(easel, &model.x.label, at, Align2::CENTER_CENTER, soft).0, whole);
    }
    for (lane, &y) in model.lanes.iter().zip(&layout.lanes_y) {
        scene.plain(Shape::line_segment([pos2(frame.left(), y), pos2(frame.right(), y)], hairline), whole);
        scene.plain(
            text(easel, &lane.label, pos2(frame.left() - style.scaled(8.0), y), Align2::RIGHT_CENTER, soft).0,
            whole,
        );
    }
    if let Some(y) = layout.title_y {
        let words = galley(painter, &model.title, style.strong_font(), style.color(Role::Ink));
        let rect = Align2::LEFT_CENTER.anchor_size(pos2(whole.left(), y), words.size());
        scene.plain(TextShape::new(rect.min, words, Color32::PLACEHOLDER).into(), whole);
    }
}

/// A row of tick labels: every one, every second, every third, as few as it takes that none touches another.
fn row(easel: &Easel<'_>, ticks: &[Tick], y: f32, color: Color32, scene: &mut Scene) {
    let Easel { layout, projection, .. } = *easel;
    let whole = layout.whole;
    let frame = projection.frame();
    let across = (frame.left() - 1.0)..=(frame.right() + 1.0);
    let written: Vec<(Shape, Rect)> = ticks
        .iter()
        .filter(|tick| across.contains(&projection.x(tick.value)))
        .map(|tick| text(easel, &tick.text, pos2(projection.x(tick.value), y), Align2::CENTER_CENTER, color))
        .collect();
    // Counting starts at day 0 where it is seen, so that it keeps its label.
    let zero = ticks
        .iter()
        .filter(|tick| across.contains(&projection.x(tick.value)))
        .position(|tick| tick.value == 0.0)
        .unwrap_or(0);
    let apart = |step: usize| {
        let kept: Vec<&Rect> = written.iter().skip(zero % step).step_by(step).map(|(_, rect)| rect).collect();
        kept.windows(2).all(|pair| match pair {
            [left, right] => left.right() + 0.6 * left.height() <= right.left(),
            _ => true,
        })
    };
    let step = (1..=written.len().max(1)).find(|step| apart(*step)).unwrap_or(1);
    for (shape, rect) in written.into_iter().skip(zero % step).step_by(step) {
        if whole.x_range().contains(rect.left()) && whole.x_range().contains(rect.right()) {
            scene.plain(shape, whole);
        }
    }
}

/// The names of cases side by side under the frame: across where each fits its place, else upright.
fn names(easel: &Easel<'_>, scene: &mut Scene) {
    let Easel { painter, model, style, layout, projection } = *easel;
    let frame = projection.frame();
    let color = style.color(Role::InkSoft);
    let line = words::line_height(painter, style);
    let place = projection.x(1.0) - projection.x(0.0);
    if layout.name_room <= 0.0 || place < 0.95 * line {
        return;
    }
    let top = frame.bottom() + style.scaled(6.0);
    let wide = |tick: &Tick| galley(painter, &tick.text, style.font(), color).size().x + style.scaled(8.0);
    let across = model.x.ticks.iter().all(|tick| wide(tick) <= place);
    for tick in &model.x.ticks {
        let x = projection.x(tick.value);
        if !frame.x_range().contains(x) {
            continue;
        }
        if across {
            scene.plain(text(easel, &tick.text, pos2(x, top), Align2::CENTER_TOP, color).0, layout.whole);
            continue;
        }
        let cut = words::cut(painter, &tick.text, &style.font(), layout.name_room.max(line));
        let words = galley(painter, &cut, style.font(), color);
        // A quarter turn to the left: the words read upward and end at the frame.
        let at = pos2(x - words.size().y / 2.0, top + words.size().x);
        let mut shape = TextShape::new(at, words, Color32::PLACEHOLDER);
        shape.angle = -TAU / 4.0;
        scene.plain(shape.into(), layout.whole);
    }
}

/// Words laid out around a place, with the room they take.
fn text(easel: &Easel<'_>, words: &str, at: Pos2, anchor: Align2, color: Color32) -> (Shape, Rect) {
    let words = galley(easel.painter, words, easel.style.font(), color);
    let rect = anchor.anchor_size(at, words.size());
    (Shape::from(TextShape::new(rect.min, words, Color32::PLACEHOLDER)), rect)
}
