//! Claims: jobs are taken, kept, released and taken over by leases in their own rows.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use chrono::{DateTime, Utc};
use commands::process::{Job, Priority};
use commands::retry_policy::UNREADABLE;
use commands::unreadable::Unreadable;
use domain::id::{CorrelationId, EventId, JobId, ProjectId};
use projections::statements;
use sqlx::postgres::PgRow;
use sqlx::{FromRow, PgPool, Row};
use tokio::time::Instant;
use tracing::{error, warn};
use uuid::Uuid;

use super::job::{JobView, with_view};
use crate::consumer::panic_message;

/// How long a job stays with an instance that does not renew its lease.
pub(super) const LEASE: Duration = Duration::from_secs(5);

/// A job that this instance has claimed. Attempts are part of the claim: every take-over counts one.
#[derive(Clone, Debug)]
pub(super) struct ClaimedJob {
    pub(super) job: Job,
    pub(super) view: JobView,
    pub(super) priority: Priority,
    pub(super) ordering_key: Option<String>,
    pub(super) claimed_at: Instant,
}

/// What this instance has that jobs may need; `None`: it may have anything, and finds out when it has claimed.
pub(super) type Provided = Option<Vec<String>>;

/// How many due jobs of a process manager and a priority may be claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ClaimQuota {
    pub(super) process: &'static str,
    /// The steps that it knows: jobs of others are left to instances that know them.
    pub(super) steps: &'static [&'static str],
    pub(super) priority: Priority,
    pub(super) limit: usize,
}

statements! {
    /// Each quota has its own walk over the index, and the next one begins only while the limit of all is not reached.
    /// Materialized: a choice that the planner made twice would lock more than that.
    /// What waits behind another job of its key is not met on the walk. The rest is looked at all the same: who stored it may
    /// not have seen what was stored at the same moment.
    CLAIM = with_view!(
        "
        WITH chosen AS MATERIALIZED (
            SELECT due.effect_id AS id FROM unnest($1::text[], $2::smallint[], $3::bigint[], $9::text[])
                       AS q (process, priority, quota, steps),
                   LATERAL (SELECT c.effect_id FROM effects c
                             WHERE c.process = q.process AND c.priority = q.priority AND NOT c.behind
                               AND c.status IN ('queued', 'waiting') AND c.due_at <= $5
                               AND c.step = ANY(string_to_array(q.steps, ','))
                               AND (c.needs IS NULL OR $8::text[] IS NULL OR c.needs = ANY($8))
                               AND (c.ordering_key IS NULL
                                    OR NOT EXISTS (SELECT FROM effects b
                                                    WHERE b.ordering_key = c.ordering_key AND b.sequence < c.sequence
                                                      AND b.status IN ('queued', 'running', 'waiting'))
                                       AND NOT EXISTS (SELECT FROM effects b
                                                        WHERE b.ordering_key = c.ordering_key AND b.lease_until IS NOT NULL))
                             ORDER BY c.due_at LIMIT q.quota FOR UPDATE SKIP LOCKED) AS due
             LIMIT $4)
        UPDATE effects e
           SET status = 'running', lease_holder = $6, lease_until = now() + make_interval(secs => $7), updated_at = $5
          FROM chosen WHERE e.effect_id = chosen.id
        RETURNING request, sealed, unknown_tries, event_id, correlation_id, chat, topic, priority, ordering_key,"
    );

    /// A job whose lease has expired, or whose instance's session has ended, goes back to the queue, where it is before all
    /// of its key that came later: nobody knows whether that try took effect. Rows that another
    /// statement has locked at this moment are left for the next tick. What dead instances left in the leases is kept as
    /// long as it can matter to jobs of any process manager, and then removed.
    TAKE_OVER = with_view!(
        "
        WITH removed AS (
            DELETE FROM leases WHERE name LIKE 'instance:%' AND until < now() - interval '1 minute'),
        abandoned AS MATERIALIZED (
            SELECT effect_id AS id FROM effects
             WHERE status = 'running' AND process = ANY($2)
               AND (lease_until < now() OR lease_holder = ANY(ARRAY(
                       SELECT l.holder FROM leases l
                        WHERE l.name = 'instance:' || l.holder AND l.holder <> $1 AND orphaned(l))))
               FOR UPDATE SKIP LOCKED)
        UPDATE effects e
           SET status = 'queued', attempts = attempts + 1, unknown_tries = unknown_tries + 1, lease_holder = NULL, lease_until = NULL,
               last_error = 'the instance that performed it fell silent', updated_at = $3
          FROM abandoned WHERE e.effect_id = abandoned.id
        RETURNING"
    );

    /// Held is what has a lease: see `settle.sql` for why its status is not asked.
    /// Rows that are being settled or taken over at this moment are not waited for: whoever writes many rows in one
    /// statement must not wait for somebody who does the same.
    RENEW = "
        WITH mine AS MATERIALIZED (
            SELECT effect_id AS id FROM effects
             WHERE effect_id = ANY($1) AND lease_holder = $2 AND lease_until IS NOT NULL FOR UPDATE SKIP LOCKED)
        UPDATE effects e SET lease_until = now() + make_interval(secs => $3)
          FROM mine WHERE e.effect_id = mine.id RETURNING e.effect_id";

    RELEASE = with_view!(
        "
        UPDATE effects SET status = 'queued', lease_holder = NULL, lease_until = NULL, updated_at = $3
         WHERE effect_id = ANY($1) AND lease_holder = $2 AND lease_until IS NOT NULL RETURNING"
    );

    NEXT_DUE = "
        SELECT min(next.due_at) FROM unnest($1::text[], $3::text[]) AS n (process, steps),
               unnest('{0,10,20}'::smallint[]) AS p (priority),
               LATERAL (SELECT due_at FROM effects
                         WHERE process = n.process AND priority = p.priority AND NOT behind
                           AND status IN ('queued', 'waiting') AND step = ANY(string_to_array(n.steps, ','))
                           AND (needs IS NULL OR $2::text[] IS NULL OR needs = ANY($2)) AND isfinite(due_at)
                         ORDER BY due_at LIMIT 1) AS next";

    /// The claimed jobs whose rows cannot be read, with the reasons: they wait.
    SET_ASIDE = "
        UPDATE effects e
           SET status = 'waiting', due_at = $4, last_error = b.why, lease_holder = NULL, lease_until = NULL, updated_at = $3
          FROM unnest($1::uuid[], $2::text[]) AS b (id, why) WHERE e.effect_id = b.id AND e.lease_holder = $5";
}

/// Claims due jobs within the quotas, the first quotas first, and no more than `limit` in all. Those that need what
/// this instance has not, or whose step it does not know, are left to others; one whose row cannot be read waits.
pub(super) async fn claim(
    pool: &PgPool,
    instance: Uuid,
    quotas: &[ClaimQuota],
    limit: usize,
    now: DateTime<Utc>,
    provided: &Provided,
) -> Result<Vec<ClaimedJob>, sqlx::Error> {
    let rows = sqlx::query(CLAIM)
        .bind(quotas.iter().map(|quota| quota.process).collect::<Vec<_>>())
        .bind(quotas.iter().map(|quota| quota.priority as i16).collect::<Vec<_>>())
        .bind(quotas.iter().map(|quota| count(quota.limit)).collect::<Vec<_>>())
        .bind(count(limit))
        .bind(now)
        .bind(instance)
        .bind(LEASE.as_secs_f64())
        .bind(provided)
        .bind(quotas.iter().map(|quota| quota.steps.join(",")).collect::<Vec<_>>())
        .fetch_all(pool)
        .await?;
    let (mut claimed, mut unreadable) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in &rows {
        match readable(row) {
            Ok(job) => claimed.push(job),
            Err(what) => unreadable.push((row.try_get("effect_id")?, what.to_string())),
        }
    }
    if !unreadable.is_empty() {
        // The others are claimed already: they must not wait for it.
        if let Err(error) = set_aside(pool, instance, unreadable, now).await {
            warn!(%error, "jobs that cannot be read could not be set aside; they are taken over later");
        }
    }
    Ok(claimed)
}

/// A claimed job, unless its row holds what no job of this program can: the others must not wait for it.
fn readable(row: &PgRow) -> Result<ClaimedJob, Box<Unreadable>> {
    let unreadable = |why: &dyn std::fmt::Display| Unreadable::new("the row of a job", why);
    // The driver panics at moments that its own types cannot hold.
    match catch_unwind(AssertUnwindSafe(|| ClaimedJob::from_row(row))) {
        Ok(job) => job.map_err(|error| unreadable(&error)),
        Err(panic) => Err(unreadable(&panic_message(&*panic))),
    }
}

async fn set_aside(
    pool: &PgPool,
    instance: Uuid,
    unreadable: Vec<(Uuid, String)>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let (ids, reasons): (Vec<_>, Vec<_>) = unreadable.into_iter().unzip();
    error!(alarm = true, jobs = ?ids, ?reasons, "rows of jobs cannot be read");
    let again = now + UNREADABLE.pause(0);
    let statement = sqlx::query(SET_ASIDE).bind(ids).bind(reasons).bind(now).bind(again).bind(instance);
    statement.execute(pool).await.map(drop)
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Requeues jobs whose instance has died; that was a try.
pub(super) async fn take_over(
    pool: &PgPool,
    instance: Uuid,
    processes: &[&str],
    now: DateTime<Utc>,
) -> Result<Vec<JobView>, sqlx::Error> {
    sqlx::query_as(TAKE_OVER).bind(instance).bind(processes).bind(now).fetch_all(pool).await
}

/// Renews the leases of these jobs; returns those that are still this instance's.
pub(super) async fn renew(pool: &PgPool, instance: Uuid, jobs: &[Uuid]) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar(RENEW).bind(jobs).bind(instance).bind(LEASE.as_secs_f64()).fetch_all(pool).await
}

/// Releases jobs that were claimed and not started; that was no try.
pub(super) async fn release(
    pool: &PgPool,
    instance: Uuid,
    jobs: &[Uuid],
    now: DateTime<Utc>,
) -> Result<Vec<JobView>, sqlx::Error> {
    sqlx::query_as(RELEASE).bind(jobs).bind(instance).bind(now).fetch_all(pool).await
}

/// When the next job of these process managers is due that this instance may claim, if there is any.
pub(super) async fn next_due(
    pool: &PgPool,
    quotas: &[ClaimQuota],
    provided: &Provided,
) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    sqlx::query_scalar(NEXT_DUE)
        .bind(quotas.iter().map(|quota| quota.process).collect::<Vec<_>>())
        .bind(provided)
        .bind(quotas.iter().map(|quota| quota.steps.join(",")).collect::<Vec<_>>())
        .fetch_one(pool)
        .await
}

impl FromRow<'_, PgRow> for ClaimedJob {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        let view = JobView::from_row(row)?;
        let job = Job {
            id: JobId(row.try_get::<Uuid, _>("effect_id")?),
            process: view.process.clone(),
            step: view.step.clone(),
            request: row.try_get("request")?,
            sealed: row.try_get("sealed")?,
            // The try that begins now; the row counts it only when it ends without success.
            attempt: view.attempts + 1,
            unknown_tries: row.try_get::<i32, _>("unknown_tries")?.cast_unsigned(),
            created_at: view.created_at,
            event_id: EventId(row.try_get("event_id")?),
            correlation_id: CorrelationId(row.try_get("correlation_id")?),
            project: row.try_get::<Option<Uuid>, _>("project_id")?.map(ProjectId),
            chat: row.try_get("chat")?,
            topic: row.try_get("topic")?,
        };
        let (priority, ordering_key) = (priority(row.try_get("priority")?), row.try_get("ordering_key")?);
        Ok(Self { job, view, priority, ordering_key, claimed_at: Instant::now() })
    }
}

/// A number between two priorities, if anybody ever stored one, counts as the less urgent.
const fn priority(number: i16) -> Priority {
    match number {
        ..=0 => Priority::Person,
        1..=10 => Priority::Timed,
        _ => Priority::Background,
    }
}
