//! `RevokeApiToken`: stop a token from counting.

use domain::id::{MemberId, TokenId};
use domain::member::Member;
use domain::member::event::MemberEvent;

use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::refusal::Refusal;

command! {
    /// Stop a token from counting. Only a global owner may.
    pub struct RevokeApiToken for Member(member) by [Owner] {
        /// The member.
        pub member: MemberId,
        /// The token.
        pub token: TokenId,
    }
}

impl Decision for RevokeApiToken {
    fn decide(&self, state: &Member, _facts: &DecisionFacts) -> DecisionResult<Member> {
        // Not silently nothing: whoever mistypes an id must not believe that the token is gone.
        if !state.tokens.contains_key(&self.token) {
            return Err(Refusal::not_found("token"));
        }
        Ok(vec![MemberEvent::ApiTokenRevoked { token: self.token }])
    }
}

#[cfg(test)]
mod tests {
    use super::RevokeApiToken;
    use crate::project::fixtures::as_global_owner;
    use crate::refusal::Refusal;
    use crate::testing::given;
    use domain::id::{MemberId, TokenId};
    use domain::member::Member;
    use domain::member::event::MemberEvent;
    use uuid::Uuid;

    const TOKEN: TokenId = TokenId(Uuid::nil());

    fn revoke() -> RevokeApiToken {
        RevokeApiToken { member: MemberId("service:ci".into()), token: TOKEN }
    }

    fn issued() -> MemberEvent {
        let (label, secret_hash) = ("nightly".into(), "0a".repeat(32));
        MemberEvent::ApiTokenIssued { token: TOKEN, label, secret_hash, expires_at: None }
    }

    #[test]
    fn a_global_owner_revokes_a_token() {
        given::<Member>([issued()])
            .when(as_global_owner(), revoke())
            .then([MemberEvent::ApiTokenRevoked { token: TOKEN }]);
    }

    #[test]
    fn refuses_a_token_that_is_unknown_or_gone() {
        given::<Member>([]).when(as_global_owner(), revoke()).then_refused(Refusal::not_found("token"));
        given::<Member>([issued(), MemberEvent::ApiTokenRevoked { token: TOKEN }])
            .when(as_global_owner(), revoke())
            .then_refused(Refusal::not_found("token"));
    }
}
