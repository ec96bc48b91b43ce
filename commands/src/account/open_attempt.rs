//! `OpenAttempt`: the last question before a request to X starts.

use domain::account::Account;
use domain::account::event::AccountEvent;
use domain::id::{AccountId, MemberId, PostId, ProjectId, TweetId};
use domain::post::{Post, PostStatus, allowance_covers};
use domain::project::Project;
use domain::role::Role;
use domain::stream::{AggregateType, StreamId};

use super::is_assigned;
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::faults::Guard;
use crate::post::{decided, found, not_covered};
use crate::project::rules;
use crate::refusal::Refusal;

command! {
    /// Open an attempt. Only the one whose command recorded the event may send, and only at once.
    ///
    /// It is never "already so": a repeat is refused, since nobody may take it for a permission to send. Pause,
    /// policy, autopilot and the approver's role are read here from their streams, as late as can be.
    pub struct OpenAttempt for Account(account) in project reads streams_read by [process] {
        /// The X user id.
        pub account: AccountId,
        /// The post.
        pub post: PostId,
        /// The post's project.
        pub project: ProjectId,
        /// The member whose approval allows the post ([`Post::approver`]), so that the role can be read again.
        pub approver: Option<MemberId>,
        /// The attempt's number for this post, see [`Account::next_attempt`].
        pub attempt: u32,
        /// SHA-256 (hex) of the comparable form of the text that will be sent.
        pub text_hash: String,
        /// The account's newest tweet as read just before.
        pub newest_known: Option<TweetId>,
    }
}

impl OpenAttempt {
    /// A process has no roles of its own, so the facts' member is the approver.
    fn streams_read(&self) -> Vec<StreamId> {
        let post = StreamId::new(AggregateType::Post, self.post);
        let approver = self.approver.as_ref().map(|member| StreamId::new(AggregateType::Member, member));
        [post].into_iter().chain(approver).collect()
    }
}

impl Decision for OpenAttempt {
    fn decide(&self, state: &Account, facts: &DecisionFacts) -> DecisionResult<Account> {
        sending_is_on(&facts.project)?;
        self.account_is_free(state, facts)?;
        self.post_is_ready(&facts.post)?;
        self.is_next(state, &facts.post)?;
        self.is_allowed(facts)?;
        Ok(vec![AccountEvent::AttemptOpened {
            post: self.post,
            attempt: self.attempt,
            text_hash: self.text_hash.clone(),
            newest_known: self.newest_known.clone().or_else(|| state.newest_known.clone()),
            opened_at: facts.at,
        }])
    }
}

fn sending_is_on(project: &Project) -> Result<(), Refusal> {
    rules::open(project)?;
    if project.paused && Guard::PublishFacts.holds() { Err(Refusal::Paused) } else { Ok(()) }
}

impl OpenAttempt {
    fn account_is_free(&self, state: &Account, facts: &DecisionFacts) -> Result<(), Refusal> {
        if !state.connected || !is_assigned(&facts.project, &self.account) {
            return Err(Refusal::NoAccount);
        }
        if state.open_attempt.is_some() && Guard::OpenAttempt.holds() {
            return Err(Refusal::AttemptOpen);
        }
        match state.held.clone().filter(|_| Guard::UnknownHolds.holds()) {
            Some(reason) => Err(Refusal::AccountHeld { reason }),
            None => Ok(()),
        }
    }

    fn post_is_ready(&self, post: &Post) -> Result<(), Refusal> {
        found(post, self.project)?;
        if post.status != PostStatus::Cleared {
            return Err(decided(post));
        }
        if post.account.as_ref() != Some(&self.account) {
            return Err(Refusal::NoAccount);
        }
        if post.text_hash == self.text_hash {
            Ok(())
        } else {
            Err(Refusal::invalid("text_hash", "is not that of the post"))
        }
    }

    /// The account knows what was opened, the post what has ended: where they differ, it must be certain that
    /// nothing was published.
    fn is_next(&self, state: &Account, post: &Post) -> Result<(), Refusal> {
        let opened = state.has_opened(self.post, self.attempt);
        if (opened || state.may_have_sent(self.post, post.attempts)) && Guard::OpenAttempt.holds() {
            let (what, status) = ("attempt".to_owned(), "opened".to_owned());
            return Err(Refusal::AlreadyDecided { what, status, by: None });
        }
        if self.attempt == state.next_attempt(self.post, post.attempts) {
            Ok(())
        } else {
            Err(Refusal::invalid("attempt", "is not the post's next"))
        }
    }

    fn is_allowed(&self, facts: &DecisionFacts) -> Result<(), Refusal> {
        let (post, project) = (&facts.post, &facts.project);
        if post.approver() != self.approver.as_ref() {
            return Err(Refusal::invalid("approver", "is not that of the post"));
        }
        if self.approver.is_some() && !facts.member.holds(Role::Publisher, Some(self.project)) {
            return Err(Refusal::NotAllowed { needs: vec![Role::Publisher] });
        }
        let (Some(allowance), Some(cleared)) = (&post.allowance, &post.cleared) else {
            return Err(Refusal::NotScored { what: "post".to_owned() });
        };
        let limits = project.policy.limits;
        allowance_covers(allowance, post.score, cleared, limits, project.autopilot)
            .map_err(|reason| not_covered(reason, cleared.score, limits))
    }
}

#[cfg(test)]
mod tests;
