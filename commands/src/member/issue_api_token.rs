//! `IssueApiToken`: let a member call the API with a token.

use chrono::{DateTime, Utc};
use domain::id::{MemberId, TokenId};
use domain::member::Member;
use domain::member::event::MemberEvent;

use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::project::rules;
use crate::refusal::Refusal;

/// The most tokens of one member that count at a time.
const MOST_TOKENS: usize = 20;

command! {
    /// Let a member call the API with a token. Only a global owner may: the token can do all that the member
    /// can, in every project.
    pub struct IssueApiToken for Member(member) by [Owner] {
        /// The member.
        pub member: MemberId,
        /// The token's new id.
        pub token: TokenId,
        /// What it is for: one line, at most 60 characters.
        pub label: String,
        /// SHA-256 of its secret, as 64 lower-case hex digits.
        pub secret_hash: String,
        /// When it stops to count; never, if absent.
        pub expires_at: Option<DateTime<Utc>>,
    }
}

impl Decision for IssueApiToken {
    fn decide(&self, state: &Member, facts: &DecisionFacts) -> DecisionResult<Member> {
        if state.is_stranger() {
            return Err(Refusal::not_found("member"));
        }
        if state.tokens.contains_key(&self.token) {
            return Err(Refusal::AlreadyExists { what: "token".to_owned() });
        }
        if !is_sha256(&self.secret_hash) {
            return Err(Refusal::invalid("secret hash", "must be 64 lower-case hex digits"));
        }
        if !counts(self.expires_at, facts.at) {
            return Err(Refusal::invalid("expiry", "must lie in the future"));
        }
        if state.tokens.values().filter(|token| counts(token.expires_at, facts.at)).count() >= MOST_TOKENS {
            return Err(Refusal::invalid("member", format!("has {MOST_TOKENS} tokens; revoke one first")));
        }
        Ok(vec![MemberEvent::ApiTokenIssued {
            token: self.token,
            label: rules::line("label", &self.label, rules::NAME)?,
            secret_hash: self.secret_hash.clone(),
            expires_at: self.expires_at,
        }])
    }
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn counts(expires_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    expires_at.is_none_or(|expires_at| now < expires_at)
}

#[cfg(test)]
mod tests {
    use super::IssueApiToken;
    use crate::project::fixtures::as_global_owner;
    use crate::refusal::Refusal;
    use crate::testing::{given, noon};
    use chrono::{DateTime, TimeDelta, Utc};
    use domain::id::{MemberId, TokenId};
    use domain::member::Member;
    use domain::member::event::MemberEvent;
    use domain::role::{Role, Scope};
    use uuid::Uuid;

    fn token(number: u128) -> TokenId {
        TokenId(Uuid::from_u128(number))
    }

    fn issue(number: u128) -> IssueApiToken {
        IssueApiToken {
            member: MemberId("service:ci".into()),
            token: token(number),
            label: " nightly export ".into(),
            secret_hash: "0a".repeat(32),
            expires_at: None,
        }
    }

    fn issued(number: u128, expires_at: Option<DateTime<Utc>>) -> MemberEvent {
        let (label, secret_hash) = ("nightly export".to_owned(), "0a".repeat(32));
        MemberEvent::ApiTokenIssued { token: token(number), label, secret_hash, expires_at }
    }

    fn analyst() -> MemberEvent {
        MemberEvent::RoleGranted { role: Role::Analyst, scope: Scope::Global, name: None }
    }

    #[test]
    fn a_global_owner_issues_a_token_to_somebody_with_a_role() {
        given::<Member>([analyst()]).when(as_global_owner(), issue(1)).then([issued(1, None)]);
    }

    #[test]
    fn refuses_strangers_and_ids_that_are_taken() {
        given::<Member>([]).when(as_global_owner(), issue(1)).then_refused(Refusal::not_found("member"));
        given::<Member>([analyst(), issued(1, None)])
            .when(as_global_owner(), issue(1))
            .then_refused(Refusal::AlreadyExists { what: "token".into() });
    }

    #[test]
    fn refuses_what_is_no_hash_no_label_or_no_future() {
        let hash = |hash: &str| IssueApiToken { secret_hash: hash.into(), ..issue(1) };
        for (command, field, reason) in [
            (hash("secret"), "secret hash", "must be 64 lower-case hex digits"),
            (hash(&"0A".repeat(32)), "secret hash", "must be 64 lower-case hex digits"),
            (IssueApiToken { label: " ".into(), ..issue(1) }, "label", "is empty"),
            (IssueApiToken { expires_at: Some(noon()), ..issue(1) }, "expiry", "must lie in the future"),
        ] {
            given::<Member>([analyst()])
                .when(as_global_owner(), command)
                .then_refused(Refusal::invalid(field, reason));
        }
    }

    #[test]
    fn refuses_a_twenty_first_token_that_counts_but_expired_ones_do_not_count() {
        let with = |expires_at| [analyst()].into_iter().chain((1..=20).map(move |n| issued(n, expires_at)));
        given::<Member>(with(Some(noon() + TimeDelta::hours(1))))
            .when(as_global_owner(), issue(21))
            .then_refused(Refusal::invalid("member", "has 20 tokens; revoke one first"));
        given::<Member>(with(Some(noon()))).when(as_global_owner(), issue(21)).then([issued(21, None)]);
    }
}
