//! Marks the stretches in which a panic of a library is caught and answered, so that it is not reported as a crash.

use std::cell::Cell;

thread_local! {
    static CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work`, in which panics are caught by the caller's own means.
pub(super) fn quietly<T>(work: impl FnOnce() -> T) -> T {
    let before = CAUGHT.replace(true);
    let result = work();
    CAUGHT.set(before);
    result
}

/// Whether a panic on this thread now would be caught and answered.
pub fn panics_are_caught() -> bool {
    CAUGHT.get()
}
