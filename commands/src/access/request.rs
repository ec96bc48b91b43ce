//! `RequestAccess`: ask to look at something. It records nothing but its refusal.

use domain::access::Access;
use domain::id::ProjectId;
use domain::role::Role;
use serde::Serialize;
use uuid::Uuid;

use crate::decision::{Authority, CommandHeader, Decision, DecisionResult};
use crate::facts::DecisionFacts;

/// Ask to look; any role in the project will do. An edge that reads without a command of its own issues this for
/// whoever may not, so that the refused attempt is history.
#[derive(Clone, Debug, Serialize)]
pub struct RequestAccess {
    /// The request's own stream id.
    pub id: Uuid,
    /// What was attempted, as people know it, e.g. `/pending`: the refusal is recorded under this name.
    pub attempt: &'static str,
    /// The project, if it is about one.
    pub project: Option<ProjectId>,
}

impl CommandHeader for RequestAccess {
    type State = Access;

    fn recorded_as(&self) -> Option<&'static str> {
        Some(self.attempt)
    }

    fn aggregate_id(&self) -> String {
        self.id.to_string()
    }

    fn project(&self) -> Option<ProjectId> {
        self.project
    }

    fn authority(&self) -> Authority {
        Authority::roles(&Role::ALL)
    }
}

impl Decision for RequestAccess {
    fn decide(&self, _state: &Access, _facts: &DecisionFacts) -> DecisionResult<Access> {
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::RequestAccess;
    use crate::testing::{as_role, given, project_id};
    use domain::access::Access;
    use domain::role::Role;
    use uuid::Uuid;

    fn pending() -> RequestAccess {
        RequestAccess { id: Uuid::nil(), attempt: "/pending", project: Some(project_id()) }
    }

    #[test]
    fn any_role_may_look_and_nothing_is_recorded() {
        for role in Role::ALL {
            given::<Access>([]).when(as_role(role), pending()).then_nothing();
        }
    }
}
