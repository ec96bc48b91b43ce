//! The message handler and its routing: what a message asks for, who executes it, and the reply.

use std::time::Duration;

use ::commands::port::notice::SetMenu;
use chrono::TimeDelta;
use teloxide::types::{Message, User};
use tokio::time::sleep;

use super::bot_context::BotContext;
use super::callback_subjects::{AttemptRef, VariantRef};
use super::chat_command::ChatCommand;
use super::chat_request::{ChatRequest, ChatSession, HandlerPorts, RequestSource};
use super::client::Destination;
use super::message_words::words_of;
use super::name_cache::id_of;
use super::outbox::outgoing::Outgoing;
use super::prompts::{self, Purpose};
use super::reply::Reply;
use super::request_failure::HandlerResult;
use super::request_key::RequestKey;
use super::{commands, late_command, publishing, suggestion};

/// How new a question is that may not be remembered yet.
const JUST_SENT: TimeDelta = TimeDelta::seconds(5);
const LOOKS: u32 = 10;
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

/// Handles a message: what is to be sent then. `me` is the bot's user name.
pub(super) async fn handle_message(
    ports: &HandlerPorts,
    update: u32,
    message: &Message,
    me: &str,
) -> Vec<Outgoing> {
    let chat = message.chat.id.0;
    if let Some(to) = message.migrate_to_chat_id()
        && let Err(error) = ports.bot.move_chat(chat, to.0).await
    {
        tracing::warn!(%error, from = chat, to = to.0, "a group's choices could not follow it");
    }
    let reply = failure_told(ports, reply_to(ports, Some(update), message, me).await).await;
    let send = |reply: Reply| {
        let reply_to = (reply.answers || !message.chat.is_private()).then_some(message.id.0);
        let to = Destination { chat, topic: topic_of(message), reply_to };
        Outgoing::Send { to, person: message.from.as_ref().map(id_of), reply }
    };
    reply.map(send).into_iter().chain(menu_after_start(message)).collect()
}

/// Telegram clears the menu of a chat that was blocked or begun anew; a chat begins with `/start`.
fn menu_after_start(message: &Message) -> Option<Outgoing> {
    let starts = message.text().is_some_and(|text| text.trim().eq_ignore_ascii_case("/start"));
    let user = message.from.as_ref().filter(|_| starts && message.chat.is_private()).map(id_of)?;
    Some(Outgoing::Menu(SetMenu { user }))
}

/// Carries out a message that came late and is still wanted; what is replied.
pub(super) async fn reply_to_late(ports: &HandlerPorts, message: &Message, me: &str) -> Option<Reply> {
    failure_told(ports, reply_to(ports, None, message, me).await).await
}

async fn failure_told(ports: &HandlerPorts, reply: HandlerResult<Option<Reply>>) -> Option<Reply> {
    match reply {
        Ok(reply) => reply,
        Err(failure) => Some(failure.reply(&ports.bot.names).await),
    }
}

/// The reply to a message, if it gets one. Without the number of its update, it is carried out however late it is.
async fn reply_to(
    ports: &HandlerPorts,
    update: Option<u32>,
    message: &Message,
    me: &str,
) -> HandlerResult<Option<Reply>> {
    let words = words_of(message);
    let intent =
        MessageIntent::of(&ports.bot, message, words.as_deref(), me).await?.unless_forwarded(message);
    if let MessageIntent::Nothing(reply) = intent {
        return Ok(reply.map(Reply::text));
    }
    let Some(user) = message.from.as_ref().filter(|user| !is_anonymous(message, user)) else {
        let words = "I cannot tell who you are: this was written in the name of a group or a channel. Switch \
                     anonymity off, or write to me in a private chat.";
        return Ok(Some(Reply::text(words)));
    };
    ports.bot.names.remember_name(user).await;
    let session = ChatSession { chat: message.chat.id.0, topic: topic_of(message), user: id_of(user) };
    let own = RequestKey::of_message(message);
    let key = match update {
        Some(update) => own.clone().or_earlier(&ports.bot, update).await?,
        None => own.clone(),
    };
    let asks_first = update.is_some() && key == own;
    let (written_at, attempt) = (late_command::written_at(&ports.bot, message), intent.attempt());
    let request = ChatRequest::authorize(ports, RequestSource { key, session, written_at, attempt }).await?;
    if let (MessageIntent::Command(..), true, Some(words)) = (&intent, asks_first, &words)
        && let Some(question) = late_command::question(&ports.bot, message, words)
    {
        return Ok(Some(question));
    }
    intent.execute(&request).await
}

/// The topic of a forum that a message is in. In other groups an answer has a thread, and no topic.
pub(super) fn topic_of(message: &Message) -> Option<i32> {
    message.thread_id.filter(|_| message.is_topic_message).map(|topic| topic.0.0)
}

/// Whether a message hides who wrote it: an anonymous admin, a channel, another bot.
fn is_anonymous(message: &Message, user: &User) -> bool {
    message.sender_chat.is_some() || user.is_anonymous() || user.is_bot
}

/// What a question is for. The bot remembers it when it has been sent, and an answer may be quicker than that: what the bot
/// sent a moment ago is looked up again for a second.
async fn purpose_of(bot: &BotContext, question: &Message) -> Result<Option<Purpose>, sqlx::Error> {
    let is_ours = question.from.as_ref().is_some_and(|from| from.is_bot);
    let is_new = is_ours && bot.clock.now() - question.date < JUST_SENT;
    let looks = if is_new { LOOKS } else { 0 };
    for _ in 0..looks {
        if let Some(purpose) = prompts::find(&bot.pool, question.chat.id.0, question.id.0).await? {
            return Ok(Some(purpose));
        }
        sleep(BETWEEN_LOOKS).await;
    }
    prompts::find(&bot.pool, question.chat.id.0, question.id.0).await
}

/// What a message asks for.
enum MessageIntent<'a> {
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
    async fn of(
        bot: &BotContext,
        message: &Message,
        words: Option<&'a str>,
        me: &str,
    ) -> HandlerResult<Self> {
        let private = message.chat.is_private();
        let hint = "I understand commands and answers to my questions. /help lists the commands.";
        let no_request = Self::Nothing((private && message.from.is_some()).then_some(hint));
        let Some(text) = words else { return Ok(no_request) };
        if text.trim_start().starts_with('/') {
            return Ok(Self::of_command(text, me, private));
        }
        let Some(question) = message.reply_to_message() else { return Ok(no_request) };
        let purpose = purpose_of(bot, question).await?;
        Ok(purpose.map_or(no_request, |purpose| Self::Answer(purpose, text)))
    }

    /// Nobody is held to words that they passed on: as their own they may be a command or an answer.
    fn unless_forwarded(self, message: &Message) -> Self {
        match self {
            Self::Command(..) | Self::Answer(..) if message.forward_origin().is_some() => {
                Self::Nothing(Some(
                    "This was forwarded, and I do only what people write to me themselves. Write it yourself to have it done.",
                ))
            }
            Self::Command(..) | Self::Answer(..) | Self::Nothing(_) => self,
        }
    }

    /// Reads a text that begins with a slash.
    // teloxide's own parser is not used: it ends a command's name at a blank only, and people go on in the next line too.
    fn of_command(text: &'a str, me: &str, private: bool) -> Self {
        let text = text.trim();
        let (head, args) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let (name, addressee) = head.split_once('@').map_or((head, None), |(name, to)| (name, Some(to)));
        if addressee.is_some_and(|addressee| !addressee.eq_ignore_ascii_case(me)) {
            return Self::Nothing(None);
        }
        if let Some(command) = commands::all().find(|command| command.name.eq_ignore_ascii_case(name)) {
            return Self::Command(command, args);
        }
        // In a group the command may be another bot's: only who names this one is told that it does not know it.
        let unknown = "I do not know this command. /help lists those that I know.";
        Self::Nothing((addressee.is_some() || private).then_some(unknown))
    }

    /// What is attempted, as people know it: the name under which a refused attempt is recorded.
    fn attempt(&self) -> &'static str {
        match self {
            Self::Command(command, _) => command.name,
            Self::Answer(..) => "answer",
            Self::Nothing(_) => "nothing",
        }
    }

    /// Calls the handler.
    async fn execute(self, request: &ChatRequest<'_>) -> HandlerResult<Option<Reply>> {
        match self {
            Self::Command(command, args) => (command.handler)(request, args).await.map(Some),
            Self::Answer(purpose, text) => handle_answer(request, purpose, text).await.map(Some),
            Self::Nothing(reply) => Ok(reply.map(Reply::text)),
        }
    }
}

/// Calls the handler of an answer.
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

#[cfg(test)]
mod tests {
    use super::MessageIntent;
    use crate::telegram::commands::all;

    /// In a group: the command's name and what follows it, or what is replied.
    fn read(text: &str) -> (&'static str, &str) {
        match MessageIntent::of_command(text, "memebot", false) {
            MessageIntent::Command(command, args) => (command.name, args),
            MessageIntent::Answer(_, text) => ("answer", text),
            MessageIntent::Nothing(reply) => ("nothing", reply.unwrap_or_default()),
        }
    }

    #[test]
    fn the_rest_of_the_text_is_the_argument_lines_and_all() {
        for text in [
            "/context_add one\ntwo  three",
            "/context_add\none\ntwo  three",
            " /context_add@MemeBot one\ntwo  three ",
        ] {
            assert_eq!(read(text), ("/context_add", "one\ntwo  three"), "{text}");
        }
        assert_eq!(read("/status"), ("/status", ""));
        assert_eq!(read("/pause"), ("/pause", ""));
    }

    #[test]
    fn capitals_make_no_difference() {
        for text in ["/Status", "/STATUS", "/staTus@MemeBot", "/Status@MEMEBOT"] {
            assert_eq!(read(text), ("/status", ""), "{text}");
        }
        assert_eq!(read("/Context_Add Frogs say GM"), ("/context_add", "Frogs say GM"));
        assert_eq!(read("/Status@OtherBot"), ("nothing", ""));
    }

    #[test]
    fn every_command_is_found_by_its_name() {
        for command in all() {
            assert_eq!(read(command.name), (command.name, ""));
        }
    }

    #[test]
    fn commands_of_other_bots_are_told_apart() {
        let unknown = "I do not know this command. /help lists those that I know.";
        assert_eq!(read("/status@other_bot"), ("nothing", ""));
        assert_eq!(read("/banana"), ("nothing", ""));
        assert_eq!(read("/banana@memebot now"), ("nothing", unknown));
        let private = MessageIntent::of_command("/banana", "memebot", true);
        assert!(matches!(private, MessageIntent::Nothing(Some(reply)) if reply == unknown));
    }
}
