//! What the earlier build left in the database: none of it may get another id, position or outcome.

use sqlx::PgPool;
use uuid::Uuid;

use super::PATIENCE;

/// The end of the log, and what stands in it.
const LOG: &str = "
SELECT max(position), md5(string_agg(concat_ws(' ', position, event_id, partition, leaf_hash), ',' ORDER BY position))
  FROM event_log WHERE position <= coalesce($1, position)";
const COMMANDS: &str = "
SELECT count(*), md5(string_agg(concat_ws(' ', command_id, request_hash, outcome, event_ids, refusal), ','
                                ORDER BY command_id))
  FROM commands WHERE recorded_at <= coalesce($1, recorded_at)";
const JOBS: &str = "SELECT effect_id FROM effects ORDER BY effect_id";
const FAILED: &str = "SELECT effect_id FROM effects WHERE status = 'failed'";

/// Ids, positions and outcomes before this build touched them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Left {
    pub(super) head: i64,
    log: String,
    commands: (i64, String),
    last_command: chrono::DateTime<chrono::Utc>,
    /// Every job, ended or not.
    pub(super) jobs: Vec<Uuid>,
    /// Those that had failed.
    pub(super) failed: Vec<Uuid>,
}

impl Left {
    /// Reads them, and sees that there is what this scenario is about.
    pub(super) async fn read(pool: &PgPool) -> anyhow::Result<Self> {
        for (kind, count) in [
            ("events without a position", "SELECT count(*) FROM event_pending"),
            ("running jobs", "SELECT count(*) FROM effects WHERE status = 'running'"),
            ("timers", "SELECT count(*) FROM effects WHERE status = 'queued' AND due_at > updated_at"),
            ("waiting jobs", "SELECT count(*) FROM effects WHERE status = 'waiting'"),
            ("parked events", "SELECT count(*) FROM parked_events"),
            ("chat sessions", "SELECT count(*) FROM chat_sessions"),
            ("questions", "SELECT count(*) FROM telegram_prompts"),
            ("notices", "SELECT count(*) FROM notice_copies"),
            ("leases", "SELECT count(*) FROM leases"),
        ] {
            let found: i64 = sqlx::query_scalar(count).fetch_one(pool).await?;
            anyhow::ensure!(found > 0, "the dump has no {kind}");
        }
        let last_command =
            sqlx::query_scalar("SELECT max(recorded_at) FROM commands").fetch_one(pool).await?;
        let (head, log) = sqlx::query_as(LOG).bind(None::<i64>).fetch_one(pool).await?;
        let commands = sqlx::query_as(COMMANDS).bind(last_command).fetch_one(pool).await?;
        let jobs = sqlx::query_scalar(JOBS).fetch_all(pool).await?;
        let failed = sqlx::query_scalar(FAILED).fetch_all(pool).await?;
        Ok(Self { head, log, commands, last_command, jobs, failed })
    }

    /// The same part of the log and of the receipts is as it was.
    pub(super) async fn is_unchanged(&self, pool: &PgPool) {
        let log: (i64, String) = sqlx::query_as(LOG).bind(self.head).fetch_one(pool).await.unwrap();
        assert_eq!(log, (self.head, self.log.clone()), "the log is another");
        let commands: (i64, String) =
            sqlx::query_as(COMMANDS).bind(self.last_command).fetch_one(pool).await.unwrap();
        assert_eq!(commands, self.commands, "the receipts are others");
    }
}

/// Waits until a consumer has so many parked events.
pub(super) async fn parked(pool: &PgPool, consumer: &str, events: i64) {
    let count = "SELECT count(*) FROM parked_events WHERE consumer = $1";
    harness::eventually("events are parked no more", PATIENCE, async || {
        let parked: i64 = sqlx::query_scalar(count).bind(consumer).fetch_one(pool).await.unwrap();
        (parked == events).then_some(())
    })
    .await;
}

/// Where the event is that the consumer waits for.
pub(super) async fn first_parked(pool: &PgPool, consumer: &str) -> String {
    let first = "SELECT min(position)::text FROM parked_events WHERE consumer = $1";
    sqlx::query_scalar(first).bind(consumer).fetch_one(pool).await.unwrap()
}

/// Whether a vibe that was set after the parked ones was cached.
pub(super) async fn done_after_the_parked(pool: &PgPool, left: &Left) -> bool {
    let done = "SELECT EXISTS (SELECT FROM effects e JOIN projects p ON p.id = e.project_id
                                WHERE e.process = 'caching' AND e.step = 'vibe' AND e.status = 'done'
                                  AND p.name = 'Otterly' AND e.position > $1)";
    sqlx::query_scalar(done).bind(left.head).fetch_one(pool).await.unwrap()
}
