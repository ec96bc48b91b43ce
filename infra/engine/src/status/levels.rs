//! Consumer lag: how far the consumers are behind the log, and which events have no position yet.

use std::time::Duration;

use projections::statements;
use serde::Serialize;
use serde::ser::SerializeStruct;
use sqlx::{FromRow, PgPool, Row};

use crate::reader_registry::ReaderRegistry;

statements! {
    SEQUENCER = "
        SELECT s.last_position, count(p.event_id) AS pending,
               coalesce(extract(epoch FROM clock_timestamp() - min(e.recorded_at)), 0)::float8 AS seconds
          FROM sequencer_state s
          LEFT JOIN event_pending p ON true LEFT JOIN events e ON e.event_id = p.event_id
         GROUP BY s.last_position";

    /// Of each partition the first event beyond the cursor, in two branches so that each can use its index. A thousand
    /// per partition are counted: enough to know that it is late. Consumers of the program that have no cursors yet
    /// count as if they stood at the beginning; of builds that no instance of the program keeps, because they are retired or
    /// of another shape, nothing is told. A consumer of the program without a registration has version 1.
    CONSUMERS = "
        WITH own AS (SELECT name, shape FROM unnest($1::text[], $2::int[]) AS own (name, shape)),
             cursors AS (
               SELECT consumer, version, partition, position, updated_at FROM consumer_cursors
               UNION ALL
               SELECT name, 1, -1, 0, NULL FROM own
                WHERE NOT EXISTS (SELECT FROM consumer_cursors c WHERE c.consumer = name))
        SELECT c.consumer, c.version, v.state, coalesce(min(b.first) - 1, $3) AS position,
               coalesce(sum(b.events), 0)::bigint AS events, coalesce(bool_or(b.more), false) AS more,
               coalesce(extract(epoch FROM clock_timestamp() - min(b.sequenced_at)), 0)::float8 AS seconds,
               extract(epoch FROM clock_timestamp() - max(c.updated_at))::float8 AS moved,
               (SELECT count(DISTINCT key) FROM parked_events p
                 WHERE p.consumer = c.consumer AND p.version = c.version) AS parked_keys,
               (SELECT count(*) FROM parked_events p
                 WHERE p.consumer = c.consumer AND p.version = c.version) AS parked_events
          FROM cursors c
          LEFT JOIN projection_versions v ON v.name = c.consumer AND v.version = c.version
          LEFT JOIN LATERAL (
               SELECT f.first, f.sequenced_at, c.partition >= 0 AND n.events = 1000 AS more,
                      CASE WHEN c.partition < 0 THEN $3 - c.position ELSE n.events END AS events
                 FROM ((SELECT position AS first, sequenced_at FROM event_log
                         WHERE partition = c.partition AND position > c.position ORDER BY position LIMIT 1)
                       UNION ALL
                       (SELECT position, sequenced_at FROM event_log
                         WHERE c.partition = -1 AND position > c.position ORDER BY position LIMIT 1)) f,
                      LATERAL (SELECT count(*) AS events FROM (
                         SELECT FROM event_log
                          WHERE partition = c.partition AND position > c.position LIMIT 1000) l) n) b ON true
          LEFT JOIN own ON own.name = c.consumer
         WHERE v.state IS DISTINCT FROM 'retired' AND coalesce(v.shape = own.shape, true)
           AND (v.state IS NOT NULL
                OR c.version = CASE WHEN own.name IS NOT NULL THEN 1
                                    ELSE (SELECT max(o.version) FROM cursors o WHERE o.consumer = c.consumer) END)
         GROUP BY c.consumer, c.version, v.state ORDER BY c.consumer, c.version";
}

/// Work that waits: how much, and since when.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Backlog {
    /// How many.
    pub events: u64,
    /// How long the oldest has waited.
    pub waits: Duration,
}

/// How far a consumer is behind.
#[derive(Clone, Debug, PartialEq)]
pub struct ConsumerLag {
    /// Its name.
    pub consumer: String,
    /// Its version; a read model's is its build.
    pub version: u32,
    /// What the build is of a read model, once it was rebuilt: `building`, `ready`, `live` or `former`.
    pub state: Option<String>,
    /// Everything up to this position is applied (or parked).
    pub position: u64,
    /// The events beyond its cursors.
    pub behind: Backlog,
    /// Whether there are more of them: of each partition a thousand are counted.
    pub more: bool,
    /// How long ago a cursor of it moved; none if that never happened.
    pub moved: Option<Duration>,
    /// Keys that are parked.
    pub parked_keys: u64,
    /// Events that are parked.
    pub parked_events: u64,
}

/// The levels at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Levels {
    /// The last position of the log.
    pub head: u64,
    /// Committed events without a position.
    pub pending: Backlog,
    /// Every version that is kept of every consumer.
    pub consumers: Vec<ConsumerLag>,
}

impl Levels {
    /// Reads the levels of these readers.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read(pool: &PgPool, readers: &ReaderRegistry) -> Result<Self, sqlx::Error> {
        let row = sqlx::query(SEQUENCER).fetch_one(pool).await?;
        let pending = row.try_get::<i64, _>("pending")?.cast_unsigned();
        let head: i64 = row.try_get("last_position")?;
        // Passed in, because a consumer that never ran has no cursor and is late all the same.
        let (names, shapes) = own(readers);
        let query = sqlx::query_as(CONSUMERS).bind(names).bind(shapes).bind(head);
        let consumers: Vec<ConsumerLagRow> = query.fetch_all(pool).await?;
        Ok(Self {
            head: head.cast_unsigned(),
            pending: Backlog::new(pending, row.try_get("seconds")?),
            consumers: consumers.into_iter().map(ConsumerLag::from).collect(),
        })
    }
}

/// The consumers of this program and the shapes of its read models.
fn own(readers: &ReaderRegistry) -> (Vec<String>, Vec<i32>) {
    let models = readers.read_models.iter().map(|one| (one.name().to_owned(), one.shape().cast_signed()));
    models.chain(readers.processes.iter().map(|name| (format!("process:{name}"), 1))).unzip()
}

#[derive(FromRow)]
struct ConsumerLagRow {
    consumer: String,
    version: i32,
    state: Option<String>,
    position: i64,
    events: i64,
    more: bool,
    seconds: f64,
    moved: Option<f64>,
    parked_keys: i64,
    parked_events: i64,
}

impl From<ConsumerLagRow> for ConsumerLag {
    fn from(row: ConsumerLagRow) -> Self {
        Self {
            consumer: row.consumer,
            version: row.version.cast_unsigned(),
            state: row.state,
            position: row.position.cast_unsigned(),
            behind: Backlog::new(row.events.cast_unsigned(), row.seconds),
            more: row.more,
            moved: row.moved.map(seconds),
            parked_keys: row.parked_keys.cast_unsigned(),
            parked_events: row.parked_events.cast_unsigned(),
        }
    }
}

impl Backlog {
    pub(super) fn new(events: u64, waits: f64) -> Self {
        Self { events, waits: seconds(waits) }
    }
}

/// Clocks of a failover may disagree: no time is negative.
fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or_default()
}

impl Serialize for Backlog {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut shown = serializer.serialize_struct("Backlog", 2)?;
        shown.serialize_field("events", &self.events)?;
        shown.serialize_field("lag_seconds", &self.waits.as_secs_f64())?;
        shown.end()
    }
}
