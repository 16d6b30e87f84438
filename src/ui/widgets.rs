//! Small controls that several panels share.

use eframe::egui::{
    self, Align, Button, Color32, CornerRadius, FontSelection, Frame, Id, Key, Layout, Margin, Response, RichText,
    Sense, Stroke, TextEdit, Ui,
    text::{CCursor, CCursorRange},
    vec2,
};

use super::theme::{GRID, Theme, plain, semibold, size, strong};

/// What a text field did in this frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldOutcome {
    /// Nothing to act on.
    Quiet,
    /// The text was left or confirmed, and differs from what was shown.
    Committed(String),
}

/// Where a field's look and name come from.
pub struct Field<'a> {
    /// Identifies the field; stable over frames.
    pub id: Id,
    /// What a screen reader calls it.
    pub name: &'a str,
    /// Shown while empty.
    pub hint: &'a str,
    /// Width in points.
    pub width: f32,
}

/// A one-line field that keeps its own text while focused and hands it over when left.
///
/// Escape brings the shown text back.
pub fn field(ui: &mut Ui, shown: &str, field: &Field<'_>) -> FieldOutcome {
    field_as(ui, shown, field, Look::Field)
}

/// A field in another look; see [`field`].
pub fn field_as(ui: &mut Ui, shown: &str, field: &Field<'_>, look: Look) -> FieldOutcome {
    let typed: Option<String> = ui.data(|data| data.get_temp(field.id));
    let mut text = typed.clone().unwrap_or_else(|| shown.to_owned());
    let response = line_edit(ui, &mut text, field, look);
    if response.gained_focus() {
        select_all(ui, field.id, &text);
    }
    if response.has_focus() {
        ui.data_mut(|data| data.insert_temp(field.id, text));
        return FieldOutcome::Quiet;
    }
    if typed.is_none() && !response.lost_focus() {
        return FieldOutcome::Quiet;
    }
    ui.data_mut(|data| data.remove::<String>(field.id));
    let escaped = ui.input(|input| input.key_pressed(Key::Escape));
    if escaped || text == shown { FieldOutcome::Quiet } else { FieldOutcome::Committed(text) }
}

/// How a text edit stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// A field of a form, with a frame.
    Field,
    /// A cell of a table, with a frame only where the pointer or the cursor is.
    Cell,
    /// Its text is not understood.
    Error,
}

/// The frame of a text edit, which tells that it has the cursor, or the pointer, or that its text is not understood.
pub fn field_frame(ui: &Ui, id: Id, look: Look) -> Frame {
    let theme = Theme::of(ui);
    let focused = ui.memory(|memory| memory.has_focus(id));
    let hovered = ui.read_response(id).is_some_and(|response| response.hovered());
    let (fill, line) = match look {
        Look::Error => (theme.alarm_soft, theme.alarm),
        _ if focused => (theme.surface, theme.accent),
        Look::Cell if hovered => (theme.surface, theme.line),
        Look::Cell => (Color32::TRANSPARENT, Color32::TRANSPARENT),
        Look::Field => (theme.surface, theme.line),
    };
    Frame::NONE
        .fill(fill)
        .stroke(Stroke::new(if focused { 1.5 } else { 1.0 }, line))
        .corner_radius(CornerRadius::same(6))
        .inner_margin(Margin::symmetric(8, 4))
}

/// A one-line text edit in the window's look.
pub fn line_edit(ui: &mut Ui, text: &mut String, field: &Field<'_>, look: Look) -> Response {
    let theme = Theme::of(ui);
    let frame = field_frame(ui, field.id, look);
    TextEdit::singleline(text)
        .id(field.id)
        .hint_text(plain(field.hint, size::BODY, theme.muted).italics())
        .font(FontSelection::FontId(egui::FontId::proportional(size::BODY)))
        .frame(frame)
        .desired_width(field.width)
        .show(ui)
        .response
        .response
        .accessible_name(field.name)
}

/// Selects everything in a field, so that typing replaces it.
pub fn select_all(ui: &Ui, id: Id, text: &str) {
    if let Some(mut state) = TextEdit::load_state(ui, id) {
        let all = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
        state.cursor.set_char_range(Some(all));
        TextEdit::store_state(ui, id, state);
    }
}

/// A row of segments of which at most one is chosen; clicking the chosen one clears it when `clearable`.
///
/// Returns the new choice when it changed.
pub fn segments<T: Copy + PartialEq>(
    ui: &mut Ui,
    name: &str,
    choices: &[(T, &str, &str)],
    chosen: Option<T>,
    clearable: bool,
) -> Option<Option<T>> {
    let theme = Theme::of(ui);
    let mut outcome = None;
    ui.spacing_mut().item_spacing.x = 4.0;
    for &(value, label, hover) in choices {
        let is_chosen = chosen == Some(value);
        let text =
            if is_chosen { strong(label, size::BODY, theme.on_accent) } else { plain(label, size::BODY, theme.muted) };
        let button = Button::new(text)
            .fill(if is_chosen { theme.accent } else { theme.chip })
            .min_size(vec2(34.0, 26.0))
            .corner_radius(CornerRadius::same(6));
        let mut response = ui.add(button);
        response.widget_info(|| {
            egui::WidgetInfo::selected(egui::Role::RadioButton, true, is_chosen, format!("{name}: {label}"))
        });
        if !hover.is_empty() {
            response = response.on_hover_text(hover);
        }
        if response.clicked() {
            if !is_chosen {
                outcome = Some(Some(value));
            } else if clearable {
                outcome = Some(None);
            }
        }
    }
    outcome
}

/// A choice of words as text with the chosen one underlined, as tabs and chart switches have it.
pub fn word_choice<T: Copy + PartialEq>(ui: &mut Ui, choices: &[(T, &str)], chosen: T, underline: bool) -> Option<T> {
    let theme = Theme::of(ui);
    let mut outcome = None;
    for &(value, label) in choices {
        let is_chosen = value == chosen;
        let text = match (is_chosen, underline) {
            (true, true) => strong(label, size::BODY, theme.text),
            (true, false) => strong(label, size::BODY, theme.accent),
            (false, _) => plain(label, size::BODY, theme.muted),
        };
        let response = ui.add(Button::new(text).frame(false).min_size(vec2(0.0, 26.0)));
        response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Tab, true, is_chosen, label));
        if is_chosen && underline {
            let rect = response.rect;
            ui.painter().hline(rect.x_range(), rect.bottom() + 1.0, Stroke::new(2.0, theme.accent));
        }
        if response.clicked() && !is_chosen {
            outcome = Some(value);
        }
    }
    outcome
}

/// A word that is on or off, in the look of [`word_choice`]; returns whether it was pressed.
pub fn toggle(ui: &mut Ui, label: &str, hover: &str, on: bool) -> bool {
    let theme = Theme::of(ui);
    let text = if on { strong(label, size::BODY, theme.accent) } else { plain(label, size::BODY, theme.muted) };
    let response = ui.add(Button::new(text).frame(false).min_size(vec2(0.0, 26.0)));
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, true, on, label));
    response.on_hover_text(hover).clicked()
}

/// The one button of a group that is meant to be pressed.
pub fn primary_button(ui: &mut Ui, label: &str) -> Response {
    let theme = Theme::of(ui);
    ui.add(
        Button::new(strong(label, size::BODY, theme.on_accent))
            .fill(theme.accent)
            .min_size(vec2(0.0, 30.0))
            .corner_radius(CornerRadius::same(8)),
    )
}

/// A button beside the primary one.
pub fn quiet_button(ui: &mut Ui, label: &str) -> Response {
    let theme = Theme::of(ui);
    ui.add(
        Button::new(plain(label, size::BODY, theme.text))
            .fill(theme.chip)
            .min_size(vec2(0.0, 30.0))
            .corner_radius(CornerRadius::same(8)),
    )
}

/// A button that looks like a link.
pub fn link_button(ui: &mut Ui, label: &str) -> Response {
    let theme = Theme::of(ui);
    ui.add(Button::new(RichText::new(label).font(semibold(size::SMALL)).color(theme.accent)).frame(false))
}

/// Whether a fold is open; folds start closed and are remembered while the window is.
pub fn is_open(ui: &Ui, fold: Id) -> bool {
    ui.data(|data| data.get_temp(fold)).unwrap_or_default()
}

/// The link that opens and closes a fold, by its words while closed and while open.
pub fn fold_link(ui: &mut Ui, fold: Id, [closed, open]: [&str; 2]) {
    let was_open = is_open(ui, fold);
    if link_button(ui, if was_open { open } else { closed }).clicked() {
        ui.data_mut(|data| data.insert_temp(fold, !was_open));
    }
}

/// The same inside a line of small text.
pub fn fold_in_text(ui: &mut Ui, fold: Id, [closed, open]: [&str; 2]) {
    let (was_open, theme) = (is_open(ui, fold), Theme::of(ui));
    let words = strong(if was_open { open } else { closed }, size::SMALL, theme.accent);
    if ui.link(words).clicked() {
        ui.data_mut(|data| data.insert_temp(fold, !was_open));
    }
}

/// A section's small head.
pub fn section(ui: &mut Ui, text: &str) {
    let theme = Theme::of(ui);
    ui.label(plain(text, size::SMALL, theme.muted));
}

/// A section of sentences, one a line; nothing where there are none.
pub fn lines(ui: &mut Ui, head: &str, lines: &[String], size: f32) {
    let theme = Theme::of(ui);
    if lines.is_empty() {
        return;
    }
    ui.add_space(GRID);
    section(ui, head);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        for line in lines {
            ui.add(egui::Label::new(plain(line.clone(), size, theme.text)).wrap());
        }
    });
}

/// A label before a control, of one width, so that controls stand in a column.
pub fn row_label(ui: &mut Ui, text: &str, width: f32) {
    let theme = Theme::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(width, 26.0), Sense::hover());
    let galley = ui.painter().layout(text.to_owned(), egui::FontId::proportional(size::BODY), theme.text, width);
    let top = rect.center().y - galley.size().y / 2.0;
    ui.painter().galley(egui::pos2(rect.left(), top), galley, theme.text);
}

/// A wrapped text with another to its right, which is `right_width` wide.
///
/// A grid would measure a wrapped text by its narrowest word and leave it a column of one word's width.
pub fn wrapped_row(ui: &mut Ui, right_width: f32, left: RichText, right: RichText) -> Response {
    let gap = ui.spacing().item_spacing.x;
    let width = (ui.available_width() - right_width - gap).max(40.0);
    ui.horizontal_top(|ui| {
        for (width, text) in [(width, left), (right_width, right)] {
            ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(width);
                ui.add(egui::Label::new(text).wrap());
            });
        }
    })
    .response
}

/// How wide a text is on one line, in points.
pub fn width_of(ui: &Ui, text: RichText) -> f32 {
    let text = egui::WidgetText::from(text);
    text.into_galley(ui, Some(egui::TextWrapMode::Extend), f32::INFINITY, egui::TextStyle::Body).size().x
}

/// A line whose left part takes the room that the controls at its right end leave.
///
/// Both are drawn from left to right, since Tab and a screen reader go by the order of drawing; a layout from the right
/// would turn it round. The right end is as wide as in the pass before; where that has changed, the pass is drawn again
/// before anyone sees it.
pub fn line_with_end<C>(
    ui: &mut Ui,
    name: &str,
    with: &mut C,
    left: impl FnOnce(&mut Ui, &mut C),
    right: impl FnOnce(&mut Ui, &mut C),
) {
    const LEAST_LEFT: f32 = 40.0;
    let id = ui.scope_id().with(("width of the right end", name));
    let known: Option<f32> = ui.data(|data| data.get_temp(id));
    ui.horizontal(|ui| {
        let room = ui.available_width() - known.unwrap_or_default() - ui.spacing().item_spacing.x;
        let room = vec2(room.max(LEAST_LEFT), ui.available_height());
        ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
            ui.set_width(room.x);
            left(ui, with);
        });
        let end = ui.scope(|ui| right(ui, with)).response.rect.width();
        if known.is_none_or(|known| (known - end).abs() > 0.5) {
            ui.data_mut(|data| data.insert_temp(id, end));
            ui.ctx().request_discard("the right end of a line has another width");
        }
    });
}

/// A box to tick, with an edge that is seen on every ground.
pub fn check(ui: &mut Ui, ticked: &mut bool, text: impl Into<RichText>) -> Response {
    let theme = Theme::of(ui);
    ui.scope(|ui| {
        let inactive = &mut ui.visuals_mut().widgets.inactive;
        inactive.bg_fill = theme.surface;
        inactive.bg_stroke = Stroke::new(1.0, theme.muted);
        ui.checkbox(ticked, text.into().size(size::BODY))
    })
    .inner
}

/// A drop-down of words with a name for screen readers; returns the new choice when it changed.
pub fn combo<T: Copy + PartialEq>(ui: &mut Ui, name: &str, width: f32, choices: &[(T, &str)], chosen: T) -> Option<T> {
    let shown = choices.iter().find(|(value, _)| *value == chosen).map_or("", |(_, words)| *words);
    let mut outcome = None;
    let mut closed = false;
    let shown = egui::ComboBox::from_id_salt(("combo", name)).width(width).selected_text(shown).show_ui(ui, |ui| {
        for &(value, words) in choices {
            if ui.selectable_label(value == chosen, words).clicked() {
                outcome = Some(value).filter(|value| *value != chosen);
                // A click of the pointer closes it by itself, Enter does not.
                ui.close();
                closed = true;
            }
        }
    });
    if closed {
        shown.response.request_focus();
    }
    shown.response.accessible_name(name);
    outcome
}
