//! What repeated readings say of each observer, and the switch that lets this case go by it.

use eframe::egui::{self, Ui};

use crate::app::command::Command;
use crate::app::edit::Edit;
use crate::explain;
use crate::ui::context::Panel;
use crate::ui::theme::{GRID, Theme, plain, size};
use crate::ui::widgets::{link_button, section};

/// The section; nothing where nobody read a size more than once and nothing is taken over.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = Theme::of(ui);
    let learned = panel.session.learned();
    let used = panel.case().repeatability().to_vec();
    if learned.is_empty() && used.is_empty() {
        return;
    }
    ui.add_space(GRID);
    section(ui, "How well sizes repeat here");
    let noise = &panel.session.rules().noise;
    for own in &learned {
        let words = explain::repeatability(own, noise);
        ui.add(egui::Label::new(plain(words, size::BODY, theme.text)).wrap());
    }
    let state = if used.is_empty() {
        "This case goes by the table"
    } else if used == learned {
        "This case goes by these figures, kept with it"
    } else {
        "This case goes by the figures kept with it:"
    };
    ui.add(egui::Label::new(plain(state, size::SMALL, theme.muted)).wrap());
    if !used.is_empty() && used != learned {
        for own in &used {
            let words = explain::repeatability(own, noise);
            ui.add(egui::Label::new(plain(words, size::SMALL, theme.muted)).wrap());
        }
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        if used != learned && !learned.is_empty() && link_button(ui, "Use these in this case").clicked() {
            panel.send(Command::Edit(Edit::SetRepeatability(learned.clone())));
        }
        if !used.is_empty() && link_button(ui, "Go by the table").clicked() {
            panel.send(Command::Edit(Edit::SetRepeatability(Vec::new())));
        }
    });
}
