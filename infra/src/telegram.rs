//! Telegram: how admins speak to MemeBot, and how it tells them what happened.
//!
//! [`Poller`] receives updates by long polling and turns each into commands and a reply; [`TelegramNotices`] shows
//! what happened and keeps every copy of it up to date. An update is confirmed only after it was handled, and its
//! commands have ids made of the update's number, so a crash repeats and never doubles. Nobody's right to do a thing
//! is decided here: the bus decides and records.

mod audit;
mod buttons;
mod check;
mod client;
mod commands;
mod config;
mod context;
mod copies;
mod desk;
mod edge;
mod history;
mod html;
mod members;
mod notices;
mod pending;
mod people;
mod poller;
mod press;
mod problem;
mod project;
mod project_choice;
mod prompts;
mod publish_command;
mod publishing;
mod render;
mod reply;
mod request;
mod sessions;
mod settings;
mod speech;
mod status;
mod suggestion;
#[cfg(test)]
mod tests;
mod time_input;
mod times;
mod trouble;

pub use check::check;
pub use config::TelegramConfig;
pub use desk::TelegramPorts;
pub use edge::Lag;
pub use notices::TelegramNotices;
pub use poller::Poller;
