//! The long poll: updates are confirmed only after all of a batch are stored, so a crash delivers them again.
//!
//! teloxide's own dispatcher is not used: it confirms before anything is stored.

use std::sync::Arc;

use commands::retry_policy::TELEGRAM_UPDATES;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use super::bot_context::BotContext;
use super::inbox::Inbox;
use super::introduction::{introduce, pause};
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
        if introduce(&self.bot, &stop).await.is_none() {
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

    async fn confirm(&self, offset: Option<i32>) {
        let Some(offset) = offset else { return };
        if let Err(error) = self.bot.client.confirm(offset).await {
            info!(%error, "the last updates could not be confirmed; they will come again and do nothing");
        }
    }
}
