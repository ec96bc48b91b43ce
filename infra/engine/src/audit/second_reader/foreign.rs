//! The second reader: pages of a stream through the repository of postgres-es, whatever it does.

use commands::cqrs::{CqrsAggregate, ForAggregate, for_aggregate};
use commands::decision::AggregateState;
use cqrs_es::persist::{PersistedEventRepository, PersistenceError, SerializedEvent};
use domain::stream::StreamId;
use futures_util::future::{BoxFuture, FutureExt};
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
    let reading = for_aggregate(stream.kind, PageReading { repository, id: stream.id.clone(), after });
    match tokio::spawn(reading).await {
        Ok(Ok(events)) => Ok(events),
        Ok(Err(error)) => Err(Disagreement::Failed(error.to_string())),
        Err(error) => Err(match error.try_into_panic() {
            Ok(panic) => Disagreement::Panicked(panic_message(&*panic).to_owned()),
            Err(cancelled) => Disagreement::Failed(cancelled.to_string()),
        }),
    }
}

/// In place of the table's name. The repository reads everything after a sequence at once, and one stream may
/// have a million events: this is the only way to tell it where to stop. Its other way, a stream of events, ends early
/// and silently where the database fails.
fn window(until: u64) -> String {
    format!("(SELECT * FROM events WHERE sequence <= {until}) AS events")
}

/// One page; the repository takes the aggregate as a type.
struct PageReading {
    repository: PostgresEventRepository,
    id: String,
    after: u64,
}

impl ForAggregate for PageReading {
    type Output = BoxFuture<'static, Result<Vec<SerializedEvent>, PersistenceError>>;

    fn run<S: AggregateState>(self) -> Self::Output {
        let reading = async move {
            let after =
                usize::try_from(self.after).map_err(|error| PersistenceError::UnknownError(error.into()))?;
            self.repository.get_last_events::<CqrsAggregate<S>>(&self.id, after).await
        };
        reading.boxed()
    }
}
