//! How and by whom a visit was measured, as one small menu.

use eframe::egui::{self, Button, Id, Response, Ui};
use jiff::civil::Date;

use super::context::Panel;
use super::theme::{Theme, plain, size};
use super::widgets::{Field, FieldOutcome, combo, field, row_label};
use crate::app::command::Command;
use crate::app::edit::Edit;
use crate::domain::{Measurement, Method, Visit};

/// Draws "cal KM" as a button that opens the choice of method and observer for the whole visit.
///
/// Returns the button; `None` where there is no such visit.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>, date: Date) -> Option<Response> {
    let theme = Theme::of(ui);
    let visit = panel.case().visit(date).cloned()?;
    let (method, observer) = shared(&visit);
    let text = plain(short_words(&visit), size::SMALL, theme.muted);
    let button = Button::new(text).frame(false).truncate();
    // As far in as the text of a size, under its heading.
    ui.add_space(8.0);
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        ui.set_min_width(180.0);
        ui.label(plain(format!("All sizes of {}", panel.dated().when(date)), size::SMALL, theme.muted));
        for choice in Method::ALL {
            if ui.selectable_label(method == Some(choice), choice.words()).clicked() {
                send(panel, &visit, "method", |measurement| measurement.method = Some(choice));
            }
        }
        if ui.selectable_label(method.is_none(), "method not recorded").clicked() {
            send(panel, &visit, "method", |measurement| measurement.method = None);
        }
        ui.separator();
        ui.label(plain("Measured by", size::SMALL, theme.muted));
        let id = Id::unique(("observer", date.to_string()));
        let look = Field { id, name: "Measured by", hint: "initials", width: 160.0 };
        if let FieldOutcome::Committed(text) = field(ui, &observer, &look) {
            send(panel, &visit, "observer", |measurement| text.trim().clone_into(&mut measurement.observer));
        }
    });
    Some(response.accessible_name(format!("Method and observer on {}", panel.dated().when(date))))
}

/// The same choice as a row of the shown visit's form, since the table's last column may be scrolled out of sight.
pub(super) fn row(ui: &mut Ui, panel: &mut Panel<'_>, visit: &Visit, label_width: f32) {
    if visit.measurements.is_empty() {
        return;
    }
    let (method, observer) = shared(visit);
    let mut methods = vec![(None, "not recorded")];
    methods.extend(Method::ALL.map(|method| (Some(method), method.words())));
    ui.horizontal(|ui| {
        row_label(ui, "Measured", label_width);
        if let Some(method) = combo(ui, "Method at this visit", 110.0, &methods, method) {
            send(panel, visit, "method", |measurement| measurement.method = method);
        }
        let id = Id::unique(("observer of the form", visit.date.to_string()));
        let look = Field { id, name: "Observer at this visit", hint: "by", width: 76.0 };
        if let FieldOutcome::Committed(text) = field(ui, &observer, &look) {
            send(panel, visit, "observer", |measurement| text.trim().clone_into(&mut measurement.observer));
        }
    });
}

/// Method and observer as the table shows them: "cal KM".
pub(super) fn short_words(visit: &Visit) -> String {
    let (method, observer) = shared(visit);
    let short = match method {
        Some(Method::Caliper) => "cal",
        Some(Method::Ultrasound) => "US",
        Some(Method::Ct) => "CT",
        Some(Method::Mri) => "MRI",
        Some(Method::Radiograph) => "rad",
        Some(Method::Palpation) => "palp",
        None if visit.measurements.is_empty() => "",
        None => "–",
    };
    format!("{short} {observer}").trim().to_owned()
}

fn shared(visit: &Visit) -> (Option<Method>, String) {
    let mut all = visit.measurements.values();
    let Some(first) = all.next() else { return (None, String::new()) };
    let same_method = visit.measurements.values().all(|own| own.method == first.method);
    let same_observer = visit.measurements.values().all(|own| own.observer == first.observer);
    (
        if same_method { first.method } else { None },
        if same_observer { first.observer.clone() } else { "several".to_owned() },
    )
}

fn send(panel: &mut Panel<'_>, visit: &Visit, what: &str, mut change: impl FnMut(&mut Measurement)) {
    let mut visit = visit.clone();
    visit.measurements.values_mut().for_each(&mut change);
    panel.send(Command::Edit(Edit::SetVisit { visit: Box::new(visit), what: what.to_owned() }));
}
