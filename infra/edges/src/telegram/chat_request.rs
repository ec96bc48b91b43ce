//! The request context: who asks, in which chat, with which key. Its commands have ids that a redelivered update has too, so
//! that handling an update twice takes effect once (idempotency).

use std::sync::Arc;

use chrono::{DateTime, Utc};
use commands::access::request::RequestAccess;
use commands::command::Command;
use commands::envelope::Envelope;
use commands::error::CommandError;
use commands::port::dispatch::{Dispatch, Dispatched};
use commands::receipt::{Outcome, Receipt};
use commands::refusal::Refusal;
use domain::actor::Actor;
use domain::id::{CorrelationId, MemberId, ProjectId};
use domain::member::Member;
use domain::role::Role;
use engine::freshness::Lag;
use uuid::Uuid;

use super::bot_context::BotContext;
use super::reply::Reply;
use super::request_failure::{HandlerResult, RequestFailure};
use super::request_key::RequestKey;

/// The ordinal of the command that records a refused access; no handler issues that many commands.
const REFUSED_ACCESS: u32 = 99;

/// A person in a chat: in a group everybody works on their own project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ChatSession {
    /// The chat.
    pub(super) chat: i64,
    /// The topic of the chat, if it is a forum's.
    pub(super) topic: Option<i32>,
    /// The person.
    pub(super) user: i64,
}

/// What handlers use, for every request.
pub(super) struct HandlerPorts {
    /// Client and ports.
    pub(super) bot: BotContext,
    /// Where commands go.
    pub(super) dispatch: Arc<dyn Dispatch>,
    /// How far the read models are behind, if that can be asked.
    pub(super) lag: Option<Arc<dyn Lag>>,
}

/// What a request comes from.
pub(super) struct RequestSource {
    /// What makes it the same when it comes again.
    pub(super) key: RequestKey,
    /// The person and the chat.
    pub(super) session: ChatSession,
    /// When it was written or pressed.
    pub(super) written_at: DateTime<Utc>,
    /// What is attempted, as people know it.
    pub(super) attempt: &'static str,
}

/// Who asks, where, when and what.
pub(super) struct ChatRequest<'a> {
    /// Client and ports.
    pub(super) bot: &'a BotContext,
    /// How far the read models are behind, if that can be asked.
    pub(super) lag: Option<&'a dyn Lag>,
    /// Where commands go.
    dispatch: &'a dyn Dispatch,
    /// What makes it the same when it comes again.
    key: RequestKey,
    /// When it was written: times such as `in 2h` count from then.
    pub(super) written_at: DateTime<Utc>,
    /// The person and the chat.
    pub(super) session: ChatSession,
    /// What the person may do.
    pub(super) member: Member,
    /// What is attempted, as people know it.
    pub(super) attempt: &'static str,
}

impl<'a> ChatRequest<'a> {
    /// Admits whoever holds any role; the attempt of anybody else is recorded.
    ///
    /// # Errors
    /// The reply to a stranger, or that nothing can be read now.
    pub(super) async fn authorize(ports: &'a HandlerPorts, source: RequestSource) -> HandlerResult<Self> {
        let RequestSource { key, session, written_at, attempt } = source;
        let id = MemberId::telegram(session.user);
        let member = ports.bot.aggregates.member(&id).await?.state;
        let request = Self {
            bot: &ports.bot,
            lag: ports.lag.as_deref(),
            dispatch: &*ports.dispatch,
            key,
            written_at,
            session,
            member,
            attempt,
        };
        if !request.member.is_stranger() {
            return Ok(request);
        }
        request.record_refused_access(None).await?;
        Err(RequestFailure::text(format!(
            "Sorry, you have no role here, so I do nothing for you. Your Telegram id is {}: an owner of a project can \
             give you a role with /grant {} editor.",
            session.user, session.user
        )))
    }

    /// The id of this request's command of that number; the same whenever the update is delivered again.
    pub(super) fn command_id(&self, ordinal: u32) -> Uuid {
        self.key.command_id(self.bot.namespace, ordinal)
    }

    /// Sends a command to the bus in the person's name.
    pub(super) async fn dispatch(
        &self,
        ordinal: u32,
        command: impl Into<Command>,
    ) -> Result<Dispatched, CommandError> {
        let actor = Actor::Member(MemberId::telegram(self.session.user));
        // All commands of an update share the correlation id of its first.
        let first = Envelope::first(self.command_id(ordinal), actor, self.bot.clock.now(), command);
        let correlation_id = CorrelationId(self.command_id(0));
        let ChatSession { chat, topic, .. } = self.session;
        self.dispatch.dispatch(Envelope { correlation_id, chat: Some(chat), topic, ..first }).await
    }

    /// Executes the request's one command and replies `done` if it was applied, `nothing` if it was so already.
    pub(super) async fn execute(
        &self,
        command: impl Into<Command>,
        done: &str,
        nothing: &str,
    ) -> HandlerResult {
        let receipt = self.dispatch(0, command).await?.receipt;
        Ok(Reply::html(if was_applied(&receipt) { done } else { nothing }))
    }

    /// Whether the person holds any role in the project.
    pub(super) fn has_access(&self, project: ProjectId) -> bool {
        Role::ALL.into_iter().any(|role| self.member.holds(role, Some(project)))
    }

    /// Refuses whoever has no role in the project, and records the attempt.
    pub(super) async fn require_access(&self, project: ProjectId) -> HandlerResult<()> {
        if self.has_access(project) {
            return Ok(());
        }
        self.record_refused_access(Some(project)).await?;
        Err(RequestFailure::refused(Refusal::not_found("project")))
    }

    /// Waits, before they are read, until these read models have what is committed: a list that is asked for right after a
    /// command shows what it did. Commands are decided and answered from the streams, and wait for nothing.
    pub(super) async fn caught_up(&self, read_models: &[&str]) {
        if let Some(lag) = self.lag {
            lag.caught_up(read_models).await;
        }
    }

    /// The same of read models of a project; that they lack events of it, if they do.
    pub(super) async fn caught_up_of(&self, read_models: &[&str], project: ProjectId) -> Option<String> {
        self.caught_up(read_models).await;
        let since = self.lag?.stale_since(read_models, project)?;
        Some(format!(
            "⚠️ What happened from position {since} of the log on may be missing here: an event cannot be read or applied."
        ))
    }

    async fn record_refused_access(&self, project: Option<ProjectId>) -> Result<(), CommandError> {
        let id = self.command_id(REFUSED_ACCESS);
        let command = RequestAccess { id, attempt: self.attempt, project };
        match self.dispatch(REFUSED_ACCESS, command).await {
            // the command has done its work when it is refused: the refusal is what gets recorded
            Ok(_) | Err(CommandError::Refused(_) | CommandError::KeyReused) => Ok(()),
            Err(
                error @ (CommandError::Conflict { .. }
                | CommandError::Unavailable { .. }
                | CommandError::UpgradeUnderWay { .. }
                | CommandError::Unreadable(_)
                | CommandError::Corrupt(_)),
            ) => Err(error),
        }
    }
}

/// Whether the command recorded any event.
pub(super) fn was_applied(receipt: &Receipt) -> bool {
    match receipt.outcome {
        Outcome::Applied => true,
        Outcome::Nothing | Outcome::Refused(_) => false,
    }
}
