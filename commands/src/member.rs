//! Commands of a member: roles and API tokens.

pub mod grant_role;
pub mod issue_api_token;
pub mod revoke_api_token;
pub mod revoke_role;

use domain::member::Member;

use crate::decision::commands;

commands! {
    /// Any command of a member.
    MemberCommand for Member {
        grant_role::GrantRole,
        revoke_role::RevokeRole,
        issue_api_token::IssueApiToken,
        revoke_api_token::RevokeApiToken,
    }
}
