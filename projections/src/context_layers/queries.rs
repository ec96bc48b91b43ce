//! Questions about context layers.

use domain::id::ProjectId;
use sqlx::PgExecutor;

use super::{ContextLayer, id};
use crate::page::{self, Page};
use crate::statements;

statements! {
    LIST = "
        SELECT to_jsonb(c) FROM context_layers c
        WHERE project_id = $1 AND version < COALESCE($2, 9223372036854775807)
        ORDER BY version DESC LIMIT $3";

    BY_VERSION = "SELECT to_jsonb(c) FROM context_layers c WHERE id = $1";

    ACTIVE_AT = "
        SELECT to_jsonb(c) FROM context_layers c
        WHERE project_id = $1 AND EXISTS (
            SELECT FROM jsonb_to_recordset(active_versions) AS r(\"from\" bigint, until bigint)
            WHERE r.\"from\" <= $2 AND (r.until IS NULL OR $2 <= r.until))
        ORDER BY version";
}

/// A project's layers, the newest first; a page goes on before a layer version.
pub async fn list(
    db: impl PgExecutor<'_>,
    project: ProjectId,
    page: Page<u32>,
) -> Result<Vec<ContextLayer>, sqlx::Error> {
    let query = page::select(LIST);
    page::rows(query.bind(project.0).bind(page.before.map(i64::from)).bind(page.limit()), db).await
}

/// One layer of a project.
pub async fn by_version(
    db: impl PgExecutor<'_>,
    project: ProjectId,
    layer: u32,
) -> Result<Option<ContextLayer>, sqlx::Error> {
    let query = page::select(BY_VERSION);
    page::row(query.bind(id(project, layer)), db).await
}

/// The layers that counted in a context version, in their order.
pub async fn active_at(
    db: impl PgExecutor<'_>,
    project: ProjectId,
    context_version: u32,
) -> Result<Vec<ContextLayer>, sqlx::Error> {
    let query = page::select(ACTIVE_AT);
    page::rows(query.bind(project.0).bind(i64::from(context_version)), db).await
}
