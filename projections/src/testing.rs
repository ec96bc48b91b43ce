//! Events for tests, told as a story, and databases to project them into.

mod catalogue;

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::actor::Actor;
use domain::context::event::ContextEvent;
use domain::event::{Event, Metadata};
use domain::id::{CommandId, CorrelationId, EventId, MemberId, PostId, ProjectId, SuggestionId};
use domain::member::event::MemberEvent;
use domain::post::event::PostEvent;
use domain::project::event::ProjectEvent;
use domain::recorded::Recorded;
use domain::risk::{Assessment, RiskScore, Signal, SignalName, SignalStatus};
use domain::stream::{AggregateType, StreamId, partition};
use domain::suggestion::event::SuggestionEvent;
use domain::text::Text;
use harness::TestDatabase;
use sqlx::Connection;
use uuid::Uuid;

use crate::projection::Projection;
use crate::projector::buffer::ProjectionBuffer;
use crate::registry;
use crate::target::Target;

pub(crate) use catalogue::{
    approved, assessed, edited, everything, failed, forgotten, generated, granted, published, queued,
    requested,
};

/// The project of every story.
pub(crate) const PROJECT: ProjectId = ProjectId(Uuid::from_u128(1));

/// Who tells the story when nobody is named.
pub(crate) fn alice() -> Actor {
    Actor::Member(MemberId::telegram(1001))
}

pub(crate) fn suggestion_id(number: u128) -> SuggestionId {
    SuggestionId(Uuid::from_u128(0x100 + number))
}

pub(crate) fn post_id(number: u128) -> PostId {
    PostId(Uuid::from_u128(0x200 + number))
}

/// The time of the event at this position: one event per hour.
pub(crate) fn at(position: i64) -> DateTime<Utc> {
    "2026-01-09T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::hours(position)
}

/// Words that are known.
pub(crate) fn known(words: &str) -> Text {
    Text::known(words)
}

/// A score with one signal that quotes these words.
pub(crate) fn assessment(score: u8, quote: &str) -> Assessment {
    let signal = Signal {
        name: SignalName::Urgency,
        weight: score,
        evidence: Some(known(quote)),
        status: SignalStatus::Present,
    };
    Assessment { score: RiskScore::try_new(score).unwrap(), signals: vec![signal], complete: true }
}

/// Events in order, each by Alice and about the one project.
#[derive(Default)]
pub(crate) struct Story {
    pub(crate) events: Vec<Arc<Recorded>>,
}

impl Story {
    pub(crate) fn project(self, event: ProjectEvent) -> Self {
        self.event(AggregateType::Project, PROJECT, Event::Project(event))
    }

    pub(crate) fn context(self, event: ContextEvent) -> Self {
        self.event(AggregateType::Context, PROJECT, Event::Context(event))
    }

    pub(crate) fn suggestion(self, number: u128, event: SuggestionEvent) -> Self {
        self.event(AggregateType::Suggestion, suggestion_id(number), Event::Suggestion(event))
    }

    pub(crate) fn post(self, number: u128, event: PostEvent) -> Self {
        self.event(AggregateType::Post, post_id(number), Event::Post(event))
    }

    pub(crate) fn member(self, member: &str, event: MemberEvent) -> Self {
        self.event(AggregateType::Member, member, Event::Member(event))
    }

    pub(crate) fn event(mut self, kind: AggregateType, id: impl std::fmt::Display, event: Event) -> Self {
        let stream = StreamId::new(kind, id);
        let position = self.events.len() + 1;
        let sequence = self.events.iter().filter(|earlier| earlier.stream == stream).count() + 1;
        let id = Uuid::from_u128(0xe000 + position as u128);
        let recorded = Recorded {
            position: position as u64,
            previous: 0,
            partition: partition(Some(PROJECT), &stream.id),
            event_id: EventId(id),
            stream,
            sequence: sequence as u64,
            recorded_at: at(i64::try_from(position).unwrap()),
            metadata: metadata(id),
            event,
        };
        self.events.push(Arc::new(recorded));
        self
    }
}

fn metadata(id: Uuid) -> Metadata {
    Metadata {
        command_id: CommandId(id),
        actor: alice(),
        correlation_id: CorrelationId(id),
        causation_id: None,
        project_id: Some(PROJECT),
        chat: None,
        topic: None,
        trace: None,
    }
}

/// The rows that the events make, without a database, in the order of their keys.
pub(crate) fn rows<P: Projection>(story: &Story) -> Vec<P::Row> {
    let changes = ProjectionBuffer::<P>::folded(&story.events).unwrap();
    changes.new.into_iter().map(|row| serde_json::from_value(row).unwrap()).collect()
}

/// An empty database with the read models' tables.
pub(crate) async fn database() -> TestDatabase {
    TestDatabase::create_migrated(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations"))).await
}

/// A database whose live read models have taken in the story.
pub(crate) async fn projected(story: &Story) -> TestDatabase {
    let database = database().await;
    for events in story.events.chunks(7) {
        project(&database, &Target::live(), events).await;
    }
    database
}

/// Takes the events into every read model of the target, as one batch.
pub(crate) async fn project(database: &TestDatabase, target: &Target, events: &[Arc<Recorded>]) {
    let mut conn = database.pool.acquire().await.unwrap();
    let mut transaction = conn.begin().await.unwrap();
    for projector in registry::all() {
        projector.apply(&mut transaction, target, events).await.unwrap();
    }
    transaction.commit().await.unwrap();
}
