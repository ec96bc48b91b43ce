//! Loading streams: what is asked for at the same time is read in one round trip; the caller decrypts, upcasts and
//! decodes it.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use backon::Retryable;
use commands::decision::AggregateState;
use commands::retry_policy::LOAD;
use commands::store::StoreError;
use domain::stream::AggregateType;
use domain::upcast::upcast;
use projections::statements;
use sqlx::postgres::{PgConnectOptions, PgRow};
use sqlx::{PgConnection, Row};
use tokio::sync::{Mutex, mpsc, oneshot};
use uuid::Uuid;

use super::codec::EventDecoder;
use super::dedicated_connection::{DedicatedConnection, STATEMENT_TIMEOUT};
use super::keys::TextKeyRow;
use super::{AppendLimits, unavailable};
use crate::backoff::exponential;
use crate::micro_batch::receive_batch;
use crate::postgres::DatabaseErrorClass;

statements! {
    /// One round trip for all streams that are asked for.
    READ = include_str!("load/read.sql");
}

/// Events of one stream in one answer: a long stream comes in several.
const PAGE: usize = 1000;
/// Streams in one statement.
const BATCH: usize = 256;
/// After that much silence the connection counts as dead, whatever the operating system says.
const RESPONSE_TIMEOUT: Duration = Duration::from_millis(STATEMENT_TIMEOUT + 2_000);

/// A stream's events after a version.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct StreamTail {
    kind: AggregateType,
    id: String,
    after: u64,
}

/// One event as it is stored, with the keys of its texts.
struct StoredEvent {
    sequence: u64,
    name: String,
    version: String,
    payload: String,
    keys: Vec<TextKeyRow>,
}

type LoadedEvents = Result<Arc<Vec<StoredEvent>>, StoreError>;

/// A stream and where it is awaited.
struct LoadRequest {
    tail: StreamTail,
    reply: oneshot::Sender<LoadedEvents>,
}

/// The queues in front of the connections that load.
pub(super) struct StreamLoader {
    queues: Vec<mpsc::Sender<LoadRequest>>,
}

impl StreamLoader {
    /// Starts as many connections as there are append workers. They end when this is dropped.
    pub(super) fn start(options: &PgConnectOptions, limits: &AppendLimits) -> Self {
        let start = |_| {
            let (queue, requests) = mpsc::channel(limits.queue);
            let connection = DedicatedConnection::new(options.clone(), "memebot-load", limits.guard.clone());
            tokio::spawn(serve(requests, connection));
            queue
        };
        Self { queues: (0..limits.workers).map(start).collect() }
    }

    /// The stream's events after the version, as today's, in order.
    pub(super) async fn load<S: AggregateState>(
        &self,
        decoder: &EventDecoder,
        aggregate_id: &str,
        after: u64,
    ) -> Result<Vec<S::Event>, StoreError> {
        let mut events = Vec::new();
        loop {
            let after = after + events.len() as u64;
            let stored =
                self.stored(StreamTail { kind: S::KIND, id: aggregate_id.to_owned(), after }).await?;
            decode::<S>(decoder, aggregate_id, after, &stored, &mut events).await?;
            // A page that is not full is the stream's end: nobody has to count its events.
            if stored.len() < PAGE {
                return Ok(events);
            }
        }
    }

    async fn stored(&self, tail: StreamTail) -> LoadedEvents {
        let (reply, events) = oneshot::channel();
        let ended = || unavailable("the event store ended before the stream was loaded");
        self.queue_of(&tail).send(LoadRequest { tail, reply }).await.map_err(|_| ended())?;
        events.await.map_err(|_| ended())?
    }

    fn queue_of(&self, tail: &StreamTail) -> &mpsc::Sender<LoadRequest> {
        // One queue per stream, so that what several commands ask of it at once is read once.
        let mut hash = DefaultHasher::new();
        tail.id.hash(&mut hash);
        let queue = hash.finish() % self.queues.len() as u64;
        &self.queues[usize::try_from(queue).expect("there are few queues")]
    }
}

/// Reads whatever waits, again and again, until nobody can ask any more.
async fn serve(mut requests: mpsc::Receiver<LoadRequest>, connection: DedicatedConnection) {
    let connection = Mutex::new(connection);
    let mut waiting = Vec::new();
    while receive_batch(&mut requests, &mut waiting, BATCH).await {
        let mut replies: HashMap<StreamTail, Vec<_>> = HashMap::new();
        // A stream that several callers ask for is read once.
        for request in waiting.drain(..) {
            replies.entry(request.tail).or_default().push(request.reply);
        }
        let (tails, replies): (Vec<_>, Vec<_>) = replies.into_iter().unzip();
        let answers: Vec<LoadedEvents> = match read_with_retries(&connection, &tails).await {
            Ok(streams) => streams.into_iter().map(|events| Ok(Arc::new(events))).collect(),
            Err(error) => {
                let why = format!("could not load {} streams: {error}", tails.len());
                tails.iter().map(|_| Err(unavailable(&why))).collect()
            }
        };
        for (replies, answer) in replies.into_iter().zip(answers) {
            replies.into_iter().for_each(|reply| drop(reply.send(answer.clone())));
        }
    }
    connection.into_inner().close().await;
}

/// Connections that died unnoticed are replaced by retrying.
async fn read_with_retries(
    connection: &Mutex<DedicatedConnection>,
    tails: &[StreamTail],
) -> Result<Vec<Vec<StoredEvent>>, sqlx::Error> {
    let once = || async {
        let mut connection = connection.lock().await;
        let reading = async { read(connection.get().await?, tails).await };
        let silent = || Err(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into()));
        let answer = tokio::time::timeout(RESPONSE_TIMEOUT, reading).await.unwrap_or_else(|_| silent());
        if answer
            .as_ref()
            .is_err_and(|error| DatabaseErrorClass::of(error) == DatabaseErrorClass::Unavailable)
        {
            connection.reset();
        }
        answer
    };
    // Only a lost connection is retried. Reading again is safe, and a rejected statement would be rejected
    // again.
    once.retry(exponential(LOAD))
        .when(|error| DatabaseErrorClass::of(error) == DatabaseErrorClass::Unavailable)
        .await
}

/// The first [`PAGE`] events of each, in the order of the tails.
async fn read(
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

async fn decode<S: AggregateState>(
    decoder: &EventDecoder,
    aggregate_id: &str,
    after: u64,
    stored: &[StoredEvent],
    into: &mut Vec<S::Event>,
) -> Result<(), StoreError> {
    for (expected, event) in (after + 1..).zip(stored) {
        let payload = decoder.open_with(&event.payload, &event.keys).await?;
        let event = payload.and_then(|payload| current_form::<S>(expected, event, payload));
        into.push(event.map_err(|what| {
            StoreError::Corrupt(format!("event {expected} of {}/{aggregate_id}: {what}", S::KIND))
        })?);
    }
    Ok(())
}

fn current_form<S: AggregateState>(
    expected: u64,
    event: &StoredEvent,
    payload: serde_json::Value,
) -> Result<S::Event, String> {
    if event.sequence != expected {
        return Err(format!("it is missing, {} follows", event.sequence));
    }
    let payload = upcast(S::KIND, &event.name, &event.version, payload).map_err(|error| error.to_string())?;
    serde_json::from_value(payload).map_err(|error| error.to_string())
}
