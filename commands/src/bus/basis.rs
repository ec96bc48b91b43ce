//! What one decision rests on: its aggregate's state, its facts, and their versions.

use std::sync::Arc;
use std::time::Duration;

use domain::access::Access;
use domain::account::Account;
use domain::actor::Actor;
use domain::context::Context;
use domain::member::Member;
use domain::post::Post;
use domain::project::Project;
use domain::stream::{AggregateType, StreamId};
use domain::suggestion::Suggestion;
use moka::future::Cache;
use uuid::Uuid;

use super::Bus;
use crate::decision::{Commanded, Decision};
use crate::envelope::Envelope;
use crate::facts::Facts;
use crate::store::{EventStore, Guard, StoreError, Versioned};

/// How long a state is kept before it is read from its stream again.
const LIFETIME: Duration = Duration::from_mins(10);

/// The states kept in memory, by aggregate type and id.
pub(super) struct States {
    project: Cache<String, Arc<Versioned<Project>>>,
    context: Cache<String, Arc<Versioned<Context>>>,
    suggestion: Cache<String, Arc<Versioned<Suggestion>>>,
    post: Cache<String, Arc<Versioned<Post>>>,
    account: Cache<String, Arc<Versioned<Account>>>,
    member: Cache<String, Arc<Versioned<Member>>>,
    access: Cache<String, Arc<Versioned<Access>>>,
}

impl States {
    pub(super) fn new(capacity: u64) -> Self {
        Self {
            project: cache(capacity),
            context: cache(capacity),
            suggestion: cache(capacity),
            post: cache(capacity),
            account: cache(capacity),
            member: cache(capacity),
            access: cache(capacity),
        }
    }

    pub(super) async fn put<S: Cached>(&self, id: String, state: Versioned<S>) {
        S::cache(self).insert(id, Arc::new(state)).await;
    }
}

/// The lifetime bounds how long a text that was forgotten elsewhere can stay readable in memory.
fn cache<S: Send + Sync + 'static>(capacity: u64) -> Cache<String, Arc<S>> {
    Cache::builder().max_capacity(capacity).time_to_live(LIFETIME).build()
}

/// A state that has a place in memory.
pub(super) trait Cached: Commanded {
    fn cache(states: &States) -> &Cache<String, Arc<Versioned<Self>>>;
}

macro_rules! cached {
    ($($state:ty => $field:ident),+) => {
        $(impl Cached for $state {
            fn cache(states: &States) -> &Cache<String, Arc<Versioned<Self>>> {
                &states.$field
            }
        })+
    };
}

cached!(
    Project => project,
    Context => context,
    Suggestion => suggestion,
    Post => post,
    Account => account,
    Member => member,
    Access => access
);

/// What one decision rests on.
pub(super) struct Basis<S> {
    /// The state that the command is for.
    pub(super) own: Arc<Versioned<S>>,
    /// What else the rule may know.
    pub(super) facts: Facts,
    /// Every stream read, with the version seen.
    pub(super) guards: Vec<Guard>,
    /// Where a refusal would be recorded; `None` when it is not, or is already.
    pub(super) refusal_stream: Option<StreamId>,
}

impl<E: EventStore> Bus<E> {
    /// Loads what the command rests on: from memory, or brought up to date from the store.
    pub(super) async fn basis<C>(
        &self,
        envelope: &Envelope,
        command: &C,
        refresh: bool,
    ) -> Result<Basis<C::State>, StoreError>
    where
        C: Decision,
        C::State: Cached,
    {
        let own = self.state::<C::State>(&command.aggregate_id(), refresh).await?;
        let mut reading = Reading {
            bus: self,
            refresh,
            own: command.stream(),
            facts: Facts::at(envelope.at, envelope.actor.clone()),
            guards: vec![Guard { stream: command.stream(), version: own.version }],
        };
        if let Actor::Member(member) = &envelope.actor {
            reading.read(&StreamId::new(AggregateType::Member, member)).await?;
        }
        if let Some(project) = command.project() {
            reading.read(&StreamId::new(AggregateType::Project, project)).await?;
        }
        for stream in command.reads() {
            reading.read(&stream).await?;
        }
        let Reading { facts, mut guards, .. } = reading;
        let refusal_stream = self.refusal_stream(envelope, &facts, &mut guards).await?;
        Ok(Basis { own, facts, guards, refusal_stream })
    }

    /// Refused attempts of members are history: one stream each, for strangers one per person and hour.
    async fn refusal_stream(
        &self,
        envelope: &Envelope,
        facts: &Facts,
        guards: &mut Vec<Guard>,
    ) -> Result<Option<StreamId>, StoreError> {
        let Actor::Member(member) = &envelope.actor else { return Ok(None) };
        let name = if facts.member.is_stranger() {
            format!("{member} {}", envelope.at.format("%Y-%m-%dT%H"))
        } else {
            format!("refusal of {}", envelope.id)
        };
        let stream =
            StreamId::new(AggregateType::Access, Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes()));
        if !facts.member.is_stranger() {
            return Ok(Some(stream));
        }
        let access = self.state::<Access>(&stream.id, true).await?;
        guards.push(Guard { stream: stream.clone(), version: access.version });
        Ok((access.version == 0).then_some(stream))
    }

    async fn state<S: Cached>(&self, id: &str, refresh: bool) -> Result<Arc<Versioned<S>>, StoreError> {
        match S::cache(&self.states).get(id).await {
            Some(known) if !refresh => Ok(known),
            Some(_) | None => self.refreshed(id).await,
        }
    }

    /// The state brought up to date from the store.
    pub(super) async fn refreshed<S: Cached>(&self, id: &str) -> Result<Arc<Versioned<S>>, StoreError> {
        let known = S::cache(&self.states).get(id).await.unwrap_or_default();
        let events = self.store.load::<S>(id, known.version).await?;
        if events.is_empty() {
            return Ok(known);
        }
        let mut state = Arc::unwrap_or_clone(known);
        events.iter().for_each(|event| state.evolve(event));
        let state = Arc::new(state);
        S::cache(&self.states).insert(id.to_owned(), Arc::clone(&state)).await;
        Ok(state)
    }
}

/// Facts being gathered.
struct Reading<'a, E> {
    bus: &'a Bus<E>,
    refresh: bool,
    own: StreamId,
    facts: Facts,
    guards: Vec<Guard>,
}

impl<E: EventStore> Reading<'_, E> {
    async fn read(&mut self, stream: &StreamId) -> Result<(), StoreError> {
        match stream.kind {
            AggregateType::Project => self.facts.project = self.state(stream).await?,
            AggregateType::Context => self.facts.context = self.state(stream).await?,
            AggregateType::Suggestion => self.facts.suggestion = self.state(stream).await?,
            AggregateType::Post => self.facts.post = self.state(stream).await?,
            AggregateType::Account => self.facts.account = self.state(stream).await?,
            AggregateType::Member => self.facts.member = self.state(stream).await?,
            AggregateType::Access => {}
        }
        Ok(())
    }

    async fn state<S: Cached>(&mut self, stream: &StreamId) -> Result<S, StoreError> {
        let found = self.bus.state::<S>(&stream.id, self.refresh).await?;
        if *stream != self.own {
            self.guards.push(Guard { stream: stream.clone(), version: found.version });
        }
        Ok(found.state.clone())
    }
}
