//! What comes next: the recommendation, the sizes that decide, and one click away the rest.

use eframe::egui::{self, Id, Ui};

use super::context::Panel;
use super::theme::{GRID, Theme, plain, size, strong};
use super::under_fold::{self, Block};
use super::widgets::{fold_link, is_open, link_button, primary_button, section};
use super::{design_panel, plan_panel};
use crate::app::command::{Command, ExportKind};
use crate::assess::Advice;
use crate::explain;

/// Advice that is to be acted on now, so that it stands in sight.
const NOW: [Advice; 3] = [Advice::RemeasureNow, Advice::SampleNow, Advice::DiscussChange];

/// Draws the block; returns where its headline ends.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>) -> f32 {
    let theme = Theme::of(ui);
    let words = &panel.derived.words;
    ui.add_space(GRID);
    section(ui, "Next");
    let headline = ui.add(egui::Label::new(strong(words.next_headline.clone(), size::HEAD, theme.text)).wrap());
    under_fold::head(ui, Block::Next, headline.rect);
    for line in &words.next_short {
        let color = plan_panel::lean_color(ui, line.lean);
        ui.add(egui::Label::new(plain(line.text.clone(), size::BODY, color)).wrap());
    }
    let advised = panel.derived.assessment.recommendation.advice.iter().zip(&words.advice_lines);
    let (now, later): (Vec<_>, Vec<_>) = advised.partition(|(advice, _)| NOW.contains(advice));
    for (_, line) in now {
        ui.add(egui::Label::new(plain(line.clone(), size::BODY, theme.text)).wrap());
    }
    let more: Vec<&String> = words.next_more.iter().chain(later.into_iter().map(|(_, line)| line)).collect();
    let id = Id::unique(("next more", panel.session.document.id()));
    if is_open(ui, id) {
        for line in &more {
            ui.add(egui::Label::new(plain((*line).clone(), size::SMALL, theme.muted)).wrap());
        }
    }
    let has_sum = !panel.derived.assessment.ledger.is_empty();
    let has_more = !more.is_empty();
    let offered = plan_panel::is_offered(panel);
    if offered && plan_panel::is_open(ui, panel) {
        plan_panel::form(ui, panel);
    }
    design_panel::show(ui, panel);
    let dated = !explain::calendar(panel.dated(), &panel.derived.assessment, panel.session.today()).is_empty();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        if offered && !plan_panel::is_open(ui, panel) && primary_button(ui, "Commit this plan").clicked() {
            plan_panel::open(ui, panel);
        }
        if has_sum {
            let label = if panel.session.view.sum { "Hide the sum" } else { "Show the sum" };
            if link_button(ui, label).clicked() {
                panel.send(Command::ShowSum(!panel.session.view.sum));
            }
        }
        design_panel::link(ui, panel);
        if dated && link_button(ui, "Add to calendar").clicked() {
            panel.send(Command::ExportDialog(ExportKind::Calendar));
        }
        if has_more {
            fold_link(ui, id, ["More dates", "Fewer dates"]);
        }
    });
    plan_panel::show(ui, panel);
    headline.rect.bottom()
}
