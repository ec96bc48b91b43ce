//! Late commands: what was written more than an hour ago is not carried out unasked. The bot answers it with a question whose
//! button carries it out; the command is then read from the message that the question answers, which Telegram sends along.

use chrono::{DateTime, TimeDelta, Utc};
use domain::audit_line::counted;
use teloxide::types::{CallbackQuery, MaybeInaccessibleMessage, Message};
use uuid::Uuid;

use super::bot_context::BotContext;
use super::buttons::Action;
use super::callback_reply::{CallbackReply, FollowUp};
use super::callback_subjects::LateCommandRef;
use super::chat_request::HandlerPorts;
use super::html::{escape, snippet};
use super::message_handler::reply_to_late;
use super::reply::{Button, Reply};
use super::request_key::RequestKey;
use super::times;

/// How old a command may be to be carried out at once.
const FRESH: TimeDelta = TimeDelta::hours(1);
/// The longest quote of a command, in UTF-16 units.
const QUOTE: usize = 200;

/// The question whether a command is still wanted, if it is late.
pub(super) fn question(bot: &BotContext, message: &Message, words: &str) -> Option<Reply> {
    let age = bot.clock.now() - message.date;
    if age <= FRESH {
        return None;
    }
    let at = LateCommandRef { request: request_id(bot, message) };
    let said = format!(
        "This reached me only now. It was written {} ago, at {}: <code>{}</code>",
        counted(usize::try_from(age.num_hours()).unwrap_or_default(), "hour"),
        times::moment(message.date, chrono_tz::Tz::UTC),
        escape(&snippet(words, QUOTE))
    );
    let reply = Reply::html(said).and("Is it still wanted? I have not carried it out.");
    Some(reply.row([Button::press("Carry it out", Action::LateCommand(at))]).answering())
}

/// The button that carries a late command out, for whoever wrote it.
pub(super) async fn late_command_pressed(
    ports: &HandlerPorts,
    query: &CallbackQuery,
    at: LateCommandRef,
    me: &str,
) -> Result<CallbackReply, String> {
    let question = query.message.as_ref().and_then(MaybeInaccessibleMessage::regular_message);
    let command = question.and_then(Message::reply_to_message);
    let Some(command) = command.filter(|command| request_id(&ports.bot, command) == at.request) else {
        return Err("I do not see that command any more. Write it again to have it carried out.".to_owned());
    };
    if command.from.as_ref().is_none_or(|writer| writer.id != query.from.id) {
        return Err("Only whoever wrote the command can say that it is still wanted.".to_owned());
    }
    if command.edit_date().is_some() {
        return Err("The command was changed since. Write it again to have it carried out.".to_owned());
    }
    let reply = reply_to_late(ports, command, me).await;
    Ok(CallbackReply { notice: String::new(), follow_up: FollowUp::Close(reply) })
}

/// An id of the message, the same wherever it is met.
fn request_id(bot: &BotContext, message: &Message) -> Uuid {
    RequestKey::of_message(message).command_id(bot.namespace, 0)
}

/// When a message was written, by business time: clocks may differ a little, and nothing is written in the future.
pub(super) fn written_at(bot: &BotContext, message: &Message) -> DateTime<Utc> {
    message.date.min(bot.clock.now())
}
