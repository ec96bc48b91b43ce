//! The bot context: the client and the ports that everything in the Telegram edge shares.

use std::sync::Arc;

use commands::port::aggregates::Aggregates;
use commands::port::clock::Clock;
use projections::statements;
use sqlx::PgPool;
use tokio::sync::OnceCell;
use uuid::Uuid;

use super::bot_api_error::BotApiError;
use super::client::Client;
use super::config::TelegramConfig;
use super::history::StreamHistory;
use super::name_cache::NameCache;
use engine::store::codec::EventDecoder;
use engine::store::keys::Keyring;

statements! {
    MOVE_SESSIONS = "
        UPDATE chat_sessions s SET chat_id = $2 WHERE chat_id = $1
           AND NOT EXISTS (SELECT FROM chat_sessions o WHERE o.chat_id = $2 AND o.user_id = s.user_id)";

    DROP_COPIES = "DELETE FROM notice_copies WHERE chat_id = $1";
}

/// What the edge reads from.
#[derive(Clone)]
pub struct TelegramPorts {
    /// Current states.
    pub aggregates: Arc<dyn Aggregates>,
    /// Business time.
    pub clock: Arc<dyn Clock>,
    /// The primary's pool: read models, streams, and the edge's own tables.
    pub pool: PgPool,
    /// Opens and seals texts.
    pub keyring: Keyring,
    /// Telegram users who are told of alarms where the roles know of no owner: the first owners of the configuration.
    pub first_owners: Vec<i64>,
}

/// Client and ports. Cheap to clone.
#[derive(Clone)]
pub(super) struct BotContext {
    pub(super) client: Client,
    pub(super) aggregates: Arc<dyn Aggregates>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) pool: PgPool,
    pub(super) history: StreamHistory,
    pub(super) names: NameCache,
    pub(super) keyring: Keyring,
    pub(super) first_owners: Arc<[i64]>,
    /// The space of this bot's command ids.
    pub(super) namespace: Uuid,
    user_name: Arc<OnceCell<String>>,
}

impl BotContext {
    /// A context over the ports; nothing is sent yet.
    pub(super) fn new(config: &TelegramConfig, ports: TelegramPorts) -> Result<Self, reqwest::Error> {
        let TelegramPorts { aggregates, clock, pool, keyring, first_owners } = ports;
        let decoder = EventDecoder::new(keyring.clone());
        Ok(Self {
            client: Client::new(config)?,
            aggregates,
            clock,
            history: StreamHistory::new(pool.clone(), decoder),
            names: NameCache::new(pool.clone()),
            keyring,
            first_owners: first_owners.into(),
            pool,
            namespace: Uuid::new_v5(
                &Uuid::NAMESPACE_OID,
                format!("telegram bot {}", config.bot_id).as_bytes(),
            ),
            user_name: Arc::default(),
        })
    }

    /// The bot's user name. Telegram is asked until it has told it once.
    pub(super) async fn user_name(&self) -> Result<&str, BotApiError> {
        let asked = self
            .user_name
            .get_or_try_init(|| async { Ok(self.client.me().await?.user.username.unwrap_or_default()) });
        asked.await.map(String::as_str)
    }

    /// A group got another id: choices of projects go along; copies of notices stay behind with their messages.
    pub(super) async fn move_chat(&self, from: i64, to: i64) -> Result<(), sqlx::Error> {
        sqlx::query(MOVE_SESSIONS).bind(from).bind(to).execute(&self.pool).await?;
        sqlx::query(DROP_COPIES).bind(from).execute(&self.pool).await?;
        Ok(())
    }
}
