//! Inbound edges: Telegram in both directions, HTTP.

pub mod http;
pub mod telegram;
pub mod tokens;
