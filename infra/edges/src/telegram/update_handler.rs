//! The update handler: Telegram's messages and callback queries in, commands out, a reply to each.

use teloxide::types::{CallbackQuery, Message, Update, UpdateKind, User};

use super::buttons::Action;
use super::callback_reply::{CallbackReply, FollowUp};
use super::chat_request::{ChatRequest, HandlerPorts};
use super::chat_sessions::{self, ChatSession};
use super::client::Destination;
use super::earlier_decision::earlier_decision;
use super::name_cache::id_of;
use super::reply::Reply;
use super::request_failure::{HandlerResult, RequestFailure};
use super::router::{MessageIntent, handle_callback};
use super::sender::send_reply;

/// Handles updates.
pub(super) struct UpdateHandler {
    /// What handlers use.
    pub(super) ports: HandlerPorts,
}

impl UpdateHandler {
    /// Handles one update to its end; `me` is the bot's user name.
    pub(super) async fn handle(&self, update: &Update, me: &str) {
        if let UpdateKind::Message(message) = &update.kind {
            self.handle_message(update.id.0, message, me).await;
        } else if let UpdateKind::CallbackQuery(query) = &update.kind {
            self.handle_callback(update.id.0, query).await;
        } else if let UpdateKind::Error(_) = &update.kind {
            tracing::warn!(update = update.id.0, "an update could not be read and is passed over");
        }
    }

    async fn handle_message(&self, update: u32, message: &Message, me: &str) {
        if let Some(to) = message.migrate_to_chat_id() {
            self.move_chat(message.chat.id.0, to.0).await;
        }
        let reply_to = (!message.chat.is_private()).then_some(message.id.0);
        let to = Destination { chat: message.chat.id.0, reply_to };
        let reply = match self.reply_to(update, message, me).await {
            Ok(reply) => reply,
            Err(failure) => Some(failure.reply(&self.ports.bot.names).await),
        };
        if let Some(reply) = reply {
            self.send(to, &reply).await;
        }
    }

    /// Sends a reply.
    pub(super) async fn send(&self, to: Destination, reply: &Reply) {
        send_reply(&self.ports.bot.client, &self.ports.bot.pool, to, reply, self.ports.bot.clock.now()).await;
    }

    async fn move_chat(&self, from: i64, to: i64) {
        if let Err(error) = chat_sessions::move_chat(&self.ports.bot.pool, from, to).await {
            tracing::warn!(%error, from, to, "a group's choices could not follow it");
        }
    }

    /// The reply to a message, if it gets one.
    async fn reply_to(&self, update: u32, message: &Message, me: &str) -> HandlerResult<Option<Reply>> {
        let intent = MessageIntent::of(&self.ports.bot, message, me).await?;
        if let MessageIntent::Nothing(reply) = intent {
            return Ok(reply.map(Reply::text));
        }
        let Some(user) = message.from.as_ref().filter(|user| !is_anonymous(message, user)) else {
            let words = "I cannot tell who you are: this was written in the name of a group or a channel. Switch \
                         anonymity off, or write to me in a private chat.";
            return Ok(Some(Reply::text(words)));
        };
        self.ports.bot.names.remember_name(user).await;
        // people read their own writes: a list asked for right after a command shows what it did
        if let Some(lag) = &self.ports.lag {
            lag.caught_up().await;
        }
        let session = ChatSession { chat: message.chat.id.0, user: id_of(user) };
        let request = ChatRequest::authorize(&self.ports, update, session, intent.attempt()).await?;
        intent.handle(&request).await
    }

    /// A callback query (a pressed button): it is always answered, and what it was pressed on is brought up to date.
    async fn handle_callback(&self, update: u32, query: &CallbackQuery) {
        self.ports.bot.names.remember_name(&query.from).await;
        let user = id_of(&query.from);
        let message = query.message.as_ref().map(|message| (message.chat().id.0, message.id().0));
        let session = ChatSession { chat: message.map_or(user, |(chat, _)| chat), user };
        let (reply, alert) = match self.run_callback(update, session, query.data.as_deref()).await {
            Ok(reply) => (reply, false),
            Err(words) => (CallbackReply::notice(words), true),
        };
        let CallbackReply { notice, follow_up } = reply;
        if let Err(error) = self.ports.bot.client.answer(&query.id, &notice, alert).await {
            tracing::info!(%error, "a press could not be answered");
        }
        self.follow_up(session.chat, message, follow_up).await;
    }

    /// Executes a callback's action; the error is what to tell the person.
    async fn run_callback(
        &self,
        update: u32,
        session: ChatSession,
        data: Option<&str>,
    ) -> Result<CallbackReply, String> {
        let Some(action) = data.and_then(Action::decode) else {
            let words =
                "This button is of an earlier time and does nothing any more. /pending shows what waits.";
            return Err(words.to_owned());
        };
        let outcome = async {
            let request = ChatRequest::authorize(&self.ports, update, session, action.name()).await?;
            handle_callback(&request, action).await
        };
        match outcome.await {
            Ok(reply) => Ok(reply),
            Err(failure) => Err(self.alert(&failure, action).await),
        }
    }

    /// The failure in plain words; of a decision that came too late also who decided, and when.
    async fn alert(&self, failure: &RequestFailure, action: Action) -> String {
        let decided = match failure {
            RequestFailure::Command(error) => earlier_decision(&self.ports.bot, error, action).await,
            RequestFailure::Service(_) | RequestFailure::Incomplete(_) => None,
        };
        match decided {
            Some(words) => words,
            None => failure.notice(&self.ports.bot.names).await,
        }
    }

    async fn follow_up(&self, chat: i64, message: Option<(i64, i32)>, follow_up: FollowUp) {
        match (follow_up, message) {
            (FollowUp::Edit(reply), Some((chat, message))) => {
                if let Err(error) = self.ports.bot.client.edit(chat, message, &reply).await {
                    tracing::info!(chat, %error, "a page could not be turned");
                }
            }
            (FollowUp::Edit(reply) | FollowUp::Send(reply), _) => {
                self.send(Destination { chat, reply_to: None }, &reply).await;
            }
            (FollowUp::Nothing, Some((chat, message))) => self.ports.notices.refresh(chat, message).await,
            (FollowUp::Nothing, None) => {}
        }
    }
}

/// Whether a message hides who wrote it: an anonymous admin, a channel, another bot.
fn is_anonymous(message: &Message, user: &User) -> bool {
    message.sender_chat.is_some() || user.is_anonymous() || user.is_bot
}
