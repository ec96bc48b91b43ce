//! Positions: where the log's lines end, and holding two versions at the same place.

use sqlx::{PgConnection, PgPool};

use super::{Pair, RebuildError};
use crate::consumer::{CatchUp, Consumer, Limits};

const HEADS: &str = "
SELECT c.partition, CASE WHEN c.partition < 0 THEN s.last_position ELSE s.partition_heads[c.partition + 1] END
  FROM consumer_cursors c CROSS JOIN sequencer_state s WHERE c.consumer = $1 AND c.version = $2";

/// The last position on each line of the consumer; none before it has cursors.
pub(super) async fn heads(pool: &PgPool, consumer: &dyn Consumer) -> Result<Limits, RebuildError> {
    let rows: Vec<(i16, i64)> = sqlx::query_as(HEADS)
        .bind(consumer.name())
        .bind(consumer.version().cast_signed())
        .fetch_all(pool)
        .await
        .map_err(RebuildError::database("read the head of the log"))?;
    Ok(rows.into_iter().map(|(partition, position)| (partition, position.cast_unsigned())).collect())
}

/// Holds both versions until the transaction ends, brings them to the same place, and tells its position.
/// Their runners wait meanwhile; readers do not.
pub(super) async fn hold(
    conn: &mut PgConnection,
    catch_up: &CatchUp,
    pair: &Pair,
) -> Result<u64, RebuildError> {
    sqlx::query("SET LOCAL statement_timeout = 0")
        .execute(&mut *conn)
        .await
        .map_err(RebuildError::database("lift the time limit"))?;
    for version in pair {
        catch_up.prepare(version).await.map_err(RebuildError::database("read the cursors"))?;
    }
    let limits = lock(conn, pair).await?;
    for version in pair {
        catch_up.within(conn, &limits, version).await?;
    }
    Ok(limits.values().copied().max().unwrap_or_default())
}

/// Locks the cursors of both; the further one of each line is where both have to go.
async fn lock(conn: &mut PgConnection, [shown, other]: &Pair) -> Result<Limits, RebuildError> {
    let rows: Vec<(i16, i64)> = sqlx::query_as(
        "SELECT partition, position FROM consumer_cursors WHERE consumer = $1 AND version = ANY($2)
          ORDER BY version, partition FOR UPDATE",
    )
    .bind(shown.name())
    .bind([shown, other].map(|version| version.version().cast_signed()))
    .fetch_all(conn)
    .await
    .map_err(RebuildError::database("hold both versions"))?;
    let mut limits = Limits::new();
    for (partition, position) in rows {
        let limit = limits.entry(partition).or_default();
        *limit = position.cast_unsigned().max(*limit);
    }
    Ok(limits)
}
