//! The one statement that reads streams: one round trip for all that are asked for.

use domain::stream::AggregateType;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use crate::store::keys::TextKeyRow;

const READ: &str = include_str!("read.sql");
/// Events of one stream in one answer: a long stream comes in several.
pub(super) const PAGE: usize = 1000;

/// A stream's events after a version.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct StreamTail {
    pub(super) kind: AggregateType,
    pub(super) id: String,
    pub(super) after: u64,
}

/// One event as it is stored, with the keys of its texts.
pub(super) struct StoredEvent {
    pub(super) sequence: u64,
    pub(super) name: String,
    pub(super) version: String,
    pub(super) payload: String,
    pub(super) keys: Vec<TextKeyRow>,
}

/// The first [`PAGE`] events of each, in the order of the tails.
pub(super) async fn read(
    connection: &mut PgConnection,
    tails: &[StreamTail],
) -> Result<Vec<Vec<StoredEvent>>, sqlx::Error> {
    let kinds: Vec<_> = tails.iter().map(|stream| stream.kind.name()).collect();
    let ids: Vec<_> = tails.iter().map(|stream| stream.id.as_str()).collect();
    let after: Vec<_> = tails.iter().map(|stream| stream.after.cast_signed()).collect();
    let page = i64::try_from(PAGE).expect("a page is small");
    let statement = sqlx::query(READ).bind(kinds).bind(ids).bind(after).bind(page);
    let mut streams: Vec<_> = tails.iter().map(|_| Vec::new()).collect();
    for row in statement.fetch_all(connection).await? {
        let place: i32 = row.try_get("place")?;
        streams[place.cast_unsigned() as usize - 1].push(event(&row)?);
    }
    Ok(streams)
}

fn event(row: &PgRow) -> Result<StoredEvent, sqlx::Error> {
    Ok(StoredEvent {
        sequence: row.try_get::<i64, _>("sequence")?.cast_unsigned(),
        name: row.try_get("event_type")?,
        version: row.try_get("event_version")?,
        payload: row.try_get("payload")?,
        keys: keys(row)?,
    })
}

fn keys(row: &PgRow) -> Result<Vec<TextKeyRow>, sqlx::Error> {
    let Some(ids) = row.try_get::<Option<Vec<Uuid>>, _>("key_ids")? else { return Ok(Vec::new()) };
    let scopes: Vec<Uuid> = row.try_get("scopes")?;
    let wrapped: Vec<Vec<u8>> = row.try_get("wrapped")?;
    let of_scopes: Vec<Option<Vec<u8>>> = row.try_get("scopes_wrapped")?;
    let rows = ids.into_iter().zip(scopes).zip(wrapped).zip(of_scopes);
    let rows = rows.map(|(((key_id, scope), wrapped), scope_wrapped)| TextKeyRow {
        key_id,
        scope,
        wrapped,
        scope_wrapped,
    });
    Ok(rows.collect())
}
