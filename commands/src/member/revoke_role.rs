//! `RevokeRole`: let a member do less.

use domain::id::MemberId;
use domain::member::Member;
use domain::member::event::MemberEvent;
use domain::role::{Role, Scope};

use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::refusal::Refusal;

command! {
    /// Let a member do less. An owner of that scope may, also in an archived project.
    pub struct RevokeRole for Member(member) in scope by [Owner] {
        /// The member.
        pub member: MemberId,
        /// The role.
        pub role: Role,
        /// Where it held.
        pub scope: Scope,
    }
}

impl Decision for RevokeRole {
    fn decide(&self, state: &Member, facts: &DecisionFacts) -> DecisionResult<Member> {
        let (role, scope) = (self.role, self.scope);
        let own = facts.actor.member() == Some(&self.member);
        if own && (role, scope) == (Role::Owner, Scope::Global) {
            let reason = "cannot give up their own global ownership; another owner can take it away";
            return Err(Refusal::invalid("member", reason));
        }
        if !state.roles.contains(&(role, scope)) {
            return Ok(Vec::new());
        }
        Ok(vec![MemberEvent::RoleRevoked { role, scope }])
    }
}

#[cfg(test)]
mod tests {
    use super::RevokeRole;
    use crate::project::fixtures::{as_global_owner, in_archived_project, not_allowed};
    use crate::refusal::Refusal;
    use crate::testing::{as_role, given, project_id};
    use domain::id::MemberId;
    use domain::member::Member;
    use domain::member::event::MemberEvent;
    use domain::role::{Role, Scope};

    fn revoke(user: i64, scope: Scope) -> RevokeRole {
        RevokeRole { member: MemberId::telegram(user), role: Role::Owner, scope }
    }

    fn granted(scope: Scope) -> MemberEvent {
        MemberEvent::RoleGranted { role: Role::Owner, scope, name: None }
    }

    fn revoked(scope: Scope) -> MemberEvent {
        MemberEvent::RoleRevoked { role: Role::Owner, scope }
    }

    fn here() -> Scope {
        Scope::Project(project_id())
    }

    #[test]
    fn an_owner_takes_roles_of_their_scope_away() {
        given::<Member>([granted(here())])
            .when(in_archived_project(as_role(Role::Owner)), revoke(7, here()))
            .then([revoked(here())]);
        given::<Member>([granted(Scope::Global)])
            .when(as_global_owner(), revoke(7, Scope::Global))
            .then([revoked(Scope::Global)]);
    }

    #[test]
    fn a_role_that_is_not_held_changes_nothing() {
        given::<Member>([granted(Scope::Global)])
            .when(as_role(Role::Owner), revoke(7, here()))
            .then_nothing();
    }

    #[test]
    fn a_global_owner_cannot_give_up_their_own_ownership_but_a_role_in_a_project() {
        let reason = "cannot give up their own global ownership; another owner can take it away";
        given::<Member>([granted(Scope::Global)])
            .when(as_global_owner(), revoke(1, Scope::Global))
            .then_refused(Refusal::invalid("member", reason));
        given::<Member>([granted(here())])
            .when(as_role(Role::Owner), revoke(1, here()))
            .then([revoked(here())]);
    }

    #[test]
    fn an_owner_of_one_project_takes_no_global_role_away_and_a_publisher_none() {
        for (role, scope) in [(Role::Owner, Scope::Global), (Role::Publisher, here())] {
            given::<Member>([granted(scope)])
                .when(as_role(role), revoke(7, scope))
                .then_refused(not_allowed(&[Role::Owner]));
        }
    }
}
