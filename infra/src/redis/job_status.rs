//! The cache of job statuses, for 24 hours; no job ever depends on it.

use std::time::Duration;

use async_trait::async_trait;
use domain::id::JobId;

use super::Redis;
use crate::jobs::{JobStatusCache, JobView};

const LIFETIME: Duration = Duration::from_hours(24);

impl Redis {
    /// The cached job; `None` also while Redis is away.
    pub async fn job_status(&self, job: JobId) -> Option<JobView> {
        self.load(&self.job_key(job)).await
    }

    fn job_key(&self, job: JobId) -> String {
        self.key(&format!("job:{job}:status"))
    }
}

#[async_trait]
impl JobStatusCache for Redis {
    async fn status_changed(&self, job: JobView) {
        self.store(&self.job_key(job.id), &job, LIFETIME).await;
    }
}
