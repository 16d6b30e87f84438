//! A chart in a window: zoom, cards, clicks and keys around the painted scene.

use eframe::egui::{self, Align2, Response, Sense, Stroke, StrokeKind, UiBuilder, Vec2, WidgetInfo};
use egui_plot::Plot;

use super::layout::Layout;
use super::projection::{Bounds, Projection};
use super::scene::Easel;
use super::style::PlotStyle;
use super::words::galley;
use super::{PlotOutcome, PlotState, card, handle, hit, keys, own_ring, scene};
use crate::chart::{Mark, MarkId, Model, Role};

/// The smallest part of the time shown, in days.
const LEAST_DAYS: f64 = 7.0;

/// Draws a chart in all the room there is.
///
/// Dragging with the second button chooses a part, Ctrl and wheel or a pinch zooms, dragging moves a zoomed chart,
/// and a double click or "Reset zoom" shows everything again.
/// With the keyboard, left and right go from mark to mark, up and down to the marks over and under it, Enter chooses,
/// Escape lets go.
pub fn show(ui: &mut egui::Ui, model: &Model, style: &PlotStyle, state: &mut PlotState) -> PlotOutcome {
    let style = *style;
    let whole = ui.available_rect_before_wrap();
    ui.painter().rect_filled(whole, 0.0, style.color(Role::Background));
    let layout = Layout::new(whole, model, style, ui.painter());
    let (response, projection) = plot(ui, model, &layout, state);
    response
        .widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, format!("{}. {}", model.title, model.summary)));

    if std::mem::take(&mut state.takes_keys) {
        response.request_focus();
    }
    // A card belongs to whoever has the keys: it must not stay behind, nor lie over a question.
    let is_behind = ui.memory(|memory| !memory.allows_interaction(response.layer_id));
    if !response.has_focus() || is_behind {
        state.chosen = None;
    }

    let lanes = ui.interact(whole, response.id.with("lanes"), Sense::hover());
    let pointer = response.hover_pos().or_else(|| lanes.hover_pos());
    let under = pointer.and_then(|at| hit::hit(model, style, &layout, &projection, at));
    if under.is_some() {
        state.chosen = None;
    }
    let keyed = keys::take(ui, model, &response, &layout, &projection, state);
    let pointed = under.or_else(|| chosen(model, &layout, &projection, state.chosen.as_ref()));

    let lit = pointed.map(|(mark, _)| &mark.id);
    let painted =
        scene::paint(&Easel { painter: ui.painter(), model, style, layout: &layout, projection: &projection }, lit);
    for part in painted.shapes {
        ui.painter().with_clip_rect(part.clip.intersect(ui.clip_rect())).add(part.shape);
    }
    if response.has_focus() {
        let ring = Stroke::new(style.scaled(1.5), style.color(Role::Accent));
        ui.painter().rect_stroke(layout.frame, 2.0, ring, StrokeKind::Inside);
        own_ring(ui, response.id);
    }
    let moved = model
        .handle
        .as_ref()
        .and_then(|own| handle::show(ui, own, style, &layout, &projection, response.id.with("handle")));
    reset_button(ui, style, &layout, state);
    if let Some((mark, at)) = pointed {
        card::show(&response, mark, at, style);
    }
    ui.advance_cursor_after_rect(whole);

    // Enter also clicks a focused widget, so the mark taken with the keys comes first.
    let clicked = keyed.or_else(|| under.filter(|_| response.clicked()).map(|(mark, _)| mark.id.clone()));
    PlotOutcome { hovered: lit.cloned(), clicked, moved, response }
}

/// The plot itself, which keeps the zoom; what it shows is painted over it.
fn plot(ui: &mut egui::Ui, model: &Model, layout: &Layout, state: &mut PlotState) -> (Response, Projection) {
    let frame = layout.frame;
    let all = Bounds::all(model, frame.height(), layout.headroom);
    let bounds = state.zoom.unwrap_or(all);
    let zoomed = state.zoom.is_some();
    let mut inner = ui.new_child(UiBuilder::new().max_rect(frame).id_salt("chart"));
    let shown = Plot::new("plot")
        .width(frame.width())
        .height(frame.height())
        .min_size(Vec2::splat(1.0))
        .show_axes(false)
        .show_grid(false)
        .show_background(false)
        .show_x(false)
        .show_y(false)
        .allow_axis_zoom_drag(false)
        .allow_double_click_reset(false)
        .allow_drag(zoomed)
        .allow_scroll(false)
        .show(&mut inner, |plot| plot.set_plot_bounds(bounds.to_plot()));
    let after = Bounds::from_plot(shown.transform.bounds());
    if shown.response.double_clicked() {
        state.zoom = None;
    } else if after != bounds {
        state.zoom = clamped(after, all);
    }
    (shown.response, Projection::new(shown.transform, model.y.scale))
}

/// A zoom that stays inside the whole; `None` when it shows everything.
fn clamped(wanted: Bounds, all: Bounds) -> Option<Bounds> {
    let inside = |wanted: (f64, f64), all: (f64, f64), least: f64| {
        let most = all.1 - all.0;
        let span = (wanted.1 - wanted.0).clamp(least.min(most), most);
        let start = wanted.0.clamp(all.0, all.1 - span);
        (start, start + span)
    };
    let days = inside(wanted.days, all.days, LEAST_DAYS);
    let heights = inside(wanted.heights, all.heights, (all.heights.1 - all.heights.0) / 50.0);
    let nearly = |part: (f64, f64), all: (f64, f64)| (part.1 - part.0) > 0.995 * (all.1 - all.0);
    (!nearly(days, all.days) || !nearly(heights, all.heights)).then_some(Bounds { days, heights })
}

/// The chosen mark and its place.
fn chosen<'a>(
    model: &'a Model,
    layout: &Layout,
    projection: &Projection,
    id: Option<&MarkId>,
) -> Option<(&'a Mark, egui::Pos2)> {
    let mark = model.mark(id?)?;
    Some((mark, hit::spot(mark, layout, projection)?))
}

/// Shown only while zoomed.
fn reset_button(ui: &mut egui::Ui, style: PlotStyle, layout: &Layout, state: &mut PlotState) {
    if !state.is_zoomed() {
        return;
    }
    let words = "Reset zoom";
    let size = galley(ui.painter(), words, style.strong_font(), style.color(Role::Accent)).size();
    let room = size + Vec2::new(style.scaled(16.0), style.scaled(6.0));
    let rect = Align2::RIGHT_BOTTOM.anchor_size(layout.frame.right_bottom() - Vec2::splat(style.scaled(8.0)), room);
    let text = egui::RichText::new(words).font(style.strong_font()).color(style.color(Role::Accent));
    let button = egui::Button::new(text)
        .fill(style.color(Role::Surface))
        .stroke(Stroke::new(1.0, style.color(Role::SurfaceEdge)))
        .corner_radius(6.0)
        .wrap_mode(egui::TextWrapMode::Extend);
    if ui.put(rect, button).clicked() {
        state.reset_zoom();
    }
}
