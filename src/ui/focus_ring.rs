//! Whatever has the keyboard is seen: scrolled into sight, with a ring around it, the same on every ground.

use eframe::egui::{Id, Key, Memory, Order, ScrollArea, Stroke, StrokeKind, Ui, vec2};

use super::theme::Theme;
use crate::plot;

/// How wide the ring is, in points.
const WIDTH: f32 = 2.0;
/// How far it stands off its control, so that it is seen around one filled with the same color.
const GAP: f32 = 1.5;

/// Draws the ring; called once all else is drawn.
///
/// Fields have a frame of their own that changes, and so have the chart and its grip.
pub(super) fn show(ui: &Ui) {
    let Some(focused) = ui.memory(Memory::focused) else { return };
    let of_chart: Option<Id> = ui.data(|data| data.get_temp(plot::own_ring_id()));
    if ui.text_edit_focused() || of_chart == Some(focused) {
        return;
    }
    let Some(response) = ui.ctx().read_response(focused) else { return };
    // What has been scrolled out of sight has no ring there.
    let seen = response.interact_rect.intersect(response.rect);
    if !seen.is_positive() {
        return;
    }
    let ring = Stroke::new(WIDTH, Theme::of(ui).accent);
    let painter = ui.ctx().layer_painter(response.layer_id).with_clip_rect(seen.expand(GAP + WIDTH));
    painter.rect_stroke(response.rect.expand(GAP), 6.0, ring, StrokeKind::Outside);
}

/// Draws what scrolls, and brings into sight what Tab has gone to in it; the toolkit leaves it where it is.
pub(super) fn scrolled<R>(area: ScrollArea, ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let shown = area.show(ui, |ui| {
        let outcome = add(ui);
        bring(ui);
        turn_pages(ui);
        outcome
    });
    shown.inner
}

/// Brings what has got the keyboard by a key into sight; called in an area that scrolls, once all in it is drawn.
pub(super) fn bring(ui: &Ui) {
    let kept = ui.unique_id().with("had the keyboard");
    let focused = ui.memory(Memory::focused);
    let before: Option<Option<Id>> = ui.data(|data| data.get_temp(kept));
    if before == Some(focused) {
        return;
    }
    ui.data_mut(|data| data.insert_temp(kept, focused));
    // What was clicked was in sight, and is not to move away under the pointer.
    let is_clicked = ui.input(|input| input.pointer.any_down() || input.pointer.any_released());
    let Some(focused) = focused.filter(|own| !is_clicked && is_in(ui, *own)) else { return };
    if let Some(response) = ui.ctx().read_response(focused) {
        ui.scroll_to_rect(response.rect.expand(GAP + WIDTH), None);
    }
}

/// Page up and Page down scroll the area that has the keyboard, and any text of a dialog.
fn turn_pages(ui: &Ui) {
    /// What of a page is turned, so that the last lines are seen again.
    const SHARE: f32 = 0.85;
    let is_pressed = |key| ui.input(|input| input.modifiers.is_none() && input.key_pressed(key));
    let up = f32::from(u8::from(is_pressed(Key::PageUp))) - f32::from(u8::from(is_pressed(Key::PageDown)));
    if up == 0.0 {
        return;
    }
    let has_keyboard = ui.memory(Memory::focused).is_some_and(|focused| is_in(ui, focused));
    let is_over_window = ui.layer_id().order != Order::Background;
    if has_keyboard || is_over_window {
        ui.scroll_with_delta(vec2(0.0, up * SHARE * ui.clip_rect().height()));
    }
}

/// Whether a control stands in this area, at whatever depth.
fn is_in(ui: &Ui, control: Id) -> bool {
    const DEEPEST: usize = 64;
    let parent = |own: &Id| ui.ctx().read_response(*own).map(|response| response.parent_id());
    std::iter::successors(Some(control), parent).take(DEEPEST).any(|own| own == ui.unique_id())
}
