//! A runner that a proof drives, one delivery at a time, through the very steps of the real one.

use std::ops::ControlFlow;
use std::sync::Arc;

use domain::recorded::Recorded;
use sqlx::PgPool;
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{Run, Runner, StopReason};
use crate::consumer::Consumer;
use crate::consumer::batch::ConsumerProgress;
use crate::consumer::healing::Healing;
use crate::feed::Feed;
use crate::log::LogReader;

/// One runner of a consumer, without a feed, a lease or a task of its own.
pub struct ManualRunner {
    runner: Runner,
    head: watch::Sender<u64>,
    lease: CancellationToken,
    /// `None` before the first delivery, and again after another runner moved the cursors.
    state: Option<RunState>,
}

/// How far the run was after the last delivery.
struct RunState {
    progress: ConsumerProgress,
    applied_through: u64,
    announced: u64,
}

impl RunState {
    fn of(run: Run<'_>) -> Self {
        Self { announced: run.announced, applied_through: run.applied_through, progress: run.progress }
    }
}

impl ManualRunner {
    /// A runner that has not begun.
    pub fn new(consumer: Arc<dyn Consumer>, pool: PgPool, log: LogReader) -> Self {
        let (head, known) = watch::channel(0);
        let feed = Feed::without_nats(known);
        let runner = Runner { consumer, pool, log, feed };
        Self { runner, head, lease: CancellationToken::new(), state: None }
    }

    /// Applies what the feed delivered: breaks off when another runner moved the cursors, which are then read again.
    ///
    /// # Errors
    /// What would stop the consumer, or make it try again.
    pub async fn deliver(&mut self, events: &[Arc<Recorded>]) -> Result<ControlFlow<()>, String> {
        let mut run = self.resume().await?;
        let outcome = run.apply_delivery(events).await;
        self.state = Some(RunState::of(run));
        self.conclude(outcome)
    }

    /// Reads from Postgres whatever is missing up to the head, as when the feed is silent; see [`Self::deliver`].
    ///
    /// # Errors
    /// What would stop the consumer, or make it try again.
    pub async fn catch_up(&mut self, head: u64) -> Result<ControlFlow<()>, String> {
        self.head.send_replace(head);
        let mut run = self.resume().await?;
        let outcome = run.catch_up().await;
        self.state = Some(RunState::of(run));
        self.conclude(outcome)
    }

    /// Forgets how far it was, as a process does that ends.
    pub fn restart(&mut self) {
        self.state = None;
    }

    async fn resume(&mut self) -> Result<Run<'_>, String> {
        let RunState { progress, applied_through, announced } = match self.state.take() {
            Some(state) => state,
            None => RunState { progress: self.load().await?, applied_through: 0, announced: 0 },
        };
        Ok(Run {
            runner: &self.runner,
            progress,
            healing: Healing::new(),
            lease: &self.lease,
            applied_through,
            announced,
            overdue_since: None,
            requests_checked: Instant::now(),
            unsaved_since: None,
        })
    }

    async fn load(&self) -> Result<ConsumerProgress, String> {
        let progress = ConsumerProgress::load(&self.runner.pool, &*self.runner.consumer).await;
        progress.map_err(|error| error.to_string())
    }

    fn conclude(&mut self, outcome: Result<(), StopReason>) -> Result<ControlFlow<()>, String> {
        match outcome {
            Ok(()) => return Ok(ControlFlow::Continue(())),
            Err(StopReason::CursorsMoved) => {}
            Err(StopReason::Retry(why) | StopReason::Fatal(why)) => return Err(why),
        }
        self.restart();
        Ok(ControlFlow::Break(()))
    }
}
