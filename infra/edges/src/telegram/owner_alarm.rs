//! The owners' alarm in Telegram: a message to every owner of the installation, once each.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use commands::port::owner_alarm::OwnerAlarm;
use engine::epoch::ADVICE;
use sqlx::PgPool;
use tracing::warn;

use super::notices::TelegramNotices;

/// What this needs on tables, as pairs of table and privilege: `memebot doctor` looks.
pub const PRIVILEGES: [(&str, &str); 2] = [("epoch_notices", "INSERT"), ("epoch_notices", "UPDATE")];

/// Owners of everything who were not told of this epoch yet.
const OWNERS: &str = "
SELECT DISTINCT telegram_user_id FROM admins a
 WHERE role = 'owner' AND scope = 'global' AND active AND telegram_user_id IS NOT NULL
   AND NOT EXISTS (SELECT FROM epoch_notices n
                    WHERE n.epoch = $1 AND n.chat = a.telegram_user_id AND n.told_at IS NOT NULL)";

/// One row for the instance that is to tell the owner; none while another one is at it or was.
const CLAIM: &str = "
INSERT INTO epoch_notices AS n (epoch, chat, told_at, claimed_until) VALUES ($1, $2, NULL, now() + interval '1 minute')
    ON CONFLICT (epoch, chat) DO UPDATE SET claimed_until = excluded.claimed_until
 WHERE n.told_at IS NULL AND n.claimed_until < now()";

const TOLD: &str =
    "UPDATE epoch_notices SET told_at = now(), claimed_until = NULL WHERE epoch = $1 AND chat = $2";

const NOT_TOLD: &str =
    "UPDATE epoch_notices SET claimed_until = '-infinity' WHERE epoch = $1 AND chat = $2 AND told_at IS NULL";

#[async_trait]
impl OwnerAlarm for TelegramNotices {
    async fn raise(&self, epoch: u32, why: &str, last_event: Option<DateTime<Utc>>) {
        let text = text(why, last_event);
        let pool = &self.bot().pool;
        let owners = sqlx::query_scalar(OWNERS).bind(epoch.cast_signed()).fetch_all(pool).await;
        let owners: Vec<i64> = owners.unwrap_or_else(|error| {
            warn!(%error, "the owners who must be told of an alarm cannot be read");
            Vec::new()
        });
        for chat in owners {
            if let Err(error) = self.tell_once(epoch, chat, &text).await {
                warn!(chat, error, "an owner could not be told of an alarm");
            }
        }
    }
}

impl TelegramNotices {
    /// The claim is committed before the message is sent, so that no transaction waits for Telegram. If this instance dies
    /// in between, the claim runs out; if it dies after the message, the owner may be told twice.
    async fn tell_once(&self, epoch: u32, chat: i64, text: &str) -> Result<(), String> {
        let pool = &self.bot().pool;
        if !change(pool, CLAIM, epoch, chat).await? {
            return Ok(());
        }
        let sent = self.send(chat, text).await;
        change(pool, if sent.is_ok() { TOLD } else { NOT_TOLD }, epoch, chat).await?;
        sent.map_err(|error| error.to_string())
    }
}

/// Why publishing is held, and after which moment the history goes on.
fn text(why: &str, last_event: Option<DateTime<Utc>>) -> String {
    let end = last_event.map_or_else(String::new, |at| {
        format!(" The history goes on after {}.", at.format("%Y-%m-%d %H:%M:%S UTC"))
    });
    format!(
        "⚠️ Publishing is held: {why}.{end} What was done later may be missing here, also what is on X since. \
         Everything else works; posts wait. The operator has to {ADVICE} on the server."
    )
}

/// Whether the statement changed the owner's row.
async fn change(pool: &PgPool, statement: &str, epoch: u32, chat: i64) -> Result<bool, String> {
    let changed = sqlx::query(statement).bind(epoch.cast_signed()).bind(chat).execute(pool).await;
    changed.map(|rows| rows.rows_affected() == 1).map_err(|error| error.to_string())
}
