//! Inbound edges: Telegram in both directions, HTTP.

mod audit_list;
pub mod http;
pub mod telegram;
pub mod tokens;
