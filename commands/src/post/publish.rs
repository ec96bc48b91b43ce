//! `PublishPost`: queue a suggestion's text for X.

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::id::{AccountId, ProjectId, SuggestionId};
use domain::policy::Autopilot;
use domain::post::event::{Allowance, PostEvent, Source};
use domain::post::{Post, allowance_covers, post_of};
use domain::post_text::text_hash;
use domain::project::Project;
use domain::risk::Assessment;
use domain::role::Role;
use domain::suggestion::{Suggestion, SuggestionStatus, Variant};
use domain::text::Text;

use super::{decided, due, not_covered};
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::project::rules;
use crate::refusal::Refusal;
use crate::suggestion::{self, postable};

command! {
    /// Queue the approved text of a suggestion. On a full autopilot our own process may queue a low one of its
    /// own requests without approval.
    ///
    /// The post's id follows from the suggestion ([`post_of`]): a suggestion becomes one post at most. The daily
    /// quota is counted over a read model when the post is due.
    pub struct PublishPost for Post(suggestion => post_of) in project reads [Suggestion(suggestion)]
        by [Publisher or process] {
        /// The project.
        pub project: ProjectId,
        /// The suggestion.
        pub suggestion: SuggestionId,
        /// The variant's number, from 1. Not needed when one is approved, but must then be that one if given.
        pub variant: Option<u8>,
        /// When it is due; now, if absent or past.
        pub publish_at: Option<DateTime<Utc>>,
    }
}

impl Decision for PublishPost {
    fn decide(&self, state: &Post, facts: &DecisionFacts) -> DecisionResult<Post> {
        suggestion::found(&facts.suggestion, self.project)?;
        if state.exists() {
            return Err(decided(state));
        }
        let account = account_of(&facts.project)?;
        if matches!(facts.actor, Actor::Process(_)) {
            autopilot_is_on(&facts.project)?;
        }
        let choice = self.choice(facts)?;
        let limits = facts.project.policy.limits;
        let covers = allowance_covers(
            &choice.allowance,
            choice.assessment.score,
            choice.assessment,
            limits,
            facts.project.autopilot,
        );
        covers.map_err(|reason| not_covered(reason, choice.assessment.score, limits))?;
        let text = postable(choice.variant.text.as_str().ok_or_else(forgotten)?)?;
        Ok(vec![PostEvent::PostQueued {
            project: self.project,
            account,
            source: Source {
                suggestion: self.suggestion,
                variant: choice.number,
                revision: choice.variant.revision,
                context_version: facts.suggestion.context_version,
            },
            text: Text::known(text),
            text_hash: text_hash(text),
            score: choice.assessment.score,
            allowance: choice.allowance,
            publish_at: due(self.publish_at, facts.at)?,
        }])
    }
}

/// The text to queue, and what allows it.
struct Choice<'a> {
    number: u8,
    variant: &'a Variant,
    assessment: &'a Assessment,
    allowance: Allowance,
}

impl PublishPost {
    fn choice<'a>(&self, facts: &'a DecisionFacts) -> Result<Choice<'a>, Refusal> {
        let suggestion = &facts.suggestion;
        let (number, allowance) = match &suggestion.status {
            SuggestionStatus::Approved { variant, approved_by, .. } => {
                if self.variant.is_some_and(|wanted| wanted != *variant) {
                    return Err(Refusal::invalid("variant", "is not the approved one"));
                }
                (*variant, Allowance::ApprovedBy(approved_by.clone()))
            }
            SuggestionStatus::Generated if is_autopilots_own(suggestion, facts) => {
                let number = self.variant.ok_or_else(|| Refusal::invalid("variant", "must be named"))?;
                (number, Allowance::Autopilot)
            }
            SuggestionStatus::Requested | SuggestionStatus::Generated => {
                return Err(Refusal::invalid("suggestion", "is not approved yet"));
            }
            SuggestionStatus::Failed | SuggestionStatus::Rejected | SuggestionStatus::Expired => {
                return Err(suggestion::decided(&suggestion.status));
            }
        };
        let variant = suggestion.variant(number).ok_or_else(|| Refusal::not_found("variant"))?;
        let not_scored = || Refusal::NotScored { what: "variant".to_owned() };
        let assessment = variant.assessment.as_ref().ok_or_else(not_scored)?;
        Ok(Choice { number, variant, assessment, allowance })
    }
}

/// What a process asked for and publishes on a full autopilot; what people asked for, people decide.
fn is_autopilots_own(suggestion: &Suggestion, facts: &DecisionFacts) -> bool {
    facts.project.autopilot == Autopilot::Full
        && matches!(facts.actor, Actor::Process(_))
        && matches!(suggestion.requested_by, Some(Actor::Process(_)))
}

fn account_of(project: &Project) -> Result<AccountId, Refusal> {
    rules::open(project)?;
    project.account.as_ref().map(|(account, _)| account.clone()).ok_or(Refusal::NoAccount)
}

/// People may queue while posting is paused; the autopilot rests.
fn autopilot_is_on(project: &Project) -> Result<(), Refusal> {
    if project.autopilot == Autopilot::Off {
        return Err(Refusal::NotAllowed { needs: vec![Role::Publisher] });
    }
    if project.paused { Err(Refusal::Paused) } else { Ok(()) }
}

fn forgotten() -> Refusal {
    Refusal::invalid("text", "was forgotten")
}

#[cfg(test)]
mod tests;
