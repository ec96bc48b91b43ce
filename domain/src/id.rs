//! Typed identifiers: no bare UUID or number crosses a crate border.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! uuid_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The same id for the same name within the same space (UUID version 5, RFC 9562 §5.5).
            pub fn derived(space: Uuid, name: &str) -> Self {
                Self(Uuid::new_v5(&space, name.as_bytes()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

uuid_ids! {
    /// A project; also the stream id of its context.
    ProjectId,
    /// A suggestion: one request for one to three variants.
    SuggestionId,
    /// A post: one text meant for X, from queue to tweet.
    PostId,
    /// One event, made by the application (version 7).
    EventId,
    /// One command; a repeat carries the same id.
    CommandId,
    /// Everything that followed from one request shares it.
    CorrelationId,
    /// One API token.
    TokenId,
    /// One job of a process manager.
    JobId,
}

macro_rules! text_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

text_ids! {
    /// An X account: the numeric user id that X gives, as text.
    AccountId,
    /// A post on X: the numeric id that X gives, as text (it grows with time).
    TweetId,
    /// A person or service that may hold roles: `telegram:<user id>` or `service:<name>`.
    MemberId,
}

impl MemberId {
    /// The member behind a Telegram user.
    pub fn telegram(user: i64) -> Self {
        Self(format!("telegram:{user}"))
    }

    /// The Telegram user behind this member, if it is one.
    pub fn telegram_user(&self) -> Option<i64> {
        self.0.strip_prefix("telegram:")?.parse().ok()
    }
}

impl FromStr for MemberId {
    type Err = InvalidMemberId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let valid = match text.split_once(':') {
            Some(("telegram", user)) => user.parse::<i64>().is_ok_and(|id| id > 0),
            Some(("service", name)) => {
                (1..=40).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            }
            _ => false,
        };
        if valid { Ok(Self(text.to_owned())) } else { Err(InvalidMemberId(text.to_owned())) }
    }
}

/// The text names no member.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no member: write telegram:<user id> or service:<name>")]
pub struct InvalidMemberId(pub String);

impl AccountId {
    /// Whether it has the form of X's ids.
    pub fn is_well_formed(&self) -> bool {
        is_x_id(&self.0)
    }
}

impl TweetId {
    /// Whether it has the form of X's ids.
    pub fn is_well_formed(&self) -> bool {
        is_x_id(&self.0)
    }

    /// The number behind the id, for comparing age; 0 when X ever sends something else.
    pub fn number(&self) -> u64 {
        self.0.parse().unwrap_or(0)
    }
}

/// X's ids are decimal numbers of up to 20 digits.
fn is_x_id(id: &str) -> bool {
    (1..=20).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{MemberId, TweetId};

    #[test]
    fn an_id_of_x_is_a_number_of_up_to_twenty_digits() {
        let is_well_formed = |id: &str| TweetId(id.to_owned()).is_well_formed();
        assert!(is_well_formed("1") && is_well_formed(&"9".repeat(20)));
        assert!(!["", "x", "-1", &"9".repeat(21)].into_iter().any(is_well_formed));
    }

    #[test]
    fn accepts_only_telegram_users_and_named_services() {
        for good in ["telegram:42", "service:ci-bot"] {
            assert_eq!(good.parse::<MemberId>().unwrap().as_str(), good);
        }
        for bad in ["", "42", "telegram:", "telegram:-5", "telegram:x", "service:", "service:a b", "x:1"] {
            assert!(bad.parse::<MemberId>().is_err(), "{bad}");
        }
    }
}
