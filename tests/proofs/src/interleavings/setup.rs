//! What has happened before a case begins: both projects, the people's roles, a layer of context, and a post that is
//! cleared to be sent.

use chrono::{DateTime, Utc};
use commands::receipt::{Outcome, Receipt};
use commands::store::{Append, ExpectedVersion, NewEvent};
use domain::account::event::AccountEvent;
use domain::actor::Actor;
use domain::context::event::ContextEvent;
use domain::event::{DomainEvent, Metadata};
use domain::id::{CommandId, CorrelationId, EventId, ProjectId, SuggestionId};
use domain::member::event::MemberEvent;
use domain::post::event::{Allowance, PostEvent, Source};
use domain::post_text::text_hash;
use domain::project::event::ProjectEvent;
use domain::risk::{Assessment, RiskScore};
use domain::role::{Role, Scope};
use domain::stream::{AggregateType, StreamId};
use domain::text::Text;
use uuid::Uuid;

use super::world::{TEXT, World};

/// The two appends that make the world, each with its own project.
pub(super) fn appends(world: &World) -> [Append; 2] {
    let [first, second] = world.projects;
    let mut whole = Draft::new(world, first, "everything");
    whole.add(AggregateType::Project, first, &created());
    whole.add(AggregateType::Project, first, &assigned(world));
    whole.add(AggregateType::Account, &world.account, &connected());
    for (person, (role, scope)) in world.people.iter().zip(roles(first)) {
        whole.add(AggregateType::Member, person, &MemberEvent::RoleGranted { role, scope, name: None });
    }
    for event in layer(world) {
        whole.add(AggregateType::Context, first, &event);
    }
    for event in post(world, World::at()) {
        whole.add(AggregateType::Post, world.post, &event);
    }
    let mut beside = Draft::new(world, second, "second project");
    beside.add(AggregateType::Project, second, &created());
    [whole.append(), beside.append()]
}

/// An append of one event without any guard: what a writer does that pays no attention.
pub(super) fn careless(world: &World, project: ProjectId, sequence: u64, event: &ProjectEvent) -> Append {
    let mut draft = Draft::new(world, project, &format!("careless {sequence} {}", event.kind().name));
    draft.id(CommandId(Uuid::new_v5(&project.0, format!("careless {sequence}").as_bytes())));
    draft.at(AggregateType::Project, project, sequence, event);
    Append { expected_versions: Vec::new(), ..draft.append() }
}

struct Draft {
    metadata: Metadata,
    stream: StreamId,
    events: Vec<NewEvent>,
}

impl Draft {
    fn new(world: &World, project: ProjectId, name: &str) -> Self {
        let id = Uuid::new_v5(&world.space, name.as_bytes());
        let metadata = Metadata {
            command_id: CommandId(id),
            actor: Actor::Operator("proof".to_owned()),
            correlation_id: CorrelationId(id),
            causation_id: None,
            project_id: Some(project),
            chat: None,
            topic: None,
            trace: None,
        };
        Self { metadata, stream: StreamId::new(AggregateType::Project, project), events: Vec::new() }
    }

    fn id(&mut self, id: CommandId) {
        self.metadata.command_id = id;
    }

    fn add(&mut self, kind: AggregateType, id: impl std::fmt::Display, event: &impl DomainEvent) {
        let stream = StreamId::new(kind, id);
        let before = self.events.iter().filter(|event| event.stream == stream).count() as u64;
        self.at(kind, &stream.id, before + 1, event);
    }

    fn at(
        &mut self,
        kind: AggregateType,
        id: impl std::fmt::Display,
        sequence: u64,
        event: &impl DomainEvent,
    ) {
        let name = format!("event {}", self.events.len());
        self.events.push(NewEvent {
            id: EventId(Uuid::new_v5(&self.metadata.command_id.0, name.as_bytes())),
            stream: StreamId::new(kind, id),
            sequence,
            kind: event.kind(),
            payload: serde_json::to_value(event).unwrap_or_default(),
        });
    }

    fn append(self) -> Append {
        let own = self.events.iter().filter(|event| event.stream == self.stream);
        let sequences: Vec<u64> = own.map(|event| event.sequence).collect();
        let receipt = Receipt {
            command_id: self.metadata.command_id,
            outcome: Outcome::Applied,
            stream: self.stream.clone(),
            first_sequence: sequences.first().copied().unwrap_or_default(),
            last_sequence: sequences.last().copied().unwrap_or_default(),
            event_ids: self.events.iter().map(|event| event.id).collect(),
        };
        let expected_versions = vec![ExpectedVersion { stream: self.stream, version: 0 }];
        Append {
            receipt,
            request_hash: [1; 32],
            events: self.events,
            metadata: self.metadata,
            expected_versions,
        }
    }
}

fn roles(project: ProjectId) -> [(Role, Scope); 3] {
    let here = Scope::Project(project);
    [(Role::Owner, Scope::Global), (Role::Publisher, here), (Role::Editor, here)]
}

fn created() -> ProjectEvent {
    ProjectEvent::ProjectCreated { name: "Frog".to_owned(), base_description: Text::known("A frog") }
}

fn assigned(world: &World) -> ProjectEvent {
    ProjectEvent::AccountAssigned { account: world.account.clone(), username: "frog".to_owned() }
}

fn connected() -> AccountEvent {
    AccountEvent::AccountConnected { username: "frog".to_owned() }
}

fn assessment(score: u8) -> Assessment {
    let score = RiskScore::try_new(score).unwrap_or_default();
    Assessment { score, signals: Vec::new(), complete: true }
}

fn layer(world: &World) -> [ContextEvent; 2] {
    let added_by = Actor::Member(world.person(2));
    [
        ContextEvent::ContextAdded { layer: 1, content: Text::known("Frogs"), added_by },
        ContextEvent::ContextAssessed { layer: 1, assessment: assessment(50) },
    ]
}

fn post(world: &World, publish_at: DateTime<Utc>) -> [PostEvent; 2] {
    let suggestion = SuggestionId(Uuid::new_v5(&world.space, b"suggestion"));
    [
        PostEvent::PostQueued {
            project: world.projects[0],
            account: world.account.clone(),
            source: Source { suggestion, variant: 1, revision: 1, context_version: 0 },
            text: Text::known(TEXT),
            text_hash: text_hash(TEXT),
            score: RiskScore::try_new(20).unwrap_or_default(),
            allowance: Allowance::ApprovedBy(Actor::Member(world.person(1))),
            publish_at,
        },
        PostEvent::PostCleared { assessment: assessment(20) },
    ]
}
