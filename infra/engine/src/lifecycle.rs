//! The life of the process's long tasks: one object to start them with, one call to end them all.
//!
//! *Soft* means: begin nothing new, finish what is begun. *Hard* means: drop what you do; everything is built so
//! that this is as safe as a power cut.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{Instrument, error, error_span, warn};

/// Tokens and tracker of the long tasks. Clones belong together.
#[derive(Clone, Debug, Default)]
pub struct Lifecycle {
    soft: CancellationToken,
    hard: CancellationToken,
    tracker: TaskTracker,
}

impl Lifecycle {
    /// Nothing runs yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Cancelled when nothing new is to be begun.
    pub fn soft(&self) -> CancellationToken {
        self.soft.clone()
    }

    /// Cancelled when even begun work is to be dropped.
    pub fn hard(&self) -> CancellationToken {
        self.hard.clone()
    }

    /// Runs a long task. One that panics ends the process in order: half a process helps nobody.
    pub fn spawn(&self, name: &'static str, task: impl Future<Output = ()> + Send + 'static) {
        let (soft, hard) = (self.soft.clone(), self.hard.clone());
        let task = async move {
            tokio::select! {
                // Caught here: the runtime would keep a panic in a handle that nobody awaits.
                outcome = AssertUnwindSafe(task).catch_unwind() => if outcome.is_err() {
                    error!(alarm = true, "the task panicked; the process ends");
                    soft.cancel();
                },
                () = hard.cancelled() => warn!("the task was cut off"),
            }
        };
        self.tracker.spawn(task.instrument(error_span!("task", name)));
    }

    /// Ends all tasks: softly, and hard for those that are not done within the grace.
    pub async fn stop(&self, grace: Duration) {
        self.soft.cancel();
        // A tracker that is open never counts as empty.
        self.tracker.close();
        if tokio::time::timeout(grace, self.tracker.wait()).await.is_err() {
            self.hard.cancel();
            self.tracker.wait().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Lifecycle;

    #[tokio::test]
    async fn begun_work_is_finished_within_the_grace() {
        let lifecycle = Lifecycle::new();
        let (soft, (finished, outcome)) = (lifecycle.soft(), tokio::sync::oneshot::channel());
        lifecycle.spawn("polite", async move {
            soft.cancelled().await;
            finished.send(()).ok();
        });
        lifecycle.stop(Duration::from_secs(5)).await;
        outcome.await.expect("the task came to its end");
    }

    #[tokio::test]
    async fn work_that_does_not_end_is_cut_off() {
        let lifecycle = Lifecycle::new();
        lifecycle.spawn("stubborn", std::future::pending());
        lifecycle.stop(Duration::ZERO).await;
        assert!(lifecycle.hard().is_cancelled());
    }

    #[tokio::test]
    async fn a_panic_asks_the_whole_process_to_end() {
        let lifecycle = Lifecycle::new();
        lifecycle.spawn("broken", async { panic!("on purpose") });
        lifecycle.soft().cancelled().await;
    }
}
