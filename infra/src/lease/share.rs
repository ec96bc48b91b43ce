//! Shares: work in parts that all instances which take part divide among themselves, without a coordinator.
//!
//! Each instance says on its own row which parts it works on, and reads the rows of the others. Who should have
//! which part follows from the sorted list of living instances. A part that somebody else still works on is left
//! alone until that instance has said that it is done with it.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::future::Future;
use std::ops::ControlFlow;
use std::sync::{MutexGuard, PoisonError};

use domain::stream::PARTITIONS;
use sqlx::PgExecutor;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tracing::info;
use uuid::Uuid;

use super::Leases;

/// Parts of some work: partitions of the log.
pub type Parts = BTreeSet<u16>;
/// What an instance works on, by the name of the work. Also says what it takes part in.
pub(super) type Shares = BTreeMap<String, Parts>;

/// This instance's share of some work.
pub(super) struct Share {
    /// What it works on.
    held: Parts,
    /// What it should work on.
    given: watch::Sender<Parts>,
}

impl Leases {
    /// Does this instance's share of the work whenever it has one, until `stop` or until the work breaks off.
    ///
    /// The work's token is cancelled on `stop` and when the share changes; the work then ends what it is doing, and
    /// begins again with the new share. Others begin with what it gave up only after that.
    pub async fn share<W, F>(&self, name: &str, stop: &CancellationToken, mut work: W)
    where
        W: FnMut(Parts, CancellationToken) -> F,
        F: Future<Output = ControlFlow<()>>,
    {
        let mut given = self.join(name);
        while let Some(parts) = some(&mut given, stop).await {
            info!(share = name, ?parts, "share taken");
            self.works_on(name, parts.clone());
            let held = stop.child_token();
            let outcome = tokio::select! {
                outcome = work(parts.clone(), held.clone()) => outcome,
                never = forward_change(&mut given, &parts, &held) => match never {},
            };
            let kept = parts.intersection(&given.borrow()).copied().collect();
            self.works_on(name, kept);
            if outcome.is_break() {
                break;
            }
        }
        self.shared().remove(name);
        self.0.changed.notify_one();
        info!(share = name, "share given up");
    }

    fn join(&self, name: &str) -> watch::Receiver<Parts> {
        let (sender, given) = watch::channel(Parts::new());
        let before = self.shared().insert(name.to_owned(), Share { held: Parts::new(), given: sender });
        assert!(before.is_none(), "a share of {name} is wanted twice in one instance");
        self.0.changed.notify_one();
        given
    }

    fn works_on(&self, name: &str, parts: Parts) {
        if let Some(share) = self.shared().get_mut(name) {
            share.held = parts;
        }
        self.0.changed.notify_one();
    }

    /// What this instance takes part in and works on.
    pub(super) fn shares(&self) -> Shares {
        self.shared().iter().map(|(name, share)| (name.clone(), share.held.clone())).collect()
    }

    /// Deals anew, now that it is known who else lives and works on what.
    pub(super) fn deal(&self, others: &BTreeMap<Uuid, Shares>) {
        for (name, share) in self.shared().iter() {
            let parts = dealt((name, self.0.instance), &share.held, others);
            share.given.send_if_modified(|before| std::mem::replace(before, parts.clone()) != parts);
        }
    }

    /// This instance cannot be known to live: others may have its share.
    pub(super) fn deal_nothing(&self) {
        for share in self.shared().values() {
            share.given.send_if_modified(|before| !std::mem::take(before).is_empty());
        }
    }

    fn shared(&self) -> MutexGuard<'_, BTreeMap<String, Share>> {
        self.0.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether an instance holds the lease of this name, or works on a share of it, or has not said yet that it ended.
pub(crate) async fn is_held(database: impl PgExecutor<'_>, name: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT EXISTS (SELECT FROM leases WHERE until > now() AND (name = $1 OR shares ? $1))",
    )
    .bind(name)
    .fetch_one(database)
    .await
}

/// What the instance should work on: its turn in dealing to the sorted list of those who take part, without what
/// others have not handed over yet. Where the dealing begins depends on the work, so that the busiest partition is
/// not the same instance's in all of them.
fn dealt((name, instance): (&str, Uuid), held: &Parts, others: &BTreeMap<Uuid, Shares>) -> Parts {
    let theirs = || others.iter().filter_map(|(other, shares)| Some((*other, shares.get(name)?)));
    let living: BTreeSet<Uuid> = theirs().map(|(other, _)| other).chain([instance]).collect();
    let turn = living.iter().position(|one| *one == instance).unwrap_or_default();
    let offset: usize = name.bytes().map(usize::from).sum();
    let taken: Parts = theirs().flat_map(|(_, parts)| parts.iter().copied()).collect();
    let mine = (0..PARTITIONS).filter(|part| (usize::from(*part) + offset) % living.len() == turn);
    mine.filter(|part| held.contains(part) || !taken.contains(part)).collect()
}

/// Waits for a share that is not empty; `None` when stopped before.
async fn some(given: &mut watch::Receiver<Parts>, stop: &CancellationToken) -> Option<Parts> {
    tokio::select! {
        biased;
        () = stop.cancelled() => None,
        parts = given.wait_for(|parts| !parts.is_empty()) => parts.ok().map(|parts| parts.clone()),
    }
}

async fn forward_change(
    given: &mut watch::Receiver<Parts>,
    parts: &Parts,
    held: &CancellationToken,
) -> Infallible {
    if given.wait_for(|now| now != parts).await.is_ok() {
        info!("the share changes");
        held.cancel();
    }
    std::future::pending().await
}

#[cfg(test)]
mod tests;
