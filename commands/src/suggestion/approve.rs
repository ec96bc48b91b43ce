//! `ApproveSuggestion`: allow exactly one text.

use domain::actor::Actor;
use domain::id::{ProjectId, SuggestionId};
use domain::post_text::text_hash;
use domain::risk::{Assessment, Band};
use domain::role::Role;
use domain::suggestion::event::SuggestionEvent;
use domain::suggestion::{Suggestion, SuggestionStatus, Variant};

use super::{Seen, postable, undecided};
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::project::rules;
use crate::refusal::Refusal;

command! {
    /// Approve the revision that the approver saw, and no other text.
    pub struct ApproveSuggestion for Suggestion(suggestion) in project by [Publisher] {
        /// The suggestion.
        pub suggestion: SuggestionId,
        /// Its project.
        pub project: ProjectId,
        /// The variant's number, from 1.
        pub variant: u8,
        /// The revision that the approver saw.
        pub revision: u32,
    }
}

impl Decision for ApproveSuggestion {
    fn decide(&self, state: &Suggestion, facts: &DecisionFacts) -> DecisionResult<Suggestion> {
        if state.belongs_to(self.project) && self.is_done(state, &facts.actor) {
            return Ok(Vec::new());
        }
        let (project, variant, revision) = (self.project, self.variant, self.revision);
        let current = undecided(state, &Seen { project, variant, revision })?;
        rules::open(&facts.project)?;
        let not_scored = || Refusal::NotScored { what: "variant".to_owned() };
        let assessment = current.assessment.as_ref().ok_or_else(not_scored)?;
        self.may_approve(state, current, assessment, facts)?;
        let forgotten = || Refusal::invalid("text", "was forgotten");
        let text = postable(current.text.as_str().ok_or_else(forgotten)?)?;
        Ok(vec![SuggestionEvent::SuggestionApproved {
            variant,
            revision,
            text_hash: text_hash(text),
            score: assessment.score,
            approved_by: facts.actor.clone(),
        }])
    }
}

impl ApproveSuggestion {
    /// Whether the same actor approved the same text before: a button pressed twice.
    fn is_done(&self, state: &Suggestion, actor: &Actor) -> bool {
        matches!(
            &state.status,
            SuggestionStatus::Approved { variant, revision, approved_by, .. }
                if (*variant, *revision, approved_by) == (self.variant, self.revision, actor)
        )
    }

    /// An elevated score, or one with a signal missing, needs an owner or somebody who had no hand in it.
    fn may_approve(
        &self,
        state: &Suggestion,
        variant: &Variant,
        assessment: &Assessment,
        facts: &DecisionFacts,
    ) -> Result<(), Refusal> {
        let (score, limits) = (assessment.score.get(), facts.project.policy.limits);
        match limits.band(assessment.score) {
            Band::Blocked => return Err(Refusal::Blocked { score, limit: limits.block() }),
            Band::Low | Band::Review if assessment.complete => return Ok(()),
            Band::Low | Band::Review | Band::Elevated => {}
        }
        let owner = match facts.actor {
            Actor::Operator(_) => true,
            Actor::Member(_) | Actor::Process(_) => facts.member.holds(Role::Owner, Some(self.project)),
        };
        if owner || !state.is_work_of(&facts.actor, variant) {
            Ok(())
        } else {
            Err(Refusal::NeedsSecondPerson { score })
        }
    }
}

#[cfg(test)]
mod tests;
