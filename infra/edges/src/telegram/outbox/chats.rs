//! What is known of a chat: when something was sent there last, and whether anything is delivered.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::id::JobId;
use projections::statements;
use sqlx::PgPool;

statements! {
    /// Without a row: the next slot is later than anybody waits for it here.
    TAKE_SLOT = "
        INSERT INTO telegram_chats AS c (chat_id, sent) VALUES ($1, ARRAY[clock_timestamp()])
            ON CONFLICT (chat_id) DO UPDATE
           SET sent = (c.sent || next_telegram_slot(c.sent, $2, $3))[cardinality(c.sent) + 2 - coalesce($3, 1) :]
         WHERE next_telegram_slot(c.sent, $2, $3) <= clock_timestamp() + make_interval(secs => $4)
        RETURNING greatest(0, extract(epoch FROM sent[cardinality(sent)] - clock_timestamp()))::float8,
                  unreachable_since IS NOT NULL";

    NEXT_SLOT = "
        SELECT greatest(0, extract(epoch FROM next_telegram_slot(sent, $2, $3) - clock_timestamp()))::float8
          FROM telegram_chats WHERE chat_id = $1";

    /// The chats that wait because Telegram asked for it: one alone is a chat's own limit, several are the bot's.
    HELD = "
        SELECT max(due_at) FROM effects
         WHERE process = $1 AND status = 'waiting' AND due_at > $2 AND last_error LIKE $3 || '%'
        HAVING count(DISTINCT ordering_key) > 1";

    NOW_UNREACHABLE = "
        INSERT INTO telegram_chats AS c (chat_id, sent, unreachable_since) VALUES ($1, '{}', $2)
            ON CONFLICT (chat_id) DO UPDATE SET unreachable_since = $2 WHERE c.unreachable_since IS NULL";

    NOW_REACHABLE = "
        UPDATE telegram_chats SET unreachable_since = NULL WHERE chat_id = $1 AND unreachable_since IS NOT NULL";

    REACHABLE = "
        SELECT chat FROM unnest($1::bigint[]) AS chat
         WHERE NOT EXISTS (SELECT FROM telegram_chats WHERE chat_id = chat AND unreachable_since IS NOT NULL)";

    IS_KNOWN = "SELECT EXISTS (SELECT FROM telegram_chats WHERE chat_id = $1 AND unreachable_since IS NULL)";

    BEGIN_REPEAT = "INSERT INTO telegram_repeats (effect_id) VALUES ($1) ON CONFLICT DO NOTHING";

    WITHDRAW_REPEAT = "DELETE FROM telegram_repeats WHERE effect_id = $1";

    DIGESTED = "SELECT digested_until FROM telegram_chats WHERE chat_id = $1";

    DIGEST = "
        INSERT INTO telegram_chats (chat_id, sent, digested_until) VALUES ($1, '{}', $2)
            ON CONFLICT (chat_id) DO UPDATE SET digested_until = $2";
}

/// A moment at which something may be sent to a chat.
pub(super) struct Slot {
    /// How long until then.
    pub(super) wait: Duration,
    /// Whether nothing was delivered to the chat before.
    pub(super) unreachable: bool,
}

/// Takes the chat's next slot if it is within `patience`.
pub(super) async fn take_slot(
    pool: &PgPool,
    chat: i64,
    spacing: Duration,
    per_minute: Option<i32>,
    patience: Duration,
) -> Result<Option<Slot>, sqlx::Error> {
    let slot = sqlx::query_as(TAKE_SLOT).bind(chat).bind(spacing.as_secs_f64()).bind(per_minute);
    let slot: Option<(f64, bool)> = slot.bind(patience.as_secs_f64()).fetch_optional(pool).await?;
    Ok(slot.map(|(wait, unreachable)| Slot { wait: Duration::from_secs_f64(wait), unreachable }))
}

/// How long until the chat's next slot, which is not taken.
pub(super) async fn next_slot(
    pool: &PgPool,
    chat: i64,
    spacing: Duration,
    per_minute: Option<i32>,
) -> Result<Duration, sqlx::Error> {
    let wait = sqlx::query_scalar(NEXT_SLOT).bind(chat).bind(spacing.as_secs_f64()).bind(per_minute);
    let wait: Option<f64> = wait.fetch_optional(pool).await?;
    Ok(Duration::from_secs_f64(wait.unwrap_or_default()))
}

/// Until when nothing is sent to anybody, because Telegram asked several chats of this process manager to wait for this
/// reason.
pub(super) async fn held_until(
    pool: &PgPool,
    process: &str,
    now: DateTime<Utc>,
    reason: &str,
) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    let held = sqlx::query_scalar(HELD).bind(process).bind(now).bind(reason).fetch_optional(pool).await?;
    Ok(held.flatten())
}

/// Nothing is delivered there; whether that is news.
pub(super) async fn now_unreachable(
    pool: &PgPool,
    chat: i64,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    Ok(sqlx::query(NOW_UNREACHABLE).bind(chat).bind(now).execute(pool).await?.rows_affected() > 0)
}

/// Something came from there.
pub(in crate::telegram) async fn now_reachable(pool: &PgPool, chat: i64) -> Result<(), sqlx::Error> {
    sqlx::query(NOW_REACHABLE).bind(chat).execute(pool).await.map(drop)
}

/// Those of the chats that something is delivered to, as far as anybody knows.
pub(in crate::telegram) async fn reachable(pool: &PgPool, chats: &[i64]) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar(REACHABLE).bind(chats).fetch_all(pool).await
}

/// Whether something was delivered there.
pub(super) async fn is_known(pool: &PgPool, chat: i64) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(IS_KNOWN).bind(chat).fetch_one(pool).await
}

/// Remembers, before it happens, that a message is sent once more; false if it was already.
pub(super) async fn begin_repeat(pool: &PgPool, job: JobId) -> Result<bool, sqlx::Error> {
    Ok(sqlx::query(BEGIN_REPEAT).bind(job.0).execute(pool).await?.rows_affected() > 0)
}

/// It was not carried out: it may be sent once more still.
pub(super) async fn withdraw_repeat(pool: &PgPool, job: JobId) -> Result<(), sqlx::Error> {
    sqlx::query(WITHDRAW_REPEAT).bind(job.0).execute(pool).await.map(drop)
}

/// Up to when notices that were asked for were told together.
pub(super) async fn digested_until(pool: &PgPool, chat: i64) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    let until = sqlx::query_scalar(DIGESTED).bind(chat).fetch_optional(pool).await?;
    Ok(until.flatten())
}

/// Remembers that notices that were asked for until then are told together.
pub(super) async fn digest(pool: &PgPool, chat: i64, until: DateTime<Utc>) -> Result<(), sqlx::Error> {
    sqlx::query(DIGEST).bind(chat).bind(until).execute(pool).await.map(drop)
}
