//! The one statement of the append with expected versions: one round trip for a whole batch.

#[cfg(feature = "faults")]
use commands::faults::Guard;
use commands::receipt::{Outcome, Receipt};
use commands::store::Appended;
use domain::id::{CommandId, EventId};
use domain::stream::{AggregateType, StreamId};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::PreparedAppend;
use super::columns::AppendColumns;

const APPEND: &str = include_str!("append.sql");

/// The same without the check of command ids, for proofs.
#[cfg(feature = "faults")]
const APPEND_WITHOUT_COMMAND_ID: &str = include_str!("append_without_command_id.sql");

/// Records the appends, which come sorted by command id, and returns the indices of those that were not recorded.
/// Without the versions that are implied it is cheaper, and one stale command fails all of them.
pub(in crate::store) async fn record(
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
