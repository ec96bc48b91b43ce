//! Scenarios: the running binary, driven only through the wire protocols of Telegram and REST.
//!
//! Each test has its own database, stream, key prefix and stand-ins, and may break what it likes.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not as expected")]

mod autopilot;
mod bad_input;
mod clean_up;
mod context;
mod outages;
mod permissions;
mod publishing;
mod recovery;
mod rest;
mod secrets;
mod sharing;
mod suggestion;
mod tampering;
mod upgrade;
mod world;
