//! `ClearPost`: the final safety check of a post, with a fresh score.

use domain::id::{PostId, ProjectId, SuggestionId};
use domain::post::event::{Allowance, BlockReason, PostEvent};
use domain::post::{Post, PostStatus, allowance_covers, newly_missing};
use domain::risk::Assessment;

use super::{decided, found};
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::refusal::Refusal;
use crate::suggestion::postable;

command! {
    /// Check the post by today's score, limits and autopilot. What does not pass is blocked by the same command:
    /// there is no moment in which it is neither.
    pub struct ClearPost for Post(post) in project reads [Suggestion(suggestion)] by [process] {
        /// The post.
        pub post: PostId,
        /// Its project.
        pub project: ProjectId,
        /// The suggestion it came from: which signals its approver had before them is read there.
        pub suggestion: SuggestionId,
        /// The fresh score and its signals.
        pub assessment: Assessment,
    }
}

impl Decision for ClearPost {
    fn decide(&self, state: &Post, facts: &DecisionFacts) -> DecisionResult<Post> {
        found(state, self.project)?;
        if state.source.as_ref().map(|source| source.suggestion) != Some(self.suggestion) {
            return Err(Refusal::invalid("suggestion", "is not that of the post"));
        }
        if !state.is_waiting() {
            return Err(decided(state));
        }
        let assessment = self.assessment.clone();
        Ok(match self.check(state, facts) {
            Err(reason) => vec![PostEvent::PostBlocked { reason, assessment: Some(assessment) }],
            Ok(()) if state.status == PostStatus::Cleared && state.cleared.as_ref() == Some(&assessment) => {
                Vec::new()
            }
            Ok(()) => vec![PostEvent::PostCleared { assessment }],
        })
    }
}

impl ClearPost {
    fn check(&self, state: &Post, facts: &DecisionFacts) -> Result<(), BlockReason> {
        let project = &facts.project;
        let allowance = state.allowance.as_ref().filter(|_| project.open());
        let allowance = allowance.ok_or(BlockReason::NoLongerAllowed)?;
        let text = state.text.as_ref().and_then(|text| text.as_str()).ok_or(BlockReason::Unpostable)?;
        postable(text).map_err(|_| BlockReason::Unpostable)?;
        let (limits, autopilot) = (project.policy.limits, project.autopilot);
        allowance_covers(allowance, state.score, &self.assessment, limits, autopilot)?;
        match allowance {
            Allowance::ApprovedBy(_) if self.lacks_a_signal(state, facts) => Err(BlockReason::MissingSignal),
            Allowance::ApprovedBy(_) | Allowance::Autopilot => Ok(()),
        }
    }

    /// After the approval a suggestion's assessment does not change any more: it is what the approver saw.
    fn lacks_a_signal(&self, state: &Post, facts: &DecisionFacts) -> bool {
        let source = state.source.as_ref();
        let approved = source
            .and_then(|source| facts.suggestion.variant(source.variant))
            .and_then(|variant| variant.assessment.as_ref());
        approved.map_or(!self.assessment.complete, |approved| newly_missing(approved, &self.assessment))
    }
}

#[cfg(test)]
mod tests {
    use super::ClearPost;
    use crate::facts::DecisionFacts;
    use crate::post::testing::{already, cleared, post_id, published, queued, queued_as, unknown};
    use crate::refusal::Refusal;
    use crate::suggestion::testing::{approved, assessed, assessment, generated, requested, suggestion_id};
    use crate::testing::{as_process, given, project_id};
    use domain::id::SuggestionId;
    use domain::policy::Autopilot;
    use domain::post::Post;
    use domain::post::event::{Allowance, BlockReason, PostEvent};
    use domain::risk::Assessment;
    use domain::state::State;
    use domain::suggestion::Suggestion;
    use domain::text::Text;
    use uuid::Uuid;

    fn clear(assessment: Assessment) -> ClearPost {
        ClearPost { post: post_id(), project: project_id(), suggestion: suggestion_id(), assessment }
    }

    fn incomplete(score: u8) -> Assessment {
        Assessment { complete: false, ..assessment(score) }
    }

    /// Facts with the assessment that the approver saw.
    fn seen(assessment: Assessment) -> DecisionFacts {
        let events = [requested(), generated(), assessed(assessment), approved(20)];
        DecisionFacts { suggestion: Suggestion::fold(&events), ..as_process("publishing") }
    }

    fn blocked(reason: BlockReason, assessment: Assessment) -> PostEvent {
        PostEvent::PostBlocked { reason, assessment: Some(assessment) }
    }

    #[test]
    fn clears_an_approved_text_whose_band_has_not_risen() {
        for score in [0, 30] {
            given::<Post>([queued(20)])
                .when(seen(assessment(20)), clear(assessment(score)))
                .then([cleared(score)]);
        }
    }

    #[test]
    fn blocks_a_text_whose_band_has_risen() {
        for score in [31, 90] {
            given::<Post>([queued(20), cleared(20)])
                .when(seen(assessment(20)), clear(assessment(score)))
                .then([blocked(BlockReason::Score, assessment(score))]);
        }
    }

    #[test]
    fn a_missing_signal_blocks_unless_the_approver_knew() {
        given::<Post>([queued(20)])
            .when(seen(assessment(20)), clear(incomplete(20)))
            .then([blocked(BlockReason::MissingSignal, incomplete(20))]);
        given::<Post>([queued(20)])
            .when(as_process("publishing"), clear(incomplete(20)))
            .then([blocked(BlockReason::MissingSignal, incomplete(20))]);
        given::<Post>([queued(20)])
            .when(seen(incomplete(20)), clear(incomplete(20)))
            .then([PostEvent::PostCleared { assessment: incomplete(20) }]);
    }

    #[test]
    fn the_autopilots_own_passes_only_while_it_is_full() {
        let mut facts = seen(assessment(20));
        facts.project.autopilot = Autopilot::Full;
        let before = || given::<Post>([queued_as(Allowance::Autopilot, 20)]);
        before().when(facts.clone(), clear(assessment(30))).then([cleared(30)]);
        for (assessment, reason) in
            [(assessment(31), BlockReason::Score), (incomplete(0), BlockReason::MissingSignal)]
        {
            let event = blocked(reason, assessment.clone());
            before().when(facts.clone(), clear(assessment)).then([event]);
        }
        facts.project.autopilot = Autopilot::Approved;
        let event = blocked(BlockReason::NoLongerAllowed, assessment(0));
        before().when(facts, clear(assessment(0))).then([event]);
    }

    #[test]
    fn blocks_in_an_archived_project_and_a_text_that_was_forgotten() {
        let mut facts = seen(assessment(20));
        facts.project.archived = true;
        given::<Post>([queued(20)])
            .when(facts, clear(assessment(20)))
            .then([blocked(BlockReason::NoLongerAllowed, assessment(20))]);
        let PostEvent::PostQueued {
            project, account, source, text_hash, score, allowance, publish_at, ..
        } = queued(20)
        else {
            panic!("queued is an event of that kind")
        };
        let text = Text::Erased;
        let forgotten =
            PostEvent::PostQueued { project, account, source, text, text_hash, score, allowance, publish_at };
        given::<Post>([forgotten])
            .when(seen(assessment(20)), clear(assessment(20)))
            .then([blocked(BlockReason::Unpostable, assessment(20))]);
    }

    #[test]
    fn the_same_score_again_does_nothing_and_a_new_one_counts() {
        let before = || given::<Post>([queued(20), cleared(20)]);
        before().when(seen(assessment(20)), clear(assessment(20))).then_nothing();
        before().when(seen(assessment(20)), clear(assessment(5))).then([cleared(5)]);
    }

    #[test]
    fn refuses_posts_that_wait_no_more() {
        for (event, status) in [(published(1), "published"), (unknown(1), "of unknown outcome")] {
            given::<Post>([queued(20), cleared(20), event])
                .when(seen(assessment(20)), clear(assessment(20)))
                .then_refused(already(status));
        }
    }

    #[test]
    fn refuses_other_suggestions() {
        let before = || given::<Post>([queued(20)]);
        let suggestion = SuggestionId(Uuid::from_u128(9));
        before()
            .when(seen(assessment(20)), ClearPost { suggestion, ..clear(assessment(20)) })
            .then_refused(Refusal::invalid("suggestion", "is not that of the post"));
    }
}
