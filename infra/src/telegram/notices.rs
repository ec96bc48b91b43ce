//! Notices in Telegram: always rendered from the current state, edited where they are shown already.

use std::sync::Arc;

use async_trait::async_trait;
use commands::port::ServiceError;
use commands::port::notice::{Notices, Subject};

use super::client::{Place, markup};
use super::config::TelegramConfig;
use super::copies::{self, Copy};
use super::desk::{Desk, TelegramPorts};
use super::history::unavailable;
use super::reply::Reply;
use super::trouble::Trouble;

/// How often a notice is rendered anew because its subject changed while it was shown.
const ROUNDS: u32 = 4;

/// Shows notices, and keeps them up to date.
pub struct TelegramNotices {
    desk: Desk,
}

/// What became of one try to show something.
enum Shown {
    /// It is in this message.
    In(i32),
    /// The chat cannot be reached any more.
    Nowhere,
    /// The group has another id.
    Moved(i64),
}

impl TelegramNotices {
    /// Notices of the configured bot.
    ///
    /// # Errors
    /// When no HTTP client can be made.
    pub fn new(config: &TelegramConfig, ports: TelegramPorts) -> Result<Arc<Self>, reqwest_telegram::Error> {
        Ok(Arc::new(Self { desk: Desk::new(config, ports)? }))
    }

    /// Says something that belongs to no subject. A chat that is gone has heard it.
    ///
    /// # Errors
    /// [`ServiceError`] when Telegram does not take it now.
    pub async fn say(&self, chat: i64, words: &str) -> Result<(), ServiceError> {
        self.put(chat, None, &Reply::words(words)).await.map(drop)
    }

    /// What the edge shares.
    pub(super) fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Brings the notice in a message up to date, if it is one. Failures are left to the process that announces.
    pub(super) async fn refresh(&self, chat: i64, message: i32) {
        match copies::subject_of(&self.desk.pool, chat, message).await {
            Ok(Some(subject)) => {
                if let Err(error) = self.show(&subject, chat).await {
                    tracing::info!(%error, "a notice could not be refreshed");
                }
            }
            Ok(None) => {}
            Err(error) => tracing::info!(%error, "a notice could not be looked up"),
        }
    }

    /// Sends the notice as a new message; the one before loses its buttons.
    pub(super) async fn show_anew(&self, subject: &Subject, chat: i64) -> Result<(), ServiceError> {
        if let Some(copy) = copies::find(&self.desk.pool, subject, chat).await.map_err(unavailable)? {
            copies::forget(&self.desk.pool, subject, chat).await.map_err(unavailable)?;
            self.desk.client.strip(chat, copy.message).await.ok();
        }
        self.show(subject, chat).await
    }

    /// Edits the copy if there is one, else sends one.
    async fn put(&self, chat: i64, copy: Option<&Copy>, reply: &Reply) -> Result<Shown, ServiceError> {
        if let Some(copy) = copy {
            match self.desk.client.edit(chat, copy.message, reply).await {
                Ok(()) | Err(Trouble::Unchanged) => return Ok(Shown::In(copy.message)),
                Err(Trouble::Missing) => {}
                Err(trouble) => return not_shown(chat, trouble),
            }
        }
        let page = reply.pages().into_iter().next().unwrap_or_default();
        match self.desk.client.send(Place { chat, reply_to: None }, &page, markup(reply)).await {
            Ok(message) => Ok(Shown::In(message)),
            Err(trouble) => not_shown(chat, trouble),
        }
    }

    /// Shows the subject once; `false` when it is shown as it is now.
    async fn round(&self, subject: &Subject, chat: i64) -> Result<Option<Shown>, ServiceError> {
        let Some(reply) = self.render(subject).await? else { return Ok(None) };
        let hash = reply.hash();
        let copy = copies::find(&self.desk.pool, subject, chat).await.map_err(unavailable)?;
        if copy.as_ref().is_some_and(|copy| copy.hash == hash) {
            return Ok(None);
        }
        let shown = self.put(chat, copy.as_ref(), &reply).await?;
        if let Shown::In(message) = shown {
            let (copy, now) = (Copy { message, hash }, self.desk.clock.now());
            copies::keep(&self.desk.pool, (subject, chat), &copy, now).await.map_err(unavailable)?;
        }
        Ok(Some(shown))
    }
}

fn not_shown(chat: i64, trouble: Trouble) -> Result<Shown, ServiceError> {
    match trouble {
        Trouble::Gone(why) => {
            tracing::info!(chat, why, "a chat cannot be reached; its notices are dropped");
            Ok(Shown::Nowhere)
        }
        Trouble::Moved(to) => Ok(Shown::Moved(to)),
        Trouble::Busy { .. }
        | Trouble::Missing
        | Trouble::Unchanged
        | Trouble::Conflict(_)
        | Trouble::Refused(_) => Err(trouble.into()),
    }
}

#[async_trait]
impl Notices for TelegramNotices {
    /// After each change it is rendered again: of two that show the same subject at once, whoever comes last sees
    /// whether the newest state is what is shown.
    #[tracing::instrument(name = "infra.telegram.show", skip(self))]
    async fn show(&self, subject: &Subject, chat: i64) -> Result<(), ServiceError> {
        let mut chat = chat;
        for _ in 0..ROUNDS {
            match self.round(subject, chat).await? {
                None | Some(Shown::Nowhere) => return Ok(()),
                Some(Shown::In(_)) => {}
                Some(Shown::Moved(to)) => {
                    let moved = super::sessions::move_chat(&self.desk.pool, chat, to).await;
                    moved.map_err(unavailable)?;
                    chat = to;
                }
            }
        }
        Ok(())
    }

    async fn copies(&self, subject: &Subject) -> Result<Vec<i64>, ServiceError> {
        copies::chats(&self.desk.pool, subject).await.map_err(unavailable)
    }
}
