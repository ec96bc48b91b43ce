//! The way into the bus for everybody who issues commands.

use async_trait::async_trait;

use crate::envelope::Envelope;
use crate::error::CommandError;
use crate::receipt::Receipt;

/// Carries out commands.
#[async_trait]
pub trait Dispatch: Send + Sync {
    /// Carries out one command, at most once for its id.
    ///
    /// # Errors
    /// [`CommandError`]; a refusal is an error here, whether new or repeated.
    async fn dispatch(&self, envelope: Envelope) -> Result<Receipt, CommandError>;
}
