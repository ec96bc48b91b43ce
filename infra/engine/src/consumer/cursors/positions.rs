//! The cursors of whole consumers, whether one runs or not: where they are, how far they have to go, and what removes
//! them.

use projections::statements;
use sqlx::{PgConnection, PgExecutor, PgPool};

use crate::consumer::{Consumer, PositionLimits};

statements! {
    POSITIONS = "
        SELECT partition, position FROM consumer_cursors
         WHERE consumer = $1 AND version = $2 AND ($3::smallint[] IS NULL OR partition = ANY($3))";

    VERSIONS = "SELECT DISTINCT version FROM consumer_cursors WHERE consumer = $1";

    HEADS = "
        SELECT c.partition, CASE WHEN c.partition < 0 THEN s.last_position ELSE s.partition_heads[c.partition + 1] END
          FROM consumer_cursors c CROSS JOIN sequencer_state s WHERE c.consumer = $1 AND c.version = $2";

    LOCK = "
        SELECT partition, position FROM consumer_cursors WHERE consumer = $1 AND version = ANY($2)
         ORDER BY version, partition FOR UPDATE";

    LOWEST = "
        SELECT min(position) FROM
            (SELECT max(position) AS position FROM consumer_cursors GROUP BY consumer, version) AS c";

    /// A consumer that has applied what does not exist: the log and the cursors are of different moments.
    AHEAD = "
        SELECT c.consumer, c.position, s.last_position FROM consumer_cursors c, sequencer_state s
         WHERE c.position > s.last_position ORDER BY c.position DESC LIMIT 1";

    /// Cursors that are ahead of the log go back to its end; what those consumers have applied is told.
    MOVE_BACK = "
        UPDATE consumer_cursors c SET position = ahead.head
          FROM (SELECT o.consumer, o.version, o.partition,
                       CASE o.partition WHEN -1 THEN s.last_position ELSE s.partition_heads[o.partition + 1] END AS head
                  FROM consumer_cursors o, sequencer_state s) ahead
         WHERE (c.consumer, c.version, c.partition) = (ahead.consumer, ahead.version, ahead.partition)
           AND c.position > ahead.head
        RETURNING c.consumer";

    FORGET = "
        WITH cursors AS (DELETE FROM consumer_cursors WHERE consumer = $1 AND version = $2),
             events AS (DELETE FROM parked_events WHERE consumer = $1 AND version = $2)
        DELETE FROM parked_requests WHERE consumer = $1 AND version = $2";
}

/// The cursors of a consumer by partition: of these partitions, or all.
pub(crate) async fn positions(
    database: impl PgExecutor<'_>,
    consumer: &str,
    version: u32,
    partitions: Option<&[i16]>,
) -> Result<PositionLimits, sqlx::Error> {
    let query = sqlx::query_as(POSITIONS).bind(consumer).bind(version.cast_signed()).bind(partitions);
    Ok(by_partition(query.fetch_all(database).await?))
}

/// The versions of the consumer that have cursors.
pub(crate) async fn versions(database: impl PgExecutor<'_>, consumer: &str) -> Result<Vec<i32>, sqlx::Error> {
    sqlx::query_scalar(VERSIONS).bind(consumer).fetch_all(database).await
}

/// The last position of each of the consumer's partitions; none before it has cursors.
pub(crate) async fn heads(pool: &PgPool, consumer: &dyn Consumer) -> Result<PositionLimits, sqlx::Error> {
    let query = sqlx::query_as(HEADS).bind(consumer.name()).bind(consumer.version().cast_signed());
    Ok(by_partition(query.fetch_all(pool).await?))
}

/// Locks the cursors of these versions until the transaction ends; returns the further one of each partition.
pub(crate) async fn lock(
    conn: &mut PgConnection,
    consumer: &str,
    versions: &[u32],
) -> Result<PositionLimits, sqlx::Error> {
    let versions: Vec<i32> = versions.iter().copied().map(u32::cast_signed).collect();
    let query = sqlx::query_as(LOCK).bind(consumer).bind(versions);
    let rows: Vec<(i16, i64)> = query.fetch_all(conn).await?;
    let mut furthest = PositionLimits::new();
    for (partition, position) in rows {
        let limit = furthest.entry(partition).or_default();
        *limit = position.cast_unsigned().max(*limit);
    }
    Ok(furthest)
}

/// How far the slowest consumer is (partitions without events do not count); `None` if there is none.
pub(crate) async fn lowest(pool: &PgPool) -> Result<Option<u64>, sqlx::Error> {
    let lowest: Option<i64> = sqlx::query_scalar(LOWEST).fetch_one(pool).await?;
    Ok(lowest.map(i64::cast_unsigned))
}

/// The consumer that is farthest ahead of the log, its position, and where the log ends; `None` if none is ahead.
pub(crate) async fn ahead(pool: &PgPool) -> Result<Option<(String, i64, i64)>, sqlx::Error> {
    sqlx::query_as(AHEAD).fetch_optional(pool).await
}

/// Moves cursors that are ahead of the log back to its end; returns their consumers, each once and in order.
///
/// # Errors
/// When the database does not answer.
pub async fn move_back(pool: &PgPool) -> Result<Vec<String>, sqlx::Error> {
    let mut consumers: Vec<String> = sqlx::query_scalar(MOVE_BACK).fetch_all(pool).await?;
    consumers.sort();
    consumers.dedup();
    Ok(consumers)
}

/// Removes the cursors of a version that nobody runs any more, its parked events, and requests to retry them.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(database: impl PgExecutor<'_>, consumer: &str, version: i32) -> Result<(), sqlx::Error> {
    sqlx::query(FORGET).bind(consumer).bind(version).execute(database).await.map(drop)
}

fn by_partition(rows: Vec<(i16, i64)>) -> PositionLimits {
    rows.into_iter().map(|(partition, position)| (partition, position.cast_unsigned())).collect()
}
