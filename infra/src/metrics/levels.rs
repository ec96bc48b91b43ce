//! Levels of the queues: events without a position, consumers behind the log, work of process managers.

use std::time::Duration;

use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use sqlx::{FromRow, PgPool, Row};

use super::Labels;
use crate::effects::JobState;

const SEQUENCER: &str = "
SELECT s.last_position, count(p.event_id) AS pending,
       coalesce(extract(epoch FROM clock_timestamp() - min(e.recorded_at)), 0)::float8 AS seconds
  FROM sequencer_state s
  LEFT JOIN event_pending p ON true LEFT JOIN events e ON e.event_id = p.event_id
 GROUP BY s.last_position";

/// Two branches, so that each can use its index. A thousand per partition is enough to know that it is late.
const CONSUMERS: &str = "
SELECT c.consumer, c.version, sum(behind.events)::bigint AS events, max(behind.seconds) AS seconds,
       (SELECT count(*) FROM parked_events p WHERE p.consumer = c.consumer AND p.version = c.version) AS parked
  FROM consumer_cursors c
 CROSS JOIN LATERAL (
       SELECT count(*) AS events,
              coalesce(extract(epoch FROM clock_timestamp() - min(sequenced_at)), 0)::float8 AS seconds
         FROM ((SELECT sequenced_at FROM event_log
                 WHERE partition = c.partition AND position > c.position ORDER BY position LIMIT 1000)
               UNION ALL
               (SELECT sequenced_at FROM event_log
                 WHERE c.partition = -1 AND position > c.position ORDER BY position LIMIT 1000)) l) behind
 GROUP BY c.consumer, c.version ORDER BY c.consumer, c.version";

/// Work that waits: how much, and since when.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Queue {
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
    /// Its version.
    pub version: u32,
    /// The events beyond its cursors; at most a thousand of each partition are counted.
    pub behind: Queue,
    /// Events that are parked.
    pub parked: u64,
}

/// The levels at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Levels {
    /// The last position of the log.
    pub head: u64,
    /// Committed events without a position.
    pub pending: Queue,
    /// Every version of every consumer that has cursors.
    pub consumers: Vec<ConsumerLag>,
}

impl Levels {
    /// Reads the levels.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read(pool: &PgPool) -> Result<Self, sqlx::Error> {
        let row = sqlx::query(SEQUENCER).fetch_one(pool).await?;
        let pending = queue(row.try_get("pending")?, row.try_get("seconds")?);
        let head = row.try_get::<i64, _>("last_position")?.cast_unsigned();
        let consumers: Vec<Behind> = sqlx::query_as(CONSUMERS).fetch_all(pool).await?;
        Ok(Self { head, pending, consumers: consumers.into_iter().map(ConsumerLag::from).collect() })
    }
}

#[derive(FromRow)]
struct Behind {
    consumer: String,
    version: i32,
    events: i64,
    seconds: f64,
    parked: i64,
}

impl From<Behind> for ConsumerLag {
    fn from(row: Behind) -> Self {
        let behind = queue(row.events, row.seconds);
        let (version, parked) = (row.version.cast_unsigned(), row.parked.cast_unsigned());
        Self { consumer: row.consumer, version, behind, parked }
    }
}

fn queue(events: i64, seconds: f64) -> Queue {
    // clocks of a failover may disagree
    let waits = Duration::try_from_secs_f64(seconds).unwrap_or_default();
    Queue { events: events.cast_unsigned(), waits }
}

/// The levels as gauges.
pub(super) struct Gauges {
    pending: Gauge,
    behind: Family<Labels, Gauge>,
    waits: Family<Labels, Gauge<f64, std::sync::atomic::AtomicU64>>,
    parked: Family<Labels, Gauge>,
    jobs: Family<Labels, Gauge>,
}

impl Gauges {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let gauges = Self {
            pending: Gauge::default(),
            behind: Family::default(),
            waits: Family::default(),
            parked: Family::default(),
            jobs: Family::default(),
        };
        registry.register("events_pending", "Committed events without a position", gauges.pending.clone());
        registry.register("consumer_lag_events", "Events beyond a consumer's cursors", gauges.behind.clone());
        registry.register(
            "lag_seconds",
            "Age of the oldest event that waits for the sequencer or a consumer",
            gauges.waits.clone(),
        );
        registry.register("parked_events", "Events that a consumer could not apply", gauges.parked.clone());
        registry.register("jobs", "Work of process managers that is not done", gauges.jobs.clone());
        gauges
    }

    /// Shows the levels and the counts of jobs; what is not there any more disappears.
    pub(super) fn show(&self, levels: &Levels, jobs: &[(String, JobState, u64)]) {
        for family in [&self.behind, &self.parked, &self.jobs] {
            family.clear();
        }
        self.waits.clear();
        self.pending.set(levels.pending.events.cast_signed());
        let reader = |name: &str| vec![("reader", name.to_owned())];
        self.waits.get_or_create(&reader("sequencer")).set(levels.pending.waits.as_secs_f64());
        for lag in &levels.consumers {
            let labels = reader(&format!("{}/{}", lag.consumer, lag.version));
            self.behind.get_or_create(&labels).set(lag.behind.events.cast_signed());
            self.waits.get_or_create(&labels).set(lag.behind.waits.as_secs_f64());
            self.parked.get_or_create(&labels).set(lag.parked.cast_signed());
        }
        for (process, state, count) in jobs {
            let labels = vec![("process", process.clone()), ("status", state.name().to_owned())];
            self.jobs.get_or_create(&labels).set(count.cast_signed());
        }
    }
}
