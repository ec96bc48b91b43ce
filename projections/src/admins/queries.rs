//! Questions about admins.

use domain::id::ProjectId;
use sqlx::PgExecutor;

use super::Admin;
use crate::page;
use crate::statements;

statements! {
    LIST = "
        SELECT to_jsonb(a) FROM admins a
        WHERE active AND ($1::uuid IS NULL OR scope = 'global' OR project_id = $1)
        ORDER BY member_id, role, scope";

    RECIPIENTS = "
        SELECT DISTINCT telegram_user_id FROM admins
        WHERE active AND telegram_user_id IS NOT NULL AND role IN ('owner', 'editor', 'publisher')
        AND (scope = 'global' OR project_id = $1) ORDER BY telegram_user_id";
}

/// Who holds a role now: everywhere, or in one project, those with global roles included.
pub async fn list(db: impl PgExecutor<'_>, project: Option<ProjectId>) -> Result<Vec<Admin>, sqlx::Error> {
    let query = page::select(LIST);
    page::rows(query.bind(project.map(|project| project.0)), db).await
}

/// The Telegram users to tell about a project: its owners, editors and publishers, and the global ones.
pub async fn recipients(db: impl PgExecutor<'_>, project: ProjectId) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar(RECIPIENTS).bind(project.0).fetch_all(db).await
}
