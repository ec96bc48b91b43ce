//! The append with expected versions: an outcome is prepared, and a batch of prepared ones recorded in one statement.
//!
//! Preparing, with the caps checked and the texts encrypted, happens in the caller's task, so that an append worker does
//! nothing but talk to the database.

mod columns;

use commands::faults::Guard;
use commands::receipt::{Outcome, Receipt};
use commands::store::{Append, Appended, ExpectedVersion, NewEvent, StoreError};
use commands::unreadable::Unreadable;
use domain::event::EventKind;
use domain::id::{CommandId, EventId};
use domain::stream::{AggregateType, StreamId};
use projections::statements;
use serde::Serialize;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::AppendLimits;
use super::codec::{self, EventReadError, KeyRow};
use super::keys::{Keyring, NO_PROJECT};
use columns::AppendColumns;

statements! {
    APPEND = include_str!("append/append.sql");

    /// The same without the check of command ids, for proofs.
    #[cfg(feature = "faults")]
    APPEND_WITHOUT_COMMAND_ID = include_str!("append/append_without_command_id.sql");
}

/// One command's outcome, ready to be bound.
pub(super) struct PreparedAppend {
    pub(super) receipt: Receipt,
    request_hash: [u8; 32],
    refusal: Option<String>,
    metadata: String,
    project: Option<Uuid>,
    /// Of the streams that it only read.
    expected_versions: Vec<ExpectedVersion>,
    /// Of the streams that it writes to: if they are left out, a sequence that is taken, or one that does not follow its
    /// predecessor, fails the whole statement instead.
    implied_versions: Vec<ExpectedVersion>,
    events: Vec<PreparedEvent>,
}

struct PreparedEvent {
    id: Uuid,
    stream: StreamId,
    sequence: u64,
    kind: EventKind,
    payload: String,
    keys: Vec<KeyRow>,
}

impl PreparedAppend {
    /// Checks the caps and seals the texts with their project's key.
    pub(super) async fn prepare(
        append: Append,
        keyring: &Keyring,
        limits: &AppendLimits,
    ) -> Result<Self, StoreError> {
        let project = append.metadata.project_id.map(|project| project.0);
        let mut events = Vec::with_capacity(append.events.len());
        // Here and not in the worker: encryption costs processor time, and the worker's connection must not
        // wait for it.
        for event in append.events {
            events.push(sealed(event, project.unwrap_or(NO_PROJECT), keyring, limits).await?);
        }
        let expected = if Guard::MovedFacts.holds() { append.expected_versions } else { Vec::new() };
        // The primary key refuses a sequence that is taken, and a trigger one that skips its predecessor. For a
        // stream that is written to, that is the same check, and it costs nothing.
        let (implied_versions, expected_versions) = expected.into_iter().partition(|expected| {
            events.iter().any(|event: &PreparedEvent| {
                event.stream == expected.stream && event.sequence == expected.version + 1
            })
        });
        let refusal = match &append.receipt.outcome {
            Outcome::Refused(refusal) => Some(json(refusal)?),
            Outcome::Applied | Outcome::Nothing => None,
        };
        Ok(Self {
            refusal,
            metadata: json(&append.metadata)?,
            project,
            events,
            receipt: append.receipt,
            request_hash: append.request_hash,
            expected_versions,
            implied_versions,
        })
    }

    /// The streams that it writes to.
    pub(super) fn streams(&self) -> impl Iterator<Item = &StreamId> {
        self.events.iter().map(|event| &event.stream)
    }
}

async fn sealed(
    mut event: NewEvent,
    scope: Uuid,
    keyring: &Keyring,
    limits: &AppendLimits,
) -> Result<PreparedEvent, StoreError> {
    // No rule of ours makes so many: a process that runs wild must not make its stream too long to load.
    if event.sequence > limits.stream {
        return Err(StoreError::Corrupt(format!(
            "stream {} is full: no stream may have more than {} events",
            event.stream, limits.stream
        )));
    }
    let mut keys = Vec::new();
    if codec::has_text(&event.payload) {
        let scope_key = keyring.scope_key(scope).await.map_err(unsealable)?;
        keys = codec::seal(&mut event.payload, &scope_key);
    }
    let payload = json(&event.payload)?;
    if payload.len() > limits.payload {
        return Err(StoreError::TooLarge { limit: limits.payload });
    }
    Ok(PreparedEvent {
        id: event.id.0,
        stream: event.stream,
        sequence: event.sequence,
        kind: event.kind,
        payload,
        keys,
    })
}

/// Nothing of one project is written with a key that cannot be read; the others go on.
fn unsealable(error: EventReadError) -> StoreError {
    match error {
        EventReadError::Damaged { at, what } => Unreadable::new(at, what).into(),
        error @ (EventReadError::Unavailable { .. }
        | EventReadError::WrongMasterKey { .. }
        | EventReadError::Unreadable(_)) => error.into(),
    }
}

fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// Records the appends, which come sorted by command id, and returns the indices of those that were not recorded.
/// Without the versions that are implied it is cheaper, and one stale command fails all of them.
pub(super) async fn record(
    connection: &mut PgConnection,
    appends: &[&PreparedAppend],
    with_implied: bool,
) -> Result<Vec<(usize, Appended)>, sqlx::Error> {
    let sql = APPEND;
    #[cfg(feature = "faults")]
    let sql = if Guard::CommandId.holds() { sql } else { APPEND_WITHOUT_COMMAND_ID };
    let rows = AppendColumns::of(appends, with_implied).bind(sqlx::query(sql)).fetch_all(connection).await?;
    rows.iter().map(|row| exception(row, appends)).collect()
}

fn exception(row: &PgRow, appends: &[&PreparedAppend]) -> Result<(usize, Appended), sqlx::Error> {
    // There is a row for every command that was not recorded; usually there is none.
    let command: i32 = row.try_get("command")?;
    let index = command.cast_unsigned() as usize - 1;
    if !row.try_get("known")? {
        return Ok((index, Appended::VersionConflict));
    }
    // The same id with another request is a mistake of the caller, never a repeat.
    if !row.try_get("same")? {
        return Ok((index, Appended::KeyReused));
    }
    Ok((index, Appended::Repeated(receipt(row, appends[index].receipt.command_id)?)))
}

fn receipt(row: &PgRow, command_id: CommandId) -> Result<Receipt, sqlx::Error> {
    let kind: &str = row.try_get("aggregate_type")?;
    let kind = AggregateType::named(kind).ok_or_else(|| unknown("aggregate type", kind))?;
    let event_ids: Vec<Uuid> = row.try_get("event_ids")?;
    Ok(Receipt {
        command_id,
        outcome: outcome(row)?,
        stream: StreamId { kind, id: row.try_get("aggregate_id")? },
        first_sequence: row.try_get::<i64, _>("first_sequence")?.cast_unsigned(),
        last_sequence: row.try_get::<i64, _>("last_sequence")?.cast_unsigned(),
        event_ids: event_ids.into_iter().map(EventId).collect(),
    })
}

fn outcome(row: &PgRow) -> Result<Outcome, sqlx::Error> {
    match row.try_get("outcome")? {
        "applied" => Ok(Outcome::Applied),
        "nothing" => Ok(Outcome::Nothing),
        "refused" => serde_json::from_str(row.try_get("refusal")?)
            .map(Outcome::Refused)
            .map_err(|error| sqlx::Error::Decode(error.into())),
        other => Err(unknown("outcome", other)),
    }
}

fn unknown(what: &str, name: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("there is no {what} {name}").into())
}

#[cfg(feature = "faults")]
#[cfg(test)]
mod tests {
    use super::{APPEND, APPEND_WITHOUT_COMMAND_ID};

    #[test]
    fn without_the_guard_only_the_command_id_is_not_looked_at() {
        let unknown = APPEND.replace("k.command_id = c.command_id", "false");
        let expected = unknown.replace("ORDER BY c.command\n", "ORDER BY c.command ON CONFLICT DO NOTHING\n");
        assert_eq!(APPEND_WITHOUT_COMMAND_ID, expected);
    }
}
