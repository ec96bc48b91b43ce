//! One request: somebody in a chat asks for something. Its commands have ids that a repeat has too.

use commands::access::request::RequestAccess;
use commands::command::Command;
use commands::envelope::Envelope;
use commands::error::CommandError;
use commands::receipt::{Outcome, Receipt};
use commands::refusal::Refusal;
use domain::actor::Actor;
use domain::id::{CorrelationId, MemberId, ProjectId};
use domain::member::Member;
use domain::role::Role;
use uuid::Uuid;

use super::edge::Edge;
use super::problem::Problem;
use super::reply::Reply;
use super::sessions::Session;

/// The ordinal of the command that records a refused look.
const REFUSED_LOOK: u32 = 99;

/// Who asks, where, and in which update.
pub(super) struct Request<'a> {
    pub(super) edge: &'a Edge,
    /// Telegram's number of the update.
    pub(super) update: u32,
    /// The person and the chat.
    pub(super) session: Session,
    /// What the person may do.
    pub(super) member: Member,
    /// What is attempted, as people know it.
    pub(super) attempt: &'static str,
}

impl<'a> Request<'a> {
    /// Lets a person in who holds any role; the attempt of anybody else is recorded.
    ///
    /// # Errors
    /// The reply to a stranger, or that nothing can be read now.
    pub(super) async fn enter(
        edge: &'a Edge,
        update: u32,
        session: Session,
        attempt: &'static str,
    ) -> Result<Self, Problem> {
        let id = MemberId::telegram(session.user);
        let member = edge.desk.aggregates.member(&id).await?.state;
        let request = Self { edge, update, session, member, attempt };
        if !request.member.is_stranger() {
            return Ok(request);
        }
        request.record_refused_look(None).await?;
        Err(Problem::words(format!(
            "Sorry, you have no role here, so I do nothing for you. Your Telegram id is {}: an owner of a project can \
             give you a role with /grant {} editor.",
            session.user, session.user
        )))
    }

    /// The id of this request's command of that number; the same whenever the update is delivered again.
    pub(super) fn id(&self, ordinal: u32) -> Uuid {
        Uuid::new_v5(&self.edge.desk.namespace, format!("{}/{ordinal}", self.update).as_bytes())
    }

    /// Carries out a command in the person's name.
    pub(super) async fn dispatch(
        &self,
        ordinal: u32,
        command: impl Into<Command>,
    ) -> Result<Receipt, CommandError> {
        let actor = Actor::Member(MemberId::telegram(self.session.user));
        let first = Envelope::first(self.id(ordinal), actor, self.edge.desk.clock.now(), command);
        let correlation_id = CorrelationId(self.id(0));
        self.edge.dispatch.dispatch(Envelope { correlation_id, chat: Some(self.session.chat), ..first }).await
    }

    /// Carries out a command and says one thing if it did something and another if it was so already.
    pub(super) async fn carry_out(
        &self,
        command: impl Into<Command>,
        done: &str,
        nothing: &str,
    ) -> Result<Reply, Problem> {
        let receipt = self.dispatch(0, command).await?;
        Ok(Reply::html(if did_something(&receipt) { done } else { nothing }))
    }

    /// Whether the person holds any role in the project.
    pub(super) fn may_look(&self, project: ProjectId) -> bool {
        Role::ALL.into_iter().any(|role| self.member.holds(role, Some(project)))
    }

    /// Refuses and records a look at a project in which the person has no role.
    pub(super) async fn look(&self, project: ProjectId) -> Result<(), Problem> {
        if self.may_look(project) {
            return Ok(());
        }
        self.record_refused_look(Some(project)).await?;
        Err(Problem::refused(Refusal::not_found("project")))
    }

    async fn record_refused_look(&self, project: Option<ProjectId>) -> Result<(), CommandError> {
        let id = self.id(REFUSED_LOOK);
        let command = RequestAccess { id, attempt: self.attempt, project };
        match self.dispatch(REFUSED_LOOK, command).await {
            Ok(_) | Err(CommandError::Refused(_) | CommandError::KeyReused) => Ok(()),
            Err(
                error @ (CommandError::Conflict { .. }
                | CommandError::Unavailable { .. }
                | CommandError::Corrupt(_)),
            ) => Err(error),
        }
    }
}

/// Whether the command recorded anything.
pub(super) fn did_something(receipt: &Receipt) -> bool {
    match receipt.outcome {
        Outcome::Applied => true,
        Outcome::Nothing | Outcome::Refused(_) => false,
    }
}
