//! Driving the running binary from outside: what the demo, `make dev` and the scenarios share.

pub mod api;
pub mod app;
pub mod dumped;
pub mod people;
pub mod stage;
pub mod surroundings;
pub mod transcript;
