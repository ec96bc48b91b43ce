//! Commands of a member: roles and API tokens.

pub mod grant_role;
pub mod issue_api_token;
pub mod revoke_api_token;
pub mod revoke_role;

use domain::member::Member;

use crate::decision::commands;
use grant_role::GrantRole;
use issue_api_token::IssueApiToken;
use revoke_api_token::RevokeApiToken;
use revoke_role::RevokeRole;

commands! {
    /// Any command of a member.
    MemberCommand for Member { GrantRole, RevokeRole, IssueApiToken, RevokeApiToken }
}
