//! The callback handler: what a pressed button asks for, who executes it, the answer, and what follows in the chat.

use teloxide::types::CallbackQuery;

use super::buttons::Action;
use super::callback_reply::{CallbackReply, FollowUp};
use super::chat_request::{ChatRequest, ChatSession, HandlerPorts};
use super::client::Destination;
use super::earlier_decision::earlier_decision;
use super::name_cache::id_of;
use super::request_failure::{HandlerResult, RequestFailure};
use super::{audit, context, pending, project, publishing, suggestion};

/// Handles a callback query (a pressed button): it is always answered, and what it was pressed on is brought up to date.
pub(super) async fn handle_callback(ports: &HandlerPorts, update: u32, query: &CallbackQuery) {
    ports.bot.names.remember_name(&query.from).await;
    let user = id_of(&query.from);
    let message = query.message.as_ref().map(|message| (message.chat().id.0, message.id().0));
    let session = ChatSession { chat: message.map_or(user, |(chat, _)| chat), user };
    let (reply, alert) = match run(ports, update, session, query.data.as_deref()).await {
        Ok(reply) => (reply, false),
        Err(words) => (CallbackReply::notice(words), true),
    };
    if let Err(error) = ports.bot.client.answer(&query.id, &reply.notice, alert).await {
        tracing::info!(%error, "a press could not be answered");
    }
    follow_up(ports, session.chat, message, reply.follow_up).await;
}

/// Executes a callback's action; the error is what to tell the person.
async fn run(
    ports: &HandlerPorts,
    update: u32,
    session: ChatSession,
    data: Option<&str>,
) -> Result<CallbackReply, String> {
    let Some(action) = data.and_then(Action::decode) else {
        let words = "This button is of an earlier time and does nothing any more. /pending shows what waits.";
        return Err(words.to_owned());
    };
    let outcome = async {
        let request = ChatRequest::authorize(ports, update, session, action.name()).await?;
        execute(&request, action).await
    };
    match outcome.await {
        Ok(reply) => Ok(reply),
        Err(failure) => Err(alert(ports, &failure, action).await),
    }
}

/// Calls the handler of a button.
async fn execute(request: &ChatRequest<'_>, action: Action) -> HandlerResult<CallbackReply> {
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

/// The failure in plain words; of a decision that came too late also who decided, and when.
async fn alert(ports: &HandlerPorts, failure: &RequestFailure, action: Action) -> String {
    let decided = match failure {
        RequestFailure::Command(error) => earlier_decision(&ports.bot, error, action).await,
        RequestFailure::Service(_) | RequestFailure::Incomplete(_) => None,
    };
    match decided {
        Some(words) => words,
        None => failure.notice(&ports.bot.names).await,
    }
}

async fn follow_up(ports: &HandlerPorts, chat: i64, message: Option<(i64, i32)>, follow_up: FollowUp) {
    match (follow_up, message) {
        (FollowUp::Edit(reply), Some((chat, message))) => {
            if let Err(error) = ports.bot.client.edit(chat, message, &reply).await {
                tracing::info!(chat, %error, "a page could not be turned");
            }
        }
        (FollowUp::Edit(reply) | FollowUp::Send(reply), _) => {
            ports.send(Destination { chat, reply_to: None }, &reply).await;
        }
        (FollowUp::Nothing, Some((chat, message))) => ports.notices.refresh(chat, message).await,
        (FollowUp::Nothing, None) => {}
    }
}
