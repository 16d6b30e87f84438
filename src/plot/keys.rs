//! The keys of a chart: from mark to mark, from lane to lane.

use eframe::egui::{self, EventFilter, Key, Modifiers, Response, Vec2};

use super::layout::Layout;
use super::projection::Projection;
use super::{PlotState, hit};
use crate::chart::{Geometry, Mark, MarkId, Model};
use crate::domain::LesionId;

/// The row of the chart that a mark stands in: the sum, then each lesion, then the lanes from the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Row {
    Sizes(Option<LesionId>),
    Lane(usize),
}

/// A mark that the arrow keys reach.
struct Stop<'a> {
    mark: &'a Mark,
    row: Row,
    day: f64,
}

/// The marks that the arrow keys go through, by row and day.
fn stops<'a>(model: &'a Model, layout: &Layout, projection: &Projection) -> Vec<Stop<'a>> {
    let with_card = model.marks.iter().filter(|mark| !mark.card.is_empty()).enumerate();
    let mut stops: Vec<Stop<'a>> = with_card
        .filter_map(|(place, mark)| {
            let sizes = Row::Sizes(mark.link.as_ref().and_then(|link| link.lesion));
            let (row, day) = match mark.geometry {
                // Cases among many come in the order of the model.
                Geometry::Track { .. } | Geometry::Bar { .. } => {
                    (Row::Sizes(None), f64::from(u32::try_from(place).ok()?))
                }
                Geometry::Point { day, .. } | Geometry::Gap { day } => (sizes, day),
                Geometry::LaneTick { lane, day } | Geometry::LaneDot { lane, day, .. } => (Row::Lane(lane), day),
                _ => return None,
            };
            let at = hit::spot(mark, layout, projection)?;
            projection.frame().x_range().contains(at.x).then_some(Stop { mark, row, day })
        })
        .collect();
    stops.sort_by(|a, b| a.row.cmp(&b.row).then(a.day.total_cmp(&b.day)));
    stops
}

/// Where an arrow leads from the chosen mark: along its row, or to the nearest day of the next row that has marks.
fn step<'a>(stops: &[Stop<'a>], chosen: Option<&MarkId>, across: i8, down: i8) -> Option<&'a Mark> {
    let place = chosen.and_then(|id| stops.iter().position(|stop| stop.mark.id == *id));
    let Some(here) = place.and_then(|place| stops.get(place)) else {
        let first_row = stops.iter().take_while(|stop| Some(stop.row) == stops.first().map(|first| first.row));
        let reached = if across < 0 || down < 0 { first_row.last() } else { stops.first() };
        return reached.map(|stop| stop.mark);
    };
    if across != 0 {
        let row: Vec<&Stop<'a>> = stops.iter().filter(|stop| stop.row == here.row).collect();
        let own = row.iter().position(|stop| stop.mark.id == here.mark.id)?;
        let next = if across > 0 { row.get(own + 1) } else { own.checked_sub(1).and_then(|before| row.get(before)) };
        return Some(next.map_or(here.mark, |stop| stop.mark));
    }
    let rows = stops.iter().map(|stop| stop.row);
    let to = if down > 0 { rows.filter(|row| *row > here.row).min() } else { rows.filter(|row| *row < here.row).max() };
    let near = |stop: &&Stop<'a>| (stop.day - here.day).abs();
    let nearest = stops.iter().filter(|stop| Some(stop.row) == to).min_by(|a, b| near(a).total_cmp(&near(b)));
    Some(nearest.map_or(here.mark, |stop| stop.mark))
}

/// Arrows choose a mark, Enter takes it, Escape lets go; returns the mark taken.
pub(super) fn take(
    ui: &egui::Ui,
    model: &Model,
    response: &Response,
    layout: &Layout,
    projection: &Projection,
    state: &mut PlotState,
) -> Option<MarkId> {
    if !response.has_focus() {
        return None;
    }
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let pressed = |key: Key| i8::from(ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)));
    let mut across = pressed(Key::ArrowRight) - pressed(Key::ArrowLeft);
    let mut down = pressed(Key::ArrowDown) - pressed(Key::ArrowUp);
    let is_list = model.y.named;
    if is_list {
        // Cases one under another lie in one row of stops.
        across += std::mem::take(&mut down);
    }
    if across != 0 || down != 0 {
        let next = step(&stops(model, layout, projection), state.chosen.as_ref(), across, down);
        if let Some(mark) = next {
            state.chosen = Some(mark.id.clone());
            // Many lanes lie in a list that scrolls.
            if let Some(at) = hit::spot(mark, layout, projection).filter(|_| is_list) {
                ui.scroll_to_rect(egui::Rect::from_center_size(at, Vec2::splat(60.0)), None);
            }
        }
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        if state.chosen.take().is_none() {
            response.surrender_focus();
        }
        return None;
    }
    let entered = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    entered.then(|| state.chosen.clone()).flatten()
}
