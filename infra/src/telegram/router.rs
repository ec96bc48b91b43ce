//! The router: each typed command, callback and answer goes to the handler of its subject.

use chrono_tz::Tz;
use commands::error::CommandError;
use commands::refusal::Refusal;
use domain::id::{PostId, ProjectId, SuggestionId};
use domain::recorded::Recorded;

use super::buttons::Action;
use super::chat_request::ChatRequest;
use super::commands::{Command, help};
use super::history::DecisionRecord;
use super::html::sentence;
use super::prompts::Purpose;
use super::reply::Reply;
use super::request_failure::RequestFailure;
use super::times;
use super::update_handler::UpdateHandler;

/// What a callback query is answered with.
pub(super) struct CallbackReply {
    /// Shown for a moment; nothing, if empty.
    pub(super) notice: String,
    /// What happens in the chat then.
    pub(super) follow_up: FollowUp,
}

/// What follows a callback in the chat.
pub(super) enum FollowUp {
    /// The message pressed is brought up to date, if it is a notice.
    Nothing,
    /// A message is sent.
    Send(Reply),
    /// The message pressed is replaced.
    Edit(Reply),
}

impl CallbackReply {
    /// Only a notice.
    pub(super) fn notice(notice: impl Into<String>) -> Self {
        Self { notice: notice.into(), follow_up: FollowUp::Nothing }
    }

    /// A question, or more than fits into a notice.
    pub(super) fn send(reply: Reply) -> Self {
        Self { notice: String::new(), follow_up: FollowUp::Send(reply) }
    }

    /// Another page in place of the one pressed.
    pub(super) fn edit(reply: Reply) -> Self {
        Self { notice: String::new(), follow_up: FollowUp::Edit(reply) }
    }
}

impl ChatRequest<'_> {
    /// Executes a typed command.
    pub(super) async fn handle_command(&self, command: Command) -> Result<Reply, RequestFailure> {
        match command {
            Command::Start => Ok(self.start()),
            Command::Help => Ok(help()),
            Command::ProjectNew(words) => self.project_new(&words).await,
            Command::Projects => self.projects().await,
            Command::Use(words) => self.use_project(&words).await,
            Command::Status => self.status().await,
            Command::ContextAdd(words) => self.context_add(&words).await,
            Command::ContextList => self.context_list().await,
            Command::ContextApprove(words) => self.context_approve(&words).await,
            Command::ContextReject(words) => self.context_reject(&words).await,
            Command::ContextRollback(words) => self.context_rollback(&words).await,
            Command::SuggestPost(words) => self.suggest_post(&words).await,
            Command::Vibe(words) => self.vibe(&words).await,
            Command::VibeClear => self.vibe_clear().await,
            Command::Pending => self.pending().await,
            Command::Publish(words) => self.publish(&words).await,
            Command::Schedule(words) => self.schedule(&words).await,
            Command::Autopilot(words) => self.autopilot(&words).await,
            Command::Pause(words) => self.pause(&words).await,
            Command::Resume => self.resume().await,
            Command::Audit(words) => self.audit(&words).await,
            Command::Grant(words) => self.grant(&words).await,
            Command::Revoke(words) => self.revoke(&words).await,
        }
    }

    /// Executes a button's action.
    pub(super) async fn handle_callback(&self, action: Action) -> Result<CallbackReply, RequestFailure> {
        match action {
            Action::ApproveLayer(at) => self.press_approve_layer(at).await,
            Action::RejectLayer(at) => self.press_reject_layer(at).await,
            Action::ShowLayer(at) => self.press_show_layer(at).await,
            Action::ApproveVariant(at) => self.press_approve(at).await,
            Action::PublishVariant(at) => self.press_publish(at).await,
            Action::QueueVariant(at) => self.press_queue(at).await,
            Action::EditVariant(at) => self.press_edit(at).await,
            Action::RejectSuggestion(id) => self.press_reject(id).await,
            Action::Regenerate(id) => self.press_regenerate(id).await,
            Action::ShowSuggestion(id) => self.press_show(id).await,
            Action::CancelPost(id) => self.press_cancel(id).await,
            Action::RetryPost(id) => self.press_retry(id).await,
            Action::PostedByHand(id) => self.press_by_hand(id).await,
            Action::ConfirmLive(at) => self.press_live(at).await,
            Action::PublishAgain(at) => self.press_again(at).await,
            Action::DropPost(at) => self.press_drop(at).await,
            Action::ChooseProject(id) => self.press_project(id).await,
            Action::PendingPage(project, page) => self.press_pending(project, page).await,
            Action::AuditPage(project, before) => self.press_audit(project, before).await,
        }
    }

    /// Executes what an answer to a question asks for.
    pub(super) async fn handle_answer(&self, purpose: Purpose, words: &str) -> Result<Reply, RequestFailure> {
        match purpose {
            Purpose::Edit { suggestion, variant, revision } => {
                self.edited(super::buttons::VariantRef { suggestion, variant, revision }, words).await
            }
            Purpose::Live { post, attempt } => {
                self.is_live(super::buttons::AttemptRef { post, attempt }, words).await
            }
            Purpose::ByHand { post } => self.is_by_hand(post, words).await,
        }
    }

    /// The project of a suggestion. Made-up ids get the nil project, so that the bus refuses and records them.
    pub(super) async fn project_of(&self, suggestion: SuggestionId) -> Result<ProjectId, RequestFailure> {
        let state = self.handler.bot.aggregates.suggestion(suggestion).await?.state;
        Ok(state.project.unwrap_or(ProjectId(uuid::Uuid::nil())))
    }

    /// A post's state; there must be such a post.
    pub(super) async fn post(&self, post: PostId) -> Result<(ProjectId, domain::post::Post), RequestFailure> {
        let state = self.handler.bot.aggregates.post(post).await?.state;
        let project = state.project.ok_or_else(|| RequestFailure::refused(Refusal::not_found("post")))?;
        Ok((project, state))
    }
}

impl UpdateHandler {
    /// Of a decision that came too late: what was decided, by whom and when.
    pub(super) async fn earlier_decision(&self, error: &CommandError, action: Action) -> Option<String> {
        let CommandError::Refused(Refusal::AlreadyDecided { what, status, .. }) = error else { return None };
        let decision = self.decision(action).await?;
        let record = DecisionRecord::from(&decision);
        let zone = self.zone(decision.metadata.project_id).await;
        let (by, at) = (self.bot.names.name(&record.by).await, times::clock(record.at, zone));
        Some(sentence(&format!("this {what} is already {status}: by {by} at {at}")))
    }

    async fn decision(&self, action: Action) -> Option<Recorded> {
        if let Action::ApproveLayer(at) | Action::RejectLayer(at) = action {
            return self.bot.history.of_layer(at.project, at.layer).await.ok()?;
        }
        // the newest of these says what holds now, whichever of them came first
        let decisions = [
            "SuggestionApproved",
            "SuggestionRejected",
            "SuggestionExpired",
            "PostQueued",
            "PostRequeued",
            "PostCancelled",
            "PostPublished",
            "PostedManually",
            "PostFailed",
            "PostBlocked",
            "PostMissed",
            "OutcomeConfirmed",
            "PostDeleted",
        ];
        self.bot.history.of(&action.stream()?, &decisions).await.ok()?.pop()
    }

    /// The project's time zone.
    pub(super) async fn zone(&self, project: Option<ProjectId>) -> Tz {
        let Some(project) = project else { return Tz::UTC };
        let state = self.bot.aggregates.project(project).await;
        state.map_or(Tz::UTC, |project| project.state.schedule.time_zone)
    }
}
