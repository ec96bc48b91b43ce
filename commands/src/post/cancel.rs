//! `CancelPost`: take a post back before it is sent.

use domain::id::{AccountId, PostId, ProjectId};
use domain::post::event::PostEvent;
use domain::post::{Post, PostStatus};

use super::{decided, found, not_sending};
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::suggestion::remark;

command! {
    /// Cancel a post that still waits. Once a request to X may be on its way it is too late.
    pub struct CancelPost for Post(post) in project reads [Account(account)] by [Publisher] {
        /// The post.
        pub post: PostId,
        /// Its project.
        pub project: ProjectId,
        /// The X account it was queued for.
        pub account: AccountId,
        /// Why, up to 1000 characters.
        pub reason: Option<String>,
    }
}

impl Decision for CancelPost {
    fn decide(&self, state: &Post, facts: &DecisionFacts) -> DecisionResult<Post> {
        found(state, self.project)?;
        if state.status == PostStatus::Cancelled {
            return Ok(Vec::new());
        }
        if !state.is_waiting() {
            return Err(decided(state));
        }
        not_sending(state, self.post, &self.account, &facts.account)?;
        let reason = remark("reason", self.reason.as_deref())?;
        Ok(vec![PostEvent::PostCancelled { reason }])
    }
}

#[cfg(test)]
mod tests {
    use super::CancelPost;
    use crate::account::testing::{account_id, connected, opened};
    use crate::facts::DecisionFacts;
    use crate::post::testing::{already, cleared, post_id, published, queued};
    use crate::refusal::Refusal;
    use crate::testing::{as_role, given, project_id};
    use domain::account::Account;
    use domain::account::event::{AccountEvent, AttemptOutcome};
    use domain::id::AccountId;
    use domain::post::Post;
    use domain::post::event::PostEvent;
    use domain::role::Role;
    use domain::state::State;
    use domain::text::Text;

    fn cancel() -> CancelPost {
        let (post, project, account) = (post_id(), project_id(), account_id());
        CancelPost { post, project, account, reason: Some(" old news ".into()) }
    }

    fn cancelled() -> PostEvent {
        PostEvent::PostCancelled { reason: Some(Text::known("old news")) }
    }

    fn publisher(events: &[AccountEvent]) -> DecisionFacts {
        DecisionFacts { account: Account::fold(events), ..as_role(Role::Publisher) }
    }

    #[test]
    fn takes_back_what_waits_once() {
        for before in [vec![queued(20)], vec![queued(20), cleared(20)]] {
            given::<Post>(before).when(publisher(&[connected()]), cancel()).then([cancelled()]);
        }
        given::<Post>([queued(20), cancelled()]).when(publisher(&[connected()]), cancel()).then_nothing();
    }

    #[test]
    fn is_too_late_once_a_request_was_opened_that_may_have_published() {
        let settled = |outcome| AccountEvent::AttemptSettled { post: post_id(), attempt: 1, outcome };
        for account in [vec![opened(1)], vec![opened(1), settled(AttemptOutcome::Unknown)]] {
            given::<Post>([queued(20), cleared(20)])
                .when(publisher(&account), cancel())
                .then_refused(Refusal::AttemptOpen);
        }
        given::<Post>([queued(20), cleared(20)])
            .when(publisher(&[connected(), opened(1), settled(AttemptOutcome::NotPublished)]), cancel())
            .then([cancelled()]);
    }

    #[test]
    fn refuses_what_waits_no_more() {
        given::<Post>([queued(20), published(1)])
            .when(publisher(&[connected()]), cancel())
            .then_refused(already("published"));
    }

    #[test]
    fn refuses_another_account_and_long_reasons() {
        given::<Post>([queued(20)])
            .when(publisher(&[]), CancelPost { account: AccountId("1".into()), ..cancel() })
            .then_refused(Refusal::invalid("account", "is not that of the post"));
        given::<Post>([queued(20)])
            .when(publisher(&[]), CancelPost { reason: Some("x".repeat(1001)), ..cancel() })
            .then_refused(Refusal::invalid("reason", "is longer than 1000 characters"));
    }
}
