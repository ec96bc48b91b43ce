//! `DisconnectAccount`: let an X account be posted to no more.

use domain::account::Account;
use domain::account::event::AccountEvent;
use domain::id::AccountId;

use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::refusal::Refusal;

command! {
    /// Disconnect an account. A request that is on its way is still settled.
    pub struct DisconnectAccount for Account(account) by [Owner or process] {
        /// The X user id.
        pub account: AccountId,
        /// Why, in our words.
        pub reason: String,
    }
}

impl Decision for DisconnectAccount {
    fn decide(&self, state: &Account, _facts: &DecisionFacts) -> DecisionResult<Account> {
        if !state.exists() {
            return Err(Refusal::not_found("account"));
        }
        if !state.connected {
            return Ok(Vec::new());
        }
        Ok(vec![AccountEvent::AccountDisconnected { reason: self.reason.clone() }])
    }
}

#[cfg(test)]
mod tests {
    use super::DisconnectAccount;
    use crate::account::testing::{account_id, connected};
    use crate::refusal::Refusal;
    use crate::testing::{as_process, given};
    use domain::account::Account;
    use domain::account::event::AccountEvent;

    fn disconnect() -> DisconnectAccount {
        DisconnectAccount { account: account_id(), reason: "access revoked".into() }
    }

    fn disconnected() -> AccountEvent {
        AccountEvent::AccountDisconnected { reason: "access revoked".into() }
    }

    #[test]
    fn disconnects_once() {
        given::<Account>([connected()]).when(as_process("accounts"), disconnect()).then([disconnected()]);
        given::<Account>([connected(), disconnected()])
            .when(as_process("accounts"), disconnect())
            .then_nothing();
    }

    #[test]
    fn refuses_unknown_accounts() {
        given::<Account>([])
            .when(as_process("accounts"), disconnect())
            .then_refused(Refusal::not_found("account"));
    }
}
