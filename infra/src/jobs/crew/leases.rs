//! Looking after leases: keeping what is held, dropping what was lost, and taking over from the dead.

use std::collections::HashSet;

use tracing::warn;
use uuid::Uuid;

use super::{Crew, TICK};
use crate::jobs::claim::{Claimed, release, renew, take_over};
use crate::jobs::desk::Desk;

impl Crew {
    /// Keeps what is held, drops what was lost, takes over from the dead, and looks for news of other instances.
    pub(super) async fn look_after(&mut self) {
        self.keep().await;
        let names: Vec<&str> = self.desks.iter().map(|desk| desk.name).collect();
        match take_over(&self.pool, (self.workers.instance, &names), self.workers.clock.now()).await {
            Ok(taken) => self.workers.jobs.changed(taken),
            Err(error) => warn!(%error, "effects of dead workers could not be taken over"),
        }
        self.look_again();
    }

    /// Renews the leases of everything that has been held for a while; the rest is quick enough without.
    async fn keep(&mut self) {
        let running = self.running.values().filter(|running| running.since.elapsed() >= TICK);
        let ready = self.desks.iter().flat_map(Desk::ready).filter(|claimed| is_old(claimed));
        let held = running.map(|running| running.job).chain(ready.map(|claimed| claimed.job.id.0));
        let held: Vec<Uuid> = held.collect();
        if held.is_empty() {
            return;
        }
        match renew(&self.pool, self.workers.instance, &held).await {
            Ok(kept) => self.drop_lost(&held, &kept),
            Err(error) => warn!(%error, "leases of effects could not be renewed"),
        }
    }

    /// Drops what was settled a moment ago, or lost to another instance, which performs it again.
    fn drop_lost(&mut self, held: &[Uuid], kept: &[Uuid]) {
        let kept: HashSet<&Uuid> = kept.iter().collect();
        let lost: HashSet<Uuid> = held.iter().filter(|job| !kept.contains(job)).copied().collect();
        if lost.is_empty() {
            return;
        }
        self.running
            .values()
            .filter(|running| lost.contains(&running.job))
            .for_each(|lost| lost.task.abort());
        self.desks.iter_mut().for_each(|desk| desk.keep(|claimed| !lost.contains(&claimed.job.id.0)));
    }

    /// Gives back what lies ready, so that others need not wait for its leases to run out.
    pub(super) async fn give_back(&mut self) {
        let ready: Vec<Uuid> =
            self.desks.iter().flat_map(Desk::ready).map(|claimed| claimed.job.id.0).collect();
        if ready.is_empty() {
            return;
        }
        self.desks.iter_mut().for_each(|desk| desk.keep(|_| false));
        match release(&self.pool, self.workers.instance, &ready, self.workers.clock.now()).await {
            Ok(released) => self.workers.jobs.changed(released),
            Err(error) => warn!(%error, "effects could not be given back"),
        }
    }
}

fn is_old(claimed: &Claimed) -> bool {
    claimed.since.elapsed() >= TICK
}
