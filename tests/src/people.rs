//! People: they type, press and read, through the Telegram wire protocol only.

use std::time::Duration;

use sandbox::Sandbox;
use sandbox::telegram::ChatMessage;

use crate::transcript::{redacted, without_varying};

/// How long a person waits for an answer.
const PATIENCE: Duration = Duration::from_secs(45);

/// Somebody in a private chat with the bot.
#[derive(Clone, Copy)]
pub struct Person<'a> {
    sandbox: &'a Sandbox,
    /// The Telegram user id; of the private chat too.
    pub id: i64,
    name: &'static str,
}

impl<'a> Person<'a> {
    /// A person of this name.
    pub fn new(sandbox: &'a Sandbox, id: i64, name: &'static str) -> Self {
        Self { sandbox, id, name }
    }

    /// Types a message; returns its id, after which the answer comes.
    pub fn says(&self, text: &str) -> i64 {
        self.sandbox.telegram().user_says(self.id, text, None).expect("a person may write to the bot")
    }

    /// Types an answer to a message.
    pub fn replies(&self, to: &ChatMessage, text: &str) -> i64 {
        self.sandbox
            .telegram()
            .user_replies(self.id, to.id, text)
            .expect("the message is there to be answered")
    }

    /// Presses a button of a message; returns the id of the newest message before, after which what follows comes.
    pub fn presses(&self, message: &ChatMessage, button: &str) -> i64 {
        let newest =
            self.sandbox.telegram().messages(self.id, message.id).last().map_or(message.id, |m| m.id);
        let pressed = self.sandbox.telegram().user_presses(self.id, message.id, button);
        pressed.unwrap_or_else(|misuse| panic!("{} cannot press {button}: {misuse}", self.name));
        newest
    }

    /// Waits until the bot says something, now or edited, that contains all of the parts.
    pub async fn sees(&self, parts: &[&str]) -> ChatMessage {
        self.sees_after(0, parts).await
    }

    /// The same, in a message newer than the given one.
    pub async fn sees_after(&self, after: i64, parts: &[&str]) -> ChatMessage {
        let fits = |message: &ChatMessage| {
            message.from_bot && message.id > after && parts.iter().all(|part| holds(message, part))
        };
        let found = self.sandbox.telegram().wait_for_message(self.id, PATIENCE, fits).await;
        found.unwrap_or_else(|_| panic!("{} does not see {parts:?} but:\n{}", self.name, self.transcript()))
    }

    /// Waits until all three variants of a suggestion that was asked for are there with their buttons; the first of them.
    pub async fn sees_variants(&self, after: i64) -> ChatMessage {
        for variant in ["variant 3 of 3", "variant 2 of 3"] {
            self.sees_after(after, &[variant, "Approve"]).await;
        }
        self.sees_after(after, &["variant 1 of 3", "Approve"]).await
    }

    /// Types a message and waits for an answer that contains all of the parts.
    pub async fn asks(&self, text: &str, parts: &[&str]) -> ChatMessage {
        let said = self.says(text);
        self.sees_after(said, parts).await
    }

    /// Everything in the private chat, readable.
    pub fn transcript(&self) -> String {
        let messages = self.sandbox.telegram().messages(self.id, 0);
        messages.iter().map(|message| self.line(message)).collect::<Vec<_>>().join("\n")
    }

    /// What was said since a message, that one included, and what the bot answered to presses, for a snapshot. What the bot says
    /// between two messages of the person is in the order of its words, as jobs beside each other have none.
    pub fn transcript_since(&self, said: i64) -> String {
        let messages = self.sandbox.telegram().messages(self.id, said - 1);
        let line = |message: &ChatMessage| {
            let told = message.answers.iter().filter_map(|answer| answer.text.as_deref());
            told.fold(self.line(message), |line, text| format!("{line}\n           ({text})"))
        };
        let mut lines = Vec::new();
        for turn in messages.chunk_by(|one, next| one.from_bot == next.from_bot) {
            let mut turn: Vec<String> = turn.iter().map(line).collect();
            turn.sort_by_cached_key(|line| without_varying(line));
            lines.extend(turn);
        }
        redacted(&lines.join("\n"))
    }

    fn line(&self, message: &ChatMessage) -> String {
        let who = if message.from_bot { "memebot" } else { self.name };
        let text = message.text.replace('\n', "\n           ");
        let rows = message.buttons.iter().map(|row| {
            let labels: Vec<String> = row.iter().map(|button| format!("[{}]", button.text)).collect();
            format!("\n           {}", labels.join(" "))
        });
        format!("{who:>9}  {text}{}", rows.collect::<String>())
    }
}

/// Whether a message's text or one of its buttons contains the part.
fn holds(message: &ChatMessage, part: &str) -> bool {
    message.text.contains(part) || message.buttons.iter().flatten().any(|button| button.text.contains(part))
}
