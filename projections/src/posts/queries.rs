//! Questions about posts.

use chrono::{DateTime, Utc};
use domain::id::{PostId, ProjectId};
use sqlx::PgExecutor;

use super::Post;
use crate::page::{self, Page, PageCursor};
use crate::statements;

statements! {
    BY_ID = "SELECT to_jsonb(p) FROM posts p WHERE id = $1";

    LIST = "
        SELECT to_jsonb(p) FROM posts p
        WHERE project_id = $1 AND (created_at, id) < (COALESCE($2::timestamptz, 'infinity'), $3)
        ORDER BY created_at DESC, id DESC LIMIT $4";

    RECENT_TEXTS = "
        SELECT content FROM posts WHERE project_id = $1 AND content IS NOT NULL
        AND status IN ('queued', 'cleared', 'published', 'posted_manually', 'unknown')
        ORDER BY created_at DESC, id DESC LIMIT $2";

    PUBLISHED_SINCE = "SELECT count(*) FROM posts WHERE project_id = $1 AND published_at >= $2";
}

/// The post.
pub async fn by_id(db: impl PgExecutor<'_>, post: PostId) -> Result<Option<Post>, sqlx::Error> {
    let query = page::select(BY_ID);
    page::row(query.bind(post.0), db).await
}

/// A project's posts, the newest first.
pub async fn list(
    db: impl PgExecutor<'_>,
    project: ProjectId,
    page: Page<PageCursor>,
) -> Result<Vec<Post>, sqlx::Error> {
    let query = page::select(LIST);
    let (at, id) = page.before.map(|moment| (moment.at, moment.id)).unzip();
    page::rows(query.bind(project.0).bind(at).bind(id).bind(page.limit()), db).await
}

/// The texts of a project that are on X, may be, or are on their way there, the newest first: what a new text
/// must not repeat. Forgotten texts are left out.
pub async fn recent_texts(
    db: impl PgExecutor<'_>,
    project: ProjectId,
    limit: u32,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(RECENT_TEXTS).bind(project.0).bind(i64::from(limit)).fetch_all(db).await
}

/// How many posts of a project reached X since the instant, those posted by hand and those deleted since included.
pub async fn published_since(
    db: impl PgExecutor<'_>,
    project: ProjectId,
    instant: DateTime<Utc>,
) -> Result<u64, sqlx::Error> {
    let count: i64 = sqlx::query_scalar(PUBLISHED_SINCE).bind(project.0).bind(instant).fetch_one(db).await?;
    Ok(count.unsigned_abs())
}
