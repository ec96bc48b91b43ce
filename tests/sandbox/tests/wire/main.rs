//! The stand-ins seen from outside: what a client gets on the wire.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

mod control;
mod faults;
mod openai;
mod specs;
mod support;
mod telegram;
mod webhook;
mod x;
