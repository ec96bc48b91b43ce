//! The update handler: performs what the inbox stored. Which instance does so, and how often it is begun again after a crash,
//! is the worker pool's business; commands are idempotent, and a repeat does nothing but say its reply again.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::TimeDelta;
use commands::port::dispatch::Dispatch;
use commands::process::{Job, NewJob, ProcessManager, Verdict};
use commands::retry_policy::TELEGRAM_UPDATES;
use commands::unreadable::Unreadable;
use domain::event::EventKind;
use domain::recorded::Recorded;
use engine::freshness::Lag;
use engine::store::codec::EventReadError;
use engine::store::keys::Keyring;
use futures_util::FutureExt;
use teloxide::types::{Update, UpdateKind};
use tracing::error;

use super::callback_handler::handle_callback;
use super::chat_request::HandlerPorts;
use super::client::Destination;
use super::inbox::{NAME, STEP};
use super::message_handler::handle_message;
use super::notices::TelegramNotices;
use super::reply::Reply;

/// Handles updates.
pub struct UpdateHandler {
    ports: HandlerPorts,
    keyring: Keyring,
}

/// The name and the steps of the jobs: announced by instances that do not perform them, too.
pub const UPDATE_STEPS: (&str, &[&str]) = (NAME, &[STEP]);

impl UpdateHandler {
    /// A handler for the bot of the notices; `lag` is shown by `/status` if given.
    pub fn new(
        notices: Arc<TelegramNotices>,
        dispatch: Arc<dyn Dispatch>,
        lag: Option<Arc<dyn Lag>>,
        keyring: Keyring,
    ) -> Arc<Self> {
        let ports = HandlerPorts { bot: notices.bot().clone(), notices, dispatch, lag };
        Arc::new(Self { ports, keyring })
    }

    async fn handle(&self, update: &Update, me: &str) {
        // A panic ends its update, like a reply: handled again it would panic again, and hold up whoever sent it.
        let handled = AssertUnwindSafe(self.route(update, me)).catch_unwind().await;
        if handled.is_ok() {
            return;
        }
        error!(alarm = true, update = update.id.0, "an update's handler panicked");
        let Some(chat) = update.chat() else { return };
        let words = "Something went wrong on my side; the operator can see it in the logs. /status shows how things stand.";
        self.ports.send(Destination::chat(chat.id.0), &Reply::text(words)).await;
    }

    /// Hands an update to the handler of its kind and waits for its end.
    async fn route(&self, update: &Update, me: &str) {
        if let UpdateKind::Message(message) = &update.kind {
            handle_message(&self.ports, update.id.0, message, me).await;
        } else if let UpdateKind::CallbackQuery(query) = &update.kind {
            handle_callback(&self.ports, update.id.0, query, me).await;
        }
    }
}

#[async_trait]
impl ProcessManager for UpdateHandler {
    fn name(&self) -> &'static str {
        NAME
    }

    fn steps(&self) -> &'static [&'static str] {
        UPDATE_STEPS.1
    }

    fn takes(&self, _kind: EventKind) -> bool {
        false
    }

    fn react(&self, _event: &Recorded) -> Vec<NewJob> {
        Vec::new()
    }

    async fn perform(&self, job: &Job) -> Result<Verdict, Verdict> {
        // Emptied: it has ended before.
        let Some(sealed) = &job.sealed else { return Ok(Verdict::DONE) };
        let body = self.keyring.open_payload(job.id, sealed).await.map_err(|error| unopened(&error))?;
        let update: Update = serde_json::from_slice(&body).map_err(|error| unread(&error))?;
        // Asked once for each program: what groups say is told apart by the bot's own name.
        let me = self.ports.bot.user_name().await.map_err(|error| Verdict::Wait {
            why: format!("Telegram has not told the bot's name yet: {error}"),
            until: self.ports.bot.clock.now() + pause(),
        })?;
        self.handle(&update, me).await;
        Ok(Verdict::DONE)
    }
}

fn pause() -> TimeDelta {
    TimeDelta::from_std(TELEGRAM_UPDATES.first_pause).unwrap_or(TimeDelta::MAX)
}

/// Where it stopped to be one, without a word of what it says.
fn unread(error: &serde_json::Error) -> Verdict {
    let reason = format_args!("{:?} error in column {}", error.classify(), error.column());
    Unreadable::new("an update", reason).into()
}

fn unopened(error: &EventReadError) -> Verdict {
    match error {
        EventReadError::Unavailable { .. } => Verdict::retry(error),
        EventReadError::WrongMasterKey { .. }
        | EventReadError::Damaged { .. }
        | EventReadError::Unreadable(_) => Unreadable::new("an update", error).into(),
    }
}
