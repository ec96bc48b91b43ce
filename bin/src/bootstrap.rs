//! First owners: granted from the configuration, once each. Their command ids follow from their names, so a
//! restart repeats the command and the first receipt stands, also after a later revocation.

use anyhow::Context;
use commands::envelope::Envelope;
use commands::error::CommandError;
use commands::member::grant_role::GrantRole;
use commands::port::dispatch::Dispatch;
use domain::actor::Actor;
use domain::id::MemberId;
use domain::role::{Role, Scope};
use uuid::Uuid;

use crate::core::Core;

/// Grants each of them the role of a global owner, if that was never done. One whose events cannot be read is told of.
pub(crate) async fn grant_first_owners(core: &Core, owners: &[MemberId]) -> anyhow::Result<()> {
    for member in owners {
        let id = Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("first owner {member}").as_bytes());
        let (role, scope) = (Role::Owner, Scope::Global);
        let grant = GrantRole { member: member.clone(), role, scope, name: None };
        let actor = Actor::Operator("configuration".to_owned());
        match core.bus.dispatch(Envelope::first(id, actor, core.clock.now(), grant)).await {
            Ok(_) | Err(CommandError::Refused(_)) => {}
            // The service is worth more than the grant, which the next start tries again.
            Err(error @ (CommandError::Unreadable(_) | CommandError::UpgradeUnderWay { .. })) => {
                tracing::error!(alarm = true, %member, %error, "a first owner could not be granted their role");
            }
            Err(error) => return Err(error).context("grant the first owners their role"),
        }
    }
    Ok(())
}
