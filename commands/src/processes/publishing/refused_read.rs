//! A refused read of the account's timeline: the post waits without a failed try, and people are told the reason.
//!
//! Revoked keys, a wrong clock and a renamed parameter are mended by people, and no text is at fault.

use domain::id::{AccountId, ProjectId};

use super::Publishing;
use super::reconcile::UNREADABLE;
use crate::port::ServiceError;
use crate::port::owner_alarm::Alarm;
use crate::process::Verdict;

/// Seconds after which people are told once more of a refusal that stands.
const TOLD_AGAIN: i64 = 6 * 3600;

impl Publishing {
    /// Waits for X to show the account's posts again.
    pub(super) async fn wait_for_timeline(
        &self,
        project: ProjectId,
        account: &AccountId,
        refusal: &ServiceError,
    ) -> Verdict {
        let period = self.ports.clock.now().timestamp() / TOLD_AGAIN;
        let subject = format!("timeline-{account}-{project}-{period}");
        let text = format!(
            "Posts wait, because the posts of X account {account} cannot be read: {refusal}. No text is at fault. They go \
             out by themselves once this is mended."
        );
        self.ports.owner_alarm.raise(&Alarm { subject, project: Some(project), text }).await;
        self.wait_for(&refusal.to_string(), UNREADABLE)
    }
}
