//! The edge: updates in, commands out, a reply to each.

use std::sync::Arc;

use async_trait::async_trait;
use commands::port::dispatch::Dispatch;
use domain::stream::{AggregateType, StreamId};
use teloxide::types::{CallbackQuery, Message, Update, UpdateKind};

use super::buttons::Action;
use super::client::Place;
use super::commands::{self as typed, Command, Parsed};
use super::desk::Desk;
use super::notices::TelegramNotices;
use super::people::id_of;
use super::press::{Pressed, Then};
use super::problem::Problem;
use super::prompts::{self, Purpose};
use super::reply::Reply;
use super::request::Request;
use super::sessions::{self, Session};
use super::speech::say;

/// How far the read models are behind what is committed.
#[async_trait]
pub trait Lag: Send + Sync {
    /// Events that the slowest read model has still to take in; `None` when it cannot be told.
    async fn events_behind(&self) -> Option<u64>;

    /// Returns once the read models have taken in everything, or after a moment: people read their own writes.
    async fn caught_up(&self);
}

/// Handles updates.
pub(super) struct Edge {
    pub(super) desk: Desk,
    pub(super) notices: Arc<TelegramNotices>,
    pub(super) dispatch: Arc<dyn Dispatch>,
    pub(super) lag: Option<Arc<dyn Lag>>,
}

/// What a message asks for.
enum Asked {
    Command(Command),
    Answer(Purpose, String),
}

impl Edge {
    /// Handles one update to its end; `me` is the bot's user name.
    pub(super) async fn handle(&self, update: &Update, me: &str) {
        if let UpdateKind::Message(message) = &update.kind {
            self.hear(update.id.0, message, me).await;
        } else if let UpdateKind::CallbackQuery(press) = &update.kind {
            self.feel(update.id.0, press).await;
        } else if let UpdateKind::Error(_) = &update.kind {
            tracing::warn!(update = update.id.0, "an update could not be read and is passed over");
        }
    }

    async fn hear(&self, update: u32, message: &Message, me: &str) {
        if let Some(to) = message.migrate_to_chat_id() {
            self.follow(message.chat.id.0, to.0).await;
        }
        let reply_to = (!message.chat.is_private()).then_some(message.id.0);
        let place = Place { chat: message.chat.id.0, reply_to };
        let reply = match self.answer(update, message, me).await {
            Ok(reply) => reply,
            Err(problem) => Some(problem.reply(&self.desk.people).await),
        };
        if let Some(reply) = reply {
            self.say(place, &reply).await;
        }
    }

    /// Says a reply.
    pub(super) async fn say(&self, place: Place, reply: &Reply) {
        say(&self.desk.client, &self.desk.pool, place, reply, self.desk.clock.now()).await;
    }

    async fn follow(&self, from: i64, to: i64) {
        if let Err(error) = sessions::move_chat(&self.desk.pool, from, to).await {
            tracing::warn!(%error, from, to, "a group's choices could not follow it");
        }
    }

    /// The reply to a message, if it gets one.
    async fn answer(&self, update: u32, message: &Message, me: &str) -> Result<Option<Reply>, Problem> {
        let private = message.chat.is_private();
        let Some(asked) = self.asked(message, me).await? else {
            let hint = "I understand commands and answers to my questions. /help lists the commands.";
            return Ok((private && message.from.is_some()).then(|| Reply::words(hint)));
        };
        let asked = match asked {
            Ok(asked) => asked,
            Err(Parsed::Unknown { addressed }) if addressed || private => {
                return Ok(Some(Reply::words("I do not know this command. /help lists those that I know.")));
            }
            Err(Parsed::Unknown { .. } | Parsed::ForAnotherBot | Parsed::Command(_)) => return Ok(None),
        };
        let Some(user) =
            message.from.as_ref().filter(|user| !faceless(message, user.is_anonymous(), user.is_bot))
        else {
            let words = "I cannot tell who you are: this was written in the name of a group or a channel. Switch \
                         anonymity off, or write to me in a private chat.";
            return Ok(Some(Reply::words(words)));
        };
        self.desk.people.meet(user).await;
        if let Some(lag) = &self.lag {
            lag.caught_up().await;
        }
        let session = Session { chat: message.chat.id.0, user: id_of(user) };
        let attempt = match &asked {
            Asked::Command(command) => command.name(),
            Asked::Answer(..) => "answer",
        };
        let request = Request::enter(self, update, session, attempt).await?;
        match asked {
            Asked::Command(command) => request.command(command).await.map(Some),
            Asked::Answer(purpose, words) => request.answered(purpose, &words).await.map(Some),
        }
    }

    /// What the message asks for; nothing, if it is neither a command nor an answer.
    async fn asked(&self, message: &Message, me: &str) -> Result<Option<Result<Asked, Parsed>>, Problem> {
        let Some(text) = message.text().or_else(|| message.caption()) else { return Ok(None) };
        if text.trim_start().starts_with('/') {
            return Ok(Some(match typed::parse(text, me) {
                Parsed::Command(command) => Ok(Asked::Command(command)),
                other @ (Parsed::ForAnotherBot | Parsed::Unknown { .. }) => Err(other),
            }));
        }
        let Some(question) = message.reply_to_message() else { return Ok(None) };
        let purpose = prompts::find(&self.desk.pool, message.chat.id.0, question.id.0).await?;
        Ok(purpose.map(|purpose| Ok(Asked::Answer(purpose, text.to_owned()))))
    }

    /// A press: it is always answered, and what it was pressed on is brought up to date.
    async fn feel(&self, update: u32, press: &CallbackQuery) {
        self.desk.people.meet(&press.from).await;
        let user = id_of(&press.from);
        let message = press.message.as_ref().map(|message| (message.chat().id.0, message.id().0));
        let session = Session { chat: message.map_or(user, |(chat, _)| chat), user };
        let (pressed, alert) = match self.pressed(update, session, press.data.as_deref()).await {
            Ok(pressed) => (pressed, false),
            Err(words) => (Pressed::done(words), true),
        };
        let Pressed { notice, then } = pressed;
        if let Err(trouble) = self.desk.client.answer(&press.id, &notice, alert).await {
            tracing::info!(%trouble, "a press could not be answered");
        }
        self.follow_up(session.chat, message, then).await;
    }

    /// Carries out a press; the error is what to tell the person.
    async fn pressed(&self, update: u32, session: Session, data: Option<&str>) -> Result<Pressed, String> {
        let Some(action) = data.and_then(Action::decode) else {
            let words =
                "This button is of an earlier time and does nothing any more. /pending shows what waits.";
            return Err(words.to_owned());
        };
        let outcome = async {
            let request = Request::enter(self, update, session, action.name()).await?;
            request.press(action).await
        };
        match outcome.await {
            Ok(pressed) => Ok(pressed),
            Err(problem) => Err(self.notice(&problem, action).await),
        }
    }

    /// The problem in plain words; of a decision that came too late also who decided, and when.
    async fn notice(&self, problem: &Problem, action: Action) -> String {
        let decided = match problem {
            Problem::Command(error) => self.decided(error, action).await,
            Problem::Service(_) | Problem::Said(_) => None,
        };
        match decided {
            Some(words) => words,
            None => problem.notice(&self.desk.people).await,
        }
    }

    async fn follow_up(&self, chat: i64, message: Option<(i64, i32)>, then: Then) {
        match (then, message) {
            (Then::Edit(reply), Some((chat, message))) => {
                if let Err(trouble) = self.desk.client.edit(chat, message, &reply).await {
                    tracing::info!(chat, %trouble, "a page could not be turned");
                }
            }
            (Then::Edit(reply) | Then::Say(reply), _) => {
                self.say(Place { chat, reply_to: None }, &reply).await;
            }
            (Then::Nothing, Some((chat, message))) => self.notices.refresh(chat, message).await,
            (Then::Nothing, None) => {}
        }
    }
}

/// Whether a message hides who wrote it: an anonymous admin, a channel, another bot.
fn faceless(message: &Message, anonymous: bool, bot: bool) -> bool {
    message.sender_chat.is_some() || anonymous || bot
}

impl Action {
    /// What is attempted, as people know it: the name under which a refused attempt is recorded.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::ApproveLayer(_) | Self::ApproveVariant(_) => "button approve",
            Self::RejectLayer(_) | Self::RejectSuggestion(_) => "button reject",
            Self::ShowLayer(_) | Self::ShowSuggestion(_) => "button show",
            Self::PublishVariant(_) => "button publish now",
            Self::QueueVariant(_) => "button queue",
            Self::EditVariant(_) => "button edit",
            Self::Regenerate(_) => "button regenerate",
            Self::CancelPost(_) => "button cancel",
            Self::RetryPost(_) => "button retry",
            Self::PostedByHand(_) => "button posted by hand",
            Self::ConfirmLive(_) => "button it is live",
            Self::PublishAgain(_) => "button publish again",
            Self::DropPost(_) => "button drop",
            Self::ChooseProject(_) => "button project",
            Self::PendingPage(..) => "button pending",
            Self::AuditPage(..) => "button audit",
        }
    }

    /// The stream that the press is about, for those that decide something.
    pub(super) fn stream(self) -> Option<StreamId> {
        match self {
            Self::ApproveLayer(at) | Self::RejectLayer(at) => {
                Some(StreamId::new(AggregateType::Context, at.project))
            }
            Self::ApproveVariant(at)
            | Self::PublishVariant(at)
            | Self::QueueVariant(at)
            | Self::EditVariant(at) => Some(StreamId::new(AggregateType::Suggestion, at.suggestion)),
            Self::RejectSuggestion(id) => Some(StreamId::new(AggregateType::Suggestion, id)),
            Self::CancelPost(id) | Self::RetryPost(id) | Self::PostedByHand(id) => {
                Some(StreamId::new(AggregateType::Post, id))
            }
            Self::ConfirmLive(at) | Self::PublishAgain(at) | Self::DropPost(at) => {
                Some(StreamId::new(AggregateType::Post, at.post))
            }
            Self::ShowLayer(_)
            | Self::ShowSuggestion(_)
            | Self::Regenerate(_)
            | Self::ChooseProject(_)
            | Self::PendingPage(..)
            | Self::AuditPage(..) => None,
        }
    }
}
