//! A consumer that is driven by hand, one delivery at a time, through the very steps of its runner: for proofs.

use std::ops::ControlFlow;
use std::sync::Arc;

use domain::recorded::Recorded;
use sqlx::PgPool;
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{Halt, Run, Runner};
use crate::consumer::Consumer;
use crate::consumer::batch::Standing;
use crate::consumer::source::Source;
use crate::consumer::status::Display;
use crate::feed::Feed;
use crate::log::LogReader;
use crate::store::codec::EventDecoder;

/// One runner of a consumer, without a feed, a lease or a task: it does what it is told and nothing else.
pub struct ByHand {
    runner: Runner,
    head: watch::Sender<u64>,
    held: CancellationToken,
    /// Nothing before the first delivery, and again after another runner was met.
    at: Option<At>,
}

/// Where the run was after the last delivery.
struct At {
    standing: Standing,
    checked: u64,
    announced: u64,
}

impl ByHand {
    /// A runner that has not begun.
    pub fn new(consumer: Arc<dyn Consumer>, pool: PgPool, (log, decoder): (LogReader, EventDecoder)) -> Self {
        let (head, known) = watch::channel(0);
        let (source, feed) = (Source { log, decoder }, Feed::without_nats(known));
        let runner = Runner { consumer, pool, source, feed, display: Display::new() };
        Self { runner, head, held: CancellationToken::new(), at: None }
    }

    /// Takes what the feed has brought: breaks off when another runner moved the cursors, which are then read again.
    ///
    /// # Errors
    /// What would stop the consumer, or make it try again.
    pub async fn deliver(&mut self, events: &[Arc<Recorded>]) -> Result<ControlFlow<()>, String> {
        let mut run = self.begun().await?;
        let outcome = run.take(events).await;
        self.at = Some(At { announced: run.announced, checked: run.checked, standing: run.standing });
        self.settle(outcome)
    }

    /// Reads from Postgres whatever is missing up to the head, as when the feed is silent; see [`Self::deliver`].
    ///
    /// # Errors
    /// What would stop the consumer, or make it try again.
    pub async fn catch_up(&mut self, head: u64) -> Result<ControlFlow<()>, String> {
        self.head.send_replace(head);
        let mut run = self.begun().await?;
        let outcome = run.catch_up().await;
        self.at = Some(At { announced: run.announced, checked: run.checked, standing: run.standing });
        self.settle(outcome)
    }

    /// Forgets where it was, as a process does that ends.
    pub fn restart(&mut self) {
        self.at = None;
    }

    async fn begun(&mut self) -> Result<Run<'_>, String> {
        let At { standing, checked, announced } = match self.at.take() {
            Some(at) => at,
            None => At { standing: self.standing().await?, checked: 0, announced: 0 },
        };
        let (runner, held, asked) = (&self.runner, &self.held, Instant::now());
        let (late_since, unsaved_since) = (None, None);
        Ok(Run { runner, standing, held, checked, announced, late_since, asked, unsaved_since })
    }

    async fn standing(&self) -> Result<Standing, String> {
        let standing = Standing::load(&self.runner.pool, &*self.runner.consumer).await;
        standing.map_err(|error| error.to_string())
    }

    fn settle(&mut self, outcome: Result<(), Halt>) -> Result<ControlFlow<()>, String> {
        match outcome {
            Ok(()) => return Ok(ControlFlow::Continue(())),
            Err(Halt::Moved) => {}
            Err(Halt::Retry(why) | Halt::Stop(why)) => return Err(why),
        }
        self.restart();
        Ok(ControlFlow::Break(()))
    }
}
