//! What belongs to a dumped database and is not in it: what Telegram and X show, and what will be said once more.

use anyhow::{Context, ensure};
use chrono::{DateTime, Utc};
use sandbox::Sandbox;
use sandbox::telegram::{Button, ChatMessage};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The world around a database at the moment of its dump.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Dumped {
    /// Business time of that moment.
    pub taken_at: DateTime<Utc>,
    /// An API token of Alice's.
    pub token: String,
    /// The text of the post whose request to X was open.
    pub on_its_way: String,
    /// A request over REST that was answered and will be repeated.
    pub request: Repeated,
    /// Texts on X, oldest first.
    pub tweets: Vec<String>,
    /// Updates that the bot has not confirmed to Telegram.
    pub updates: Vec<Value>,
    /// Every message of every chat with the bot, oldest first.
    pub messages: Vec<ChatMessage>,
}

/// A POST with an idempotency key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Repeated {
    /// Path of the request.
    pub path: String,
    /// Its idempotency key.
    pub key: String,
    /// Its body.
    pub body: Value,
    /// What was answered.
    pub answer: Value,
}

/// Every message that the sandbox shows, oldest first.
pub fn messages(sandbox: &Sandbox) -> Vec<ChatMessage> {
    let telegram = sandbox.telegram();
    let chats = telegram.chats();
    let mut messages: Vec<_> = chats.iter().flat_map(|chat| telegram.messages(chat.id, 0)).collect();
    messages.sort_by_key(|message| message.id);
    messages
}

/// Updates that wait for the bot, while it does not run.
pub async fn updates(sandbox: &Sandbox) -> anyhow::Result<Vec<Value>> {
    Bot::of(sandbox).updates(0).await
}

impl Dumped {
    /// Makes a new sandbox show what the old one showed, under the same numbers. Tweets get new ones.
    pub async fn rebuild(&self, sandbox: &Sandbox) -> anyhow::Result<()> {
        let bot = Bot::of(sandbox);
        let mut heard = 0;
        for message in &self.messages {
            let number = if message.from_bot {
                bot.send(message).await?
            } else {
                heard += 1;
                let text = &message.text;
                match message.reply_to {
                    Some(to) => sandbox.telegram().user_replies(message.from, to, text)?,
                    None => sandbox.telegram().user_says(message.from, text, Some(message.chat))?,
                }
            };
            ensure!(number == message.id, "message {} got number {number}", message.id);
        }
        for tweet in &self.tweets {
            sandbox.x().post_by_hand(tweet);
        }
        self.say_again(sandbox, &bot, heard).await
    }

    /// Brings the numbers of updates to where they were, and queues those that were not confirmed.
    async fn say_again(&self, sandbox: &Sandbox, bot: &Bot, heard: i64) -> anyhow::Result<()> {
        let first = self.updates.first().context("an update waits")?;
        let first = first["update_id"].as_i64().context("an update has a number")?;
        for _ in heard + 1..first {
            sandbox.telegram().inject_update("message", &json!({}));
        }
        bot.updates(first).await?;
        for update in &self.updates {
            let mut fields = update.as_object().context("an update is an object")?.iter();
            let (kind, content) =
                fields.find(|(name, _)| *name != "update_id").context("an update says what")?;
            sandbox.telegram().inject_update(kind, content);
        }
        let waiting = bot.updates(first).await?;
        ensure!(waiting == self.updates, "other updates wait: {waiting:?}");
        Ok(())
    }
}

/// The Bot API, as the bot uses it.
struct Bot {
    client: reqwest::Client,
    address: String,
}

impl Bot {
    fn of(sandbox: &Sandbox) -> Self {
        let address = format!("{}/bot{}", sandbox.telegram_url(), sandbox.credentials().telegram_token);
        Self { client: reqwest::Client::new(), address }
    }

    async fn call(&self, method: &str, fields: &Value) -> anyhow::Result<Value> {
        let request = self.client.post(format!("{}/{method}", self.address)).json(fields);
        let mut answer: Value = request.send().await?.json().await?;
        ensure!(answer["ok"] == true, "{method}: {answer}");
        Ok(answer["result"].take())
    }

    /// Updates that wait from this number on; those before it are confirmed.
    async fn updates(&self, from: i64) -> anyhow::Result<Vec<Value>> {
        let waiting = self.call("getUpdates", &json!({ "timeout": 0, "offset": from })).await?;
        Ok(waiting.as_array().context("updates are a list")?.clone())
    }

    /// Sends the message, buttons included.
    async fn send(&self, message: &ChatMessage) -> anyhow::Result<i64> {
        let button = |button: &Button| match &button.url {
            Some(url) => json!({ "text": button.text, "url": url }),
            None => json!({ "text": button.text, "callback_data": button.data }),
        };
        let rows: Vec<Vec<Value>> =
            message.buttons.iter().map(|row| row.iter().map(button).collect()).collect();
        let mut fields = json!({ "chat_id": message.chat, "text": message.html, "parse_mode": "HTML" });
        if message.force_reply {
            fields["reply_markup"] = json!({ "force_reply": true });
        } else if !rows.is_empty() {
            fields["reply_markup"] = json!({ "inline_keyboard": rows });
        }
        if let Some(to) = message.reply_to {
            fields["reply_parameters"] = json!({ "message_id": to });
        }
        let sent = self.call("sendMessage", &fields).await?;
        sent["message_id"].as_i64().context("a message has a number")
    }
}
