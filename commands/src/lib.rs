//! What may be asked: one file per command, the bus that carries them, the ports that the outside
//! implements, and the process managers that turn events into commands.
//!
//! To add a command: write `<aggregate>/<verb>.rs` (struct, [`Decision`](decision::Decision), tests), add
//! it to the list in `<aggregate>.rs`; the compiler asks for the rest.

pub mod access;
pub mod account;
pub mod bus;
pub mod command;
pub mod context;
pub mod cqrs;
pub mod decision;
pub mod envelope;
pub mod error;
pub mod facts;
pub mod faults;
pub mod member;
pub mod port;
pub mod post;
pub mod process;
pub mod processes;
pub mod project;
pub mod receipt;
pub mod refusal;
pub mod retry_policy;
pub mod store;
pub mod suggestion;
#[cfg(test)]
mod testing;
pub mod unreadable;
