//! The access aggregate: one stream per occurrence, so its state only says that it occurred.

pub mod event;

use serde::{Deserialize, Serialize};

use crate::state::State;
use crate::stream::AggregateType;
use event::AccessEvent;

/// Whether the occurrence is recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// It is.
    pub recorded: bool,
}

impl State for Access {
    type Event = AccessEvent;
    const KIND: AggregateType = AggregateType::Access;

    fn evolve(&mut self, _event: &AccessEvent) {
        self.recorded = true;
    }
}
