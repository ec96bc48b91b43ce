//! Loading a stream: postgres-es reads it, then open, upcast, decode.

use std::error::Error;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use commands::decision::Commanded;
use commands::root::Root;
use commands::store::StoreError;
use cqrs_es::persist::{PersistedEventRepository, PersistenceError, SerializedEvent};
use domain::upcast::upcast;
use futures_util::FutureExt;
use postgres_es::PostgresEventRepository;
use serde_json::Value;

use super::codec::Opener;
use super::unavailable;
use crate::postgres::Trouble;

/// The stream's events after the version, as stored. Connections that died unnoticed are replaced by retrying.
/// postgres-es panics at JSON that serde does not read, which Postgres takes (`1e999`): damage, not our end.
pub(super) async fn stored<S: Commanded>(
    repository: &PostgresEventRepository,
    aggregate_id: &str,
    after: u64,
) -> Result<Vec<SerializedEvent>, StoreError> {
    let read = || async {
        match usize::try_from(after).unwrap_or(usize::MAX) {
            0 => repository.get_events::<Root<S>>(aggregate_id).await,
            after => repository.get_last_events::<Root<S>>(aggregate_id, after).await,
        }
    };
    let delays = ExponentialBuilder::default()
        .with_jitter()
        .with_min_delay(Duration::from_millis(5))
        .with_max_times(4);
    let reading = AssertUnwindSafe(async { read.retry(delays).when(is_away).await }).catch_unwind();
    let Ok(stored) = reading.await else {
        return Err(StoreError::Corrupt(format!("{}/{aggregate_id}: an event is no readable JSON", S::KIND)));
    };
    stored.map_err(|error| unavailable(&format!("could not load {}/{aggregate_id}: {error}", S::KIND)))
}

fn is_away(error: &PersistenceError) -> bool {
    let cause = match error {
        PersistenceError::OptimisticLockError => return false,
        PersistenceError::ConnectionError(cause)
        | PersistenceError::DeserializationError(cause)
        | PersistenceError::UnknownError(cause) => cause.as_ref() as &(dyn Error + 'static),
    };
    cause.downcast_ref().is_some_and(|error: &sqlx::Error| {
        !matches!(error, sqlx::Error::PoolTimedOut) && Trouble::of(error) == Trouble::Away
    })
}

/// The stored events as today's.
pub(super) async fn decoded<S: Commanded>(
    opener: &Opener,
    (aggregate_id, after): (&str, u64),
    stored: Vec<SerializedEvent>,
) -> Result<Vec<S::Event>, StoreError> {
    let (names, payloads): (Vec<_>, Vec<_>) = stored
        .into_iter()
        .map(|event| ((event.sequence as u64, event.event_type, event.event_version), Ok(event.payload)))
        .unzip();
    let opened = opener.open_values(payloads).await?;
    let events = (after + 1..).zip(names).zip(opened).map(|((expected, name), payload)| {
        event::<S>(expected, &name, payload).map_err(|what| {
            StoreError::Corrupt(format!("event {expected} of {}/{aggregate_id}: {what}", S::KIND))
        })
    });
    events.collect()
}

fn event<S: Commanded>(
    expected: u64,
    (sequence, name, version): &(u64, String, String),
    payload: Result<Value, String>,
) -> Result<S::Event, String> {
    if *sequence != expected {
        return Err(format!("it is missing, {sequence} follows"));
    }
    let payload = upcast(S::KIND, name, version, payload?).map_err(|error| error.to_string())?;
    serde_json::from_value(payload).map_err(|error| error.to_string())
}
