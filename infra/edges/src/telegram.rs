//! Telegram: how admins speak to MemeBot, and how it tells them what happened.
//!
//! [`Webhook`] takes the updates that Telegram posts, [`Poller`] asks for them by long polling; either stores them in the
//! [`Inbox`]; [`UpdateHandler`] turns each into commands and a reply; [`TelegramNotices`] says what happened; the [`Outbox`]
//! sends both. An update is confirmed only after it was stored, and its commands have ids made of the message or the press,
//! so a crash repeats and never doubles.
//! Nobody's right to do a thing is decided here: the bus decides and records.

mod audit;
mod bot_api;
mod bot_api_error;
mod bot_context;
mod buttons;
mod callback_handler;
mod callback_reply;
mod callback_subjects;
mod chat_command;
mod chat_request;
mod check;
mod client;
mod commands;
mod config;
mod context;
mod context_versions;
mod decisions;
mod earlier_decision;
mod history;
mod html;
mod inbox;
mod introduction;
mod keyboard;
mod late_command;
mod limits;
mod members;
mod message_handler;
mod message_words;
mod name_cache;
mod news;
mod notice_copies;
mod notices;
mod outbox;
mod owner_alarm;
mod pending;
mod poller;
mod posting;
mod posts;
mod project;
mod project_selection;
mod prompts;
mod publish_command;
mod publishing;
mod registration;
mod render;
mod reply;
mod request_failure;
mod request_key;
mod status;
mod suggestion;
#[cfg(test)]
mod tests;
mod time_input;
mod times;
mod update_handler;
mod vibe;
mod webhook;

pub use bot_context::TelegramPorts;
pub use buttons::BUTTON_CODES;
pub use check::check;
pub use config::{SendLimits, TelegramConfig};
pub use inbox::{Inbox, InboxError};
pub use notices::TelegramNotices;
pub use outbox::{OUTBOX_STEPS, Outbox, OutboxMetrics};
pub use owner_alarm::PRIVILEGES;
pub use poller::Poller;
pub use registration::WebhookRegistration;
pub use update_handler::{UPDATE_STEPS, UpdateHandler};
pub use webhook::{WEBHOOK_PATH, Webhook};
