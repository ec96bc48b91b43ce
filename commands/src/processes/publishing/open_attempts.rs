//! Open attempts that this process has seen, each with the moment since boot when it first did.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::account::OpenAttempt;
use domain::id::{AccountId, PostId};

/// At most one per account: an account has one open attempt. After a restart all are counted anew, which only waits longer.
#[derive(Default)]
pub(super) struct OpenAttempts(Mutex<HashMap<AccountId, FirstSight>>);

struct FirstSight {
    post: PostId,
    attempt: u32,
    at: Duration,
}

impl OpenAttempts {
    /// For how long it has been known here that the attempt is open.
    pub(super) fn age(&self, account: &AccountId, open: &OpenAttempt, now: Duration) -> Duration {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || FirstSight { post: open.post, attempt: open.attempt, at: now };
        let sight = seen.entry(account.clone()).or_insert_with(new);
        if (sight.post, sight.attempt) != (open.post, open.attempt) {
            *sight = new();
        }
        now.saturating_sub(sight.at)
    }
}
