//! The time that X signs by: database time, corrected where X's own `Date` says otherwise.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::DateTime;
use commands::port::clock::Clock;
use reqwest::header::{AGE, DATE, HeaderMap};

/// Seconds up to which X's time and the database's count as the same: a `Date` has whole seconds, and answers take time.
const SAME: i64 = 30;

/// Seconds by which the database may differ from X before people are told.
const ACCEPTED: i64 = 60;

/// Database time, and how far X is from it.
pub(super) struct XTime {
    clock: Arc<dyn Clock>,
    /// Seconds by which X was ahead of the database in its last answer.
    ahead: AtomicI64,
}

impl XTime {
    /// X counts as right until it has answered.
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, ahead: AtomicI64::new(0) }
    }

    /// Unix seconds by which requests are signed, and to which resets of limits are compared.
    pub(super) fn unix_seconds(&self) -> u64 {
        let seconds = self.clock.database_now().timestamp() + self.correction();
        seconds.max(0).unsigned_abs()
    }

    /// What is added to database time.
    pub(super) fn correction(&self) -> i64 {
        let ahead = self.ahead.load(Ordering::Relaxed);
        if ahead.abs() > SAME { ahead } else { 0 }
    }

    /// That the database's clock is wrong, if it is: by X's last answer.
    pub(super) fn fault(&self) -> Option<String> {
        let ahead = self.ahead.load(Ordering::Relaxed);
        if ahead.abs() <= ACCEPTED {
            return None;
        }
        let (off, side) = (ahead.abs(), if ahead < 0 { "ahead of" } else { "behind" });
        Some(format!(
            "The database's clock is about {off} s {side} that of X. Scheduled posts go out by the database's clock: set it \
             right, or they are as late or early."
        ))
    }

    /// Learns from an answer. One that a cache kept tells the time at which it was made.
    pub(super) fn learn(&self, headers: &HeaderMap) {
        let date = headers.get(DATE).filter(|_| !headers.contains_key(AGE));
        let date = date.and_then(|date| DateTime::parse_from_rfc2822(date.to_str().ok()?).ok());
        if let Some(date) = date {
            self.ahead.store(date.timestamp() - self.clock.database_now().timestamp(), Ordering::Relaxed);
        }
    }
}
