//! Alignment: the heads of the log by partition, and two builds locked at the same positions to be compared.

use projections::statements;
use sqlx::{PgConnection, PgPool};

use super::{BuildPair, RebuildError};
use crate::consumer::{CatchUp, Consumer, PositionLimits};

statements! {
    HEADS = "
        SELECT c.partition, CASE WHEN c.partition < 0 THEN s.last_position ELSE s.partition_heads[c.partition + 1] END
          FROM consumer_cursors c CROSS JOIN sequencer_state s WHERE c.consumer = $1 AND c.version = $2";

    LOCK_CURSORS = "
        SELECT partition, position FROM consumer_cursors WHERE consumer = $1 AND version = ANY($2)
         ORDER BY version, partition FOR UPDATE";
}

/// The last position of each of the consumer's partitions; none before it has cursors.
pub(super) async fn heads(pool: &PgPool, consumer: &dyn Consumer) -> Result<PositionLimits, RebuildError> {
    let rows: Vec<(i16, i64)> = sqlx::query_as(HEADS)
        .bind(consumer.name())
        .bind(consumer.version().cast_signed())
        .fetch_all(pool)
        .await
        .map_err(RebuildError::database("read the head of the log"))?;
    Ok(rows.into_iter().map(|(partition, position)| (partition, position.cast_unsigned())).collect())
}

/// Locks the cursors of both builds until the transaction ends, and catches the one that is behind up; returns the
/// position. Their runners wait meanwhile; readers do not.
pub(super) async fn align(
    conn: &mut PgConnection,
    catch_up: &CatchUp,
    pair: &BuildPair,
) -> Result<u64, RebuildError> {
    sqlx::query("SET LOCAL statement_timeout = 0")
        .execute(&mut *conn)
        .await
        .map_err(RebuildError::database("lift the time limit"))?;
    for build in pair.iter() {
        catch_up.prepare(build).await.map_err(RebuildError::database("read the cursors"))?;
    }
    let limits = lock_cursors(conn, pair).await?;
    for build in pair.iter() {
        catch_up.within(conn, &limits, build).await?;
    }
    Ok(limits.values().copied().max().unwrap_or_default())
}

/// Locks the cursors of both; the further one of each partition is where both have to go.
async fn lock_cursors(conn: &mut PgConnection, pair: &BuildPair) -> Result<PositionLimits, RebuildError> {
    let rows: Vec<(i16, i64)> = sqlx::query_as(LOCK_CURSORS)
        .bind(pair.other.name())
        .bind(pair.iter().map(|build| build.version().cast_signed()).collect::<Vec<_>>())
        .fetch_all(conn)
        .await
        .map_err(RebuildError::database("hold both builds"))?;
    let mut limits = PositionLimits::new();
    for (partition, position) in rows {
        let limit = limits.entry(partition).or_default();
        *limit = position.cast_unsigned().max(*limit);
    }
    Ok(limits)
}
