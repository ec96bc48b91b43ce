//! Questions about the audit log.

use domain::actor::Actor;
use domain::id::ProjectId;
use domain::stream::StreamId;
use sqlx::PgExecutor;

use super::AuditEntry;
use crate::page::{self, Page};
use crate::statements;

statements! {
    LIST = "
        SELECT to_jsonb(l) FROM audit_logs l
        WHERE position < COALESCE($1, 9223372036854775807)
        AND ($2::uuid IS NULL OR project_id = $2) AND ($3::text IS NULL OR actor = $3)
        AND ($4::text IS NULL OR (aggregate_type = $4 AND aggregate_id = $5))
        ORDER BY position DESC LIMIT $6";

    OF_AGGREGATE = "
        SELECT to_jsonb(l) FROM audit_logs l
        WHERE aggregate_type = $1 AND aggregate_id = $2 AND sequence > $3 ORDER BY sequence LIMIT $4";
}

/// Which entries are wanted; what is absent does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this project.
    pub project: Option<ProjectId>,
    /// By this actor.
    pub actor: Option<Actor>,
    /// Of this aggregate.
    pub aggregate: Option<StreamId>,
}

/// Entries, the newest first; a page goes on before a position.
pub async fn list(
    db: impl PgExecutor<'_>,
    filter: &Filter,
    page: Page<u64>,
) -> Result<Vec<AuditEntry>, sqlx::Error> {
    let query = page::select(LIST);
    let query = query
        .bind(page.before.map(u64::cast_signed))
        .bind(filter.project.map(|project| project.0))
        .bind(filter.actor.as_ref().map(ToString::to_string))
        .bind(filter.aggregate.as_ref().map(|stream| stream.kind.name()))
        .bind(filter.aggregate.as_ref().map(|stream| stream.id.as_str()))
        .bind(page.limit());
    page::rows(query, db).await
}

/// The history of one aggregate in order, from the event after this sequence number on.
pub async fn of_aggregate(
    db: impl PgExecutor<'_>,
    stream: &StreamId,
    after: u64,
    limit: u32,
) -> Result<Vec<AuditEntry>, sqlx::Error> {
    let query = page::select(OF_AGGREGATE);
    let query =
        query.bind(stream.kind.name()).bind(&stream.id).bind(after.cast_signed()).bind(i64::from(limit));
    page::rows(query, db).await
}
