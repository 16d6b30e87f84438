//! Why the recheck is on its day: what one more size should settle, by day and by how it is measured; one click away.

use eframe::egui::{self, Id, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

use super::context::Panel;
use super::theme::{GRID, Theme, plain, size, strong};
use super::widgets::{fold_link, is_open, width_of};
use crate::explain::{SettledWords, TellingWords};

/// Height of a row.
const ROW: f32 = 18.0;

/// Height of a bar.
const BAR: f32 = 8.0;

fn id(panel: &Panel<'_>) -> Id {
    Id::unique(("recheck design", panel.session.document.id()))
}

/// The link that opens and closes it; nothing where no futures are drawn.
pub(super) fn link(ui: &mut Ui, panel: &Panel<'_>) {
    if panel.derived.futures.as_ref().is_ok_and(|futures| futures.withheld.is_none()) {
        fold_link(ui, id(panel), ["Why this day", "Hide why this day"]);
    }
}

/// Draws it where it is open.
pub(super) fn show(ui: &mut Ui, panel: &Panel<'_>) {
    if !is_open(ui, id(panel)) {
        return;
    }
    let Some(SettledWords { head, days, sharper, why }) = panel.derived.recheck_design(panel.dated()) else { return };
    let theme = Theme::of(ui);
    ui.add_space(GRID / 2.0);
    ui.add(egui::Label::new(strong(head.clone(), size::SMALL, theme.text)).wrap());
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = ROW;
        ui.spacing_mut().item_spacing.y = 3.0;
        let names = days.iter().chain(sharper).map(|own| own.name.clone());
        let widest = names.map(|name| name_width(ui, name)).fold(0.0, f32::max);
        for own in days {
            row(ui, own, widest);
        }
        if !sharper.is_empty() {
            ui.add_space(GRID / 2.0);
        }
        for own in sharper {
            row(ui, own, widest);
        }
    });
    ui.add_space(GRID / 2.0);
    ui.add(egui::Label::new(plain(why.clone(), size::SMALL, theme.muted)).wrap());
    ui.add_space(GRID / 2.0);
}

/// The width of a name in the heavier weight, which the recommended one has.
fn name_width(ui: &Ui, name: String) -> f32 {
    width_of(ui, strong(name, size::SMALL, Theme::of(ui).text)) + GRID
}

/// A name, a bar as long as what is settled, and the count.
fn row(ui: &mut Ui, own: &TellingWords, widest: f32) {
    let theme = Theme::of(ui);
    let width = ui.available_width();
    let font = |text: &str| {
        if own.recommended { strong(text, size::SMALL, theme.text) } else { plain(text, size::SMALL, theme.text) }
    };
    // A name is read whole before its bar is long.
    let (name_width, count_width) = (widest.clamp(0.3 * width, 0.72 * width), 0.12 * width);
    let response = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.allocate_ui(vec2(name_width, ROW), |ui| {
            ui.set_width(name_width);
            ui.add(egui::Label::new(font(&own.name)).truncate());
        });
        let (track, _) = ui.allocate_exact_size(vec2(width - name_width - count_width - GRID, BAR), Sense::hover());
        ui.painter().rect_filled(track, 2.0, theme.chip);
        let end = track.left() + track.width() * own.settled.clamp(0.0, 1.0);
        let filled = Rect::from_min_max(track.min, pos2(end, track.bottom()));
        ui.painter().rect_filled(filled, 2.0, if own.recommended { theme.accent } else { theme.muted });
        ui.add_space(GRID);
        ui.label(font(&own.count));
    });
    let heard = format!("{}: {} of 100", own.name, own.count);
    response.response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, &heard));
}
