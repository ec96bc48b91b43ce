//! `/audit`: who did what, the newest first.

use domain::id::ProjectId;
use projections::audit_log::{self, AuditEntry, Filter};
use projections::page::Page;

use super::buttons::Action;
use super::chat_request::ChatRequest;
use super::html::escape;
use super::project::usage;
use super::project_selection::SelectedProject;
use super::reply::{Button, Reply};
use super::request_failure::RequestFailure;
use super::router::CallbackReply;
use super::times;

/// Entries of a page, if nobody says how many.
const PAGE: u32 = 10;
/// The most entries of a page: it must stay one message, so that it can be turned.
const MOST: u32 = 25;

impl ChatRequest<'_> {
    /// `/audit [how many]`
    pub(super) async fn audit(&self, words: &str) -> Result<Reply, RequestFailure> {
        let project = self.project().await?;
        let limit = match words.trim() {
            "" => PAGE,
            number => number.parse().map_err(|_| usage("/audit [how many]", "/audit 20"))?,
        };
        self.audit_page(&project, Page::first(limit.clamp(1, MOST))).await
    }

    /// The button for older entries.
    pub(super) async fn press_audit(
        &self,
        project: ProjectId,
        before: u64,
    ) -> Result<CallbackReply, RequestFailure> {
        self.require_access(project).await?;
        let state = self.handler.bot.aggregates.project(project).await?.state;
        let chosen = SelectedProject { id: project, state };
        Ok(CallbackReply::edit(self.audit_page(&chosen, Page::before(before, PAGE)).await?))
    }

    async fn audit_page(&self, project: &SelectedProject, page: Page<u64>) -> Result<Reply, RequestFailure> {
        let filter = Filter { project: Some(project.id), ..Filter::default() };
        let entries = audit_log::list(&self.handler.bot.pool, &filter, page).await?;
        let mut reply = Reply::html(format!("Who did what in {}, the newest first:", project.title()));
        if entries.is_empty() {
            return Ok(reply.and("Nothing more."));
        }
        for entry in &entries {
            reply = reply.and(self.line(project, entry).await);
        }
        let full = entries.len() == page.limit as usize;
        let last = entries.last().filter(|entry| full && entry.position > 1);
        Ok(reply.row(last.map(|last| Button::press("Older ›", Action::AuditPage(project.id, last.position)))))
    }

    async fn line(&self, project: &SelectedProject, entry: &AuditEntry) -> String {
        let who = self.handler.bot.names.name_of(&entry.actor).await;
        let at = times::short(entry.recorded_at, project.zone());
        format!("{at} · {} · {}", escape(&who), escape(&super::html::snippet(&entry.summary, 100)))
    }
}
