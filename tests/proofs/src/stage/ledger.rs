//! What the system has acknowledged: every receipt that a client was given.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;

/// One acknowledged command.
#[derive(Clone, Debug)]
pub struct Acknowledged {
    /// How it was asked for.
    pub method: String,
    /// Where.
    pub path: String,
    /// With which idempotency key.
    pub key: String,
    /// With which body.
    pub body: Value,
    /// The receipt as it was told.
    pub receipt: Value,
}

/// Every acknowledgement; clones are the same ledger.
#[derive(Clone, Default)]
pub struct Ledger(Arc<Mutex<Vec<Acknowledged>>>);

impl Ledger {
    /// Notes one.
    pub fn note(&self, acknowledged: Acknowledged) {
        if acknowledged.receipt.is_object() {
            self.entries().push(acknowledged);
        }
    }

    /// Those that were noted since as many as these were there.
    pub fn since(&self, count: usize) -> Vec<Acknowledged> {
        self.entries().get(count..).unwrap_or_default().to_vec()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.entries().len()
    }

    fn entries(&self) -> MutexGuard<'_, Vec<Acknowledged>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
