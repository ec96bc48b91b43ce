//! The wiring: one binary, several roles.

fn main() {}
