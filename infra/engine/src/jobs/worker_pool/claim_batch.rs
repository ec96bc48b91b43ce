//! One claim of jobs, made beside the running ones: what it brought, and whether there is more.

use chrono::{DateTime, Utc};
use sqlx::PgPool;
use tracing::warn;
use uuid::Uuid;

use crate::jobs::claim::{ClaimQuota, ClaimedJob, Provided, claim, next_due};

/// What a claim brought.
#[derive(Default)]
pub(super) struct ClaimBatch {
    pub(super) claimed: Vec<ClaimedJob>,
    /// What was asked for, and whether there is more of it.
    pub(super) quotas: Vec<(ClaimQuota, bool)>,
    /// When the next job is due of those process managers that have no more now.
    pub(super) due: Option<DateTime<Utc>>,
}

impl ClaimBatch {
    /// Claims; a failure brings nothing, and the next check tries again.
    pub(super) async fn fetch(
        pool: PgPool,
        instance: Uuid,
        quotas: Vec<ClaimQuota>,
        limit: usize,
        now: DateTime<Utc>,
        provided: Provided,
    ) -> Self {
        let batch = Self::try_fetch(&pool, instance, &quotas, limit, now, &provided).await;
        batch.unwrap_or_else(|error| {
            warn!(%error, "no jobs could be claimed");
            Self { quotas: quotas.into_iter().map(|quota| (quota, false)).collect(), ..Self::default() }
        })
    }

    async fn try_fetch(
        pool: &PgPool,
        instance: Uuid,
        quotas: &[ClaimQuota],
        limit: usize,
        now: DateTime<Utc>,
        provided: &Provided,
    ) -> Result<Self, sqlx::Error> {
        let claimed = claim(pool, instance, quotas, limit, now, provided).await?;
        // A quota that came back full may have more behind it; so may all of them once the limit of all was reached,
        // because the statement stops there.
        let with_more = |quota: &ClaimQuota| (*quota, claimed.len() >= limit || is_full(quota, &claimed));
        let quotas: Vec<_> = quotas.iter().map(with_more).collect();
        let mut idle: Vec<ClaimQuota> =
            quotas.iter().filter(|(_, more)| !more).map(|(quota, _)| *quota).collect();
        idle.dedup_by_key(|quota| quota.process);
        let due = if idle.is_empty() { None } else { next_due(pool, &idle, provided).await? };
        Ok(Self { claimed, quotas, due })
    }
}

fn is_full(quota: &ClaimQuota, claimed: &[ClaimedJob]) -> bool {
    let of_quota =
        |claimed: &&ClaimedJob| claimed.priority == quota.priority && claimed.job.process == quota.process;
    claimed.iter().filter(of_quota).count() >= quota.limit
}
