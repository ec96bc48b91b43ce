//! Commands about people: who may do what; give a role, take it.

use commands::member::grant_role::GrantRole;
use commands::member::revoke_role::RevokeRole;
use domain::id::MemberId;
use domain::role::{Role, Scope};
use domain::text::Text;
use futures_util::FutureExt;
use projections::admins::{self, Admin, Admins};
use projections::projection::Projection;

use super::chat_command::{ChatCommand, HelpGroup};
use super::chat_request::ChatRequest;
use super::html::{capital, escape, shortened};
use super::project::usage;
use super::project_selection::selected_project;
use super::reply::Reply;
use super::request_failure::HandlerResult;

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

/// The commands of this file.
pub(super) const COMMANDS: &[ChatCommand] = &[
    ChatCommand {
        name: "/admins",
        help: "who may do what in this project",
        example: "",
        group: HelpGroup::Members,
        roles: &Role::ALL,
        handler: |request, _| admins(request).boxed(),
    },
    ChatCommand {
        name: "/grant",
        help: "give a role: <telegram id> <role> [everywhere]",
        example: "123456789 editor",
        group: HelpGroup::Members,
        roles: &[Role::Owner],
        handler: |request, args| grant(request, args).boxed(),
    },
    ChatCommand {
        name: "/revoke",
        help: "take a role: <telegram id> <role> [everywhere]",
        example: "123456789 editor",
        group: HelpGroup::Members,
        roles: &[Role::Owner],
        handler: |request, args| revoke(request, args).boxed(),
    },
];

/// Who holds which roles in the current project and everywhere, one line each.
async fn admins(request: &ChatRequest<'_>) -> HandlerResult {
    let project = selected_project(request).await?;
    request.caught_up(&[Admins::NAME]).await;
    let held = admins::list(&request.bot.pool, Some(project.id)).await?;
    let mut reply = Reply::html(format!("Who may do what in {}:", project.title()));
    for roles in held.chunk_by(|one, next| one.member_id == next.member_id) {
        let who = request.bot.names.name_of(roles[0].member_id.as_str()).await;
        let listed: Vec<String> = roles.iter().map(role_in_words).collect();
        let id = roles[0].telegram_user_id.map(|id| format!(" (<code>{id}</code>)")).unwrap_or_default();
        reply = reply.and(format!("• {}{id}: {}", escape(&capital(&who)), listed.join(", ")));
    }
    Ok(reply.and("/grant gives a role, /revoke takes it."))
}

fn role_in_words(admin: &Admin) -> String {
    let place = if admin.project_id.is_none() { " everywhere" } else { "" };
    format!("{}{place}", admin.role)
}

async fn grant(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let RoleChange { user, role, scope, place } = parse_role_change(request, args, "/grant").await?;
    let met = request.bot.names.remembered_name(user).await;
    let name = met.map(|name| Text::known(shortened(&name, NAME)));
    let member = MemberId::telegram(user);
    let who = escape(&capital(&request.bot.names.name_of(member.as_str()).await));
    let command = GrantRole { member, role, scope, name };
    let done = format!("{who} is {role}{place} now. They can write to me in a private chat.");
    request.execute(command, &done, &format!("{who} is {role}{place} already.")).await
}

async fn revoke(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let RoleChange { user, role, scope, place } = parse_role_change(request, args, "/revoke").await?;
    let member = MemberId::telegram(user);
    let who = escape(&capital(&request.bot.names.name_of(member.as_str()).await));
    let command = RevokeRole { member, role, scope };
    let done = format!("{who} is not {role}{place} any more.");
    request.execute(command, &done, &format!("{who} was not {role}{place}.")).await
}

async fn parse_role_change(
    request: &ChatRequest<'_>,
    words: &str,
    command: &str,
) -> HandlerResult<RoleChange> {
    let form =
        format!("{command} &lt;telegram id&gt; &lt;owner|editor|publisher|auditor|analyst&gt; [everywhere]");
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
    let project = selected_project(request).await?;
    let place = format!(" in {}", project.title());
    Ok(RoleChange { user, role, scope: Scope::Project(project.id), place })
}
