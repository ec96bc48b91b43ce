//! `GrantRole`: let a member do more.

use domain::id::MemberId;
use domain::member::Member;
use domain::member::event::MemberEvent;
use domain::role::{Role, Scope};
use domain::text::Text;

use crate::decision::{CommandHeader, Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::project::rules;
use crate::refusal::Refusal;

command! {
    /// Let a member do more, everywhere or in one project. An owner of that scope may.
    pub struct GrantRole for Member(member) in scope by [Owner] {
        /// The member.
        pub member: MemberId,
        /// The role.
        pub role: Role,
        /// Where it holds.
        pub scope: Scope,
        /// The member's name, if known: one line, at most 60 characters.
        pub name: Option<Text>,
    }
}

impl Decision for GrantRole {
    fn decide(&self, state: &Member, facts: &DecisionFacts) -> DecisionResult<Member> {
        if self.member.as_str().parse::<MemberId>().is_err() {
            return Err(Refusal::invalid("member", "must be telegram:<user id> or service:<name>"));
        }
        if self.project().is_some() && !facts.project.exists() {
            return Err(Refusal::not_found("project"));
        }
        let (role, scope) = (self.role, self.scope);
        let name = rules::optional_text("name", self.name.as_ref(), rules::NAME)?;
        if state.roles.contains(&(role, scope)) {
            return Ok(Vec::new());
        }
        Ok(vec![MemberEvent::RoleGranted { role, scope, name }])
    }
}

#[cfg(test)]
mod tests {
    use super::GrantRole;
    use crate::facts::DecisionFacts;
    use crate::project::fixtures::{as_global_owner, not_allowed};
    use crate::refusal::Refusal;
    use crate::testing::{as_role, given, noon, project_id};
    use domain::actor::Actor;
    use domain::id::MemberId;
    use domain::member::Member;
    use domain::member::event::MemberEvent;
    use domain::role::{Role, Scope};
    use domain::text::Text;

    fn grant(scope: Scope) -> GrantRole {
        let name = Some(Text::known("Ada"));
        GrantRole { member: MemberId::telegram(7), role: Role::Publisher, scope, name }
    }

    fn granted(scope: Scope) -> MemberEvent {
        MemberEvent::RoleGranted { role: Role::Publisher, scope, name: Some(Text::known("Ada")) }
    }

    fn here() -> Scope {
        Scope::Project(project_id())
    }

    #[test]
    fn an_owner_grants_within_their_scope() {
        given::<Member>([]).when(as_role(Role::Owner), grant(here())).then([granted(here())]);
        for scope in [here(), Scope::Global] {
            given::<Member>([]).when(as_global_owner(), grant(scope)).then([granted(scope)]);
        }
    }

    #[test]
    fn the_operator_grants_the_first_roles() {
        let operator = DecisionFacts::at(noon(), Actor::Operator("root".into()));
        given::<Member>([]).when(operator, grant(Scope::Global)).then([granted(Scope::Global)]);
    }

    #[test]
    fn an_owner_of_one_project_cannot_grant_elsewhere_and_a_publisher_nowhere() {
        let elsewhere = Scope::Project(uuid::Uuid::from_u128(2).into());
        for (role, scope) in
            [(Role::Owner, Scope::Global), (Role::Owner, elsewhere), (Role::Publisher, here())]
        {
            given::<Member>([]).when(as_role(role), grant(scope)).then_refused(not_allowed(&[Role::Owner]));
        }
    }

    #[test]
    fn a_role_that_is_held_already_changes_nothing() {
        given::<Member>([granted(here())]).when(as_role(Role::Owner), grant(here())).then_nothing();
        given::<Member>([granted(Scope::Global)])
            .when(as_role(Role::Owner), grant(here()))
            .then([granted(here())]);
    }

    #[test]
    fn refuses_members_that_cannot_be_and_overlong_names() {
        let nobody = GrantRole { member: MemberId("ada".into()), ..grant(here()) };
        given::<Member>([])
            .when(as_role(Role::Owner), nobody)
            .then_refused(Refusal::invalid("member", "must be telegram:<user id> or service:<name>"));
        let long = GrantRole { name: Some(Text::known("x".repeat(61))), ..grant(here()) };
        given::<Member>([])
            .when(as_role(Role::Owner), long)
            .then_refused(Refusal::invalid("name", "is longer than 60 characters"));
    }
}
