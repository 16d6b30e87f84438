//! The decision aid: a fold of its own under the verdict, there only where the settings ask for it.

use eframe::egui::{self, Id, Slider, Ui};

use super::context::Panel;
use super::theme::{GRID, Theme, plain, size, strong};
use super::widgets::{fold_link, is_open, section};
use crate::app::command::Command;
use crate::assess::{LARGEST_RATIO, LEAST_RATIO, decision_aid};
use crate::explain;

/// Draws the fold; its head alone until asked for.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    if !panel.session.settings.decision_aid {
        return;
    }
    let theme = Theme::of(ui);
    let ratio = panel.session.view.harm_tenths.map(|tenths| f64::from(tenths) / 10.0);
    let assessment = &panel.derived.assessment;
    let Some(aid) = decision_aid(panel.case(), assessment, panel.session.rules(), ratio) else { return };
    ui.add_space(GRID);
    section(ui, "Decision aid");
    let id = Id::unique(("decision aid", panel.session.document.id()));
    if is_open(ui, id) {
        let words = explain::decision(panel.dated(), assessment, &aid);
        ui.add(egui::Label::new(plain(words.ratio, size::BODY, theme.text)).wrap());
        let mut set = aid.ratio;
        let slider = Slider::new(&mut set, LEAST_RATIO..=LARGEST_RATIO).step_by(0.5).show_value(true);
        ui.spacing_mut().slider_width = (ui.available_width() - 80.0).max(80.0);
        if ui.add(slider).accessible_name("Harm ratio").changed() {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "the slider holds it to 1 to 20"
            )]
            panel.send(Command::HarmRatio(Some((set * 10.0).round() as u16)));
        }
        ui.add(egui::Label::new(plain(words.start, size::SMALL, theme.muted)).wrap());
        ui.add(egui::Label::new(strong(words.outcome, size::BODY, theme.text)).wrap());
        for line in words.waiting {
            ui.add(egui::Label::new(plain(line, size::SMALL, theme.text)).wrap());
        }
        ui.add(egui::Label::new(plain(words.note, size::SMALL, theme.muted)).wrap());
    }
    fold_link(ui, id, ["Benefit against harm of waiting", "Hide the decision aid"]);
}
