//! Where the parts of a chart lie: frame, ticks, lanes.

use std::sync::Arc;

use eframe::egui::{Galley, Painter, Rect, pos2};

use super::key::{self, KeyRows};
use super::style::PlotStyle;
use super::words::{galley, line_height};
use crate::chart::{Audience, Model, Role, labels};

/// Below this height, in units of the line height, the lanes are left out.
const LANES_NEED_LINES: f32 = 14.0;

/// Below this height, in units of the line height, the dates are left out.
const DATES_NEED_LINES: f32 = 10.0;

/// Names of lanes take at most this part of the width.
const MOST_NAMES_WIDE: f32 = 0.2;

/// Upright names take at most this part of the height.
const MOST_NAMES_HIGH: f32 = 0.18;

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
    /// What forms and colors say.
    pub(super) key: KeyRows,
    /// The top of its first row.
    pub(super) key_top: f32,
    /// The notes at the foot, on paper.
    pub(super) notes: Vec<Arc<Galley>>,
    /// The room of names of cases: their height under the frame, upright; their width left of it.
    pub(super) name_room: f32,
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
        let key = KeyRows::new(model, style, painter, whole.width());
        let key_top = top;
        if !model.key.is_empty() {
            top += key.height() + 0.5 * gap;
        }
        let unit_y = top + 0.5 * line;
        if model.y.visible && !model.y.unit.is_empty() {
            top += 1.25 * line;
        }

        let lane_height = style.scaled(22.0);
        let with_lanes = whole.height() > LANES_NEED_LINES * line;
        let lanes = if with_lanes { model.lanes.len() } else { 0 };
        let with_dates = !model.x.dates.is_empty() && whole.height() > DATES_NEED_LINES * line;
        let notes = key::notes(model, style, painter, whole.width());
        let mut bottom = whole.bottom();
        if !notes.is_empty() {
            bottom -= notes.iter().map(|note| note.size().y).sum::<f32>() + gap;
        }
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

        let mut left = whole.left() + gap;
        let mut name_room = 0.0;
        if model.y.visible {
            let ticks = model.y.ticks.iter().map(|tick| tick.text.as_str());
            let names = model.lanes.iter().filter(|_| with_lanes).map(|lane| lane.label.as_str());
            let mut widest = ticks.chain(names).map(width).fold(style.scaled(20.0), f32::max);
            if model.y.named {
                widest = widest.min(MOST_NAMES_WIDE * whole.width());
                name_room = widest;
            }
            left = whole.left() + widest + 1.5 * gap;
        }
        if model.x.named {
            #[expect(clippy::cast_possible_truncation, reason = "a number of cases")]
            let places = (model.x.range.1 - model.x.range.0).max(1.0) as f32;
            let place = (whole.right() - gap - left) / places;
            let widest = model.x.ticks.iter().map(|tick| width(&tick.text)).fold(0.0, f32::max);
            // Side by side where the widest fits its place, else upright; where a place is lower than a line, nowhere.
            name_room = if widest + gap <= place {
                1.1 * line
            } else if place >= 0.95 * line {
                widest.min(MOST_NAMES_HIGH * whole.height())
            } else {
                0.0
            };
            bottom -= name_room + 1.5 * gap;
        } else {
            bottom -= 1.6 * line;
        }
        let ticks_y = bottom + 0.5 * line + gap;
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
            key,
            key_top,
            notes,
            name_room,
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
