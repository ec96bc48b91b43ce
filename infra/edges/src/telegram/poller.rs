//! The long poll: updates are confirmed only after all of a batch are handled, so a crash delivers them again.
//!
//! teloxide's own dispatcher is not used: it confirms before the work is done. Commands are idempotent; a repeat
//! does nothing but say its reply again.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use commands::port::dispatch::Dispatch;
use commands::retry_policy::{TELEGRAM_TAKEN, TELEGRAM_UPDATES};
use futures_util::{FutureExt, StreamExt, stream};
use teloxide::types::{Update, UpdateKind};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use super::bot_api_error::BotApiError;
use super::callback_handler::handle_callback;
use super::chat_request::HandlerPorts;
use super::client::Destination;
use super::commands::menu;
use super::message_handler::handle_message;
use super::news::News;
use super::notices::TelegramNotices;
use super::reply::Reply;
use engine::freshness::Lag;

/// People served at a time.
const AT_A_TIME: usize = 8;

/// Receives updates and handles them. Only one instance may run at a time: hold a lease.
pub struct Poller {
    ports: HandlerPorts,
}

impl Poller {
    /// A poller for the bot of the notices; `lag` is shown by `/status` if given.
    pub fn new(
        notices: Arc<TelegramNotices>,
        dispatch: Arc<dyn Dispatch>,
        lag: Option<Arc<dyn Lag>>,
    ) -> Self {
        Self { ports: HandlerPorts { bot: notices.bot().clone(), notices, dispatch, lag } }
    }

    /// Receives and handles updates until `stop`; then the batch in hand is finished and confirmed.
    pub async fn run(&self, stop: CancellationToken) {
        let Some(me) = self.set_up(&stop).await else { return };
        info!(bot = me, "listening to Telegram");
        let (mut offset, mut failures, mut news) = (None, 0, News::default());
        loop {
            let asked = Instant::now();
            let poll = self.ports.bot.client.updates(offset);
            let Some(polled) = stop.run_until_cancelled(poll).await else { break };
            match polled {
                Ok(updates) => {
                    failures = 0;
                    // The next poll confirms this batch, so a crash while it is handled delivers all of it again.
                    offset = updates.iter().map(|update| update.id.as_offset()).max().or(offset);
                    match news.of(updates, asked.elapsed()) {
                        Ok(updates) => self.handle(updates, &me).await,
                        Err(pause) => drop(stop.run_until_cancelled(sleep(pause)).await),
                    }
                }
                Err(error) => {
                    failures += 1;
                    pause(&error, failures, &stop).await;
                }
            }
        }
        self.confirm(offset).await;
    }

    /// Learns the bot's name and sets its menu; `None` when stopped before.
    async fn set_up(&self, stop: &CancellationToken) -> Option<String> {
        let client = &self.ports.bot.client;
        let mut failures = 0;
        loop {
            let setup = async {
                let me = client.me().await?;
                client.set_commands(menu()).await?;
                Ok::<_, BotApiError>(me)
            };
            match stop.run_until_cancelled(setup).await? {
                Ok(me) => return me.user.username.or(Some(String::new())),
                Err(error) => {
                    failures += 1;
                    pause(&error, failures, stop).await;
                }
            }
        }
    }

    /// Handles a batch: in order for each person in each chat, side by side for different ones.
    async fn handle(&self, updates: Vec<Update>, me: &str) {
        // What one person sends in one chat depends on what they sent before (/use, then /status); others must not wait.
        let mut queues: BTreeMap<(i64, u64), Vec<Update>> = BTreeMap::new();
        for update in updates {
            let chat = update.chat().map_or(0, |chat| chat.id.0);
            let user = update.from().map_or(0, |user| user.id.0);
            queues.entry((chat, user)).or_default().push(update);
        }
        stream::iter(queues.into_values())
            .for_each_concurrent(AT_A_TIME, |queue| async move {
                for update in queue {
                    self.handle_one(&update, me).await;
                }
            })
            .await;
    }

    async fn handle_one(&self, update: &Update, me: &str) {
        // An update that panics is confirmed like any other: delivered again it would panic again, and hold up everybody.
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
        } else if let UpdateKind::Error(_) = &update.kind {
            warn!(update = update.id.0, "an update could not be read and is passed over");
        }
    }

    async fn confirm(&self, offset: Option<i32>) {
        let Some(offset) = offset else { return };
        if let Err(error) = self.ports.bot.client.confirm(offset).await {
            info!(%error, "the last updates could not be confirmed; they will come again and do nothing");
        }
    }
}

/// Waits before the next try: longer each time, as long as Telegram asks, and not at all once stopped.
async fn pause(error: &BotApiError, failures: u32, stop: &CancellationToken) {
    let pause = match error {
        // the instance that ran before may hold its last long poll for a moment: not worth an alarm yet
        BotApiError::Conflict(_) if failures > 2 => {
            error!(%error, "Telegram gives the updates to somebody else: another instance, or a webhook of this bot");
            TELEGRAM_TAKEN.first_pause
        }
        BotApiError::Refused(_) | BotApiError::Gone(_) => {
            error!(%error, "Telegram does not accept this bot; is TELEGRAM_BOT_TOKEN right?");
            TELEGRAM_UPDATES.longest_pause
        }
        BotApiError::Incomplete(_) => {
            error!(%error, "Telegram cannot be understood; is TELEGRAM_API_URL right?");
            TELEGRAM_UPDATES.pause(failures - 1)
        }
        BotApiError::Busy { .. }
        | BotApiError::Cut(_)
        | BotApiError::Conflict(_)
        | BotApiError::Moved(_)
        | BotApiError::Missing
        | BotApiError::Unchanged => {
            warn!(%error, failures, "Telegram cannot be reached");
            error.retry_after().unwrap_or_default().max(TELEGRAM_UPDATES.pause(failures - 1))
        }
    };
    stop.run_until_cancelled(sleep(pause)).await;
}
