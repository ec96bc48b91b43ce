//! Outbound adapters: OpenAI, X and Redis, and what is about the product rather than the log.

pub mod business_metrics;
pub mod clean_up;
pub mod http_client;
pub mod openai;
pub mod read_models;
pub mod recovery;
pub mod redis;
pub mod time_sources;
pub mod x;
