//! Refusals: the rules' reasons to say no, as facts that can be compared, stored and told.

use domain::role::Role;
use serde::{Deserialize, Serialize};

/// Why a command was refused. Its display is a sentence for people, without any text that people wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// The actor lacks a role.
    #[error("this needs the role {}", names(needs))]
    NotAllowed {
        /// Each of these would do.
        needs: Vec<Role>,
    },
    /// There is no such thing (or it belongs to another project, which is not told).
    #[error("there is no such {what}")]
    NotFound {
        /// What was looked for.
        what: String,
    },
    /// There is one already.
    #[error("this {what} exists already")]
    AlreadyExists {
        /// What.
        what: String,
    },
    /// A value is not acceptable.
    #[error("{field} {reason}")]
    Invalid {
        /// Which value.
        field: String,
        /// What is wrong, continuing the sentence "`field` …".
        reason: String,
    },
    /// Somebody was faster, or the moment has passed.
    #[error("this {what} is already {status}{}", by.as_ref().map(|who| format!(" by {who}")).unwrap_or_default())]
    AlreadyDecided {
        /// What.
        what: String,
        /// What it is now.
        status: String,
        /// Who decided, if known.
        by: Option<String>,
    },
    /// The text changed since the button or request was made.
    #[error("the text has changed since: it is at revision {current} now")]
    Stale {
        /// The current revision.
        current: u32,
    },
    /// It has not been scored yet.
    #[error("this {what} has not been scored yet, wait a moment")]
    NotScored {
        /// What.
        what: String,
    },
    /// The score is at or over the block limit.
    #[error("the risk score {score} is at or over the block limit {limit}; it can only be edited")]
    Blocked {
        /// The score.
        score: u8,
        /// The project's block limit.
        limit: u8,
    },
    /// A second person or an owner must decide.
    #[error("at a risk score of {score} an owner or a second person must decide")]
    NeedsSecondPerson {
        /// The score.
        score: u8,
    },
    /// Posting is paused.
    #[error("posting is paused")]
    Paused,
    /// The project has ended.
    #[error("the project is archived")]
    Archived,
    /// The project has no X account.
    #[error("the project has no X account yet")]
    NoAccount,
    /// The daily quota is spent.
    #[error("the daily limit of {limit} {what} is reached")]
    QuotaSpent {
        /// What is counted.
        what: String,
        /// The limit.
        limit: u32,
    },
    /// A request to X for this account is on its way.
    #[error("a request to X for this account is still open")]
    AttemptOpen,
    /// The account is held until somebody knows what became of an earlier post.
    #[error("the X account is on hold: {reason}")]
    AccountHeld {
        /// Why.
        reason: String,
    },
}

impl Refusal {
    /// A stable, machine-readable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed { .. } => "not-allowed",
            Self::NotFound { .. } => "not-found",
            Self::AlreadyExists { .. } => "already-exists",
            Self::Invalid { .. } => "invalid",
            Self::AlreadyDecided { .. } => "already-decided",
            Self::Stale { .. } => "stale",
            Self::NotScored { .. } => "not-scored",
            Self::Blocked { .. } => "blocked",
            Self::NeedsSecondPerson { .. } => "needs-second-person",
            Self::Paused => "paused",
            Self::Archived => "archived",
            Self::NoAccount => "no-account",
            Self::QuotaSpent { .. } => "quota-spent",
            Self::AttemptOpen => "attempt-open",
            Self::AccountHeld { .. } => "account-held",
        }
    }

    /// There is no such thing.
    pub fn not_found(what: &str) -> Self {
        Self::NotFound { what: what.to_owned() }
    }

    /// A value is not acceptable; the reason continues the sentence "`field` …".
    pub fn invalid(field: &str, reason: impl Into<String>) -> Self {
        Self::Invalid { field: field.to_owned(), reason: reason.into() }
    }
}

fn names(roles: &[Role]) -> String {
    if roles.is_empty() {
        return "of the system itself".to_owned();
    }
    roles.iter().map(|role| role.name()).collect::<Vec<_>>().join(" or ")
}
