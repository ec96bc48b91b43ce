//! The project that a person works on in a chat.

use chrono::{DateTime, Utc};
use domain::id::ProjectId;
use sqlx::PgPool;

/// A person in a chat: in a group everybody works on their own project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ChatSession {
    /// The chat.
    pub(super) chat: i64,
    /// The person.
    pub(super) user: i64,
}

/// The project that was chosen, if one was.
pub(super) async fn project(pool: &PgPool, at: ChatSession) -> Result<Option<ProjectId>, sqlx::Error> {
    let project: Option<uuid::Uuid> =
        sqlx::query_scalar("SELECT project_id FROM chat_sessions WHERE chat_id = $1 AND user_id = $2")
            .bind(at.chat)
            .bind(at.user)
            .fetch_optional(pool)
            .await?;
    Ok(project.map(ProjectId))
}

/// Chooses a project.
pub(super) async fn choose(
    pool: &PgPool,
    at: ChatSession,
    project: ProjectId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO chat_sessions (chat_id, user_id, project_id, updated_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (chat_id, user_id) DO UPDATE SET project_id = excluded.project_id, updated_at = excluded.updated_at",
    )
    .bind(at.chat)
    .bind(at.user)
    .bind(project.0)
    .bind(now)
    .execute(pool)
    .await?;
    Ok(())
}

/// A group got another id: choices go along; copies of notices stay behind with their messages.
pub(super) async fn move_chat(pool: &PgPool, from: i64, to: i64) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE chat_sessions s SET chat_id = $2 WHERE chat_id = $1
         AND NOT EXISTS (SELECT FROM chat_sessions o WHERE o.chat_id = $2 AND o.user_id = s.user_id)",
    )
    .bind(from)
    .bind(to)
    .execute(pool)
    .await?;
    sqlx::query("DELETE FROM notice_copies WHERE chat_id = $1").bind(from).execute(pool).await?;
    Ok(())
}
