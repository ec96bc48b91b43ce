//! Where Alice talks to the bot: a private chat, a group, a topic of a forum.

use std::time::Duration;

use anyhow::{Context, anyhow};
use sandbox::Sandbox;
use sandbox::telegram::ChatMessage;
use serde_json::{Value, json};
use tests::surroundings::ALICE;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_mins(1);
/// The topic of the forum.
const TOPIC: i64 = 77;

/// Kinds of places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PlaceKind {
    Private,
    Group,
    Topic,
}

impl PlaceKind {
    pub(super) const ALL: [Self; 3] = [Self::Private, Self::Group, Self::Topic];

    /// As the case names it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Private => "a private chat",
            Self::Group => "a group",
            Self::Topic => "a topic",
        }
    }

    /// One word of its own, for texts that must differ.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Private => "alone",
            Self::Group => "together",
            Self::Topic => "aside",
        }
    }
}

/// A place, with Alice in it.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) sandbox: &'a Sandbox,
    pub(super) kind: PlaceKind,
    /// The chat.
    pub(super) chat: i64,
}

impl<'a> Place<'a> {
    /// Such a place; groups are new ones.
    pub(super) fn make(sandbox: &'a Sandbox, kind: PlaceKind) -> Self {
        let chat = match kind {
            PlaceKind::Private => ALICE,
            PlaceKind::Group => sandbox.telegram().create_group("Frogs & Friends"),
            PlaceKind::Topic => sandbox.telegram().create_group("Forum <of frogs>"),
        };
        Self { sandbox, kind, chat }
    }

    /// The same place as this person has it: of private chats everybody has one.
    fn of(self, user: i64) -> Self {
        let chat = if self.kind == PlaceKind::Private { user } else { self.chat };
        Self { chat, ..self }
    }

    fn topic(self) -> Option<i64> {
        (self.kind == PlaceKind::Topic).then_some(TOPIC)
    }

    /// Somebody writes there, with further fields of the message; its number.
    pub(super) fn says(self, user: i64, text: &str, fields: Value) -> anyhow::Result<i64> {
        let mut extra = fields;
        if let Some(topic) = self.topic() {
            extra["message_thread_id"] = json!(topic);
            extra["is_topic_message"] = json!(true);
        }
        Ok(self.sandbox.telegram().user_sends(user, text, Some(self.of(user).chat), &extra)?)
    }

    /// Somebody writes there and is answered there.
    pub(super) async fn asks(self, user: i64, text: &str) -> anyhow::Result<ChatMessage> {
        let said = self.says(user, text, json!({}))?;
        self.of(user).answered(said).await.with_context(|| format!("{text} in {}", self.kind.name()))
    }

    /// The first message of the bot there after this one.
    pub(super) async fn answered(self, after: i64) -> anyhow::Result<ChatMessage> {
        self.sees(after, |_| true).await
    }

    /// The first message of the bot there after this one that fits.
    pub(super) async fn sees(
        self,
        after: i64,
        fits: impl Fn(&ChatMessage) -> bool,
    ) -> anyhow::Result<ChatMessage> {
        let fits = |message: &ChatMessage| self.is_here(message) && message.id > after && fits(message);
        let found = self.sandbox.telegram().wait_for_message(self.chat, PATIENCE, fits).await;
        found.map_err(|_| anyhow!("no message that fits came within {PATIENCE:?}"))
    }

    /// Whether the bot wrote this here.
    fn is_here(self, message: &ChatMessage) -> bool {
        message.from_bot && message.chat == self.chat && message.topic == self.topic()
    }

    /// Alice presses the button with these data: where it is if it is here, else on the newest message here, as nothing is
    /// read from the message. Answered when this returns.
    pub(super) async fn presses(self, message: &ChatMessage, data: &str) -> anyhow::Result<()> {
        let telegram = self.sandbox.telegram();
        if self.is_here(message) {
            let query = telegram.user_presses(ALICE, message.id, data)?;
            return self.press_answered(message.id, query, data).await;
        }
        let newest = telegram.messages(self.chat, 0).into_iter().rev().find(|message| self.is_here(message));
        self.forges(&newest.context("the bot has written here")?, data).await
    }

    /// Alice presses a button that the message does not have.
    pub(super) async fn forges(self, message: &ChatMessage, data: &str) -> anyhow::Result<()> {
        let query = self.sandbox.telegram().user_forges_press(ALICE, message.id, data)?;
        self.press_answered(message.id, query, data).await
    }

    async fn press_answered(self, on: i64, query: String, data: &str) -> anyhow::Result<()> {
        let answered = |message: &ChatMessage| {
            message.id == on && message.answers.iter().any(|answer| answer.query == query)
        };
        let seen = self.sandbox.telegram().wait_for_message(self.chat, PATIENCE, answered).await;
        seen.map(drop).map_err(|_| anyhow!("the press of {data} was not answered within {PATIENCE:?}"))
    }

    /// The first button that a message to Alice after this one has, here or in private, whose data begin so and fit.
    pub(super) async fn button(
        self,
        after: i64,
        code: &str,
        fits: impl Fn(&str) -> bool,
    ) -> anyhow::Result<(ChatMessage, String)> {
        let begins = format!("{code}:");
        let find = |message: &ChatMessage| {
            let buttons = message.buttons.iter().flatten().filter_map(|button| button.data.clone());
            let mut fitting = buttons.filter(|data| data.starts_with(&begins) && fits(data));
            if message.from_bot && message.id > after { fitting.next() } else { None }
        };
        let telegram = self.sandbox.telegram();
        let seen = async |chat: i64| {
            let found = telegram.wait_for_message(chat, PATIENCE, |message| find(message).is_some()).await;
            found.map_err(|_| anyhow!("no button {code} came within {PATIENCE:?}"))
        };
        let message = tokio::select! {
            Ok(message) = seen(self.chat) => message,
            Ok(message) = seen(ALICE), if self.chat != ALICE => message,
            else => return Err(anyhow!("no button {code} came within {PATIENCE:?}")),
        };
        let data = find(&message).context("the button is still there")?;
        Ok((message, data))
    }
}
