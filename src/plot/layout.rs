//! Where the parts of a chart lie: frame, ticks, lanes.

use eframe::egui::{Painter, Rect, pos2};

use super::style::PlotStyle;
use super::words::{galley, line_height};
use crate::chart::{Audience, Model, Role, labels};

/// Below this height, in units of the line height, the lanes are left out.
const LANES_NEED_LINES: f32 = 14.0;

/// Below this height, in units of the line height, the dates are left out.
const DATES_NEED_LINES: f32 = 10.0;

/// The parts of a chart in the room given to it.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// All the room.
    pub(super) whole: Rect,
    /// Where data is drawn.
    pub(super) frame: Rect,
    /// The center of the title's line, when it is drawn.
    pub(super) title_y: Option<f32>,
    /// The center of the line with the unit.
    pub(super) unit_y: f32,
    /// The center of the line of weeks.
    pub(super) ticks_y: f32,
    /// The center of the line of dates, when they are drawn.
    pub(super) dates_y: Option<f32>,
    /// The center of the line with the name of the time axis.
    pub(super) label_y: f32,
    /// The centers of the lanes, as many as are drawn.
    pub(super) lanes_y: Vec<f32>,
    /// The height of a lane.
    pub(super) lane_height: f32,
    /// What is kept free at the top of the frame for the names of the windows.
    pub(super) headroom: f32,
    /// The highest value of the axis, under the headroom.
    pub(super) top_value: f64,
}

impl Layout {
    pub(super) fn new(whole: Rect, model: &Model, style: PlotStyle, painter: &Painter) -> Self {
        let line = line_height(painter, style);
        let gap = style.scaled(8.0);
        let width = |text: &str| galley(painter, text, style.font(), style.color(Role::InkSoft)).size().x;
        let clinician = model.audience == Audience::Clinician;

        let mut top = whole.top();
        let title_y = style.title.then(|| {
            let center = top + 0.75 * line;
            top += 2.0 * line;
            center
        });
        let unit_y = top + 0.5 * line;
        if model.y.visible {
            top += 1.25 * line;
        }

        let lane_height = style.scaled(22.0);
        let with_lanes = whole.height() > LANES_NEED_LINES * line;
        let lanes = if with_lanes { model.lanes.len() } else { 0 };
        let with_dates = !model.x.dates.is_empty() && whole.height() > DATES_NEED_LINES * line;
        let mut bottom = whole.bottom();
        let lanes_y = (0..lanes).map(|lane| bottom - lane_height * (lanes - lane) as f32 + 0.5 * lane_height).collect();
        if lanes > 0 {
            bottom -= lane_height * lanes as f32 + gap;
        }
        let label_y = bottom - 0.6 * line;
        if clinician {
            bottom -= 1.4 * line;
        }
        let dates_y = with_dates.then(|| {
            bottom -= 1.15 * line;
            bottom + 0.5 * line
        });
        bottom -= 1.6 * line;
        let ticks_y = bottom + 0.5 * line + gap;

        let mut left = whole.left() + gap;
        if model.y.visible {
            let ticks = model.y.ticks.iter().map(|tick| tick.text.as_str());
            let names = model.lanes.iter().filter(|_| with_lanes).map(|lane| lane.label.as_str());
            left = whole.left() + ticks.chain(names).map(width).fold(style.scaled(20.0), f32::max) + 1.5 * gap;
        }
        let right = (whole.right() - gap).max(left + 1.0);
        let bottom = bottom.max(top + 1.0);
        let frame = Rect::from_min_max(pos2(left, top), pos2(right, bottom));
        let headroom = headroom(model, style, painter, frame, line);
        Self {
            whole,
            frame,
            title_y,
            unit_y,
            ticks_y,
            dates_y,
            label_y,
            lanes_y,
            lane_height,
            headroom,
            top_value: model.y.range.1,
        }
    }
}

/// The height that the names of the windows need, at most a third of the frame.
fn headroom(model: &Model, style: PlotStyle, painter: &Painter, frame: Rect, line: f32) -> f32 {
    let spans = super::words::span_labels(model, style, painter);
    let days = model.x.range;
    let x = |day: f64| {
        let share = (day - days.0) / (days.1 - days.0).max(f64::MIN_POSITIVE);
        #[expect(clippy::cast_possible_truncation, reason = "a share of a screen's width")]
        let share = share as f32;
        frame.left() + share * frame.width()
    };
    let wishes: Vec<f32> = spans.iter().map(|span| x(span.middle_day)).collect();
    let widths: Vec<f32> = spans.iter().map(|span| span.size.x).collect();
    let low = super::words::span_low(model, style, frame, x);
    let rows = labels::stack(&wishes, &widths, style.scaled(12.0), low, frame.right() - style.scaled(4.0));
    let count = rows.iter().map(|(row, _)| row + 1).max().unwrap_or(0);
    let tallest = spans.iter().map(|span| span.size.y).fold(0.0, f32::max);
    let wanted = if count == 0 { 0.5 * line } else { tallest * count as f32 + style.scaled(22.0) };
    wanted.min(frame.height() / 3.0)
}
