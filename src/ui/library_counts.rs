//! The fold of the library over what is shown of it: what happened after each enlargement, counted.

use eframe::egui::{self, Frame, Id, Margin, Panel as EguiPanel, Ui, vec2};

use super::context::Panel;
use super::focus_ring;
use super::theme::{GRID, Theme, plain, size, strong};
use super::widgets::is_open;
use crate::assess::{CaseOutcomes, count_outcomes};
use crate::explain::{self, OutcomeGroup};
use crate::store::LibraryCase;

/// The width of one species in one span of weeks.
const GROUP_WIDTH: f32 = 400.0;

pub(super) fn fold_id() -> Id {
    Id::unique("library counts open")
}

/// Draws the open fold under the head of the library; nothing while it is closed.
pub(super) fn show(ui: &mut Ui, panel: &Panel<'_>, cases: &[&LibraryCase]) {
    if !is_open(ui, fold_id()) {
        return;
    }
    let theme = Theme::of(ui);
    let frame = Frame::NONE.fill(theme.surface).inner_margin(Margin::symmetric(20, 10));
    let height = 0.5 * ui.available_height();
    EguiPanel::top("library counts").frame(frame).exact_size(height).show(ui, |ui| {
        focus_ring::scrolled(egui::ScrollArea::vertical().auto_shrink(false), ui, |ui| {
            counts(ui, panel, cases);
        });
    });
}

fn counts(ui: &mut Ui, panel: &Panel<'_>, cases: &[&LibraryCase]) {
    let theme = Theme::of(ui);
    let read: Vec<&CaseOutcomes> = cases.iter().filter_map(|case| case.facts.as_ref()?.outcomes.as_ref()).collect();
    let unread = cases.len() - read.len();
    let (groups, notes) = explain::outcomes(&count_outcomes(&read), panel.derived.assessment.window_days);
    ui.label(strong("After each enlargement", size::HEAD, theme.text));
    let of = format!("{} of the {} cases shown below are read and counted", read.len(), cases.len());
    if unread > 0 {
        ui.label(plain(of, size::SMALL, theme.muted));
    }
    ui.add_space(GRID);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a handful of columns")]
    let columns = ((ui.available_width() + GRID) / (GROUP_WIDTH + 3.0 * GRID)).floor().max(1.0) as usize;
    for row in groups.chunks(columns) {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 3.0 * GRID;
            for own in row {
                ui.vertical(|ui| group(ui, own, &theme));
            }
        });
        ui.add_space(GRID);
    }
    for note in notes {
        ui.add(egui::Label::new(plain(note, size::SMALL, theme.muted)).wrap());
    }
}

fn group(ui: &mut Ui, own: &OutcomeGroup, theme: &Theme) {
    ui.set_width(GROUP_WIDTH);
    ui.spacing_mut().item_spacing = vec2(GRID, 2.0);
    ui.label(strong(format!("{}: {}", own.when, own.of), size::SMALL, theme.text));
    ui.label(plain(own.looked_at.clone(), size::SMALL, theme.muted));
    for (count, words) in own.looks.iter().chain(&own.others) {
        ui.add(egui::Label::new(plain(format!("{count}: {words}"), size::SMALL, theme.text)).wrap());
    }
    if let Some(note) = &own.note {
        ui.add(egui::Label::new(plain(note.clone(), size::SMALL, theme.muted)).wrap());
    }
}
