//! Test doubles of everything around the process managers: the real bus over a store in memory, and fakes of the
//! outside services.

pub(crate) mod crash;
pub(crate) mod dispatching;
pub(crate) mod layers;
pub(crate) mod outside;
pub(crate) mod runner;
pub(crate) mod x;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::account::Account;
use domain::actor::Actor;
use domain::event::{Event, Metadata};
use domain::id::{CommandId, CorrelationId, EventId, MemberId};
use domain::member::Member;
use domain::member::event::MemberEvent;
use domain::post::Post;
use domain::project::Project;
use domain::project::event::ProjectEvent;
use domain::recorded::Recorded;
use domain::role::{Role, Scope};
use domain::stream::{AggregateType, StreamId};
use serde::Serialize;
use uuid::Uuid;

use super::Ports;
use crate::account::testing::{account_id, connected};
use crate::bus::Bus;
use crate::command::Command;
use crate::envelope::Envelope;
use crate::error::CommandError;
use crate::port::aggregates::Aggregates;
use crate::port::clock::{Clock, Ids};
use crate::port::dispatch::Dispatch;
use crate::post::testing::post_id;
use crate::process::{Job, NewJob};
use crate::project::fixtures::created;
use crate::receipt::Receipt;
use crate::store::memory::{Counted, Memory};
use crate::testing::{member, noon, project_id};
use crash::Crash;
use dispatching::Dispatching;
use outside::Outside;
use x::FakeX;

/// A clock that is moved by hand; the machine's own time goes along.
pub(crate) struct FakeClock(Mutex<Duration>);

impl FakeClock {
    /// Lets time pass.
    pub(crate) fn advance(&self, time: Duration) {
        *self.0.lock().unwrap() += time;
    }

    /// Lets time pass until the instant, unless it is over.
    pub(crate) fn advance_to(&self, instant: DateTime<Utc>) {
        self.advance((instant - self.now()).to_std().unwrap_or_default());
    }
}

impl Clock for FakeClock {
    fn now(&self) -> DateTime<Utc> {
        noon() + TimeDelta::from_std(self.since_boot()).unwrap()
    }

    fn database_now(&self) -> DateTime<Utc> {
        self.now()
    }

    fn since_boot(&self) -> Duration {
        *self.0.lock().unwrap()
    }
}

/// Everything around the process managers.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) store: Memory,
    pub(crate) bus: Arc<Bus<Memory>>,
    pub(crate) dispatching: Arc<Dispatching>,
    pub(crate) clock: Arc<FakeClock>,
    pub(crate) crash: Arc<Crash>,
    pub(crate) outside: Arc<Outside>,
    pub(crate) x: Arc<FakeX>,
    asked: Arc<Counted>,
}

impl World {
    /// A world without anything in it.
    pub(crate) fn new() -> Self {
        let (store, crash) = (Memory::default(), Arc::new(Crash::default()));
        let bus = Arc::new(Bus::new(store.clone(), Arc::new(Counted::default()), 100));
        let clock = Arc::new(FakeClock(Mutex::default()));
        let outside = Arc::new(Outside::new(Arc::clone(&crash)));
        let x = Arc::new(FakeX::new(Arc::clone(&crash), Arc::clone(&clock)));
        let dispatching = Arc::new(Dispatching::new(Arc::clone(&bus), Arc::clone(&crash)));
        Self { store, bus, dispatching, clock, crash, outside, x, asked: Arc::default() }
    }

    /// A world with the project of the tests, which has an account, an owner (1) and a publisher (5).
    pub(crate) fn with_project() -> Self {
        let world = Self::new();
        let assigned =
            ProjectEvent::AccountAssigned { account: account_id(), username: "froglet".to_owned() };
        world.store.given::<Project>(project_id(), &[created(), assigned]);
        world.store.given::<Account>(account_id(), &[connected()]);
        for (user, role) in [(1, Role::Owner), (5, Role::Publisher)] {
            let granted = MemberEvent::RoleGranted { role, scope: Scope::Project(project_id()), name: None };
            world.store.given::<Member>(MemberId::telegram(user), &[granted]);
        }
        world
    }

    /// The ports that lead into this world.
    pub(crate) fn ports(&self) -> Ports {
        Ports {
            dispatch: self.dispatching.clone(),
            aggregates: self.dispatching.clone(),
            clock: self.clock.clone(),
            publish_hold: self.outside.clone(),
            clock_hold: self.outside.clone(),
            text_generator: self.outside.clone(),
            moderator: self.outside.clone(),
            x: self.x.clone(),
            notices: self.outside.clone(),
            owner_alarm: self.outside.clone(),
            read_models: self.outside.clone(),
            cache: self.outside.clone(),
            rate_limiter: self.outside.clone(),
            vault: self.outside.clone(),
        }
    }

    /// A member asks for something now, from the private chat.
    pub(crate) async fn asks(&self, user: i64, command: impl Into<Command>) -> Result<Receipt, CommandError> {
        let id = Uuid::from_u128(u128::MAX - self.asked.next().as_u128());
        let envelope = Envelope::first(id, member(user), self.clock.now(), command);
        self.bus
            .dispatch(Envelope { chat: Some(user), ..envelope })
            .await
            .map(|dispatched| dispatched.receipt)
    }

    /// Something happens to the project of the tests without a command.
    pub(crate) fn project_event(&self, event: &ProjectEvent) {
        self.store.happens::<Project>(project_id(), event, metadata());
    }

    /// The post of the tests.
    pub(crate) async fn post(&self) -> Post {
        self.bus.post(post_id()).await.unwrap().state
    }

    /// The account of the tests.
    pub(crate) async fn account(&self) -> Account {
        self.bus.account(&account_id()).await.unwrap().state
    }

    /// The project's events of one name, in order.
    pub(crate) fn events(&self, name: &str) -> Vec<Event> {
        let contents = self.store.0.lock().unwrap();
        let named = contents.log.iter().filter(|(event, _)| event.kind.name == name);
        named.map(|(event, _)| Event::decode(event.stream.kind, event.payload.clone()).unwrap()).collect()
    }

    /// How often an event of the name was recorded.
    pub(crate) fn count(&self, name: &str) -> usize {
        self.events(name).len()
    }
}

/// Metadata of an event of the project of the tests.
pub(crate) fn metadata() -> Metadata {
    Metadata {
        command_id: CommandId(Uuid::nil()),
        actor: Actor::process("test"),
        correlation_id: CorrelationId(Uuid::nil()),
        causation_id: None,
        project_id: Some(project_id()),
        chat: None,
        topic: None,
        trace: None,
    }
}

/// The event as consumers see it: the second of its stream, in the project of the tests.
pub(crate) fn recorded(kind: AggregateType, id: impl std::fmt::Display, event: Event) -> Recorded {
    Recorded {
        position: 1,
        previous: 0,
        partition: 0,
        event_id: EventId(Uuid::from_u128(99)),
        stream: StreamId::new(kind, id),
        sequence: 2,
        recorded_at: noon(),
        metadata: metadata(),
        event,
    }
}

/// The steps of jobs, with their requests.
pub(crate) fn steps(new_jobs: &[NewJob]) -> Vec<(&'static str, serde_json::Value)> {
    new_jobs.iter().map(|new_job| (new_job.step, new_job.request.clone())).collect()
}

/// The first try of a job, made at noon.
pub(crate) fn job(process: &str, step: &str, request: &impl Serialize) -> Job {
    Job {
        id: NewJob::id_of(process, Uuid::from_u128(99), step),
        process: process.to_owned(),
        step: step.to_owned(),
        request: serde_json::to_value(request).unwrap(),
        sealed: None,
        attempt: 1,
        unknown_tries: 0,
        created_at: noon(),
        event_id: EventId(Uuid::from_u128(99)),
        correlation_id: CorrelationId(Uuid::nil()),
        project: Some(project_id()),
        chat: None,
        topic: None,
    }
}
