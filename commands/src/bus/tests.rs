//! The bus over a store in memory that can be moved under its feet.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use domain::actor::Actor;
use domain::id::{MemberId, ProjectId};
use domain::role::{Role, Scope};
use domain::stream::StreamId;
use domain::text::Text;
use uuid::Uuid;

use super::Bus;
use crate::command::Command;
use crate::decision::Commanded;
use crate::envelope::Envelope;
use crate::error::CommandError;
use crate::member::grant_role::GrantRole;
use crate::port::clock::Ids;
use crate::port::dispatch::Dispatch;
use crate::project::create::CreateProject;
use crate::project::pause::PausePosting;
use crate::receipt::{Outcome, Receipt};
use crate::refusal::Refusal;
use crate::store::{Append, Appended, EventStore, StoreError};
use crate::testing::noon;

#[derive(Default)]
struct Counted(AtomicU64);

impl Ids for Counted {
    fn next(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)) + 1000)
    }
}

#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Contents>>);

#[derive(Default)]
struct Contents {
    streams: HashMap<StreamId, Vec<serde_json::Value>>,
    commands: HashMap<Uuid, (Receipt, [u8; 32])>,
    /// Appends answered with `Moved` before one is taken.
    moves: u32,
    appends: u32,
}

impl EventStore for Memory {
    async fn load<S: Commanded>(&self, id: &str, after: u64) -> Result<Vec<S::Event>, StoreError> {
        let contents = self.0.lock().unwrap();
        let events = contents.streams.get(&StreamId::new(S::KIND, id));
        let after = usize::try_from(after).unwrap();
        Ok(events
            .into_iter()
            .flatten()
            .skip(after)
            .map(|payload| serde_json::from_value(payload.clone()).unwrap())
            .collect())
    }

    async fn append(&self, append: Append) -> Result<Appended, StoreError> {
        let mut contents = self.0.lock().unwrap();
        contents.appends += 1;
        if let Some((receipt, hash)) = contents.commands.get(&append.receipt.command_id.0) {
            let same = *hash == append.request_hash;
            return Ok(if same { Appended::Repeated(receipt.clone()) } else { Appended::KeyReused });
        }
        let version = |stream: &StreamId| contents.streams.get(stream).map_or(0, Vec::len) as u64;
        if append.guards.iter().any(|guard| version(&guard.stream) != guard.version) {
            return Ok(Appended::Moved);
        }
        if contents.moves > 0 {
            contents.moves -= 1;
            return Ok(Appended::Moved);
        }
        for event in append.events {
            contents.streams.entry(event.stream).or_default().push(event.payload);
        }
        contents.commands.insert(append.receipt.command_id.0, (append.receipt, append.request_hash));
        Ok(Appended::Recorded)
    }
}

fn bus(store: &Memory) -> Bus<Memory> {
    Bus::new(store.clone(), Arc::new(Counted::default()), 100)
}

fn project() -> ProjectId {
    ProjectId(Uuid::from_u128(1))
}

fn by(actor: Actor, id: u128, command: impl Into<Command>) -> Envelope {
    Envelope::first(Uuid::from_u128(id), actor, noon(), command)
}

fn operator() -> Actor {
    Actor::Operator("root".into())
}

fn alice() -> Actor {
    Actor::Member(MemberId::telegram(1))
}

fn create() -> CreateProject {
    CreateProject { project: project(), name: "Froglet".into(), base_description: Text::known("A frog") }
}

fn pause() -> PausePosting {
    PausePosting { project: project(), reason: None }
}

fn accesses(store: &Memory) -> usize {
    let contents = store.0.lock().unwrap();
    contents.streams.keys().filter(|stream| stream.kind == domain::stream::AggregateType::Access).count()
}

#[tokio::test]
async fn a_repeat_returns_the_first_receipt_and_a_reused_key_is_told() {
    let store = Memory::default();
    let bus = bus(&store);
    let first = bus.dispatch(by(operator(), 7, create())).await.unwrap();
    assert_eq!(bus.dispatch(by(operator(), 7, create())).await.unwrap(), first);
    let other = CreateProject { name: "Toad".into(), ..create() };
    assert_eq!(bus.dispatch(by(operator(), 7, other)).await, Err(CommandError::KeyReused));
}

#[tokio::test]
async fn a_second_instance_decides_again_on_what_the_first_recorded() {
    let store = Memory::default();
    let (one, two) = (bus(&store), bus(&store));
    one.dispatch(by(operator(), 1, create())).await.unwrap();
    two.dispatch(by(operator(), 2, pause())).await.unwrap();
    let receipt = one.dispatch(by(operator(), 3, pause())).await.unwrap();
    assert_eq!((receipt.outcome, receipt.last_sequence), (Outcome::Nothing, 2));
}

#[tokio::test]
async fn conflicts_are_retried_and_then_reported() {
    let store = Memory::default();
    let bus = bus(&store);
    store.0.lock().unwrap().moves = 3;
    bus.dispatch(by(operator(), 1, create())).await.unwrap();
    store.0.lock().unwrap().moves = 1000;
    let conflict = bus.dispatch(by(operator(), 2, pause())).await;
    assert!(matches!(conflict, Err(CommandError::Conflict { .. })), "{conflict:?}");
}

#[tokio::test]
async fn a_revoked_role_counts_at_once_even_when_another_instance_remembers_it() {
    let store = Memory::default();
    let (one, two) = (bus(&store), bus(&store));
    one.dispatch(by(operator(), 1, create())).await.unwrap();
    let (member, role, scope) = (MemberId::telegram(1), Role::Publisher, Scope::Project(project()));
    let grant = GrantRole { member: member.clone(), role, scope, name: None };
    one.dispatch(by(operator(), 2, grant)).await.unwrap();
    one.dispatch(by(alice(), 3, pause())).await.unwrap();
    let revoke = crate::member::revoke_role::RevokeRole { member, role, scope };
    two.dispatch(by(operator(), 4, revoke)).await.unwrap();
    let resume = crate::project::resume::ResumePosting { project: project() };
    let refused = one.dispatch(by(alice(), 5, resume)).await;
    assert!(matches!(refused, Err(CommandError::Refused(Refusal::NotAllowed { .. }))), "{refused:?}");
}

#[tokio::test]
async fn strangers_collapse_to_one_refusal_per_person_and_hour() {
    let store = Memory::default();
    let bus = bus(&store);
    bus.dispatch(by(operator(), 1, create())).await.unwrap();
    for id in 2..5 {
        let refused = bus.dispatch(by(alice(), id, pause())).await;
        assert!(matches!(refused, Err(CommandError::Refused(Refusal::NotAllowed { .. }))));
    }
    assert_eq!(accesses(&store), 1);
    let mallory = Actor::Member(MemberId::telegram(9));
    let again = bus.dispatch(by(mallory.clone(), 5, pause())).await.unwrap_err();
    assert_eq!(bus.dispatch(by(mallory, 5, pause())).await.unwrap_err(), again);
    assert_eq!(accesses(&store), 2);
}

#[tokio::test]
async fn every_refusal_of_a_member_is_recorded() {
    let store = Memory::default();
    let bus = bus(&store);
    bus.dispatch(by(operator(), 1, create())).await.unwrap();
    let (member, role, scope) = (MemberId::telegram(1), Role::Analyst, Scope::Project(project()));
    bus.dispatch(by(operator(), 2, GrantRole { member, role, scope, name: None })).await.unwrap();
    for id in 3..6 {
        bus.dispatch(by(alice(), id, pause())).await.unwrap_err();
    }
    assert_eq!(accesses(&store), 3);
}
