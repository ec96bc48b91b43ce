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
use commands::unreadable::{EventPlace, Unreadable};
use domain::stream::AggregateType;
use domain::upcast::upcast;
use projections::statements;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, PgPool, Row};
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

    /// Where an event is in the log, if it has its position.
    PLACE = "SELECT min(position) FROM event_log WHERE event_id = $1";
}

/// Events of one stream in one answer: a long stream comes in several.
const PAGE: usize = 1000;
/// Streams in one statement.
const BATCH: usize = 256;
/// After that much silence the connection counts as dead, whatever the operating system says.
const RESPONSE_TIMEOUT: Duration = Duration::from_millis(STATEMENT_TIMEOUT + 2_000);

/// A stream's events after a version.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct StreamQuery {
    kind: AggregateType,
    id: String,
    after: u64,
}

/// One event as it is stored, with the keys of its texts.
struct StoredEvent {
    id: Uuid,
    sequence: u64,
    name: String,
    version: String,
    payload: String,
    keys: Vec<TextKeyRow>,
    /// Whether a person gave it up.
    discarded: bool,
}

type LoadedEvents = Result<Arc<Vec<StoredEvent>>, StoreError>;

/// A stream and where it is awaited.
struct LoadRequest {
    query: StreamQuery,
    reply: oneshot::Sender<LoadedEvents>,
}

/// The queues in front of the connections that load.
pub(super) struct StreamLoader {
    queues: Vec<mpsc::Sender<LoadRequest>>,
    /// For what is asked about an event that cannot be read.
    pool: PgPool,
}

impl StreamLoader {
    /// Starts as many connections as there are append workers. They end when this is dropped.
    pub(super) fn start(pool: &PgPool, limits: &AppendLimits) -> Self {
        let options = pool.connect_options();
        let start = |_| {
            let (queue, requests) = mpsc::channel(limits.queue);
            let connection =
                DedicatedConnection::new(options.as_ref().clone(), "memebot-load", limits.guard.clone());
            tokio::spawn(serve(requests, connection));
            queue
        };
        Self { queues: (0..limits.workers).map(start).collect(), pool: pool.clone() }
    }

    /// The stream's events after the version, as today's, in order; `None` stands for one that cannot be read and was
    /// discarded.
    pub(super) async fn load<S: AggregateState>(
        &self,
        decoder: &EventDecoder,
        aggregate_id: &str,
        after: u64,
    ) -> Result<Vec<Option<S::Event>>, StoreError> {
        let mut events = Vec::new();
        loop {
            let after = after + events.len() as u64;
            let stored =
                self.stored(StreamQuery { kind: S::KIND, id: aggregate_id.to_owned(), after }).await?;
            for (expected, event) in (after + 1..).zip(stored.iter()) {
                events.push(self.current_form::<S>(decoder, aggregate_id, expected, event).await?);
            }
            // A page that is not full is the stream's end: nobody has to count its events.
            if stored.len() < PAGE {
                return Ok(events);
            }
        }
    }

    async fn current_form<S: AggregateState>(
        &self,
        decoder: &EventDecoder,
        aggregate_id: &str,
        expected: u64,
        event: &StoredEvent,
    ) -> Result<Option<S::Event>, StoreError> {
        let stream = || format!("{}/{aggregate_id}", S::KIND);
        if event.sequence != expected {
            let what = format!("event {expected} of {} is missing, {} follows", stream(), event.sequence);
            return Err(StoreError::Corrupt(what));
        }
        // Whoever reads skips it, also a program that could read it: read models go on without it.
        if event.discarded {
            return Ok(None);
        }
        match decoded::<S>(decoder, event).await {
            Ok(event) => Ok(Some(event)),
            // Boxed, since it is rare: its future would otherwise take its room in that of every command.
            Err(reason) => Err(Box::pin(self.unreadable(stream(), event, &reason)).await),
        }
    }

    async fn unreadable(&self, stream: String, event: &StoredEvent, reason: &str) -> StoreError {
        // Without an answer the place within the stream tells enough.
        let found = sqlx::query_scalar::<_, Option<i64>>(PLACE).bind(event.id).fetch_one(&self.pool).await;
        let position = found.ok().flatten();
        let place =
            EventPlace { stream, sequence: event.sequence, position: position.map(i64::cast_unsigned) };
        Unreadable::event(place, reason).into()
    }

    async fn stored(&self, query: StreamQuery) -> LoadedEvents {
        let (reply, events) = oneshot::channel();
        let ended = || unavailable("the event store ended before the stream was loaded");
        self.queue_of(&query).send(LoadRequest { query, reply }).await.map_err(|_| ended())?;
        events.await.map_err(|_| ended())?
    }

    fn queue_of(&self, query: &StreamQuery) -> &mpsc::Sender<LoadRequest> {
        // One queue per stream, so that what several commands ask of it at once is read once.
        let mut hash = DefaultHasher::new();
        query.id.hash(&mut hash);
        let queue = hash.finish() % self.queues.len() as u64;
        &self.queues[usize::try_from(queue).expect("there are few queues")]
    }
}

/// Reads whatever waits, again and again, until nobody can ask any more.
async fn serve(mut requests: mpsc::Receiver<LoadRequest>, connection: DedicatedConnection) {
    let connection = Mutex::new(connection);
    let mut waiting = Vec::new();
    while receive_batch(&mut requests, &mut waiting, BATCH).await {
        let mut replies: HashMap<StreamQuery, Vec<_>> = HashMap::new();
        // A stream that several callers ask for is read once.
        for request in waiting.drain(..) {
            replies.entry(request.query).or_default().push(request.reply);
        }
        let (queries, replies): (Vec<_>, Vec<_>) = replies.into_iter().unzip();
        let answers: Vec<LoadedEvents> = match read_with_retries(&connection, &queries).await {
            Ok(streams) => streams.into_iter().map(|events| Ok(Arc::new(events))).collect(),
            Err(error) => {
                let why = format!("could not load {} streams: {error}", queries.len());
                queries.iter().map(|_| Err(unavailable(&why))).collect()
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
    queries: &[StreamQuery],
) -> Result<Vec<Vec<StoredEvent>>, sqlx::Error> {
    let once = || async {
        let mut connection = connection.lock().await;
        let reading = async { read(connection.get().await?, queries).await };
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

/// The first [`PAGE`] events of each, in the order of the queries.
async fn read(
    connection: &mut PgConnection,
    queries: &[StreamQuery],
) -> Result<Vec<Vec<StoredEvent>>, sqlx::Error> {
    let kinds: Vec<_> = queries.iter().map(|stream| stream.kind.name()).collect();
    let ids: Vec<_> = queries.iter().map(|stream| stream.id.as_str()).collect();
    let after: Vec<_> = queries.iter().map(|stream| stream.after.cast_signed()).collect();
    let page = i64::try_from(PAGE).expect("a page is small");
    let statement = sqlx::query(READ).bind(kinds).bind(ids).bind(after).bind(page);
    let mut streams: Vec<_> = queries.iter().map(|_| Vec::new()).collect();
    for row in statement.fetch_all(connection).await? {
        let place: i32 = row.try_get("place")?;
        streams[place.cast_unsigned() as usize - 1].push(event(&row)?);
    }
    Ok(streams)
}

fn event(row: &PgRow) -> Result<StoredEvent, sqlx::Error> {
    Ok(StoredEvent {
        id: row.try_get("event_id")?,
        sequence: row.try_get::<i64, _>("sequence")?.cast_unsigned(),
        name: row.try_get("event_type")?,
        version: row.try_get("event_version")?,
        payload: row.try_get("payload")?,
        keys: keys(row)?,
        discarded: row.try_get("discarded")?,
    })
}

fn keys(row: &PgRow) -> Result<Vec<TextKeyRow>, sqlx::Error> {
    let Some(ids) = row.try_get::<Option<Vec<Uuid>>, _>("key_ids")? else { return Ok(Vec::new()) };
    let scopes: Vec<Option<Uuid>> = row.try_get("scopes")?;
    let wrapped: Vec<Option<Vec<u8>>> = row.try_get("wrapped")?;
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

/// The event as today's; the error says why it cannot be read.
async fn decoded<S: AggregateState>(decoder: &EventDecoder, event: &StoredEvent) -> Result<S::Event, String> {
    let payload = decoder.open_with(&event.payload, &event.keys).await?;
    current_form::<S>(event, payload)
}

fn current_form<S: AggregateState>(
    event: &StoredEvent,
    payload: serde_json::Value,
) -> Result<S::Event, String> {
    let payload = upcast(S::KIND, &event.name, &event.version, payload).map_err(|error| error.to_string())?;
    // What it says may quote a value, but never a text: each stands in an object of its own.
    serde_json::from_value(payload).map_err(|error| error.to_string())
}
