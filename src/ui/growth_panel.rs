//! Growth by interval and the named definitions of hyperprogression, one click away.

use eframe::egui::{self, Id, Ui};

use super::context::Panel;
use super::theme::{GRID, Theme, plain, size, strong};
use super::widgets::{fold_link, is_open, section, wrapped_row};

/// Draws the section; its head alone until asked for.
pub(super) fn show(ui: &mut Ui, panel: &Panel<'_>) {
    let theme = Theme::of(ui);
    let words = &panel.derived.words.kinetics;
    if words.intervals.is_empty() {
        return;
    }
    ui.add_space(GRID);
    section(ui, "Growth rates");
    let id = Id::unique(("growth rates", panel.session.document.id()));
    let open = is_open(ui, id);
    // The last interval is what is asked for most.
    let skip = if open { 0 } else { words.intervals.len().saturating_sub(1) };
    for interval in words.intervals.iter().skip(skip) {
        ui.add(egui::Label::new(strong(interval.when.clone(), size::SMALL, theme.text)).wrap());
        let parts = [&interval.doubling, &interval.rate, &interval.fold];
        let parts: Vec<&str> = parts.into_iter().map(String::as_str).filter(|own| !own.is_empty()).collect();
        ui.add(egui::Label::new(plain(parts.join("; "), size::SMALL, theme.text)).wrap());
    }
    if open && !words.definitions.is_empty() {
        ui.add_space(GRID / 2.0);
        ui.label(strong("Hyperprogression, by published definitions", size::SMALL, theme.text));
        let answer_width = 0.3 * ui.available_width();
        for (definition, met) in &words.definitions {
            let [definition, met] = [definition, met].map(|own| plain(own.clone(), size::SMALL, theme.text));
            wrapped_row(ui, answer_width, definition, met);
        }
        ui.add(egui::Label::new(plain(words.note.clone(), size::SMALL, theme.muted)).wrap());
    }
    fold_link(ui, id, ["More on growth", "Less on growth"]);
}
