//! Cache of the status of jobs: every change is written, for 24 hours; what has ended is read. Work never depends on it.

use std::time::Duration;

use async_trait::async_trait;
use domain::id::JobId;

use super::Redis;
use super::lookups::JOB;
use engine::jobs::{JobStatusCache, JobView};

const LIFETIME: Duration = Duration::from_hours(24);

impl Redis {
    fn job_key(&self, job: JobId) -> String {
        self.key(&format!("job:{job}:status"))
    }
}

#[async_trait]
impl JobStatusCache for Redis {
    async fn status_changed(&self, job: JobView) {
        self.store(&self.job_key(job.id), &job, LIFETIME).await;
    }

    async fn ended(&self, job: JobId) -> Option<JobView> {
        let found: Option<JobView> = self.load(&self.job_key(job)).await;
        self.lookups.count(JOB, found.filter(|job| job.status.has_ended()))
    }
}
