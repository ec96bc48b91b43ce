//! Stored events, whether they have a position yet or not: by stream, by command, by id.

use domain::id::CommandId;
use domain::stream::{AggregateType, StreamId};
use projections::statements;
use sqlx::PgPool;
use uuid::Uuid;

use super::envelope::StoredEnvelope;

statements! {
    /// The events of the command's receipt: its events, on whatever stream, and without any the last one that it saw.
    OF_COMMAND = "
        SELECT CASE WHEN c.event_ids <> '{}' THEN c.event_ids ELSE ARRAY(
                   SELECT e.event_id FROM events e
                    WHERE e.aggregate_type = c.aggregate_type AND e.aggregate_id = c.aggregate_id
                      AND e.sequence = c.last_sequence) END
          FROM commands c WHERE c.command_id = $1";

    OF_STREAM = "
        SELECT 0::bigint AS position, 0::bigint AS previous, 0::smallint AS partition, event_id, aggregate_type,
               aggregate_id, sequence, event_type, event_version, project_id, recorded_at, payload::text AS payload,
               metadata::text AS metadata
          FROM events
         WHERE aggregate_type = $1 AND aggregate_id = $2 AND ($3::bigint IS NULL OR sequence = $3)
           AND (cardinality($4::text[]) = 0 OR event_type = ANY($4))
         ORDER BY sequence";

    STREAM_IDS = "SELECT DISTINCT aggregate_id FROM events WHERE aggregate_type = $1 ORDER BY 1";

    FIELD = "SELECT payload -> $2 ->> $3::text FROM events WHERE event_id = ANY($1) AND event_type = $2::text";

    /// After a cut-over by logical replication sequences stand where they stood: new events would sort before old ones.
    INGEST_NUMBERS = "
        SELECT coalesce((SELECT max(ingest_seq) FROM events), 0) AS used,
               (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM events_ingest_seq_seq) AS drawn";
}

/// The events of a command; `None` when no such command was ever recorded.
pub(crate) async fn of_command(pool: &PgPool, command: CommandId) -> Result<Option<Vec<Uuid>>, sqlx::Error> {
    sqlx::query_scalar(OF_COMMAND).bind(command.0).fetch_optional(pool).await
}

/// The stream's events of these names (all, without names), or the one of this sequence, in order. Their positions are
/// not known here: they are 0.
///
/// # Errors
/// When the database does not answer.
pub async fn of_stream(
    pool: &PgPool,
    stream: &StreamId,
    sequence: Option<u64>,
    names: &[&str],
) -> Result<Vec<StoredEnvelope>, sqlx::Error> {
    sqlx::query_as(OF_STREAM)
        .bind(stream.kind.name())
        .bind(&stream.id)
        .bind(sequence.map(u64::cast_signed))
        .bind(names)
        .fetch_all(pool)
        .await
}

/// The ids of all streams of a kind.
///
/// # Errors
/// When the database does not answer.
pub async fn stream_ids(pool: &PgPool, kind: AggregateType) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(STREAM_IDS).bind(kind.name()).fetch_all(pool).await
}

/// A field, as text, of the first of these events that has this name; it must be one that is stored readable.
///
/// # Errors
/// When the database does not answer, or has no such event.
pub async fn field(pool: &PgPool, events: &[Uuid], name: &str, field: &str) -> Result<String, sqlx::Error> {
    sqlx::query_scalar(FIELD).bind(events).bind(name).bind(field).fetch_one(pool).await
}

/// The greatest ingest number of an event, and the greatest that was drawn.
pub(crate) async fn ingest_numbers(pool: &PgPool) -> Result<(i64, i64), sqlx::Error> {
    sqlx::query_as(INGEST_NUMBERS).fetch_one(pool).await
}
