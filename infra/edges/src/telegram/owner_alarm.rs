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
           AND (role = 'owner' AND scope = 'global'
                OR role IN ('owner', 'publisher')
                   AND ($2::uuid IS NOT NULL AND scope = 'global'
                        OR project_id = $2
                        OR project_id IN (SELECT p.id FROM projects p WHERE $3 = 'account/' || p.account_id UNION ALL
                                          SELECT m.project_id FROM admins m WHERE $3 = 'member/' || m.member_id)))
           AND NOT EXISTS (SELECT FROM owner_notices n
                            WHERE n.subject = $1 AND n.chat = a.telegram_user_id AND n.told_at IS NOT NULL)";

    /// Whether the roles tell anybody who is to be told of everything.
    HAS_OWNERS = "
        SELECT EXISTS (SELECT FROM admins
                        WHERE active AND telegram_user_id IS NOT NULL AND role = 'owner' AND scope = 'global')";

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
        let people = self.recipients(alarm).await.unwrap_or_else(|error| {
            warn!(%error, "those who must be told of an alarm cannot be read");
            self.bot().first_owners.to_vec()
        });
        let text = self.bot().names.in_place_of_ids(&alarm.text).await;
        for chat in people {
            if let Err(error) = self.tell_once(&alarm.subject, chat, &text).await {
                warn!(chat, error, "an alarm could not be told");
            }
        }
    }
}

impl TelegramNotices {
    /// Who is concerned and was not told yet. Where the roles know of no owner, those of the configuration are: the read model
    /// may have been stopped by what the alarm is about.
    async fn recipients(&self, alarm: &Alarm) -> Result<Vec<i64>, sqlx::Error> {
        let pool = &self.bot().pool;
        let project = alarm.project.map(|project| project.0);
        let query = sqlx::query_scalar(RECIPIENTS).bind(&alarm.subject).bind(project).bind(&alarm.stream);
        let mut people: Vec<i64> = query.fetch_all(pool).await?;
        if !sqlx::query_scalar(HAS_OWNERS).fetch_one(pool).await? {
            people.extend(self.bot().first_owners.iter());
        }
        Ok(people)
    }

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
