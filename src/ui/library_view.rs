//! The library: every case of a folder as a card with its small chart, overdue rechecks first.

use eframe::egui::{
    self, Button, CornerRadius, Frame, Id, Key, Margin, Modifiers, Panel as EguiPanel, Popup, Pos2, Rect, Response,
    Sense, SetOpenCommand, Shape, Stroke, Ui, pos2, vec2,
};

use super::context::Panel;
use super::focus_ring;
use super::root::show_notice;
use super::theme::{GRID, Theme, plain, size, strong};
use super::widgets::{Field, FieldOutcome, Look, combo, field, fold_link, line_edit, link_button, quiet_button};
use super::{library_counts, library_plots, menu_keys};
use crate::app::command::{Command, FileDeed, LibraryCommand};
use crate::app::library::{ARCHIVE, Library, SortBy, overdue_days, shown};
use crate::explain;
use crate::plot::PlotState;
use crate::store::{Facts, LibraryCase, Top};

const CARD: egui::Vec2 = vec2(296.0, 148.0);

/// Draws the library over the whole window.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>, plot: &mut PlotState) {
    let session = panel.session;
    let Some(library) = &session.library else { return };
    let cases = shown(&library.cases, &library.filter, session.today());
    let theme = Theme::of(ui);
    // Escape is for an open menu first, which has closed by the time that this has been drawn.
    let menu_was_open = Popup::is_any_open(ui.ctx());
    let head = Frame::NONE.fill(theme.surface).inner_margin(Margin::symmetric(20, 10));
    EguiPanel::top("library head").frame(head).show(ui, |ui| top(ui, panel, library, cases.len(), plot));
    library_counts::show(ui, panel, &cases);
    let body = Frame::NONE.fill(theme.background).inner_margin(Margin::symmetric(20, 12));
    match library.drawn.as_ref().filter(|_| library.trouble.is_empty() && !cases.is_empty()) {
        Some(model) => library_plots::show(ui, panel, model, &cases, body, plot),
        None => {
            egui::CentralPanel::default().frame(body).show(ui, |ui| cards(ui, panel, library, &cases));
        }
    }
    let escaped = ui.input(|input| input.key_pressed(Key::Escape)) && !menu_was_open;
    if escaped && !ui.text_edit_focused() && panel.session.dialog.is_none() {
        panel.send(Command::Library(LibraryCommand::Close));
    }
}

fn top(ui: &mut Ui, panel: &mut Panel<'_>, library: &Library, count: usize, plot: &mut PlotState) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        ui.label(strong("Library", size::TITLE, theme.text));
        let reading = if library.is_reading { ", still reading" } else { "" };
        ui.label(plain(format!("{count} of {} cases{reading}", library.cases.len()), size::SMALL, theme.muted));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if quiet_button(ui, "Close").clicked() {
                panel.send(Command::Library(LibraryCommand::Close));
            }
            ui.add_space(2.0 * GRID);
            library_plots::switch(ui, panel, library, plot);
            ui.add_space(2.0 * GRID);
            if let Some(notice) = panel.session.notice.clone() {
                show_notice(ui, panel, &notice);
            }
        });
    });
    ui.horizontal_wrapped(|ui| {
        let shown = library.folder.display().to_string();
        let own = Field { id: Id::unique("library folder"), name: "Folder", hint: "a folder of cases", width: 420.0 };
        if let FieldOutcome::Committed(text) = field(ui, &shown, &own) {
            panel.send(Command::Library(LibraryCommand::Look(text.trim().into())));
        }
        let in_archive = library.folder.file_name().is_some_and(|name| name == ARCHIVE);
        let parent = library.folder.parent().filter(|_| in_archive);
        let (label, to) = match parent {
            Some(parent) => ("Leave the archive", parent.to_owned()),
            None => ("Look into the archive", library.folder.join(ARCHIVE)),
        };
        if link_button(ui, label).clicked() {
            panel.send(Command::Library(LibraryCommand::Look(to)));
        }
    });
    ui.horizontal_wrapped(|ui| {
        let mut filter = library.filter.clone();
        let own = Field {
            id: Id::unique("library search"),
            name: "Search",
            hint: "name, tumor, therapy or file",
            width: 240.0,
        };
        line_edit(ui, &mut filter.search, &own, Look::Field);
        if let Some(sort) = combo(ui, "Sort by", 110.0, &SortBy::ALL, filter.sort) {
            filter.sort = sort;
        }
        let tumors: Vec<String> = library.tumors().into_iter().collect();
        choose(ui, "Tumor", "every tumor", &tumors, &mut filter.tumor);
        let therapies: Vec<String> = library.therapies().into_iter().collect();
        choose(ui, "Therapy", "every therapy", &therapies, &mut filter.therapy);
        if filter != library.filter {
            plot.reset_zoom();
            panel.send(Command::Library(LibraryCommand::Filter(filter)));
        }
        if link_button(ui, "Table without names …").clicked() {
            panel.send(Command::Library(LibraryCommand::Deidentify));
        }
        fold_link(ui, library_counts::fold_id(), ["Count these cases", "Close the counts"]);
    });
}

/// A drop-down of the texts of a list, the first of which means all.
fn choose(ui: &mut Ui, name: &str, all: &str, texts: &[String], chosen: &mut Option<String>) {
    let own = chosen.as_ref().and_then(|own| texts.iter().position(|text| text == own));
    let words =
        std::iter::once((None, all)).chain(texts.iter().enumerate().map(|(at, text)| (Some(at), text.as_str())));
    let choices: Vec<(Option<usize>, &str)> = words.collect();
    if let Some(place) = combo(ui, name, 160.0, &choices, own) {
        *chosen = place.and_then(|place| texts.get(place).cloned());
    }
}

fn cards(ui: &mut Ui, panel: &mut Panel<'_>, library: &Library, cases: &[&LibraryCase]) {
    let theme = Theme::of(ui);
    if !library.trouble.is_empty() {
        ui.add(egui::Label::new(plain(library.trouble.clone(), size::BODY, theme.alarm)).wrap());
        return;
    }
    if cases.is_empty() {
        let words = match (library.is_reading, library.cases.is_empty()) {
            (true, _) => "Reading the folder …",
            (false, true) => "No case lies directly in this folder.",
            (false, false) => "No case fits the search.",
        };
        ui.label(plain(words, size::BODY, theme.muted));
        return;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a handful of columns")]
    let columns = ((ui.available_width() + GRID) / (CARD.x + GRID)).floor().max(1.0) as usize;
    ui.spacing_mut().item_spacing = vec2(GRID, GRID);
    let in_archive = library.folder.file_name().is_some_and(|name| name == ARCHIVE);
    egui::ScrollArea::vertical().auto_shrink(false).show_rows(ui, CARD.y, cases.len().div_ceil(columns), |ui, rows| {
        for row in rows {
            ui.horizontal(|ui| {
                for case in cases.iter().skip(row * columns).take(columns) {
                    card(ui, panel, case, in_archive);
                }
            });
        }
        focus_ring::bring(ui);
    });
}

fn card(ui: &mut Ui, panel: &mut Panel<'_>, case: &LibraryCase, in_archive: bool) {
    let theme = Theme::of(ui);
    let (rect, _) = ui.allocate_exact_size(CARD, Sense::hover());
    let file = case.listed.path.file_name().unwrap_or_default().display().to_string();
    let (name, about) = identity(case, &file);
    let (due, is_late) = due_words(case, panel);
    let label = case.facts.as_ref().map_or_else(String::new, |facts| explain::label_of_token(&facts.token));
    let spoken = [&name, &about, &label, &due].into_iter().filter(|text| !text.is_empty()).cloned();
    let spoken = spoken.collect::<Vec<_>>().join(", ");
    let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(rect).id_salt(&case.listed.path));
    let button =
        Button::new("").fill(theme.surface).stroke(Stroke::new(1.0, theme.line)).corner_radius(CornerRadius::same(8));
    let response = inner.put(rect, button.min_size(CARD));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Open {spoken}")));
    if response.clicked() {
        panel.send(Command::OpenPath(case.listed.path.clone()));
    }
    card_menu(&response, panel, case, in_archive);
    let painter = inner.painter().with_clip_rect(rect.shrink(8.0));
    let left = rect.left() + 12.0;
    let text = |at: f32, words: String, font: egui::FontId, color| {
        let mut job = egui::text::LayoutJob::simple_singleline(words, font, color);
        job.wrap = egui::text::TextWrapping::truncate_at_width(CARD.x - 24.0);
        let galley = painter.layout_job(job);
        painter.galley(pos2(left, rect.top() + at), galley, color);
    };
    let small = egui::FontId::proportional(size::SMALL);
    text(8.0, name, super::theme::semibold(size::HEAD), theme.text);
    text(29.0, about, small.clone(), theme.muted);
    text(CARD.y - 38.0, label, small.clone(), theme.text);
    let color = if is_late { theme.alarm } else { theme.muted };
    text(CARD.y - 22.0, due, if is_late { super::theme::semibold(size::SMALL) } else { small }, color);
    if let Some(facts) = &case.facts {
        let area = Rect::from_min_max(pos2(left, rect.top() + 50.0), pos2(rect.right() - 12.0, rect.bottom() - 44.0));
        painter.extend(small_chart(facts, area, &theme));
    }
}

fn identity(case: &LibraryCase, file: &str) -> (String, String) {
    match (&case.listed.top, case.listed.summary()) {
        (Top::Newer(_), Some(own)) => (own.name.clone(), "written by a newer version".to_owned()),
        (_, Some(own)) => {
            let name = if own.name.trim().is_empty() { file.to_owned() } else { own.name.clone() };
            (name, own.about())
        }
        (Top::Unreadable(reason), None) => (file.to_owned(), reason.clone()),
        (_, None) => (file.to_owned(), "cannot be read; open it to see why".to_owned()),
    }
}

/// When the next size is due, and whether it is late.
fn due_words(case: &LibraryCase, panel: &Panel<'_>) -> (String, bool) {
    let late = overdue_days(case, panel.session.today());
    let due = case.facts.as_ref().and_then(|facts| facts.due);
    match (late, due) {
        (Some(1), _) => ("overdue by 1 day".to_owned(), true),
        (Some(days), _) => (format!("overdue by {days} days"), true),
        (None, Some(due)) => (format!("next size {}", panel.session.view.dates.words(due)), false),
        (None, None) => (String::new(), false),
    }
}

/// The menu of a card, by the second button of the pointer, or Shift+F10 and the menu key where the card has the keyboard.
fn card_menu(card: &Response, panel: &mut Panel<'_>, case: &LibraryCase, in_archive: bool) {
    let name = case.listed.path.display().to_string();
    let ctx = card.ctx.clone();
    let pressed = |modifiers, key| ctx.input_mut(|input| input.consume_key(modifiers, key));
    let by_key = card.has_focus() && (pressed(Modifiers::SHIFT, Key::F10) || pressed(Modifiers::NONE, Key::Menu));
    if !by_key {
        card.context_menu(|ui| menu_keys::walked(ui, &name, |ui| menu(ui, panel, case, in_archive)));
    }
    let under = Popup::menu(card).id(card.id.with("menu by keyboard"));
    let shown = under.open_memory(by_key.then_some(SetOpenCommand::Bool(true))).show(|ui| {
        if by_key {
            menu_keys::begin(ui, &name);
        }
        menu_keys::walked(ui, &name, |ui| menu(ui, panel, case, in_archive));
    });
    if shown.is_some_and(|shown| shown.response.should_close()) {
        card.request_focus();
    }
}

fn menu(ui: &mut Ui, panel: &mut Panel<'_>, case: &LibraryCase, in_archive: bool) {
    let path = case.listed.path.clone();
    let (label, deed) = if in_archive { ("Bring back", FileDeed::BringBack) } else { ("Archive", FileDeed::Archive) };
    let entries = [
        ("Open", Command::OpenPath(path.clone())),
        ("Duplicate", Command::Library(LibraryCommand::Do(FileDeed::Duplicate, path.clone()))),
        (label, Command::Library(LibraryCommand::Do(deed, path.clone()))),
        ("Move to the trash …", Command::Library(LibraryCommand::Trash(path))),
    ];
    for (label, command) in entries {
        let response = ui.button(label);
        menu_keys::entry(ui, &response);
        if response.clicked() {
            ui.close();
            panel.send(command);
        }
    }
}

/// The main line of the window's chart with its progression line, from the same points.
fn small_chart(facts: &Facts, area: Rect, theme: &Theme) -> Vec<Shape> {
    let days = facts.sizes.iter().map(|(day, _)| *day);
    let (from, to) = days.fold((f64::MAX, f64::MIN), |(low, high), day| (low.min(day), high.max(day)));
    let top = facts.sizes.iter().map(|(_, size)| *size).chain(facts.line).fold(f64::MIN_POSITIVE, f64::max);
    if facts.sizes.is_empty() {
        return Vec::new();
    }
    let place = |(day, size): (f64, f64)| -> Pos2 {
        let across = super::theme::points((day - from) / (to - from).max(1.0));
        let up = super::theme::points(size / top);
        pos2(area.left() + across * area.width(), area.bottom() - up * area.height())
    };
    let line: Vec<Pos2> = facts.sizes.iter().map(|size| place(*size)).collect();
    let mut shapes = Vec::new();
    if let Some(value) = facts.line {
        let y = place((from, value)).y;
        let ends = [pos2(area.left(), y), pos2(area.right(), y)];
        shapes.extend(Shape::dashed_line(&ends, Stroke::new(1.0, theme.growth), 4.0, 3.0));
    }
    let dots = line.iter().map(|at| Shape::circle_filled(*at, 2.5, theme.text)).collect::<Vec<_>>();
    shapes.push(Shape::line(line, Stroke::new(1.5, theme.text)));
    shapes.extend(dots);
    shapes
}
