//! Sizes by visit and lesion: a table to type into.

mod cell_menu;
mod columns;
mod foot;
mod heading;
mod keys;
mod rows;

use eframe::egui::{
    self, Align, Align2, FontId, Id, Key, Layout, Rect, Sense, Stroke, StrokeKind, Ui, UiBuilder, vec2,
};
use jiff::civil::Date;

use self::columns::{Columns, SUM_WIDTH};
use super::context::Panel;
use super::measured_by;
use super::theme::{GRID, Theme, size, strong};
use super::widgets::{Field, FieldOutcome, Look, field_as, line_edit, select_all};
use crate::app::block::CellBlock;
use crate::app::command::{CellsCommand, Command};
use crate::app::dates::read_visit_date;
use crate::app::draft::{Draft, finding_words};
use crate::app::edit::Edit;
use crate::domain::{LesionId, Repeats, finding_text, units::Tenths};

pub(super) use foot::new_visit_id;
pub(super) use keys::is_block;

const ROW: f32 = 34.0;

/// The keyboard identity of a size cell.
pub(super) fn cell_id(date: Date, lesion: LesionId) -> Id {
    Id::unique(("size", date, lesion.0))
}

/// Asks for the cursor in a size cell from the next frame on.
///
/// In this frame the key that was pressed is still there, and a cell drawn later would act on it again.
pub(super) fn focus_next_frame(ui: &Ui, cell: Id) {
    ui.data_mut(|data| data.insert_temp(Id::unique("cell to focus"), Some(cell)));
    ui.request_repaint();
}

/// Takes back the wish for the cursor that was not granted yet.
pub(super) fn take_asked_focus(ui: &Ui) -> Option<Id> {
    ui.data_mut(|data| data.remove_temp::<Option<Id>>(Id::unique("cell to focus"))).flatten()
}

/// The keyboard identity of a visit's date.
fn date_id(date: Date) -> Id {
    Id::unique(("date", date))
}

fn row_id(date: Date) -> Id {
    Id::unique(("visit row", date))
}

/// Gives the cursor to the field that was asked for; called before any is drawn.
pub(super) fn take_focus(ui: &Ui) {
    let asked = Id::unique("cell to focus");
    if ui.memory(|memory| memory.top_modal_layer().is_some()) {
        // A dialog that closed in the last frame still holds the cursor in this one.
        if ui.data(|data| data.get_temp::<Option<Id>>(asked)).flatten().is_some() {
            ui.request_repaint();
        }
        return;
    }
    if let Some(cell) = ui.data_mut(|data| data.remove_temp::<Option<Id>>(asked).flatten()) {
        ui.memory_mut(|memory| memory.request_focus(cell));
    }
}

/// Draws the table with its header, its visits, and the line that adds one.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = Theme::of(ui);
    let panel_width = ui.available_width();
    let columns = Columns::of(ui, panel.session, panel_width);
    keys::take(ui, panel, &columns);
    let left = ui.cursor().left();
    let in_table = egui::ScrollArea::horizontal().id_salt("sizes across").show(ui, |ui| {
        ui.set_min_width(columns.total());
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        // The dates stay where they are while the sizes pass under them.
        let passed = (left - ui.cursor().left()).max(0.0);
        heading::show(ui, panel, &columns, passed);
        let (rule, _) = ui.allocate_exact_size(vec2(columns.total(), 1.0), Sense::hover());
        ui.painter().hline(rule.x_range(), rule.center().y, (1.0, theme.line));
        let in_sight = rows::InSight::of(ui, panel, &columns);
        let (mut left_out, mut reached) = (0.0, None);
        for (row, &date) in columns.dates.iter().enumerate() {
            if in_sight.holds(row, date, ui.cursor().top() + left_out) {
                ui.add_space(std::mem::take(&mut left_out));
                // Which rows are drawn must not change who the next one is.
                let drawn = ui.scope_builder(UiBuilder::new().scope_id(row_id(date)), |ui| {
                    visit_row(ui, panel, &columns, row, (panel_width, passed));
                });
                reached = reached.or_else(|| in_sight.is_reached(row).then_some(drawn.response.rect));
            } else {
                left_out += ROW;
            }
        }
        ui.add_space(left_out);
        reached
    });
    // Asked for out here: the area that scrolls across would take the wish for itself.
    if let Some(row) = in_table.inner {
        ui.scroll_to_rect(row, None);
    }
    ui.add_space(GRID / 2.0);
    foot::show(ui, panel, &columns);
}

fn visit_row(ui: &mut Ui, panel: &mut Panel<'_>, columns: &Columns, row: usize, (panel_width, passed): (f32, f32)) {
    let theme = Theme::of(ui);
    let Some(&date) = columns.dates.get(row) else { return };
    let selected = panel.session.shown_visit() == Some(date);
    let ground = Rect::from_min_size(ui.cursor().min, vec2(columns.total(), ROW));
    if selected {
        ui.painter().rect_filled(ground, 6.0, theme.accent_soft);
    }
    ui.horizontal(|ui| {
        held(ui, columns.date_width, passed, |ui| date_cell(ui, panel, columns, row, date));
        for (column, &width) in columns.widths.iter().enumerate() {
            size_cell(ui, panel, columns, (row, column), width);
        }
        sum_cell(ui, panel, date);
        let by = boxed(ui, columns.by_width, |ui| measured_by::show(ui, panel, date));
        if by.is_some_and(|by| by.has_focus()) {
            rows::keep(ui, date);
        }
    });
    foot::under_row(ui, panel, date, (columns.date_width + passed, panel_width + passed));
}

/// The first part of a row, which stays at the left edge when the table has been scrolled across; what follows in the
/// row is cut off where it begins.
fn held<R>(ui: &mut Ui, width: f32, passed: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    if passed <= 0.0 {
        return add(ui);
    }
    let (place, _) = ui.allocate_exact_size(vec2(width, ROW), Sense::hover());
    let place = place.translate(vec2(passed, 0.0));
    let mut child = ui.new_child(UiBuilder::new().max_rect(place).layout(Layout::left_to_right(Align::Center)));
    let outcome = add(&mut child);
    let mut clip = ui.clip_rect();
    clip.min.x = clip.min.x.max(place.right());
    ui.set_clip_rect(clip);
    outcome
}

fn boxed<R>(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let (rect, _) = ui.allocate_exact_size(vec2(width, ROW), Sense::hover());
    let inner = Rect::from_min_max(rect.min + vec2(0.0, 2.0), rect.max - vec2(6.0, 2.0));
    let mut child = ui.new_child(UiBuilder::new().max_rect(inner).layout(Layout::left_to_right(Align::Center)));
    add(&mut child)
}

fn date_cell(ui: &mut Ui, panel: &mut Panel<'_>, columns: &Columns, row: usize, date: Date) {
    let shown = columns.shown_dates.get(row).cloned().unwrap_or_default();
    let width = columns.date_width;
    let outcome = boxed(ui, width, |ui| {
        let name = format!("Date of visit {}", row + 1);
        let id = date_id(date);
        let outcome = field_as(ui, &shown, &Field { id, name: &name, hint: "", width: width - 6.0 }, Look::Cell);
        if panel.session.shown_visit() != Some(date) && ui.memory(|memory| memory.has_focus(id)) {
            panel.send(Command::SelectVisit(date));
        }
        outcome
    });
    if let FieldOutcome::Committed(text) = outcome {
        let today = panel.session.today();
        match read_visit_date(&text, panel.dated(), Some(date), today) {
            Ok(to) => {
                panel.send(Command::Edit(Edit::MoveVisit { from: date, to }));
                if let Some(lesion) = columns.lesions.first() {
                    focus_next_frame(ui, cell_id(to, lesion.id));
                }
            }
            Err(reason) => {
                panel.send(Command::Tell(foot::naming(text.trim(), &reason)));
                if ui.input(|input| input.key_pressed(Key::Enter)) {
                    // What was typed stays, to be put right.
                    ui.data_mut(|data| data.insert_temp(date_id(date), text));
                    focus_next_frame(ui, date_id(date));
                }
            }
        }
    }
}

fn size_cell(ui: &mut Ui, panel: &mut Panel<'_>, columns: &Columns, (row, column): (usize, usize), cell_width: f32) {
    let (Some(cell), Some(lesion)) = (columns.cell(row, column), columns.lesions.get(column)) else { return };
    let theme = Theme::of(ui);
    let (date, _) = cell;
    let id = cell_id(date, lesion.id);
    let own = panel.case().visit(date).and_then(|visit| visit.measurements.get(&lesion.id));
    let committed = own.map_or_else(String::new, |own| finding_text(panel.case(), &own.finding));
    let readings = own.and_then(|own| own.repeats.as_ref()).map(Repeats::count);
    let hover = own.map_or_else(
        || cell_menu::HOW.to_owned(),
        |own| {
            let mean = readings.map(|count| format!("mean of {count} readings: ")).unwrap_or_default();
            let words = finding_words(panel.case(), &own.finding);
            format!("{mean}{words}\nentered as “{}”\n{}", own.entered, cell_menu::HOW)
        },
    );
    let asked = own.is_some_and(|own| panel.session.slips.get(&cell).is_some_and(|slip| slip.finding == own.finding));
    let draft = panel.session.draft.as_ref().filter(|draft| draft.is_of(date, lesion.id));
    let unread = panel.session.unread.get(&cell);
    let look = if unread.is_some() || (asked && draft.is_none()) { Look::Error } else { Look::Cell };
    let mut text = draft.map(|draft| draft.text().to_owned()).or_else(|| unread.cloned()).unwrap_or(committed);
    let name = format!("{}, visit {}", lesion.name, row + 1);
    let in_block = panel.session.view.block.filter(|block| !block.is_single());
    let in_block = in_block.is_some_and(|block| block.contains(panel.case(), cell));

    let had_focus = ui.memory(|memory| memory.has_focus(id));
    let response = boxed(ui, cell_width, |ui| {
        let field = Field { id, name: &name, hint: "–", width: cell_width - 6.0 };
        line_edit(ui, &mut text, &field, look)
    });
    if let (Some(count), true) = (readings, draft.is_none() && !response.has_focus()) {
        let place = response.rect.right_center() - vec2(4.0, 0.0);
        let font = FontId::proportional(11.0);
        ui.painter().text(place, Align2::RIGHT_CENTER, format!("of {count}"), font, theme.muted);
    }
    if in_block {
        ui.painter().rect_filled(response.rect, 6.0, theme.accent.gamma_multiply(0.12));
        ui.painter().rect_stroke(response.rect, 6.0, Stroke::new(1.0, theme.accent), StrokeKind::Inside);
    }
    if response.clicked()
        && ui.input(|input| input.modifiers.shift)
        && let Some(block) = panel.session.view.block
    {
        panel.send(Command::Cells(CellsCommand::Select(Some(CellBlock { head: cell, ..block }))));
        ui.memory_mut(|memory| memory.request_focus(cell_id(block.anchor.0, block.anchor.1)));
        return;
    }
    if response.gained_focus() {
        // What lies under the dates is not in sight.
        let mut in_sight = response.rect;
        in_sight.min.x -= columns.date_width;
        ui.scroll_to_rect(in_sight, None);
        select_all(ui, id, &text);
        keys::open(ui, None);
        panel.send(Command::SelectVisit(date));
        panel.send(Command::Cells(CellsCommand::Select(Some(CellBlock::of(cell)))));
    } else if response.clicked() && had_focus {
        keys::open(ui, Some(cell));
    }
    if response.changed() {
        panel.send(Command::Draft { date, lesion: lesion.id, text });
    }
    if response.lost_focus() {
        leave_cell(ui, panel, columns, (row, column));
    } else if response.has_focus() {
        // Only an open cell's keys come this far; a chosen one's are taken before it is drawn.
        let step = ui.input(|input| {
            isize::from(input.key_pressed(Key::ArrowDown)) - isize::from(input.key_pressed(Key::ArrowUp))
        });
        let target = row.checked_add_signed(step).and_then(|place| columns.dates.get(place));
        if let (true, Some(&target)) = (step != 0, target) {
            panel.send(Command::CommitDraft);
            focus_next_frame(ui, cell_id(target, lesion.id));
        }
    }
    cell_menu::show(ui, panel, &response, cell);
    if !response.has_focus() {
        response.on_hover_text(hover);
    }
}

/// A cell was left: Enter goes down, Tab right and on into the next row; Escape drops what was typed and stays.
fn leave_cell(ui: &Ui, panel: &mut Panel<'_>, columns: &Columns, (row, column): (usize, usize)) {
    let escaped = ui.input(|input| input.key_pressed(Key::Escape));
    panel.send(if escaped { Command::DropDraft } else { Command::CommitDraft });
    let focus = |cell: Option<(Date, LesionId)>| {
        if let Some((date, lesion)) = cell {
            focus_next_frame(ui, cell_id(date, lesion));
        }
    };
    let here = columns.cell(row, column);
    let is_of_here = |draft: &&Draft| here.is_some_and(|(date, lesion)| draft.is_of(date, lesion));
    let is_wrong = panel.session.draft.as_ref().filter(is_of_here).is_some_and(|draft| !draft.reads());
    let is_wrong = is_wrong || here.is_some_and(|cell| panel.session.unread.contains_key(&cell));
    let entered = ui.input(|input| input.key_pressed(Key::Enter));
    if escaped || (entered && is_wrong) {
        // The keys stay with the cell: it is chosen still, and what is wrong in it is put right here.
        focus(here);
    } else if entered {
        match columns.cell(row + 1, column) {
            Some(below) => focus(Some(below)),
            // Under the last visit comes the next one.
            None => focus_next_frame(ui, foot::new_visit_id()),
        }
    }
    let forward = ui.input(|input| input.key_pressed(Key::Tab) && !input.modifiers.shift);
    if forward && column + 1 == columns.lesions.len() {
        focus(columns.cell(row + 1, 0));
    }
}

fn sum_cell(ui: &mut Ui, panel: &Panel<'_>, date: Date) {
    let theme = Theme::of(ui);
    let points = &panel.derived.assessment.series.points;
    let of_diameters = points.iter().any(|point| point.sum_tenths.is_some());
    let point = points.iter().find(|point| point.date == date);
    let (text, hover) = match point {
        Some(point) => match (point.sum_tenths, point.volume_mm3) {
            (Some(sum), _) => {
                let mark = if point.complete { "" } else { "*" };
                let hover = if point.complete {
                    "Sum of diameters in mm"
                } else {
                    "Sum of the assessed targets in mm; a target was not assessed"
                };
                (format!("{}{mark}", Tenths(i64::from(sum))), hover)
            }
            // The heading has the unit of the others.
            (None, Some(mm3)) if of_diameters => (format!("{:.2} cm³", mm3 / 1000.0), "Volume in cm³"),
            (None, Some(mm3)) => (format!("{:.2}", mm3 / 1000.0), "Volume in cm³"),
            (None, None) => (String::new(), ""),
        },
        None => (String::new(), ""),
    };
    boxed(ui, SUM_WIDTH, |ui| {
        ui.add_space(GRID);
        let response = ui.add(egui::Label::new(strong(text, size::BODY, theme.text)));
        if !hover.is_empty() {
            response.on_hover_text(hover);
        }
    });
}
