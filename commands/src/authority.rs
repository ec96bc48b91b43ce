//! Who may ask for what.

use domain::actor::Actor;
use domain::id::ProjectId;
use domain::role::Role;

use crate::facts::DecisionFacts;
use crate::refusal::Refusal;

/// Who may issue a command. The operator of the machine always may: whoever holds the command line there
/// holds the database too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Authority {
    roles: &'static [Role],
    process: bool,
}

impl Authority {
    /// Members who hold one of the roles (an owner holds them all).
    pub const fn roles(roles: &'static [Role]) -> Self {
        Self { roles, process: false }
    }

    /// Only our own process managers.
    pub const fn process() -> Self {
        Self { roles: &[], process: true }
    }

    /// Our own process managers too.
    #[must_use]
    pub const fn or_process(self) -> Self {
        Self { process: true, ..self }
    }

    /// Checks the actor of the facts against this authority in the project.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`] with the roles that would have sufficed.
    pub fn check(self, facts: &DecisionFacts, project: Option<ProjectId>) -> Result<(), Refusal> {
        let allowed = match &facts.actor {
            Actor::Operator(_) => true,
            Actor::Process(_) => self.process,
            Actor::Member(_) => self.roles.iter().any(|role| facts.member.holds(*role, project)),
        };
        if allowed { Ok(()) } else { Err(Refusal::NotAllowed { needs: self.roles.to_vec() }) }
    }
}
