//! Send deadline: checked once more when the connection stands, before the first byte goes out.
//!
//! Connecting may take seconds, and a process may be frozen meanwhile; whoever waits for the end of an attempt counts on
//! nothing being sent later.

use std::sync::Arc;
use std::time::Duration;

use commands::port::clock::Clock;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Until when since boot a request may be sent.
#[derive(Clone)]
pub(super) struct SendDeadline {
    pub(super) clock: Arc<dyn Clock>,
    pub(super) send_by: Duration,
}

tokio::task_local! {
    /// Of the request that this task sends. Without a pool the connection is made within the same task.
    pub(super) static DEADLINE: SendDeadline;
}

#[derive(Debug, thiserror::Error)]
#[error("the permission to send ran out before the connection stood")]
struct TooLate;

/// Passes a connection on, unless the deadline of its request is over.
pub(super) fn in_time<C>(connection: Result<C, BoxError>) -> Result<C, BoxError> {
    let is_over = DEADLINE.try_with(|deadline| deadline.clock.since_boot() > deadline.send_by);
    if connection.is_ok() && is_over.unwrap_or(false) { Err(Box::new(TooLate)) } else { connection }
}
