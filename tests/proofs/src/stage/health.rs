//! Whether all is well: every invariant that can be read from the database and from the world outside.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use sqlx::{Executor, PgPool};
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use super::Stage;
use super::ledger::Acknowledged;

/// How long the system may take to come to rest after a case.
const REST: Duration = Duration::from_secs(90);
const PAUSE: Duration = Duration::from_millis(50);

/// What still has to happen before everything stands still, one line each.
const UNREST: &str = "
SELECT format('%s events have no position', count(*)) FROM event_pending HAVING count(*) > 0
UNION ALL
SELECT format('%s version %s is at %s of %s in partition %s', c.consumer, c.version, c.position, l.head, c.partition)
  FROM consumer_cursors c, LATERAL (
       SELECT coalesce(max(position), 0) AS head FROM event_log WHERE c.partition IN (-1, partition)) l
 WHERE c.position < l.head
UNION ALL
SELECT format('%s %s %s is %s: %s', process, step, effect_id, status, last_error) FROM effects
 WHERE status = 'running' OR status IN ('queued', 'waiting') AND due_at < now() + interval '1 minute'";

/// What must never be, one line each.
const WRONG: &str = "
SELECT format('%s events, %s in the log, its head at %s, the state at %s', e.n, l.n, l.head, s.last_position)
  FROM (SELECT count(*) AS n FROM events) e, sequencer_state s,
       (SELECT count(*) AS n, coalesce(max(position), 0) AS head FROM event_log) l
 WHERE NOT (e.n = l.n AND l.n = l.head AND l.head = s.last_position)
UNION ALL
SELECT format('%s/%s %s stands at %s, its predecessor not before it', l.aggregate_type, l.aggregate_id, l.sequence, l.position)
  FROM event_log l WHERE l.sequence > 1 AND NOT EXISTS (
       SELECT FROM event_log b WHERE b.aggregate_type = l.aggregate_type AND b.aggregate_id = l.aggregate_id
          AND b.sequence = l.sequence - 1 AND b.position < l.position)
UNION ALL
SELECT format('position %s links to %s', position, previous) FROM (
       SELECT position, previous, lag(position, 1, 0::bigint) OVER (PARTITION BY partition ORDER BY position) AS before
         FROM event_log) l WHERE previous <> before
UNION ALL
SELECT format('%s: event %s of a %s command is not stored', c.command_id, i.id, c.outcome)
  FROM commands c, unnest(c.event_ids) AS i (id) WHERE NOT EXISTS (SELECT FROM events e WHERE e.event_id = i.id)
UNION ALL
SELECT format('%s is parked at %s: %s', consumer, position, error) FROM parked_events
UNION ALL
SELECT format('the history is in doubt: %s', detail) FROM epoch_doubts
UNION ALL
SELECT format('job %s %s failed: %s', process, step, last_error) FROM effects WHERE status = 'failed'
UNION ALL
SELECT format('job %s %s: nobody knows: %s', process, step, last_error) FROM effects f
 WHERE status = 'unknown' AND NOT (process = 'publishing' AND EXISTS (
       SELECT FROM posts p WHERE p.id = (f.request ->> 'post')::uuid AND p.status <> 'unknown'))
UNION ALL
SELECT format('%s at %s has no effect of %s', e.event_type, e.ingest_seq, p.process)
  FROM (VALUES ('ContextAdded', 'context-assessment'), ('SuggestionRequested', 'generation'),
               ('PostQueued', 'publishing'), ('PostCleared', 'publishing')) AS p (event_type, process)
  JOIN events e ON e.event_type = p.event_type
 WHERE NOT EXISTS (SELECT FROM effects f WHERE f.event_id = e.event_id AND f.process = p.process)
UNION ALL
SELECT format('%s shows %s of %s', name, shown, wanted) FROM (
       SELECT 'audit_logs' AS name, (SELECT count(*) FROM audit_logs) AS shown, (SELECT count(*) FROM events) AS wanted
       UNION ALL SELECT 'context_layers', (SELECT count(*) FROM context_layers),
              (SELECT count(*) FROM events WHERE event_type = 'ContextAdded')
       UNION ALL SELECT 'post_suggestions', (SELECT count(*) FROM post_suggestions),
              (SELECT count(*) FROM events WHERE event_type = 'SuggestionRequested')
       UNION ALL SELECT 'posts', (SELECT count(*) FROM posts),
              (SELECT count(*) FROM events WHERE event_type = 'PostQueued')
       UNION ALL SELECT 'daily_activity', (SELECT coalesce(sum(suggestions_requested), 0) FROM daily_activity),
              (SELECT count(*) FROM events WHERE event_type = 'SuggestionRequested')
       UNION ALL SELECT 'daily_activity of posts', (SELECT coalesce(sum(posts_published), 0) FROM daily_activity),
              (SELECT count(*) FROM posts WHERE published_at IS NOT NULL)) AS v WHERE shown <> wanted";

impl Stage {
    /// Waits until everything stands still.
    pub async fn rests(&self) -> anyhow::Result<()> {
        let deadline = Instant::now() + REST;
        let mut unrest = vec!["nothing could be read".to_owned()];
        while Instant::now() < deadline {
            // the database may be on its way back
            if let Ok(found) = self.lines(UNREST).await {
                unrest = found;
                if unrest.is_empty() {
                    return Ok(());
                }
            }
            sleep(PAUSE).await;
        }
        bail!("no rest after {REST:?}: {}", shortened(&unrest))
    }

    /// Everything that must hold whenever the system is at rest, for these acknowledgements too.
    pub async fn is_well(&self, acknowledged: &[Acknowledged]) -> anyhow::Result<()> {
        let wrong = loop {
            self.rests().await?;
            if let Some(wrong) = self.wrong_at_rest().await.context("read the invariants")? {
                break wrong;
            }
        };
        ensure!(wrong.is_empty(), "{}", shortened(&wrong));
        self.kept(acknowledged).await?;
        self.posts_are_on_x_once().await
    }

    /// `memebot replay --check` and `memebot audit verify`, both of which must find nothing.
    pub async fn is_sound(&self) -> anyhow::Result<()> {
        for arguments in [&["replay", "--check"], &["audit", "verify"]] {
            let output = self.app.command(arguments).await?;
            let told = [output.stdout, output.stderr].concat();
            ensure!(
                output.status.success(),
                "memebot {}: {}",
                arguments.join(" "),
                String::from_utf8_lossy(&told)
            );
        }
        Ok(())
    }

    /// Every acknowledged command is recorded, and its event stands where the receipt says.
    async fn kept(&self, acknowledged: &[Acknowledged]) -> anyhow::Result<()> {
        for Acknowledged { key, receipt, .. } in acknowledged {
            let id: Uuid = receipt["command_id"].as_str().context("a receipt has a command id")?.parse()?;
            let (kind, stream) =
                receipt["stream"].as_str().and_then(|at| at.split_once('/')).unwrap_or_default();
            let found: Option<bool> = sqlx::query_scalar(
                "SELECT c.outcome <> 'applied' OR EXISTS (SELECT FROM events e WHERE e.aggregate_type = $2
                        AND e.aggregate_id = $3 AND e.sequence = $4 AND e.event_id = ANY (c.event_ids))
                   FROM commands c WHERE c.command_id = $1",
            )
            .bind(id)
            .bind(kind)
            .bind(stream)
            .bind(receipt["sequence"].as_i64())
            .fetch_optional(self.pool())
            .await?;
            ensure!(found == Some(true), "{key} was acknowledged and is lost: {receipt}, found {found:?}");
        }
        Ok(())
    }

    /// X shows each published post once, and nothing else.
    async fn posts_are_on_x_once(&self) -> anyhow::Result<()> {
        let published: Vec<String> =
            sqlx::query_scalar("SELECT x_tweet_id FROM posts WHERE status = 'published'")
                .fetch_all(self.pool())
                .await?;
        let mut shown: HashMap<String, u32> = HashMap::new();
        let timeline = self.outside.sandbox.x().timeline();
        for tweet in &timeline {
            *shown.entry(tweet.text.clone()).or_default() += 1;
        }
        let twice: Vec<_> = shown.iter().filter(|(_, count)| **count > 1).collect();
        ensure!(twice.is_empty(), "on X more than once: {twice:?}");
        let on_x = |id: &String| timeline.iter().any(|tweet| tweet.id == *id);
        ensure!(published.iter().all(on_x), "published by us, unknown to X");
        let (ours, theirs) = (published.len(), timeline.len());
        ensure!(ours == theirs, "{ours} posts are published and {theirs} are on X");
        Ok(())
    }

    /// A repeat of each gets the receipt that the first got.
    pub async fn repeats_agree(&self, acknowledged: &[Acknowledged]) -> anyhow::Result<()> {
        for first in acknowledged {
            let Acknowledged { method, path, key, body, receipt } = first;
            let again = self.outside.client.ask(method, path, key, body).await?;
            ensure!(
                again["receipt"] == *receipt,
                "{key}: the first receipt was {receipt}, a repeat got {again}"
            );
        }
        Ok(())
    }

    /// What is wrong, in one snapshot with the rest: a person may write the next moment. `None` if there is no rest.
    async fn wrong_at_rest(&self) -> sqlx::Result<Option<Vec<String>>> {
        let mut snapshot = engine::postgres::begin(self.pool()).await?;
        snapshot.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").await?;
        let unrest: Vec<String> = sqlx::query_scalar(UNREST).fetch_all(&mut *snapshot).await?;
        if !unrest.is_empty() {
            return Ok(None);
        }
        sqlx::query_scalar(WRONG).fetch_all(&mut *snapshot).await.map(Some)
    }

    async fn lines(&self, sql: &str) -> sqlx::Result<Vec<String>> {
        sqlx::query_scalar(sql).fetch_all(self.pool()).await
    }

    /// The database.
    pub fn pool(&self) -> &PgPool {
        &self.app.surroundings.database.pool
    }
}

fn shortened(lines: &[String]) -> String {
    let more = if lines.len() > 6 { format!(" and {} more", lines.len() - 6) } else { String::new() };
    format!("{}{more}", lines.iter().take(6).map(String::as_str).collect::<Vec<_>>().join("; "))
}
