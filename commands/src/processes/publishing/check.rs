//! The final safety check: is this text, now, still what somebody allowed?

use domain::post::event::BlockReason;
use domain::post::{Post, PostStatus};
use domain::post_text;
use domain::project::Project;

use super::{Publishing, Subject, later};
use crate::post::block::BlockPost;
use crate::post::clear::ClearPost;
use crate::post::mark_missed::MarkMissed;
use crate::process::{Verdict, Work};
use crate::processes::scoring;

impl Publishing {
    /// Scores the text anew; the command then clears the post or blocks it.
    pub(super) async fn clear(&self, work: &Work, subject: Subject) -> Result<Verdict, Verdict> {
        let Subject { project, post } = subject;
        let state = self.ports.aggregates.post(post).await?.state;
        if state.status != PostStatus::Queued {
            return Ok(Verdict::DONE);
        }
        if self.too_late(&state) {
            return self.miss(work, subject).await;
        }
        let settings = self.ports.aggregates.project(project).await?.state;
        let Some(text) = state.text.as_ref().and_then(|text| text.as_str()) else {
            return self.block(work, subject, BlockReason::NoLongerAllowed).await;
        };
        if !post_text::faults(text).is_empty() {
            return self.block(work, subject, BlockReason::Unpostable).await;
        }
        if self.quota_is_spent(project, &settings).await? {
            return self.block(work, subject, BlockReason::QuotaSpent).await;
        }
        let texts = [text.to_owned()];
        let moderation = scoring::moderated(&*self.ports.moderator, &texts, work).await?;
        let assessment = scoring::score(text, &moderation[0], &settings.policy);
        let Some(suggestion) = state.source.map(|source| source.suggestion) else {
            return self.block(work, subject, BlockReason::NoLongerAllowed).await;
        };
        self.dispatch(work, "clear", ClearPost { post, project, suggestion, assessment }).await?;
        Ok(Verdict::DONE)
    }

    async fn block(
        &self,
        work: &Work,
        Subject { project, post }: Subject,
        reason: BlockReason,
    ) -> Result<Verdict, Verdict> {
        self.dispatch(work, "block", BlockPost { post, project, reason, assessment: None }).await?;
        Ok(Verdict::DONE)
    }

    /// Records that the post's time has passed.
    pub(super) async fn miss(
        &self,
        work: &Work,
        Subject { project, post }: Subject,
    ) -> Result<Verdict, Verdict> {
        self.dispatch(work, "missed", MarkMissed { post, project }).await?;
        Ok(Verdict::DONE)
    }

    /// Whether the post's time has passed by more than the grace period.
    pub(super) fn too_late(&self, post: &Post) -> bool {
        post.publish_at.is_some_and(|due| later(due, self.timing.grace) < self.ports.clock.now())
    }

    async fn quota_is_spent(&self, id: domain::id::ProjectId, project: &Project) -> Result<bool, Verdict> {
        let midnight = project.schedule.day_start(self.ports.clock.now());
        let sent = self.ports.readings.posts_since(id, midnight).await?;
        Ok(sent >= project.quota.posts_per_day)
    }
}
