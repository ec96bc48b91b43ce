//! Unreadable events: what no consumer of this program can read, known once, whichever of them wait for it.
//!
//! Consumers keep their own state in `parked_events`; this table says what is wrong, to people and to whoever must not go
//! on without the event. Its rows are written with what they tell of, and stay when they are healed.

mod monitor;
mod open_events;
#[cfg(test)]
mod tests;

use domain::id::{EventId, ProjectId};
use projections::statements;
use sqlx::{PgConnection, PgExecutor, PgPool};

pub use monitor::UnreadableMonitor;
pub use open_events::{OpenEvent, OpenEvents, PositionRange, WaitingEvent, check, waiting_in};

use crate::postgres::{begin, printable};
use crate::store::UnreadableEvent;

statements! {
    /// In the order of the positions, so that consumers which meet the same events wait for each other and not crosswise.
    RECORD = "
        INSERT INTO unreadable_events AS known
               (position, event_id, stream, sequence, event_type, event_version, project_id, reason)
        SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::uuid[],
                             $8::text[]) AS met (position) ORDER BY position
        ON CONFLICT (position) DO UPDATE
           SET reason = EXCLUDED.reason, healed_at = NULL,
               first_seen = CASE WHEN known.healed_at IS NULL THEN known.first_seen ELSE clock_timestamp() END,
               told_at = CASE WHEN known.healed_at IS NULL THEN known.told_at END
         WHERE known.reason <> EXCLUDED.reason OR known.healed_at IS NOT NULL";

    LOCK = "
        SELECT position FROM unreadable_events WHERE position = ANY($1) AND healed_at IS NULL
         ORDER BY position FOR UPDATE";

    UNPARKED = "
        SELECT position FROM unreadable_events u
         WHERE healed_at IS NULL AND discarded_at IS NULL
           AND NOT EXISTS (SELECT FROM parked_events p WHERE p.position = u.position) LIMIT 1000";

    /// What a build has parked that is still being made does not count: nobody may go on with it.
    HEAL = "
        UPDATE unreadable_events u SET healed_at = clock_timestamp()
         WHERE position = ANY($1) AND discarded_at IS NULL
           AND NOT EXISTS (SELECT FROM parked_events p WHERE p.position = u.position
                              AND NOT EXISTS (SELECT FROM projection_versions v
                                               WHERE (v.name, v.version) = (p.consumer, p.version)
                                                 AND v.state = 'building'))";

    /// The same builds hold nobody up.
    HOLDS = "
        SELECT format('event %s of %s (position %s) cannot be read: %s', u.sequence, u.stream, u.position, u.reason)
          FROM unreadable_events u JOIN parked_events p USING (position)
         WHERE u.project_id = $1 AND p.attempts > 0 AND u.discarded_at IS NULL
           AND NOT EXISTS (SELECT FROM projection_versions v
                            WHERE (v.name, v.version) = (p.consumer, p.version) AND v.state = 'building')
         ORDER BY u.position LIMIT 1";

    PARKED_FROM = "
        SELECT min(p.position)
          FROM parked_events p LEFT JOIN projection_versions v ON (v.name, v.version) = (p.consumer, p.version)
         WHERE p.consumer = $1 AND p.key = 'project/' || $2::text AND coalesce(v.state, 'live') = 'live'";

    DISCARD = "
        UPDATE unreadable_events SET discarded_at = clock_timestamp(), discarded_by = $2
         WHERE position = $1 AND discarded_at IS NULL";

    AMONG = "SELECT position FROM unreadable_events WHERE position = ANY($1)";
}

/// Writes down, in the transaction that parks them, that these events cannot be read.
///
/// # Errors
/// When the database does not take it.
pub(crate) async fn record(conn: &mut PgConnection, events: &[&UnreadableEvent]) -> Result<(), sqlx::Error> {
    if events.is_empty() {
        return Ok(());
    }
    let column = |value: fn(&UnreadableEvent) -> &str| -> Vec<String> {
        events.iter().map(|event| printable(value(event))).collect()
    };
    sqlx::query(RECORD)
        .bind(events.iter().map(|event| event.at.position.cast_signed()).collect::<Vec<_>>())
        .bind(events.iter().map(|event| event.event_id.0).collect::<Vec<_>>())
        .bind(column(|event| &event.stream))
        .bind(events.iter().map(|event| event.sequence.cast_signed()).collect::<Vec<_>>())
        .bind(column(|event| &event.event_type))
        .bind(column(|event| &event.event_version))
        .bind(events.iter().map(|event| event.project.map(|project| project.0)).collect::<Vec<_>>())
        .bind(column(|event| &event.reason))
        .execute(conn)
        .await
        .map(drop)
}

/// Writes down which of these events no consumer waits for any more. Called at the end of the transaction that took the
/// caller's own rows out of the parked ones.
///
/// # Errors
/// When the database does not take it.
pub(crate) async fn heal(conn: &mut PgConnection, positions: &[i64]) -> Result<(), sqlx::Error> {
    // Two statements: of two consumers that heal an event at the same moment the second waits at the lock, and only a
    // statement that begins after it sees that the first has gone.
    let known: Vec<i64> = sqlx::query_scalar(LOCK).bind(positions).fetch_all(&mut *conn).await?;
    if !known.is_empty() {
        sqlx::query(HEAL).bind(known).execute(conn).await?;
    }
    Ok(())
}

/// Writes it down of those whose last parked row went with its build, which healed nothing.
///
/// # Errors
/// When the database does not answer.
pub async fn heal_unparked(pool: &PgPool) -> Result<(), sqlx::Error> {
    let unparked: Vec<i64> = sqlx::query_scalar(UNPARKED).fetch_all(pool).await?;
    if unparked.is_empty() {
        return Ok(());
    }
    let mut tx = begin(pool).await?;
    heal(&mut tx, &unparked).await?;
    tx.commit().await
}

/// The first event of the project that a consumer waits for because it cannot be read, in words. It may be one that
/// withdraws a permission, so nothing of the project is published meanwhile.
///
/// # Errors
/// When the database does not answer.
pub async fn holds(database: impl PgExecutor<'_>, project: ProjectId) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar(HOLDS).bind(project.0).fetch_optional(database).await
}

/// From which position on a read model does not show the project's events, because they are parked: whoever counts with it
/// would count too few.
///
/// # Errors
/// When the database does not answer.
pub async fn parked_from(
    database: impl PgExecutor<'_>,
    read_model: &str,
    project: ProjectId,
) -> Result<Option<u64>, sqlx::Error> {
    let first: Option<i64> =
        sqlx::query_scalar(PARKED_FROM).bind(read_model).bind(project.0).fetch_one(database).await?;
    Ok(first.map(i64::cast_unsigned))
}

/// Gives the event up, if it is one that could not be read: everybody who reads skips it from now on. `recorded` is the
/// event that says who did so and why.
///
/// # Errors
/// When the database does not take it.
pub async fn discard(conn: &mut PgConnection, position: i64, recorded: EventId) -> Result<(), sqlx::Error> {
    sqlx::query(DISCARD).bind(position).bind(recorded.0).execute(conn).await.map(drop)
}

/// Which of these positions have an event that a consumer could not read.
///
/// # Errors
/// When the database does not answer.
pub async fn among(pool: &PgPool, positions: &[i64]) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar(AMONG).bind(positions).fetch_all(pool).await
}
