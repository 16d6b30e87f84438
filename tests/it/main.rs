//! Integration tests, one binary.

mod criteria;
