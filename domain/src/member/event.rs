//! Events of a member (the stream id is the member's id).

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::audit_line::line;
use crate::event::events;
use crate::id::TokenId;
use crate::role::{Role, Scope};
use crate::text::Text;

events! {
    /// What can happen to a member.
    MemberEvent of Member {
        /// The member may do more.
        RoleGranted = "1.0" {
            /// The role.
            role: Role,
            /// Where.
            scope: Scope,
            /// The member's name, if given.
            name: Option<Text>,
        } => line(
            format!("The role {role} was granted {}.", place(*scope)),
            json!({ "role": role, "scope": scope.to_string() }),
        ),
        /// The member may do less.
        RoleRevoked = "1.0" {
            /// The role.
            role: Role,
            /// Where.
            scope: Scope,
        } => line(
            format!("The role {role} was revoked {}.", place(*scope)),
            json!({ "role": role, "scope": scope.to_string() }),
        ),
        /// The member may call the API with a token.
        ApiTokenIssued = "1.0" {
            /// The token's id.
            token: TokenId,
            /// What it is for, as the issuer said.
            label: String,
            /// SHA-256 (hex) of its secret; the secret itself (256 random bits) is shown once and kept nowhere.
            secret_hash: String,
            /// When it stops to count; never, if absent.
            expires_at: Option<DateTime<Utc>>,
        } => line("An API token was issued.", json!({ "token": token, "expires_at": expires_at })),
        /// A token does not count any more.
        ApiTokenRevoked = "1.0" {
            /// The token's id.
            token: TokenId,
        } => line("An API token was revoked.", json!({ "token": token })),
    }
}

fn place(scope: Scope) -> &'static str {
    match scope {
        Scope::Global => "everywhere",
        Scope::Project(_) => "in one project",
    }
}
