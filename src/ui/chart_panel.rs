//! The middle of the window: the chart, its switches and its one sentence.

use eframe::egui::{self, Align, Layout, Ui};

use jiff::civil::Date;

use super::context::Panel;
use super::theme::{GRID, Theme, plain, size, strong};
use super::widgets::{segments, word_choice};
use crate::app::command::Command;
use crate::app::view::ChartChoice;
use crate::chart::{MarkId, Model, Quantity, Scale};
use crate::plot::{self, PlotState, PlotStyle};

/// Draws the chart area.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>, state: &mut PlotState) {
    let theme = Theme::of(ui);
    head(ui, panel, state);
    let foot = 40.0;
    let room = egui::vec2(ui.available_width(), (ui.available_height() - foot).max(160.0));
    ui.allocate_ui(room, |ui| {
        let style = PlotStyle::clinician(theme.palette());
        let outcome = plot::show(ui, &panel.derived.chart, &style, state);
        if let Some(date) = clicked_visit(&panel.derived.chart, outcome.clicked.as_ref()) {
            panel.send(Command::SelectVisit(date));
        }
    });
    ui.add(egui::Label::new(plain(panel.derived.words.chart_summary.clone(), size::SMALL, theme.muted)).wrap());
}

/// The visit that a clicked point is of; a click on an event selects nothing.
fn clicked_visit(model: &Model, clicked: Option<&MarkId>) -> Option<Date> {
    let link = model.mark(clicked?)?.link?;
    Some(link.date)
}

fn head(ui: &mut Ui, panel: &mut Panel<'_>, state: &mut PlotState) {
    let theme = Theme::of(ui);
    let title = panel.derived.chart.title.clone();
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            switches(ui, panel, state);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(egui::Label::new(strong(title, size::HEAD, theme.text)).truncate());
            });
        });
    });
}

fn switches(ui: &mut Ui, panel: &mut Panel<'_>, state: &mut PlotState) {
    let view = panel.session.view.chart;
    ui.scope(|ui| {
        let each = [(true, "Each", "A line for each lesion")];
        if segments(ui, "Chart", &each, view.per_lesion.then_some(true), true).is_some() {
            panel.send(Command::Chart(ChartChoice::PerLesion(!view.per_lesion)));
        }
        let log = view.scale == Scale::Log;
        let logs = [(true, "Log", "A logarithmic axis: steady growth is a straight line")];
        if segments(ui, "Axis", &logs, log.then_some(true), true).is_some() {
            let scale = if log { Scale::Linear } else { Scale::Log };
            panel.send(Command::Chart(ChartChoice::Scale(scale)));
        }
    });
    ui.add_space(GRID);
    ui.spacing_mut().button_padding.x = 2.0;
    let choices = [
        (Quantity::PercentOfBaseline, "% of baseline"),
        (Quantity::SumOfDiameters, "Sum"),
        (Quantity::Volume, "Volume"),
    ];
    if let Some(quantity) = word_choice(ui, &choices, view.quantity, false) {
        panel.send(Command::Chart(ChartChoice::Quantity(quantity)));
        state.reset_zoom();
    }
}
