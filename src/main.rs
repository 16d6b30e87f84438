//! The `reassess` program.

fn main() {}
