//! The owners' alarm in Telegram: a message to everybody concerned, once each.

use async_trait::async_trait;
use commands::port::owner_alarm::{Alarm, OwnerAlarm};
use projections::statements;
use sqlx::PgPool;
use tracing::warn;

use super::notices::TelegramNotices;

/// What this needs on tables, as pairs of table and privilege: `memebot doctor` looks.
pub const PRIVILEGES: [(&str, &str); 2] = [("owner_notices", "INSERT"), ("owner_notices", "UPDATE")];

statements! {
    /// Who is concerned and was not told of this subject yet.
    RECIPIENTS = "
        SELECT DISTINCT telegram_user_id FROM admins a
         WHERE active AND telegram_user_id IS NOT NULL
           AND (role = 'owner' AND scope = 'global' OR role IN ('owner', 'publisher') AND project_id = $2)
           AND NOT EXISTS (SELECT FROM owner_notices n
                            WHERE n.subject = $1 AND n.chat = a.telegram_user_id AND n.told_at IS NOT NULL)";

    /// One row for the instance that is to tell this person; none while another one is at it or was.
    CLAIM = "
        INSERT INTO owner_notices AS n (subject, chat, claimed_until) VALUES ($1, $2, now() + interval '1 minute')
            ON CONFLICT (subject, chat) DO UPDATE SET claimed_until = excluded.claimed_until
         WHERE n.told_at IS NULL AND n.claimed_until < now()";

    TOLD = "UPDATE owner_notices SET told_at = now(), claimed_until = NULL WHERE subject = $1 AND chat = $2";

    NOT_TOLD = "
        UPDATE owner_notices SET claimed_until = '-infinity' WHERE subject = $1 AND chat = $2 AND told_at IS NULL";
}

#[async_trait]
impl OwnerAlarm for TelegramNotices {
    async fn raise(&self, alarm: &Alarm) {
        let project = alarm.project.map(|project| project.0);
        let pool = &self.bot().pool;
        let people = sqlx::query_scalar(RECIPIENTS).bind(&alarm.subject).bind(project).fetch_all(pool).await;
        let people: Vec<i64> = people.unwrap_or_else(|error| {
            warn!(%error, "those who must be told of an alarm cannot be read");
            Vec::new()
        });
        for chat in people {
            if let Err(error) = self.tell_once(&alarm.subject, chat, &alarm.text).await {
                warn!(chat, error, "an alarm could not be told");
            }
        }
    }
}

impl TelegramNotices {
    /// The claim is committed before the message is sent, so that no transaction waits for Telegram. If this instance dies
    /// in between, the claim runs out; if it dies after the message, the person may be told twice.
    async fn tell_once(&self, subject: &str, chat: i64, text: &str) -> Result<(), String> {
        let pool = &self.bot().pool;
        if !change(pool, CLAIM, subject, chat).await? {
            return Ok(());
        }
        let sent = self.send(chat, &format!("⚠️ {text}")).await;
        change(pool, if sent.is_ok() { TOLD } else { NOT_TOLD }, subject, chat).await?;
        sent.map_err(|error| error.to_string())
    }
}

/// Whether the statement changed this person's row.
async fn change(pool: &PgPool, statement: &str, subject: &str, chat: i64) -> Result<bool, String> {
    let changed = sqlx::query(statement).bind(subject).bind(chat).execute(pool).await;
    changed.map(|rows| rows.rows_affected() == 1).map_err(|error| error.to_string())
}
