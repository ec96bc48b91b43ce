//! The queue buffer of one process manager: jobs that were claimed ahead (prefetched), in order of priority and due
//! time, and how many of them run.
//!
//! Prefetching keeps quick jobs from waiting for the database: about as many are claimed ahead of the free workers as
//! finish in [`PREFETCH_WINDOW`]. Where jobs are slow that is none, and whatever no worker is free for is left to other
//! instances.

use std::collections::BTreeMap;
use std::mem::take;
use std::time::Duration;

use chrono::{DateTime, Utc};
use commands::process::Priority;
use uuid::Uuid;

use super::claim::{ClaimQuota, ClaimedJob};

/// In milliseconds: how much time's worth of jobs may be prefetched. A few round trips of a claim.
const PREFETCH_WINDOW: usize = 50;
/// In milliseconds: the time over which completions are counted.
const RATE_WINDOW: usize = 100;
/// The most that may be prefetched of one priority.
const MAX_PREFETCH: usize = 256;

/// The most urgent first.
pub(super) const PRIORITIES: [Priority; 3] = [Priority::Person, Priority::Timed, Priority::Background];

/// What is started first: the most urgent, and of those what has been due for longest.
pub(super) type StartOrder = (Priority, DateTime<Utc>, Uuid);

/// One process manager's jobs in this instance.
pub(super) struct QueueBuffer {
    pub(super) name: &'static str,
    steps: &'static [&'static str],
    /// How many may run at a time.
    max_running: usize,
    running: usize,
    /// Finished since the completion rate was last updated.
    finished: usize,
    /// How many finished in about the last [`RATE_WINDOW`].
    completion_rate: usize,
    queues: [PriorityQueue; PRIORITIES.len()],
}

/// The prefetched jobs of one priority.
#[derive(Default)]
struct PriorityQueue {
    jobs: BTreeMap<(DateTime<Utc>, Uuid), ClaimedJob>,
    /// Whether the database may have more that are due.
    more: bool,
}

impl QueueBuffer {
    pub(super) fn new(name: &'static str, steps: &'static [&'static str], max_running: usize) -> Self {
        let queues = Default::default();
        Self { name, steps, max_running, running: 0, finished: 0, completion_rate: 0, queues }
    }

    /// How many more may run.
    pub(super) fn free(&self) -> usize {
        self.max_running - self.running
    }

    pub(super) fn running(&self) -> usize {
        self.running
    }

    /// Updates the completion rate, after this time since the last update.
    pub(super) fn update_completion_rate(&mut self, passed: Duration) {
        let passed = usize::try_from(passed.as_millis()).unwrap_or(usize::MAX);
        // What was counted before fades linearly over the window: one number instead of a list of instants, and after
        // a pause as long as the window nothing of the old rate is left.
        let kept = self.completion_rate * RATE_WINDOW.saturating_sub(passed) / RATE_WINDOW;
        self.completion_rate = kept + take(&mut self.finished);
    }

    /// How many jobs of each priority may be prefetched beyond those for which a worker is free.
    pub(super) fn prefetch(&self) -> usize {
        (self.completion_rate * PREFETCH_WINDOW / RATE_WINDOW).min(MAX_PREFETCH)
    }

    /// What to claim when so many workers are free.
    pub(super) fn quotas(&self, free: usize) -> impl Iterator<Item = ClaimQuota> {
        let wanted = self.free().min(free) + self.prefetch();
        let quota = move |(priority, queue): (Priority, &PriorityQueue)| {
            let buffered = queue.jobs.len();
            // Not before half of it is used up: a claim for every job that finishes would cost a statement each, and
            // the point of prefetching is that one statement claims many.
            let needs_refill = queue.more && buffered * 2 <= wanted && wanted > 0;
            let (process, steps, limit) = (self.name, self.steps, wanted.saturating_sub(buffered));
            needs_refill.then_some(ClaimQuota { process, steps, priority, limit })
        };
        PRIORITIES.into_iter().zip(&self.queues).filter_map(quota)
    }

    /// There may be more of every priority.
    pub(super) fn set_more_of_all(&mut self) {
        self.queues.iter_mut().for_each(|queue| queue.more = true);
    }

    /// Whether there may be more of this priority.
    pub(super) fn set_more(&mut self, priority: Priority, more: bool) {
        self.queue(priority).more = more;
    }

    /// Adds a job that was claimed.
    pub(super) fn push(&mut self, claimed: ClaimedJob) {
        let key = (claimed.view.due_at, claimed.job.id.0);
        self.queue(claimed.priority).jobs.insert(key, claimed);
    }

    /// The order of the job that [`Self::start_next`] would give, if one more may run.
    pub(super) fn next(&self) -> Option<StartOrder> {
        let first = |(priority, queue): (Priority, &PriorityQueue)| {
            queue.jobs.first_key_value().map(|((due, id), _)| (priority, *due, *id))
        };
        let next = PRIORITIES.into_iter().zip(&self.queues).find_map(first);
        next.filter(|_| self.free() > 0)
    }

    /// Takes the next job out, to be run.
    pub(super) fn start_next(&mut self) -> Option<ClaimedJob> {
        let (_, claimed) = self.queues.iter_mut().find_map(|queue| queue.jobs.pop_first())?;
        self.running += 1;
        Some(claimed)
    }

    /// One that ran has finished.
    pub(super) fn finish(&mut self) {
        self.running -= 1;
        self.finished += 1;
    }

    /// The jobs that are claimed and not started.
    pub(super) fn buffered(&self) -> impl Iterator<Item = &ClaimedJob> {
        self.queues.iter().flat_map(|queue| queue.jobs.values())
    }

    /// Drops those buffered jobs whose claims were lost or released.
    pub(super) fn retain(&mut self, kept: impl Fn(&ClaimedJob) -> bool) {
        self.queues.iter_mut().for_each(|queue| queue.jobs.retain(|_, claimed| kept(claimed)));
    }

    fn queue(&mut self, priority: Priority) -> &mut PriorityQueue {
        let index = match priority {
            Priority::Person => 0,
            Priority::Timed => 1,
            Priority::Background => 2,
        };
        &mut self.queues[index]
    }
}
