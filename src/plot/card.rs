//! The card of a mark: what it is, where the pointer or the arrow keys are.

use eframe::egui::{Frame, Margin, PopupAnchor, Pos2, RectAlign, Response, RichText, Stroke, Tooltip};

use super::style::PlotStyle;
use crate::chart::{Mark, Role};

/// Shows the lines of a mark's card beside `at`.
pub(super) fn show(response: &Response, mark: &Mark, at: Pos2, style: PlotStyle) {
    let frame = Frame::new()
        .fill(style.color(Role::Surface))
        .stroke(Stroke::new(1.0, style.color(Role::SurfaceEdge)))
        .corner_radius(8.0)
        .inner_margin(Margin::symmetric(12, 8));
    let mut tooltip =
        Tooltip::always_open(response.ctx.clone(), response.layer_id, response.id, PopupAnchor::Position(at));
    tooltip.popup = tooltip.popup.frame(frame).width(style.scaled(280.0)).align(RectAlign::TOP_END);
    tooltip.gap(style.scaled(12.0)).show(|ui| {
        ui.spacing_mut().item_spacing.y = style.scaled(3.0);
        ui.set_max_width(style.scaled(280.0));
        for (place, line) in mark.card.iter().enumerate() {
            let text = if place == 0 {
                RichText::new(line).font(style.strong_font()).color(style.color(Role::Ink))
            } else if place == 1 {
                RichText::new(line).font(style.font()).color(style.color(Role::Ink))
            } else {
                RichText::new(line).font(style.font()).color(style.color(Role::InkSoft))
            };
            ui.label(text);
        }
    });
}
