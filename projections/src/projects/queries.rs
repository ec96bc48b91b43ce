//! Questions about projects.

use domain::id::ProjectId;
use sqlx::PgExecutor;

use super::Project;
use crate::page;

/// Every project that has not ended, by name.
pub async fn list(db: impl PgExecutor<'_>) -> Result<Vec<Project>, sqlx::Error> {
    let query =
        page::select("SELECT to_jsonb(p) FROM projects p WHERE NOT archived ORDER BY lower(name), id");
    page::rows(query, db).await
}

/// Those of these projects that exist, ended or not, by name.
pub async fn by_ids(db: impl PgExecutor<'_>, projects: &[ProjectId]) -> Result<Vec<Project>, sqlx::Error> {
    let ids: Vec<uuid::Uuid> = projects.iter().map(|project| project.0).collect();
    let query =
        page::select("SELECT to_jsonb(p) FROM projects p WHERE id = ANY($1) ORDER BY lower(name), id");
    page::rows(query.bind(ids), db).await
}

/// The project, ended or not.
pub async fn by_id(db: impl PgExecutor<'_>, project: ProjectId) -> Result<Option<Project>, sqlx::Error> {
    let query = page::select("SELECT to_jsonb(p) FROM projects p WHERE id = $1");
    page::row(query.bind(project.0), db).await
}

/// The projects of this name, in any capitals, that have not ended. Names need not be unique.
pub async fn by_name(db: impl PgExecutor<'_>, name: &str) -> Result<Vec<Project>, sqlx::Error> {
    let query = page::select(
        "SELECT to_jsonb(p) FROM projects p WHERE lower(name) = lower($1) AND NOT archived ORDER BY created_at, id",
    );
    page::rows(query.bind(name), db).await
}
