//! The callback handler: what a pressed button asks for, who executes it, the answer, and what follows in the chat.

use commands::port::notice::ShowNotice;
use teloxide::types::{CallbackQuery, MaybeInaccessibleMessage};

use super::buttons::Action;
use super::callback_reply::{CallbackReply, FollowUp};
use super::chat_request::{ChatRequest, ChatSession, HandlerPorts, RequestSource};
use super::client::Destination;
use super::earlier_decision::earlier_decision;
use super::html::plain;
use super::keyboard::keyboard;
use super::message_handler::topic_of;
use super::name_cache::id_of;
use super::outbox::outgoing::{MessageRef, Outgoing};
use super::request_failure::{HandlerResult, RequestFailure};
use super::request_key::RequestKey;
use super::{audit, context, late_command, notice_copies, pending, project, publishing, suggestion};

/// Handles a callback query (a pressed button): it is always answered, at once; what is to be sent and what it was pressed on
/// is brought up to date follows. `me` is the bot's user name.
pub(super) async fn handle_callback(
    ports: &HandlerPorts,
    update: u32,
    query: &CallbackQuery,
    me: &str,
) -> Vec<Outgoing> {
    ports.bot.names.remember_name(&query.from).await;
    let user = id_of(&query.from);
    let message = query.message.as_ref().map(|message| (message.chat().id.0, message.id().0));
    let topic = query.message.as_ref().and_then(|message| topic_of(message.regular_message()?));
    let session = ChatSession { chat: message.map_or(user, |(chat, _)| chat), topic, user };
    let pressed = async {
        match query.data.as_deref().and_then(Action::decode) {
            Some(Action::LateCommand(at)) => late_command::late_command_pressed(ports, query, at, me).await,
            Some(action) => run(ports, query, update, session, action).await,
            None => {
                let words =
                    "This button is of an earlier time and does nothing any more. /pending shows what waits.";
                Err(words.to_owned())
            }
        }
    };
    let (reply, alert) = match pressed.await {
        Ok(reply) => (reply, false),
        Err(words) => (CallbackReply::notice(words), true),
    };
    if let Err(error) = ports.bot.client.answer(&query.id, &reply.notice, alert).await {
        tracing::info!(%error, "a press could not be answered");
    }
    if reads_so_already(query, &reply.follow_up) {
        return Vec::new();
    }
    follow_up(ports, session, message, reply.follow_up).await
}

/// Whether the message pressed is what it would be replaced by: Telegram refuses such an edit and counts it.
fn reads_so_already(query: &CallbackQuery, follow_up: &FollowUp) -> bool {
    let FollowUp::Edit(reply) = follow_up else { return false };
    let Some(shown) = query.message.as_ref().and_then(MaybeInaccessibleMessage::regular_message) else {
        return false;
    };
    let page = reply.pages().into_iter().next().unwrap_or_default();
    shown.text() == Some(plain(&page).trim()) && shown.reply_markup() == keyboard(&reply.rows).as_ref()
}

/// Executes a callback's action; the error is what to tell the person.
async fn run(
    ports: &HandlerPorts,
    query: &CallbackQuery,
    update: u32,
    session: ChatSession,
    action: Action,
) -> Result<CallbackReply, String> {
    let outcome = async {
        let key = RequestKey::of_press(query).or_earlier(&ports.bot, update).await?;
        let source =
            RequestSource { key, session, written_at: ports.bot.clock.now(), attempt: action.name() };
        let request = ChatRequest::authorize(ports, source).await?;
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
        // it is carried out as the message that it is of
        Action::LateCommand(_) => Ok(CallbackReply::notice("")),
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

async fn follow_up(
    ports: &HandlerPorts,
    session: ChatSession,
    message: Option<(i64, i32)>,
    follow_up: FollowUp,
) -> Vec<Outgoing> {
    let ChatSession { chat, topic, user } = session;
    let pressed = message.map(|(chat, message)| MessageRef { chat, message });
    let send = |reply| {
        let to = Destination { chat, topic, reply_to: None };
        Outgoing::Send { to, person: Some(user), reply }
    };
    match (follow_up, pressed) {
        (FollowUp::Edit(reply), Some(at)) => vec![Outgoing::Edit { at, reply }],
        (FollowUp::Edit(reply) | FollowUp::Send(reply), _) => vec![send(reply)],
        (FollowUp::Close(reply), at) => {
            at.map(Outgoing::RemoveButtons).into_iter().chain(reply.map(send)).collect()
        }
        (FollowUp::Show(subjects), _) => {
            let show = |subject| Outgoing::Show(ShowNotice { subject, chat, topic, anew: true });
            subjects.into_iter().map(show).collect()
        }
        (FollowUp::Nothing, Some(at)) => refreshed(ports, at).await.into_iter().collect(),
        (FollowUp::Nothing, None) => Vec::new(),
    }
}

/// The notice in a message, if it is one. Where that cannot be looked up, the process that announces refreshes it.
async fn refreshed(ports: &HandlerPorts, at: MessageRef) -> Option<Outgoing> {
    let subject = notice_copies::subject_of(&ports.bot.pool, at.chat, at.message).await;
    let subject = subject.inspect_err(|error| tracing::info!(%error, "a notice could not be looked up"));
    subject.ok().flatten().map(|subject| Outgoing::refresh(subject, at.chat))
}
