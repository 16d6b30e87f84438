//! What the owner is shown: the name, one sentence, the chart, the next date, what to watch for.

use eframe::egui::{self, CentralPanel, Frame, Key, Margin, Panel as EguiPanel, Ui, vec2};

use super::context::Panel;
use super::focus_ring;
use super::theme::{GRID, Theme, plain, strong};
use super::widgets::{line_with_end, quiet_button};
use crate::app::command::Command;
use crate::app::view::OwnerParts;
use crate::explain::{OwnerCount, OwnerWords};
use crate::plot::{self, PlotState, PlotStyle};

/// Around each part of the page.
const MARGIN: Margin = Margin::symmetric(40, 24);

/// How long Escape is held to leave, in seconds.
const HOLD_SECONDS: f32 = 0.6;

/// Draws the whole window for the owner; leaving it needs Escape held down or the button pressed twice.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>, state: &mut PlotState, held: &mut f32) {
    let theme = Theme::of(ui);
    let scale = (ui.available_width() / 1280.0).clamp(0.8, 1.6);
    let words = panel.derived.owner.clone();
    leave_on_held_escape(ui, panel, held);

    EguiPanel::bottom("owner foot")
        .frame(Frame::NONE.fill(theme.background).inner_margin(MARGIN))
        .show_separator_line(false)
        .show(ui, |ui| {
            line_with_end(
                ui,
                "owner foot",
                panel,
                |ui, _| {
                    ui.add(egui::Label::new(plain(words.disclaimer.clone(), 12.0 * scale, theme.muted)).wrap());
                },
                leave_button,
            );
        });
    EguiPanel::top("owner head")
        .frame(Frame::NONE.fill(theme.background).inner_margin(MARGIN))
        .show_separator_line(false)
        .show(ui, |ui| {
            let name = panel.case().patient.name.trim().to_owned();
            let shown = if name.is_empty() { "Your dog".to_owned() } else { name };
            ui.add(egui::Label::new(strong(shown, 36.0 * scale, theme.text)).truncate());
            ui.add(egui::Label::new(plain(words.sentence.clone(), 22.0 * scale, theme.text)).wrap());
        });
    let parts = panel.session.view.owner_parts;
    if parts.next || parts.call_sooner || parts.known {
        EguiPanel::right("owner side")
            .exact_size(400.0 * scale)
            .frame(Frame::NONE.fill(theme.background).inner_margin(MARGIN))
            .show_separator_line(false)
            .show(ui, |ui| {
                // Large type on a small screen may need more room than there is.
                focus_ring::scrolled(egui::ScrollArea::vertical().auto_shrink(false), ui, |ui| {
                    side(ui, &words, parts, scale);
                });
            });
    }
    if !parts.chart {
        CentralPanel::default().frame(Frame::NONE.fill(theme.background)).show(ui, |_| {});
        return;
    }
    CentralPanel::default().frame(Frame::NONE.fill(theme.background).inner_margin(MARGIN)).show(ui, |ui| {
        let style = PlotStyle { text_size: 16.0 * scale, ..PlotStyle::owner(theme.palette()) };
        plot::show(ui, &panel.derived.owner_chart, &style, state);
    });
}

fn side(ui: &mut Ui, words: &OwnerWords, parts: OwnerParts, scale: f32) {
    let theme = Theme::of(ui);
    let wrap = |ui: &mut Ui, text: egui::RichText| ui.add(egui::Label::new(text).wrap());
    if parts.next {
        wrap(ui, plain("What we do now", 16.0 * scale, theme.muted));
        wrap(ui, strong(words.what_now.clone(), 21.0 * scale, theme.text));
        ui.add_space(2.0 * GRID * scale);
    }
    if parts.call_sooner && !words.call_sooner.is_empty() {
        wrap(ui, plain("Call us sooner if you see", 16.0 * scale, theme.muted));
        for sign in &words.call_sooner {
            ui.horizontal_top(|ui| {
                let (dot, _) = ui.allocate_exact_size(vec2(10.0, 22.0) * scale, egui::Sense::hover());
                ui.painter().circle_filled(dot.center(), 3.5 * scale, theme.growth);
                wrap(ui, plain(sign.clone(), 16.0 * scale, theme.text));
            });
        }
        ui.add_space(2.0 * GRID * scale);
    }
    if parts.known && !words.what_is_known.is_empty() {
        wrap(ui, plain("What is known", 16.0 * scale, theme.muted));
        wrap(ui, plain(words.what_is_known.clone(), 14.5 * scale, theme.text));
        if let Some(count) = words.count {
            ui.add_space(GRID * scale);
            dots(ui, count, scale);
        }
    }
}

/// A hundred people as dots: full those of every study, ringed those of some, pale the rest.
fn dots(ui: &mut Ui, count: OwnerCount, scale: f32) {
    const ACROSS: u8 = 20;
    let theme = Theme::of(ui);
    let step = (ui.available_width() / f32::from(ACROSS)).min(15.0 * scale);
    let (rect, response) = ui.allocate_exact_size(vec2(step * f32::from(ACROSS), step * 5.0), egui::Sense::hover());
    let words = format!("Of 100 {}: {} to {} {}", count.who, count.low, count.high, count.what);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, words.clone()));
    for number in 0..100_u8 {
        let (row, column) = (f32::from(number / ACROSS), f32::from(number % ACROSS));
        let center = rect.min + vec2((column + 0.5) * step, (row + 0.5) * step);
        let radius = step * 0.34;
        if number < count.low {
            ui.painter().circle_filled(center, radius, theme.swelling);
        } else if number < count.high {
            ui.painter().circle_stroke(center, radius * 0.85, egui::Stroke::new(radius * 0.4, theme.swelling));
        } else {
            ui.painter().circle_filled(center, radius, theme.line);
        }
    }
    let words = format!("100 {}: {} to {} {}", count.who, count.low, count.high, count.what);
    ui.add(egui::Label::new(plain(words, 12.5 * scale, theme.muted)).wrap());
}

fn leave_on_held_escape(ui: &Ui, panel: &mut Panel<'_>, held: &mut f32) {
    if ui.input(|input| input.key_down(Key::Escape)) {
        *held += ui.input(|input| input.stable_dt).min(0.1);
        ui.request_repaint();
        if *held >= HOLD_SECONDS {
            *held = 0.0;
            panel.send(Command::ShowOwner(false));
        }
    } else {
        *held = 0.0;
    }
}

/// A first press arms the button; a second one leaves.
fn leave_button(ui: &mut Ui, panel: &mut Panel<'_>) {
    let armed_id = egui::Id::unique("leave owner view armed");
    let armed: bool = ui.data(|data| data.get_temp(armed_id)).unwrap_or_default();
    let label = if armed { "Press again to leave" } else { "Hold Esc to leave" };
    let response = quiet_button(ui, label);
    if response.clicked() {
        ui.data_mut(|data| data.insert_temp(armed_id, !armed));
        if armed {
            panel.send(Command::ShowOwner(false));
        }
    }
}
