//! What is true: values, states, events, scoring. Pure: no I/O, no clock, no randomness, no async.

pub mod access;
pub mod account;
pub mod actor;
pub mod audit_line;
pub mod context;
pub mod event;
pub mod event_subset;
pub mod fold;
#[cfg(feature = "faults")]
pub mod forgotten;
pub mod id;
pub mod member;
pub mod merkle;
pub mod policy;
pub mod post;
pub mod post_text;
pub mod project;
pub mod recorded;
pub mod risk;
mod risk_score;
pub mod role;
pub mod schedule;
pub mod state;
pub mod stream;
pub mod suggestion;
pub mod text;
pub mod unannounced;
pub mod upcast;
