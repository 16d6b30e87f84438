//! Integration tests, one binary.

mod criteria;
//! One integration binary, many modules.

mod golden;
