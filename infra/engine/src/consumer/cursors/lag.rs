//! Consumer lag: cursors beside the log and its head, in one statement each, so that all is of one moment.

use projections::statements;
use sqlx::{FromRow, PgPool};
use uuid::Uuid;

statements! {
    /// Events without a position, the heads of the log, and these read models' cursors.
    MOMENT = "
        SELECT q.pending, q.oldest, q.newest, s.last_position, s.partition_heads,
               array_agg(coalesce(c.partition, (-1)::smallint)) AS partitions, array_agg(coalesce(c.position, 0)) AS positions
          FROM sequencer_state s
         CROSS JOIN (SELECT count(*) AS pending, min(ingest_seq) AS oldest, max(ingest_seq) AS newest FROM event_pending) q
         CROSS JOIN unnest($1::text[], $2::int[]) AS p (name, shape)
          LEFT JOIN projection_versions v ON v.name = p.name AND v.state = 'live' AND v.shape = p.shape
          LEFT JOIN consumer_cursors c ON c.consumer = p.name AND c.version = coalesce(v.version, 1)
         GROUP BY q.pending, q.oldest, q.newest, s.last_position, s.partition_heads";

    /// Each event against the cursor of its partition. Of a read model's builds the one that is shown counts (one of another
    /// shape is not for this program), of a process manager's versions the newest. No more than ten thousand events are counted.
    DISTANCES = "
        WITH shown AS MATERIALIZED (
               SELECT coalesce((SELECT v.version FROM projection_versions v WHERE v.name = $2 AND v.state = 'live'
                                   AND v.shape = $3),
                               (SELECT max(c.version) FROM consumer_cursors c WHERE c.consumer = $2)) AS version)
        SELECT l.position, c.position AS reached, s.last_position AS head, p.position IS NOT NULL AS parked,
               CASE WHEN l.position IS NULL THEN
                      (SELECT count(*) FROM event_pending q
                        WHERE q.ingest_seq <= (SELECT e.ingest_seq FROM events e WHERE e.event_id = w.event_id))
                    WHEN c.partition = -1 THEN greatest(l.position - c.position, 0)
                    ELSE (SELECT count(*) FROM (
                            SELECT FROM event_log b
                             WHERE b.partition = l.partition AND b.position > coalesce(c.position, 0)
                               AND b.position <= l.position LIMIT 10000) on_the_way)
               END AS lag
          FROM unnest($1::uuid[]) AS w (event_id) CROSS JOIN sequencer_state s CROSS JOIN shown
          LEFT JOIN event_log l USING (event_id)
          LEFT JOIN consumer_cursors c
                 ON c.consumer = $2 AND c.version = shown.version AND c.partition IN (l.partition, -1)
          LEFT JOIN parked_events p ON p.consumer = $2 AND p.version = shown.version AND p.position = l.position";

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

/// An event, and how far a consumer is on its way to it.
#[derive(Clone, Copy, FromRow)]
pub(crate) struct EventDistance {
    /// The event's position; none while it has none.
    pub(crate) position: Option<i64>,
    /// Where the consumer is in the event's partition; none while that is not known.
    pub(crate) reached: Option<i64>,
    /// Where the log ends.
    pub(crate) head: i64,
    pub(crate) parked: bool,
    /// How many events are on the way.
    pub(crate) lag: i64,
}

/// Read models beside the log.
#[derive(FromRow)]
struct Moment {
    /// Events without a position.
    pending: i64,
    /// The number of the first of them.
    oldest: Option<i64>,
    /// The number of the last of them.
    newest: Option<i64>,
    last_position: i64,
    partition_heads: Vec<i64>,
    /// Of each cursor; negative for all partitions.
    partitions: Vec<i16>,
    positions: Vec<i64>,
}

impl Moment {
    /// None if no read model is named.
    async fn read(pool: &PgPool, names: &[&str], shapes: &[i32]) -> Result<Option<Self>, sqlx::Error> {
        sqlx::query_as(MOMENT).bind(names).bind(shapes).fetch_optional(pool).await
    }

    /// The greatest distance of a cursor from the head of its partition.
    fn distance(&self, heads: &Heads) -> i64 {
        let distance = |(partition, position): (&i16, &i64)| heads.of(*partition) - position;
        self.partitions.iter().zip(&self.positions).map(distance).max().unwrap_or(0)
    }

    fn heads(&self) -> Heads {
        Heads { last: self.last_position, partitions: self.partition_heads.clone() }
    }
}

/// The last position of all, and of each partition.
struct Heads {
    last: i64,
    partitions: Vec<i64>,
}

impl Heads {
    fn of(&self, partition: i16) -> i64 {
        usize::try_from(partition).map_or(self.last, |partition| self.partitions[partition])
    }
}

/// What was committed when it was first asked for.
#[derive(Default)]
pub(crate) struct Target {
    /// The number of the newest event then that had no position; 0 when all had theirs. Known from the first look on.
    newest: Option<i64>,
    /// Known once all of those have their positions.
    heads: Option<Heads>,
}

impl Target {
    /// Whether these read models, each given with its shape, have applied all of it.
    pub(crate) async fn is_reached(
        &mut self,
        pool: &PgPool,
        names: &[&str],
        shapes: &[i32],
    ) -> Result<bool, sqlx::Error> {
        let Some(moment) = Moment::read(pool, names, shapes).await? else { return Ok(true) };
        let newest = *self.newest.get_or_insert(moment.newest.unwrap_or(0));
        if self.heads.is_none() && moment.oldest.is_none_or(|oldest| oldest > newest) {
            self.heads = Some(moment.heads());
        }
        Ok(self.heads.as_ref().is_some_and(|heads| moment.distance(heads) <= 0))
    }
}

/// One version of a consumer, and what is beyond its cursors.
#[derive(FromRow)]
pub(crate) struct ConsumerDistance {
    pub(crate) consumer: String,
    pub(crate) version: i32,
    /// Of a read model's version, once it was rebuilt.
    pub(crate) state: Option<String>,
    pub(crate) position: i64,
    pub(crate) events: i64,
    /// Whether there are more: of each partition a thousand are counted.
    pub(crate) more: bool,
    /// How long the first of them has waited.
    pub(crate) seconds: f64,
    /// How many seconds ago a cursor moved; none if none ever did.
    pub(crate) moved: Option<f64>,
    pub(crate) parked_keys: i64,
    pub(crate) parked_events: i64,
}

/// Events that are committed and not yet in every one of these read models, each given with its shape.
pub(crate) async fn behind(pool: &PgPool, names: &[&str], shapes: &[i32]) -> Result<u64, sqlx::Error> {
    let moment = Moment::read(pool, names, shapes).await?;
    let behind = moment.map_or(0, |moment| moment.pending + moment.distance(&moment.heads()));
    Ok(behind.unsigned_abs())
}

/// How far the consumer is from each of these events; of a read model, the build of this shape counts.
pub(crate) async fn distances(
    pool: &PgPool,
    events: &[Uuid],
    consumer: &str,
    shape: i32,
) -> Result<Vec<EventDistance>, sqlx::Error> {
    sqlx::query_as(DISTANCES).bind(events).bind(consumer).bind(shape).fetch_all(pool).await
}

/// Every version that is kept of every consumer, those of the program given with their shapes, behind this head.
pub(crate) async fn of_consumers(
    pool: &PgPool,
    names: &[String],
    shapes: &[i32],
    head: i64,
) -> Result<Vec<ConsumerDistance>, sqlx::Error> {
    sqlx::query_as(CONSUMERS).bind(names).bind(shapes).bind(head).fetch_all(pool).await
}
