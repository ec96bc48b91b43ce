//! `State`: what an aggregate's events add up to.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::event::DomainEvent;
use crate::stream::AggregateType;

/// The state of one aggregate: a pure fold over its events, starting from the default.
pub trait State:
    Default + Clone + PartialEq + std::fmt::Debug + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// Its events.
    type Event: DomainEvent;

    /// The aggregate type its stream is stored under.
    const KIND: AggregateType;

    /// Takes in one event. Total: an event that was recorded is true, whatever the state.
    fn evolve(&mut self, event: &Self::Event);

    /// The state after the events.
    fn fold<'a>(events: impl IntoIterator<Item = &'a Self::Event>) -> Self {
        let mut state = Self::default();
        events.into_iter().for_each(|event| state.evolve(event));
        state
    }
}
