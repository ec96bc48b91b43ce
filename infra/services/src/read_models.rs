//! Read models as process managers read them: their port, over the views in Postgres.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use commands::port::ServiceError;
use commands::port::read_models::ReadModels;
use commands::unreadable::Unreadable;
use domain::id::{ProjectId, SuggestionId};
use engine::unreadable::parked_from;
use projections::posts::Posts;
use projections::projection::Projection;
use projections::suggestions::Suggestions;
use projections::{admins, posts, suggestions};
use sqlx::PgPool;

/// Answers from the read models' views.
#[derive(Clone, Debug)]
pub struct PgReadModels {
    pool: PgPool,
}

impl PgReadModels {
    /// Over the pool of queries.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// A count that leaves out what is parked is none.
    async fn counts_all(&self, read_model: &str, project: ProjectId) -> Result<(), ServiceError> {
        match parked_from(&self.pool, read_model, project).await.map_err(unavailable)? {
            None => Ok(()),
            Some(position) => {
                let what = format!("how many {read_model} project {project} has had");
                let reason = format!("from position {position} on its events wait to be taken in");
                Err(Unreadable::new(what, reason).into())
            }
        }
    }
}

#[async_trait]
impl ReadModels for PgReadModels {
    async fn deciders(&self, project: ProjectId) -> Result<Vec<i64>, ServiceError> {
        admins::recipients(&self.pool, project).await.map_err(unavailable)
    }

    async fn recent_posts(&self, project: ProjectId, limit: u32) -> Result<Vec<String>, ServiceError> {
        posts::recent_texts(&self.pool, project, limit).await.map_err(unavailable)
    }

    async fn approved(&self, project: ProjectId, limit: u32) -> Result<Vec<SuggestionId>, ServiceError> {
        let rows = suggestions::approved_unpublished(&self.pool, project, limit).await;
        Ok(rows.map_err(unavailable)?.into_iter().map(|row| row.id).collect())
    }

    async fn posts_since(&self, project: ProjectId, since: DateTime<Utc>) -> Result<u32, ServiceError> {
        self.counts_all(Posts::NAME, project).await?;
        posts::published_since(&self.pool, project, since).await.map(count).map_err(unavailable)
    }

    async fn suggestions_since(&self, project: ProjectId, since: DateTime<Utc>) -> Result<u32, ServiceError> {
        self.counts_all(Suggestions::NAME, project).await?;
        suggestions::requested_since(&self.pool, project, since).await.map(count).map_err(unavailable)
    }
}

fn count(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[expect(clippy::needless_pass_by_value, reason = "the form that `map_err` takes")]
fn unavailable(error: sqlx::Error) -> ServiceError {
    tracing::warn!(%error, "a read model could not be asked");
    ServiceError::Unavailable {
        service: "database",
        why: "a read model could not be asked".into(),
        retry_after: None,
    }
}
