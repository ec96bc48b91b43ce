//! Giving up a post that could not be sent for as long as it was tried, without forgetting a request that may
//! still be on its way.

use domain::post::event::PublishFault;

use super::{Attempt, PostRef, Publishing};
use crate::error::CommandError;
use crate::process::{Job, Verdict};

impl Publishing {
    /// Records how the post ends when its job is given up. An error means: not now, ask again.
    pub(super) async fn abandon(&self, job: &Job, why: &str) -> Result<(), CommandError> {
        match self.record_end(job, why).await.unwrap_or_else(|verdict| verdict) {
            Verdict::Done(_) | Verdict::Unknown { .. } => Ok(()),
            Verdict::Unreadable(what) => Err(what.into()),
            Verdict::Fail { why } => {
                tracing::error!(why, job = %job.id, "the end of a post could not be recorded");
                Ok(())
            }
            Verdict::Wait { why, .. }
            | Verdict::Retry { why, .. }
            | Verdict::RetryUnknown { why, .. }
            | Verdict::HandBack { needs: why } => {
                Err(CommandError::Unavailable { retry_after: self.timing.look_again, why })
            }
        }
    }

    async fn record_end(&self, job: &Job, why: &str) -> Result<Verdict, Verdict> {
        let subject: PostRef = job.request()?;
        let post = self.ports.aggregates.post(subject.post).await?.state;
        let Some(id) = post.account.clone() else { return Ok(Verdict::DONE) };
        let account = self.ports.aggregates.account(&id).await?.state;
        if account.is_sending(subject.post) {
            return self.after_crash(job, subject, &post, &account).await;
        }
        if !post.is_waiting() {
            return Ok(Verdict::DONE);
        }
        let number = account.next_attempt(subject.post, post.attempts) - 1;
        if account.may_have_sent(subject.post, post.attempts) {
            return self.unknown(job, subject, &Attempt { account: id, number }, why.to_owned()).await;
        }
        self.record_failure(job, subject, number, PublishFault::Unreachable, why).await?;
        Ok(Verdict::DONE)
    }
}
