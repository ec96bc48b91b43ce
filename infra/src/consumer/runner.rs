//! The runner of one consumer: takes what the feed brings, and reads from Postgres what it does not.

mod hand;

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use domain::recorded::{Recorded, Stored};
use domain::stream::PARTITIONS;
use sqlx::PgPool;
use tokio::sync::{broadcast, watch};
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use super::Consumer;
use super::batch::{Failure, Standing};
use super::catch_up::{Size, Stretch};
use super::cursors::{Missing, WHOLE};
use super::form::Form;
use super::source::{PAGE, Source};
use super::status::{ConsumerState, Display};
use crate::backoff::Backoff;
use crate::faults::stands;
use crate::feed::{Batch, Feed};
use crate::lease::PartitionSet;
use crate::store::codec::EventReadError;

pub use hand::ByHand;

/// How often an idle runner shows that it is alive.
const HEARTBEAT: Duration = Duration::from_secs(1);
/// How long the database may not know of events that do not concern the consumer.
const UNSAVED: Duration = Duration::from_millis(100);
/// The pauses between tries while the database is away.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
const BACKOFF: Backoff = Backoff::new(Duration::from_millis(100), LONGEST_PAUSE);

/// A consumer that so many events are missing to takes them in a stretch, if it can,
const FAR: u64 = 4096;
/// with a transaction per so many,
const CHECKPOINT: u64 = 16_384;
/// and so many bytes of rows in memory.
const MEMORY: usize = 32 << 20;

/// Runs one consumer, or this instance's share of it.
pub(super) struct Runner {
    pub(super) consumer: Arc<dyn Consumer>,
    pub(super) pool: PgPool,
    pub(super) source: Source,
    pub(super) feed: Feed,
    pub(super) display: Display,
}

/// Why a run ended before its lease did.
#[derive(Debug)]
enum Halt {
    /// Read the cursors again.
    Moved,
    /// Try again later.
    Retry(String),
    /// A person must look.
    Stop(String),
}

impl From<Failure> for Halt {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Moved => Self::Moved,
            Failure::Database(error) => Self::Retry(error.to_string()),
            Failure::Poison(why) => Self::Stop(why),
        }
    }
}

impl From<sqlx::Error> for Halt {
    fn from(error: sqlx::Error) -> Self {
        Self::Retry(error.to_string())
    }
}

impl From<EventReadError> for Halt {
    fn from(error: EventReadError) -> Self {
        match error {
            EventReadError::Unavailable { ref source, .. } => Self::Retry(format!("{error}: {source}")),
            EventReadError::WrongMasterKey { .. }
            | EventReadError::Damaged { .. }
            | EventReadError::UnknownVersion(_)
            | EventReadError::UnknownAggregate(_) => Self::Stop(error.to_string()),
        }
    }
}

impl Runner {
    /// Runs these lines until the lease or the share ends; breaks off when a person must look.
    pub(super) async fn run(&self, lines: Vec<i16>, held: CancellationToken) -> ControlFlow<()> {
        self.display.begin(partitions(&lines));
        let outcome = self.run_until(&lines, &held).await;
        self.display.end();
        outcome
    }

    async fn run_until(&self, lines: &[i16], held: &CancellationToken) -> ControlFlow<()> {
        let mut backoff = BACKOFF;
        while !held.is_cancelled() {
            let began = Instant::now();
            match self.run_once(lines, held).await {
                Ok(()) => {}
                Err(Halt::Moved) => {
                    warn!(consumer = self.consumer.name(), "cursors were moved by another runner");
                }
                Err(Halt::Retry(error)) => {
                    warn!(consumer = self.consumer.name(), error, "the consumer tries again");
                    self.display.state(ConsumerState::Retrying { error });
                }
                Err(Halt::Stop(reason)) => {
                    error!(alarm = true, consumer = self.consumer.name(), reason, "the consumer is stopped");
                    self.display.state(ConsumerState::Stopped { reason });
                    return ControlFlow::Break(());
                }
            }
            // Whoever ran longer than the longest pause was well: what ended it is a new fault, not the same again.
            if began.elapsed() > LONGEST_PAUSE {
                backoff.reset();
            }
            held.run_until_cancelled(sleep(backoff.next_pause())).await;
        }
        self.display.state(ConsumerState::Standby);
        ControlFlow::Continue(())
    }

    async fn run_once(&self, lines: &[i16], held: &CancellationToken) -> Result<(), Halt> {
        // Before the cursors are read, so that nothing falls in between.
        let batches = self.feed.subscribe();
        let mut standing = Standing::load_lines(&self.pool, &*self.consumer, lines).await?;
        standing.parked.retry(&self.pool, &*self.consumer, &self.source).await?;
        info!(consumer = self.consumer.name(), position = standing.cursors.last(), "the consumer runs");
        let asked = Instant::now();
        let (checked, announced) = (0, 0);
        let mut run = Run {
            runner: self,
            standing,
            held,
            checked,
            announced,
            late_since: None,
            asked,
            unsaved_since: None,
        };
        run.catch_up().await?;
        run.follow(batches, self.feed.head()).await
    }
}

/// One uninterrupted run.
struct Run<'a> {
    runner: &'a Runner,
    standing: Standing,
    held: &'a CancellationToken,
    /// Everything up to here is known to be applied.
    checked: u64,
    /// The greatest position that the feed has brought.
    announced: u64,
    /// Since when the head has been beyond that.
    late_since: Option<Instant>,
    /// When it was last asked whether a parked key should be tried again.
    asked: Instant,
    /// Since when the cursors in the database are behind.
    unsaved_since: Option<Instant>,
}

impl Run<'_> {
    async fn follow(
        &mut self,
        mut batches: broadcast::Receiver<Batch>,
        mut head: watch::Receiver<u64>,
    ) -> Result<(), Halt> {
        while !self.held.is_cancelled() {
            let grace = self.runner.feed.grace();
            let unsaved = self.unsaved_since;
            tokio::select! {
                biased;
                () = self.held.cancelled() => {}
                () = sleep_until(unsaved.unwrap_or_else(Instant::now) + UNSAVED), if unsaved.is_some() => {
                    self.save().await?;
                }
                () = late(&mut head, self.checked, &mut self.late_since, grace), if stands("catch-up") => {
                    self.catch_up().await?;
                }
                batch = batches.recv() => match batch {
                    Ok(batch) => self.take(&gather(&batch, &mut batches)).await?,
                    Err(_) => self.catch_up().await?,
                },
                () = sleep(HEARTBEAT) => {}
            }
            self.retry_asked().await?;
            self.show();
        }
        self.save().await
    }

    /// Tells the database how far this is, so that others know it too.
    async fn save(&mut self) -> Result<(), Halt> {
        self.unsaved_since = None;
        Ok(self.standing.save(&self.runner.pool).await?)
    }

    /// Looks once per heartbeat, and only while keys are parked, for an operator's wish to try them again.
    async fn retry_asked(&mut self) -> Result<(), Halt> {
        if self.standing.parked.len() == 0 || self.asked.elapsed() < HEARTBEAT {
            return Ok(());
        }
        self.asked = Instant::now();
        let Runner { pool, consumer, source, .. } = self.runner;
        Ok(self.standing.parked.retry_asked(pool, &**consumer, source).await?)
    }

    /// Applies what follows the cursors; reads from Postgres if something is missing.
    async fn take(&mut self, events: &[Arc<Recorded>]) -> Result<(), Halt> {
        if self.runner.consumer.reads_stored() {
            let last = events.iter().map(|event| event.position).max();
            self.announced = self.announced.max(last.unwrap_or_default());
            return if self.announced > self.checked { self.catch_up().await } else { Ok(()) };
        }
        let (next, gap) = self.standing.cursors.select(events);
        if !self.standing.pass_over(&*self.runner.consumer, &next) {
            self.apply(&next).await?;
        }
        if !self.standing.cursors.is_unsaved() {
            self.unsaved_since = None;
        } else if self.unsaved_since.is_none() {
            self.unsaved_since = Some(Instant::now());
        }
        for event in events {
            self.announced = self.announced.max(event.position);
            // Ours is applied by now, unless there is a gap; what belongs to others does not concern us.
            if event.position == self.checked + 1 && !gap {
                self.checked += 1;
                self.late_since = None;
            }
        }
        if gap && stands("catch-up") { self.catch_up().await } else { Ok(()) }
    }

    /// Reads from Postgres everything up to the head.
    async fn catch_up(&mut self) -> Result<(), Halt> {
        let head = self.announced.max(*self.runner.feed.head().borrow());
        let mut missing = self.standing.cursors.missing(&self.runner.pool, head).await?;
        if let Some(far) = missing.take_if(|missing| head.saturating_sub(missing.first) >= FAR) {
            self.stretch(&far, head).await?;
            missing = self.standing.cursors.missing(&self.runner.pool, head).await?;
        }
        if let Some(missing) = missing {
            if self.runner.consumer.reads_stored() {
                self.take_in::<Stored>(missing, head).await?;
            } else {
                self.take_in::<Arc<Recorded>>(missing, head).await?;
            }
            if self.held.is_cancelled() {
                return Ok(());
            }
        }
        self.save().await?;
        self.checked = self.checked.max(head);
        self.late_since = None;
        self.show();
        Ok(())
    }

    /// Applies most of what is missing in a stretch, if the consumer can.
    async fn stretch(&mut self, missing: &Missing, head: u64) -> Result<(), Halt> {
        let Runner { consumer, pool, source, display, .. } = self.runner;
        let size = Size { until: head, checkpoint: CHECKPOINT, memory: MEMORY };
        let stretch = Stretch { pool, source, consumer: &**consumer, size };
        let told = |position: u64| {
            display.progress(position.min(head), 0);
            !self.held.is_cancelled()
        };
        Ok(stretch.run(&mut self.standing, missing, &told).await?)
    }

    /// Applies what is missing, page by page, until it is all there or the consumer has to stop.
    async fn take_in<E: Form>(&mut self, missing: Missing, head: u64) -> Result<(), Halt> {
        let mut pages = self.runner.source.pages::<E>(missing);
        while let Some(page) = pages.next().await? {
            self.checked = self.checked.max(page.after.min(head));
            self.show();
            let (next, gap) = self.standing.cursors.select_of(page.events);
            self.apply(&next).await?;
            if gap {
                let after = page.after;
                return Err(Halt::Stop(format!("the log does not continue after position {after}")));
            }
            if let Some(unreadable) = page.unreadable {
                return Err(unreadable.into());
            }
            if self.held.is_cancelled() {
                break;
            }
        }
        Ok(())
    }

    async fn apply(&mut self, events: &[impl Form]) -> Result<(), Halt> {
        if events.is_empty() {
            return Ok(());
        }
        Ok(self.standing.apply(&self.runner.pool, &*self.runner.consumer, events).await?)
    }

    fn show(&self) {
        self.runner.display.progress(self.checked, self.standing.parked.len());
    }
}

/// The partitions of these lines.
fn partitions(lines: &[i16]) -> PartitionSet {
    match lines {
        [WHOLE] => (0..PARTITIONS).collect(),
        lines => lines.iter().map(|line| line.cast_unsigned()).collect(),
    }
}

/// Ends when the head has been beyond what is applied for longer than the grace.
async fn late(head: &mut watch::Receiver<u64>, checked: u64, since: &mut Option<Instant>, grace: Duration) {
    if head.wait_for(|head| *head > checked).await.is_err() {
        return std::future::pending().await;
    }
    let since = *since.get_or_insert_with(Instant::now);
    sleep_until(since + grace).await;
}

/// This batch, and those that have arrived since, up to a page.
fn gather(first: &Batch, batches: &mut broadcast::Receiver<Batch>) -> Vec<Arc<Recorded>> {
    let mut events = first.to_vec();
    while events.len() < PAGE as usize {
        let Ok(batch) = batches.try_recv() else { break };
        events.extend(batch.iter().cloned());
    }
    events
}
