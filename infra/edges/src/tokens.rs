//! API tokens: minted once, shown once; the member's stream keeps nothing but a hash of the secret.
//!
//! A token reads `mb_<member>.<token id>.<secret>`, member and secret in base64url. It names its member, so that
//! checking it needs one stream and no table of tokens.

use std::str::FromStr;

use aws_lc_rs::rand;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use commands::member::issue_api_token::IssueApiToken;
use domain::id::{MemberId, TokenId};
use domain::member::Member;
use secrecy::SecretString;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

const PREFIX: &str = "mb_";

/// A token with its secret. It cannot be printed by accident: [`Self::text`] is the only way.
pub struct ApiToken {
    member: MemberId,
    id: TokenId,
    secret: Zeroizing<[u8; 32]>,
}

/// The text has not the form of a token. It is not repeated: it may be a secret of something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no API token of MemeBot")]
pub struct MalformedToken;

impl ApiToken {
    /// A new token with 256 random bits.
    pub fn mint(member: MemberId, id: TokenId) -> Self {
        let mut secret = Zeroizing::new([0; 32]);
        rand::fill(secret.as_mut_slice()).expect("the operating system gives random bytes");
        Self { member, id, secret }
    }

    /// The token as its holder keeps it.
    pub fn text(&self) -> SecretString {
        let member = URL_SAFE_NO_PAD.encode(self.member.as_str());
        let secret = Zeroizing::new(URL_SAFE_NO_PAD.encode(self.secret.as_slice()));
        format!("{PREFIX}{member}.{}.{}", self.id, secret.as_str()).into()
    }

    /// The command that makes the token count.
    pub fn issue(&self, label: String, expires_at: Option<DateTime<Utc>>) -> IssueApiToken {
        let secret_hash = self.secret_hash();
        IssueApiToken { member: self.member.clone(), token: self.id, label, secret_hash, expires_at }
    }

    /// Whose token it claims to be.
    pub fn member(&self) -> &MemberId {
        &self.member
    }

    /// Its id.
    pub fn id(&self) -> TokenId {
        self.id
    }

    /// Whether it is one of the member's tokens, with the right secret, and has not expired.
    pub fn counts(&self, member: &Member, now: DateTime<Utc>) -> bool {
        let Some(known) = member.tokens.get(&self.id) else { return false };
        // Constant time, so that nobody learns a hash byte by byte from the time of the answer. A fast hash is
        // enough: the secret has 256 random bits and cannot be guessed.
        let matches = self.secret_hash().as_bytes().ct_eq(known.secret_hash.as_bytes());
        bool::from(matches) && known.expires_at.is_none_or(|end| now < end)
    }

    fn secret_hash(&self) -> String {
        hex::encode(Sha256::digest(self.secret.as_slice()))
    }
}

impl FromStr for ApiToken {
    type Err = MalformedToken;

    fn from_str(text: &str) -> Result<Self, MalformedToken> {
        parse(text).ok_or(MalformedToken)
    }
}

fn parse(text: &str) -> Option<ApiToken> {
    let mut parts = text.strip_prefix(PREFIX)?.splitn(3, '.');
    let member = String::from_utf8(URL_SAFE_NO_PAD.decode(parts.next()?).ok()?).ok()?;
    let (member, id) = (member.parse().ok()?, parts.next()?.parse().ok()?);
    let secret = Zeroizing::new(URL_SAFE_NO_PAD.decode(parts.next()?).ok()?);
    Some(ApiToken { member, id, secret: Zeroizing::new(secret.as_slice().try_into().ok()?) })
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use domain::id::{MemberId, TokenId};
    use domain::member::Member;
    use domain::member::event::MemberEvent;
    use domain::state::State;
    use secrecy::ExposeSecret;
    use uuid::Uuid;

    use super::ApiToken;

    fn token() -> ApiToken {
        ApiToken::mint(MemberId("service:ci-bot".into()), TokenId(Uuid::from_u128(7)))
    }

    fn noon() -> DateTime<Utc> {
        "2026-01-09T12:00:00Z".parse().unwrap()
    }

    fn holder(token: &ApiToken, expires_at: Option<DateTime<Utc>>) -> Member {
        let command = token.issue("tests".into(), expires_at);
        Member::fold(&[MemberEvent::ApiTokenIssued {
            token: command.token,
            label: command.label,
            secret_hash: command.secret_hash,
            expires_at,
        }])
    }

    #[test]
    fn a_token_counts_as_it_was_issued_and_read_back() {
        let minted = token();
        let read: ApiToken = minted.text().expose_secret().parse().unwrap();
        assert_eq!((read.member(), read.id()), (minted.member(), minted.id()));
        assert!(read.counts(&holder(&minted, None), noon()));
    }

    #[test]
    fn another_secret_for_the_same_id_does_not_count() {
        assert!(!token().counts(&holder(&token(), None), noon()));
    }

    #[test]
    fn a_revoked_or_expired_token_does_not_count() {
        let minted = token();
        let mut member = holder(&minted, Some(noon()));
        assert!(minted.counts(&member, noon() - TimeDelta::seconds(1)) && !minted.counts(&member, noon()));
        member.evolve(&MemberEvent::ApiTokenRevoked { token: minted.id() });
        assert!(!minted.counts(&member, noon() - TimeDelta::seconds(1)));
    }

    #[test]
    fn nothing_but_a_whole_token_is_taken() {
        let whole = token().text().expose_secret().to_owned();
        for text in ["", "mb_", "mb_..", &whole[3..], &whole[..whole.len() - 2], &format!("{whole}.x")] {
            assert!(text.parse::<ApiToken>().is_err(), "{text}");
        }
    }
}
