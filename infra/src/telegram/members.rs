//! Commands about people: give a role, take it.

use commands::member::grant_role::GrantRole;
use commands::member::revoke_role::RevokeRole;
use domain::id::MemberId;
use domain::role::{Role, Scope};
use domain::text::Text;

use super::chat_request::ChatRequest;
use super::html::{escape, shortened};
use super::project::usage;
use super::reply::Reply;
use super::request_failure::RequestFailure;

/// The longest name that a member can have, in UTF-16 units.
const NAME: usize = 60;

/// Whom a command is about, and what they may do where.
struct RoleChange {
    user: i64,
    role: Role,
    scope: Scope,
    /// ` in <project>` or ` everywhere`, as HTML.
    place: String,
}

impl ChatRequest<'_> {
    /// `/grant <telegram id> <role> [everywhere]`
    pub(super) async fn grant(&self, words: &str) -> Result<Reply, RequestFailure> {
        let RoleChange { user, role, scope, place } = self.given(words, "/grant").await?;
        let met = self.handler.bot.names.remembered_name(user).await;
        let name = met.as_ref().map(|name| Text::known(shortened(name, NAME)));
        let who = escape(&met.unwrap_or_else(|| format!("User {user}")));
        let command = GrantRole { member: MemberId::telegram(user), role, scope, name };
        let done = format!("{who} is {role}{place} now. They can write to me in a private chat.");
        self.execute(command, &done, &format!("{who} is {role}{place} already.")).await
    }

    /// `/revoke <telegram id> <role> [everywhere]`
    pub(super) async fn revoke(&self, words: &str) -> Result<Reply, RequestFailure> {
        let RoleChange { user, role, scope, place } = self.given(words, "/revoke").await?;
        let who = escape(
            &self.handler.bot.names.remembered_name(user).await.unwrap_or_else(|| format!("User {user}")),
        );
        let command = RevokeRole { member: MemberId::telegram(user), role, scope };
        let done = format!("{who} is not {role}{place} any more.");
        self.execute(command, &done, &format!("{who} was not {role}{place}.")).await
    }

    async fn given(&self, words: &str, command: &str) -> Result<RoleChange, RequestFailure> {
        let form = format!(
            "{command} &lt;telegram id&gt; &lt;owner|editor|publisher|auditor|analyst&gt; [everywhere]"
        );
        let wrong = || usage(&form, &format!("{command} 123456789 editor"));
        let words: Vec<&str> = words.split_whitespace().collect();
        let (user, role, everywhere) = match words.as_slice() {
            [user, role] => (user, role, false),
            [user, role, scope] if scope.eq_ignore_ascii_case("everywhere") => (user, role, true),
            _ => return Err(wrong()),
        };
        let user: i64 = user.parse().ok().filter(|user| *user > 0).ok_or_else(wrong)?;
        let role: Role = role.parse().map_err(|_| wrong())?;
        if everywhere {
            return Ok(RoleChange { user, role, scope: Scope::Global, place: " everywhere".to_owned() });
        }
        let project = self.project().await?;
        let place = format!(" in {}", project.title());
        Ok(RoleChange { user, role, scope: Scope::Project(project.id), place })
    }
}
