//! The ring around whatever has the keyboard, the same on every control and every ground.

use eframe::egui::{Id, Memory, Stroke, StrokeKind, Ui};

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
