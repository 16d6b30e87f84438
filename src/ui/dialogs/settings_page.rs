//! The page of settings.

use eframe::egui::{Id, Ui};

use super::{buttons, title};
use crate::app::command::{Answer, Command};
use crate::domain::Method;
use crate::store::Settings;
use crate::store::settings::Theme as ThemeChoice;
use crate::ui::context::Panel;
use crate::ui::theme::{GRID, Theme, plain, size};
use crate::ui::widgets::{Field, FieldOutcome, check, combo, field, row_label, section, segments};

const LABEL_WIDTH: f32 = 150.0;

pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    title(ui, "Settings");
    let old = panel.session.settings.clone();
    let mut new = old.clone();
    section(ui, "Look");
    ui.horizontal(|ui| {
        row_label(ui, "Theme", LABEL_WIDTH);
        let themes = [
            (ThemeChoice::Light, "Light", ""),
            (ThemeChoice::Dark, "Dark", ""),
            (ThemeChoice::System, "System", "As the system is set"),
        ];
        if let Some(Some(theme)) = segments(ui, "Theme", &themes, Some(new.theme), false) {
            new.theme = theme;
        }
    });
    ui.horizontal(|ui| {
        row_label(ui, "Contrast", LABEL_WIDTH);
        check(ui, &mut new.high_contrast, "high contrast");
    });
    ui.horizontal(|ui| {
        row_label(ui, "Zoom", LABEL_WIDTH);
        let sizes = [(80, "80 %", ""), (100, "100 %", ""), (125, "125 %", ""), (150, "150 %", ""), (200, "200 %", "")];
        if let Some(Some(percent)) = segments(ui, "Zoom", &sizes, Some(new.scale_percent), false) {
            new.scale_percent = percent;
        }
    });
    ui.add_space(GRID);
    section(ui, "A size typed for the first time, where the case names nothing");
    ui.horizontal(|ui| {
        row_label(ui, "Measured with", LABEL_WIDTH);
        let mut methods = vec![(None, "not recorded")];
        methods.extend(Method::ALL.map(|method| (Some(method), method.words())));
        if let Some(method) = combo(ui, "Usual method", 200.0, &methods, new.default_method) {
            new.default_method = method;
        }
    });
    if let Some(text) = text_row(ui, "Measured by", "Usual observer", "initials", &new.default_observer) {
        text.trim().clone_into(&mut new.default_observer);
    }
    ui.add_space(GRID);
    section(ui, "Beside the verdict");
    ui.horizontal(|ui| {
        row_label(ui, "Decision aid", LABEL_WIDTH);
        check(ui, &mut new.decision_aid, "offer benefit against harm and the price of waiting");
    });
    ui.add_space(GRID);
    section(ui, "Fixed, so that two clinics read the same");
    let theme = Theme::of(ui);
    for fixed in [
        "Sizes in mm and cm³; type cm or mL and they are converted",
        "Volumes: π/6 × L × W × H from three axes, ½ × L × W² from two",
        "Dates as 12 Mar 2026; 2026-03-12 is read too",
    ] {
        ui.label(plain(fixed, size::BODY, theme.muted));
    }
    if new != old {
        panel.send(Command::Settings(Box::new(new)));
    }
    buttons(ui, panel, &[("Close", Answer::Cancel)]);
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
