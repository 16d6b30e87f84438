//! Integration tests, one module a room.

mod forecast;
