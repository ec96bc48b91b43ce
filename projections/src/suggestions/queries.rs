//! Questions about suggestions.

use chrono::{DateTime, Utc};
use domain::id::{ProjectId, SuggestionId};
use sqlx::PgExecutor;

use super::Suggestion;
use crate::page::{self, Page, PageCursor};
use crate::statements;

statements! {
    BY_ID = "SELECT to_jsonb(s) FROM post_suggestions s WHERE id = $1";

    LIST = "
        SELECT to_jsonb(s) FROM post_suggestions s
        WHERE project_id = $1 AND (created_at, id) < (COALESCE($2::timestamptz, 'infinity'), $3)
        ORDER BY created_at DESC, id DESC LIMIT $4";

    REQUESTED_SINCE = "SELECT count(*) FROM post_suggestions WHERE project_id = $1 AND created_at >= $2";

    OF_STATUS = "
        SELECT to_jsonb(s) FROM post_suggestions s
        WHERE project_id = $1 AND status = $2 ORDER BY created_at, id LIMIT $3";
}

/// The suggestion.
pub async fn by_id(
    db: impl PgExecutor<'_>,
    suggestion: SuggestionId,
) -> Result<Option<Suggestion>, sqlx::Error> {
    let query = page::select(BY_ID);
    page::row(query.bind(suggestion.0), db).await
}

/// A project's suggestions, the newest first.
pub async fn list(
    db: impl PgExecutor<'_>,
    project: ProjectId,
    page: Page<PageCursor>,
) -> Result<Vec<Suggestion>, sqlx::Error> {
    let query = page::select(LIST);
    let (at, id) = page.before.map(|moment| (moment.at, moment.id)).unzip();
    page::rows(query.bind(project.0).bind(at).bind(id).bind(page.limit()), db).await
}

/// A project's suggestions whose variants wait for a decision, the oldest first.
pub async fn pending(
    db: impl PgExecutor<'_>,
    project: ProjectId,
    limit: u32,
) -> Result<Vec<Suggestion>, sqlx::Error> {
    of_status(db, project, "generated", limit).await
}

/// A project's suggestions that are approved and not queued yet, the oldest first.
pub async fn approved_unpublished(
    db: impl PgExecutor<'_>,
    project: ProjectId,
    limit: u32,
) -> Result<Vec<Suggestion>, sqlx::Error> {
    of_status(db, project, "approved", limit).await
}

/// How many suggestions were asked for in a project since the instant.
pub async fn requested_since(
    db: impl PgExecutor<'_>,
    project: ProjectId,
    instant: DateTime<Utc>,
) -> Result<u64, sqlx::Error> {
    let count: i64 = sqlx::query_scalar(REQUESTED_SINCE).bind(project.0).bind(instant).fetch_one(db).await?;
    Ok(count.unsigned_abs())
}

async fn of_status(
    db: impl PgExecutor<'_>,
    project: ProjectId,
    status: &str,
    limit: u32,
) -> Result<Vec<Suggestion>, sqlx::Error> {
    let query = page::select(OF_STATUS);
    page::rows(query.bind(project.0).bind(status).bind(i64::from(limit)), db).await
}
