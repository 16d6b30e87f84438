//! Blocks of the verdict that may lie under the fold: the way to them, and what comes next, which is always in sight.

use eframe::egui::{self, Align, Button, CursorIcon, Id, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::context::Panel;
use super::theme::{GRID, Theme, plain, size, strong};

/// The height of the line at the foot, with what stands over it, in points.
const LINE: f32 = 30.0;

/// Over the headline of a block stands its name, in points.
const ABOVE: f32 = 3.5 * GRID;

/// A block that can be gone to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// The recommendation.
    Next,
    /// The categories of the last visits.
    Rules,
}

fn is_hidden_id() -> Id {
    Id::unique("what comes next is out of sight")
}

fn asked_id() -> Id {
    Id::unique("block of the verdict to scroll to")
}

/// Notes the head of a block that is being drawn, and scrolls to it where that was asked for.
pub(super) fn head(ui: &Ui, block: Block, head: Rect) {
    let asked: Option<Block> = ui.data(|data| data.get_temp(asked_id()));
    if asked == Some(block) {
        ui.data_mut(|data| data.remove::<Block>(asked_id()));
        ui.scroll_to_rect(head.expand2(vec2(0.0, ABOVE)), Some(Align::Min));
    }
}

/// Words that scroll to a block; Tab goes to the block itself, which then scrolls into sight.
pub(super) fn link(ui: &mut Ui, block: Block, name: &str, words: &str) -> Response {
    let theme = Theme::of(ui);
    let button = Button::new(strong(words, size::SMALL, theme.accent)).frame(false).truncate().sense(Sense::CLICK);
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Scroll to “{name}”: {words}")));
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    if response.clicked() {
        ui.data_mut(|data| data.insert_temp(asked_id(), block));
        ui.request_repaint();
    }
    response
}

/// Draws what scrolls; `scrolled` gets the height it may take and returns where the headline of what comes next ends.
/// While that is out of sight, the headline stands in a line at the foot.
///
/// It is judged by the whole room, so that the line itself hides nothing that would bring it up; where that has
/// changed, the pass is drawn again before anyone sees it.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>, scrolled: impl FnOnce(&mut Ui, &mut Panel<'_>, f32) -> f32) {
    let was_hidden: bool = ui.data(|data| data.get_temp(is_hidden_id())).unwrap_or_default();
    let whole = ui.available_rect_before_wrap();
    let kept = if was_hidden { LINE } else { 0.0 };
    let ends = scrolled(ui, panel, (whole.height() - kept).max(2.0 * LINE));
    let is_hidden = !whole.y_range().contains(ends);
    if is_hidden != was_hidden {
        ui.data_mut(|data| data.insert_temp(is_hidden_id(), is_hidden));
        ui.ctx().request_discard("what comes next has come into sight, or gone out of it");
    }
    if !was_hidden {
        return;
    }
    let theme = Theme::of(ui);
    let foot = whole.with_min_y(whole.bottom() - LINE);
    ui.painter().hline(foot.x_range(), foot.top(), (1.0, theme.line));
    ui.scope_builder(egui::UiBuilder::new().max_rect(foot), |ui| {
        ui.horizontal_centered(|ui| {
            ui.label(plain("Next", size::SMALL, theme.muted));
            let words = &panel.derived.words.next_headline;
            link(ui, Block::Next, "Next", words).on_hover_text(words);
        });
    });
}
