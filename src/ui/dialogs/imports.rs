//! Questions about a table that is being taken in.

use eframe::egui::{self, Ui};

use super::{body, buttons, room, title};
use crate::app::command::{Answer, Command};
use crate::app::dialog::TableSource;
use crate::exchange::{DateOrder, Import};
use crate::ui::context::Panel;
use crate::ui::focus_ring;
use crate::ui::widgets::link_button;

pub(super) fn dates(ui: &mut Ui, panel: &mut Panel<'_>, source: &TableSource) {
    title(ui, "Which comes first, day or month?");
    body(ui, &format!("Dates in {}, such as 03/04/2026, can be read two ways.", source.name()));
    let answers = [
        ("Day first (3 April)", Answer::Dates(DateOrder::DayFirst)),
        ("Month first (4 March)", Answer::Dates(DateOrder::MonthFirst)),
        ("Cancel", Answer::Cancel),
    ];
    buttons(ui, panel, &answers);
}

pub(super) fn patients(ui: &mut Ui, panel: &mut Panel<'_>, import: &Import, what: &str) {
    title(ui, &format!("{what} holds {} patients", import.cases.len()));
    body(ui, "Choose one to look at.");
    egui::ScrollArea::vertical().max_height(room(ui, 320.0)).show_rows(ui, 26.0, import.cases.len(), |ui, rows| {
        for place in rows {
            let Some(imported) = import.cases.get(place) else { continue };
            let visits = imported.case.visits().len();
            if link_button(ui, &format!("{}, {visits} visits", imported.patient_id)).clicked() {
                panel.send(Command::Answer(Answer::Patient(place)));
            }
        }
        focus_ring::bring(ui);
    });
    buttons(ui, panel, &[("Cancel", Answer::Cancel)]);
}
