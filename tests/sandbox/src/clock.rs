//! The sandbox's own clock: it plays the outside world, whose time is nobody's parameter.

use chrono::{DateTime, Utc};

/// The present instant.
#[expect(clippy::disallowed_methods, reason = "the outside world has a clock of its own")]
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now()
}
