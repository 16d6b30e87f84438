//! The page of settings.

use eframe::egui::{self, Id, Ui};
use jiff::civil::Date;

use super::{buttons, title};
use crate::app::command::{Answer, Command};
use crate::chart::{Quantity, Scale};
use crate::domain::{DateForm, Method};
use crate::store::Settings;
use crate::store::settings::{Graphics, Theme as ThemeChoice};
use crate::ui::context::Panel;
use crate::ui::focus_ring;
use crate::ui::theme::{GRID, Theme, plain, size};
use crate::ui::widgets::{Field, FieldOutcome, check, combo, field, row_label, section, segments};

const LABEL_WIDTH: f32 = 150.0;

/// What nobody can choose: numbers that mean something else on the next computer are how sizes get lost.
const FIXED: [&str; 4] = [
    "Sizes in mm and cm³: 2.4 cm and 12 mL are converted, and a number alone is millimeters on every computer",
    "Volumes by π/6 × L × W × H from three axes, ½ × L × W² from two",
    "No dates of three numbers: 03/04/2026 is two days. Each form above is understood wherever a date is typed",
    "Files keep ISO dates",
];

pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    title(ui, "Settings");
    let old = panel.session.settings.clone();
    let mut new = old.clone();
    // In a low window the page scrolls, and its one button stays in sight. Without the least height the room would
    // hang on where the page stands, and where it stands on its height, so that it moved from frame to frame.
    let height = (ui.ctx().content_rect().height() - 140.0).max(160.0);
    let area = egui::ScrollArea::vertical().min_scrolled_height(height).max_height(height);
    focus_ring::scrolled(area, ui, |ui| {
        look(ui, &mut new);
        ui.add_space(GRID);
        section(ui, "Dates and charts");
        dates_and_charts(ui, &mut new, panel.session.today());
        ui.add_space(GRID);
        section(ui, "A size typed for the first time, where the case names nothing");
        first_size(ui, &mut new);
        ui.add_space(GRID);
        section(ui, "Beside the verdict");
        row(ui, "Decision aid", |ui| {
            check(ui, &mut new.decision_aid, "offer benefit against harm and the price of waiting");
        });
        ui.add_space(GRID);
        section(ui, "Fixed, so that two clinics read the same");
        let theme = Theme::of(ui);
        for fixed in FIXED {
            ui.add(egui::Label::new(plain(fixed, size::BODY, theme.muted)).wrap());
        }
    });
    ui.add_space(GRID / 2.0);
    if new != old {
        panel.send(Command::Settings(Box::new(new)));
    }
    buttons(ui, panel, &[("Close", Answer::Cancel)]);
}

fn row(ui: &mut Ui, label: &str, add: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        row_label(ui, label, LABEL_WIDTH);
        add(ui);
    });
}

/// A row of choices, the chosen one marked.
fn choice<T: Copy + PartialEq>(ui: &mut Ui, label: &str, choices: &[(T, &str, &str)], chosen: &mut T) {
    row(ui, label, |ui| {
        if let Some(Some(value)) = segments(ui, label, choices, Some(*chosen), false) {
            *chosen = value;
        }
    });
}

fn look(ui: &mut Ui, new: &mut Settings) {
    section(ui, "Look");
    let themes = [
        (ThemeChoice::Light, "Light", ""),
        (ThemeChoice::Dark, "Dark", ""),
        (ThemeChoice::System, "System", "As the system is set"),
    ];
    choice(ui, "Theme", &themes, &mut new.theme);
    row(ui, "Contrast", |ui| {
        check(ui, &mut new.high_contrast, "high contrast");
    });
    let sizes = [(80, "80 %", ""), (100, "100 %", ""), (125, "125 %", ""), (150, "150 %", ""), (200, "200 %", "")];
    choice(ui, "Zoom", &sizes, &mut new.scale_percent);
    let graphics = [
        (Graphics::Usual, "Usual", "What fits the system"),
        (Graphics::OpenGl, "OpenGL", "Also without a graphics card"),
        (Graphics::Wgpu, "wgpu", "Vulkan, Metal or Direct3D; also over Remote Desktop"),
    ];
    choice(ui, "Drawn with", &graphics, &mut new.graphics);
    ui.label(plain(
        "From the next start; where it does not work, the other one is used",
        size::SMALL,
        Theme::of(ui).muted,
    ));
}

fn dates_and_charts(ui: &mut Ui, new: &mut Settings, today: Date) {
    let shown = DateForm::ALL.map(|form| form.words(today));
    let forms: Vec<(DateForm, &str, &str)> =
        DateForm::ALL.into_iter().zip(&shown).map(|(form, words)| (form, words.as_str(), "")).collect();
    choice(ui, "Dates", &forms, &mut new.dates);
    let quantities = Quantity::ALL.map(|quantity| (quantity, quantity.words(), ""));
    choice(ui, "A chart opens with", &quantities, &mut new.chart.quantity);
    let scales = [(Scale::Linear, "Linear", ""), (Scale::Log, "Log", "Equal steps are equal ratios")];
    choice(ui, "On a scale", &scales, &mut new.chart.scale);
    row(ui, "Lines", |ui| {
        check(ui, &mut new.chart.per_lesion, "one for each lesion beside the sum");
    });
}

fn first_size(ui: &mut Ui, new: &mut Settings) {
    row(ui, "Measured with", |ui| {
        let mut methods = vec![(None, "not recorded")];
        methods.extend(Method::ALL.map(|method| (Some(method), method.words())));
        if let Some(method) = combo(ui, "Usual method", 200.0, &methods, new.default_method) {
            new.default_method = method;
        }
    });
    if let Some(text) = text_row(ui, "Measured by", "Usual observer", "initials", &new.default_observer) {
        text.trim().clone_into(&mut new.default_observer);
    }
}

fn text_row(ui: &mut Ui, label: &str, name: &str, hint: &str, shown: &str) -> Option<String> {
    ui.horizontal(|ui| {
        row_label(ui, label, LABEL_WIDTH);
        let look = Field { id: Id::unique(("setting", name.to_owned())), name, hint, width: 200.0 };
        match field(ui, shown, &look) {
            FieldOutcome::Committed(text) => Some(text),
            FieldOutcome::Quiet => None,
        }
    })
    .inner
}

/// The settings once the words of the first run were read.
pub(in crate::ui) fn seen_first_run(settings: &Settings) -> Command {
    Command::Settings(Box::new(Settings { first_run_seen: true, ..settings.clone() }))
}
