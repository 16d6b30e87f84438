//! From days and values to places on screen.

use eframe::egui::{Pos2, Rect, pos2};
use egui_plot::{PlotBounds, PlotPoint, PlotTransform};

use crate::chart::{Model, Scale};

/// The part of the data that is seen: days across, heights up (logarithms on a log scale).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    pub(super) days: (f64, f64),
    pub(super) heights: (f64, f64),
}

impl Bounds {
    /// Everything, with `headroom` of the frame's height kept free above the highest tick.
    pub(super) fn all(model: &Model, frame_height: f32, headroom: f32) -> Self {
        let scale = model.y.scale;
        let (low, high) = (height_of(scale, model.y.range.0), height_of(scale, model.y.range.1));
        let data_height = f64::from((frame_height - headroom).max(1.0));
        let top = low + (high - low) * f64::from(frame_height.max(1.0)) / data_height;
        Self { days: model.x.range, heights: (low, top) }
    }

    /// Whether this is that part, but for rounding.
    pub(super) fn is_nearly(self, other: Self) -> bool {
        let near = |a: f64, b: f64, span: f64| (a - b).abs() <= 1e-6 * span.abs();
        let (days, heights) = (other.days.1 - other.days.0, other.heights.1 - other.heights.0);
        near(self.days.0, other.days.0, days)
            && near(self.days.1, other.days.1, days)
            && near(self.heights.0, other.heights.0, heights)
            && near(self.heights.1, other.heights.1, heights)
    }

    pub(super) fn to_plot(self) -> PlotBounds {
        PlotBounds::from_min_max([self.days.0, self.heights.0], [self.days.1, self.heights.1])
    }

    pub(super) fn from_plot(bounds: &PlotBounds) -> Self {
        let ([x0, y0], [x1, y1]) = (bounds.min(), bounds.max());
        Self { days: (x0, x1), heights: (y0, y1) }
    }

    /// The values at the two ends of the y axis.
    pub(super) fn values(self, scale: Scale) -> (f64, f64) {
        match scale {
            Scale::Linear => self.heights,
            Scale::Log => (10_f64.powf(self.heights.0), 10_f64.powf(self.heights.1)),
        }
    }
}

/// Places data in a frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct Projection {
    transform: PlotTransform,
    scale: Scale,
}

impl Projection {
    pub(super) const fn new(transform: PlotTransform, scale: Scale) -> Self {
        Self { transform, scale }
    }

    /// Without a plot: for paper.
    pub(super) fn in_frame(frame: Rect, bounds: Bounds, scale: Scale) -> Self {
        Self::new(PlotTransform::new(frame, bounds.to_plot(), false), scale)
    }

    pub(super) fn frame(&self) -> Rect {
        *self.transform.frame()
    }

    pub(super) fn bounds(&self) -> Bounds {
        Bounds::from_plot(self.transform.bounds())
    }

    /// Where a line that begins on this day begins in the frame; `None` is the left edge.
    pub(super) fn left_of(&self, day: Option<f64>) -> f32 {
        let frame = self.frame();
        day.map_or_else(|| frame.left(), |day| self.x(day).clamp(frame.left(), frame.right()))
    }

    /// The day at a place across.
    pub(super) fn day(&self, x: f32) -> f64 {
        self.transform.value_from_position(pos2(x, self.frame().center().y)).x
    }

    pub(super) fn x(&self, day: f64) -> f32 {
        self.transform.position_from_point_x(day)
    }

    pub(super) fn y(&self, value: f64) -> f32 {
        self.transform.position_from_point(&PlotPoint::new(0.0, height_of(self.scale, value))).y
    }

    pub(super) fn pos(&self, day: f64, value: f64) -> Pos2 {
        pos2(self.x(day), self.y(value))
    }
}

/// A value's height on the axis.
fn height_of(scale: Scale, value: f64) -> f64 {
    match scale {
        Scale::Linear => value,
        // Zero has no logarithm; a millionth of the smallest unit lies far below any frame and stays finite.
        Scale::Log => value.max(1e-9).log10(),
    }
}
