//! The committed plan: its form before the recheck, and beside the result at it.

use eframe::egui::{self, Align, Id, Ui};

use super::context::Panel;
use super::entry_table::focus_next_frame;
use super::theme::{GRID, Theme, plain, size, strong};
use super::widgets::{Field, Look, line_edit, link_button, primary_button, section};
use crate::app::command::Command;
use crate::app::edit::Edit;
use crate::assess::{Lean, offered_plan};
use crate::domain::PlannedActions;
use crate::explain::DecidingWords;

/// The most plans shown: the one whose result has come, and the one that waits.
const MOST_SHOWN: usize = 2;

/// The committed plans, with what came of them.
pub(super) fn show(ui: &mut Ui, panel: &Panel<'_>) {
    let theme = Theme::of(ui);
    for plan in panel.derived.words.plans.iter().take(MOST_SHOWN) {
        ui.add_space(GRID);
        section(ui, "Committed plan");
        if !plan.result.is_empty() {
            ui.add(egui::Label::new(strong(plan.result.clone(), size::BODY, theme.text)).wrap());
        }
        for note in &plan.notes {
            ui.add(egui::Label::new(plain(note.clone(), size::BODY, theme.text)).wrap());
        }
        ui.add(egui::Label::new(plain(plan.head.clone(), size::SMALL, theme.muted)).wrap());
        lines(ui, &plan.lines);
    }
}

fn lines(ui: &mut Ui, lines: &[DecidingWords]) {
    for line in lines {
        ui.add(egui::Label::new(plain(line.text.clone(), size::SMALL, lean_color(ui, line.lean))).wrap());
    }
}

/// Blue toward swelling, vermilion toward growth.
pub(super) fn lean_color(ui: &Ui, lean: Lean) -> egui::Color32 {
    let theme = Theme::of(ui);
    match lean {
        Lean::Swelling => theme.swelling,
        Lean::Growth => theme.growth,
        Lean::Neither | Lean::NotRecorded => theme.text,
    }
}

/// Where the form of a visit keeps what is typed.
fn form_id(panel: &Panel<'_>) -> Id {
    Id::unique(("plan form", panel.session.document.id(), panel.derived.assessment.visit.map(|date| date.to_string())))
}

/// Whether a plan can be committed now; a size being typed is not one to commit to.
pub(super) fn is_offered(panel: &Panel<'_>) -> bool {
    let assessment = &panel.derived.assessment;
    !panel.derived.is_preview && offered_plan(assessment, panel.session.today(), PlannedActions::default()).is_some()
}

/// Whether the form is open.
pub(super) fn is_open(ui: &Ui, panel: &Panel<'_>) -> bool {
    ui.data(|data| data.get_temp::<[String; 3]>(form_id(panel))).is_some()
}

/// Opens the form with what is usually done.
pub(super) fn open(ui: &Ui, panel: &Panel<'_>) {
    let texts = panel.derived.words.plan_defaults.clone();
    let id = form_id(panel);
    ui.data_mut(|data| {
        data.insert_temp(id, texts);
        data.insert_temp(id.with("fresh"), true);
    });
}

/// The form: what will be done at each size, then commit or leave it.
pub(super) fn form(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = Theme::of(ui);
    let id = form_id(panel);
    let Some(mut texts) = ui.data(|data| data.get_temp::<[String; 3]>(id)) else { return };
    let actions = PlannedActions::default();
    let Some(plan) = offered_plan(&panel.derived.assessment, panel.session.today(), actions) else { return };
    let (below, above) = (crate::assess::burden(plan.below), crate::assess::burden(plan.at_or_above));
    let heads = [
        (format!("Below {below}"), Lean::Swelling),
        ("In between".to_owned(), Lean::Neither),
        (format!("{above} or more"), Lean::Growth),
    ];
    ui.add_space(GRID / 2.0);
    for ((head, lean), text) in heads.iter().zip(&mut texts) {
        ui.label(strong(head.clone(), size::SMALL, lean_color(ui, *lean)));
        let field =
            Field { id: id.with(head), name: head, hint: "what will be done", width: ui.available_width() - GRID };
        line_edit(ui, text, &field, Look::Field);
    }
    let is_fresh = ui.data_mut(|data| data.remove_temp::<bool>(id.with("fresh"))).is_some();
    if is_fresh && let Some((head, _)) = heads.first() {
        focus_next_frame(ui, id.with(head));
    }
    ui.label(plain("A committed plan is dated and not changed afterward", size::SMALL, theme.muted));
    let mut close = false;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        let commit = primary_button(ui, "Commit");
        if is_fresh {
            // The form opens under the button that asked for it, often below the fold.
            commit.scroll_to_me(Some(Align::Max));
        }
        if commit.clicked() {
            let [below, between, at_or_above] = texts.clone().map(|text| text.trim().to_owned());
            let plan = crate::domain::CommittedPlan {
                actions: PlannedActions { below, between, at_or_above },
                ..plan.clone()
            };
            panel.send(Command::Edit(Edit::CommitPlan(Box::new(plan))));
            close = true;
        }
        if link_button(ui, "Cancel").clicked() {
            close = true;
        }
    });
    ui.data_mut(|data| {
        if close {
            data.remove::<[String; 3]>(id);
        } else {
            data.insert_temp(id, texts);
        }
    });
}
