//! Claiming effects: who performs what, by leases in the rows themselves.

use std::time::Duration;

use chrono::{DateTime, Utc};
use commands::process::Work;
use domain::id::{CorrelationId, EventId, JobId, ProjectId};
use sqlx::postgres::PgRow;
use sqlx::{FromRow, PgPool, Row};
use uuid::Uuid;

use super::job::{JobView, VIEW};

/// How long an effect stays with a worker that does not say anything.
pub(super) const LEASE: Duration = Duration::from_secs(5);

/// An effect that this instance performs. Attempts are part of the claim: every take-over counts one.
#[derive(Clone, Debug)]
pub(super) struct Claimed {
    pub(super) work: Work,
    pub(super) view: JobView,
    pub(super) position: u64,
}

/// Each priority has its own walk over the index, and the next one begins only when there is room left.
/// Materialized: a choice that the planner made twice would lock more than the limit.
const CLAIM: &str = "
WITH chosen AS MATERIALIZED (
    SELECT due.effect_id AS id FROM unnest('{0,10,20}'::smallint[]) AS p (priority),
           LATERAL (SELECT c.effect_id FROM effects c
                     WHERE c.priority = p.priority AND c.status IN ('queued', 'waiting') AND c.due_at <= $2
                       AND c.process = ANY($1)
                     ORDER BY c.due_at LIMIT $4 FOR UPDATE SKIP LOCKED) AS due
     LIMIT $4)
UPDATE effects e
   SET status = 'running', lease_holder = $3, lease_until = now() + make_interval(secs => $5), updated_at = $2
  FROM chosen WHERE e.effect_id = chosen.id
RETURNING request, event_id, position, correlation_id, chat, ";

/// Takes up to `limit` due effects of these processes, those of the most urgent priority first.
pub(super) async fn claim(
    pool: &PgPool,
    (instance, processes): (Uuid, &[&str]),
    now: DateTime<Utc>,
    limit: usize,
) -> Result<Vec<Claimed>, sqlx::Error> {
    sqlx::query_as(&format!("{CLAIM}{VIEW}"))
        .bind(processes)
        .bind(now)
        .bind(instance)
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .bind(LEASE.as_secs_f64())
        .fetch_all(pool)
        .await
}

/// An effect that is silent, or whose instance's session has ended, goes back to the queue. What dead instances left
/// in the leases is kept as long as it can matter to effects of any process manager, and then removed.
const TAKE_OVER: &str = "
WITH buried AS (
    DELETE FROM leases WHERE name LIKE 'instance:%' AND until < now() - interval '1 minute')
UPDATE effects e
   SET status = 'queued', attempts = attempts + 1, lease_holder = NULL, lease_until = NULL,
       last_error = 'the instance that performed it fell silent', updated_at = $3
 WHERE status = 'running' AND process = ANY($2)
   AND (lease_until < now() OR lease_holder <> $1 AND EXISTS (
           SELECT FROM leases l WHERE l.name = 'instance:' || e.lease_holder AND orphaned(l)))
RETURNING ";

/// Puts effects back whose worker has died; that was a try.
pub(super) async fn take_over(
    pool: &PgPool,
    (instance, processes): (Uuid, &[&str]),
    now: DateTime<Utc>,
) -> Result<Vec<JobView>, sqlx::Error> {
    let sql = format!("{TAKE_OVER}{VIEW}");
    sqlx::query_as(&sql).bind(instance).bind(processes).bind(now).fetch_all(pool).await
}

/// Keeps these effects; returns those that are still this instance's.
pub(super) async fn renew(pool: &PgPool, instance: Uuid, jobs: &[Uuid]) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar(
        "UPDATE effects SET lease_until = now() + make_interval(secs => $3)
          WHERE effect_id = ANY($1) AND lease_holder = $2 AND status = 'running' RETURNING effect_id",
    )
    .bind(jobs)
    .bind(instance)
    .bind(LEASE.as_secs_f64())
    .fetch_all(pool)
    .await
}

/// When the next effect of these processes is due, if there is any.
pub(super) async fn next_due(
    pool: &PgPool,
    processes: &[&str],
) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT min(next.due_at) FROM unnest('{0,10,20}'::smallint[]) AS p (priority),
                LATERAL (SELECT due_at FROM effects
                          WHERE priority = p.priority AND status IN ('queued', 'waiting') AND process = ANY($1)
                          ORDER BY due_at LIMIT 1) AS next",
    )
    .bind(processes)
    .fetch_one(pool)
    .await
}

impl FromRow<'_, PgRow> for Claimed {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        let view = JobView::from_row(row)?;
        let work = Work {
            id: JobId(row.try_get::<Uuid, _>("effect_id")?),
            process: view.process.clone(),
            step: view.step.clone(),
            request: row.try_get("request")?,
            attempt: view.attempts + 1,
            created_at: view.created_at,
            event_id: EventId(row.try_get("event_id")?),
            correlation_id: CorrelationId(row.try_get("correlation_id")?),
            project: row.try_get::<Option<Uuid>, _>("project_id")?.map(ProjectId),
            chat: row.try_get("chat")?,
        };
        Ok(Self { work, view, position: row.try_get::<i64, _>("position")?.cast_unsigned() })
    }
}
