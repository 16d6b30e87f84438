//! Small histories written out: days of masses whose two diameters are the same, and of measurable new lesions.

use jiff::civil::{Date, date};
use reassess::domain::clock::date_from_day;
use reassess::domain::{Case, NonTarget};

use super::random::{Day, History, New, case_of};

/// The baseline and therapy start.
pub(crate) const START: Date = date(2026, 1, 5);

/// The date of a day.
pub(super) fn on(day: i32) -> Date {
    date_from_day(START, day)
}

/// One visit; sizes in tenths of a millimeter.
pub(super) fn day(on: i32, sizes: &[u32], news: &[New]) -> Day {
    let sizes = sizes.iter().copied().map(Some).collect();
    Day { on, sizes, non_target: NonTarget::None, change: None, news: news.to_vec(), unscheduled: false }
}

/// The history of masses and measurable new lesions.
pub(super) fn history(visits: Vec<Day>) -> History {
    let n_targets = visits.first().map_or(0, |visit| visit.sizes.len());
    let n_new = visits.iter().map(|visit| visit.news.len()).max().unwrap_or(0);
    History { nodes: vec![false; n_targets], new_targets: vec![true; n_new], visits }
}

/// The case of that history.
pub(super) fn case(visits: Vec<Day>) -> Case {
    case_of(&history(visits), START, false)
}
