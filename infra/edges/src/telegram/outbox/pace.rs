//! The pace of messages and edits: Telegram's limits, kept by all instances together.
//!
//! What one chat is sent is in order, so its last slots stand in the database. The limit of all chats is shared out like
//! partitions: each instance has the part of it that it has of the share's partitions.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use commands::port::clock::Clock;
use commands::port::notice::OUTBOX;
use commands::process::Verdict;
use domain::stream::PARTITIONS;
use engine::lease::Leases;
use engine::lifecycle::Lifecycle;
use sqlx::PgPool;
use tokio::time::{Instant, sleep_until};

use super::chats::{held_until, next_slot, take_slot};
use crate::telegram::config::SendLimits;

/// Begins the reason of jobs that Telegram asked to wait.
pub(super) const ASKED_TO_WAIT: &str = "Telegram asks to wait";
/// The longest that a job waits for its slot with a worker; beyond that it gives the worker back.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// Messages do not all travel equally fast: two that are sent this much further apart than a limit says arrive within it.
const MARGIN: f64 = 1.05;
/// How often it is looked whether other instances were asked to wait, while something is sent.
const LOOK: Duration = Duration::from_secs(1);

/// Keeps the pace.
pub(in crate::telegram) struct Pace {
    pool: PgPool,
    clock: Arc<dyn Clock>,
    limits: SendLimits,
    /// Of all partitions, those that this instance has of the limit of all chats.
    share: Arc<AtomicU32>,
    state: Mutex<PaceState>,
}

/// What is known in this instance.
struct PaceState {
    /// When the next message to any chat may be sent.
    next: Instant,
    /// When it was looked for the last time whether all must wait, and until when they must.
    looked_at: Option<Instant>,
    held_until: Option<DateTime<Utc>>,
}

impl Pace {
    /// With the whole of the limits, until they are shared.
    pub(super) fn new(pool: PgPool, clock: Arc<dyn Clock>, limits: SendLimits) -> Self {
        let state = PaceState { next: Instant::now(), looked_at: None, held_until: None };
        let share = Arc::new(AtomicU32::new(PARTITIONS.into()));
        Self { pool, clock, limits, share, state: Mutex::new(state) }
    }

    /// Shares the limit of all chats with the other instances that send, until the soft stop.
    pub(super) fn share(&self, leases: Leases, lifecycle: &Lifecycle) {
        let (share, stop) = (Arc::clone(&self.share), lifecycle.soft());
        // Nothing, until it is known who else lives.
        share.store(0, Ordering::Relaxed);
        lifecycle.spawn("pace of messages", async move {
            let work = |partitions: engine::lease::PartitionSet,
                        held: tokio_util::sync::CancellationToken| {
                let share = Arc::clone(&share);
                async move {
                    share.store(u32::try_from(partitions.len()).unwrap_or(1), Ordering::Relaxed);
                    held.cancelled().await;
                    ControlFlow::Continue(())
                }
            };
            leases.run_share(OUTBOX, &stop, work).await;
        });
    }

    /// Returns when a message or an edit may be sent to the chat now; whether nothing was delivered there before.
    ///
    /// # Errors
    /// The verdict on a job whose turn is later than it waits for it.
    pub(in crate::telegram) async fn turn(&self, chat: i64) -> Result<bool, Verdict> {
        let held = self.held_until().await.map_err(Verdict::retry)?;
        if let Some(until) = held.filter(|until| *until > self.clock.now()) {
            return Err(Verdict::Wait { why: "other chats must wait, so all do".to_owned(), until });
        }
        let (spacing, per_minute) = (self.limits.spacing(), self.limits.per_minute(chat));
        let slot =
            take_slot(&self.pool, chat, spacing, per_minute, PATIENCE).await.map_err(Verdict::retry)?;
        let Some(slot) = slot else {
            let wait = next_slot(&self.pool, chat, spacing, per_minute).await.map_err(Verdict::retry)?;
            return Err(Verdict::Wait { why: "the chat was sent enough".to_owned(), until: self.at(wait) });
        };
        sleep_until(self.next_of_all(Instant::now() + slot.wait)).await;
        Ok(slot.unreachable)
    }

    /// The moment after this time.
    pub(super) fn at(&self, wait: Duration) -> DateTime<Utc> {
        self.clock.now() + TimeDelta::from_std(wait).unwrap_or(TimeDelta::MAX)
    }

    /// Takes this instance's next slot for any chat, not before the instant.
    fn next_of_all(&self, from: Instant) -> Instant {
        // One that has no part yet sends as if it had the smallest.
        let share = self.share.load(Ordering::Relaxed).max(1);
        let spacing = MARGIN * f64::from(PARTITIONS) / f64::from(share) / f64::from(self.limits.per_second);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = state.next.max(Instant::now());
        state.next = slot + Duration::from_secs_f64(spacing);
        slot.max(from)
    }

    async fn held_until(&self) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
        {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            if state.looked_at.is_some_and(|at| at.elapsed() < LOOK) {
                return Ok(state.held_until);
            }
            state.looked_at = Some(Instant::now());
        }
        let held = held_until(&self.pool, OUTBOX, self.clock.now(), ASKED_TO_WAIT).await?;
        self.state.lock().unwrap_or_else(PoisonError::into_inner).held_until = held;
        Ok(held)
    }
}

impl SendLimits {
    /// How far apart two messages to a chat are.
    fn spacing(self) -> Duration {
        Duration::from_secs_f64(MARGIN / f64::from(self.per_chat_second))
    }

    /// How many a chat is sent in a minute, where that is limited: groups have negative ids.
    fn per_minute(self, chat: i64) -> Option<i32> {
        (chat < 0).then(|| i32::try_from(self.per_group_minute).unwrap_or(i32::MAX))
    }
}
