//! The news of jobs: wakes the workers of this instance, and tells who mirrors the status.

use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::{Mutex, Notify, mpsc};

use super::job::{JobState, JobView};

/// How many changes may wait for the mirror; more are not mirrored.
const BACKLOG: usize = 1024;

/// Keeps a copy of the jobs' status where it can be read quickly. Only a convenience: what it does not have is
/// found in the database.
#[async_trait]
pub trait JobStatus: Send + Sync {
    /// A job's status has changed. Faults are the mirror's own business.
    async fn status_changed(&self, job: JobView);
}

/// Nobody mirrors the status.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

#[async_trait]
impl JobStatus for Unwatched {
    async fn status_changed(&self, _job: JobView) {}
}

/// Where changes of jobs are told. Cheap to clone; clones belong together.
#[derive(Clone)]
pub struct Jobs(Arc<Inner>);

struct Inner {
    wake: Notify,
    mirror: Arc<dyn JobStatus>,
    news: mpsc::Sender<JobView>,
    /// Read by the workers' task.
    unread: Mutex<mpsc::Receiver<JobView>>,
}

impl Jobs {
    /// News for the workers and for this mirror.
    pub fn new(mirror: Arc<dyn JobStatus>) -> Self {
        let (news, unread) = mpsc::channel(BACKLOG);
        Self(Arc::new(Inner { wake: Notify::new(), mirror, news, unread: Mutex::new(unread) }))
    }

    /// These have changed. Never waits: a mirror that is slow misses some.
    pub(crate) fn changed(&self, jobs: Vec<JobView>) {
        if jobs.iter().any(|job| job.status == JobState::Queued) {
            self.0.wake.notify_one();
        }
        for job in jobs {
            self.0.news.try_send(job).ok();
        }
    }

    /// Ends when there may be something new to do.
    pub(super) async fn woken(&self) {
        self.0.wake.notified().await;
    }

    /// Tells the mirror everything, in order, for ever.
    pub(super) async fn mirror(&self) {
        let mut unread = self.0.unread.lock().await;
        while let Some(job) = unread.recv().await {
            self.0.mirror.status_changed(job).await;
        }
    }

    /// Tells the mirror what has not been told, and ends.
    pub(super) async fn mirror_the_rest(&self) {
        let mut unread = self.0.unread.lock().await;
        while let Ok(job) = unread.try_recv() {
            self.0.mirror.status_changed(job).await;
        }
    }
}
