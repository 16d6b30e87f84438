//! Sizes by visit and lesion: a table to type into.

use eframe::egui::{self, Align, Id, Key, Layout, Rect, Sense, Ui, UiBuilder, vec2};
use jiff::civil::Date;

use super::context::Panel;
use super::measured_by;
use super::theme::{GRID, Theme, plain, size, strong};
use super::widgets::{Field, FieldOutcome, Look, field, field_as, line_edit, link_button, select_all};
use crate::app::command::Command;
use crate::app::dates::{read_visit_date, short_visit_date_words, visit_date_words};
use crate::app::draft::finding_words;
use crate::app::edit::{Edit, cell_text};
use crate::domain::{Case, Finding, Lesion, LesionId, LesionKind, Measure, Size, TimeBase, units::Tenths};

const ROW: f32 = 34.0;
const SUM_WIDTH: f32 = 42.0;
const BY_WIDTH: f32 = 68.0;
/// What a cell needs beside its text.
const CELL_MARGIN: f32 = 22.0;

/// The keyboard identity of a size cell.
pub(super) fn cell_id(date: Date, lesion: LesionId) -> Id {
    Id::unique(("size", date.to_string(), lesion.0))
}

/// Asks for the cursor in a size cell from the next frame on.
///
/// In this frame the key that was pressed is still there, and a cell drawn later would act on it again.
pub(super) fn focus_next_frame(ui: &Ui, cell: Id) {
    ui.data_mut(|data| data.insert_temp(Id::unique("cell to focus"), Some(cell)));
    ui.request_repaint();
}

fn take_focus(ui: &Ui) {
    let asked = Id::unique("cell to focus");
    if let Some(cell) = ui.data_mut(|data| data.remove_temp::<Option<Id>>(asked).flatten()) {
        ui.memory_mut(|memory| memory.request_focus(cell));
    }
}

/// The table's columns, measured once a frame from what they hold.
struct Columns {
    lesions: Vec<Lesion>,
    widths: Vec<f32>,
    dates: Vec<Date>,
    date_words: Vec<String>,
    date_width: f32,
}

impl Columns {
    fn of(ui: &Ui, panel: &Panel<'_>, available: f32) -> Self {
        let case = panel.case();
        let lesions = case.lesions().to_vec();
        let dates: Vec<Date> = case.visits().iter().map(|visit| visit.date).collect();
        let date_words: Vec<String> = dates.iter().map(|&date| short_visit_date_words(case, date)).collect();
        let widest = |texts: &mut dyn Iterator<Item = String>, size: f32| {
            texts.map(|text| text_width(ui, text, size)).fold(0.0_f32, f32::max)
        };
        let date_width = widest(&mut date_words.iter().cloned(), size::BODY).max(40.0) + CELL_MARGIN;
        let mut widths: Vec<f32> = Vec::with_capacity(lesions.len());
        for lesion in &lesions {
            let sizes = case.visits().iter().filter_map(|visit| visit.measurements.get(&lesion.id));
            let typed = panel.session.draft.iter().filter(|draft| draft.cell().1 == lesion.id);
            let typed = typed.map(|draft| draft.text().to_owned());
            let sized = widest(&mut sizes.map(|own| cell_text(&own.finding)).chain(typed), size::BODY);
            let heading =
                text_width(ui, format!("{} {}", lesion.name, unit_words(case, lesion)), size::SMALL).min(84.0);
            widths.push((sized.max(heading).max(40.0) + CELL_MARGIN).min(240.0));
        }
        // Room that is left over goes to the lesions, so that the table spans the panel.
        let left = available - date_width - SUM_WIDTH - BY_WIDTH - widths.iter().sum::<f32>();
        let share = (left / lesions.len().max(1) as f32).clamp(0.0, 40.0);
        for width in &mut widths {
            *width += share;
        }
        Self { lesions, widths, dates, date_words, date_width }
    }

    fn total(&self) -> f32 {
        self.date_width + SUM_WIDTH + BY_WIDTH + self.widths.iter().sum::<f32>()
    }
}

fn text_width(ui: &Ui, text: String, size: f32) -> f32 {
    ui.painter().layout_no_wrap(text, egui::FontId::proportional(size), egui::Color32::PLACEHOLDER).size().x
}

/// Draws the table with its header, its visits, and the line that adds one.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = Theme::of(ui);
    take_focus(ui);
    let panel_width = ui.available_width();
    let columns = Columns::of(ui, panel, panel_width);
    egui::ScrollArea::horizontal().id_salt("sizes across").show(ui, |ui| {
        ui.set_min_width(columns.total());
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        header(ui, panel.case(), &columns);
        let (rule, _) = ui.allocate_exact_size(vec2(columns.total(), 1.0), Sense::hover());
        ui.painter().hline(rule.x_range(), rule.center().y, (1.0, theme.line));
        for row in 0..columns.dates.len() {
            visit_row(ui, panel, &columns, row, panel_width);
        }
    });
    ui.add_space(GRID / 2.0);
    add_visit_line(ui, panel, &columns.dates);
}

fn header(ui: &mut Ui, case: &Case, columns: &Columns) {
    ui.horizontal(|ui| {
        head(ui, columns.date_width, "Visit", "");
        for (lesion, &width) in columns.lesions.iter().zip(&columns.widths) {
            head(ui, width, &lesion.name, unit_words(case, lesion));
        }
        head(ui, SUM_WIDTH, "Sum", "");
        head(ui, BY_WIDTH, "By", "");
    });
}

/// The unit of a lesion's column; a node's number is its short axis, and volumes have their unit in the cells.
fn unit_words(case: &Case, lesion: &Lesion) -> &'static str {
    let mut sizes = case.visits().iter().filter_map(|visit| visit.measurements.get(&lesion.id)).peekable();
    let by_volume =
        sizes.peek().is_some() && sizes.all(|own| matches!(own.finding, Finding::Measured(Size::Volume(_))));
    match (lesion.kind, lesion.measure) {
        _ if by_volume => "",
        (LesionKind::Nodal, _) => "mm SA",
        (_, Measure::SumOfDiameters) => "mm sum",
        _ => "mm",
    }
}

fn head(ui: &mut Ui, width: f32, name: &str, unit: &str) {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::hover());
    // Headings stand over the text of their cells, which a field's margin sets in.
    let text_rect = Rect::from_min_max(rect.min + vec2(8.0, 0.0), rect.max - vec2(4.0, 0.0));
    let mut inner = ui.new_child(UiBuilder::new().max_rect(text_rect).layout(Layout::left_to_right(Align::Center)));
    let text = if unit.is_empty() { name.to_owned() } else { format!("{name} {unit}") };
    inner.add(egui::Label::new(plain(text.clone(), size::SMALL, theme.muted)).truncate());
    if !unit.is_empty() {
        response.on_hover_text(text);
    }
}

fn visit_row(ui: &mut Ui, panel: &mut Panel<'_>, columns: &Columns, row: usize, panel_width: f32) {
    let theme = Theme::of(ui);
    let Some(&date) = columns.dates.get(row) else { return };
    let selected = panel.session.shown_visit() == Some(date);
    let ground = Rect::from_min_size(ui.cursor().min, vec2(columns.total(), ROW));
    if selected {
        ui.painter().rect_filled(ground, 6.0, theme.accent_soft);
    }
    ui.horizontal(|ui| {
        date_cell(ui, panel, columns, row, date);
        for (lesion, &width) in columns.lesions.iter().zip(&columns.widths) {
            size_cell(ui, panel, columns, lesion, row, width);
        }
        sum_cell(ui, panel, date);
        boxed(ui, BY_WIDTH, |ui| measured_by::show(ui, panel, date));
    });
    reading_back(ui, panel, date, columns.date_width, panel_width);
}

fn boxed<R>(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let (rect, _) = ui.allocate_exact_size(vec2(width, ROW), Sense::hover());
    let inner = Rect::from_min_max(rect.min + vec2(0.0, 2.0), rect.max - vec2(6.0, 2.0));
    let mut child = ui.new_child(UiBuilder::new().max_rect(inner).layout(Layout::left_to_right(Align::Center)));
    add(&mut child)
}

fn date_cell(ui: &mut Ui, panel: &mut Panel<'_>, columns: &Columns, row: usize, date: Date) {
    let shown = columns.date_words.get(row).cloned().unwrap_or_default();
    let width = columns.date_width;
    let outcome = boxed(ui, width, |ui| {
        let name = format!("Date of visit {}", row + 1);
        let id = Id::unique(("date", date.to_string()));
        let outcome = field_as(ui, &shown, &Field { id, name: &name, hint: "", width: width - 6.0 }, Look::Cell);
        if panel.session.shown_visit() != Some(date) && ui.memory(|memory| memory.has_focus(id)) {
            panel.send(Command::SelectVisit(date));
        }
        outcome
    });
    if let FieldOutcome::Committed(text) = outcome {
        let today = panel.session.today();
        match read_visit_date(&text, panel.case(), Some(date), today) {
            Ok(to) => panel.send(Command::Edit(Edit::MoveVisit { from: date, to })),
            Err(reason) => panel.send(Command::Tell(reason)),
        }
    }
}

fn size_cell(ui: &mut Ui, panel: &mut Panel<'_>, columns: &Columns, lesion: &Lesion, row: usize, cell_width: f32) {
    let (dates, lesions) = (&columns.dates, &columns.lesions);
    let Some(&date) = dates.get(row) else { return };
    let is_last = lesions.last().is_some_and(|last| last.id == lesion.id);
    let id = cell_id(date, lesion.id);
    let cell = (date, lesion.id);
    let own = panel.case().visit(date).and_then(|visit| visit.measurements.get(&lesion.id));
    let committed = own.map_or_else(String::new, |own| cell_text(&own.finding));
    let hover = own.map(|own| format!("{}\nentered as “{}”", finding_words(&own.finding), own.entered));
    let draft = panel.session.draft.as_ref().filter(|draft| draft.is_of(date, lesion.id));
    let unread = panel.session.unread.get(&cell);
    let is_error = unread.is_some();
    let mut text = draft.map(|draft| draft.text().to_owned()).or_else(|| unread.cloned()).unwrap_or(committed);
    let name = format!("{}, visit {}", lesion.name, row + 1);

    let response = boxed(ui, cell_width, |ui| {
        let look = Field { id, name: &name, hint: "–", width: cell_width - 6.0 };
        line_edit(ui, &mut text, &look, if is_error { Look::Error } else { Look::Cell })
    });
    if response.gained_focus() {
        select_all(ui, id, &text);
        panel.send(Command::SelectVisit(date));
    }
    if response.changed() {
        panel.send(Command::Draft { date, lesion: lesion.id, text });
    }
    if response.lost_focus() {
        let escaped = ui.input(|input| input.key_pressed(Key::Escape));
        panel.send(if escaped { Command::DropDraft } else { Command::CommitDraft });
        if ui.input(|input| input.key_pressed(Key::Enter))
            && let Some(&below) = dates.get(row + 1)
        {
            focus_next_frame(ui, cell_id(below, lesion.id));
        }
        // After a row's last size comes the next row's first, as in a spreadsheet.
        let forward = ui.input(|input| input.key_pressed(Key::Tab) && !input.modifiers.shift);
        if let (true, Some(first), Some(&below)) = (forward && is_last, lesions.first(), dates.get(row + 1)) {
            focus_next_frame(ui, cell_id(below, first.id));
        }
    } else if response.has_focus() {
        let step = ui.input(|input| {
            isize::from(input.key_pressed(Key::ArrowDown)) - isize::from(input.key_pressed(Key::ArrowUp))
        });
        let target = row.checked_add_signed(step).and_then(|place| dates.get(place));
        if let (true, Some(&target)) = (step != 0, target) {
            panel.send(Command::CommitDraft);
            focus_next_frame(ui, cell_id(target, lesion.id));
        }
    } else if let Some(hover) = hover {
        response.on_hover_text(hover);
    }
}

fn sum_cell(ui: &mut Ui, panel: &Panel<'_>, date: Date) {
    let theme = Theme::of(ui);
    let point = panel.derived.series.points.iter().find(|point| point.date == date);
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

/// Under the row being typed: what was understood, or what is wrong.
fn reading_back(ui: &mut Ui, panel: &Panel<'_>, date: Date, indent: f32, panel_width: f32) {
    let theme = Theme::of(ui);
    let mut lines: Vec<(String, bool)> = Vec::new();
    if let Some(draft) = panel.session.draft.as_ref().filter(|draft| draft.cell().0 == date) {
        lines.push((draft.reading_back(), !draft.reads()));
    }
    for (&(_, lesion), text) in panel.session.unread.iter().filter(|((own, _), _)| *own == date) {
        let name = panel.case().lesion(lesion).map_or("", |lesion| lesion.name.as_str());
        let reason = crate::domain::read_size(text, panel.case().lesion(lesion).map(|l| l.kind).unwrap_or_default());
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
}

fn add_visit_line(ui: &mut Ui, panel: &mut Panel<'_>, dates: &[Date]) {
    let theme = Theme::of(ui);
    let days_only = panel.case().time_base == TimeBase::DaysOnly;
    ui.horizontal(|ui| {
        let hint = if days_only { "new visit: day" } else { "new visit: date" };
        let look = Field { id: Id::unique("add visit"), name: "Date of a new visit", hint, width: 128.0 };
        if let FieldOutcome::Committed(text) = field(ui, "", &look)
            && !text.trim().is_empty()
        {
            let today = panel.session.today();
            match read_visit_date(&text, panel.case(), None, today) {
                Ok(date) => {
                    panel.send(Command::Edit(Edit::AddVisit(date)));
                    panel.send(Command::SelectVisit(date));
                    if let Some(lesion) = panel.case().lesions().first() {
                        focus_next_frame(ui, cell_id(date, lesion.id));
                    }
                }
                Err(reason) => panel.send(Command::Tell(reason)),
            }
        }
        if !days_only && link_button(ui, "Add today").clicked() && !dates.contains(&panel.session.today()) {
            let today = panel.session.today();
            panel.send(Command::Edit(Edit::AddVisit(today)));
            panel.send(Command::SelectVisit(today));
            if let Some(lesion) = panel.case().lesions().first() {
                focus_next_frame(ui, cell_id(today, lesion.id));
            }
        }
        if let Some(date) = panel.session.shown_visit() {
            let words = visit_date_words(panel.case(), date);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if link_button(ui, &format!("Remove {words}")).clicked() {
                    panel.send(Command::Edit(Edit::RemoveVisit(date)));
                }
            });
        }
    });
    ui.add_space(2.0);
    let help = "31 x 24 x 20, or 2.4 cm, or 12 cm3 · T too small, A absent, N not evaluated";
    ui.add(egui::Label::new(plain(help, size::SMALL, theme.muted)).wrap());
}
