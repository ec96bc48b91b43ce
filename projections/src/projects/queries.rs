//! Questions about projects.

use domain::id::ProjectId;
use sqlx::PgExecutor;

use super::Project;
use crate::page;
use crate::statements;

statements! {
    LIST = "SELECT to_jsonb(p) FROM projects p WHERE NOT archived ORDER BY lower(name), id";

    BY_IDS = "SELECT to_jsonb(p) FROM projects p WHERE id = ANY($1) ORDER BY lower(name), id";

    BY_ID = "SELECT to_jsonb(p) FROM projects p WHERE id = $1";

    BY_NAME = "
        SELECT to_jsonb(p) FROM projects p WHERE lower(name) = lower($1) AND NOT archived ORDER BY created_at, id";
}

/// Every project that has not ended, by name.
pub async fn list(db: impl PgExecutor<'_>) -> Result<Vec<Project>, sqlx::Error> {
    let query = page::select(LIST);
    page::rows(query, db).await
}

/// Those of these projects that exist, ended or not, by name.
pub async fn by_ids(db: impl PgExecutor<'_>, projects: &[ProjectId]) -> Result<Vec<Project>, sqlx::Error> {
    let ids: Vec<uuid::Uuid> = projects.iter().map(|project| project.0).collect();
    let query = page::select(BY_IDS);
    page::rows(query.bind(ids), db).await
}

/// The project, ended or not.
pub async fn by_id(db: impl PgExecutor<'_>, project: ProjectId) -> Result<Option<Project>, sqlx::Error> {
    let query = page::select(BY_ID);
    page::row(query.bind(project.0), db).await
}

/// The projects of this name, in any capitals, that have not ended. Names need not be unique.
pub async fn by_name(db: impl PgExecutor<'_>, name: &str) -> Result<Vec<Project>, sqlx::Error> {
    let query = page::select(BY_NAME);
    page::rows(query.bind(name), db).await
}
