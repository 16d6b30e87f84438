//! The headings of the sizes table: lesions are named, ordered and added here.

use eframe::egui::{self, Align, Id, Key, Layout, Modifiers, Popup, Rect, Sense, Stroke, Ui, UiBuilder, vec2};

use super::columns::{ADD_WIDTH, Columns, SUM_WIDTH, unit_words};
use super::{ROW, boxed, held};
use crate::app::command::Command;
use crate::app::edit::Edit;
use crate::domain::{Lesion, LesionId, LesionKind, Role};
use crate::ui::case_panels;
use crate::ui::context::Panel;
use crate::ui::theme::{Theme, plain, size};
use crate::ui::widgets::{Field, FieldOutcome, field, link_button, segments};

pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>, columns: &Columns, passed: f32) {
    ui.horizontal(|ui| {
        held(ui, columns.date_width, passed, |ui| word(ui, columns.date_width, "Visit"));
        for (place, (lesion, &width)) in columns.lesions.iter().zip(&columns.widths).enumerate() {
            lesion_head(ui, panel, lesion, place, width);
        }
        word(ui, SUM_WIDTH, sum_words(panel)).on_hover_text("Of the targets; a star where one was not assessed");
        word(ui, columns.by_width - ADD_WIDTH, "By").on_hover_text("Method of measuring, and by whom");
        boxed(ui, ADD_WIDTH, |ui| {
            // Without a margin, so that all of the sign is in the narrow column.
            ui.spacing_mut().button_padding.x = 0.0;
            let button = egui::Button::new(plain("+", size::HEAD, Theme::of(ui).accent)).frame(false);
            let response = ui.add(button).accessible_name("Add lesion").on_hover_text("Add a lesion");
            if response.clicked() {
                case_panels::add_lesion(ui, panel, LesionKind::NonNodal, Role::Target);
            }
        });
    });
}

/// The sum with its unit: volumes have one of their own, and where some visits have a sum of diameters that is shown.
fn sum_words(panel: &Panel<'_>) -> &'static str {
    let points = &panel.derived.assessment.series.points;
    let in_mm = points.iter().any(|point| point.sum_tenths.is_some());
    let by_volume = !in_mm && points.iter().any(|point| point.volume_mm3.is_some());
    if by_volume { "Sum cm³" } else { "Sum mm" }
}

fn word(ui: &mut Ui, width: f32, text: &str) -> egui::Response {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::hover());
    label(ui, rect, text, theme.muted);
    response
}

/// Headings stand over the text of their cells, which a field's margin sets in.
fn label(ui: &mut Ui, rect: Rect, text: &str, color: egui::Color32) {
    let text_rect = Rect::from_min_max(rect.min + vec2(8.0, 0.0), rect.max - vec2(4.0, 0.0));
    let mut inner = ui.new_child(UiBuilder::new().max_rect(text_rect).layout(Layout::left_to_right(Align::Center)));
    inner.add(egui::Label::new(plain(text, size::SMALL, color)).selectable(false).truncate());
}

/// A lesion's heading: a click opens its menu, dragging it or Alt and an arrow moves the column.
fn lesion_head(ui: &mut Ui, panel: &mut Panel<'_>, lesion: &Lesion, place: usize, width: f32) {
    let theme = Theme::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(width, ROW), Sense::hover());
    let unit = unit_words(panel.case(), lesion);
    let text = if unit.is_empty() { lesion.name.clone() } else { format!("{} {unit}", lesion.name) };
    let id = Id::unique(("lesion heading", lesion.id.0));
    let response = ui.interact(rect, id, Sense::click_and_drag());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Lesion {}", lesion.name)));
    if response.hovered() || response.has_focus() {
        let line = Stroke::new(1.0, if response.has_focus() { theme.accent } else { theme.line });
        ui.painter().rect_stroke(rect.shrink2(vec2(1.0, 4.0)), 6.0, line, egui::StrokeKind::Inside);
    }
    label(ui, rect, &text, if response.hovered() { theme.text } else { theme.muted });
    response.dnd_set_drag_payload(lesion.id);
    if response.dnd_hover_payload::<LesionId>().is_some_and(|dragged| *dragged != lesion.id) {
        ui.painter().vline(rect.left(), rect.y_range(), Stroke::new(2.0, theme.accent));
    }
    if let Some(dragged) = response.dnd_release_payload::<LesionId>().filter(|dragged| **dragged != lesion.id) {
        panel.send(Command::Edit(Edit::MoveLesion { lesion: *dragged, place }));
    }
    if response.has_focus() {
        move_with_keys(ui, panel, lesion.id, place);
    }
    let response = response.on_hover_text(format!("{text}: click for its menu, drag to reorder"));
    Popup::menu(&response).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        menu(ui, panel, lesion, place);
    });
}

/// Alt and an arrow move a lesion's column.
pub(super) fn move_with_keys(ui: &Ui, panel: &mut Panel<'_>, lesion: LesionId, place: usize) {
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::ALT, key));
    let (left, right) = (pressed(Key::ArrowLeft), pressed(Key::ArrowRight));
    if left && place > 0 {
        panel.send(Command::Edit(Edit::MoveLesion { lesion, place: place - 1 }));
    } else if right && place + 1 < panel.case().lesions().len() {
        panel.send(Command::Edit(Edit::MoveLesion { lesion, place: place + 1 }));
    }
}

fn menu(ui: &mut Ui, panel: &mut Panel<'_>, lesion: &Lesion, place: usize) {
    let update = |panel: &mut Panel<'_>, lesion: Lesion| panel.send(Command::Edit(Edit::UpdateLesion(lesion)));
    ui.set_min_width(240.0);
    let id = Id::unique(("heading name", lesion.id.0));
    let look = Field { id, name: "Name of the lesion", hint: "name", width: 220.0 };
    if let FieldOutcome::Committed(name) = field(ui, &lesion.name, &look) {
        update(panel, Lesion { name: name.trim().to_owned(), ..lesion.clone() });
        ui.close();
    }
    ui.horizontal(|ui| {
        let roles = [
            (Role::Target, "target", "Measured and summed"),
            (Role::NonTarget, "non-target", "Followed, not summed"),
            (Role::New, "new", "Appeared after the baseline"),
        ];
        if let Some(Some(role)) = segments(ui, "Role", &roles, Some(lesion.role), false) {
            update(panel, Lesion { role, ..lesion.clone() });
        }
    });
    ui.horizontal(|ui| {
        if place > 0 && link_button(ui, "Move left").clicked() {
            panel.send(Command::Edit(Edit::MoveLesion { lesion: lesion.id, place: place - 1 }));
            ui.close();
        }
        if place + 1 < panel.case().lesions().len() && link_button(ui, "Move right").clicked() {
            panel.send(Command::Edit(Edit::MoveLesion { lesion: lesion.id, place: place + 1 }));
            ui.close();
        }
        if link_button(ui, "Remove").clicked() {
            panel.send(Command::Edit(Edit::RemoveLesion(lesion.id)));
            ui.close();
        }
    });
}
