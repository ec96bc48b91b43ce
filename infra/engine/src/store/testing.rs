//! A store on a database of its own, and appends without a bus: fixtures of the tests, here and in the packages above.
#![expect(clippy::unwrap_used, reason = "fixtures of tests may panic")]

use std::path::Path;

use commands::receipt::{Outcome, Receipt};
use commands::store::{Append, Appended, EventStore, ExpectedVersion, NewEvent, StoreError};
use domain::actor::Actor;
use domain::event::{DomainEvent, Metadata};
use domain::id::{CommandId, CorrelationId, EventId, ProjectId};
use domain::project::event::ProjectEvent;
use domain::stream::{AggregateType, StreamId};
use domain::text::Text;
use harness::TestDatabase;
use uuid::Uuid;

use super::codec::EventDecoder;
use super::keys::Keyring;
use super::{AppendLimits, AppendSignal, MasterKey, PgEventStore};
use crate::log::LogReader;
use crate::sequencer::Sequencer;

/// Everything around one test database. The sequencer does not run by itself.
pub struct Fixture {
    /// The keys.
    pub keyring: Keyring,
    /// The store.
    pub store: PgEventStore,
    /// The sequencer; a test steps it.
    pub sequencer: Sequencer,
    /// The log.
    pub log: LogReader,
    /// The database.
    pub database: TestDatabase,
}

impl Fixture {
    /// On a database of its own.
    pub async fn start() -> Self {
        Self::with(AppendLimits::default()).await
    }

    /// The same with these limits.
    pub async fn with(limits: AppendLimits) -> Self {
        Self::on(TestDatabase::create_migrated(Path::new("../../migrations")).await, limits).await
    }

    /// The same on a database that is there.
    pub async fn on(database: TestDatabase, limits: AppendLimits) -> Self {
        let keyring = Keyring::open(database.pool.clone(), &master_key()).await.unwrap();
        let signal = AppendSignal::new();
        let store = PgEventStore::start(&database.pool, keyring.clone(), limits, &signal);
        let sequencer = Sequencer::new(database.pool.clone(), signal);
        let log = LogReader::new(database.pool.clone(), EventDecoder::new(keyring.clone()));
        Self { keyring, store, sequencer, log, database }
    }

    /// Another instance on the same database.
    pub fn another_store(&self) -> PgEventStore {
        let pool = self.database.pool.clone();
        PgEventStore::start(&pool, self.keyring.clone(), AppendLimits::default(), &AppendSignal::new())
    }

    /// Records `count` descriptions of the project after this version.
    pub async fn describe(&self, project: ProjectId, after: u64, count: usize) {
        let outcome = self.store.append(described(project, after, count)).await;
        assert_eq!(outcome, Ok(Appended::Recorded));
    }

    /// The project's events.
    pub async fn load(&self, project: ProjectId) -> Result<Vec<ProjectEvent>, StoreError> {
        let loaded = self.store.load::<domain::project::Project>(&project.to_string(), 0).await?;
        Ok(loaded.into_iter().flatten().collect())
    }

    /// Numbers everything that waits and returns the head.
    pub async fn sequence(&self) -> u64 {
        loop {
            let step = self.sequencer.step().await.unwrap();
            if step.numbered == 0 {
                return step.head;
            }
        }
    }

    /// Runs statements as the attacker does: with the triggers off.
    pub async fn tamper(&self, statements: &str) {
        let statements = format!("BEGIN; SET LOCAL session_replication_role = replica; {statements}; COMMIT");
        sqlx::raw_sql(&statements).execute(&self.database.pool).await.unwrap();
    }

    /// How many rows this table or query has.
    pub async fn count(&self, of: &str) -> i64 {
        let count = format!("SELECT count(*) FROM {of}");
        sqlx::query_scalar(&count).fetch_one(&self.database.pool).await.unwrap()
    }
}

/// The key of these tests.
pub fn master_key() -> MasterKey {
    MasterKey::from_bytes([7; 32])
}

/// A random id.
pub fn any_id() -> Uuid {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).unwrap();
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// A random project.
pub fn any_project() -> ProjectId {
    ProjectId(any_id())
}

/// The project's stream.
pub fn stream(project: ProjectId) -> StreamId {
    StreamId::new(AggregateType::Project, project)
}

/// A description of these words.
pub fn description(words: &str) -> ProjectEvent {
    ProjectEvent::ProjectDescribed { base_description: Text::known(words) }
}

/// An append of `count` descriptions to the project's stream, guarded by its version.
pub fn described(project: ProjectId, after: u64, count: usize) -> Append {
    let events = (after + 1..).take(count).map(|sequence| description(&format!("words {sequence}")));
    append_of(project, after, &events.collect::<Vec<_>>())
}

/// An append of these events to the project's stream, guarded by its version.
pub fn append_of(project: ProjectId, after: u64, events: &[ProjectEvent]) -> Append {
    let events: Vec<_> =
        (after + 1..).zip(events).map(|(sequence, event)| new_event(project, sequence, event)).collect();
    let command_id = CommandId(any_id());
    let receipt = Receipt {
        command_id,
        outcome: if events.is_empty() { Outcome::Nothing } else { Outcome::Applied },
        stream: stream(project),
        first_sequence: after + 1,
        last_sequence: after + events.len() as u64,
        event_ids: events.iter().map(|event| event.id).collect(),
    };
    let metadata = Metadata {
        command_id,
        actor: Actor::Operator("test".into()),
        correlation_id: CorrelationId(command_id.0),
        causation_id: None,
        project_id: Some(project),
        chat: None,
        topic: None,
        trace: None,
    };
    let expected_versions = vec![ExpectedVersion { stream: stream(project), version: after }];
    Append { receipt, request_hash: [1; 32], events, metadata, expected_versions }
}

fn new_event(project: ProjectId, sequence: u64, event: &ProjectEvent) -> NewEvent {
    NewEvent {
        id: EventId(any_id()),
        stream: stream(project),
        sequence,
        kind: event.kind(),
        payload: serde_json::to_value(event).unwrap(),
    }
}
