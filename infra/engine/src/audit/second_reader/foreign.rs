//! The second reader: pages of a stream through the repository of postgres-es, whatever it does.

use commands::cqrs::CqrsAggregate;
use commands::decision::AggregateState;
use cqrs_es::Aggregate;
use cqrs_es::persist::{PersistedEventRepository, PersistenceError, SerializedEvent};
use domain::access::Access;
use domain::account::Account;
use domain::context::Context;
use domain::member::Member;
use domain::post::Post;
use domain::project::Project;
use domain::stream::{AggregateType, StreamId};
use domain::suggestion::Suggestion;
use postgres_es::PostgresEventRepository;
use sqlx::PgPool;

use super::Disagreement;
use crate::consumer::panic_message;

/// The table that it would keep its snapshots in; nothing here makes any.
const SNAPSHOTS: &str = "snapshots";

/// The stream's events after one sequence up to another.
///
/// postgres-es unwraps where a column cannot be decoded. It reads in a task of its own, so that its panic ends that
/// page and nothing else.
pub(super) async fn page(
    pool: &PgPool,
    stream: &StreamId,
    after: u64,
    until: u64,
) -> Result<Vec<SerializedEvent>, Disagreement> {
    let repository = PostgresEventRepository::new(pool.clone()).with_tables(&window(until), SNAPSHOTS);
    let (kind, id) = (stream.kind, stream.id.clone());
    let reading = tokio::spawn(async move { read(&repository, kind, &id, after).await });
    match reading.await {
        Ok(Ok(events)) => Ok(events),
        Ok(Err(error)) => Err(Disagreement::Failed(error.to_string())),
        Err(error) => Err(match error.try_into_panic() {
            Ok(panic) => Disagreement::Panicked(panic_message(&*panic).to_owned()),
            Err(cancelled) => Disagreement::Failed(cancelled.to_string()),
        }),
    }
}

/// In place of the table's name. The repository reads everything after a sequence at once, and an account's stream may
/// have a million events: this is the only way to tell it where to stop. Its other way, a stream of events, ends early
/// and silently where the database fails.
fn window(until: u64) -> String {
    format!("(SELECT * FROM events WHERE sequence <= {until}) AS events")
}

async fn read(
    repository: &PostgresEventRepository,
    kind: AggregateType,
    id: &str,
    after: u64,
) -> Result<Vec<SerializedEvent>, PersistenceError> {
    match kind {
        AggregateType::Project => of::<Project>(repository, id, after).await,
        AggregateType::Context => of::<Context>(repository, id, after).await,
        AggregateType::Suggestion => of::<Suggestion>(repository, id, after).await,
        AggregateType::Post => of::<Post>(repository, id, after).await,
        AggregateType::Account => of::<Account>(repository, id, after).await,
        AggregateType::Member => of::<Member>(repository, id, after).await,
        AggregateType::Access => of::<Access>(repository, id, after).await,
    }
}

async fn of<S: AggregateState>(
    repository: &PostgresEventRepository,
    id: &str,
    after: u64,
) -> Result<Vec<SerializedEvent>, PersistenceError>
where
    CqrsAggregate<S>: Aggregate,
{
    let after = usize::try_from(after).map_err(|error| PersistenceError::UnknownError(error.into()))?;
    repository.get_last_events::<CqrsAggregate<S>>(id, after).await
}
