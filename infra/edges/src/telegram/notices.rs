//! Notices in Telegram: always rendered from the current state, edited where they are shown already.

use std::sync::Arc;

use async_trait::async_trait;
use commands::port::ServiceError;
use commands::port::notice::{NoticeSubject, Notices};

use super::bot_api_error::BotApiError;
use super::bot_context::{BotContext, TelegramPorts};
use super::chat_request::ChatSession;
use super::client::Destination;
use super::config::TelegramConfig;
use super::history::unavailable;
use super::keyboard::markup;
use super::notice_copies::{self, NoticeCopy};
use super::reply::Reply;

/// How often a notice is rendered anew because its subject changed while it was shown.
const ROUNDS: u32 = 4;

/// Shows notices, and keeps them up to date.
pub struct TelegramNotices {
    bot: BotContext,
}

/// What became of one try to show something.
enum DeliveryOutcome {
    /// It is in this message.
    InMessage(i32),
    /// The chat cannot be reached any more.
    ChatGone,
    /// The group has another id.
    Moved(i64),
}

impl TelegramNotices {
    /// Notices of the configured bot.
    ///
    /// # Errors
    /// When no HTTP client can be made.
    pub fn new(config: &TelegramConfig, ports: TelegramPorts) -> Result<Arc<Self>, reqwest::Error> {
        Ok(Arc::new(Self { bot: BotContext::new(config, ports)? }))
    }

    /// Sends a message that belongs to no subject. To a chat that is gone it counts as sent.
    ///
    /// # Errors
    /// [`ServiceError`] when Telegram does not take it now.
    pub async fn send(&self, chat: i64, words: &str) -> Result<(), ServiceError> {
        self.edit_or_send(Destination::chat(chat), None, &Reply::text(words)).await.map(drop)
    }

    /// The bot context, shared with the handlers of updates.
    pub(super) fn bot(&self) -> &BotContext {
        &self.bot
    }

    /// Brings the notice in a message up to date, if it is one. Failures are left to the process that announces.
    pub(super) async fn refresh(&self, chat: i64, message: i32) {
        match notice_copies::subject_of(&self.bot.pool, chat, message).await {
            Ok(Some(subject)) => {
                if let Err(error) = self.show(&subject, chat, None).await {
                    tracing::info!(%error, "a notice could not be refreshed");
                }
            }
            Ok(None) => {}
            Err(error) => tracing::info!(%error, "a notice could not be looked up"),
        }
    }

    /// Sends the notice as a new message to where it was asked for; the one before loses its buttons.
    pub(super) async fn show_anew(
        &self,
        subject: &NoticeSubject,
        ChatSession { chat, topic, .. }: ChatSession,
    ) -> Result<(), ServiceError> {
        if let Some(copy) = notice_copies::find(&self.bot.pool, subject, chat).await.map_err(unavailable)? {
            notice_copies::forget(&self.bot.pool, subject, chat).await.map_err(unavailable)?;
            self.bot.client.remove_buttons(chat, copy.message).await.ok();
        }
        self.show(subject, chat, topic).await
    }

    /// Edits the copy if there is one, else sends one.
    async fn edit_or_send(
        &self,
        to: Destination,
        copy: Option<&NoticeCopy>,
        reply: &Reply,
    ) -> Result<DeliveryOutcome, ServiceError> {
        // a message whose number Telegram did not tell cannot be edited
        if let Some(copy) = copy.filter(|copy| copy.message != 0) {
            match self.bot.client.edit(to.chat, copy.message, reply).await {
                Ok(()) => return Ok(DeliveryOutcome::InMessage(copy.message)),
                // somebody deleted the message: the notice is sent anew below
                Err(BotApiError::Missing) => {}
                Err(error) => return delivery_failure(to.chat, error),
            }
        }
        let page = reply.pages().into_iter().next().unwrap_or_default();
        match self.bot.client.send(to, &page, markup(reply)).await {
            // Without a number it counts as shown, and what it becomes later is sent as a message of its own.
            Ok(message) => Ok(DeliveryOutcome::InMessage(message.unwrap_or_default())),
            Err(error) => delivery_failure(to.chat, error),
        }
    }

    /// Shows the subject once; `None` when it is shown already as it is now.
    async fn show_once(
        &self,
        subject: &NoticeSubject,
        to: Destination,
    ) -> Result<Option<DeliveryOutcome>, ServiceError> {
        let Some(reply) = self.render(subject).await? else { return Ok(None) };
        let hash = reply.hash();
        let copy = notice_copies::find(&self.bot.pool, subject, to.chat).await.map_err(unavailable)?;
        // Telegram refuses an edit that changes nothing and counts it against the rate limit.
        if copy.as_ref().is_some_and(|copy| copy.hash == hash) {
            return Ok(None);
        }
        let shown = self.edit_or_send(to, copy.as_ref(), &reply).await?;
        if let DeliveryOutcome::InMessage(message) = shown {
            let (copy, now) = (NoticeCopy { message, hash }, self.bot.clock.now());
            notice_copies::keep(&self.bot.pool, subject, to.chat, &copy, now).await.map_err(unavailable)?;
        }
        Ok(Some(shown))
    }
}

fn delivery_failure(chat: i64, error: BotApiError) -> Result<DeliveryOutcome, ServiceError> {
    match error {
        BotApiError::Gone(why) => {
            tracing::info!(chat, why, "a chat cannot be reached; its notices are dropped");
            Ok(DeliveryOutcome::ChatGone)
        }
        BotApiError::Moved(to) => Ok(DeliveryOutcome::Moved(to)),
        BotApiError::Busy { .. }
        | BotApiError::Cut(_)
        | BotApiError::Missing
        | BotApiError::Unchanged
        | BotApiError::Conflict(_)
        | BotApiError::Refused(_)
        | BotApiError::Incomplete(_) => Err(error.into()),
    }
}

#[async_trait]
impl Notices for TelegramNotices {
    /// After each change it is rendered again: of two that show the same subject at once, whoever comes last sees
    /// whether the newest state is what is shown.
    #[tracing::instrument(name = "infra.telegram.show", skip(self))]
    async fn show(&self, subject: &NoticeSubject, chat: i64, topic: Option<i32>) -> Result<(), ServiceError> {
        let mut to = Destination { topic, ..Destination::chat(chat) };
        for _ in 0..ROUNDS {
            match self.show_once(subject, to).await? {
                None | Some(DeliveryOutcome::ChatGone) => return Ok(()),
                Some(DeliveryOutcome::InMessage(_)) => {}
                Some(DeliveryOutcome::Moved(moved)) => {
                    self.bot.move_chat(to.chat, moved).await.map_err(unavailable)?;
                    to.chat = moved;
                }
            }
        }
        Ok(())
    }

    async fn copies(&self, subject: &NoticeSubject) -> Result<Vec<i64>, ServiceError> {
        notice_copies::chats(&self.bot.pool, subject).await.map_err(unavailable)
    }
}
