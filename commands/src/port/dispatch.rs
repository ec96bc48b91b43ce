//! The way into the bus for everybody who issues commands.

use std::any::Any;
use std::sync::Arc;

use async_trait::async_trait;

use crate::decision::AggregateState;
use crate::envelope::Envelope;
use crate::error::CommandError;
use crate::receipt::Receipt;
use crate::store::Versioned;

/// What a command that was not refused left behind.
#[derive(Clone, Debug)]
pub struct Dispatched {
    /// Its receipt; of a repeated command, the first one.
    pub receipt: Receipt,
    state: Arc<dyn Any + Send + Sync>,
}

impl Dispatched {
    /// The receipt of a command, and the state of its aggregate afterwards.
    pub fn new<S: AggregateState>(receipt: Receipt, state: Arc<Versioned<S>>) -> Self {
        Self { receipt, state }
    }

    /// The state of the command's aggregate: right after its events, or as it is now if the command is a repeat.
    ///
    /// # Errors
    /// [`CommandError::Corrupt`] when the command was for another type of aggregate.
    pub fn state<S: AggregateState>(&self) -> Result<Arc<Versioned<S>>, CommandError> {
        let state = Arc::clone(&self.state).downcast();
        state.map_err(|_| CommandError::Corrupt(format!("the command left no state of a {}", S::KIND)))
    }
}

/// Carries out commands.
#[async_trait]
pub trait Dispatch: Send + Sync {
    /// Carries out one command, at most once for its id.
    ///
    /// # Errors
    /// [`CommandError`]; a refusal is an error here, whether new or repeated.
    async fn dispatch(&self, envelope: Envelope) -> Result<Dispatched, CommandError>;
}
