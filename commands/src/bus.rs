//! The command bus: load, decide, append with expected versions; again after a version conflict.
//!
//! States are kept in memory with their versions and are never trusted: every append carries the versions
//! that its decision saw, refusals and no-effects included, and the store checks them in its own statement.

mod decision_context;

#[cfg(test)]
mod tests;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use async_trait::async_trait;
use domain::access::Access;
use domain::access::event::AccessEvent;
use domain::account::Account;
use domain::actor::Actor;
use domain::context::Context;
use domain::event::DomainEvent;
use domain::id::{AccountId, EventId, MemberId, PostId, ProjectId, SuggestionId};
use domain::member::Member;
use domain::post::Post;
use domain::project::Project;
use domain::state::State;
use domain::stream::StreamId;
use domain::suggestion::Suggestion;
use sha2::{Digest, Sha256};
use tokio::sync::{Mutex, MutexGuard};

use crate::command::Command;
use crate::cqrs::{self, Handled};
use crate::decision::{AggregateState, CommandHeader, CommandName, Decision};
use crate::envelope::Envelope;
use crate::error::CommandError;
use crate::faults::Guard;
use crate::port::aggregates::Aggregates;
use crate::port::clock::Ids;
use crate::port::dispatch::{Dispatch, Dispatched};
use crate::receipt::{Outcome, Receipt};
use crate::refusal::Refusal;
use crate::retry_policy;
use crate::store::{Append, Appended, EventStore, NewEvent, StoreError, Versioned};
use decision_context::{CachedState, DecisionContext, StateCache};

/// Locks for all streams of an instance.
const STRIPES: usize = 4096;

/// The bus over one event store.
pub struct Bus<E> {
    store: E,
    ids: Arc<dyn Ids>,
    states: StateCache,
    stream_locks: StreamLocks,
}

impl<E: EventStore> Bus<E> {
    /// A bus that keeps up to `cached` states of each aggregate type in memory.
    pub fn new(store: E, ids: Arc<dyn Ids>, cached: u64) -> Self {
        Self { store, ids, states: StateCache::new(cached), stream_locks: StreamLocks::default() }
    }

    async fn execute<S: CachedState>(
        &self,
        envelope: &Envelope,
        command: &S::Command,
    ) -> Result<Dispatched, CommandError> {
        let _lock = self.stream_locks.take(&command.stream()).await;
        for attempt in 0..retry_policy::COMMAND.attempts {
            if attempt > 0 {
                self.back_off(attempt).await;
            }
            let context = self.decision_context(envelope, command, attempt > 0).await?;
            let handled = cqrs::handle(&context.own.state, command, &context.facts).await;
            let append = self.append_for(envelope, command, &context, &handled)?;
            let receipt = append.receipt.clone();
            // Refusals and no-effects are appended too: their receipt must stand when the command is repeated, and they
            // rest on the same versions.
            match self.store.append(append).await? {
                Appended::Recorded => {
                    let receipt = into_result(receipt)?;
                    let state = self.update_cache(command, context, handled).await;
                    return Ok(Dispatched::new(receipt, state));
                }
                Appended::Repeated(first) => {
                    let receipt = into_result(first)?;
                    // What the first try left is history by now; whoever repeats wants to know how things are.
                    let state = self.refresh_state::<S>(&command.aggregate_id()).await?;
                    return Ok(Dispatched::new(receipt, state));
                }
                Appended::KeyReused => return Err(CommandError::KeyReused),
                Appended::VersionConflict => {}
            }
        }
        Err(CommandError::Conflict { stream: command.stream() })
    }

    fn append_for<S: AggregateState>(
        &self,
        envelope: &Envelope,
        command: &S::Command,
        context: &DecisionContext<S>,
        handled: &Result<Handled<S>, Refusal>,
    ) -> Result<Append, CommandError> {
        let events = match handled {
            Ok(handled) => self.own_events(command, context, &handled.events)?,
            Err(refusal) => self.refusal_events(envelope, command, context, refusal)?,
        };
        let made = if handled.is_ok() { events.len() as u64 } else { 0 };
        let receipt = Receipt {
            command_id: envelope.id,
            outcome: outcome(handled),
            stream: command.stream(),
            first_sequence: context.own.version + 1,
            last_sequence: context.own.version + made,
            event_ids: events.iter().map(|event| event.id).collect(),
        };
        Ok(Append {
            receipt,
            request_hash: request_hash(envelope, command)?,
            events,
            metadata: envelope.metadata(command.project()),
            expected_versions: context.expected_versions.clone(),
        })
    }

    fn own_events<C: Decision>(
        &self,
        command: &C,
        context: &DecisionContext<C::State>,
        events: &[<C::State as State>::Event],
    ) -> Result<Vec<NewEvent>, CommandError> {
        let stream = command.stream();
        (context.own.version + 1..)
            .zip(events)
            .map(|(sequence, event)| self.new_event(stream.clone(), sequence, event))
            .collect()
    }

    fn refusal_events<C: Decision + CommandName>(
        &self,
        envelope: &Envelope,
        command: &C,
        context: &DecisionContext<C::State>,
        refusal: &Refusal,
    ) -> Result<Vec<NewEvent>, CommandError> {
        let recorded = context.refusal_stream.clone().filter(|_| Guard::RefusalsRecorded.holds());
        let Some(stream) = recorded else { return Ok(Vec::new()) };
        let event = AccessEvent::CommandRefused {
            command: command.name().to_owned(),
            actor: envelope.actor.clone(),
            stream: command.stream().to_string(),
            code: refusal.code().to_owned(),
            reason: refusal.to_string(),
        };
        Ok(vec![self.new_event(stream, 1, &event)?])
    }

    fn new_event(
        &self,
        stream: StreamId,
        sequence: u64,
        event: &impl DomainEvent,
    ) -> Result<NewEvent, CommandError> {
        Ok(NewEvent {
            id: EventId(self.ids.next()),
            stream,
            sequence,
            kind: event.kind(),
            payload: serde_json::to_value(event).map_err(|error| CommandError::Corrupt(error.to_string()))?,
        })
    }

    /// Keeps the state that the aggregate evolved to, if it wrote events; the state afterwards.
    async fn update_cache<S: CachedState>(
        &self,
        command: &S::Command,
        context: DecisionContext<S>,
        handled: Result<Handled<S>, Refusal>,
    ) -> Arc<Versioned<S>> {
        let Ok(Handled { state, events }) = handled else { return context.own };
        if events.is_empty() {
            return context.own;
        }
        let state = Arc::new(Versioned { state, version: context.own.version + events.len() as u64 });
        S::cache(&self.states).insert(command.aggregate_id(), Arc::clone(&state)).await;
        state
    }

    /// Waits a part of the policy's pause that differs for everybody: whoever conflicted would meet again otherwise.
    async fn back_off(&self, attempt: u32) {
        let random = u32::try_from(self.ids.next().as_u64_pair().1 % 1000).expect("below a thousand");
        tokio::time::sleep(retry_policy::COMMAND.pause(attempt - 1) / 1000 * random).await;
    }
}

fn outcome<S: AggregateState>(handled: &Result<Handled<S>, Refusal>) -> Outcome {
    match handled {
        Ok(handled) if handled.events.is_empty() => Outcome::Nothing,
        Ok(_) => Outcome::Applied,
        Err(refusal) => Outcome::Refused(refusal.clone()),
    }
}

/// A refusal is an error to whoever asked, whether it is new or repeated.
fn into_result(receipt: Receipt) -> Result<Receipt, CommandError> {
    match receipt.outcome {
        Outcome::Refused(refusal) => Err(CommandError::Refused(refusal)),
        Outcome::Applied | Outcome::Nothing => Ok(receipt),
    }
}

/// Tells a repeat from a reused key. A process that repeats a job may come to other results (a model
/// writes other words); its first receipt stands, so only the command and its stream count there.
fn request_hash<C: Decision + CommandName>(
    envelope: &Envelope,
    command: &C,
) -> Result<[u8; 32], CommandError> {
    let mut hash = Sha256::new();
    hash.update(envelope.actor.to_string());
    hash.update([0]);
    hash.update(command.name());
    hash.update([0]);
    hash.update(command.stream().to_string());
    if !matches!(envelope.actor, Actor::Process(_)) {
        hash.update([0]);
        let body = serde_json::to_vec(command).map_err(|error| CommandError::Corrupt(error.to_string()))?;
        hash.update(body);
    }
    Ok(hash.finalize().into())
}

#[async_trait]
impl<E: EventStore> Dispatch for Bus<E> {
    #[tracing::instrument(
        name = "commands.bus.dispatch",
        skip_all,
        fields(command = envelope.command.name(), id = %envelope.id, actor = %envelope.actor,
               correlation = %envelope.correlation_id)
    )]
    async fn dispatch(&self, envelope: Envelope) -> Result<Dispatched, CommandError> {
        match &envelope.command {
            Command::Project(command) => self.execute::<Project>(&envelope, command).await,
            Command::Context(command) => self.execute::<Context>(&envelope, command).await,
            Command::Suggestion(command) => self.execute::<Suggestion>(&envelope, command).await,
            Command::Post(command) => self.execute::<Post>(&envelope, command).await,
            Command::Account(command) => self.execute::<Account>(&envelope, command).await,
            Command::Member(command) => self.execute::<Member>(&envelope, command).await,
            Command::Access(command) => self.execute::<Access>(&envelope, command).await,
        }
    }
}

#[async_trait]
impl<E: EventStore> Aggregates for Bus<E> {
    async fn project(&self, id: ProjectId) -> Result<Versioned<Project>, StoreError> {
        self.fresh(&id.to_string()).await
    }

    async fn context(&self, id: ProjectId) -> Result<Versioned<Context>, StoreError> {
        self.fresh(&id.to_string()).await
    }

    async fn suggestion(&self, id: SuggestionId) -> Result<Versioned<Suggestion>, StoreError> {
        self.fresh(&id.to_string()).await
    }

    async fn post(&self, id: PostId) -> Result<Versioned<Post>, StoreError> {
        self.fresh(&id.to_string()).await
    }

    async fn account(&self, id: &AccountId) -> Result<Versioned<Account>, StoreError> {
        self.fresh(id.as_str()).await
    }

    async fn member(&self, id: &MemberId) -> Result<Versioned<Member>, StoreError> {
        self.fresh(id.as_str()).await
    }
}

impl<E: EventStore> Bus<E> {
    async fn fresh<S: AggregateState + CachedState>(&self, id: &str) -> Result<Versioned<S>, StoreError> {
        self.refresh_state(id).await.map(Arc::unwrap_or_clone)
    }
}

/// Stream locks: commands for one aggregate are decided one after the other within an instance. They only save conflicts;
/// instances are kept apart by the expected versions of the append.
struct StreamLocks(Vec<Mutex<()>>);

impl Default for StreamLocks {
    fn default() -> Self {
        Self((0..STRIPES).map(|_| Mutex::new(())).collect())
    }
}

impl StreamLocks {
    /// Waits for the stream to be free; it is again when the guard is dropped.
    async fn take(&self, stream: &StreamId) -> MutexGuard<'_, ()> {
        let mut hasher = DefaultHasher::new();
        stream.hash(&mut hasher);
        let stripe = usize::try_from(hasher.finish() % STRIPES as u64).unwrap_or(0);
        self.0[stripe].lock().await
    }
}
