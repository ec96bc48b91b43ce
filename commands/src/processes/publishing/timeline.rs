//! Reading the account's timeline. A read that X refuses is a wait without a failed try, and people are told the reason:
//! revoked keys, a wrong clock and a renamed parameter are mended by people, and no text is at fault.

use std::time::Duration;

use domain::id::{AccountId, ProjectId, TweetId};

use super::Publishing;
use crate::port::ServiceError;
use crate::port::account::{Credentials, Tweet};
use crate::port::owner_alarm::Alarm;
use crate::process::Verdict;

/// Pause after a timeline that could not be read, unless the service names one.
pub(super) const UNREADABLE: Duration = Duration::from_mins(1);

impl Publishing {
    /// The account's posts after the given one, newest first.
    ///
    /// # Errors
    /// What to do instead: retry while X is unavailable, wait while it refuses, hand the job back where this instance
    /// has not the keys of the account.
    pub(super) async fn timeline(
        &self,
        project: ProjectId,
        account: &AccountId,
        since: Option<&TweetId>,
    ) -> Result<Vec<Tweet>, Verdict> {
        match self.read_signed(account, since).await {
            Ok(timeline) => timeline.ok_or_else(|| Verdict::HandBack { needs: keys_of(account) }),
            Err(error @ ServiceError::Refused { .. }) => {
                // However long Telegram takes, the pause begins with the refusal.
                let wait = self.wait_for(&error.to_string(), UNREADABLE);
                self.tell_refusal(project, account, &error).await;
                Err(wait)
            }
            Err(error @ (ServiceError::Unavailable { .. } | ServiceError::Unreadable(_))) => {
                Err(error.into())
            }
        }
    }

    /// None if the keys are another account's.
    async fn read_signed(
        &self,
        account: &AccountId,
        since: Option<&TweetId>,
    ) -> Result<Option<Vec<Tweet>>, ServiceError> {
        let owner = match self.ports.x.credentials() {
            Credentials::Missing => return Ok(None),
            Credentials::Of(owner) => owner,
            Credentials::Unasked => self.ports.x.me().await?.id,
        };
        if owner == *account { self.ports.x.timeline(account, since).await.map(Some) } else { Ok(None) }
    }

    async fn tell_refusal(&self, project: ProjectId, account: &AccountId, refusal: &ServiceError) {
        let text = format!(
            "Posts wait, because the posts of X account {account} cannot be read: {refusal}. No text is at fault. Once this \
             is mended they go out by themselves, unless they have missed their time by then."
        );
        let what = format!("the timeline of {account} for {project}");
        let alarm = Alarm::standing(&what, self.ports.clock.now(), Some(project), text);
        self.ports.owner_alarm.raise(&alarm).await;
    }

    /// What this instance can sign for.
    pub(super) fn signs_for(&self) -> Option<Vec<String>> {
        match self.ports.x.credentials() {
            Credentials::Missing => Some(Vec::new()),
            Credentials::Of(owner) => Some(vec![keys_of(&owner)]),
            Credentials::Unasked => None,
        }
    }
}

/// What a job needs that signs for the account. Stored with the job and told to people.
fn keys_of(account: &AccountId) -> String {
    format!("the keys of X account {account}")
}
