//! The router: what a message or a callback asks for, and which handler executes it.

use teloxide::types::Message;

use super::bot_context::BotContext;
use super::buttons::Action;
use super::callback_reply::CallbackReply;
use super::callback_subjects::{AttemptRef, VariantRef};
use super::chat_command::ChatCommand;
use super::chat_request::ChatRequest;
use super::commands::{ParsedCommand, parse};
use super::prompts::{self, Purpose};
use super::reply::Reply;
use super::request_failure::HandlerResult;
use super::{audit, context, pending, project, publishing, suggestion};

/// What a message asks for.
pub(super) enum MessageIntent<'a> {
    /// To execute a command, with what follows its name.
    Command(&'static ChatCommand, &'a str),
    /// To take an answer to a question of ours.
    Answer(Purpose, &'a str),
    /// Nothing that is executed; perhaps there is something to reply.
    Nothing(Option<&'static str>),
}

impl<'a> MessageIntent<'a> {
    /// Reads a message; `me` is the bot's user name. In groups, what is not meant for the bot gets no reply.
    ///
    /// # Errors
    /// When it cannot be looked up now whether the message answers a question.
    pub(super) async fn of(bot: &BotContext, message: &'a Message, me: &str) -> HandlerResult<Self> {
        let private = message.chat.is_private();
        let hint = "I understand commands and answers to my questions. /help lists the commands.";
        let no_request = Self::Nothing((private && message.from.is_some()).then_some(hint));
        let Some(text) = message.text().or_else(|| message.caption()) else { return Ok(no_request) };
        if text.trim_start().starts_with('/') {
            return Ok(Self::of_command(text, me, private));
        }
        let Some(question) = message.reply_to_message() else { return Ok(no_request) };
        let purpose = prompts::find(&bot.pool, message.chat.id.0, question.id.0).await?;
        Ok(purpose.map_or(no_request, |purpose| Self::Answer(purpose, text)))
    }

    fn of_command(text: &'a str, me: &str, private: bool) -> Self {
        match parse(text, me) {
            ParsedCommand::Command(command, args) => Self::Command(command, args),
            ParsedCommand::ForAnotherBot => Self::Nothing(None),
            ParsedCommand::Unknown { addressed } => {
                let unknown = "I do not know this command. /help lists those that I know.";
                Self::Nothing((addressed || private).then_some(unknown))
            }
        }
    }

    /// What is attempted, as people know it: the name under which a refused attempt is recorded.
    pub(super) fn attempt(&self) -> &'static str {
        match self {
            Self::Command(command, _) => command.name,
            Self::Answer(..) => "answer",
            Self::Nothing(_) => "nothing",
        }
    }

    /// Calls the handler.
    pub(super) async fn handle(self, request: &ChatRequest<'_>) -> HandlerResult<Option<Reply>> {
        match self {
            Self::Command(command, args) => (command.handler)(request, args).await.map(Some),
            Self::Answer(purpose, text) => handle_answer(request, purpose, text).await.map(Some),
            Self::Nothing(reply) => Ok(reply.map(Reply::text)),
        }
    }
}

/// Calls the handler of a button.
pub(super) async fn handle_callback(
    request: &ChatRequest<'_>,
    action: Action,
) -> HandlerResult<CallbackReply> {
    match action {
        Action::ApproveLayer(at) => context::approve_layer_pressed(request, at).await,
        Action::RejectLayer(at) => context::reject_layer_pressed(request, at).await,
        Action::ShowLayer(at) => context::show_layer_pressed(request, at).await,
        Action::ApproveVariant(at) => suggestion::approve_pressed(request, at).await,
        Action::PublishVariant(at) => publishing::publish_pressed(request, at).await,
        Action::QueueVariant(at) => publishing::queue_pressed(request, at).await,
        Action::EditVariant(at) => suggestion::edit_pressed(request, at).await,
        Action::RejectSuggestion(at) => suggestion::reject_pressed(request, at).await,
        Action::Regenerate(at) => suggestion::regenerate_pressed(request, at).await,
        Action::ShowSuggestion(at) => suggestion::show_pressed(request, at).await,
        Action::CancelPost(at) => publishing::cancel_pressed(request, at).await,
        Action::RetryPost(at) => publishing::retry_pressed(request, at).await,
        Action::PostedByHand(at) => publishing::by_hand_pressed(request, at).await,
        Action::ConfirmLive(at) => publishing::live_pressed(request, at).await,
        Action::PublishAgain(at) => publishing::publish_again_pressed(request, at).await,
        Action::DropPost(at) => publishing::drop_pressed(request, at).await,
        Action::ChooseProject(at) => project::project_pressed(request, at).await,
        Action::PendingPage(at) => pending::pending_page_pressed(request, at).await,
        Action::AuditPage(at) => audit::audit_page_pressed(request, at).await,
    }
}

async fn handle_answer(request: &ChatRequest<'_>, purpose: Purpose, text: &str) -> HandlerResult {
    match purpose {
        Purpose::Edit { suggestion, variant, revision } => {
            suggestion::edit_answered(request, VariantRef { suggestion, variant, revision }, text).await
        }
        Purpose::Live { post, attempt } => {
            publishing::live_answered(request, AttemptRef { post, attempt }, text).await
        }
        Purpose::ByHand { post } => publishing::by_hand_answered(request, post, text).await,
    }
}
