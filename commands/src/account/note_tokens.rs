//! `NoteTokens`: remember when an account's tokens expire.

use chrono::{DateTime, Utc};
use domain::account::Account;
use domain::account::event::AccountEvent;
use domain::id::AccountId;

use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::refusal::Refusal;

command! {
    /// Note that the tokens changed; the tokens themselves never come here.
    pub struct NoteTokens for Account(account) by [process] {
        /// The X user id.
        pub account: AccountId,
        /// When they expire; never, if absent.
        pub expires_at: Option<DateTime<Utc>>,
    }
}

impl Decision for NoteTokens {
    fn decide(&self, state: &Account, _facts: &DecisionFacts) -> DecisionResult<Account> {
        if !state.exists() {
            return Err(Refusal::not_found("account"));
        }
        if state.tokens_expire_at == self.expires_at {
            return Ok(Vec::new());
        }
        Ok(vec![AccountEvent::TokensNoted { expires_at: self.expires_at }])
    }
}

#[cfg(test)]
mod tests {
    use super::NoteTokens;
    use crate::account::testing::{account_id, connected};
    use crate::refusal::Refusal;
    use crate::testing::{as_process, given, noon};
    use domain::account::Account;
    use domain::account::event::AccountEvent;

    fn note() -> NoteTokens {
        NoteTokens { account: account_id(), expires_at: Some(noon()) }
    }

    #[test]
    fn notes_an_expiry_once() {
        let noted = AccountEvent::TokensNoted { expires_at: Some(noon()) };
        given::<Account>([connected()]).when(as_process("accounts"), note()).then([noted.clone()]);
        given::<Account>([connected(), noted]).when(as_process("accounts"), note()).then_nothing();
    }

    #[test]
    fn refuses_unknown_accounts() {
        given::<Account>([]).when(as_process("accounts"), note()).then_refused(Refusal::not_found("account"));
    }
}
