//! The middle of the window: the chart or its table, the switches and the one sentence.

use eframe::egui::{self, Id, Ui};

use jiff::civil::Date;

use super::chart_table;
use super::context::Panel;
use super::entry_table::{cell_id, focus_next_frame};
use super::theme::{GRID, Theme, plain, size, strong};
use super::widgets::{line_with_end, toggle, width_of, word_choice};
use crate::app::command::Command;
use crate::app::view::{ChartChoice, Middle, Tab};
use crate::chart::{Geometry, Link, MarkId, Model, Quantity, Scale};
use crate::plot::{self, Moved, PlotState, PlotStyle};

/// Draws the chart area.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>, state: &mut PlotState) {
    let theme = Theme::of(ui);
    head(ui, panel, state);
    if panel.session.view.middle == Middle::Table {
        chart_table::show(ui, panel);
        return;
    }
    let foot = if panel.derived.futures_words.is_empty() { 48.0 } else { 104.0 };
    let room = egui::vec2(ui.available_width(), (ui.available_height() - foot).max(160.0));
    ui.allocate_ui(room, |ui| {
        let style = PlotStyle::clinician(theme.palette());
        let asked = asked_visit(ui).and_then(|date| point_of(&panel.derived.chart, date));
        if let Some(mark) = &asked {
            state.choose(mark.clone());
        }
        let outcome = plot::show(ui, &panel.derived.chart, &style, state);
        if asked.is_some() {
            outcome.response.request_focus();
        }
        if let Some(mark) = &outcome.clicked {
            go_to_place(ui, panel, mark);
        }
        if let Some(moved) = outcome.moved {
            panel.send(Command::Chart(ChartChoice::Recheck(day_of(moved))));
        }
    });
    if !panel.derived.futures_words.is_empty() {
        ui.add_space(2.0);
        ui.add(egui::Label::new(plain(panel.derived.futures_words.clone(), size::SMALL, theme.text)).wrap());
    }
    ui.add(egui::Label::new(plain(panel.derived.words.chart_summary.clone(), size::SMALL, theme.muted)).wrap());
}

/// The day that the recheck was moved to; `None` for the recommended one.
fn day_of(moved: Moved) -> Option<i32> {
    match moved {
        Moved::To(day) => {
            #[expect(clippy::cast_possible_truncation, reason = "a whole day within the chart")]
            let day = day as i32;
            Some(day)
        }
        Moved::Back => None,
    }
}

/// Asks for the visit's point on the chart, with its card, or its row in the chart's table, from the next drawing on.
pub(super) fn show_visit(ui: &Ui, date: Date) {
    ui.data_mut(|data| data.insert_temp(Id::unique("visit to show"), Some(date)));
    ui.request_repaint();
}

pub(super) fn asked_visit(ui: &Ui) -> Option<Date> {
    ui.data_mut(|data| data.remove_temp::<Option<Date>>(Id::unique("visit to show"))).flatten()
}

/// The point of a visit's sum.
fn point_of(model: &Model, date: Date) -> Option<MarkId> {
    let is_its = |link: &Link| link.date == date && link.lesion.is_none();
    let mut points = model.marks.iter().filter(|mark| matches!(mark.geometry, Geometry::Point { .. }));
    points.find(|mark| mark.link.as_ref().is_some_and(is_its)).map(|mark| mark.id.clone())
}

/// What is chosen in the chart leads to where it was typed: an event to the therapy, anything else to its cell in the
/// table of sizes, or to the first of its visit.
pub(super) fn go_to_place(ui: &Ui, panel: &mut Panel<'_>, mark: &MarkId) {
    let found = panel.derived.chart.mark(mark).and_then(|mark| Some((mark.link?, mark.is_event())));
    let Some((link, is_event)) = found else { return };
    if is_event {
        panel.send(Command::ShowTab(Tab::Therapy));
        return;
    }
    panel.send(Command::SelectVisit(link.date));
    let lesion = link.lesion.or_else(|| panel.case().lesions().first().map(|lesion| lesion.id));
    if let (Some(lesion), Some(_)) = (lesion, panel.case().visit(link.date)) {
        panel.send(Command::ShowTab(Tab::Sizes));
        focus_next_frame(ui, cell_id(link.date, lesion));
    }
}

fn head(ui: &mut Ui, panel: &mut Panel<'_>, state: &mut PlotState) {
    /// The switches with a little of the title, in points.
    const ONE_LINE: f32 = 390.0;
    if ui.available_width() < ONE_LINE {
        ui.horizontal(|ui| title(ui, panel));
        ui.horizontal_wrapped(|ui| switches(ui, panel, state));
        return;
    }
    line_with_end(ui, "head of the chart", panel, title, |ui, panel| switches(ui, panel, state));
}

/// The longest of the chart's titles that there is room for.
fn title(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = Theme::of(ui);
    let chart = &panel.derived.chart;
    let room = ui.available_width();
    let fits = |title: &&String| width_of(ui, strong((*title).clone(), size::HEAD, theme.text)) <= room;
    let mut titles = std::iter::once(&chart.title).chain(&chart.short_titles);
    // Where there is room for none, the chosen switch beside it says the same.
    let Some(title) = titles.find(fits) else { return };
    let label = egui::Label::new(strong(title.clone(), size::HEAD, theme.text)).truncate();
    ui.add(label).on_hover_text(chart.title.clone());
}

fn switches(ui: &mut Ui, panel: &mut Panel<'_>, state: &mut PlotState) {
    let view = panel.session.view.chart;
    ui.spacing_mut().button_padding.x = 2.0;
    let choices = Quantity::ALL.map(|quantity| (quantity, quantity.words()));
    if let Some(quantity) = word_choice(ui, &choices, view.quantity, false) {
        panel.send(Command::Chart(ChartChoice::Quantity(quantity)));
        state.reset_zoom();
    }
    ui.add_space(GRID);
    let table = panel.session.view.middle == Middle::Table;
    let log = view.scale == Scale::Log;
    // An axis is nothing to a table.
    let turned =
        ui.add_enabled_ui(!table, |ui| toggle(ui, "Log", "A logarithmic axis: steady growth is a straight line", log));
    if turned.inner {
        let scale = if log { Scale::Linear } else { Scale::Log };
        panel.send(Command::Chart(ChartChoice::Scale(scale)));
    }
    if toggle(ui, "Each lesion", "A line for each lesion", view.per_lesion) {
        panel.send(Command::Chart(ChartChoice::PerLesion(!view.per_lesion)));
    }
    if toggle(ui, "Table", "The same in words: sizes, changes, lines and signs as a table", table) {
        panel.send(Command::ShowMiddle(if table { Middle::Chart } else { Middle::Table }));
    }
}
