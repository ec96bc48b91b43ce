//! Notifications about jobs: wakes the worker pool of this instance, and passes every status on to the cache.

use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use domain::id::JobId;
use tokio::sync::{Mutex, Notify, mpsc};

use super::hand_over::HandOver;
use super::job::{JobState, JobView};

/// How many changes may wait for the cache; more are dropped.
const BACKLOG: usize = 1024;

/// A cache of the jobs' status, where it can be read quickly. Only a convenience: what it does not have is found in the
/// database.
#[async_trait]
pub trait JobStatusCache: Send + Sync {
    /// A job's status has changed. Errors are the cache's own business.
    async fn status_changed(&self, job: JobView);
    /// The copy of a job that has ended, if there is one. Such a job never changes again, so its copy cannot be stale; a
    /// copy of one that is still to be done can, and is never given.
    async fn ended(&self, job: JobId) -> Option<JobView>;
}

/// No cache: the status is read from the database alone.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoStatusCache;

#[async_trait]
impl JobStatusCache for NoStatusCache {
    async fn status_changed(&self, _job: JobView) {}

    async fn ended(&self, _job: JobId) -> Option<JobView> {
        None
    }
}

/// Told of every change of a job's status. Cheap to clone; clones belong together.
#[derive(Clone)]
pub struct JobNotifier(Arc<Channels>);

struct Channels {
    wake: Notify,
    hand_over: OnceLock<HandOver>,
    cache: Arc<dyn JobStatusCache>,
    changes: mpsc::Sender<JobView>,
    /// Read by the workers' task.
    unread: Mutex<mpsc::Receiver<JobView>>,
}

impl JobNotifier {
    /// For the workers and for this cache.
    pub fn new(cache: Arc<dyn JobStatusCache>) -> Self {
        let (changes, unread) = mpsc::channel(BACKLOG);
        Self(Arc::new(Channels {
            wake: Notify::new(),
            hand_over: OnceLock::new(),
            cache,
            changes,
            unread: Mutex::new(unread),
        }))
    }

    /// These have changed. Never waits: a cache that is slow misses some.
    pub fn changed(&self, jobs: Vec<JobView>) {
        let queued = jobs.iter().any(|job| job.status == JobState::Queued);
        self.stored(jobs, queued);
    }

    /// The same; `claimable`: whether there is something new to claim.
    pub(super) fn stored(&self, jobs: Vec<JobView>, claimable: bool) {
        if claimable {
            self.wake();
        }
        for job in jobs {
            // Lost when the channel is full. Waiting would make a slow cache hold up the jobs themselves.
            self.0.changes.try_send(job).ok();
        }
    }

    /// There may be something new to claim.
    pub(super) fn wake(&self) {
        // One permit is enough, however many came: a claim takes whatever is due.
        self.0.wake.notify_one();
    }

    /// The worker pool of this instance: what is stored here may be begun there at once.
    pub(super) fn begins_at(&self, hand_over: HandOver) {
        // The first stays: an instance has one.
        self.0.hand_over.set(hand_over).ok();
    }

    /// The worker pool of this instance, if it has one.
    pub(super) fn hand_over(&self) -> Option<&HandOver> {
        self.0.hand_over.get()
    }

    /// Returns when there may be something new to claim.
    pub(super) async fn woken(&self) {
        self.0.wake.notified().await;
    }

    /// Passes every change to the cache, in order, for ever.
    pub(super) async fn run(&self) {
        let mut unread = self.0.unread.lock().await;
        while let Some(job) = unread.recv().await {
            self.0.cache.status_changed(job).await;
        }
    }

    /// Passes on what is left, and returns.
    pub(super) async fn flush(&self) {
        let mut unread = self.0.unread.lock().await;
        while let Ok(job) = unread.try_recv() {
            self.0.cache.status_changed(job).await;
        }
    }
}
