//! The update handler: performs what the inbox stored. Which instance does so, and how often it is begun again after a crash,
//! is the worker pool's business; commands are idempotent, and what is to be sent is stored once, with the end of the update.

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
use futures_util::FutureExt;
use teloxide::types::{Chat, Update, UpdateKind};
use tracing::error;

use super::callback_handler::handle_callback;
use super::chat_request::HandlerPorts;
use super::client::Destination;
use super::inbox::{NAME, STEP};
use super::message_handler::handle_message;
use super::notices::TelegramNotices;
use super::outbox::outgoing::{Outgoing, outbox_jobs};
use super::reply::Reply;

/// Handles updates.
pub struct UpdateHandler {
    ports: HandlerPorts,
}

/// The name and the steps of the jobs: announced by instances that do not perform them, too.
pub const UPDATE_STEPS: (&str, &[&str]) = (NAME, &[STEP]);

impl UpdateHandler {
    /// A handler for the bot of the notices; `lag` is shown by `/status` if given.
    pub fn new(
        notices: &TelegramNotices,
        dispatch: Arc<dyn Dispatch>,
        lag: Option<Arc<dyn Lag>>,
    ) -> Arc<Self> {
        Arc::new(Self { ports: HandlerPorts { bot: notices.bot().clone(), dispatch, lag } })
    }

    /// What is to be sent.
    async fn handle(&self, update: &Update, me: &str) -> Vec<Outgoing> {
        // A panic ends its update, like a reply: handled again it would panic again, and hold up whoever sent it.
        if let Ok(outgoing) = AssertUnwindSafe(self.route(update, me)).catch_unwind().await {
            return outgoing;
        }
        error!(alarm = true, update = update.id.0, "an update's handler panicked");
        let words = "Something went wrong on my side; the operator can see it in the logs. /status shows how things stand.";
        let told = |chat: &Chat| {
            let to = Destination::chat(chat.id.0);
            Outgoing::Send { to, person: None, reply: Reply::text(words) }
        };
        update.chat().map(told).into_iter().collect()
    }

    /// Hands an update to the handler of its kind and waits for its end.
    async fn route(&self, update: &Update, me: &str) -> Vec<Outgoing> {
        if let UpdateKind::Message(message) = &update.kind {
            handle_message(&self.ports, update.id.0, message, me).await
        } else if let UpdateKind::CallbackQuery(query) = &update.kind {
            handle_callback(&self.ports, update.id.0, query, me).await
        } else {
            Vec::new()
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
        let keyring = &self.ports.bot.keyring;
        let body = keyring.open_payload(job.id, sealed).await.map_err(|error| unopened(&error))?;
        let update: Update = serde_json::from_slice(&body).map_err(|error| unread(&error))?;
        // Asked once for each program: what groups say is told apart by the bot's own name.
        let me = self.ports.bot.user_name().await.map_err(|error| Verdict::Wait {
            why: format!("Telegram has not told the bot's name yet: {error}"),
            until: self.ports.bot.clock.now() + pause(),
        })?;
        let outgoing = self.handle(&update, me).await;
        let jobs = outbox_jobs(keyring, job.id.0, outgoing).await;
        Ok(Verdict::Done(jobs.map_err(|error| unopened(&error))?))
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

/// The verdict on a job whose sealed part cannot be opened, or sealed.
pub(super) fn unopened(error: &EventReadError) -> Verdict {
    match error {
        EventReadError::Unavailable { .. } => Verdict::retry(error),
        EventReadError::WrongMasterKey { .. }
        | EventReadError::Damaged { .. }
        | EventReadError::Unreadable(_) => Unreadable::new("the sealed part of a job", error).into(),
    }
}
