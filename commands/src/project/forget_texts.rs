//! `ForgetTexts`: destroy the keys of one stream's texts.

use domain::id::ProjectId;
use domain::project::Project;
use domain::project::event::ProjectEvent;
use domain::stream::{AggregateType, StreamId};

use crate::decision::{CommandHeader, Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::refusal::Refusal;

command! {
    /// Destroy the keys of the texts of one stream of the project: its own, its context's, a suggestion's or a
    /// post's; a member's name only by a global owner. People may be forgotten in an archived project too.
    pub struct ForgetTexts for Project(project) in project reads streams_read by [Owner] {
        /// The project.
        pub project: ProjectId,
        /// Whose texts.
        pub texts_of: StreamId,
    }
}

impl ForgetTexts {
    fn streams_read(&self) -> Vec<StreamId> {
        match self.texts_of.kind {
            AggregateType::Suggestion | AggregateType::Post => vec![self.texts_of.clone()],
            AggregateType::Project
            | AggregateType::Context
            | AggregateType::Account
            | AggregateType::Member
            | AggregateType::Access => Vec::new(),
        }
    }
}

impl Decision for ForgetTexts {
    fn decide(&self, state: &Project, facts: &DecisionFacts) -> DecisionResult<Project> {
        if !state.exists() {
            return Err(Refusal::not_found("project"));
        }
        self.within_reach(facts)?;
        // Never a no-effect: texts that were replaced since the last time still have their keys.
        Ok(vec![ProjectEvent::TextsForgotten { streams: vec![self.texts_of.clone()] }])
    }
}

impl ForgetTexts {
    fn within_reach(&self, facts: &DecisionFacts) -> Result<(), Refusal> {
        let within = match self.texts_of.kind {
            AggregateType::Project | AggregateType::Context => self.texts_of.id == self.project.to_string(),
            AggregateType::Suggestion => facts.suggestion.project == Some(self.project),
            AggregateType::Post => facts.post.project == Some(self.project),
            AggregateType::Member => return self.authority().check(facts, None),
            AggregateType::Account | AggregateType::Access => false,
        };
        if within { Ok(()) } else { Err(Refusal::not_found("text")) }
    }
}

#[cfg(test)]
mod tests {
    use super::ForgetTexts;
    use crate::decision::CommandHeader;
    use crate::facts::DecisionFacts;
    use crate::project::fixtures::{as_global_owner, created, not_allowed};
    use crate::refusal::Refusal;
    use crate::testing::{as_role, given, project_id};
    use domain::id::ProjectId;
    use domain::project::Project;
    use domain::project::event::ProjectEvent;
    use domain::role::Role;
    use domain::stream::{AggregateType, StreamId};
    use uuid::Uuid;

    fn forget(kind: AggregateType, id: &str) -> ForgetTexts {
        ForgetTexts { project: project_id(), texts_of: StreamId::new(kind, id) }
    }

    fn forgotten(kind: AggregateType, id: &str) -> ProjectEvent {
        ProjectEvent::TextsForgotten { streams: vec![StreamId::new(kind, id)] }
    }

    fn own(kind: AggregateType) -> ForgetTexts {
        forget(kind, &project_id().to_string())
    }

    fn with_suggestion_and_post_of(project: ProjectId) -> DecisionFacts {
        let mut facts = as_role(Role::Owner);
        facts.suggestion.project = Some(project);
        facts.post.project = Some(project);
        facts
    }

    #[test]
    fn an_owner_forgets_the_texts_of_the_project_and_its_context_even_when_archived() {
        for kind in [AggregateType::Project, AggregateType::Context] {
            let expected = forgotten(kind, &project_id().to_string());
            given::<Project>([created(), ProjectEvent::ProjectArchived {}, expected.clone()])
                .when(as_role(Role::Owner), own(kind))
                .then([expected]);
        }
    }

    #[test]
    fn an_owner_forgets_suggestions_and_posts_of_the_project_only() {
        let other = ProjectId(Uuid::from_u128(2));
        for kind in [AggregateType::Suggestion, AggregateType::Post] {
            given::<Project>([created()])
                .when(with_suggestion_and_post_of(project_id()), forget(kind, "s"))
                .then([forgotten(kind, "s")]);
            for facts in [with_suggestion_and_post_of(other), as_role(Role::Owner)] {
                given::<Project>([created()])
                    .when(facts, forget(kind, "s"))
                    .then_refused(Refusal::not_found("text"));
            }
            assert_eq!(forget(kind, "s").reads(), [StreamId::new(kind, "s")]);
        }
    }

    #[test]
    fn only_a_global_owner_forgets_the_name_of_a_member() {
        let forget = || forget(AggregateType::Member, "telegram:7");
        given::<Project>([created()])
            .when(as_global_owner(), forget())
            .then([forgotten(AggregateType::Member, "telegram:7")]);
        given::<Project>([created()])
            .when(as_role(Role::Owner), forget())
            .then_refused(not_allowed(&[Role::Owner]));
        assert_eq!(forget().reads(), [], "the facts about the actor must stay the actor's");
    }

    #[test]
    fn refuses_other_projects_and_streams_without_texts() {
        for kind in
            [AggregateType::Project, AggregateType::Context, AggregateType::Account, AggregateType::Access]
        {
            given::<Project>([created()])
                .when(as_global_owner(), forget(kind, "elsewhere"))
                .then_refused(Refusal::not_found("text"));
        }
    }
}
