//! `SetQuota`: replace the daily limits of the project.

use domain::id::ProjectId;
use domain::policy::Quota;
use domain::project::Project;
use domain::project::event::ProjectEvent;
use std::ops::RangeInclusive;

use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::project::rules;
use crate::refusal::Refusal;

const SUGGESTIONS: RangeInclusive<u32> = 1..=1000;
/// X lets no account send more than 2400 posts a day.
const POSTS: RangeInclusive<u32> = 1..=2400;

command! {
    /// Replace the daily limits of the project.
    pub struct SetQuota for Project(project) in project by [Owner] {
        /// The project.
        pub project: ProjectId,
        /// The new limits: 1 to 1000 suggestions and 1 to 2400 posts a day.
        pub quota: Quota,
    }
}

impl Decision for SetQuota {
    fn decide(&self, state: &Project, _facts: &DecisionFacts) -> DecisionResult<Project> {
        rules::open(state)?;
        if !SUGGESTIONS.contains(&self.quota.suggestions_per_day) {
            return Err(Refusal::invalid("suggestions per day", "must lie between 1 and 1000"));
        }
        if !POSTS.contains(&self.quota.posts_per_day) {
            return Err(Refusal::invalid("posts per day", "must lie between 1 and 2400"));
        }
        if state.quota == self.quota {
            return Ok(Vec::new());
        }
        Ok(vec![ProjectEvent::QuotaSet { quota: self.quota }])
    }
}

#[cfg(test)]
mod tests {
    use super::SetQuota;
    use crate::project::fixtures::created;
    use crate::refusal::Refusal;
    use crate::testing::{as_role, given, project_id};
    use domain::policy::Quota;
    use domain::project::Project;
    use domain::project::event::ProjectEvent;
    use domain::role::Role;

    fn quota(suggestions_per_day: u32, posts_per_day: u32) -> SetQuota {
        SetQuota { project: project_id(), quota: Quota { suggestions_per_day, posts_per_day } }
    }

    #[test]
    fn an_owner_replaces_the_limits_up_to_their_bounds() {
        for (suggestions_per_day, posts_per_day) in [(1, 1), (1000, 2400)] {
            given::<Project>([created()])
                .when(as_role(Role::Owner), quota(suggestions_per_day, posts_per_day))
                .then([ProjectEvent::QuotaSet { quota: Quota { suggestions_per_day, posts_per_day } }]);
        }
    }

    #[test]
    fn the_same_limits_change_nothing() {
        let unset = Quota::default();
        given::<Project>([created()])
            .when(as_role(Role::Owner), quota(unset.suggestions_per_day, unset.posts_per_day))
            .then_nothing();
    }

    #[test]
    fn refuses_limits_out_of_bounds() {
        for (command, field, reason) in [
            (quota(0, 1), "suggestions per day", "must lie between 1 and 1000"),
            (quota(1001, 1), "suggestions per day", "must lie between 1 and 1000"),
            (quota(1, 0), "posts per day", "must lie between 1 and 2400"),
            (quota(1, 2401), "posts per day", "must lie between 1 and 2400"),
        ] {
            given::<Project>([created()])
                .when(as_role(Role::Owner), command)
                .then_refused(Refusal::invalid(field, reason));
        }
    }
}
