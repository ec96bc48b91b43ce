//! The message handler and its routing: what a message asks for, who executes it, and the reply.

use teloxide::types::{Message, User};

use super::bot_context::BotContext;
use super::callback_subjects::{AttemptRef, VariantRef};
use super::chat_command::ChatCommand;
use super::chat_request::{ChatRequest, ChatSession, HandlerPorts};
use super::client::Destination;
use super::name_cache::id_of;
use super::prompts::{self, Purpose};
use super::reply::Reply;
use super::request_failure::HandlerResult;
use super::{commands, publishing, suggestion};

/// Handles a message to its end; `me` is the bot's user name.
pub(super) async fn handle_message(ports: &HandlerPorts, update: u32, message: &Message, me: &str) {
    let chat = message.chat.id.0;
    if let Some(to) = message.migrate_to_chat_id()
        && let Err(error) = ports.bot.move_chat(chat, to.0).await
    {
        tracing::warn!(%error, from = chat, to = to.0, "a group's choices could not follow it");
    }
    let reply = match reply_to(ports, update, message, me).await {
        Ok(reply) => reply,
        Err(failure) => Some(failure.reply(&ports.bot.names).await),
    };
    if let Some(reply) = reply {
        let reply_to = (!message.chat.is_private()).then_some(message.id.0);
        ports.send(Destination { chat, reply_to }, &reply).await;
    }
}

/// The reply to a message, if it gets one.
async fn reply_to(
    ports: &HandlerPorts,
    update: u32,
    message: &Message,
    me: &str,
) -> HandlerResult<Option<Reply>> {
    let intent = MessageIntent::of(&ports.bot, message, me).await?;
    if let MessageIntent::Nothing(reply) = intent {
        return Ok(reply.map(Reply::text));
    }
    let Some(user) = message.from.as_ref().filter(|user| !is_anonymous(message, user)) else {
        let words = "I cannot tell who you are: this was written in the name of a group or a channel. Switch \
                     anonymity off, or write to me in a private chat.";
        return Ok(Some(Reply::text(words)));
    };
    ports.bot.names.remember_name(user).await;
    // people read their own writes: a list asked for right after a command shows what it did
    if let Some(lag) = &ports.lag {
        lag.caught_up().await;
    }
    let session = ChatSession { chat: message.chat.id.0, user: id_of(user) };
    let request = ChatRequest::authorize(ports, update, session, intent.attempt()).await?;
    intent.execute(&request).await
}

/// Whether a message hides who wrote it: an anonymous admin, a channel, another bot.
fn is_anonymous(message: &Message, user: &User) -> bool {
    message.sender_chat.is_some() || user.is_anonymous() || user.is_bot
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
    async fn of(bot: &BotContext, message: &'a Message, me: &str) -> HandlerResult<Self> {
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

    /// Reads a text that begins with a slash.
    // teloxide's own parser is not used: it ends a command's name at a blank only, and people go on in the next line too.
    fn of_command(text: &'a str, me: &str, private: bool) -> Self {
        let text = text.trim();
        let (head, args) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let (name, addressee) = head.split_once('@').map_or((head, None), |(name, to)| (name, Some(to)));
        if addressee.is_some_and(|addressee| !addressee.eq_ignore_ascii_case(me)) {
            return Self::Nothing(None);
        }
        if let Some(command) = commands::all().find(|command| command.name == name) {
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
