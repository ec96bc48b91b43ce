//! The contract of an event store: cqrs-es's own trait over our statements and over postgres-es, the same cases for
//! both. Same events in, same events and same state out.
//!
//! The trait is implemented here and not in the store: the bus keeps its shorter way, which also records receipts,
//! refusals and the versions of other streams.

use std::collections::HashMap;

use commands::cqrs::{CqrsAggregate, CqrsEvent};
use commands::store::{Appended, EventStore as _, StoreError};
use cqrs_es::persist::{PersistedEventRepository, PersistedEventStore};
use cqrs_es::{Aggregate, AggregateContext, AggregateError, EventEnvelope, EventStore};
use domain::event::Event;
use domain::id::ProjectId;
use domain::policy::Autopilot;
use domain::project::Project;
use domain::project::event::ProjectEvent;
use domain::text::Text;
use postgres_es::PostgresEventRepository;
use serde_json::Value;

use crate::log::stream_page;
use crate::store::PgEventStore;
use crate::store::codec::EventDecoder;
use crate::store::testing::{Fixture, any_project, append_of, description, stream};

type Failure = AggregateError<<CqrsAggregate<Project> as Aggregate>::Error>;

/// The tables of postgres-es, as its own `init.sql` has them, beside ours.
const STOCK: &str = "
CREATE TABLE stock_events (
    aggregate_type text                         NOT NULL,
    aggregate_id   text                         NOT NULL,
    sequence       bigint CHECK (sequence >= 0) NOT NULL,
    event_type     text                         NOT NULL,
    event_version  text                         NOT NULL,
    payload        json                         NOT NULL,
    metadata       json                         NOT NULL,
    PRIMARY KEY (aggregate_type, aggregate_id, sequence)
)";

/// Our statements behind the trait of cqrs-es.
struct OurStore<'a>(&'a PgEventStore);

/// A project as it was loaded, and its version.
struct Loaded {
    id: ProjectId,
    aggregate: CqrsAggregate<Project>,
    version: u64,
}

impl AggregateContext<CqrsAggregate<Project>> for Loaded {
    fn aggregate(&mut self) -> &mut CqrsAggregate<Project> {
        &mut self.aggregate
    }
}

impl EventStore<CqrsAggregate<Project>> for OurStore<'_> {
    type AC = Loaded;

    async fn load_events(&self, id: &str) -> Result<Vec<EventEnvelope<CqrsAggregate<Project>>>, Failure> {
        let events = self.0.load::<Project>(id, 0).await.map_err(failed)?;
        Ok(envelopes(id, 1, events.into_iter().flatten().collect()))
    }

    async fn load_aggregate(&self, id: &str) -> Result<Loaded, Failure> {
        let events = self.load_events(id).await?;
        let version = events.len() as u64;
        let mut aggregate = CqrsAggregate::default();
        events.into_iter().for_each(|event| aggregate.apply(event.payload));
        Ok(Loaded { id: id.parse().expect("ids of projects are UUIDs"), aggregate, version })
    }

    /// Our metadata is structured and made by the bus: the map is not for it.
    async fn commit(
        &self,
        events: Vec<CqrsEvent<ProjectEvent>>,
        context: Loaded,
        _metadata: HashMap<String, String>,
    ) -> Result<Vec<EventEnvelope<CqrsAggregate<Project>>>, Failure> {
        let events: Vec<_> = events.into_iter().map(|event| event.0).collect();
        let append = append_of(context.id, context.version, &events);
        match self.0.append(append).await.map_err(failed)? {
            Appended::Recorded => Ok(envelopes(&context.id.to_string(), context.version + 1, events)),
            Appended::VersionConflict => Err(AggregateError::AggregateConflict),
            other @ (Appended::Repeated(_) | Appended::KeyReused) => {
                panic!("the command's id is new: {other:?}")
            }
        }
    }
}

fn failed(error: StoreError) -> Failure {
    AggregateError::UnexpectedError(Box::new(error))
}

fn envelopes(id: &str, first: u64, events: Vec<ProjectEvent>) -> Vec<EventEnvelope<CqrsAggregate<Project>>> {
    let envelope = |(sequence, event)| EventEnvelope {
        aggregate_id: id.to_owned(),
        sequence: usize::try_from(sequence).expect("streams are short"),
        payload: CqrsEvent(event),
        metadata: HashMap::new(),
    };
    (first..).zip(events).map(envelope).collect()
}

/// What somebody who uses a store sees of a project.
#[derive(Debug, PartialEq)]
struct Seen {
    events: Vec<(String, usize, ProjectEvent)>,
    state: Value,
}

async fn seen<E: EventStore<CqrsAggregate<Project>>>(store: &E, project: ProjectId) -> Seen {
    let id = project.to_string();
    let events = store.load_events(&id).await.expect("events are loaded");
    let mut context = store.load_aggregate(&id).await.expect("a state is loaded");
    Seen {
        events: events
            .into_iter()
            .map(|event| (event.aggregate_id, event.sequence, event.payload.0))
            .collect(),
        state: serde_json::to_value(context.aggregate()).expect("a state is JSON"),
    }
}

/// Commits after what is there now; the sequences that the store gave.
async fn commit<E: EventStore<CqrsAggregate<Project>>>(
    store: &E,
    project: ProjectId,
    events: &[ProjectEvent],
) -> Vec<usize> {
    let context = store.load_aggregate(&project.to_string()).await.expect("a state is loaded");
    let committed =
        store.commit(cqrs_events(events), context, HashMap::new()).await.expect("nobody was in between");
    assert_eq!(committed.iter().map(|event| event.payload.0.clone()).collect::<Vec<_>>(), events);
    committed.iter().map(|event| event.sequence).collect()
}

fn cqrs_events(events: &[ProjectEvent]) -> Vec<CqrsEvent<ProjectEvent>> {
    events.iter().cloned().map(CqrsEvent).collect()
}

/// A project's life, in three commits.
fn life() -> [Vec<ProjectEvent>; 3] {
    let begun = ProjectEvent::ProjectCreated {
        name: "Froglet".to_owned(),
        base_description: Text::known("a frog that plants trees"),
    };
    let paused = ProjectEvent::PostingPaused { reason: Some(Text::known("rain")), asked_at: None };
    [
        vec![begun],
        vec![description("a frog"), paused, ProjectEvent::AutopilotSet { mode: Autopilot::Full }],
        vec![ProjectEvent::PostingResumed {}, ProjectEvent::VibeCleared {}],
    ]
}

/// Every case, and what was seen after each.
async fn cases<E: EventStore<CqrsAggregate<Project>>>(store: &E, projects: [ProjectId; 4]) -> Vec<Seen> {
    let [empty, lived, other, long] = projects;
    let mut all = vec![seen(store, empty).await];

    // one after the other: sequences go on, and each state is that of all events so far
    let mut first = 1;
    for events in life() {
        let expected: Vec<usize> = (first..first + events.len()).collect();
        assert_eq!(commit(store, lived, &events).await, expected);
        first += events.len();
        all.push(seen(store, lived).await);
    }

    // streams do not mix
    assert_eq!(commit(store, other, &[description("somebody else")]).await, [1]);
    all.extend([seen(store, other).await, seen(store, lived).await]);

    // of two who saw the same version one is told of a conflict, and nothing of it is stored
    let id = other.to_string();
    let contexts = [store.load_aggregate(&id).await, store.load_aggregate(&id).await];
    let [early, late] = contexts.map(|context| context.expect("a state is loaded"));
    let early = store.commit(cqrs_events(&[description("early")]), early, HashMap::new()).await;
    assert_eq!(early.expect("it was the first").len(), 1);
    let late =
        store.commit(cqrs_events(&[description("late"), description("later")]), late, HashMap::new()).await;
    assert!(matches!(late, Err(AggregateError::AggregateConflict)));
    all.push(seen(store, other).await);

    // more than a page
    for turn in 0..3 {
        let words: Vec<_> = (0..900).map(|index| description(&format!("words {turn} {index}"))).collect();
        commit(store, long, &words).await;
    }
    all.push(seen(store, long).await);
    all
}

#[tokio::test]
async fn our_store_and_that_of_postgres_es_keep_the_same_contract() {
    let fixture = Fixture::start().await;
    let pool = &fixture.database.pool;
    sqlx::raw_sql(STOCK).execute(pool).await.unwrap();
    let repository = PostgresEventRepository::new(pool.clone()).with_tables("stock_events", "no_snapshots");
    let stock = PersistedEventStore::<_, CqrsAggregate<Project>>::new_event_store(repository);
    let projects = [any_project(), any_project(), any_project(), any_project()];

    let ours = cases(&OurStore(&fixture.store), projects).await;
    let theirs = cases(&stock, projects).await;
    assert_eq!(ours.len(), theirs.len());
    for (case, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
        assert_eq!(ours, theirs, "case {case}");
    }
    // and both are what they should be
    assert_eq!(
        ours[0],
        Seen { events: Vec::new(), state: serde_json::to_value(Project::default()).unwrap() }
    );
    let lived: Vec<_> = life().concat();
    assert_eq!(
        ours[3].events.iter().map(|event| &event.2).collect::<Vec<_>>(),
        lived.iter().collect::<Vec<_>>()
    );
    assert_eq!(ours.last().map(|long| long.events.len()), Some(2700));
}

/// On our own table: the texts are sealed there, so they are opened before the state is folded.
#[tokio::test]
async fn what_postgres_es_reads_of_our_streams_folds_to_the_same_state() {
    let fixture = Fixture::start().await;
    let project = any_project();
    let store = OurStore(&fixture.store);
    for events in life() {
        commit(&store, project, &events).await;
    }
    let head = fixture.sequence().await;

    let repository = PostgresEventRepository::new(fixture.database.pool.clone());
    let stored = repository.get_events::<CqrsAggregate<Project>>(&project.to_string()).await.unwrap();
    let mut envelopes = stream_page(&fixture.database.pool, &stream(project), head, 0, None).await.unwrap();
    assert_eq!(stored.len(), envelopes.len());
    let mut aggregate = CqrsAggregate::<Project>::default();
    for (envelope, event) in envelopes.iter_mut().zip(stored) {
        envelope.payload = serde_json::value::to_raw_value(&event.payload).unwrap();
        (envelope.event_type, envelope.event_version) = (event.event_type, event.event_version);
        assert_eq!(envelope.sequence, event.sequence as u64);
    }
    let opened = EventDecoder::new(fixture.keyring.clone()).open_envelopes(envelopes).await.unwrap();
    for recorded in opened {
        let Event::Project(event) = recorded.event else { panic!("an event of a project") };
        aggregate.apply(CqrsEvent(event));
    }
    let mut loaded = store.load_aggregate(&project.to_string()).await.unwrap();
    assert_eq!(serde_json::to_value(&aggregate).unwrap(), serde_json::to_value(loaded.aggregate()).unwrap());
}
