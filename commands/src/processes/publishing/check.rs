//! The final safety check: is this text, now, still what somebody allowed?

use domain::id::ProjectId;
use domain::post::PostStatus;
use domain::post::event::BlockReason;
use domain::post_text;
use domain::project::Project;

use super::{Clear, PostRef, Publishing, words};
use crate::post::block::BlockPost;
use crate::post::clear::ClearPost;
use crate::post::mark_missed::MarkMissed;
use crate::process::{Job, Verdict};
use crate::processes::scoring;

impl Publishing {
    /// Scores the text anew; the command then clears the post or blocks it.
    pub(super) async fn clear(&self, job: &Job, request: Clear) -> Result<Verdict, Verdict> {
        let Clear { subject, at_once } = request;
        let PostRef { project, post } = subject;
        let state = self.ports.aggregates.post(post).await?.state;
        if state.status != PostStatus::Queued {
            return Ok(Verdict::DONE);
        }
        // First: by a clock in doubt nothing is due, and nothing is too late.
        if !at_once && let Some(why) = self.clock_hold().await {
            return Ok(self.wait(&why));
        }
        let now = self.ports.clock.now();
        if let Some(until) = state.publish_at.filter(|due| now < *due) {
            return Ok(Verdict::Wait { why: "it was queued again for later".to_owned(), until });
        }
        if self.is_too_late(&state, now) {
            return self.miss(job, subject).await;
        }
        if let Some(why) = self.publish_hold(project).await {
            return Ok(self.wait(&why));
        }
        let (Some(text), Some(source)) = (words(&state), &state.source) else {
            return self.block(job, subject, BlockReason::NoLongerAllowed).await;
        };
        if !post_text::faults(text).is_empty() {
            return self.block(job, subject, BlockReason::Unpostable).await;
        }
        let settings = self.ports.aggregates.project(project).await?.state;
        if self.quota_is_spent(project, &settings).await? {
            return self.block(job, subject, BlockReason::QuotaSpent).await;
        }
        let moderation = scoring::moderated(&*self.ports.moderator, &[text.to_owned()], job).await?;
        let assessment = scoring::score(text, &moderation[0], &settings.policy);
        let suggestion = source.suggestion;
        self.dispatch(job, "clear", ClearPost { post, project, suggestion, assessment }).await?;
        Ok(Verdict::DONE)
    }

    pub(super) async fn block(
        &self,
        job: &Job,
        PostRef { project, post }: PostRef,
        reason: BlockReason,
    ) -> Result<Verdict, Verdict> {
        self.dispatch(job, "block", BlockPost { post, project, reason, assessment: None }).await?;
        Ok(Verdict::DONE)
    }

    /// Why the clock says of nothing whether it is due. Who cannot know it goes by no clock either.
    async fn clock_hold(&self) -> Option<String> {
        self.ports.clock_hold.reason().await.unwrap_or_else(|error| Some(error.to_string()))
    }

    /// Records that the post's time has passed, with what held it up, unless the time is in doubt.
    pub(super) async fn miss(
        &self,
        job: &Job,
        PostRef { project, post }: PostRef,
    ) -> Result<Verdict, Verdict> {
        if let Some(why) = self.clock_hold().await {
            return Ok(self.wait(&why));
        }
        let held = self.publish_hold(project).await;
        self.dispatch(job, "missed", MarkMissed { post, project, held }).await?;
        Ok(Verdict::DONE)
    }

    async fn quota_is_spent(&self, id: ProjectId, project: &Project) -> Result<bool, Verdict> {
        let midnight = project.schedule.day_start(self.ports.clock.now());
        let sent = self.ports.read_models.posts_since(id, midnight).await?;
        Ok(sent >= project.quota.posts_per_day)
    }
}
