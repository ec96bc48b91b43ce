//! Shares (partition assignment): instances divide the partitions of some work among themselves, without a coordinator.
//!
//! Each instance publishes on its own row which partitions it works on, and reads the rows of the others. Who should have
//! which partition follows from the sorted list of living instances. A partition that another instance still works on is
//! left alone until that instance has published that it is done with it.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::future::Future;
use std::ops::ControlFlow;
use std::sync::{MutexGuard, PoisonError};

use domain::stream::PARTITIONS;
use projections::statements;
use sqlx::PgExecutor;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tracing::info;
use uuid::Uuid;

use super::Leases;

statements! {
    IS_HELD = "SELECT EXISTS (SELECT FROM leases WHERE until > now() AND (name = $1 OR shares ? $1))";
}

/// Partitions of the log that belong together: a share of some work.
pub type PartitionSet = BTreeSet<u16>;
/// What an instance works on, by the name of the work; an empty share says that it takes part.
pub(super) type InstanceShares = BTreeMap<String, PartitionSet>;

/// This instance's share of some work.
pub(super) struct LocalShare {
    /// What it works on.
    held: PartitionSet,
    /// What it should work on.
    assigned: watch::Sender<PartitionSet>,
}

impl Leases {
    /// Does this instance's share of the work whenever it has one, until `stop` or until the work breaks off.
    ///
    /// The work's token is cancelled on `stop` and when the share changes; the work then ends what it is doing, and
    /// begins again with the new share. Others begin with what it gave up only after that.
    pub async fn run_share<W, F>(&self, name: &str, stop: &CancellationToken, mut work: W)
    where
        W: FnMut(PartitionSet, CancellationToken) -> F,
        F: Future<Output = ControlFlow<()>>,
    {
        let mut assigned = self.join(name);
        while let Some(partitions) = next_assignment(&mut assigned, stop).await {
            info!(share = name, parts = ?partitions, "share taken");
            self.set_held_share(name, partitions.clone());
            // The token asks the work to end, and the select waits until it has: a work that was dropped instead might have
            // a transaction under way when others begin with its partitions.
            let held = stop.child_token();
            let outcome = tokio::select! {
                outcome = work(partitions.clone(), held.clone()) => outcome,
                never = forward_change(&mut assigned, &partitions, &held) => match never {},
            };
            // Only after the work has ended: others begin with a partition as soon as they read that it is given up.
            let kept = partitions.intersection(&assigned.borrow()).copied().collect();
            self.set_held_share(name, kept);
            if outcome.is_break() {
                break;
            }
        }
        self.shared().remove(name);
        self.0.changed.notify_one();
        info!(share = name, "share given up");
    }

    fn join(&self, name: &str) -> watch::Receiver<PartitionSet> {
        let (sender, assigned) = watch::channel(PartitionSet::new());
        let before =
            self.shared().insert(name.to_owned(), LocalShare { held: PartitionSet::new(), assigned: sender });
        assert!(before.is_none(), "a share of {name} is wanted twice in one instance");
        self.0.changed.notify_one();
        assigned
    }

    fn set_held_share(&self, name: &str, partitions: PartitionSet) {
        if let Some(share) = self.shared().get_mut(name) {
            share.held = partitions;
        }
        self.0.changed.notify_one();
    }

    /// What this instance takes part in and works on.
    pub(super) fn shares(&self) -> InstanceShares {
        self.shared().iter().map(|(name, share)| (name.clone(), share.held.clone())).collect()
    }

    /// Assigns anew, now that it is known who else lives and works on what.
    pub(super) fn assign_shares(&self, others: &BTreeMap<Uuid, InstanceShares>) {
        for (name, share) in self.shared().iter() {
            let partitions = assignment(name, self.0.instance, &share.held, others);
            share.assigned.send_if_modified(|before| {
                let changed = *before != partitions;
                *before = partitions;
                changed
            });
        }
    }

    /// This instance cannot be known to live: others may have its share.
    pub(super) fn revoke_shares(&self) {
        for share in self.shared().values() {
            share.assigned.send_if_modified(|before| !std::mem::take(before).is_empty());
        }
    }

    fn shared(&self) -> MutexGuard<'_, BTreeMap<String, LocalShare>> {
        self.0.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether an instance holds the lease of this name, or works on a share of it, or has not said yet that it ended.
pub(crate) async fn is_held(database: impl PgExecutor<'_>, name: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(IS_HELD).bind(name).fetch_one(database).await
}

/// What the instance should work on: its part of a round robin over the sorted list of those who take part, without what
/// others have not handed over yet. Everybody computes the same from the same rows, so no leader is needed.
fn assignment(
    name: &str,
    instance: Uuid,
    held: &PartitionSet,
    others: &BTreeMap<Uuid, InstanceShares>,
) -> PartitionSet {
    let theirs = || others.iter().filter_map(|(other, shares)| Some((*other, shares.get(name)?)));
    let living: BTreeSet<Uuid> = theirs().map(|(other, _)| other).chain([instance]).collect();
    let turn = living.iter().position(|one| *one == instance).unwrap_or_default();
    // Where the round begins depends on the work, so that the busiest partition is not the same instance's in all of them.
    let offset: usize = name.bytes().map(usize::from).sum();
    // The rows may be of different moments. A partition that moves is idle for one renewal rather than worked on twice.
    let taken: PartitionSet = theirs().flat_map(|(_, partitions)| partitions.iter().copied()).collect();
    let mine = (0..PARTITIONS).filter(|one| (usize::from(*one) + offset) % living.len() == turn);
    mine.filter(|one| held.contains(one) || !taken.contains(one)).collect()
}

/// Waits for a share that is not empty; `None` when stopped before.
async fn next_assignment(
    assigned: &mut watch::Receiver<PartitionSet>,
    stop: &CancellationToken,
) -> Option<PartitionSet> {
    tokio::select! {
        biased;
        () = stop.cancelled() => None,
        share = assigned.wait_for(|share| !share.is_empty()) => share.ok().map(|share| share.clone()),
    }
}

async fn forward_change(
    assigned: &mut watch::Receiver<PartitionSet>,
    partitions: &PartitionSet,
    held: &CancellationToken,
) -> Infallible {
    if assigned.wait_for(|now| now != partitions).await.is_ok() {
        info!("the share changes");
        held.cancel();
    }
    std::future::pending().await
}

#[cfg(test)]
mod tests;
