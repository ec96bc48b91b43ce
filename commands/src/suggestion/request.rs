//! `RequestSuggestion`: ask the model for one to three variants.

use domain::actor::Actor;
use domain::id::{ProjectId, SuggestionId};
use domain::policy::Autopilot;
use domain::role::Role;
use domain::stream::{AggregateType, StreamId};
use domain::suggestion::Suggestion;
use domain::suggestion::event::SuggestionEvent;

use super::{found, remark};
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::project::rules;
use crate::refusal::Refusal;

const ROLES: &[Role] = &[Role::Editor, Role::Publisher];

command! {
    /// Ask for variants, with the context version and the vibe that count now.
    ///
    /// The daily quota is counted over a read model before the model is asked; no stream counts days.
    pub struct RequestSuggestion begins Suggestion(suggestion) in project reads streams_read
        by [Editor, Publisher or process] {
        /// The new suggestion.
        pub suggestion: SuggestionId,
        /// The project.
        pub project: ProjectId,
        /// What the post should be about, up to 1000 characters.
        pub instruction: Option<String>,
        /// How many variants, 1 to 3.
        pub variants: u8,
        /// The project's suggestion that this one is asked for in place of.
        pub replaces: Option<SuggestionId>,
    }
}

impl RequestSuggestion {
    fn streams_read(&self) -> Vec<StreamId> {
        let context = StreamId::new(AggregateType::Context, self.project);
        let replaced = self.replaces.map(|id| StreamId::new(AggregateType::Suggestion, id));
        [context].into_iter().chain(replaced).collect()
    }
}

impl Decision for RequestSuggestion {
    fn decide(&self, state: &Suggestion, facts: &DecisionFacts) -> DecisionResult<Suggestion> {
        if state.exists() {
            return Err(Refusal::AlreadyExists { what: "suggestion".to_owned() });
        }
        project_allows(facts)?;
        if !(1..=3).contains(&self.variants) {
            return Err(Refusal::invalid("variants", "must be 1, 2 or 3"));
        }
        if self.replaces.is_some() {
            found(&facts.suggestion, self.project)?;
        }
        Ok(vec![SuggestionEvent::SuggestionRequested {
            project: self.project,
            instruction: remark("instruction", self.instruction.as_deref())?,
            vibe: facts.project.vibe_at(facts.at).cloned(),
            context_version: facts.context.version(),
            variants: self.variants,
            requested_by: facts.actor.clone(),
            replaces: self.replaces,
        }])
    }
}

/// The project must be open; our own processes ask only on a full autopilot that is not paused.
fn project_allows(facts: &DecisionFacts) -> Result<(), Refusal> {
    rules::open(&facts.project)?;
    match facts.actor {
        Actor::Member(_) | Actor::Operator(_) => Ok(()),
        Actor::Process(_) if facts.project.autopilot != Autopilot::Full => {
            Err(Refusal::NotAllowed { needs: ROLES.to_vec() })
        }
        Actor::Process(_) if facts.project.paused => Err(Refusal::Paused),
        Actor::Process(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{ROLES, RequestSuggestion};
    use crate::facts::DecisionFacts;
    use crate::refusal::Refusal;
    use crate::suggestion::testing::{requested, requested_by, suggestion_id};
    use crate::testing::{as_process, as_role, given, member, noon, project_id};
    use chrono::TimeDelta;
    use domain::actor::Actor;
    use domain::context::Context;
    use domain::context::event::ContextEvent;
    use domain::id::SuggestionId;
    use domain::policy::Autopilot;
    use domain::project::Project;
    use domain::role::Role;
    use domain::state::State;
    use domain::suggestion::Suggestion;
    use domain::suggestion::event::SuggestionEvent;
    use domain::text::Text;
    use uuid::Uuid;

    fn request() -> RequestSuggestion {
        RequestSuggestion {
            suggestion: suggestion_id(),
            project: project_id(),
            instruction: None,
            variants: 2,
            replaces: None,
        }
    }

    fn with_context(mut facts: DecisionFacts) -> DecisionFacts {
        let approved = (1..=3).map(|layer| ContextEvent::ContextApproved { layer, context_version: layer });
        facts.context = Context::fold(&approved.collect::<Vec<_>>());
        facts
    }

    #[track_caller]
    fn refused(facts: DecisionFacts, command: RequestSuggestion, refusal: Refusal) {
        given::<Suggestion>([]).when(facts, command).then_refused(refusal);
    }

    #[test]
    fn asks_with_the_context_and_vibe_that_count_now() {
        let mut facts = with_context(as_role(Role::Editor));
        facts.project.vibe = Some((Text::known("sunny"), noon() + TimeDelta::minutes(1)));
        let command = RequestSuggestion { instruction: Some(" about rain ".into()), ..request() };
        given::<Suggestion>([]).when(facts, command).then([SuggestionEvent::SuggestionRequested {
            project: project_id(),
            instruction: Some(Text::known("about rain")),
            vibe: Some(Text::known("sunny")),
            context_version: 3,
            variants: 2,
            requested_by: member(1),
            replaces: None,
        }]);
    }

    #[test]
    fn our_own_process_asks_only_on_a_full_autopilot_that_is_not_paused() {
        let facts = |autopilot, paused| {
            let facts = with_context(as_process("autopilot"));
            DecisionFacts { project: Project { autopilot, paused, ..facts.project }, ..facts }
        };
        let asked = requested_by(Actor::process("autopilot"));
        given::<Suggestion>([]).when(facts(Autopilot::Full, false), request()).then([asked]);
        refused(facts(Autopilot::Full, true), request(), Refusal::Paused);
        let needs = ROLES.to_vec();
        refused(facts(Autopilot::Approved, false), request(), Refusal::NotAllowed { needs });
    }

    #[test]
    fn replaces_only_a_suggestion_of_the_same_project() {
        let replaces = Some(SuggestionId(Uuid::from_u128(9)));
        let command = RequestSuggestion { replaces, ..request() };
        refused(as_role(Role::Editor), command.clone(), Refusal::not_found("suggestion"));
        let mut facts = with_context(as_role(Role::Editor));
        facts.suggestion = Suggestion::fold(&[requested()]);
        given::<Suggestion>([]).when(facts, command).then([SuggestionEvent::SuggestionRequested {
            project: project_id(),
            instruction: None,
            vibe: None,
            context_version: 3,
            variants: 2,
            requested_by: member(1),
            replaces,
        }]);
    }

    #[test]
    fn refuses_a_second_request_with_the_same_id() {
        let refusal = Refusal::AlreadyExists { what: "suggestion".into() };
        given::<Suggestion>([requested()]).when(as_role(Role::Editor), request()).then_refused(refusal);
    }

    #[test]
    fn refuses_numbers_and_instructions_out_of_bounds() {
        for variants in [0, 4] {
            let refusal = Refusal::invalid("variants", "must be 1, 2 or 3");
            refused(as_role(Role::Editor), RequestSuggestion { variants, ..request() }, refusal);
        }
        let command = RequestSuggestion { instruction: Some("ä".repeat(1001)), ..request() };
        let refusal = Refusal::invalid("instruction", "is longer than 1000 characters");
        refused(as_role(Role::Editor), command, refusal);
    }
}
