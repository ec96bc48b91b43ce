//! What tests of accounts and posts start from.

use domain::account::event::AccountEvent;
use domain::id::AccountId;
use domain::post::post_of;
use domain::post_text::text_hash;
use domain::project::Project;

use crate::facts::DecisionFacts;
use crate::suggestion::testing::{TEXT, suggestion_id};
use crate::testing::noon;

/// The account of every test.
pub(crate) fn account_id() -> AccountId {
    AccountId("4242".into())
}

/// The account was connected.
pub(crate) fn connected() -> AccountEvent {
    AccountEvent::AccountConnected { username: "froglet".into() }
}

/// A request for the post of the tests was opened.
pub(crate) fn opened(attempt: u32) -> AccountEvent {
    AccountEvent::AttemptOpened {
        post: post_of(suggestion_id()),
        attempt,
        text_hash: text_hash(TEXT),
        newest_known: None,
        opened_at: noon(),
    }
}

/// The same facts, with the account assigned to the project.
pub(crate) fn assigned(facts: DecisionFacts) -> DecisionFacts {
    let account = Some((account_id(), "froglet".to_owned()));
    DecisionFacts { project: Project { account, ..facts.project }, ..facts }
}
