//! The time that X signs by: database time, corrected where X's own `Date` says otherwise.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use commands::port::clock::Clock;
use reqwest::header::HeaderMap;

use super::SERVICE;
use crate::http_client::date;

/// Seconds up to which X's time and the database's count as the same: a `Date` has whole seconds, and answers take time.
const SAME: i64 = 30;

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

    /// Learns from an answer.
    pub(super) fn learn(&self, headers: &HeaderMap) {
        if let Some(date) = date(headers) {
            self.ahead.store(date.timestamp() - self.clock.database_now().timestamp(), Ordering::Relaxed);
            self.clock.note_service_time(SERVICE, date);
        }
    }
}
