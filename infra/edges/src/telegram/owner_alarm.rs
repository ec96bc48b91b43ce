//! The owners' alarm in Telegram: a message to everybody concerned, once each.

use async_trait::async_trait;
use commands::port::notice::OUTBOX;
use commands::port::owner_alarm::{Alarm, OwnerAlarm};
use commands::process::NewJob;
use domain::id::{CorrelationId, EventId};
use engine::jobs::{NewJobRow, Origin, insert};
use engine::postgres::begin;
use engine::store::codec::EventReadError;
use projections::statements;
use tracing::warn;
use uuid::Uuid;

use super::client::Destination;
use super::notices::TelegramNotices;
use super::outbox::outgoing::{Outgoing, outbox_jobs};
use super::reply::Reply;

/// What this needs on tables, as pairs of table and privilege: `memebot doctor` looks.
pub const PRIVILEGES: [(&str, &str); 5] = [
    ("owner_notices", "INSERT"),
    ("owner_notices", "UPDATE"),
    ("telegram_chats", "INSERT"),
    ("telegram_chats", "UPDATE"),
    ("telegram_repeats", "INSERT"),
];

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

    /// One row for each person and subject: whoever changes it stores the message.
    TOLD = "
        INSERT INTO owner_notices AS n (subject, chat, told_at) VALUES ($1, $2, now())
            ON CONFLICT (subject, chat) DO UPDATE SET told_at = now(), claimed_until = NULL WHERE n.told_at IS NULL";
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
                warn!(chat, %error, "an alarm could not be told");
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

    /// The message is stored in the transaction that says that the person was told.
    async fn tell_once(&self, subject: &str, chat: i64, text: &str) -> Result<(), TellError> {
        let bot = self.bot();
        let cause = Uuid::new_v5(&bot.namespace, format!("alarm {subject} {chat}").as_bytes());
        let reply = Reply::text(&format!("⚠️ {text}"));
        let message = Outgoing::Send { to: Destination::chat(chat), person: None, reply };
        let jobs = outbox_jobs(&bot.keyring, cause, vec![message]).await?;
        let origin = Origin {
            process: OUTBOX.to_owned(),
            event_id: EventId(Uuid::nil()),
            position: 0,
            correlation_id: CorrelationId(cause),
            project: None,
            chat: Some(chat),
            topic: None,
        };
        // Not behind what waits for the chat: that may be what the alarm is about.
        let in_order = |job: NewJob| job.in_order_of(format!("telegram alarm {chat}"));
        let rows =
            jobs.into_iter().map(|job| NewJobRow { origin: origin.clone(), job: in_order(job) }).collect();
        let mut tx = begin(&bot.pool).await?;
        let told = sqlx::query(TOLD).bind(subject).bind(chat).execute(&mut *tx).await?;
        if told.rows_affected() > 0 {
            insert(&mut tx, rows, bot.clock.now()).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// Why somebody was not told.
#[derive(Debug, thiserror::Error)]
enum TellError {
    #[error("the message could not be sealed: {0}")]
    Seal(#[from] EventReadError),
    #[error("the message could not be stored: {0}")]
    Store(#[from] sqlx::Error),
}
