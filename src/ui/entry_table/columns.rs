//! The widths of the sizes table, measured from what it holds once an edit.

use std::collections::BTreeMap;
use std::sync::Arc;

use eframe::egui::{self, Id, Ui};
use jiff::civil::Date;

use super::date_id;
use crate::app::block::Cell;
use crate::app::dates::short_visit_date_words;
use crate::app::session::Session;
use crate::domain::{Case, DateForm, Finding, Lesion, LesionKind, Measure, Size, finding_text};
use crate::ui::measured_by;
use crate::ui::theme::size;

pub(super) const SUM_WIDTH: f32 = 60.0;
/// The button at the end of the headings that adds a lesion.
pub(super) const ADD_WIDTH: f32 = 24.0;
/// What a cell needs beside its text.
const CELL_MARGIN: f32 = 24.0;
/// What a heading needs beside its text.
const HEAD_MARGIN: f32 = 14.0;
/// What a table's last column keeps clear for the scroll bar of the panel.
const EDGE: f32 = 2.0;

/// What the columns are made of: whoever has the same gets the same columns.
#[derive(Clone, PartialEq)]
struct Key {
    /// The document and its revision, which stand for all that is recorded.
    case: (u64, u64),
    dates: DateForm,
    draft: Option<(Cell, String)>,
    /// What is being typed into a visit's date.
    typed_date: Option<String>,
    unread: BTreeMap<Cell, String>,
    /// The panel's width and the size of a point, by which letters are laid out.
    room: (f32, f32),
}

impl Key {
    fn of(ui: &Ui, session: &Session, available: f32) -> Self {
        Self {
            case: (session.document.id(), session.document.revision()),
            dates: session.view.dates,
            draft: session.draft.as_ref().map(|draft| (draft.cell(), draft.text().to_owned())),
            typed_date: typed_date(ui, session),
            unread: session.unread.clone(),
            room: (available, ui.ctx().pixels_per_point()),
        }
    }
}

/// The table's columns.
pub(super) struct Columns {
    pub(super) lesions: Vec<Lesion>,
    pub(super) widths: Vec<f32>,
    pub(super) dates: Vec<Date>,
    pub(super) shown_dates: Vec<String>,
    pub(super) date_width: f32,
    pub(super) by_width: f32,
}

impl Columns {
    /// The columns of the open case; texts are measured only where something has changed since the frame before.
    pub(super) fn of(ui: &Ui, session: &Session, available: f32) -> Arc<Self> {
        let (id, key) = (Id::unique("columns of the sizes"), Key::of(ui, session, available));
        let kept: Option<Arc<(Key, Arc<Self>)>> = ui.data(|data| data.get_temp(id));
        if let Some(kept) = kept.filter(|kept| kept.0 == key) {
            return Arc::clone(&kept.1);
        }
        let measured = Arc::new(Self::measured(ui, session, available));
        ui.data_mut(|data| data.insert_temp(id, Arc::new((key, Arc::clone(&measured)))));
        measured
    }

    fn measured(ui: &Ui, session: &Session, available: f32) -> Self {
        let case = session.document.case();
        let lesions = case.lesions().to_vec();
        let dates: Vec<Date> = case.visits().iter().map(|visit| visit.date).collect();
        let shown_dates: Vec<String> =
            dates.iter().map(|&date| short_visit_date_words(session.dated(), date)).collect();
        let widest = |texts: &mut dyn Iterator<Item = String>, size: f32| {
            texts.map(|text| text_width(ui, text, size)).fold(0.0_f32, f32::max)
        };
        let typed = typed_date(ui, session);
        let date_width =
            widest(&mut shown_dates.iter().cloned().chain(typed), size::BODY).clamp(40.0, 170.0) + CELL_MARGIN;
        let mut measured_by = case.visits().iter().map(measured_by::short_words);
        let by = widest(&mut measured_by, size::SMALL);
        let by_width = (by + 16.0).clamp(ADD_WIDTH + 32.0, 96.0);
        let mut widths: Vec<f32> = Vec::with_capacity(lesions.len());
        for lesion in &lesions {
            let sizes = case.visits().iter().filter_map(|visit| visit.measurements.get(&lesion.id));
            let typed = session.draft.iter().filter(|draft| draft.cell().1 == lesion.id);
            let typed = typed.map(|draft| draft.text().to_owned());
            let unread = session.unread.iter().filter(|((_, own), _)| *own == lesion.id);
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
        Self { lesions, widths, dates, shown_dates, date_width, by_width }
    }

    pub(super) fn total(&self) -> f32 {
        self.date_width + SUM_WIDTH + self.by_width + self.widths.iter().sum::<f32>()
    }

    /// The cell at a row and a column.
    pub(super) fn cell(&self, row: usize, column: usize) -> Option<Cell> {
        Some((*self.dates.get(row)?, self.lesions.get(column)?.id))
    }
}

/// The text of the date that has the cursor, which may be longer than it was.
fn typed_date(ui: &Ui, session: &Session) -> Option<String> {
    let focused = ui.memory(egui::Memory::focused)?;
    let is_date = session.document.case().visits().iter().any(|visit| date_id(visit.date) == focused);
    ui.data(|data| data.get_temp(focused)).filter(|_| is_date)
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::app::command::Command;
    use crate::app::edit::Edit;
    use crate::domain::LesionId;
    use crate::rules::Rules;
    use crate::store::Settings;
    use crate::ui::theme;

    #[test]
    fn texts_are_measured_once_for_each_change_of_what_they_are() {
        let (day, lesion) = (date(2026, 3, 10), LesionId(0));
        let mut session = Session::new(Rules::shipped().unwrap(), Settings::default(), date(2026, 4, 24));
        for edit in [Edit::AddLesion(Lesion::target(lesion, "T1")), Edit::AddVisit(day)] {
            session.handle(Command::Edit(edit));
        }
        let ctx = egui::Context::default();
        theme::install(&ctx);
        let columns = |session: &Session, available: f32| {
            let mut found = None;
            let mut output =
                ctx.run_ui(egui::RawInput::default(), |ui| found = Some(Columns::of(ui, session, available)));
            output.textures_delta.clear();
            found.unwrap()
        };
        let mut last = columns(&session, 400.0);
        assert!(Arc::ptr_eq(&last, &columns(&session, 400.0)), "nothing has changed");
        let mut changed = |what: &str, session: &Session, available: f32| {
            let now = columns(session, available);
            assert!(!Arc::ptr_eq(&last, &now), "{what} is measured");
            assert!(Arc::ptr_eq(&now, &columns(session, available)), "{what} is measured once");
            let before = std::mem::replace(&mut last, now);
            (before.widths.clone(), last.widths.clone())
        };
        session.handle(Command::Draft { date: day, lesion, text: "31 x 24 x 20 x 31 x 24".to_owned() });
        let (before, now) = changed("a size being typed", &session, 400.0);
        assert!(now > before, "{before:?}, {now:?}");
        session.handle(Command::CommitDraft);
        assert!(!session.unread.is_empty(), "left as it is, and not understood");
        changed("a text that is not understood", &session, 400.0);
        let size = "31 x 24".to_owned();
        session.handle(Command::Edit(Edit::SetSize { date: day, lesion, text: size }));
        changed("an edit", &session, 400.0);
        changed("another width", &session, 500.0);
        let settings = Settings { dates: DateForm::Iso, ..Settings::default() };
        session.handle(Command::Settings(Box::new(settings)));
        changed("another form of dates", &session, 500.0);
    }
}
