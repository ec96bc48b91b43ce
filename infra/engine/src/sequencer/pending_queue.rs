//! The pending queue: one step of the sequencer reads what waits, numbers it, and writes it unless another sequencer has
//! numbered meanwhile.

use commands::faults::CrashPoint;
#[cfg(feature = "faults")]
use commands::faults::Guard;
use projections::statements;
use sqlx::postgres::PgRow;
use sqlx::{Executor, FromRow, PgConnection, PgPool, Row};

use super::low_watermark::{LowWatermark, TransactionHorizon};
use super::number::{PendingEvent, SequencerState};
use super::{SequencerError, Step, state};
use crate::postgres::{DatabaseErrorClass, INDEX_LOOKUP_PLANS};

statements! {
    /// The head and the horizon, beside every waiting event or alone. Hashes are of the bytes as they are stored. A
    /// queued event that does not exist must be seen, hence the outer join. The offset keeps it a look-up per event:
    /// planned on an empty table, a plain join would read all of a grown one.
    READ = "
        SELECT s.last_position, (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM events_ingest_seq_seq) AS drawn,
               pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS xmin,
               CASE WHEN $3 THEN pg_current_xact_id()::text::bigint END AS fence,
               p.ingest_seq, p.event_id, e.aggregate_type, e.aggregate_id, e.sequence, e.event_type, e.event_version,
               e.project_id, e.recorded_at, sha256(convert_to(e.payload::text, 'UTF8')) AS payload_hash,
               sha256(convert_to(e.metadata::text, 'UTF8')) AS metadata_hash,
               coalesce((SELECT max(l.sequence) FROM event_log l
                          WHERE l.aggregate_type = e.aggregate_type AND l.aggregate_id = e.aggregate_id), 0) AS logged
          FROM sequencer_state s
          LEFT JOIN LATERAL (SELECT ingest_seq, event_id FROM event_pending
                              WHERE ingest_seq > $1 ORDER BY ingest_seq LIMIT $2) p ON true
          LEFT JOIN LATERAL (SELECT * FROM events WHERE events.event_id = p.event_id OFFSET 0) e ON true
         ORDER BY p.ingest_seq";

    /// The condition on the head is the fence: it is asked under the row's lock, and without it nothing is written. All
    /// of a batch has one moment: it is as late as the clock says and never earlier than the batch before.
    WRITE = "
        WITH moment AS MATERIALIZED (
            SELECT greatest(clock_timestamp(), last_sequenced_at) AS at FROM sequencer_state
             WHERE last_position = $13 FOR UPDATE
        ), logged AS (
            INSERT INTO event_log (position, event_id, ingest_seq, aggregate_type, aggregate_id, sequence,
                                   partition, previous, leaf_hash, sequenced_at)
            SELECT l.*, moment.at
              FROM moment, unnest($1::bigint[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::bigint[],
                                  $7::smallint[], $8::bigint[], $9::bytea[])
                   AS l (position, event_id, ingest_seq, aggregate_type, aggregate_id, sequence,
                         partition, previous, leaf_hash)
             ORDER BY l.position
        ), done AS (
            DELETE FROM event_pending USING moment WHERE ingest_seq = ANY ($3)
        )
        UPDATE sequencer_state
           SET last_position = $10, frontier = $11, partition_heads = $12, last_sequenced_at = moment.at FROM moment";

    /// The same wherever the head is, and without its lock, for proofs.
    #[cfg(feature = "faults")]
    WRITE_WITHOUT_FENCE = "
        WITH moment AS MATERIALIZED (
            SELECT greatest(clock_timestamp(), last_sequenced_at) AS at FROM sequencer_state
             WHERE $13::bigint IS NOT NULL
        ), logged AS (
            INSERT INTO event_log (position, event_id, ingest_seq, aggregate_type, aggregate_id, sequence,
                                   partition, previous, leaf_hash, sequenced_at)
            SELECT l.*, moment.at
              FROM moment, unnest($1::bigint[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::bigint[],
                                  $7::smallint[], $8::bigint[], $9::bytea[])
                   AS l (position, event_id, ingest_seq, aggregate_type, aggregate_id, sequence,
                         partition, previous, leaf_hash)
             ORDER BY l.position
        ), done AS (
            DELETE FROM event_pending USING moment WHERE ingest_seq = ANY ($3)
        )
        UPDATE sequencer_state
           SET last_position = $10, frontier = $11, partition_heads = $12, last_sequenced_at = moment.at FROM moment";
}

/// The sequencer's own connection, and what it knows while nobody else has numbered.
pub(super) struct PendingQueue {
    pool: PgPool,
    connection: Option<PgConnection>,
    state: Option<SequencerState>,
    pub(super) low_watermark: LowWatermark,
}

/// One snapshot of the queue: where the log ends, and what waits.
struct QueueSnapshot {
    head: u64,
    horizon: TransactionHorizon,
    pending: Vec<PendingEvent>,
}

impl PendingQueue {
    /// Nothing is known yet. The connection is made by the pool and not given back to it.
    pub(super) fn new(pool: PgPool) -> Self {
        Self { pool, connection: None, state: None, low_watermark: LowWatermark::new() }
    }

    /// Numbers up to `limit` waiting events. What fails, or is given up, begins with a new connection next time.
    pub(super) async fn step(&mut self, limit: u32) -> Result<Step, SequencerError> {
        let (mut connection, mut state) = match self.connection.take() {
            Some(connection) => (connection, self.state.take()),
            None => (connect(&self.pool).await?, None),
        };
        let step = self.number(&mut connection, &mut state, limit).await?;
        (self.connection, self.state) = (Some(connection), state);
        Ok(step)
    }

    async fn number(
        &mut self,
        connection: &mut PgConnection,
        known: &mut Option<SequencerState>,
        limit: u32,
    ) -> Result<Step, SequencerError> {
        loop {
            let QueueSnapshot { head, horizon, pending } =
                read_queue(connection, &self.low_watermark, limit).await?;
            // The row of the state is read again only when another sequencer has written it.
            let mut state = match known.take() {
                Some(state) if state.last() == head => state,
                _ => load_state(connection).await?,
            };
            if state.last() != head || !write(connection, &mut state, &pending).await? {
                // Another sequencer has numbered: again, on a new snapshot.
                continue;
            }
            self.low_watermark.advance(horizon, pending.len() < limit as usize);
            let step = Step { head: state.last(), numbered: pending.len() as u64 };
            *known = Some(state);
            return Ok(step);
        }
    }
}

async fn connect(pool: &PgPool) -> Result<PgConnection, SequencerError> {
    let connecting = async {
        let mut connection = pool.acquire().await?.detach();
        connection.execute(INDEX_LOOKUP_PLANS).await?;
        Ok(connection)
    };
    connecting.await.map_err(during("connect to sequence"))
}

async fn load_state(connection: &mut PgConnection) -> Result<SequencerState, SequencerError> {
    let during = during("read the sequencer's state");
    let row = state::read(connection).await.map_err(during)?;
    SequencerState::read(row.last_position, &row.frontier, row.partition_heads)
}

async fn read_queue(
    connection: &mut PgConnection,
    low_watermark: &LowWatermark,
    limit: u32,
) -> Result<QueueSnapshot, SequencerError> {
    let during = during("read the waiting events");
    let rows = sqlx::query(READ)
        .bind(low_watermark.settled())
        .bind(i64::from(limit))
        .bind(low_watermark.wants_fence())
        .fetch_all(connection)
        .await;
    let rows = rows.map_err(&during)?;
    let first = rows.first().ok_or_else(|| SequencerError::Damaged("there is no state".to_owned()))?;
    let head: i64 = first.try_get("last_position").map_err(&during)?;
    let horizon = TransactionHorizon::from_row(first).map_err(&during)?;
    let waits = first.try_get::<Option<i64>, _>("ingest_seq").map_err(&during)?.is_some();
    let pending = rows.iter().filter(|_| waits).map(|row| pending_event(row, &during));
    Ok(QueueSnapshot { head: head.cast_unsigned(), horizon, pending: pending.collect::<Result<_, _>>()? })
}

fn pending_event(
    row: &PgRow,
    during: impl Fn(sqlx::Error) -> SequencerError,
) -> Result<PendingEvent, SequencerError> {
    if row.try_get::<Option<i64>, _>("sequence").is_ok_and(|sequence| sequence.is_none()) {
        return Err(SequencerError::Missing(row.try_get("event_id").map_err(during)?));
    }
    PendingEvent::from_row(row).map_err(during)
}

/// Numbers the events; whether the state is the log's afterwards, or somebody else was faster.
async fn write(
    connection: &mut PgConnection,
    state: &mut SequencerState,
    pending: &[PendingEvent],
) -> Result<bool, SequencerError> {
    if pending.is_empty() {
        return Ok(true);
    }
    let before = state.last();
    let numbered = state.number(pending)?;
    let sql = WRITE;
    #[cfg(feature = "faults")]
    let sql = if Guard::SequencerFence.holds() { sql } else { WRITE_WITHOUT_FENCE };
    CrashPoint::SequenceBeforeCommit.reached();
    let written = sqlx::query(sql)
        .bind(column(&numbered, |event| event.position))
        .bind(column(pending, |event| event.event_id))
        .bind(column(pending, |event| event.ingest_seq))
        .bind(column(pending, |event| event.aggregate_type.as_str()))
        .bind(column(pending, |event| event.aggregate_id.as_str()))
        .bind(column(pending, |event| event.sequence))
        .bind(column(&numbered, |event| event.partition))
        .bind(column(&numbered, |event| event.previous))
        .bind(column(&numbered, |event| event.leaf.as_slice()))
        .bind(state.last().cast_signed())
        .bind(state.frontier())
        .bind(state.heads())
        .bind(before.cast_signed())
        .execute(connection)
        .await
        .map_err(during("write new positions"))?;
    CrashPoint::SequenceAfterCommit.reached();
    Ok(written.rows_affected() == 1)
}

fn column<'a, R, T>(rows: &'a [R], field: impl Fn(&'a R) -> T) -> Vec<T> {
    rows.iter().map(field).collect()
}

/// Behind the fence nobody else writes the log: a unique violation there is no race but a damage.
fn during(step: &'static str) -> impl Fn(sqlx::Error) -> SequencerError {
    move |source| {
        let unique = source.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation);
        if unique || DatabaseErrorClass::of(&source) == DatabaseErrorClass::Rejected {
            return SequencerError::Refused(source);
        }
        SequencerError::Away { step, source }
    }
}

#[cfg(feature = "faults")]
#[cfg(test)]
mod tests {
    use super::{WRITE, WRITE_WITHOUT_FENCE};

    #[test]
    fn without_the_fence_only_the_head_is_not_looked_at() {
        let expected = WRITE.replace("last_position = $13 FOR UPDATE", "$13::bigint IS NOT NULL");
        assert_eq!(WRITE_WITHOUT_FENCE, expected);
    }
}
