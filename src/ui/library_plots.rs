//! The library as a picture of what is shown of it: spider, waterfall or swimmer plot.

use eframe::egui::{self, Align, Frame, Id, Layout, Panel as EguiPanel, Ui, vec2};

use super::context::Panel;
use super::focus_ring;
use super::theme::{GRID, Theme, plain, size, strong};
use super::widgets::{is_open, link_button, toggle, word_choice};
use crate::app::command::{Command, ExportKind, LibraryCommand};
use crate::app::library::{Library, case_key};
use crate::chart::{CohortPlot, Model, case_mark};
use crate::plot::{self, PlotState, PlotStyle};
use crate::store::LibraryCase;

/// The least height of a lane, in points.
const LANE: f32 = 19.0;

/// What lanes share their height with: key, weeks, and the name of the axis.
const AROUND_LANES: f32 = 130.0;

/// The notes take at most this part of the height.
const MOST_NOTES: f32 = 0.3;

/// Between one note and the next, in points.
const BETWEEN_NOTES: f32 = 2.0;

/// Whether the plot is shown in words.
fn words_id() -> Id {
    Id::unique("library plot in words")
}

/// The switch between cards and plots, from right to left.
pub(super) fn switch(ui: &mut Ui, panel: &mut Panel<'_>, library: &Library, state: &mut PlotState) {
    let plots = CohortPlot::ALL.into_iter().rev().map(|plot| (Some(plot), plot.words()));
    let choices: Vec<(Option<CohortPlot>, &str)> = plots.chain([(None, "Cards")]).collect();
    if let Some(chosen) = word_choice(ui, &choices, library.plot, false) {
        state.reset_zoom();
        panel.send(Command::Library(LibraryCommand::ShowAs(chosen)));
    }
}

/// Draws the plot with its notes under it; a case clicked, or chosen with the keys, opens.
pub(super) fn show(
    ui: &mut Ui,
    panel: &mut Panel<'_>,
    model: &Model,
    cases: &[&LibraryCase],
    body: Frame,
    state: &mut PlotState,
) {
    let theme = Theme::of(ui);
    let notes: Vec<egui::RichText> = std::iter::once(plain(model.summary.clone(), size::SMALL, theme.text))
        .chain(model.notes.iter().map(|note| plain(note.clone(), size::SMALL, theme.muted)))
        .collect();
    let margin = body.total_margin().sum();
    let width = ui.available_width() - margin.x;
    let lines = notes.iter().map(|note| {
        let text = egui::WidgetText::from(note.clone());
        text.into_galley(ui, Some(egui::TextWrapMode::Wrap), width, egui::TextStyle::Body).size().y + BETWEEN_NOTES
    });
    let height = (lines.sum::<f32>() + margin.y + BETWEEN_NOTES).min(MOST_NOTES * ui.available_height());
    EguiPanel::bottom("library plot notes").frame(body).exact_size(height).show(ui, |ui| {
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = BETWEEN_NOTES;
            for note in notes {
                ui.add(egui::Label::new(note).wrap());
            }
        });
    });
    egui::CentralPanel::default().frame(body).show(ui, |ui| {
        head(ui, panel, model);
        ui.add_space(GRID);
        if is_open(ui, words_id()) {
            in_words(ui, model);
            return;
        }
        let room = ui.available_size();
        let lanes = if model.y.named { model.y.ticks.len() as f32 * LANE + AROUND_LANES } else { 0.0 };
        let height = room.y.max(lanes);
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let room = vec2(ui.available_width(), height);
            let shown = ui.allocate_ui(room, |ui| {
                ui.set_min_size(room);
                plot::show(ui, model, &PlotStyle::clinician(theme.palette()), state)
            });
            let clicked = shown.inner.clicked;
            let opened = clicked.and_then(|id| cases.iter().find(|case| case_mark(&case_key(case)) == id));
            if let Some(case) = opened {
                panel.send(Command::OpenPath(case.listed.path.clone()));
            }
        });
    });
}

fn head(ui: &mut Ui, panel: &mut Panel<'_>, model: &Model) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        ui.label(strong(model.title.clone(), size::HEAD, theme.text));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for (label, kind) in [("Save as PNG", ExportKind::Png), ("Save as SVG", ExportKind::Svg)] {
                if link_button(ui, label).clicked() {
                    panel.send(Command::Library(LibraryCommand::SavePlot(kind)));
                }
            }
            let open = is_open(ui, words_id());
            if toggle(ui, "In words", "The plot as a list, a line for each mark", open) {
                ui.data_mut(|data| data.insert_temp(words_id(), !open));
            }
        });
    });
}

/// The plot as words: the counts, then a line a mark.
fn in_words(ui: &mut Ui, model: &Model) {
    let theme = Theme::of(ui);
    let counts = model.key.iter().map(|item| item.words.clone());
    let lines = counts.chain(model.marks.iter().map(|mark| mark.words.clone()));
    focus_ring::scrolled(egui::ScrollArea::vertical().auto_shrink(false), ui, |ui| {
        for line in lines {
            ui.add(egui::Label::new(plain(line, size::BODY, theme.text)).wrap());
        }
    });
}
