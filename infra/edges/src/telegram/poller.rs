//! The long poll: updates are confirmed only after all of a batch are stored, so a crash delivers them again.
//!
//! teloxide's own dispatcher is not used: it confirms before anything is stored.

use std::sync::Arc;

use commands::retry_policy::{TELEGRAM_TAKEN, TELEGRAM_UPDATES};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use super::bot_api_error::BotApiError;
use super::bot_context::BotContext;
use super::commands::menu;
use super::inbox::Inbox;
use super::news::{News, number};
use super::notices::TelegramNotices;

/// Receives updates and stores them. Only one instance may run at a time: hold a lease.
pub struct Poller {
    bot: BotContext,
    inbox: Arc<Inbox>,
}

impl Poller {
    /// A poller for the bot of the notices.
    pub fn new(notices: &TelegramNotices, inbox: Arc<Inbox>) -> Self {
        Self { bot: notices.bot().clone(), inbox }
    }

    /// Receives and stores updates until `stop`; then the batch in hand is stored and confirmed.
    pub async fn run(&self, stop: CancellationToken) {
        if self.set_up(&stop).await.is_none() {
            return;
        }
        let (mut offset, mut failures, mut news) = (None, 0, News::default());
        loop {
            let asked = Instant::now();
            let poll = self.bot.client.updates(offset);
            let Some(polled) = stop.run_until_cancelled(poll).await else { break };
            match polled {
                Ok(updates) => {
                    let newest = updates.iter().filter_map(number).max();
                    match news.of(updates, asked.elapsed()) {
                        Ok(updates) => {
                            if let Err(error) = self.inbox.store(updates).await {
                                failures += 1;
                                warn!(
                                    error = &error as &dyn std::error::Error,
                                    "updates were not stored; they are polled again"
                                );
                                news = News::default();
                                let pause = TELEGRAM_UPDATES.pause(failures - 1);
                                stop.run_until_cancelled(sleep(pause)).await;
                                continue;
                            }
                        }
                        Err(pause) => drop(stop.run_until_cancelled(sleep(pause)).await),
                    }
                    failures = 0;
                    // The next poll confirms what is stored.
                    offset = newest.map(|newest| newest.wrapping_add(1)).or(offset);
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
    async fn set_up(&self, stop: &CancellationToken) -> Option<()> {
        let mut failures = 0;
        loop {
            let setup = async {
                let me = self.bot.user_name().await?;
                self.bot.client.set_commands(menu()).await?;
                info!(bot = me, "listening to Telegram");
                Ok::<_, BotApiError>(())
            };
            match stop.run_until_cancelled(setup).await? {
                Ok(()) => return Some(()),
                Err(error) => {
                    failures += 1;
                    pause(&error, failures, stop).await;
                }
            }
        }
    }

    async fn confirm(&self, offset: Option<i32>) {
        let Some(offset) = offset else { return };
        if let Err(error) = self.bot.client.confirm(offset).await {
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
