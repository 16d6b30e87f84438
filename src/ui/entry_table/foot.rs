//! What stands under the table and its rows: readings back, questions, and the line that adds a visit.

use eframe::egui::{self, Align, Id, Key, Layout, Ui, vec2};
use jiff::civil::Date;

use super::columns::{Columns, text_width};
use super::{cell_id, focus_next_frame};
use crate::app::block::Cell;
use crate::app::command::{CellsCommand, Command};
use crate::app::dates::read_visit_date;
use crate::app::edit::Edit;
use crate::domain::TimeBase;
use crate::ui::context::Panel;
use crate::ui::theme::{Theme, plain, size};
use crate::ui::widgets::{Field, Look, line_edit, link_button};

/// The keyboard identity of the field for a new visit's date.
pub(in crate::ui) fn new_visit_id() -> Id {
    Id::unique("add visit")
}

/// Whether something stands under a visit's row.
pub(super) fn is_under_row(panel: &Panel<'_>, date: Date) -> bool {
    let session = panel.session;
    session.draft.as_ref().is_some_and(|draft| draft.cell().0 == date)
        || session.unread.keys().chain(session.slips.keys()).any(|cell| cell.0 == date)
}

/// Under the row being typed: what was understood, or what is wrong.
pub(super) fn under_row(ui: &mut Ui, panel: &mut Panel<'_>, date: Date, (indent, panel_width): (f32, f32)) {
    let theme = Theme::of(ui);
    let mut lines: Vec<(String, bool)> = Vec::new();
    if let Some(draft) = panel.session.draft.as_ref().filter(|draft| draft.cell().0 == date) {
        lines.push((draft.reading_back(panel.case()), !draft.reads()));
    }
    for (&(_, lesion), text) in panel.session.unread.iter().filter(|((own, _), _)| *own == date) {
        let name = panel.case().lesion(lesion).map_or("", |lesion| lesion.name.as_str());
        let reason = crate::domain::read_finding(panel.case(), lesion, text);
        let reason = reason.err().map(|error| error.to_string()).unwrap_or_default();
        lines.push((format!("{name} is not saved: {reason}"), true));
    }
    for (line, is_error) in lines {
        let color = if is_error { theme.alarm } else { theme.muted };
        ui.horizontal(|ui| {
            ui.add_space(indent);
            // The table may be wider than the panel; what is said must not be.
            ui.allocate_ui(vec2((panel_width - indent).max(120.0), 0.0), |ui| {
                ui.add(egui::Label::new(plain(line, size::SMALL, color)).wrap());
            });
        });
        ui.add_space(4.0);
    }
    questions(ui, panel, date, indent, panel_width);
}

/// A size that may be a slip is asked about here, beside its row, and nothing waits for the answer.
fn questions(ui: &mut Ui, panel: &mut Panel<'_>, date: Date, indent: f32, panel_width: f32) {
    let theme = Theme::of(ui);
    let finding = |cell: Cell| {
        let own = panel.case().visit(cell.0).and_then(|visit| visit.measurements.get(&cell.1));
        own.map(|own| own.finding.clone())
    };
    let asked: Vec<(Cell, String, Option<String>)> = panel
        .session
        .slips
        .iter()
        .filter(|(cell, slip)| cell.0 == date && finding(**cell).as_ref() == Some(&slip.finding))
        .map(|(cell, slip)| (*cell, slip.words.clone(), slip.offer.clone()))
        .collect();
    for (cell, words, offer) in asked {
        ui.horizontal(|ui| {
            ui.add_space(indent);
            ui.allocate_ui(vec2((panel_width - indent).max(120.0), 0.0), |ui| {
                ui.vertical(|ui| {
                    ui.add(egui::Label::new(plain(words, size::SMALL, theme.alarm)).wrap());
                    ui.horizontal(|ui| {
                        ui.spacing_mut().item_spacing.x = 14.0;
                        if let Some(offer) = offer
                            && link_button(ui, &format!("Make it {}", offer.replace(" x ", " × "))).clicked()
                        {
                            panel.send(Command::Cells(CellsCommand::TakeOffer(cell)));
                        }
                        if link_button(ui, "Keep it").clicked() {
                            panel.send(Command::Cells(CellsCommand::KeepSize(cell)));
                        }
                    });
                });
            });
        });
        ui.add_space(4.0);
    }
}

/// The line that adds a visit, and how sizes are typed.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>, columns: &Columns) {
    let theme = Theme::of(ui);
    let days_only = panel.case().time_base == TimeBase::DaysOnly;
    let remove = panel.session.shown_visit().map(|date| (date, format!("Remove {}", panel.dated().when(date))));
    let mut below = None;
    let mut refused = String::new();
    ui.horizontal(|ui| {
        refused = new_visit(ui, panel, days_only);
        let today = panel.session.today();
        if !days_only && !columns.dates.contains(&today) && link_button(ui, "Add today").clicked() {
            add_visit(ui, panel, today);
        }
        // In a large zoom there may be no room for it at the right.
        let fits = |words: &str| text_width(ui, words.to_owned(), size::BODY) <= ui.available_width();
        match remove {
            Some((date, words)) if fits(&words) => {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| remove_link(ui, panel, date, &words));
            }
            remove => below = remove,
        }
    });
    if let Some((date, words)) = below {
        remove_link(ui, panel, date, &words);
    }
    if !refused.is_empty() {
        ui.add(egui::Label::new(plain(refused, size::SMALL, theme.alarm)).wrap());
    }
    ui.add_space(2.0);
    let help = "31 x 24 x 20, or 2.4 cm, or 12 cm3, or parts 14 + 8 · T too small, A absent, N not evaluated, \
                M T1 merged into T1";
    ui.add(egui::Label::new(plain(help, size::SMALL, theme.muted)).wrap());
}

/// What stands in the field for a new visit, kept until it is taken.
#[derive(Clone, Default)]
struct NewVisit {
    document: u64,
    text: String,
    /// Why it was not taken; empty where nobody has tried.
    refused: String,
}

/// What was typed for a new visit and not taken yet.
pub(super) fn new_visit_text(ui: &Ui) -> String {
    let kept: Option<NewVisit> = ui.data(|data| data.get_temp(new_visit_id()));
    kept.map(|kept| kept.text).unwrap_or_default()
}

/// The field for a new visit's date; a date that is not taken stays in it, and the reason is handed back.
fn new_visit(ui: &mut Ui, panel: &mut Panel<'_>, days_only: bool) -> String {
    let (id, document) = (new_visit_id(), panel.session.document.id());
    let kept: Option<NewVisit> = ui.data(|data| data.get_temp(id));
    let mut kept = kept.filter(|kept| kept.document == document).unwrap_or_default();
    kept.document = document;
    let hint = if days_only { "new visit: day" } else { "new visit: date" };
    let field = Field { id, name: "Date of a new visit", hint, width: 128.0 };
    let look = if kept.refused.is_empty() { Look::Field } else { Look::Error };
    let response = line_edit(ui, &mut kept.text, &field, look);
    if response.changed() {
        kept.refused.clear();
    }
    if response.lost_focus() {
        let text = kept.text.trim().to_owned();
        let escaped = ui.input(|input| input.key_pressed(Key::Escape));
        if text.is_empty() || escaped {
            kept = NewVisit { document, ..NewVisit::default() };
        } else {
            match read_visit_date(&text, panel.dated(), None, panel.session.today()) {
                Ok(date) => {
                    kept = NewVisit { document, ..NewVisit::default() };
                    add_visit(ui, panel, date);
                }
                Err(reason) => {
                    kept.refused = naming(&text, &reason);
                    if ui.input(|input| input.key_pressed(Key::Enter)) {
                        focus_next_frame(ui, id);
                    }
                }
            }
        }
    }
    let refused = kept.refused.clone();
    ui.data_mut(|data| data.insert_temp(id, kept));
    refused
}

/// Why a date was not taken, beginning with the date as it was typed.
pub(super) fn naming(text: &str, reason: &str) -> String {
    if reason.contains(text) { reason.to_owned() } else { format!("“{text}”: {reason}") }
}

fn remove_link(ui: &mut Ui, panel: &mut Panel<'_>, date: Date, words: &str) {
    if link_button(ui, words).clicked() {
        panel.send(Command::Edit(Edit::RemoveVisit(date)));
    }
}

fn add_visit(ui: &Ui, panel: &mut Panel<'_>, date: Date) {
    panel.send(Command::Edit(Edit::AddVisit(date)));
    panel.send(Command::SelectVisit(date));
    if let Some(lesion) = panel.case().lesions().first() {
        focus_next_frame(ui, cell_id(date, lesion.id));
    }
}
