//! The leases of the worker pool: renews what is held, drops what was lost, and takes over from dead instances.

use std::collections::HashSet;

use tracing::warn;
use uuid::Uuid;

use super::{TICK, WorkerPool};
use crate::jobs::claim::{ClaimedJob, release, renew, take_over};
use crate::jobs::ordering::unmark_all_heads;
use crate::jobs::queue_buffer::QueueBuffer;

impl WorkerPool {
    /// Renews what is held, takes over from dead instances, and checks for jobs that other instances enqueued.
    pub(super) async fn look_after_leases(&mut self) {
        self.renew_leases().await;
        let names: Vec<&str> = self.buffers.iter().map(|buffer| buffer.name).collect();
        match take_over(&self.pool, self.workers.instance, &names, self.workers.clock.now()).await {
            Ok(taken) => self.workers.notifier.changed(taken),
            Err(error) => warn!(%error, "jobs of dead workers could not be taken over"),
        }
        // Only a program that dies between two statements leaves one.
        if let Err(error) = unmark_all_heads(&self.pool).await {
            warn!(%error, "it cannot be seen whether jobs wait behind nothing");
        }
        self.check_again();
    }

    /// Renews the leases of everything that has been held for a while; the rest is quick enough without.
    async fn renew_leases(&mut self) {
        let running = self.running.values().filter(|running| running.claimed_at.elapsed() >= TICK);
        let buffered = self.buffers.iter().flat_map(QueueBuffer::buffered).filter(|claimed| is_old(claimed));
        let held = running.map(|running| running.job).chain(buffered.map(|claimed| claimed.job.id.0));
        let held: Vec<Uuid> = held.collect();
        if held.is_empty() {
            return;
        }
        match renew(&self.pool, self.workers.instance, &held).await {
            Ok(kept) => self.drop_lost(&held, &kept),
            Err(error) => warn!(%error, "leases of jobs could not be renewed"),
        }
    }

    /// Drops what was settled a moment ago, or lost to another instance, which performs it again.
    fn drop_lost(&mut self, held: &[Uuid], kept: &[Uuid]) {
        let kept: HashSet<&Uuid> = kept.iter().collect();
        let lost: HashSet<Uuid> = held.iter().filter(|job| !kept.contains(job)).copied().collect();
        if lost.is_empty() {
            return;
        }
        // Stopping the task only saves work: whatever it still does, its outcome no longer counts without the lease.
        self.running
            .values()
            .filter(|running| lost.contains(&running.job))
            .for_each(|lost| lost.task.abort());
        self.buffers.iter_mut().for_each(|buffer| buffer.retain(|claimed| !lost.contains(&claimed.job.id.0)));
    }

    /// Releases what is buffered, so that other instances need not wait for its leases to run out.
    pub(super) async fn release_buffered(&mut self) {
        let buffered: Vec<Uuid> =
            self.buffers.iter().flat_map(QueueBuffer::buffered).map(|claimed| claimed.job.id.0).collect();
        if buffered.is_empty() {
            return;
        }
        self.buffers.iter_mut().for_each(|buffer| buffer.retain(|_| false));
        match release(&self.pool, self.workers.instance, &buffered, self.workers.clock.now()).await {
            Ok(released) => self.workers.notifier.changed(released),
            Err(error) => warn!(%error, "jobs could not be released"),
        }
    }
}

fn is_old(claimed: &ClaimedJob) -> bool {
    claimed.claimed_at.elapsed() >= TICK
}
