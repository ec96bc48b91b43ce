//! The bus over a store in memory that can be moved under its feet.

use std::sync::Arc;

use domain::actor::Actor;
use domain::id::{MemberId, ProjectId};
use domain::member::Member;
use domain::project::Project;
use domain::role::{Role, Scope};
use domain::text::Text;
use uuid::Uuid;

use super::Bus;
use crate::command::Command;
use crate::envelope::Envelope;
use crate::error::CommandError;
use crate::member::grant_role::GrantRole;
use crate::port::dispatch::Dispatch;
use crate::project::create::CreateProject;
use crate::project::pause::PausePosting;
use crate::receipt::Outcome;
use crate::refusal::Refusal;
use crate::store::memory::{Counted, Memory};
use crate::testing::noon;

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
    PausePosting { project: project(), reason: None, asked_at: None }
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
    let again = bus.dispatch(by(operator(), 7, create())).await.unwrap();
    assert_eq!(again.receipt, first.receipt);
    let other = CreateProject { name: "Toad".into(), ..create() };
    assert_eq!(bus.dispatch(by(operator(), 7, other)).await.unwrap_err(), CommandError::KeyReused);
}

#[tokio::test]
async fn a_command_gives_back_the_state_that_it_left_and_a_repeat_the_present_one() {
    let store = Memory::default();
    let (one, two) = (bus(&store), bus(&store));
    let created = one.dispatch(by(operator(), 1, create())).await.unwrap();
    assert_eq!(created.state::<Project>().unwrap().version, 1);
    assert!(matches!(created.state::<Member>(), Err(CommandError::Corrupt(_))));
    two.dispatch(by(operator(), 2, pause())).await.unwrap();
    let nothing = one.dispatch(by(operator(), 3, pause())).await.unwrap();
    let repeat = one.dispatch(by(operator(), 1, create())).await.unwrap();
    for dispatched in [nothing, repeat] {
        let project = dispatched.state::<Project>().unwrap();
        assert!(project.state.paused && project.version == 2, "{project:?}");
    }
}

#[tokio::test]
async fn a_second_instance_decides_again_on_what_the_first_recorded() {
    let store = Memory::default();
    let (one, two) = (bus(&store), bus(&store));
    one.dispatch(by(operator(), 1, create())).await.unwrap();
    two.dispatch(by(operator(), 2, pause())).await.unwrap();
    let receipt = one.dispatch(by(operator(), 3, pause())).await.unwrap().receipt;
    assert_eq!((receipt.outcome, receipt.last_sequence), (Outcome::Nothing, 2));
}

#[tokio::test]
async fn what_should_begin_a_stream_is_decided_again_on_the_stream_that_is_there() {
    let store = Memory::default();
    let (one, two) = (bus(&store), bus(&store));
    one.dispatch(by(operator(), 1, create())).await.unwrap();
    let refused = two.dispatch(by(operator(), 2, create())).await.unwrap_err();
    let exists = Refusal::AlreadyExists { what: "project".to_owned() };
    assert_eq!(refused, CommandError::Refused(exists));
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
    let resume = crate::project::resume::ResumePosting { project: project(), asked_at: None };
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
