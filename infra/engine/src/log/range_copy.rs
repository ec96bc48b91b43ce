//! Range reads by COPY: long ranges of the log as they are stored, a merge of two index ranges without a look-up per event.

use chrono::{DateTime, TimeDelta, Utc};
use domain::id::{EventId, ProjectId};
use futures_util::TryStreamExt;
use projections::statements;
use sqlx::PgConnection;
use sqlx::types::Uuid;

use super::LogReader;
use crate::store::codec::EventReadError;
use crate::store::sealed_event::{EventColumns, LogPosition, SealedEvent, UnreadableEvent};

/// The header of COPY's binary format: a signature, flags, and the length of an extension.
const HEADER: usize = 11 + 4 + 4;
/// What is wrong where a log row has no event.
const GONE: &str = "its event is missing";
/// PostgreSQL counts microseconds from 2000-01-01, in seconds of Unix time.
const EPOCH: i64 = 946_684_800;

statements! {
    BOUNDS = "
        SELECT min(ingest_seq), max(ingest_seq), max(position) FROM event_log
         WHERE position > $1 AND position <= $2";

    /// Ingest numbers follow positions, nearly or quite: their range bounds the events among which each position's is
    /// looked for by its id.
    EVENTS = "
        SELECT l.position, l.previous, l.partition, l.event_id, e.aggregate_type, e.aggregate_id, e.sequence,
               e.event_type, e.event_version, e.project_id, e.recorded_at, e.payload, e.metadata,
               EXISTS (SELECT FROM unreadable_events u WHERE u.position = l.position AND u.discarded_at IS NOT NULL)
          FROM event_log l JOIN events e ON e.event_id = l.event_id AND e.ingest_seq BETWEEN $1 AND $2
         WHERE l.position > $3 AND l.position <= $4";
}

/// What stands at some positions, each list in their order.
#[derive(Default)]
pub(crate) struct RangeEvents {
    /// The events that this program knows.
    pub(crate) events: Vec<SealedEvent>,
    /// Those that it cannot read.
    pub(crate) unreadable: Vec<UnreadableEvent>,
    /// Those that a person gave up.
    pub(crate) discarded: Vec<LogPosition>,
    /// What is wrong with the log after them; nothing beyond it may be applied.
    pub(crate) damage: Option<EventReadError>,
}

impl LogReader {
    /// The events after a position up to another, of these partitions or of all, in order.
    ///
    /// Must not be dropped before it ends: its connection would be left in the middle of a COPY.
    pub(crate) async fn read_range(
        &self,
        after: u64,
        until: u64,
        partitions: Option<&[u16]>,
    ) -> Result<RangeEvents, EventReadError> {
        let reading = EventReadError::reading("read the event log");
        let mut conn = self.pool.acquire().await.map_err(&reading)?;
        let Some((sql, last)) = statement(&mut conn, after, until, partitions).await.map_err(&reading)?
        else {
            return Ok(RangeEvents::default());
        };
        // Read to the end before any row is parsed: a connection in the middle of a COPY cannot be used again.
        let rows: Vec<_> =
            conn.copy_out_raw(&sql).await.map_err(&reading)?.try_collect().await.map_err(&reading)?;
        drop(conn);
        let parsed =
            rows.iter().enumerate().map(|(at, row)| if at == 0 { row.get(HEADER..) } else { row.get(..) });
        let parsed = parsed.map(|bytes| CopyRow::new(bytes.unwrap_or_default())).filter(|row| !row.is_end());
        let mut events: Vec<_> = parsed.map(event).collect();
        // They come in the order of the join, which is not always that of their positions.
        events.sort_by_key(|(position, _)| *position);
        Ok(in_order(events, partitions.is_none().then_some((after, last))))
    }
}

/// The statement for the range, and the range's last position; none if it is empty.
async fn statement(
    conn: &mut PgConnection,
    after: u64,
    until: u64,
    partitions: Option<&[u16]>,
) -> Result<Option<(String, u64)>, sqlx::Error> {
    let (first, last, end): (Option<i64>, Option<i64>, Option<i64>) =
        sqlx::query_as(BOUNDS).bind(after.cast_signed()).bind(until.cast_signed()).fetch_one(conn).await?;
    let (Some(first), Some(last), Some(end)) = (first, last, end) else { return Ok(None) };
    // COPY takes no parameters, so their values stand in the text. All of them are numbers of ours.
    let values = (1..).zip([first, last, after.cast_signed(), until.cast_signed()]);
    let events = values.fold(EVENTS.to_owned(), |sql, (number, value): (u32, i64)| {
        sql.replace(&format!("${number}"), &value.to_string())
    });
    let filter = partitions.map(|list| list.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
    let filter = filter.map(|list| format!(" AND l.partition IN ({list})")).unwrap_or_default();
    Ok(Some((format!("COPY ({events}{filter}) TO STDOUT (FORMAT binary)"), end.cast_unsigned())))
}

/// The events before the first that is not there, if all positions after one up to another have to be.
fn in_order(rows: Vec<(u64, Option<RangeEvent>)>, dense: Option<(u64, u64)>) -> RangeEvents {
    let mut range = RangeEvents::default();
    // Positions are dense: a number that is skipped is a row that is missing, and nothing after it may be applied. With a
    // choice of partitions nobody can tell, and the links between events do.
    let mut expected = dense.map(|(after, _)| after + 1);
    for (position, event) in rows {
        if let Some(missing) = expected.filter(|expected| *expected != position) {
            range.damage = Some(damaged(missing, GONE));
            return range;
        }
        match event {
            Some(RangeEvent::Known(event)) => range.events.push(event),
            Some(RangeEvent::Unreadable(event)) => range.unreadable.push(*event),
            Some(RangeEvent::Discarded(at)) => range.discarded.push(at),
            None => {
                range.damage = Some(damaged(position, "its row has another form"));
                return range;
            }
        }
        expected = expected.map(|expected| expected + 1);
    }
    let missing = expected.filter(|expected| dense.is_some_and(|(_, until)| *expected <= until));
    range.damage = missing.map(|missing| damaged(missing, GONE));
    range
}

/// A row of the range.
enum RangeEvent {
    Known(SealedEvent),
    Unreadable(Box<UnreadableEvent>),
    Discarded(LogPosition),
}

fn damaged(position: u64, what: &str) -> EventReadError {
    EventReadError::Damaged { at: format!("position {position}"), what: what.to_owned() }
}

/// A row's position, and the row as an event; none if it has another form.
fn event(mut row: CopyRow<'_>) -> (u64, Option<RangeEvent>) {
    let position = row.number().unwrap_or_default();
    (position, row.event(position))
}

/// A row in COPY's binary format: the number of its fields, and each with its length before it.
struct CopyRow<'a>(&'a [u8]);

impl<'a> CopyRow<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self(bytes.get(2..).unwrap_or_default())
    }

    /// Whether it is the mark after the last row.
    fn is_end(&self) -> bool {
        self.0.is_empty()
    }

    fn field(&mut self) -> Option<&'a [u8]> {
        let (length, rest) = self.0.split_first_chunk()?;
        let (field, rest) = rest.split_at_checked(usize::try_from(i32::from_be_bytes(*length)).ok()?)?;
        self.0 = rest;
        Some(field)
    }

    fn number(&mut self) -> Option<u64> {
        Some(u64::from_be_bytes(self.field()?.try_into().ok()?))
    }

    fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.field()?).ok()
    }

    /// The value; no bytes where the column is null.
    fn nullable(&mut self) -> Option<&'a [u8]> {
        match self.0.split_first_chunk()? {
            (length, rest) if i32::from_be_bytes(*length) < 0 => {
                self.0 = rest;
                Some(&[])
            }
            _ => self.field(),
        }
    }

    /// The fields after the position; `None` if they have another form.
    fn event(&mut self, position: u64) -> Option<RangeEvent> {
        let previous = self.number()?;
        let partition = u16::from_be_bytes(self.field()?.try_into().ok()?);
        let columns = EventColumns {
            at: LogPosition { position, previous, partition },
            event_id: EventId(Uuid::from_slice(self.field()?).ok()?),
            aggregate_type: self.text()?,
            aggregate_id: self.text()?,
            sequence: self.number()?,
            event_type: self.text()?,
            event_version: self.text()?,
            project: Some(self.nullable()?)
                .filter(|id| !id.is_empty())
                .map(|id| Uuid::from_slice(id).map(ProjectId))
                .transpose()
                .ok()?,
            recorded_at: moment(i64::from_be_bytes(self.field()?.try_into().ok()?))?,
            payload: self.text()?,
            metadata: self.text()?,
        };
        if self.field()? == [1] {
            return Some(RangeEvent::Discarded(columns.at));
        }
        Some(columns.sealed().map_or_else(RangeEvent::Unreadable, RangeEvent::Known))
    }
}

fn moment(microseconds: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(EPOCH, 0)?.checked_add_signed(TimeDelta::microseconds(microseconds))
}
