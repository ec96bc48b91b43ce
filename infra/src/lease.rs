//! Leases: who does what only one instance should do.
//!
//! They save idle work and never carry correctness: cursors, fences and sequences in the rows themselves do.
//! One statement per instance renews all that it holds and takes what is free: what has run out, and at once what
//! a session renewed that has ended, because the system closes the sessions of a process that dies. Whoever gives
//! something up in order says so to the others with a notification.

mod keeper;
mod session;
mod share;

use std::collections::{BTreeMap, HashSet};
use std::convert::Infallible;
use std::future::Future;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sqlx::PgPool;
use tokio::sync::{Notify, watch};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};
use uuid::Uuid;

pub use self::share::Parts;
pub(crate) use self::share::is_held;

use self::keeper::Keeper;
use self::share::Share;
use crate::lifecycle::Lifecycle;

/// How long a lease lasts after its last renewal, unless its session ends before.
pub const TTL: Duration = Duration::from_secs(5);
/// How often leases are renewed, and free ones looked for.
const RENEWAL: Duration = Duration::from_millis(1500);

const RELEASE: &str = "
WITH released AS (UPDATE leases SET until = now() WHERE name = $1 AND holder = $2 RETURNING holder)
SELECT pg_notify($3, holder::text) FROM released";
/// Who listens there hears that something may be free.
const CHANNEL: &str = "memebot_leases";

/// One instance's leases.
#[derive(Clone)]
pub struct Leases(Arc<Inner>);

struct Inner {
    pool: PgPool,
    instance: Uuid,
    /// Everything this instance competes for, and whether it has it. Sorted: all instances lock in one order.
    wanted: Mutex<BTreeMap<String, watch::Sender<bool>>>,
    /// What this instance takes part in.
    shared: Mutex<BTreeMap<String, Share>>,
    changed: Notify,
}

impl Leases {
    /// Leases in the name of this instance, which must be new at every start. They have one connection of their
    /// own, beside those of the pool.
    pub fn start(pool: PgPool, instance: Uuid, lifecycle: &Lifecycle) -> Self {
        let inner = Inner {
            pool,
            instance,
            wanted: Mutex::default(),
            shared: Mutex::default(),
            changed: Notify::new(),
        };
        let leases = Self(Arc::new(inner));
        lifecycle.spawn("leases", Keeper::new(leases.clone()).run(lifecycle.soft()));
        leases
    }

    /// Does the work whenever this instance has the lease, until `stop` or until the work breaks off by itself.
    ///
    /// The work's token is cancelled on `stop` and when the lease is lost; the work then ends by itself. When this
    /// returns, the lease is free for others.
    pub async fn hold<W, F>(&self, name: &str, stop: &CancellationToken, mut work: W)
    where
        W: FnMut(CancellationToken) -> F,
        F: Future<Output = ControlFlow<()>>,
    {
        let mut lease = self.want(name);
        while taken(&mut lease, stop).await {
            info!(lease = name, "lease taken");
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

    fn want(&self, name: &str) -> watch::Receiver<bool> {
        let (sender, lease) = watch::channel(false);
        let before = self.wanted().insert(name.to_owned(), sender);
        assert!(before.is_none(), "the lease {name} is wanted twice in one instance");
        self.0.changed.notify_one();
        lease
    }

    fn wanted(&self) -> MutexGuard<'_, BTreeMap<String, watch::Sender<bool>>> {
        self.0.wanted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, held: &HashSet<String>) {
        for (name, lease) in self.wanted().iter() {
            let has = held.contains(name);
            lease.send_if_modified(|before| std::mem::replace(before, has) != has);
        }
    }

    async fn release(&self, name: &str) {
        self.wanted().remove(name);
        let released =
            sqlx::query(RELEASE).bind(name).bind(self.0.instance).bind(CHANNEL).execute(&self.0.pool);
        // Whoever cannot say so lets it run out.
        timeout(RENEWAL, released).await.ok();
        self.0.changed.notify_one();
        info!(lease = name, "lease released");
    }
}

/// Waits until the lease is held; `false` when stopped before.
async fn taken(lease: &mut watch::Receiver<bool>, stop: &CancellationToken) -> bool {
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
    std::future::pending().await
}

#[cfg(test)]
mod tests;
