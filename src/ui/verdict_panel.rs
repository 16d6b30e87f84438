//! The right of the window: the verdict, its three clues, what comes next, and the sum by hand.

use eframe::egui::{self, Align, Color32, CornerRadius, Frame, Grid, Id, Layout, Margin, Rect, Sense, Ui, pos2, vec2};

use super::context::Panel;
use super::decision_panel;
use super::focus_ring;
use super::growth_panel;
use super::theme::{GRID, Theme, plain, points, size, strong};
use super::under_fold::{self, Block};
use super::widgets::{fold_in_text, is_open, lines, link_button, section, width_of, wrapped_row};
use super::{next_panel, plan_panel};
use crate::app::command::Command;
use crate::app::rules_table::RulesTable;
use crate::app::view::Middle;
use crate::assess::Lean;
use crate::explain::{self, ClueWords, RedFlagWords};

/// Draws the verdict area.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    under_fold::show(ui, panel, |ui, panel, height| {
        let area = egui::ScrollArea::vertical().id_salt("verdict").auto_shrink(false).max_height(height);
        focus_ring::scrolled(area, ui, |ui| blocks(ui, panel))
    });
}

/// Returns where the headline of what comes next ends.
fn blocks(ui: &mut Ui, panel: &mut Panel<'_>) -> f32 {
    red_flags(ui, panel);
    headline(ui, panel);
    reopened(ui, panel);
    explanations(ui, panel);
    clues(ui, panel);
    not_recorded(ui, panel);
    let next = next_panel::show(ui, panel);
    decision_panel::show(ui, panel);
    if panel.session.view.sum {
        hand_sum(ui, panel);
    }
    let mut changes = panel.derived.words.would_change.clone();
    changes.extend(Some(panel.derived.words.robustness.clone()).filter(|line| !line.is_empty()));
    lines(ui, "What would change this", &changes, size::BODY);
    lines(ui, "Weigh with care", &panel.derived.words.confounder_lines, size::BODY);
    by_the_rules(ui, panel);
    growth_panel::show(ui, panel);
    foot(ui, panel);
    next
}

fn red_flags(ui: &mut Ui, panel: &Panel<'_>) {
    let theme = Theme::of(ui);
    let flags = &panel.derived.words.red_flags;
    if flags.is_empty() {
        return;
    }
    // Where the ground is that of the page, as in high contrast, an edge holds the flags together.
    let edge = if theme.alarm_soft == theme.background { theme.alarm } else { Color32::TRANSPARENT };
    let frame = Frame::NONE.fill(theme.alarm_soft).stroke(egui::Stroke::new(1.5, edge));
    frame.corner_radius(CornerRadius::same(8)).inner_margin(Margin::same(12)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 3.0;
        // What to do is said once for the flags that ask for the same.
        for same in flags.chunk_by(|one, next| one.action == next.action) {
            for RedFlagWords { what, .. } in same {
                ui.add(egui::Label::new(strong(what.clone(), size::BODY, theme.alarm)).wrap());
            }
            if let Some(RedFlagWords { action, .. }) = same.first() {
                ui.add(egui::Label::new(plain(action.clone(), size::BODY, theme.alarm)).wrap());
                ui.add_space(4.0);
            }
        }
    });
    ui.add_space(GRID / 2.0);
}

fn headline(ui: &mut Ui, panel: &Panel<'_>) {
    let theme = Theme::of(ui);
    let words = &panel.derived.words;
    let categories = &panel.derived.rules_table.last_words;
    let mut fits = true;
    ui.horizontal(|ui| {
        section(ui, "Verdict");
        if panel.derived.is_preview {
            ui.label(plain("as typed", size::SMALL, theme.growth));
        }
        fits = width_of(ui, strong(categories.clone(), size::SMALL, theme.accent)) <= ui.available_width();
        if fits && !categories.is_empty() {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                under_fold::link(ui, Block::Rules, "By the rules", categories);
            });
        }
    });
    if !fits {
        under_fold::link(ui, Block::Rules, "By the rules", categories);
    }
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.add(egui::Label::new(strong(words.headline.clone(), size::TITLE, theme.text)).wrap());
    ui.add(egui::Label::new(plain(words.subline.clone(), size::BODY, theme.muted)).wrap());
    let asked = panel.session.slips.iter().any(|((date, lesion), slip)| {
        let own = panel.case().visit(*date).and_then(|visit| visit.measurements.get(lesion));
        own.is_some_and(|own| own.finding == slip.finding)
    });
    if asked {
        ui.add(egui::Label::new(strong(explain::slip_open(), size::BODY, theme.alarm)).wrap());
    }
    for note in words.beside_headline() {
        ui.add(egui::Label::new(plain(note.clone(), size::BODY, theme.text)).wrap());
    }
    ui.add_space(GRID / 2.0);
}

/// What the present rules make of the record as it was saved, until it is saved again or the lines are closed.
fn reopened(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = Theme::of(ui);
    let Some(found) = &panel.session.reopened else { return };
    let words = explain::reopened(found);
    Frame::NONE.fill(theme.accent_soft).corner_radius(CornerRadius::same(8)).inner_margin(Margin::same(12)).show(
        ui,
        |ui| {
            ui.set_width(ui.available_width());
            ui.add(egui::Label::new(strong(words.headline, size::BODY, theme.text)).wrap());
            for line in words.lines {
                ui.add(egui::Label::new(plain(line, size::SMALL, theme.text)).wrap());
            }
            if link_button(ui, "Close this note").clicked() {
                panel.send(Command::DismissReopened);
            }
        },
    );
    ui.add_space(GRID / 2.0);
}

/// The three explanations as one bar; words and numbers stand under it, so color is never alone.
fn explanations(ui: &mut Ui, panel: &Panel<'_>) {
    let theme = Theme::of(ui);
    let words = &panel.derived.words;
    let Some(weighing) = &panel.derived.assessment.verdict.weighing else {
        if !words.before_after.is_empty() {
            ui.add(egui::Label::new(plain(words.before_after.clone(), size::SMALL, theme.muted)).wrap());
        }
        return;
    };
    let (noise, swelling, growth) = (weighing.p_noise, weighing.p_pseudo, weighing.p_true);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 18.0), Sense::hover());
    let parts = [(noise, theme.noise), (swelling, theme.swelling), (growth, theme.growth)];
    let painter = ui.painter().with_clip_rect(rect);
    let mut left = rect.left();
    for (share, color) in parts {
        let right = left + rect.width() * points(share);
        painter.rect_filled(Rect::from_min_max(pos2(left, rect.top()), pos2(right, rect.bottom())), 0.0, color);
        left = right;
    }
    let [noise, swelling, growth] = whole_hundred([noise, swelling, growth]);
    response.widget_info(|| {
        let words = format!("Explanations: error {noise}, swelling {swelling}, growth {growth} of 100");
        egui::WidgetInfo::labeled(egui::Role::Image, true, words)
    });
    ui.horizontal(|ui| {
        ui.label(strong(format!("error {noise}"), size::SMALL, theme.muted));
        ui.add_space(GRID);
        ui.label(strong(format!("swelling {swelling}"), size::SMALL, theme.swelling));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(strong(format!("growth {growth} of 100"), size::SMALL, theme.growth));
        });
    });
    for line in &words.strongest {
        let color = plan_panel::lean_color(ui, line.lean);
        ui.add(egui::Label::new(plain(line.text.clone(), size::BODY, color)).wrap());
    }
    for line in std::iter::once(&words.before_after).chain(&words.readings) {
        ui.add(egui::Label::new(plain(line.clone(), size::SMALL, theme.muted)).wrap());
    }
}

/// Rounds shares to whole hundredths that still sum to 100, by the largest remainders.
fn whole_hundred(shares: [f64; 3]) -> [u32; 3] {
    let exact = shares.map(|share| share.clamp(0.0, 1.0) * 100.0);
    let mut whole = exact.map(f64::floor);
    let missing = (100.0 - whole.iter().sum::<f64>()).clamp(0.0, 3.0).round();
    let mut order = [0_usize, 1, 2];
    order.sort_by(|&a, &b| {
        let rest = |place: usize| exact.get(place).map_or(0.0, |value| value.fract());
        rest(b).total_cmp(&rest(a)).then(a.cmp(&b))
    });
    let mut left = missing;
    for place in order {
        if let (true, Some(value)) = (left >= 1.0, whole.get_mut(place)) {
            *value += 1.0;
            left -= 1.0;
        }
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held to 0..=100 above")]
    whole.map(|value| value as u32)
}

fn clues(ui: &mut Ui, panel: &Panel<'_>) {
    let theme = Theme::of(ui);
    let words = &panel.derived.words;
    ui.add_space(GRID / 2.0);
    let bar_width = 86.0;
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.allocate_ui_with_layout(vec2(bar_width, 14.0), Layout::left_to_right(Align::Center), |ui| {
                ui.label(plain("growth", 11.0, theme.growth));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.label(plain("swelling", 11.0, theme.swelling));
                });
            });
        });
    });
    let table = &panel.derived.assessment.table;
    let ln_ratios = [table.timing.ln_lr, table.symptoms.ln_lr, table.imaging.ln_lr];
    for (clue, ln_ratio) in words.table.iter().zip(ln_ratios) {
        clue_row(ui, clue, ln_ratio, bar_width);
        let (rule, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
        ui.painter().hline(rule.x_range(), rule.center().y, (1.0, theme.line));
    }
}

fn clue_row(ui: &mut Ui, clue: &ClueWords, ln_ratio: f64, bar_width: f32) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        ui.allocate_ui_with_layout(vec2(70.0, 36.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(70.0);
            ui.label(strong(clue.title.clone(), size::BODY, theme.text));
        });
        let middle = ui.available_width() - bar_width - GRID;
        ui.allocate_ui_with_layout(vec2(middle, 36.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(middle);
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add(egui::Label::new(plain(clue.seen.clone(), size::BODY, theme.text)).wrap());
            ui.add(egui::Label::new(plain(clue.says.clone(), size::SMALL, theme.muted)).wrap());
        });
        let (rect, response) = ui.allocate_exact_size(vec2(bar_width, 36.0), Sense::hover());
        lean_bar(ui, rect, clue.lean, ln_ratio);
        if !clue.tier.is_empty() {
            response.on_hover_text(format!("Rests on: {}", clue.tier));
        }
    });
}

/// A bar from the middle: right is toward swelling, left toward growth, as long as the log ratio is.
fn lean_bar(ui: &Ui, rect: Rect, lean: Lean, ln_ratio: f64) {
    /// The ln of a ratio of about 7 fills half the bar.
    const FULL: f64 = 2.0;
    let theme = Theme::of(ui);
    let painter = ui.painter();
    let middle = rect.center();
    painter.hline(rect.x_range(), middle.y, (1.0, theme.line));
    painter.vline(middle.x, middle.y - 6.0..=middle.y + 6.0, (1.5, theme.muted));
    let length = points((ln_ratio / FULL).clamp(-1.0, 1.0)) * rect.width() / 2.0;
    let color: Color32 = match lean {
        Lean::Swelling => theme.swelling,
        Lean::Growth => theme.growth,
        Lean::Neither | Lean::NotRecorded => theme.noise,
    };
    if length.abs() >= 0.5 {
        let end = middle.x + length;
        let bar = Rect::from_min_max(pos2(middle.x.min(end), middle.y - 4.0), pos2(middle.x.max(end), middle.y + 4.0));
        painter.rect_filled(bar, 3.0, color);
    }
}

/// Room for a ratio with its range beside its clue.
const RATIO_WIDTH: f32 = 104.0;

fn hand_sum(ui: &mut Ui, panel: &Panel<'_>) {
    let theme = Theme::of(ui);
    ui.add_space(GRID);
    section(ui, "The sum by hand");
    for row in &panel.derived.words.ledger {
        let color = if row.unused.is_empty() { theme.text } else { theme.muted };
        let mut hover = format!("{}\nRests on: {}", row.source, row.tier);
        for more in [&row.measured, &row.unused] {
            if !more.is_empty() {
                hover.push('\n');
                hover.push_str(more);
            }
        }
        let clue = plain(format!("{}: {}", row.clue, row.level), size::SMALL, color);
        wrapped_row(ui, RATIO_WIDTH, clue, strong(row.ratio.clone(), size::SMALL, color)).on_hover_text(hover);
    }
    for line in &panel.derived.words.hand_sum {
        ui.add(egui::Label::new(plain(line.clone(), size::SMALL, theme.text)).wrap());
    }
}

/// The categories of each criterion at the last visits, disagreement marked.
fn by_the_rules(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = Theme::of(ui);
    let table: &RulesTable = &panel.derived.rules_table;
    if table.visits.is_empty() {
        return;
    }
    // Beside long names there is room for fewer visits, and the last is the one that counts.
    let long_names = table.rows.iter().any(|row| row.is_main && row.criterion.len() > "iRECIST".len());
    let most_visits = if long_names { 3 } else { 4 };
    ui.add_space(GRID);
    let head = ui.horizontal(|ui| {
        section(ui, "By the rules");
        let shown = panel.session.view.middle == Middle::Criteria;
        if link_button(ui, if shown { "Show the chart" } else { "All criteria, and why" }).clicked() {
            panel.send(Command::ShowMiddle(if shown { Middle::Chart } else { Middle::Criteria }));
        }
    });
    under_fold::head(ui, Block::Rules, head.response.rect);
    let skip = table.visits.len().saturating_sub(most_visits);
    egui::ScrollArea::horizontal().id_salt("rules").show(ui, |ui| {
        Grid::new("rules").num_columns(1 + most_visits).spacing(vec2(14.0, 3.0)).show(ui, |ui| {
            ui.label("");
            for visit in table.visits.iter().skip(skip) {
                ui.label(plain(visit.short.clone(), size::SMALL, theme.muted));
            }
            ui.end_row();
            for row in table.rows.iter().filter(|row| row.is_main) {
                ui.label(strong(row.criterion, size::SMALL, theme.text));
                for cell in row.categories.iter().skip(skip) {
                    let color = if cell.is_progression { theme.growth } else { theme.text };
                    ui.label(if cell.is_progression {
                        strong(cell.words.clone(), size::SMALL, color)
                    } else {
                        plain(cell.words.clone(), size::SMALL, color)
                    });
                }
                ui.end_row();
            }
        });
    });
    let disagreement = &panel.derived.words.disagreement;
    if !disagreement.is_empty() {
        ui.add(egui::Label::new(plain(disagreement.clone(), size::SMALL, theme.muted)).wrap());
    }
}

/// What nobody recorded, where it is always in sight.
fn not_recorded(ui: &mut Ui, panel: &Panel<'_>) {
    let theme = Theme::of(ui);
    let words = &panel.derived.words;
    if words.not_recorded.is_empty() {
        return;
    }
    let id = Id::unique(("all not recorded", panel.session.document.id()));
    let cut = words.not_recorded_short != words.not_recorded;
    let line = if is_open(ui, id) { &words.not_recorded } else { &words.not_recorded_short };
    ui.scope(|ui| {
        // The link stands in the lines of the list, no higher than they are.
        ui.spacing_mut().interact_size.y = 0.0;
        ui.spacing_mut().item_spacing = vec2(GRID / 2.0, 0.0);
        ui.horizontal_wrapped(|ui| {
            ui.label(plain(line.clone(), size::SMALL, theme.muted));
            if cut {
                fold_in_text(ui, id, ["List them all", "List the first"]);
            }
        });
    });
}

fn foot(ui: &mut Ui, panel: &Panel<'_>) {
    let theme = Theme::of(ui);
    ui.add_space(2.0 * GRID);
    let words = &panel.derived.words;
    ui.add(egui::Label::new(plain(words.footer.clone(), size::SMALL, theme.muted)).wrap());
    ui.add_space(GRID);
}

#[cfg(test)]
mod tests {
    use super::whole_hundred;

    #[test]
    fn shares_of_a_hundred_sum_to_a_hundred() {
        for shares in
            [[0.373, 0.114, 0.513], [1.0 / 3.0; 3], [0.005, 0.005, 0.99], [0.0, 0.0, 1.0], [0.126, 0.437, 0.437]]
        {
            let whole = whole_hundred(shares);
            assert_eq!(whole.iter().sum::<u32>(), 100, "{shares:?} gave {whole:?}");
        }
        assert_eq!(whole_hundred([0.37, 0.11, 0.52]), [37, 11, 52]);
    }
}
