//! Discrepancies outside the log: events past it, and names of events that exist nowhere.

use projections::statements;
use sqlx::PgPool;
use uuid::Uuid;

use super::{AuditError, Discrepancies, Discrepancy, DiscrepancyKind, during};

const PAGE: i64 = 5_000;

statements! {
    /// An event is in the log or in the queue; the sequencer moves it in one transaction, so one snapshot shows it.
    /// The first column is where the page ends, also when it has no discrepancy.
    STRAY_EVENTS = "
        WITH page AS MATERIALIZED (
            SELECT ingest_seq, event_id, aggregate_type, aggregate_id, sequence FROM events
             WHERE ingest_seq > $1 ORDER BY ingest_seq LIMIT $2
        )
        SELECT (SELECT max(ingest_seq) FROM page), stray.aggregate_type || '/' || stray.aggregate_id, stray.sequence
          FROM (SELECT) AS one LEFT JOIN (
            SELECT * FROM page p
             WHERE NOT EXISTS (SELECT FROM event_log l WHERE l.event_id = p.event_id)
               AND NOT EXISTS (SELECT FROM event_pending q WHERE q.event_id = p.event_id)
          ) AS stray ON true";

    /// Events that are gone although the log has them are found there, with their position.
    EMPTY_RECEIPTS = "
        WITH page AS MATERIALIZED (
            SELECT command_id, aggregate_type, aggregate_id, event_ids FROM commands
             WHERE command_id > $1 ORDER BY command_id LIMIT $2
        )
        SELECT (SELECT command_id FROM page ORDER BY command_id DESC LIMIT 1), empty.stream
          FROM (SELECT) AS one LEFT JOIN (
            SELECT p.aggregate_type || '/' || p.aggregate_id AS stream FROM page p, unnest(p.event_ids) AS named (event_id)
             WHERE NOT EXISTS (SELECT FROM events e WHERE e.event_id = named.event_id)
               AND NOT EXISTS (SELECT FROM event_log l WHERE l.event_id = named.event_id)
          ) AS empty ON true";

    EMPTY_QUEUE_ENTRIES = "
        SELECT count(*) FROM event_pending q WHERE NOT EXISTS (SELECT FROM events e WHERE e.event_id = q.event_id)";

    BEYOND_HEAD = "
        SELECT position, aggregate_type || '/' || aggregate_id, sequence FROM event_log
         WHERE position > (SELECT last_position FROM sequencer_state) ORDER BY position LIMIT $1";
}

/// Adds what it finds to the discrepancies.
pub(super) async fn verify(pool: &PgPool, discrepancies: &mut Discrepancies) -> Result<(), AuditError> {
    stray_events(pool, discrepancies).await?;
    empty_receipts(pool, discrepancies).await?;
    empty_queue_entries(pool, discrepancies).await?;
    beyond_head(pool, discrepancies).await
}

async fn stray_events(pool: &PgPool, discrepancies: &mut Discrepancies) -> Result<(), AuditError> {
    let mut after = i64::MIN;
    loop {
        let rows: Vec<(Option<i64>, Option<String>, Option<i64>)> = sqlx::query_as(STRAY_EVENTS)
            .bind(after)
            .bind(PAGE)
            .fetch_all(pool)
            .await
            .map_err(during("look for events past the log"))?;
        let Some(end) = rows.first().and_then(|row| row.0) else { return Ok(()) };
        for (_, stream, sequence) in rows.into_iter().filter(|row| row.1.is_some()) {
            let sequence = sequence.map(i64::cast_unsigned);
            discrepancies.add(Discrepancy {
                stream,
                sequence,
                ..Discrepancy::of(DiscrepancyKind::NotLogged)
            });
        }
        after = end;
    }
}

async fn empty_receipts(pool: &PgPool, discrepancies: &mut Discrepancies) -> Result<(), AuditError> {
    let mut after = Uuid::nil();
    loop {
        let rows: Vec<(Option<Uuid>, Option<String>)> = sqlx::query_as(EMPTY_RECEIPTS)
            .bind(after)
            .bind(PAGE)
            .fetch_all(pool)
            .await
            .map_err(during("look for receipts without events"))?;
        let Some(end) = rows.first().and_then(|row| row.0) else { return Ok(()) };
        for (_, stream) in rows.into_iter().filter(|row| row.1.is_some()) {
            discrepancies
                .add(Discrepancy { stream, ..Discrepancy::of(DiscrepancyKind::ReceiptWithoutEvent) });
        }
        after = end;
    }
}

async fn empty_queue_entries(pool: &PgPool, discrepancies: &mut Discrepancies) -> Result<(), AuditError> {
    let entries: i64 = sqlx::query_scalar(EMPTY_QUEUE_ENTRIES)
        .fetch_one(pool)
        .await
        .map_err(during("look for queued events that do not exist"))?;
    (0..entries).for_each(|_| discrepancies.add(Discrepancy::of(DiscrepancyKind::QueuedEventMissing)));
    Ok(())
}

async fn beyond_head(pool: &PgPool, discrepancies: &mut Discrepancies) -> Result<(), AuditError> {
    let rows: Vec<(i64, String, i64)> = sqlx::query_as(BEYOND_HEAD)
        .bind(PAGE)
        .fetch_all(pool)
        .await
        .map_err(during("look for rows past the log's head"))?;
    for (position, stream, sequence) in rows {
        let (position, sequence) = (Some(position.cast_unsigned()), Some(sequence.cast_unsigned()));
        discrepancies.add(Discrepancy {
            position,
            stream: Some(stream),
            sequence,
            what: DiscrepancyKind::BeyondHead,
        });
    }
    Ok(())
}
