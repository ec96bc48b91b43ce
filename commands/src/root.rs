//! The one place on the write side that knows cqrs-es: wrappers that make every domain state an aggregate.

use cqrs_es::event_sink::EventSink;
use domain::event::DomainEvent;
use domain::state::State;
use serde::{Deserialize, Serialize};

use crate::decision::{Commanded, Decision};
use crate::facts::Facts;
use crate::refusal::Refusal;

/// A domain state as a cqrs-es aggregate. (The orphan rule forbids to implement the trait on the state.)
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Root<S>(pub S);

/// A domain event as a cqrs-es event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fact<E>(pub E);

impl<E: DomainEvent> cqrs_es::DomainEvent for Fact<E> {
    fn event_type(&self) -> String {
        self.0.name().to_owned()
    }

    fn event_version(&self) -> String {
        self.0.version().to_owned()
    }
}

impl<S: Commanded> cqrs_es::Aggregate for Root<S>
where
    Self: Serialize + for<'de> Deserialize<'de>,
    Fact<S::Event>: cqrs_es::DomainEvent,
{
    const TYPE: &'static str = S::KIND.name();
    type Command = S::Command;
    type Event = Fact<S::Event>;
    type Error = Refusal;
    type Services = Facts;

    async fn handle(
        &mut self,
        command: Self::Command,
        facts: &Facts,
        sink: &EventSink<Self>,
    ) -> Result<(), Refusal> {
        for event in command.decide_as(&self.0, facts)? {
            sink.write(Fact(event), self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: Self::Event) {
        State::evolve(&mut self.0, &event.0);
    }
}
