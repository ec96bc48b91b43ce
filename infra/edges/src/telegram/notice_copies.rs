//! Copies of notices: which message of which chat shows what.

use chrono::{DateTime, Utc};
use commands::port::notice::NoticeSubject;
use projections::statements;
use sqlx::PgPool;

statements! {
    FIND = "SELECT message_id, shown_hash, updated_at FROM notice_copies WHERE subject = $1 AND chat_id = $2";

    KEEP = "
        INSERT INTO notice_copies (subject, chat_id, message_id, shown_hash, updated_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (subject, chat_id) DO UPDATE SET message_id = excluded.message_id,
            shown_hash = excluded.shown_hash, updated_at = excluded.updated_at";

    CHATS = "SELECT chat_id FROM notice_copies WHERE subject = $1 ORDER BY chat_id";

    SUBJECT = "SELECT subject FROM notice_copies WHERE chat_id = $1 AND message_id = $2";
}

/// A message that shows a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NoticeCopy {
    /// The message.
    pub(super) message: i32,
    /// Hash of what it shows.
    pub(super) hash: String,
    /// Since when it does.
    pub(super) updated_at: DateTime<Utc>,
}

/// The copy in the chat.
pub(super) async fn find(
    pool: &PgPool,
    subject: &NoticeSubject,
    chat: i64,
) -> Result<Option<NoticeCopy>, sqlx::Error> {
    let row: Option<(i32, String, DateTime<Utc>)> =
        sqlx::query_as(FIND).bind(key(subject)).bind(chat).fetch_optional(pool).await?;
    Ok(row.map(|(message, hash, updated_at)| NoticeCopy { message, hash, updated_at }))
}

/// Remembers what the chat is shown now.
pub(super) async fn keep(
    pool: &PgPool,
    subject: &NoticeSubject,
    chat: i64,
    copy: &NoticeCopy,
) -> Result<(), sqlx::Error> {
    sqlx::query(KEEP)
        .bind(key(subject))
        .bind(chat)
        .bind(copy.message)
        .bind(&copy.hash)
        .bind(copy.updated_at)
        .execute(pool)
        .await?;
    Ok(())
}

/// The chats with a copy.
pub(super) async fn chats(pool: &PgPool, subject: &NoticeSubject) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar(CHATS).bind(key(subject)).fetch_all(pool).await
}

/// What a message shows, if it is a copy of a notice.
pub(super) async fn subject_of(
    pool: &PgPool,
    chat: i64,
    message: i32,
) -> Result<Option<NoticeSubject>, sqlx::Error> {
    let key: Option<String> =
        sqlx::query_scalar(SUBJECT).bind(chat).bind(message).fetch_optional(pool).await?;
    Ok(key.and_then(|key| serde_json::from_str(&key).ok()))
}

/// The subject as text: its fields have one order, so equal subjects have equal keys.
fn key(subject: &NoticeSubject) -> String {
    serde_json::to_string(subject).expect("a subject is ids and numbers")
}
