//! The entry tabs besides sizes and signs: therapy and events, lesions, patient and tumor.

mod case_tab;
mod therapy_tab;
mod lesions_tab;
mod observers;

pub(super) use case_tab::case_tab;
pub(super) use lesions_tab::{add_lesion, lesions_tab};
pub(super) use therapy_tab::therapy_tab;

use eframe::egui::{Id, Ui};

use super::widgets::{Field, FieldOutcome, combo, field, row_label};

const LABEL_WIDTH: f32 = 96.0;
const FIELD_WIDTH: f32 = 230.0;

/// The keyboard identity of a labeled text field.
pub(super) fn field_id(label: &str) -> Id {
    Id::unique(("case field", label.to_owned()))
}

/// One labeled text field; returns the new text when it was left changed.
fn text_row(ui: &mut Ui, label: &str, hint: &str, shown: &str) -> Option<String> {
    ui.horizontal(|ui| {
        row_label(ui, label, LABEL_WIDTH);
        let look = Field { id: field_id(label), name: label, hint, width: FIELD_WIDTH };
        match field(ui, shown, &look) {
            FieldOutcome::Committed(text) => Some(text.trim().to_owned()),
            FieldOutcome::Quiet => None,
        }
    })
    .inner
}

/// One labeled drop-down; returns the new choice when it changed.
fn combo_row<T: Copy + PartialEq>(ui: &mut Ui, label: &str, choices: &[(T, &str)], chosen: T) -> Option<T> {
    ui.horizontal(|ui| {
        row_label(ui, label, LABEL_WIDTH);
        combo(ui, label, FIELD_WIDTH, choices, chosen)
    })
    .inner
}
