//! Parked events (dead letters): what a consumer could not apply or read, and later events of its key, which wait behind
//! it. Cheap while nothing is parked: then no event is asked for its key.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use commands::faults::{Guard, panic_on_order};
use domain::id::ProjectId;
use domain::recorded::Recorded;
use projections::statements;
use sqlx::{PgConnection, PgPool};

use super::Consumer;
use crate::log::log_event::LogEvent;
use crate::postgres::printable;
use crate::store::UnreadableEvent;
use crate::unreadable;

statements! {
    PARKED = "
        SELECT DISTINCT key FROM parked_events p
         WHERE consumer = $1 AND version = $2
           AND ($3 OR (SELECT partition FROM event_log l WHERE l.position = p.position) = ANY($4))";

    INSERT = "
        INSERT INTO parked_events (consumer, version, key, position, error, attempts)
        SELECT $1, $2, p.* FROM unnest($3::text[], $4::bigint[], $5::text[], $6::int[]) AS p";
}

/// Why an event waits that could have been applied.
const BEHIND: &str = "stands behind a parked event of its key";

/// The parked keys of one consumer, in the partitions that this instance runs.
#[derive(Debug)]
pub(super) struct ParkedKeys {
    pub(super) consumer: String,
    pub(super) version: i32,
    keys: BTreeSet<String>,
}

/// An event that is to be parked.
pub(super) struct NewlyParked {
    pub(super) key: String,
    pub(super) position: u64,
    /// Why.
    pub(super) error: String,
    /// Tries so far; 0 when it only stands behind another.
    pub(super) attempts: i32,
    /// The event, if it cannot be read.
    pub(super) unreadable: Option<Arc<UnreadableEvent>>,
}

/// What becomes of the events of a batch.
#[derive(Default)]
pub(super) struct Sorted {
    /// They are applied.
    pub(super) free: Vec<Arc<Recorded>>,
    /// They wait.
    pub(super) parked: Vec<NewlyParked>,
}

impl ParkedKeys {
    /// Keys of these partitions: all events of a key are in one.
    pub(super) async fn load(
        pool: &PgPool,
        consumer: &dyn Consumer,
        partitions: &[i16],
    ) -> Result<Self, sqlx::Error> {
        let (name, version) = (consumer.name().to_owned(), consumer.version().cast_signed());
        let keys: Vec<String> = sqlx::query_scalar(PARKED)
            .bind(&name)
            .bind(version)
            .bind(!consumer.partitioned())
            .bind(partitions)
            .fetch_all(pool)
            .await?;
        Ok(Self { consumer: name, version, keys: keys.into_iter().collect() })
    }

    /// Whether events of this key have to wait.
    pub(super) fn has(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    /// All of them.
    pub(super) fn keys(&self) -> impl Iterator<Item = &String> {
        self.keys.iter()
    }

    /// How many keys wait.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// From now on events of these keys wait.
    pub(super) fn add(&mut self, keys: impl IntoIterator<Item = String>) {
        self.keys.extend(keys);
    }

    /// From now on events of this key are applied.
    pub(super) fn remove(&mut self, key: &str) {
        self.keys.remove(key);
    }

    /// Which of the events are applied, and which have to wait.
    pub(super) fn sort(&self, events: &[LogEvent], consumer: &dyn Consumer) -> Sorted {
        let (mut sorted, mut new) = (Sorted::default(), BTreeSet::new());
        for event in events {
            match event {
                LogEvent::Readable(event) if self.keys.is_empty() && new.is_empty() => {
                    sorted.free.push(Arc::clone(event));
                }
                LogEvent::Readable(recorded) => {
                    let key =
                        key_of(consumer, recorded.position, &recorded.stream, recorded.metadata.project_id);
                    let waits = self.has(&key) || new.contains(&key);
                    if !waits
                        || Guard::ForgettingOvertakes.holds() && consumer.overtakes(recorded.event.kind())
                    {
                        sorted.free.push(Arc::clone(recorded));
                    }
                    // Applied now, it would overtake the event that its key waits for. What does not concern the consumer
                    // has nothing to wait for.
                    if waits && concerns(consumer, event) {
                        let (position, error) = (recorded.position, BEHIND.to_owned());
                        sorted.parked.push(NewlyParked {
                            key,
                            position,
                            error,
                            attempts: 0,
                            unreadable: None,
                        });
                    }
                }
                LogEvent::Unreadable(unreadable) if concerns(consumer, event) => {
                    let parked = NewlyParked::unreadable(consumer, unreadable);
                    new.insert(parked.key.clone());
                    sorted.parked.push(parked);
                }
                LogEvent::Unreadable(_) | LogEvent::Discarded(_) | LogEvent::Gone(_) => {}
            }
        }
        sorted
    }

    /// Stores that these events wait.
    pub(super) async fn insert(
        &self,
        conn: &mut PgConnection,
        parked: &[NewlyParked],
    ) -> Result<(), sqlx::Error> {
        if parked.is_empty() {
            return Ok(());
        }
        sqlx::query(INSERT)
            .bind(&self.consumer)
            .bind(self.version)
            .bind(parked.iter().map(|event| event.key.as_str()).collect::<Vec<_>>())
            .bind(parked.iter().map(|event| event.position.cast_signed()).collect::<Vec<_>>())
            .bind(parked.iter().map(|event| printable(&event.error)).collect::<Vec<_>>())
            .bind(parked.iter().map(|event| event.attempts).collect::<Vec<_>>())
            .execute(&mut *conn)
            .await?;
        let unreadable: Vec<&UnreadableEvent> =
            parked.iter().filter_map(|event| event.unreadable.as_deref()).collect();
        // Last: the row is shared with other consumers, which wait for this transaction to end.
        unreadable::record(conn, &unreadable).await
    }
}

impl NewlyParked {
    fn unreadable(consumer: &dyn Consumer, event: &Arc<UnreadableEvent>) -> Self {
        Self {
            key: key_of(consumer, event.at.position, &event.stream, event.project),
            position: event.at.position,
            error: event.reason.clone(),
            attempts: 1,
            unreadable: Some(Arc::clone(event)),
        }
    }
}

/// The key that the event is parked under, or waits behind.
pub(super) fn key_of(
    consumer: &dyn Consumer,
    position: u64,
    stream: &dyn Display,
    project: Option<ProjectId>,
) -> String {
    if Guard::ParkingByKey.holds() { consumer.key(position, stream, project) } else { "all".to_owned() }
}

/// Whether the consumer may do anything for the event.
pub(super) fn concerns(consumer: &dyn Consumer, event: &LogEvent) -> bool {
    match event {
        // A panic counts as concern: applying will meet it again, and parks the event with the reason.
        LogEvent::Readable(event) => {
            let concerns = || {
                panic_on_order(consumer.name(), event.metadata.project_id);
                consumer.concerns(event)
            };
            catch_unwind(AssertUnwindSafe(concerns)).unwrap_or(true)
        }
        // Of an unknown kind nobody can tell.
        LogEvent::Unreadable(event) => event.kind.is_none_or(|kind| consumer.takes(kind)),
        LogEvent::Discarded(_) | LogEvent::Gone(_) => false,
    }
}
