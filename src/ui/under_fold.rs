//! Blocks of the verdict that may lie under the fold: the way to them, and what comes next, which is always in sight.

use eframe::egui::{self, Align, Button, Id, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::context::Panel;
use super::theme::{GRID, Theme, plain, size, strong};

/// The height of the line at the foot, with what stands over it, in points.
const LINE: f32 = 30.0;

/// A block that can be gone to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// The recommendation.
    Next,
    /// The categories of the last visits.
    Rules,
}

fn is_under_id() -> Id {
    Id::unique("what comes next is under the fold")
}

fn asked_id() -> Id {
    Id::unique("block of the verdict to scroll to")
}

/// Notes the head of a block that is being drawn, and scrolls to it where that was asked for.
pub(super) fn head(ui: &Ui, block: Block, head: Rect) {
    let asked: Option<Block> = ui.data(|data| data.get_temp(asked_id()));
    if asked == Some(block) {
        ui.data_mut(|data| data.remove::<Block>(asked_id()));
        ui.scroll_to_rect(head.expand2(vec2(0.0, GRID)), Some(Align::Min));
    }
}

/// Words that scroll to a block; Tab goes to the block itself, which then scrolls into sight.
pub(super) fn link(ui: &mut Ui, block: Block, name: &str, words: &str) -> Response {
    let theme = Theme::of(ui);
    let button = Button::new(strong(words, size::SMALL, theme.accent)).frame(false).truncate().sense(Sense::CLICK);
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Scroll to “{name}”: {words}")));
    let response = response.on_hover_text("Scrolls to it");
    if response.clicked() {
        ui.data_mut(|data| data.insert_temp(asked_id(), block));
        ui.request_repaint();
    }
    response
}

/// Draws what scrolls; `scrolled` gets the height it may take and returns where the headline of what comes next ends.
/// While that is under the fold, the headline stands in a line at the foot.
///
/// It is judged by the whole room, so that the line itself hides nothing that would bring it up; where that has
/// changed, the pass is drawn again before anyone sees it.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>, scrolled: impl FnOnce(&mut Ui, &mut Panel<'_>, f32) -> f32) {
    let was_under: bool = ui.data(|data| data.get_temp(is_under_id())).unwrap_or_default();
    let whole = ui.available_rect_before_wrap();
    let kept = if was_under { LINE } else { 0.0 };
    let is_under = scrolled(ui, panel, (whole.height() - kept).max(2.0 * LINE)) > whole.bottom();
    if is_under != was_under {
        ui.data_mut(|data| data.insert_temp(is_under_id(), is_under));
        ui.ctx().request_discard("what lies under the fold has changed");
    }
    if !was_under {
        return;
    }
    let theme = Theme::of(ui);
    let foot = whole.with_min_y(whole.bottom() - LINE);
    ui.painter().hline(foot.x_range(), foot.top(), (1.0, theme.line));
    ui.scope_builder(egui::UiBuilder::new().max_rect(foot), |ui| {
        ui.horizontal_centered(|ui| {
            ui.label(plain("Next", size::SMALL, theme.muted));
            link(ui, Block::Next, "Next", &panel.derived.words.next_headline);
        });
    });
}
