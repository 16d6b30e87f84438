//! The widths of the sizes table, measured once a frame from what it holds.

use eframe::egui::{self, Ui};
use jiff::civil::Date;

use crate::app::block::Cell;
use crate::app::dates::short_visit_date_words;
use crate::domain::{Case, Finding, Lesion, LesionKind, Measure, Size, finding_text};
use crate::ui::context::Panel;
use crate::ui::measured_by;
use crate::ui::theme::size;

pub(super) const SUM_WIDTH: f32 = 44.0;
/// The button at the end of the headings that adds a lesion.
pub(super) const ADD_WIDTH: f32 = 24.0;
/// What a cell needs beside its text.
const CELL_MARGIN: f32 = 24.0;
/// What a heading needs beside its text.
const HEAD_MARGIN: f32 = 14.0;
/// What a table's last column keeps clear for the scroll bar of the panel.
const EDGE: f32 = 2.0;

/// The table's columns.
pub(super) struct Columns {
    pub(super) lesions: Vec<Lesion>,
    pub(super) widths: Vec<f32>,
    pub(super) dates: Vec<Date>,
    pub(super) date_words: Vec<String>,
    pub(super) date_width: f32,
    pub(super) by_width: f32,
}

impl Columns {
    pub(super) fn of(ui: &Ui, panel: &Panel<'_>, available: f32) -> Self {
        let case = panel.case();
        let lesions = case.lesions().to_vec();
        let dates: Vec<Date> = case.visits().iter().map(|visit| visit.date).collect();
        let date_words: Vec<String> = dates.iter().map(|&date| short_visit_date_words(case, date)).collect();
        let widest = |texts: &mut dyn Iterator<Item = String>, size: f32| {
            texts.map(|text| text_width(ui, text, size)).fold(0.0_f32, f32::max)
        };
        let date_width = widest(&mut date_words.iter().cloned(), size::BODY).max(40.0) + CELL_MARGIN - 2.0;
        let mut measured_by = case.visits().iter().map(measured_by::short_words);
        let by = widest(&mut measured_by, size::SMALL);
        let by_width = (by + 16.0).clamp(ADD_WIDTH + 32.0, 96.0);
        let mut widths: Vec<f32> = Vec::with_capacity(lesions.len());
        for lesion in &lesions {
            let sizes = case.visits().iter().filter_map(|visit| visit.measurements.get(&lesion.id));
            let typed = panel.session.draft.iter().filter(|draft| draft.cell().1 == lesion.id);
            let typed = typed.map(|draft| draft.text().to_owned());
            let unread = panel.session.unread.iter().filter(|((_, own), _)| *own == lesion.id);
            let texts = sizes.map(|own| finding_text(case, &own.finding)).chain(typed);
            let sized = widest(&mut texts.chain(unread.map(|(_, text)| text.clone())), size::BODY);
            let heading =
                text_width(ui, format!("{} {}", lesion.name, unit_words(case, lesion)), size::SMALL).min(84.0);
            widths.push((sized + CELL_MARGIN).max(heading + HEAD_MARGIN).clamp(60.0, 240.0));
        }
        // Room that is left over goes to the lesions, so that the table spans the panel.
        let left = available - EDGE - date_width - SUM_WIDTH - by_width - widths.iter().sum::<f32>();
        let share = (left / lesions.len().max(1) as f32).clamp(0.0, 40.0);
        for width in &mut widths {
            *width += share;
        }
        Self { lesions, widths, dates, date_words, date_width, by_width }
    }

    pub(super) fn total(&self) -> f32 {
        self.date_width + SUM_WIDTH + self.by_width + self.widths.iter().sum::<f32>()
    }

    /// The cell at a row and a column.
    pub(super) fn cell(&self, row: usize, column: usize) -> Option<Cell> {
        Some((*self.dates.get(row)?, self.lesions.get(column)?.id))
    }
}

pub(super) fn text_width(ui: &Ui, text: String, size: f32) -> f32 {
    ui.painter().layout_no_wrap(text, egui::FontId::proportional(size), egui::Color32::PLACEHOLDER).size().x
}

/// The unit of a lesion's column; a node's number is its short axis, and volumes have their unit in the cells.
pub(super) fn unit_words(case: &Case, lesion: &Lesion) -> &'static str {
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
