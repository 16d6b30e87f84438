//! Keeps a report when the program stops unexpectedly, and tells of it at the next start.

use std::backtrace::Backtrace;
use std::panic::PanicHookInfo;
use std::sync::Arc;

use crate::exchange::panics_are_caught;
use crate::store::crash_report::{self, Crash};
use crate::store::{Disk, Paths};

/// From now on a panic leaves a report on the disk, beside what it says on standard error.
///
/// A panic of a library that is caught and answered leaves none.
pub(super) fn keep_reports(disk: Arc<dyn Disk>, paths: Paths) {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if panics_are_caught() {
            return;
        }
        crash_report::write(disk.as_ref(), &paths, &crash_of(info)).ok();
        before(info);
    }));
}

fn crash_of(info: &PanicHookInfo<'_>) -> Crash {
    let place = info.location().map_or_else(|| "unknown".to_owned(), ToString::to_string);
    let thread = std::thread::current().name().unwrap_or("unnamed").to_owned();
    Crash { place, thread, trace: Backtrace::force_capture().to_string() }
}

/// What to say of crashes since the last start; `None` where there were none.
pub(super) fn words(disk: &dyn Disk, paths: &Paths) -> Option<String> {
    let untold = crash_report::untold(disk, paths).ok()?;
    let newest = untold.last()?;
    Some(format!(
        "Reassess stopped unexpectedly last time. A report without names lies in {}; it was sent nowhere",
        newest.display()
    ))
}
