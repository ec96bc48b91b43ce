//! State behind one mutex that can be waited for: a change wakes the waiters, who look again (level, not edge).

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

/// A value with its lock and the signal that it changed.
pub(crate) struct Shared<T> {
    value: Mutex<T>,
    changed: watch::Sender<()>,
}

impl<T> Shared<T> {
    /// Wraps a value.
    pub(crate) fn new(value: T) -> Self {
        Self { value: Mutex::new(value), changed: watch::Sender::new(()) }
    }

    /// Reads without waking anybody.
    pub(crate) fn look<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.lock())
    }

    /// Changes the value and wakes everybody who waits.
    pub(crate) fn change<R>(&self, write: impl FnOnce(&mut T) -> R) -> R {
        let result = write(&mut self.lock());
        self.changed.send_replace(());
        result
    }

    /// Waits until `check` finds what it looks for, at most `within`; looks at least once.
    pub(crate) async fn until<R>(
        &self,
        within: Duration,
        mut check: impl FnMut(&T) -> Option<R>,
    ) -> Option<R> {
        let mut changes = self.changed.subscribe();
        let looking = async {
            loop {
                if let Some(found) = self.look(&mut check) {
                    return Some(found);
                }
                changes.changed().await.ok()?;
            }
        };
        tokio::time::timeout(within, looking).await.ok().flatten()
    }

    fn lock(&self) -> MutexGuard<'_, T> {
        self.value.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
