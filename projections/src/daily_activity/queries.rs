//! Questions about activity.

use chrono::NaiveDate;
use domain::id::ProjectId;
use serde::{Deserialize, Serialize};
use sqlx::PgExecutor;

use crate::page;
use crate::statements;

statements! {
    TOTALS = "
        SELECT to_jsonb(t) FROM (
            SELECT count(DISTINCT project_id) AS active_projects,
                COALESCE(sum(suggestions_requested), 0) AS suggestions_requested,
                COALESCE(sum(variants_generated), 0) AS variants_generated,
                COALESCE(sum(approvals), 0) AS approvals,
                COALESCE(sum(rejections), 0) AS rejections,
                COALESCE(sum(context_updates), 0) AS context_updates,
                COALESCE(sum(posts_published), 0) AS posts_published,
                COALESCE(sum(posts_failed), 0) AS posts_failed
            FROM daily_activity WHERE day >= $1 AND ($2::uuid IS NULL OR project_id = $2)) t";
}

/// Sums over days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Projects in which anything of this happened.
    pub active_projects: u64,
    /// Requests for variants.
    pub suggestions_requested: u64,
    /// Variants that the model wrote.
    pub variants_generated: u64,
    /// Suggestions approved.
    pub approvals: u64,
    /// Suggestions refused.
    pub rejections: u64,
    /// New context versions.
    pub context_updates: u64,
    /// Posts that reached X.
    pub posts_published: u64,
    /// Posts that failed.
    pub posts_failed: u64,
}

/// What happened from the day on, in one project or in all.
pub async fn totals(
    db: impl PgExecutor<'_>,
    project: Option<ProjectId>,
    since: NaiveDate,
) -> Result<Totals, sqlx::Error> {
    let query = page::select(TOTALS);
    let totals = page::row(query.bind(since).bind(project.map(|project| project.0)), db).await?;
    Ok(totals.unwrap_or_default())
}
