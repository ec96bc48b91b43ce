//! Leader leases: which instance does what only one should do, and how instances share partitioned work.
//!
//! They save idle work and never carry correctness: cursors, fences and sequences in the rows themselves do.
//! One statement per instance renews all that it holds and takes what is free: what has run out, and at once what
//! a session renewed that has ended, because the system closes the sessions of a process that dies. Whoever gives
//! something up in order says so to the others with a notification.

mod living_readers;
mod renewer;
mod session;
mod share;
mod silent_instances;

use std::collections::{BTreeMap, HashSet};
use std::convert::Infallible;
use std::future::Future;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use projections::statements;
use sqlx::PgPool;
use tokio::sync::{Notify, watch};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};
use uuid::Uuid;

pub use self::living_readers::{KnownStep, LivingReaders};
pub use self::share::PartitionSet;
pub(crate) use self::share::is_held;
pub use self::silent_instances::watch_silent_instances;

use self::living_readers::Announcement;
use self::renewer::LeaseRenewer;
use self::share::LocalShare;
use crate::clock::DatabaseClock;
use crate::lifecycle::Lifecycle;

/// How long a lease lasts after its last renewal, unless its session ends before.
pub const TTL: Duration = Duration::from_secs(5);
/// How often leases are renewed, and free ones looked for.
const RENEWAL: Duration = Duration::from_millis(1500);

statements! {
    RELEASE = "
        WITH released AS (UPDATE leases SET until = now() WHERE name = $1 AND holder = $2 RETURNING holder)
        SELECT pg_notify($3, holder::text) FROM released";
}

/// Notifications there say that something may be free.
const CHANNEL: &str = "memebot_leases";

/// One instance's leases.
#[derive(Clone)]
pub struct Leases(Arc<LeaseState>);

struct LeaseState {
    pool: PgPool,
    instance: Uuid,
    readers: LivingReaders,
    announcement: Announcement,
    clock: DatabaseClock,
    /// Every lease that this instance competes for, and whether it holds it. Sorted: all instances lock rows in one order.
    contended: Mutex<BTreeMap<String, watch::Sender<bool>>>,
    /// The partitioned work that this instance takes part in.
    shared: Mutex<BTreeMap<String, LocalShare>>,
    changed: Notify,
}

impl Leases {
    /// Leases in the name of this instance, which must be new at every start. They have one connection of their
    /// own, beside those of the pool.
    pub fn start(pool: PgPool, instance: Uuid, lifecycle: &Lifecycle) -> Self {
        Self::announcing(pool, instance, LivingReaders::default(), &[], DatabaseClock::default(), lifecycle)
    }

    /// The same of an instance that knows these kinds of jobs; the readers learn from each renewal what the others can read,
    /// and the clock tells these by how much this machine's differs.
    pub fn announcing(
        pool: PgPool,
        instance: Uuid,
        readers: LivingReaders,
        steps: &[KnownStep],
        clock: DatabaseClock,
        lifecycle: &Lifecycle,
    ) -> Self {
        let state = LeaseState {
            pool,
            instance,
            announcement: readers.announcement(steps),
            readers,
            clock,
            contended: Mutex::default(),
            shared: Mutex::default(),
            changed: Notify::new(),
        };
        let leases = Self(Arc::new(state));
        lifecycle.spawn("leases", LeaseRenewer::new(leases.clone()).run(lifecycle.soft()));
        leases
    }

    /// Does the work whenever this instance has the lease, until `stop` or until the work breaks off by itself.
    ///
    /// The work's token is cancelled on `stop` and when the lease is lost; the work then ends by itself. When this
    /// returns, the lease is free for others.
    pub async fn run_exclusively<W, F>(&self, name: &str, stop: &CancellationToken, mut work: W)
    where
        W: FnMut(CancellationToken) -> F,
        F: Future<Output = ControlFlow<()>>,
    {
        let mut lease = self.compete_for(name);
        while acquired(&mut lease, stop).await {
            info!(lease = name, "lease taken");
            // A lease that is lost is competed for again: only the stop or the work itself ends the loop.
            let held = stop.child_token();
            let outcome = tokio::select! {
                outcome = work(held.clone()) => outcome,
                never = forward_loss(&mut lease, &held) => match never {},
            };
            if outcome.is_break() {
                break;
            }
        }
        self.release(name).await;
    }

    fn compete_for(&self, name: &str) -> watch::Receiver<bool> {
        let (sender, lease) = watch::channel(false);
        let before = self.contended().insert(name.to_owned(), sender);
        assert!(before.is_none(), "the lease {name} is wanted twice in one instance");
        self.0.changed.notify_one();
        lease
    }

    fn contended(&self) -> MutexGuard<'_, BTreeMap<String, watch::Sender<bool>>> {
        self.0.contended.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_held(&self, held: &HashSet<String>) {
        for (name, lease) in self.contended().iter() {
            let is_held = held.contains(name);
            lease.send_if_modified(|before| std::mem::replace(before, is_held) != is_held);
        }
    }

    async fn release(&self, name: &str) {
        // First, so that the next renewal does not take it again.
        self.contended().remove(name);
        let released =
            sqlx::query(RELEASE).bind(name).bind(self.0.instance).bind(CHANNEL).execute(&self.0.pool);
        // If the release cannot be said, the lease expires by itself.
        timeout(RENEWAL, released).await.ok();
        self.0.changed.notify_one();
        info!(lease = name, "lease released");
    }
}

/// Waits until the lease is held; `false` when stopped before.
async fn acquired(lease: &mut watch::Receiver<bool>, stop: &CancellationToken) -> bool {
    tokio::select! {
        biased;
        () = stop.cancelled() => false,
        held = lease.wait_for(|held| *held) => held.is_ok(),
    }
}

async fn forward_loss(lease: &mut watch::Receiver<bool>, held: &CancellationToken) -> Infallible {
    if lease.wait_for(|held| !held).await.is_ok() {
        warn!("lease lost");
        held.cancel();
    }
    // Never returns: the work says when it has ended, and then this is dropped.
    std::future::pending().await
}

#[cfg(test)]
mod tests;
