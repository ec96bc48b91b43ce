//! The decision context: the state that one decision is about, its facts, and the versions of both, from the state cache or
//! from the store.

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
use futures_util::future::try_join_all;
use futures_util::try_join;
use moka::future::Cache;
use moka::policy::EvictionPolicy;
use uuid::Uuid;

use super::Bus;
use crate::decision::{AggregateState, Decision};
use crate::envelope::Envelope;
use crate::facts::DecisionFacts;
use crate::store::{EventStore, ExpectedVersion, StoreError, Versioned};

/// How long a state is kept before it is read from its stream again.
const LIFETIME: Duration = Duration::from_mins(10);

/// What one decision rests on.
pub(super) struct DecisionContext<S> {
    /// The state that the command is for.
    pub(super) own: Arc<Versioned<S>>,
    /// What else the rule may know.
    pub(super) facts: DecisionFacts,
    /// Every stream read, with the version seen.
    pub(super) expected_versions: Vec<ExpectedVersion>,
    /// Where a refusal would be recorded; `None` when it is not, or is already.
    pub(super) refusal_stream: Option<StreamId>,
}

impl<E: EventStore> Bus<E> {
    /// Loads what the command rests on: from memory, or brought up to date from the store.
    pub(super) async fn decision_context<C>(
        &self,
        envelope: &Envelope,
        command: &C,
        refresh: bool,
    ) -> Result<DecisionContext<C::State>, StoreError>
    where
        C: Decision,
        C::State: CachedState,
    {
        let mine = command.stream();
        let (again, others): (Vec<_>, Vec<_>) =
            read_by(envelope, command).into_iter().partition(|stream| *stream == mine);
        // At the same time: the store reads together what is asked for together, in one round trip.
        let found = try_join_all(others.iter().map(|stream| self.load_fact(stream, refresh)));
        let (own, found) = try_join!(self.own_state(command, refresh), found)?;
        let mut facts = DecisionFacts::at(envelope.at, envelope.actor.clone());
        let mut expected_versions = vec![ExpectedVersion { stream: mine, version: own.version }];
        for (stream, found) in others.into_iter().zip(found) {
            expected_versions.push(ExpectedVersion { stream, version: found.add_to(&mut facts) });
        }
        // A command may read its own stream as a fact too. Loaded after the state, it is never older; if it is newer, the
        // expected version above is a conflict.
        for stream in &again {
            self.load_fact(stream, refresh).await?.add_to(&mut facts);
        }
        let refusal_stream = self.refusal_stream(envelope, &facts, &mut expected_versions).await?;
        Ok(DecisionContext { own, facts, expected_versions, refusal_stream })
    }

    /// The command's own state. One that should begin a stream is decided without looking for one.
    async fn own_state<C>(&self, command: &C, refresh: bool) -> Result<Arc<Versioned<C::State>>, StoreError>
    where
        C: Decision,
        C::State: CachedState,
    {
        let id = command.aggregate_id();
        // A new id has no stream, and asking for it would cost a round trip. If it has one after all, the append is a
        // version conflict, and the next attempt loads it.
        if command.begins() && !refresh {
            return Ok(self.cached(&id).await.unwrap_or_default());
        }
        self.state(&id, refresh).await
    }

    async fn load_fact(&self, stream: &StreamId, refresh: bool) -> Result<LoadedFact, StoreError> {
        let id = &stream.id;
        Ok(match stream.kind {
            AggregateType::Project => LoadedFact::Project(self.state(id, refresh).await?),
            AggregateType::Context => LoadedFact::Context(self.state(id, refresh).await?),
            AggregateType::Suggestion => LoadedFact::Suggestion(self.state(id, refresh).await?),
            AggregateType::Post => LoadedFact::Post(self.state(id, refresh).await?),
            AggregateType::Account => LoadedFact::Account(self.state(id, refresh).await?),
            AggregateType::Member => LoadedFact::Member(self.state(id, refresh).await?),
            AggregateType::Access => LoadedFact::Access(self.state(id, refresh).await?),
        })
    }

    /// Refused attempts of members are history: one stream each, for strangers one per person and hour.
    async fn refusal_stream(
        &self,
        envelope: &Envelope,
        facts: &DecisionFacts,
        expected_versions: &mut Vec<ExpectedVersion>,
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
        // Read anew every time: another instance may have recorded the stranger's first attempt of the hour. The expected
        // version keeps two instances from recording it at once.
        let access = self.state::<Access>(&stream.id, true).await?;
        expected_versions.push(ExpectedVersion { stream: stream.clone(), version: access.version });
        Ok((access.version == 0).then_some(stream))
    }

    async fn state<S: CachedState>(&self, id: &str, refresh: bool) -> Result<Arc<Versioned<S>>, StoreError> {
        match self.cached(id).await {
            Some(known) if !refresh => Ok(known),
            // Boxed, since it is rare: its future would otherwise take its room in that of every command.
            Some(_) | None => Box::pin(self.refresh_state(id)).await,
        }
    }

    async fn cached<S: CachedState>(&self, id: &str) -> Option<Arc<Versioned<S>>> {
        S::cache(&self.states).get(id).await
    }

    /// The state brought up to date from the store. That there is no stream is remembered too.
    pub(super) async fn refresh_state<S: CachedState>(
        &self,
        id: &str,
    ) -> Result<Arc<Versioned<S>>, StoreError> {
        let known = self.cached(id).await;
        let events = self.store.load::<S>(id, known.as_ref().map_or(0, |known| known.version)).await?;
        let state = match known {
            Some(known) if events.is_empty() => return Ok(known),
            Some(known) => known,
            None => Arc::default(),
        };
        let mut state = Arc::unwrap_or_clone(state);
        events.iter().for_each(|event| state.evolve(event.as_ref()));
        let state = Arc::new(state);
        S::cache(&self.states).insert(id.to_owned(), Arc::clone(&state)).await;
        Ok(state)
    }
}

/// The streams that the rule may know: the actor's, the project's, and what the command names.
fn read_by<C: Decision>(envelope: &Envelope, command: &C) -> Vec<StreamId> {
    let mut streams = Vec::with_capacity(4);
    if let Actor::Member(member) = &envelope.actor {
        streams.push(StreamId::new(AggregateType::Member, member));
    }
    streams.extend(command.project().map(|project| StreamId::new(AggregateType::Project, project)));
    streams.extend(command.reads());
    streams
}

/// A state that the rule may know.
enum LoadedFact {
    Project(Arc<Versioned<Project>>),
    Context(Arc<Versioned<Context>>),
    Suggestion(Arc<Versioned<Suggestion>>),
    Post(Arc<Versioned<Post>>),
    Account(Arc<Versioned<Account>>),
    Member(Arc<Versioned<Member>>),
    Access(Arc<Versioned<Access>>),
}

impl LoadedFact {
    /// Puts it where the rule looks for it; its version.
    fn add_to(self, facts: &mut DecisionFacts) -> u64 {
        match self {
            Self::Project(found) => put(&mut facts.project, &found),
            Self::Context(found) => put(&mut facts.context, &found),
            Self::Suggestion(found) => put(&mut facts.suggestion, &found),
            Self::Post(found) => put(&mut facts.post, &found),
            Self::Account(found) => put(&mut facts.account, &found),
            Self::Member(found) => put(&mut facts.member, &found),
            Self::Access(found) => found.version,
        }
    }
}

fn put<S: Clone>(place: &mut S, found: &Versioned<S>) -> u64 {
    place.clone_from(&found.state);
    found.version
}

/// The state cache: aggregates' states with their versions, in memory and never trusted.
pub(super) struct StateCache {
    project: Cache<String, Arc<Versioned<Project>>>,
    context: Cache<String, Arc<Versioned<Context>>>,
    suggestion: Cache<String, Arc<Versioned<Suggestion>>>,
    post: Cache<String, Arc<Versioned<Post>>>,
    account: Cache<String, Arc<Versioned<Account>>>,
    member: Cache<String, Arc<Versioned<Member>>>,
    access: Cache<String, Arc<Versioned<Access>>>,
}

impl StateCache {
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
}

/// What was used last stays: streams are busy while they are young, and by frequency the old ones would stay instead.
/// The lifetime bounds how long a text that was forgotten elsewhere can stay readable in memory.
fn cache<S: Send + Sync + 'static>(capacity: u64) -> Cache<String, Arc<S>> {
    Cache::builder()
        .max_capacity(capacity)
        .time_to_live(LIFETIME)
        .eviction_policy(EvictionPolicy::lru())
        .build()
}

/// A state that has a place in memory.
pub(super) trait CachedState: AggregateState {
    fn cache(states: &StateCache) -> &Cache<String, Arc<Versioned<Self>>>;
}

macro_rules! cached {
    ($($state:ty => $field:ident),+) => {
        $(impl CachedState for $state {
            fn cache(states: &StateCache) -> &Cache<String, Arc<Versioned<Self>>> {
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
