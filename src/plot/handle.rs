//! The line that can be moved along the days, with the pointer or the arrow keys.

use eframe::egui::{self, CursorIcon, EventFilter, Key, Modifiers, Rect, Sense, Stroke, Vec2, WidgetInfo, pos2};

use super::layout::Layout;
use super::projection::Projection;
use super::style::PlotStyle;
use crate::chart::{Handle, Role};

/// How near the pointer must come, beside 12-point words.
const REACH: f32 = 7.0;

/// Where the reader moved a handle to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Moved {
    /// To this day.
    To(f64),
    /// Back to where it was before it was moved.
    Back,
}

/// Shows the grip and takes what moves it: dragging, left and right by a day, Escape or a double click for back.
pub(super) fn show(
    ui: &egui::Ui,
    handle: &Handle,
    style: PlotStyle,
    layout: &Layout,
    projection: &Projection,
    id: egui::Id,
) -> Option<Moved> {
    let frame = layout.frame;
    let x = projection.x(handle.day);
    if !frame.x_range().contains(x) {
        return None;
    }
    let reach = style.scaled(REACH);
    let top = projection.y(layout.top_value).max(frame.top());
    let room = Rect::from_min_max(pos2(x - reach, top), pos2(x + reach, frame.bottom()));
    let response = ui.interact(room, id, Sense::click_and_drag()).on_hover_cursor(CursorIcon::ResizeHorizontal);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Slider, true, &handle.name));
    let active = response.hovered() || response.dragged() || response.has_focus();
    let radius = style.scaled(if active { 6.0 } else { 4.5 });
    let color = style.color(Role::RecheckText);
    let ground = style.color(Role::Background);
    let grip = pos2(x, frame.bottom());
    ui.painter().circle(grip, radius, if active { color } else { ground }, Stroke::new(style.scaled(1.8), color));
    if response.has_focus() {
        let ring = Rect::from_center_size(grip, Vec2::splat(2.0 * radius + style.scaled(6.0)));
        let stroke = Stroke::new(style.scaled(1.5), style.color(Role::Accent));
        ui.painter().rect_stroke(ring, 3.0, stroke, egui::StrokeKind::Outside);
        super::own_ring(ui, response.id);
    }
    let held = |day: f64| Moved::To(day.round().clamp(handle.range.0, handle.range.1));
    if response.double_clicked() {
        return Some(Moved::Back);
    }
    if response.clicked() {
        response.request_focus();
    }
    if response.dragged() {
        let pointer = response.interact_pointer_pos()?;
        // Held still, it asks for nothing, so that the window comes to rest.
        return Some(held(projection.day(pointer.x))).filter(|moved| *moved != Moved::To(handle.day));
    }
    if !response.has_focus() {
        return None;
    }
    let filter = EventFilter { horizontal_arrows: true, escape: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::ArrowRight) {
        Some(held(handle.day + 1.0))
    } else if pressed(Key::ArrowLeft) {
        Some(held(handle.day - 1.0))
    } else if pressed(Key::Escape) {
        response.surrender_focus();
        Some(Moved::Back)
    } else {
        None
    }
}
