//! What was wrong with a table, as a table: line, column, what was found and what was done; a line shows its row.

use eframe::egui::{self, Id, Ui};

use super::{body, focus, room, title};
use crate::app::command::{Answer, Command};
use crate::exchange::{Problem, TablePreview};
use crate::ui::context::Panel;
use crate::ui::focus_ring;
use crate::ui::theme::{GRID, Theme, plain, size, strong};
use crate::ui::widgets::{link_button, primary_button, quiet_button};

const ROW_HEIGHT: f32 = 26.0;
/// The height of each further line of a row.
const LINE_HEIGHT: f32 = 18.0;
/// A row has at most so many lines; a longer text is shown whole under the table.
const MOST_LINES: f32 = 3.0;

pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>, what: &str, problems: &[Problem], refusal: Option<&str>) {
    match refusal {
        None => {
            title(ui, &format!("{what}: imported, with problems"));
            body(
                ui,
                "Each row says what was found and what was done. Choose a line to see it as it stands in the file.",
            );
        }
        Some(refusal) => {
            title(ui, "Nothing was imported");
            body(ui, refusal);
        }
    }
    let id = Id::unique(("line of the file", what.to_owned()));
    let mut line: Option<usize> = ui.data(|data| data.get_temp(id));
    let theme = Theme::of(ui);
    let widths = [64.0, 150.0];
    let rest = (ui.available_width() - widths.iter().sum::<f32>() - 5.0 * GRID) / 2.0;
    let height = row_height(ui, problems, rest);
    let cell = |ui: &mut Ui, width: f32, text: &str, head: bool| {
        ui.allocate_ui(egui::vec2(width, if head { ROW_HEIGHT } else { height }), |ui| {
            ui.set_width(width);
            if head {
                ui.label(strong(text, size::BODY, theme.text));
            } else {
                let response = ui.add(egui::Label::new(plain(text, size::BODY, theme.text)).wrap());
                response.on_hover_text(text);
            }
        });
    };
    ui.horizontal(|ui| {
        for (width, head) in [(widths[0], "Line"), (widths[1], "Column"), (rest, "Found"), (rest, "Done")] {
            cell(ui, width, head, true);
        }
    });
    egui::ScrollArea::vertical().max_height(room(ui, 300.0)).auto_shrink([false, true]).show_rows(
        ui,
        height,
        problems.len(),
        |ui, rows| {
            for problem in rows.filter_map(|place| problems.get(place)) {
                ui.horizontal_top(|ui| {
                    ui.set_max_height(height);
                    ui.allocate_ui(egui::vec2(widths[0], height), |ui| {
                        ui.set_width(widths[0]);
                        if link_button(ui, &format!("line {}", problem.line)).clicked() {
                            line = Some(problem.line);
                        }
                    });
                    cell(ui, widths[1], problem.column.as_ref().map_or("", |column| &column.name), false);
                    cell(ui, rest, &problem.found, false);
                    cell(ui, rest, &problem.done, false);
                });
            }
            focus_ring::bring(ui);
        },
    );
    if let Some(line) = line {
        let preview = panel.session.table.as_ref().map(|table| &table.preview);
        show_line(ui, line, problems, preview);
        ui.data_mut(|data| data.insert_temp(id, line));
    }
    ui.add_space(GRID / 2.0);
    ui.horizontal(|ui| {
        let close = primary_button(ui, "Close");
        focus::begin_with(ui, &close);
        if close.clicked() {
            panel.send(Command::Answer(Answer::Cancel));
        }
        if panel.session.table.is_some() && quiet_button(ui, "Change the columns…").clicked() {
            panel.send(Command::Answer(Answer::Columns));
        }
    });
}

/// All rows are as high as the longest text of the first ones needs, since a long table is drawn in part only.
fn row_height(ui: &Ui, problems: &[Problem], width: f32) -> f32 {
    const LOOKED_AT: usize = 100;
    let font = egui::FontId::proportional(size::BODY);
    let lines = |text: &str| {
        let galley = ui.painter().layout(text.to_owned(), font.clone(), egui::Color32::PLACEHOLDER, width);
        galley.size().y / LINE_HEIGHT
    };
    let texts = problems.iter().take(LOOKED_AT).flat_map(|problem| [&problem.found, &problem.done]);
    let most = texts.map(|text| lines(text)).fold(1.0, f32::max).ceil().min(MOST_LINES);
    ROW_HEIGHT + (most - 1.0) * LINE_HEIGHT
}

/// One line of the file with its headings, and everything that was wrong with it in full.
fn show_line(ui: &mut Ui, line: usize, problems: &[Problem], preview: Option<&TablePreview>) {
    ui.separator();
    let row = preview.and_then(|preview| {
        let row = preview.asked.iter().chain(&preview.first).find(|row| row.line == line)?;
        let headings = preview.columns.iter().map(|column| column.heading.as_str());
        let cells = headings.zip(&row.cells).filter(|(_, cell)| !cell.is_empty());
        Some(cells.map(|(heading, cell)| format!("{heading}: {cell}")).collect::<Vec<_>>().join("   "))
    });
    body(ui, &row.map_or_else(|| format!("Line {line}"), |row| format!("Line {line}   {row}")));
    for problem in problems.iter().filter(|problem| problem.line == line) {
        body(ui, &format!("{}; {}", problem.found, problem.done));
    }
}
