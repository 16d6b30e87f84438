//! What the columns of a table hold: its headings, the first cells under each, and a choice of meanings.

use eframe::egui::{self, ComboBox, Id, Ui};

use super::{body, room, title};
use crate::app::command::{Answer, Command};
use crate::exchange::{MEANINGS, Mapping, TablePreview};
use crate::ui::context::Panel;
use crate::ui::focus_ring;
use crate::ui::theme::{GRID, Theme, plain, size, strong};
use crate::ui::widgets::{primary_button, quiet_button};

const KEEP: &str = "Keep as a note";
const LONGEST_SAMPLE: usize = 44;

pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>, why: Option<&str>) {
    let Some(table) = panel.session.table.clone() else { return };
    title(ui, &format!("What do the columns of {} hold?", table.source.name()));
    if let Some(why) = why {
        body(ui, why);
    }
    body(ui, "Choices are remembered for tables with the same headings. A guess is marked; check it.");
    sheet_choice(ui, panel, &table.preview);
    let id = Id::unique(("meanings of columns", table.preview.signature()));
    let mut meanings: Vec<String> = ui.data(|data| data.get_temp(id)).unwrap_or_else(|| first_meanings(&table.preview));
    meanings.resize(table.preview.columns.len(), String::new());
    let area = egui::ScrollArea::both().max_height(room(ui, 360.0)).auto_shrink([false, true]);
    focus_ring::scrolled(area, ui, |ui| {
        grid(ui, &table.preview, &mut meanings);
    });
    ui.add_space(GRID / 2.0);
    ui.horizontal(|ui| {
        if primary_button(ui, "Import").clicked() {
            panel.send(Command::TableColumns(mapping_of(&table.preview, &meanings)));
        }
        if quiet_button(ui, "Cancel").clicked() {
            panel.send(Command::Answer(Answer::Cancel));
        }
    });
    ui.data_mut(|data| data.insert_temp(id, meanings));
}

fn sheet_choice(ui: &mut Ui, panel: &mut Panel<'_>, preview: &TablePreview) {
    if preview.sheets.len() < 2 {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.label(plain("Sheet:", size::BODY, Theme::of(ui).text));
        for sheet in &preview.sheets {
            if quiet_button(ui, sheet).clicked() {
                panel.send(Command::TableSheet(sheet.clone()));
            }
        }
    });
}

fn grid(ui: &mut Ui, preview: &TablePreview, meanings: &mut [String]) {
    let theme = Theme::of(ui);
    egui::Grid::new("columns of the table").num_columns(3).spacing([20.0, 8.0]).striped(true).show(ui, |ui| {
        for heading in ["Column", "First cells", "Holds"] {
            ui.label(strong(heading, size::BODY, theme.text));
        }
        ui.end_row();
        for (place, (column, meaning)) in preview.columns.iter().zip(meanings).enumerate() {
            let name = ui.label(plain(&column.heading, size::BODY, theme.text));
            ui.label(plain(samples(preview, place), size::BODY, theme.text));
            let guess = column.guessed && column.meaning.as_deref() == Some(meaning.as_str());
            let shown = if guess { format!("{} (a guess)", words(meaning)) } else { words(meaning) };
            ComboBox::from_id_salt(("meaning", place))
                .selected_text(shown)
                .width(240.0)
                .show_ui(ui, |ui| {
                    let mut chosen = ui.selectable_value(meaning, String::new(), KEEP).clicked();
                    for (heading, words) in MEANINGS {
                        chosen |= ui.selectable_value(meaning, heading.to_owned(), words).clicked();
                    }
                    // A click of the pointer closes it by itself, Enter does not.
                    if chosen {
                        ui.close();
                    }
                })
                .response
                .labelled_by(name.id);
            ui.end_row();
        }
    });
}

/// The meanings a preview begins with, in the headings of the choice.
fn first_meanings(preview: &TablePreview) -> Vec<String> {
    preview.columns.iter().map(|column| column.meaning.clone().unwrap_or_default()).collect()
}

fn words(meaning: &str) -> String {
    if meaning.is_empty() {
        return KEEP.to_owned();
    }
    MEANINGS
        .iter()
        .find(|(own, _)| *own == meaning)
        .map_or_else(|| meaning.to_owned(), |(_, words)| (*words).to_owned())
}

/// Only what differs from the heading itself, so that a table with our own headings needs nothing remembered.
fn mapping_of(preview: &TablePreview, meanings: &[String]) -> Mapping {
    let chosen = preview.columns.iter().zip(meanings).filter(|(column, meaning)| column.heading != **meaning);
    Mapping::of(chosen.map(|(column, meaning)| (column.heading.clone(), meaning.clone())))
}

fn samples(preview: &TablePreview, place: usize) -> String {
    let cells = preview.first.iter().filter_map(|row| row.cells.get(place)).filter(|cell| !cell.is_empty());
    let joined = cells.take(3).cloned().collect::<Vec<_>>().join(" · ");
    if joined.chars().count() > LONGEST_SAMPLE {
        let cut: String = joined.chars().take(LONGEST_SAMPLE).collect();
        format!("{cut}…")
    } else {
        joined
    }
}
