//! `/audit`: who did what, the newest first.

use domain::event::EventKind;
use domain::role::Role;
use futures_util::FutureExt;
use projections::audit_logs::{AuditEntry, AuditLogs, Filter};
use projections::page::Page;
use projections::projection::Projection;

use super::buttons::Action;
use super::callback_reply::CallbackReply;
use super::callback_subjects::AuditPageRef;
use super::chat_command::{ChatCommand, HelpGroup};
use super::chat_request::ChatRequest;
use super::html::{escape, sentence};
use super::project::usage;
use super::project_selection::{SelectedProject, project_of_button, selected_project};
use super::reply::{Button, Reply};
use super::request_failure::HandlerResult;
use super::times;
use crate::audit_list;

/// Entries of a page, if nobody says how many.
const PAGE: u32 = 10;
/// The most entries of a page: it must stay one message, so that it can be turned.
const MOST: u32 = 25;

/// The commands of this file.
pub(super) const COMMANDS: &[ChatCommand] = &[ChatCommand {
    name: "/audit",
    help: "who did what: [how many]",
    example: "20",
    group: HelpGroup::Members,
    roles: &Role::ALL,
    handler: |request, args| audit(request, args).boxed(),
}];

async fn audit(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let project = selected_project(request).await?;
    let limit = match args.trim() {
        "" => PAGE,
        number => number.parse().map_err(|_| usage("/audit [how many]", "/audit 20"))?,
    };
    audit_page(request, &project, Page::first(limit.clamp(1, MOST))).await
}

/// The button for older entries.
pub(super) async fn audit_page_pressed(
    request: &ChatRequest<'_>,
    at: AuditPageRef,
) -> HandlerResult<CallbackReply> {
    let project = project_of_button(request, at.project).await?;
    Ok(CallbackReply::edit(audit_page(request, &project, Page::before(at.before, PAGE)).await?))
}

async fn audit_page(request: &ChatRequest<'_>, project: &SelectedProject, page: Page<u64>) -> HandlerResult {
    let filter = Filter { project: Some(project.id), ..Filter::default() };
    request.caught_up(&[AuditLogs::NAME]).await;
    let entries = audit_list::list(&request.bot.pool, &filter, page).await?;
    let mut reply = Reply::html(format!("Who did what in {}, the newest first:", project.title()));
    if entries.is_empty() {
        return Ok(reply.and("Nothing more."));
    }
    for entry in &entries {
        reply = reply.and(entry_line(request, project, entry).await);
    }
    let full = entries.len() == page.limit as usize;
    let last = entries.last().filter(|entry| full && entry.position > 1);
    Ok(reply.row(last.map(|last| {
        Button::press(
            "Older ›",
            Action::AuditPage(AuditPageRef { project: project.id, before: last.position }),
        )
    })))
}

async fn entry_line(request: &ChatRequest<'_>, project: &SelectedProject, entry: &AuditEntry) -> String {
    let who = request.bot.names.name_of(&entry.actor).await;
    let at = times::short(entry.recorded_at, project.zone());
    let what = request.bot.names.in_place_of_ids(&what_happened(entry)).await;
    format!("{at} · {} · {}", escape(&who), escape(&super::html::snippet(&what, 100)))
}

/// What happened; of what was refused, why, in words instead of codes.
fn what_happened(entry: &AuditEntry) -> String {
    let text = |field: &str| entry.details[field].as_str().filter(|text| !text.is_empty());
    match (text("command"), text("reason")) {
        (Some(command), Some(reason)) if entry.action_type == EventKind::CommandRefused.name => {
            format!("was refused “{}”: {}", spaced(command), sentence(reason))
        }
        (Some(_) | None, _) => entry.summary.clone(),
    }
}

/// The name of a command as words: `GrantRole` is `grant role`; one that people type stays as it is.
fn spaced(command: &str) -> String {
    let mut words = String::with_capacity(command.len());
    for c in command.chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::spaced;

    #[test]
    fn commands_are_told_in_words() {
        assert_eq!(spaced("GrantRole"), "grant role");
        assert_eq!(spaced("/context_add"), "/context_add");
        assert_eq!(spaced("button approve"), "button approve");
    }
}
