//! The long poll: updates are confirmed only after all of a batch are handled, so a crash delivers them again.
//!
//! teloxide's own dispatcher is not used: it confirms before the work is done. Commands are idempotent; a repeat
//! does nothing but say its reply again.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use commands::port::dispatch::Dispatch;
use futures_util::{FutureExt, StreamExt, stream};
use teloxide::types::Update;
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use super::client::Place;
use super::commands::menu;
use super::edge::{Edge, Lag};
use super::notices::TelegramNotices;
use super::reply::Reply;
use super::trouble::Trouble;

/// People served at a time.
const AT_A_TIME: usize = 8;
/// The longest pause between two tries to reach Telegram, unless it asks for more.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Receives updates and handles them. Only one instance may run at a time: hold a lease.
pub struct Poller {
    edge: Edge,
}

impl Poller {
    /// A poller for the bot of the notices; `lag` is shown by `/status` if given.
    pub fn new(
        notices: Arc<TelegramNotices>,
        dispatch: Arc<dyn Dispatch>,
        lag: Option<Arc<dyn Lag>>,
    ) -> Self {
        Self { edge: Edge { desk: notices.desk().clone(), notices, dispatch, lag } }
    }

    /// Receives and handles updates until `stop`; then the batch in hand is finished and confirmed.
    pub async fn run(&self, stop: CancellationToken) {
        let Some(me) = self.introduce(&stop).await else { return };
        info!(bot = me, "listening to Telegram");
        let (mut offset, mut failures) = (None, 0);
        while let Some(polled) = stop.run_until_cancelled(self.edge.desk.client.updates(offset)).await {
            match polled {
                Ok(updates) => {
                    failures = 0;
                    offset = updates.iter().map(|update| update.id.as_offset()).max().or(offset);
                    self.handle(updates, &me).await;
                }
                Err(trouble) => {
                    failures += 1;
                    pause(&trouble, failures, &stop).await;
                }
            }
        }
        self.confirm(offset).await;
    }

    /// Learns the bot's name and sets its menu; `None` when stopped before.
    async fn introduce(&self, stop: &CancellationToken) -> Option<String> {
        let client = &self.edge.desk.client;
        let mut failures = 0;
        loop {
            let introduced = async {
                let me = client.me().await?;
                client.set_commands(menu()).await?;
                Ok::<_, Trouble>(me)
            };
            match stop.run_until_cancelled(introduced).await? {
                Ok(me) => return me.user.username.or(Some(String::new())),
                Err(trouble) => {
                    failures += 1;
                    pause(&trouble, failures, stop).await;
                }
            }
        }
    }

    /// Handles a batch: in order for each person in each chat, side by side for different ones.
    async fn handle(&self, updates: Vec<Update>, me: &str) {
        let mut lines: BTreeMap<(i64, u64), Vec<Update>> = BTreeMap::new();
        for update in updates {
            let chat = update.chat().map_or(0, |chat| chat.id.0);
            let user = update.from().map_or(0, |user| user.id.0);
            lines.entry((chat, user)).or_default().push(update);
        }
        stream::iter(lines.into_values())
            .for_each_concurrent(AT_A_TIME, |line| async move {
                for update in line {
                    self.handle_one(&update, me).await;
                }
            })
            .await;
    }

    async fn handle_one(&self, update: &Update, me: &str) {
        let handled = AssertUnwindSafe(self.edge.handle(update, me)).catch_unwind().await;
        if handled.is_ok() {
            return;
        }
        error!(alarm = true, update = update.id.0, "an update's handler panicked");
        let Some(chat) = update.chat() else { return };
        let words = "Something went wrong on my side; the operator can see it in the logs. /status shows how things stand.";
        self.edge.say(Place { chat: chat.id.0, reply_to: None }, &Reply::words(words)).await;
    }

    async fn confirm(&self, offset: Option<i32>) {
        let Some(offset) = offset else { return };
        if let Err(trouble) = self.edge.desk.client.confirm(offset).await {
            info!(%trouble, "the last updates could not be confirmed; they will come again and do nothing");
        }
    }
}

/// Waits before the next try: longer each time, as long as Telegram asks, and not at all once stopped.
async fn pause(trouble: &Trouble, failures: u32, stop: &CancellationToken) {
    let pause = match trouble {
        // another instance may just be saying goodbye
        Trouble::Conflict(_) if failures > 2 => {
            error!(%trouble, "Telegram gives the updates to somebody else: another instance, or a webhook of this bot");
            Duration::from_secs(5)
        }
        Trouble::Refused(_) | Trouble::Gone(_) => {
            error!(%trouble, "Telegram does not accept this bot; is TELEGRAM_BOT_TOKEN right?");
            LONGEST_PAUSE
        }
        Trouble::Busy { .. }
        | Trouble::Conflict(_)
        | Trouble::Moved(_)
        | Trouble::Missing
        | Trouble::Unchanged => {
            warn!(%trouble, failures, "Telegram cannot be reached");
            let growing = Duration::from_millis(250) * 2_u32.saturating_pow(failures.min(10));
            trouble.retry_after().unwrap_or_default().max(growing.min(LONGEST_PAUSE))
        }
    };
    stop.run_until_cancelled(tokio::time::sleep(pause)).await;
}
