//! Telling the owners, once each, that publishing is held.

use chrono::{DateTime, Utc};
use sqlx::PgPool;
use tracing::warn;

use super::ADVICE;
use crate::postgres::begin;
use crate::telegram::TelegramNotices;

/// Owners of everything who were not told of this epoch yet.
const OWNERS: &str = "
SELECT DISTINCT telegram_user_id FROM admins a
 WHERE role = 'owner' AND scope = 'global' AND active AND telegram_user_id IS NOT NULL
   AND NOT EXISTS (SELECT FROM epoch_notices n WHERE n.epoch = $1 AND n.chat = a.telegram_user_id)";

/// Tells every owner who does not know it yet. Who cannot be reached now is told the next time.
pub(super) async fn tell_owners(pool: &PgPool, notices: &TelegramNotices, (epoch, why): (u32, &str)) {
    let owners: Result<Vec<i64>, _> =
        sqlx::query_scalar(OWNERS).bind(epoch.cast_signed()).fetch_all(pool).await;
    for chat in owners.unwrap_or_default() {
        if let Err(error) = tell(pool, notices, (epoch, chat), why).await {
            warn!(chat, error, "an owner could not be told that publishing is held");
        }
    }
}

/// The row is the claim: of several instances, the others wait for it and find it done.
async fn tell(
    pool: &PgPool,
    notices: &TelegramNotices,
    (epoch, chat): (u32, i64),
    why: &str,
) -> Result<(), String> {
    let told = |error: sqlx::Error| error.to_string();
    let mut claim = begin(pool).await.map_err(told)?;
    let claimed =
        sqlx::query("INSERT INTO epoch_notices (epoch, chat) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(epoch.cast_signed())
            .bind(chat)
            .execute(&mut *claim)
            .await
            .map_err(told)?;
    if claimed.rows_affected() == 1 {
        let last: Option<DateTime<Utc>> = sqlx::query_scalar(
            "SELECT max(recorded_at) FROM events e JOIN event_log l USING (event_id)
                                 WHERE l.position = (SELECT last_position FROM sequencer_state)",
        )
        .fetch_one(&mut *claim)
        .await
        .map_err(told)?;
        let words = words(why, last);
        notices.send(chat, &words).await.map_err(|error| error.to_string())?;
    }
    claim.commit().await.map_err(told)
}

fn words(why: &str, last: Option<DateTime<Utc>>) -> String {
    let end = last.map_or_else(String::new, |at| {
        format!(" The history goes on after {}.", at.format("%Y-%m-%d %H:%M:%S UTC"))
    });
    format!(
        "⚠️ Publishing is held: {why}.{end} What was done later may be missing here, also what is on X since. \
         Everything else works; posts wait. The operator has to {ADVICE} on the server."
    )
}
