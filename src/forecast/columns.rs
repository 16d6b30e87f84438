//! The courses of every member on a day, kept.
//!
//! A course depends on the day alone, so a size that is typed makes none anew, and a day that is moved makes one.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Numbers kept a forecaster: 8 MB.
const KEPT: usize = 1 << 20;

/// Log volumes of every member of one forecaster, by day.
#[derive(Debug, Default)]
pub(super) struct Columns {
    by_day: Mutex<BTreeMap<i32, Arc<[f64]>>>,
}

impl Columns {
    /// The column of a day; made where it is not kept.
    pub(super) fn of(&self, day: i32, make: impl FnOnce() -> Arc<[f64]>) -> Arc<[f64]> {
        let kept = || self.by_day.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(column) = kept().get(&day) {
            return Arc::clone(column);
        }
        // Made outside the lock: another thread may make the same, which is then the same.
        let column = make();
        let mut by_day = kept();
        if (by_day.len() + 1) * column.len() > KEPT {
            by_day.clear();
        }
        by_day.insert(day, Arc::clone(&column));
        column
    }
}
