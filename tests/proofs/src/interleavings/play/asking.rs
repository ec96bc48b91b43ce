//! Commands and poisoned appends: sent as tasks of their own, through whichever instance, and awaited when that is wise.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use commands::store::EventStore;
use futures_util::future::try_join_all;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::Play;
use crate::interleavings::model::own_stream;
use crate::interleavings::notes::Answer;
use crate::interleavings::poison;
use crate::interleavings::schedule::{Asked, Poison};

/// Longer than anything waits for a lock or a connection.
const PATIENCE: Duration = Duration::from_mins(1);

impl Play<'_> {
    /// Sends the commands; waits for their answers unless somebody else has to move first.
    pub(super) async fn ask(&self, asked: &[Asked], poison: Option<Poison>, kill: bool) -> Result<()> {
        let waits = self.schedule.free || !(self.is_sending() || self.meets_open(asked).await);
        let mut sent: Vec<_> = asked.iter().map(|asked| self.send(*asked)).collect();
        if let Some(poison) = poison {
            sent.push(self.send_poison(poison, asked[0]));
        }
        if kill {
            self.kill_appends().await?;
        }
        if waits {
            return awaited(sent).await;
        }
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).extend(sent);
        // give what was sent a chance to reach the lock that it will wait for
        tokio::task::yield_now().await;
        Ok(())
    }

    fn send(&self, asked: Asked) -> JoinHandle<()> {
        let request = self.request(asked);
        let bus = Arc::clone(&self.house.instances[self.instance(asked)].bus);
        let envelope = self.world.envelope(self.schedule, request);
        let (clock, notes) = (Arc::clone(&self.clock), Arc::clone(&self.notes));
        tokio::spawn(async move {
            let start = clock.fetch_add(1, Ordering::SeqCst);
            let answer = bus.dispatch(envelope).await.map(|dispatched| dispatched.receipt);
            let end = clock.fetch_add(1, Ordering::SeqCst);
            let note = Answer { request, start, end, told: answer };
            notes.lock().unwrap_or_else(PoisonError::into_inner).answers.push(note);
        })
    }

    fn send_poison(&self, kind: Poison, beside: Asked) -> JoinHandle<()> {
        let store = self.house.instances[self.instance(beside)].store.clone();
        let (append, notes) = (poison::append(self.world, kind, self.tick()), Arc::clone(&self.notes));
        tokio::spawn(async move {
            let noted = poison::noted(kind, &append, store.append(append.clone()).await);
            notes.lock().unwrap_or_else(PoisonError::into_inner).poisoned.push(noted);
        })
    }

    fn request(&self, asked: Asked) -> usize {
        usize::from(asked.request) % self.schedule.requests.len()
    }

    fn instance(&self, asked: Asked) -> usize {
        usize::from(asked.instance) % self.house.instances.len()
    }

    pub(super) fn is_sending(&self) -> bool {
        !self.sent.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// Whether one of these commands writes to a stream that an open transaction has written to.
    async fn meets_open(&self, asked: &[Asked]) -> bool {
        let mut held = Vec::new();
        for open in &self.open {
            held.extend(open.lock().await.as_ref().map(|open| open.noted.stream.clone()));
        }
        asked.iter().any(|asked| {
            let request = self.request(*asked);
            held.contains(&own_stream(&self.world.envelope(self.schedule, request).command))
        })
    }

    /// Waits for everything that was sent and left waiting.
    pub(super) async fn await_sent(&self) -> Result<()> {
        let sent = std::mem::take(&mut *self.sent.lock().unwrap_or_else(PoisonError::into_inner));
        awaited(sent).await
    }
}

async fn awaited(sent: Vec<JoinHandle<()>>) -> Result<()> {
    let all = timeout(PATIENCE, try_join_all(sent)).await;
    all.context("a command is never answered")?.context("a command panicked").map(drop)
}
