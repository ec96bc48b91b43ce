//! The runner of one consumer: applies what the feed delivers, and reads from Postgres what it does not.
//!
//! The feed is at most once: a delivery may be missing, repeated or out of order. Cursors and `previous` links tell which;
//! the log's head tells when a delivery is overdue.

#[cfg(any(test, feature = "manual-runner"))]
mod manual;

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use commands::faults::Guard;
use commands::retry_policy::CONSUMER;
use domain::recorded::Recorded;
use sqlx::PgPool;
use tokio::sync::{broadcast, watch};
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use super::Consumer;
use super::batch::{BatchError, ConsumerProgress};
use super::catch_up::{BulkCatchUp, BulkLimits};
use super::cursors::Missing;
use super::healing::{Healing, HealingTools};
use super::pages::{EventPages, PAGE};
use crate::backoff::Backoff;
use crate::feed::{Batch, Feed, Way};
use crate::log::LogReader;
use crate::log::log_event::LogEvent;
use crate::store::codec::EventReadError;

#[cfg(any(test, feature = "manual-runner"))]
pub use manual::ManualRunner;

/// How often a runner looks for requests to retry parked keys.
const REQUEST_POLL: Duration = Duration::from_secs(1);
/// How long the database may not know of events that do not concern the consumer.
const UNSAVED: Duration = Duration::from_millis(100);

/// From so many missing events on, a consumer catches up in bulk, if it can,
const BULK_THRESHOLD: u64 = 4096;
/// with a transaction per so many events,
const CHECKPOINT: u64 = 16_384;
/// and at most so many bytes of rows in memory.
const MEMORY: usize = 32 << 20;

/// Runs one consumer, or this instance's share of its partitions.
pub(super) struct Runner {
    pub(super) consumer: Arc<dyn Consumer>,
    pub(super) pool: PgPool,
    pub(super) log: LogReader,
    pub(super) feed: Feed,
}

/// Why a run ended before its lease did.
#[derive(Debug)]
enum StopReason {
    /// Another runner moved the cursors: they are read again.
    CursorsMoved,
    /// It tries again later.
    Retry(String),
    /// A person must look.
    Fatal(String),
}

impl From<BatchError> for StopReason {
    fn from(failure: BatchError) -> Self {
        match failure {
            BatchError::CursorsMoved => Self::CursorsMoved,
            BatchError::Database(error) => Self::Retry(error.to_string()),
            BatchError::Log(error) => error.into(),
            BatchError::Poison(why) => Self::Fatal(why),
        }
    }
}

impl From<sqlx::Error> for StopReason {
    fn from(error: sqlx::Error) -> Self {
        Self::Retry(error.to_string())
    }
}

impl From<EventReadError> for StopReason {
    fn from(error: EventReadError) -> Self {
        match error {
            EventReadError::Unavailable { ref source, .. } => Self::Retry(format!("{error}: {source}")),
            EventReadError::WrongMasterKey { .. }
            | EventReadError::Damaged { .. }
            | EventReadError::Unreadable(_) => Self::Fatal(error.to_string()),
        }
    }
}

impl Runner {
    /// Runs these partitions until the lease on them ends; breaks off when a person must look.
    pub(super) async fn run(&self, partitions: Vec<i16>, lease: CancellationToken) -> ControlFlow<()> {
        let mut backoff = Backoff::of(CONSUMER);
        while !lease.is_cancelled() {
            let began = Instant::now();
            match self.run_once(&partitions, &lease).await {
                Ok(()) => {}
                Err(StopReason::CursorsMoved) => {
                    warn!(consumer = self.consumer.name(), "cursors were moved by another runner");
                }
                Err(StopReason::Retry(error)) => {
                    warn!(consumer = self.consumer.name(), error, "the consumer tries again");
                }
                // Altered history, or a wrong key: it reads the same in five seconds, and what was skipped would be a hole that
                // nobody sees.
                Err(StopReason::Fatal(reason)) => {
                    error!(alarm = true, consumer = self.consumer.name(), reason, "the consumer is stopped");
                    return ControlFlow::Break(());
                }
            }
            // Whoever ran longer than the longest pause was well: what ended it is a new fault, not the same again.
            if began.elapsed() > CONSUMER.longest_pause {
                backoff.reset();
            }
            lease.run_until_cancelled(sleep(backoff.next_pause())).await;
        }
        ControlFlow::Continue(())
    }

    async fn run_once(&self, partitions: &[i16], lease: &CancellationToken) -> Result<(), StopReason> {
        // Subscribed before the cursors are read: an event between the two is delivered twice rather than never.
        let batches = self.feed.subscribe();
        let progress = ConsumerProgress::load_partitions(&self.pool, &*self.consumer, partitions).await?;
        info!(consumer = self.consumer.name(), position = progress.cursors.last(), "the consumer runs");
        let mut run = Run {
            runner: self,
            progress,
            healing: Healing::new(),
            lease,
            applied_through: 0,
            announced: 0,
            overdue_since: None,
            requests_checked: Instant::now(),
            unsaved_since: None,
        };
        run.catch_up().await?;
        run.follow(batches, self.feed.head()).await
    }
}

/// One uninterrupted run.
struct Run<'a> {
    runner: &'a Runner,
    progress: ConsumerProgress,
    healing: Healing,
    /// Cancelled when the lease ends.
    lease: &'a CancellationToken,
    /// Everything up to here is known to be applied.
    applied_through: u64,
    /// The greatest position that the feed has delivered.
    announced: u64,
    /// Since when the head has been beyond what is applied.
    overdue_since: Option<Instant>,
    /// When it was last looked for requests to retry a parked key.
    requests_checked: Instant,
    /// Since when the cursors in the database are behind.
    unsaved_since: Option<Instant>,
}

impl Run<'_> {
    async fn follow(
        &mut self,
        mut batches: broadcast::Receiver<Batch>,
        mut head: watch::Receiver<u64>,
    ) -> Result<(), StopReason> {
        while !self.lease.is_cancelled() {
            let grace = self.runner.feed.grace();
            // In this order (biased): a lost lease ends the run at once, and a flood of deliveries can neither hold up
            // the saving of skipped positions nor hide that an earlier event never came.
            let (unsaved, healing) = (self.unsaved_since, self.healing.due(&self.progress.parked));
            tokio::select! {
                biased;
                () = self.lease.cancelled() => {}
                () = sleep_until(unsaved.unwrap_or_else(Instant::now) + UNSAVED), if unsaved.is_some() => {
                    self.save().await?;
                }
                () = sleep_until(healing.unwrap_or_else(Instant::now)), if healing.is_some() => {
                    self.heal().await?;
                }
                () = overdue(&mut head, self.applied_through, &mut self.overdue_since, grace), if Guard::CatchUp.holds() => {
                    self.catch_up().await?;
                }
                batch = batches.recv() => match batch {
                    Ok(batch) => self.apply_delivery(&drain(&batch, &mut batches)).await?,
                    // Lagged: the channel dropped batches. What was in them is in the log.
                    Err(_) => self.catch_up().await?,
                },
                () = sleep(REQUEST_POLL) => {}
            }
            self.retry_requested().await?;
        }
        self.save().await
    }

    /// Writes skipped positions to the database, so that everybody sees how far this is.
    async fn save(&mut self) -> Result<(), StopReason> {
        self.unsaved_since = None;
        Ok(self.progress.save(&self.runner.pool).await?)
    }

    /// Looks, while keys are parked, for an operator's request to retry them.
    async fn retry_requested(&mut self) -> Result<(), StopReason> {
        if self.progress.parked.len() == 0 || self.requests_checked.elapsed() < REQUEST_POLL {
            return Ok(());
        }
        self.requests_checked = Instant::now();
        Ok(self.healing.take_requests(&self.progress.parked, &self.runner.pool).await?)
    }

    /// A step of healing.
    async fn heal(&mut self) -> Result<(), StopReason> {
        let Runner { pool, consumer, log, .. } = self.runner;
        let tools = HealingTools { pool, consumer: &**consumer, log };
        Ok(self.healing.step(&mut self.progress.parked, tools).await?)
    }

    /// Applies what follows the cursors; reads from Postgres if something is missing.
    async fn apply_delivery(&mut self, events: &[Arc<Recorded>]) -> Result<(), StopReason> {
        let delivered = events.iter().map(|event| LogEvent::Readable(Arc::clone(event))).collect();
        let (next, gaps) = self.progress.cursors.select(delivered);
        self.runner.feed.count(Way::Nats, next.len() as u64);
        if !self.progress.skip_unconcerned(&*self.runner.consumer, &next) {
            self.apply(&next).await?;
        }
        if !self.progress.cursors.is_unsaved() {
            self.unsaved_since = None;
        } else if self.unsaved_since.is_none() {
            self.unsaved_since = Some(Instant::now());
        }
        for event in events {
            self.announced = self.announced.max(event.position);
            // The delivery has every partition's events: ours are applied by now unless there is a gap, the others are
            // applied by whoever runs their partitions. So positions can be ticked off one after the other, and the
            // head is compared with a number instead of a question to the database.
            if event.position == self.applied_through + 1 && gaps.is_empty() {
                self.applied_through += 1;
                self.overdue_since = None;
            }
        }
        if !gaps.is_empty() && Guard::CatchUp.holds() { self.catch_up().await } else { Ok(()) }
    }

    /// Reads from Postgres everything up to the head.
    async fn catch_up(&mut self) -> Result<(), StopReason> {
        // The polled head may be a second old; what was delivered is in the log, too, and may be beyond it.
        let head = self.announced.max(*self.runner.feed.head().borrow());
        let mut missing = self.progress.cursors.missing(&self.runner.pool, head).await?;
        if let Some(far) = missing.take_if(|missing| head.saturating_sub(missing.first) >= BULK_THRESHOLD) {
            self.catch_up_in_bulk(&far, head).await?;
            // Bulk ends at its last checkpoint whenever it meets something unusual, so what is left is asked anew.
            missing = self.progress.cursors.missing(&self.runner.pool, head).await?;
        }
        if let Some(missing) = missing {
            self.apply_pages(missing).await?;
            // The pages may have ended with the lease: the head must not be taken for applied then.
            if self.lease.is_cancelled() {
                return Ok(());
            }
        }
        self.save().await?;
        self.applied_through = self.applied_through.max(head);
        self.overdue_since = None;
        Ok(())
    }

    /// Applies most of what is missing in bulk, if the consumer can.
    async fn catch_up_in_bulk(&mut self, missing: &Missing, head: u64) -> Result<(), StopReason> {
        let Runner { consumer, pool, log, feed } = self.runner;
        let limits = BulkLimits { until: head, checkpoint: CHECKPOINT, memory: MEMORY };
        let bulk = BulkCatchUp { pool, log, consumer: &**consumer, limits };
        let on_checkpoint = |_position: u64, events: u64| {
            feed.count(Way::Postgres, events);
            !self.lease.is_cancelled()
        };
        Ok(bulk.run(&mut self.progress, missing, &on_checkpoint).await?)
    }

    /// Applies what is missing, page by page, until it is all there or the consumer has to stop.
    async fn apply_pages(&mut self, missing: Missing) -> Result<(), StopReason> {
        let mut pages = EventPages::read(&self.runner.log, missing, self.runner.consumer.reads_texts());
        while let Some(page) = pages.next().await? {
            let (next, gaps) = self.progress.cursors.select(page.events);
            self.runner.feed.count(Way::Postgres, next.len() as u64);
            self.apply(&next).await?;
            // In a delivery a gap is ordinary. The log itself is dense: whoever went on here would never see what is gone.
            if !gaps.is_empty() {
                self.give_up(&gaps, page.after)?;
            }
            if self.healing.due(&self.progress.parked).is_some_and(|due| due <= Instant::now()) {
                self.heal().await?;
            }
            if self.lease.is_cancelled() {
                break;
            }
        }
        Ok(())
    }

    /// The history of these partitions was altered: they are left where they are, and others go on.
    fn give_up(&mut self, partitions: &BTreeSet<i16>, after: u64) -> Result<(), StopReason> {
        let reason = format!("the log does not continue after position {after}");
        if !self.progress.cursors.give_up(partitions) {
            return Err(StopReason::Fatal(reason));
        }
        let consumer = self.runner.consumer.name();
        error!(alarm = true, consumer, ?partitions, reason, "the consumer is stopped in these partitions");
        Ok(())
    }

    async fn apply(&mut self, events: &[LogEvent]) -> Result<(), StopReason> {
        if events.is_empty() {
            return Ok(());
        }
        let before = self.progress.parked.len();
        self.progress.apply(&self.runner.pool, &*self.runner.consumer, events).await?;
        if self.progress.parked.len() > before {
            self.healing.begin_anew(before == 0);
        }
        Ok(())
    }
}

/// Ends when the head has been beyond what is applied for longer than the grace.
async fn overdue(
    head: &mut watch::Receiver<u64>,
    applied_through: u64,
    since: &mut Option<Instant>,
    grace: Duration,
) {
    if head.wait_for(|head| *head > applied_through).await.is_err() {
        return std::future::pending().await;
    }
    let since = *since.get_or_insert_with(Instant::now);
    sleep_until(since + grace).await;
}

/// This batch, and those that have arrived since, up to a page: while one transaction commits, deliveries queue up, and
/// go into the next one together.
fn drain(first: &Batch, batches: &mut broadcast::Receiver<Batch>) -> Vec<Arc<Recorded>> {
    let mut events = first.to_vec();
    while events.len() < PAGE as usize {
        let Ok(batch) = batches.try_recv() else { break };
        events.extend(batch.iter().cloned());
    }
    events
}
