//! The engine: events are stored, numbered, published and consumed; jobs, leases, rebuilds and audits rest on that.
//!
//! It names nothing of the product: read models and process managers are handed to it at the start
//! ([`reader_registry::ReaderRegistry`]), and states belong to the domain.

pub mod as_of;
pub mod audit;
pub mod backoff;
pub mod clock;
pub mod config;
pub mod consumer;
pub mod dead_letters;
pub mod descriptors;
pub mod epoch;
pub mod feed;
pub mod freshness;
pub mod jobs;
pub mod lease;
pub mod lifecycle;
pub mod log;
pub mod metrics;
mod micro_batch;
pub mod nats;
pub mod postgres;
pub mod reader_registry;
pub mod rebuild;
pub mod redaction;
pub mod relay;
pub mod replay;
pub mod sequencer;
pub mod status;
pub mod store;
#[cfg(test)]
mod testing;
pub mod unreadable;
pub mod versions;
