//! With what: one module per technology.

pub mod audit;
pub mod clock;
pub mod config;
pub mod consumer;
pub mod effects;
pub mod feed;
pub mod freshness;
pub mod http;
pub mod http_client;
pub mod lease;
pub mod lifecycle;
pub mod log;
pub mod metrics;
pub mod nats;
pub mod openai;
pub mod postgres;
pub mod readings;
pub mod redis;
pub mod relay;
pub mod replay;
pub mod sequencer;
pub mod store;
pub mod telegram;
pub mod tokens;
pub mod x;
