//! The cqrs-es adapter: wrappers that make every domain state its `Aggregate`. Nothing else on the write side knows cqrs-es.

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use domain::access::Access;
use domain::account::Account;
use domain::context::Context;
use domain::event::DomainEvent;
use domain::member::Member;
use domain::post::Post;
use domain::project::Project;
use domain::state::State;
use domain::stream::AggregateType;
use domain::suggestion::Suggestion;
use serde::{Deserialize, Serialize};

use crate::decision::{AggregateState, Decision, EventsOf};
use crate::facts::DecisionFacts;
use crate::refusal::Refusal;

/// A domain state as a cqrs-es aggregate. (The orphan rule forbids to implement the trait on the state.)
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CqrsAggregate<S>(pub S);

/// A domain event as a cqrs-es event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CqrsEvent<E>(pub E);

impl<E: DomainEvent> cqrs_es::DomainEvent for CqrsEvent<E> {
    fn event_type(&self) -> String {
        self.0.kind().name.to_owned()
    }

    fn event_version(&self) -> String {
        self.0.kind().version.to_owned()
    }
}

impl<S: AggregateState> Aggregate for CqrsAggregate<S>
where
    Self: Serialize + for<'de> Deserialize<'de>,
    CqrsEvent<S::Event>: cqrs_es::DomainEvent,
{
    const TYPE: &'static str = S::KIND.name();
    type Command = S::Command;
    type Event = CqrsEvent<S::Event>;
    type Error = Refusal;
    type Services = DecisionFacts;

    async fn handle(
        &mut self,
        command: Self::Command,
        facts: &DecisionFacts,
        sink: &EventSink<Self>,
    ) -> Result<(), Refusal> {
        for event in command.decide_as(&self.0, facts)? {
            sink.write(CqrsEvent(event), self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: Self::Event) {
        State::evolve(&mut self.0, &event.0);
    }
}

/// What a command that was handled leaves behind.
pub(crate) struct Handled<S: AggregateState> {
    /// The state with the events taken in.
    pub(crate) state: S,
    /// The events to record; none if it was so already.
    pub(crate) events: EventsOf<S>,
}

/// Lets the aggregate of this state handle a command.
///
/// `CqrsFramework` would do the same and append too; it fixes the services once for all commands, and ours are the facts
/// of each. It also records nothing of a refusal.
///
/// # Errors
/// The [`Refusal`] of the decision.
pub(crate) async fn handle<S: AggregateState>(
    state: &S,
    command: &S::Command,
    facts: &DecisionFacts,
) -> Result<Handled<S>, Refusal> {
    let (mut aggregate, sink) = (CqrsAggregate(state.clone()), EventSink::default());
    aggregate.handle(command.clone(), facts, &sink).await?;
    let events = sink.collect().await.into_iter().map(|event| event.0).collect();
    Ok(Handled { state: aggregate.0, events })
}

/// What is to be done with an aggregate whose type is known at run time alone: a closure cannot take a type.
pub trait ForAggregate {
    /// What comes out of it.
    type Output;

    /// Does it with the type.
    fn run<S: AggregateState>(self) -> Self::Output;
}

/// Does it with the aggregate of this type.
pub fn for_aggregate<W: ForAggregate>(kind: AggregateType, work: W) -> W::Output {
    match kind {
        AggregateType::Project => work.run::<Project>(),
        AggregateType::Context => work.run::<Context>(),
        AggregateType::Suggestion => work.run::<Suggestion>(),
        AggregateType::Post => work.run::<Post>(),
        AggregateType::Account => work.run::<Account>(),
        AggregateType::Member => work.run::<Member>(),
        AggregateType::Access => work.run::<Access>(),
    }
}
