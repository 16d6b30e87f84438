//! The one painter of chart models: on screen, in an image, in print.
//!
//! [`show`] draws a [`Model`](crate::chart::Model) in a window with zoom, cards and keys;
//! [`scene`] makes the same shapes without a window, each with the mark it belongs to.
//! Nothing here knows the app: a painter gets a model, a style and its own small [`PlotState`].

mod axes;
mod card;
mod fan;
pub mod fonts;
mod gaps;
mod handle;
mod hit;
mod key;
mod keys;
mod layout;
mod marks;
mod projection;
mod scene;
mod show;
mod style;
mod words;

pub use handle::Moved;
pub use scene::{Painted, Scene, scene};
pub use show::show;
pub use style::PlotStyle;

use eframe::egui;

use crate::chart::MarkId;

/// What the painter remembers between frames.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlotState {
    /// The part shown after zooming or dragging; `None` shows everything.
    zoom: Option<projection::Bounds>,
    /// The mark chosen with the arrow keys.
    chosen: Option<MarkId>,
    /// A mark was chosen from outside, and the chart takes the keys when it is drawn next.
    takes_keys: bool,
}

impl PlotState {
    /// Shows everything again.
    pub fn reset_zoom(&mut self) {
        self.zoom = None;
    }

    /// Whether only a part is shown.
    pub const fn is_zoomed(&self) -> bool {
        self.zoom.is_some()
    }

    /// Chooses a mark, as the arrow keys do, and gives the chart the keys.
    pub fn choose(&mut self, mark: MarkId) {
        self.chosen = Some(mark);
        self.takes_keys = true;
    }

    /// The mark chosen with the arrow keys.
    pub const fn chosen(&self) -> Option<&MarkId> {
        self.chosen.as_ref()
    }
}

/// Says that what has the keyboard is marked by the chart itself, so that nobody draws a second ring around it.
fn own_ring(ui: &egui::Ui, id: egui::Id) {
    ui.data_mut(|data| data.insert_temp(own_ring_id(), id));
}

/// Where the chart notes the last control that it drew a ring around.
pub fn own_ring_id() -> egui::Id {
    egui::Id::unique("ring of the chart's own")
}

/// What happened in one frame.
#[derive(Clone, Debug)]
pub struct PlotOutcome {
    /// The mark under the pointer, or chosen with the keys.
    pub hovered: Option<MarkId>,
    /// The mark clicked, or chosen and confirmed with Enter.
    pub clicked: Option<MarkId>,
    /// Where the line that can be moved was moved to.
    pub moved: Option<Moved>,
    /// The chart's own response.
    pub response: egui::Response,
}
