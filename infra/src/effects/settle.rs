//! Settling: the ending of an effect, and what follows from it, in one transaction.

use chrono::{DateTime, Utc};
use commands::process::Effect;
use sqlx::PgPool;
use uuid::Uuid;

use super::claim::Claimed;
use super::insert::{NewEffect, Origin, insert};
use super::job::{JobState, JobView, VIEW};
use super::perform::Ending;

/// Bytes of an error that are kept.
const ERROR: usize = 1000;

/// The columns that an ending changes.
struct Change {
    status: JobState,
    /// Whether it was a try in vain.
    counts: bool,
    due_at: Option<DateTime<Utc>>,
    error: Option<String>,
    follow: Vec<Effect>,
}

impl From<Ending> for Change {
    fn from(ending: Ending) -> Self {
        let of = |status, error| Self { status, counts: false, due_at: None, error, follow: Vec::new() };
        match ending {
            Ending::Done(follow) => Self { follow, ..of(JobState::Done, None) },
            Ending::Again { why, at, counts } => {
                Self { counts, due_at: Some(at), ..of(JobState::Queued, Some(why)) }
            }
            Ending::Waiting { why, until } => {
                Self { due_at: Some(until), ..of(JobState::Waiting, Some(why)) }
            }
            Ending::Failed { why } => Self { counts: true, ..of(JobState::Failed, Some(why)) },
            Ending::Unknown { why } => Self { counts: true, ..of(JobState::Unknown, Some(why)) },
        }
    }
}

/// Stores the ending and what follows. Returns every job that changed; none when the claim was lost meanwhile.
pub(super) async fn settle(
    pool: &PgPool,
    instance: Uuid,
    claimed: &Claimed,
    ending: Ending,
    now: DateTime<Utc>,
) -> Result<Vec<JobView>, sqlx::Error> {
    let change = Change::from(ending);
    let mut tx = pool.begin().await?;
    let sql = format!(
        "UPDATE effects SET status = $4, attempts = attempts + $5, due_at = coalesce($6, due_at), last_error = $7, \
                lease_holder = NULL, lease_until = NULL, updated_at = $8
          WHERE effect_id = $1 AND status = 'running' AND lease_holder = $2 AND attempts = $3 RETURNING {VIEW}"
    );
    let settled: Option<JobView> = sqlx::query_as(&sql)
        .bind(claimed.work.id.0)
        .bind(instance)
        .bind(claimed.view.attempts.cast_signed())
        .bind(change.status.name())
        .bind(i32::from(change.counts))
        .bind(change.due_at)
        .bind(change.error.as_deref().map(storable))
        .bind(now)
        .fetch_optional(&mut *tx)
        .await?;
    let Some(settled) = settled else { return Ok(Vec::new()) };
    let follow = change.follow.into_iter().map(|effect| NewEffect { origin: origin(claimed), effect });
    let mut changed = insert(&mut tx, follow.collect(), now).await?;
    tx.commit().await?;
    changed.push(settled);
    Ok(changed)
}

fn origin(claimed: &Claimed) -> Origin {
    Origin {
        process: claimed.work.process.clone(),
        event_id: claimed.work.event_id,
        position: claimed.position,
        correlation_id: claimed.work.correlation_id,
        project: claimed.work.project,
        chat: claimed.work.chat,
    }
}

/// PostgreSQL text cannot hold a NUL, and nobody reads a page.
fn storable(error: &str) -> String {
    let end = error.floor_char_boundary(ERROR);
    error[..end].replace('\0', "\u{fffd}")
}
