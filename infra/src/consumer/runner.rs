//! The runner of one consumer: takes what the feed brings, and reads from Postgres what it does not.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use domain::recorded::Recorded;
use sqlx::PgPool;
use tokio::sync::{broadcast, watch};
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use super::Consumer;
use super::batch::{Failure, Standing};
use super::source::{PAGE, Source};
use super::status::{ConsumerState, Display};
use crate::feed::{Batch, Feed};
use crate::store::codec::OpenError;

/// How often an idle runner shows that it is alive.
const HEARTBEAT: Duration = Duration::from_secs(1);
/// The pauses between tries while the database is away.
const PAUSES: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// Runs one consumer while its lease is held.
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

impl From<OpenError> for Halt {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Unavailable { ref source, .. } => Self::Retry(format!("{error}: {source}")),
            OpenError::WrongMasterKey { .. }
            | OpenError::Damaged { .. }
            | OpenError::UnknownVersion(_)
            | OpenError::UnknownAggregate(_) => Self::Stop(error.to_string()),
        }
    }
}

impl Runner {
    /// Runs until the lease ends; breaks off when a person must look.
    pub(super) async fn run(&self, held: CancellationToken) -> ControlFlow<()> {
        let mut pause = PAUSES.0;
        while !held.is_cancelled() {
            let began = Instant::now();
            match self.run_once(&held).await {
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
            pause = if began.elapsed() > PAUSES.1 { PAUSES.0 } else { (pause * 2).min(PAUSES.1) };
            held.run_until_cancelled(sleep(pause)).await;
        }
        self.display.state(ConsumerState::Standby);
        ControlFlow::Continue(())
    }

    async fn run_once(&self, held: &CancellationToken) -> Result<(), Halt> {
        // Before the cursors are read, so that nothing falls in between.
        let batches = self.feed.subscribe();
        let mut standing = Standing::load(&self.pool, &*self.consumer).await?;
        standing.parked.retry(&self.pool, &*self.consumer, &self.source).await?;
        info!(consumer = self.consumer.name(), position = standing.cursors.last(), "the consumer runs");
        let asked = Instant::now();
        let mut run = Run { runner: self, standing, held, checked: 0, announced: 0, late_since: None, asked };
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
}

impl Run<'_> {
    async fn follow(
        &mut self,
        mut batches: broadcast::Receiver<Batch>,
        mut head: watch::Receiver<u64>,
    ) -> Result<(), Halt> {
        while !self.held.is_cancelled() {
            let grace = self.runner.feed.grace();
            tokio::select! {
                biased;
                () = self.held.cancelled() => return Ok(()),
                () = late(&mut head, self.checked, &mut self.late_since, grace) => self.catch_up().await?,
                batch = batches.recv() => match batch {
                    Ok(batch) => self.take(&gather(&batch, &mut batches)).await?,
                    Err(_) => self.catch_up().await?,
                },
                () = sleep(HEARTBEAT) => {}
            }
            self.retry_asked().await?;
            self.show();
        }
        Ok(())
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
        let (next, gap) = self.standing.cursors.select(events);
        self.apply(&next).await?;
        for event in events {
            self.announced = self.announced.max(event.position);
            // Ours is applied by now, unless there is a gap; what belongs to others does not concern us.
            if event.position == self.checked + 1 && !gap {
                self.checked += 1;
                self.late_since = None;
            }
        }
        if gap { self.catch_up().await } else { Ok(()) }
    }

    /// Reads from Postgres everything up to the head.
    async fn catch_up(&mut self) -> Result<(), Halt> {
        let head = self.announced.max(*self.runner.feed.head().borrow());
        let missing = self.standing.cursors.missing(&self.runner.pool, head).await?;
        if let Some(missing) = missing {
            let mut after = missing.first - 1;
            loop {
                self.checked = self.checked.max(after.min(head));
                self.show();
                let page = self.runner.source.page(after, PAGE, missing.partitions.as_deref()).await?;
                let (next, gap) = self.standing.cursors.select(&page.events);
                self.apply(&next).await?;
                if gap {
                    return Err(Halt::Stop(format!("the log does not continue after position {after}")));
                }
                if let Some(unreadable) = page.unreadable {
                    return Err(unreadable.into());
                }
                if self.held.is_cancelled() {
                    return Ok(());
                }
                match page.events.last() {
                    Some(last) if page.full => after = last.position,
                    Some(_) | None => break,
                }
            }
        }
        self.checked = self.checked.max(head);
        self.late_since = None;
        self.show();
        Ok(())
    }

    async fn apply(&mut self, events: &[Arc<Recorded>]) -> Result<(), Halt> {
        for batch in events.chunks(PAGE as usize) {
            self.standing.apply(&self.runner.pool, &*self.runner.consumer, batch).await?;
        }
        Ok(())
    }

    fn show(&self) {
        self.runner.display.progress(self.checked, self.standing.parked.len());
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
