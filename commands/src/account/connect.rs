//! `ConnectAccount`: let an X account be posted to.

use domain::account::Account;
use domain::account::event::AccountEvent;
use domain::id::AccountId;

use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::refusal::Refusal;

command! {
    /// Connect an account, or note its new name. Needs an owner of everything: accounts are shared by projects.
    pub struct ConnectAccount for Account(account) by [Owner or process] {
        /// The X user id.
        pub account: AccountId,
        /// Its name, without `@`.
        pub username: String,
    }
}

impl Decision for ConnectAccount {
    fn decide(&self, state: &Account, _facts: &DecisionFacts) -> DecisionResult<Account> {
        if !self.account.is_well_formed() {
            return Err(Refusal::invalid("account", "must be the number that X gives"));
        }
        if !is_username(&self.username) {
            return Err(Refusal::invalid("username", "must be 1 to 15 letters, digits or underscores"));
        }
        if state.connected && state.username == self.username {
            return Ok(Vec::new());
        }
        Ok(vec![AccountEvent::AccountConnected { username: self.username.clone() }])
    }
}

fn is_username(name: &str) -> bool {
    (1..=15).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::ConnectAccount;
    use crate::account::testing::{account_id, connected};
    use crate::refusal::Refusal;
    use crate::testing::{as_process, given};
    use domain::account::Account;
    use domain::account::event::AccountEvent;
    use domain::id::AccountId;

    fn connect(username: &str) -> ConnectAccount {
        ConnectAccount { account: account_id(), username: username.into() }
    }

    #[test]
    fn connects_once_and_notes_a_new_name() {
        given::<Account>([]).when(as_process("accounts"), connect("froglet")).then([connected()]);
        given::<Account>([connected()]).when(as_process("accounts"), connect("froglet")).then_nothing();
        let renamed = AccountEvent::AccountConnected { username: "toadlet".into() };
        given::<Account>([connected()]).when(as_process("accounts"), connect("toadlet")).then([renamed]);
    }

    #[test]
    fn refuses_names_and_ids_that_x_does_not_give() {
        for name in ["", "@frog", "sixteen_letters_"] {
            let refusal = Refusal::invalid("username", "must be 1 to 15 letters, digits or underscores");
            given::<Account>([]).when(as_process("accounts"), connect(name)).then_refused(refusal);
        }
        let command = ConnectAccount { account: AccountId("frog".into()), ..connect("froglet") };
        let refusal = Refusal::invalid("account", "must be the number that X gives");
        given::<Account>([]).when(as_process("accounts"), command).then_refused(refusal);
    }
}
