//! Commands of an X account: connect it, and open and settle attempts, one at a time.

pub mod connect;
pub mod disconnect;
pub mod hold;
pub mod note_tokens;
pub mod open_attempt;
pub mod release;
pub mod settle_attempt;
#[cfg(test)]
pub(crate) mod testing;

use domain::account::Account;
use domain::id::{AccountId, ProjectId};
use domain::project::Project;

use crate::decision::commands;
use crate::facts::DecisionFacts;
use crate::refusal::Refusal;

commands! {
    /// Any command of an X account.
    AccountCommand for Account {
        connect::ConnectAccount,
        disconnect::DisconnectAccount,
        note_tokens::NoteTokens,
        open_attempt::OpenAttempt,
        settle_attempt::SettleAttempt,
        hold::HoldAccount,
        release::ReleaseAccount,
    }
}

/// Whether the project posts as the account.
fn is_assigned(project: &Project, account: &AccountId) -> bool {
    project.account.as_ref().is_some_and(|(assigned, _)| assigned == account)
}

/// Refuses an account that was never connected, and to a member one that the project does not post as.
fn found(
    state: &Account,
    account: &AccountId,
    asking: Option<ProjectId>,
    facts: &DecisionFacts,
) -> Result<(), Refusal> {
    let asks_for_it = asking.is_some() && facts.actor.member().is_some();
    if state.exists() && (!asks_for_it || is_assigned(&facts.project, account)) {
        Ok(())
    } else {
        Err(Refusal::not_found("account"))
    }
}
