//! One transaction of the sequencer: lock, read, number, write.

use sqlx::{FromRow, PgConnection, PgPool, Row};

use super::floor::{Floor, Horizon};
use super::number::{Pending, Place, State};
use super::{SequencerError, Step};
use crate::faults::crash::reached;
use crate::faults::stands;
use crate::postgres::{Trouble, begin};

/// The lock has a statement of its own: what is read afterwards is read with a snapshot taken under it. The
/// settings last for the transaction; plans must not depend on how small the tables were when they were made.
const LOCK: &str = "
SELECT last_position, frontier, partition_heads,
       (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM events_ingest_seq_seq) AS drawn,
       pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS xmin,
       pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS xmax,
       set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
       set_config('enable_mergejoin', 'off', true)
  FROM sequencer_state FOR UPDATE";

/// Hashes of the bytes as they are stored. A queued event that does not exist must be seen, hence the outer join. The
/// offset keeps it a lookup per event: planned on an empty table, a plain join would read all of a grown one.
const READ: &str = "
SELECT p.ingest_seq, p.event_id, e.aggregate_type, e.aggregate_id, e.sequence, e.event_type, e.event_version,
       e.project_id, e.recorded_at, sha256(convert_to(e.payload::text, 'UTF8')) AS payload_hash,
       sha256(convert_to(e.metadata::text, 'UTF8')) AS metadata_hash,
       coalesce((SELECT max(l.sequence) FROM event_log l
                  WHERE l.aggregate_type = e.aggregate_type AND l.aggregate_id = e.aggregate_id), 0) AS logged
  FROM (SELECT ingest_seq, event_id FROM event_pending WHERE ingest_seq > $1 ORDER BY ingest_seq LIMIT $2) p
  LEFT JOIN LATERAL (SELECT * FROM events WHERE events.event_id = p.event_id OFFSET 0) e ON true
 ORDER BY p.ingest_seq";

/// All of a batch has one moment: it is as late as the clock says and never earlier than the batch before.
const WRITE: &str = "
WITH moment AS MATERIALIZED (
    SELECT greatest(clock_timestamp(), last_sequenced_at) AS at FROM sequencer_state
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
    DELETE FROM event_pending WHERE ingest_seq = ANY ($3)
)
UPDATE sequencer_state
   SET last_position = $10, frontier = $11, partition_heads = $12, last_sequenced_at = moment.at FROM moment";

/// Numbers up to `limit` waiting events.
pub(super) async fn sequence(pool: &PgPool, limit: u32, floor: &mut Floor) -> Result<Step, SequencerError> {
    let mut transaction = begin(pool).await.map_err(during("begin to sequence"))?;
    let (mut state, horizon) = lock(&mut transaction).await?;
    let pending = read(&mut transaction, floor.settled(), limit).await?;
    if !pending.is_empty() {
        let places = state.number(&pending)?;
        write(&mut transaction, &state, &pending, &places).await?;
    }
    if !pending.is_empty() {
        reached("sequence.before-commit");
    }
    transaction.commit().await.map_err(during("commit new positions"))?;
    if !pending.is_empty() {
        reached("sequence.after-commit");
    }
    floor.observe(horizon, pending.len() < limit as usize);
    Ok(Step { head: state.last(), numbered: pending.len() as u64 })
}

async fn lock(connection: &mut PgConnection) -> Result<(State, Horizon), SequencerError> {
    let during = during("lock the sequencer's state");
    let sql = if stands("sequencer-fence") { LOCK } else { LOCK.trim_end_matches("FOR UPDATE") };
    let row = sqlx::query(sql).fetch_one(connection).await.map_err(&during)?;
    let (last, frontier, heads): (i64, Vec<u8>, Vec<i64>) = (
        row.try_get("last_position").map_err(&during)?,
        row.try_get("frontier").map_err(&during)?,
        row.try_get("partition_heads").map_err(&during)?,
    );
    Ok((State::read(last, &frontier, heads)?, Horizon::from_row(&row).map_err(&during)?))
}

async fn read(
    connection: &mut PgConnection,
    settled: i64,
    limit: u32,
) -> Result<Vec<Pending>, SequencerError> {
    let during = during("read the waiting events");
    let rows = sqlx::query(READ).bind(settled).bind(i64::from(limit)).fetch_all(connection).await;
    let pending = rows.map_err(&during)?.into_iter().map(|row| {
        if row.try_get::<Option<i64>, _>("sequence").is_ok_and(|sequence| sequence.is_none()) {
            return Err(SequencerError::Missing(row.try_get("event_id").map_err(&during)?));
        }
        Pending::from_row(&row).map_err(&during)
    });
    pending.collect()
}

async fn write(
    connection: &mut PgConnection,
    state: &State,
    pending: &[Pending],
    places: &[Place],
) -> Result<(), SequencerError> {
    sqlx::query(WRITE)
        .bind(column(places, |place| place.position))
        .bind(column(pending, |event| event.event_id))
        .bind(column(pending, |event| event.ingest_seq))
        .bind(column(pending, |event| event.aggregate_type.as_str()))
        .bind(column(pending, |event| event.aggregate_id.as_str()))
        .bind(column(pending, |event| event.sequence))
        .bind(column(places, |place| place.partition))
        .bind(column(places, |place| place.previous))
        .bind(column(places, |place| place.leaf.as_slice()))
        .bind(state.last().cast_signed())
        .bind(state.frontier())
        .bind(state.heads())
        .execute(connection)
        .await
        .map_err(during("write new positions"))?;
    Ok(())
}

fn column<'a, R, T>(rows: &'a [R], field: impl Fn(&'a R) -> T) -> Vec<T> {
    rows.iter().map(field).collect()
}

/// Under the lock nobody else writes the log: a unique violation there is no race but a damage.
fn during(step: &'static str) -> impl Fn(sqlx::Error) -> SequencerError {
    move |source| {
        let unique = source.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation);
        if unique || Trouble::of(&source) == Trouble::Rejected {
            return SequencerError::Refused(source);
        }
        SequencerError::Away { step, source }
    }
}
