//! Notices in Telegram: what they say, and where copies of them are. The outbox sends them.

use std::sync::Arc;

use async_trait::async_trait;
use commands::port::ServiceError;
use commands::port::notice::{NoticeSubject, Notices, OUTBOX};
use projections::statements;

use super::bot_context::{BotContext, TelegramPorts};
use super::config::TelegramConfig;
use super::history::unavailable;
use super::notice_copies;
use super::outbox::chats;

statements! {
    /// Of all projects: who wrote what about which is not told apart here.
    EMPTY_WAITING = "
        UPDATE effects SET sealed = NULL
         WHERE process = $1 AND sealed IS NOT NULL AND status IN ('queued', 'waiting')";
}

/// Renders notices and knows their copies.
pub struct TelegramNotices {
    bot: BotContext,
}

impl TelegramNotices {
    /// Notices of the configured bot.
    ///
    /// # Errors
    /// When no HTTP client can be made.
    pub fn new(config: &TelegramConfig, ports: TelegramPorts) -> Result<Arc<Self>, reqwest::Error> {
        Ok(Arc::new(Self { bot: BotContext::new(config, ports)? }))
    }

    /// The bot context, shared with the handlers of updates.
    pub(super) fn bot(&self) -> &BotContext {
        &self.bot
    }
}

#[async_trait]
impl Notices for TelegramNotices {
    async fn copies(&self, subject: &NoticeSubject) -> Result<Vec<i64>, ServiceError> {
        notice_copies::chats(&self.bot.pool, subject).await.map_err(unavailable)
    }

    async fn reachable(&self, chats: &[i64]) -> Result<Vec<i64>, ServiceError> {
        chats::reachable(&self.bot.pool, chats).await.map_err(unavailable)
    }

    async fn forget_waiting(&self) -> Result<u64, ServiceError> {
        let emptied = sqlx::query(EMPTY_WAITING).bind(OUTBOX).execute(&self.bot.pool).await;
        Ok(emptied.map_err(unavailable)?.rows_affected())
    }
}
