//! The member aggregate: who may do what, and with which API tokens.

pub mod event;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{ProjectId, TokenId};
use crate::role::{Role, Scope};
use crate::state::State;
use crate::stream::AggregateType;
use event::MemberEvent;

/// A token that the member may call the API with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiToken {
    /// What it is for.
    pub label: String,
    /// SHA-256 (hex) of its secret.
    pub secret_hash: String,
    /// When it stops to count; never, if absent.
    pub expires_at: Option<DateTime<Utc>>,
}

/// A person or service and what it may do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Roles held, with their scopes.
    pub roles: BTreeSet<(Role, Scope)>,
    /// Tokens that count.
    pub tokens: BTreeMap<TokenId, ApiToken>,
}

impl Member {
    /// Whether the member holds the role, or is an owner, in the project (`None`: outside any project).
    pub fn holds(&self, role: Role, project: Option<ProjectId>) -> bool {
        self.roles
            .iter()
            .any(|(held, scope)| (*held == role || *held == Role::Owner) && scope.covers(project))
    }

    /// Whether the member holds no role anywhere.
    pub fn is_stranger(&self) -> bool {
        self.roles.is_empty()
    }
}

impl State for Member {
    type Event = MemberEvent;
    const KIND: AggregateType = AggregateType::Member;

    fn evolve(&mut self, event: &MemberEvent) {
        match event {
            MemberEvent::RoleGranted { role, scope, name: _ } => {
                self.roles.insert((*role, *scope));
            }
            MemberEvent::RoleRevoked { role, scope } => {
                self.roles.remove(&(*role, *scope));
            }
            MemberEvent::ApiTokenIssued { token, label, secret_hash, expires_at } => {
                let (label, secret_hash) = (label.clone(), secret_hash.clone());
                self.tokens.insert(*token, ApiToken { label, secret_hash, expires_at: *expires_at });
            }
            MemberEvent::ApiTokenRevoked { token } => {
                self.tokens.remove(token);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Member;
    use super::event::MemberEvent;
    use crate::id::ProjectId;
    use crate::role::{Role, Scope};
    use crate::state::State;
    use uuid::Uuid;

    #[test]
    fn an_owner_holds_every_role_and_a_project_role_stays_in_its_project() {
        let (here, there) = (ProjectId(Uuid::from_u128(1)), ProjectId(Uuid::from_u128(2)));
        let grant = |role, scope| MemberEvent::RoleGranted { role, scope, name: None };
        let member = Member::fold(&[grant(Role::Editor, Scope::Project(here))]);
        assert!(member.holds(Role::Editor, Some(here)));
        assert!(!member.holds(Role::Editor, Some(there)) && !member.holds(Role::Editor, None));
        assert!(!member.holds(Role::Publisher, Some(here)));
        let owner = Member::fold(&[grant(Role::Owner, Scope::Global)]);
        assert!(owner.holds(Role::Analyst, Some(there)) && owner.holds(Role::Publisher, None));
    }
}
