//! One integration binary, many modules.

mod golden;
