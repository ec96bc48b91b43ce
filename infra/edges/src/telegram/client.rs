//! The bot's requests, in the words of its edge: messages, edits, answers to presses, updates.

use commands::retry_policy::TELEGRAM_ANSWER;
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use teloxide::payloads::{
    AnswerCallbackQuery, AnswerCallbackQuerySetters, EditMessageReplyMarkup, EditMessageText,
    EditMessageTextSetters, GetMe, GetUpdates, GetUpdatesSetters, GetWebhookInfo, SendChatAction,
    SendMessage, SendMessageSetters, SetMyCommands, SetMyCommandsSetters, SetWebhook, SetWebhookSetters,
};
use teloxide::types::{
    AllowedUpdate, BotCommand, BotCommandScope, CallbackQueryId, ChatAction, ChatId, InlineKeyboardMarkup,
    LinkPreviewOptions, Me, MessageId, ParseMode, Recipient, ReplyMarkup, ReplyParameters, ThreadId,
};
use tokio::time::{Instant, sleep};

use super::bot_api::BotApi;
use super::bot_api_error::BotApiError;
use super::config::TelegramConfig;
use super::html::shortened;
use super::keyboard::without_doubtful;

/// How long a long poll waits for an update, in seconds.
const POLL_SECONDS: u32 = 25;
/// The updates that are handled; Telegram keeps the others to itself.
const ALLOWED: [AllowedUpdate; 2] = [AllowedUpdate::Message, AllowedUpdate::CallbackQuery];
/// The longest text of an answer to a callback query.
const LONGEST_NOTICE: usize = 200;

/// Sends requests to the Bot API. Cheap to clone.
#[derive(Clone)]
pub(super) struct Client {
    api: BotApi,
}

/// What is known of the webhook.
#[derive(Debug, Deserialize)]
pub(super) struct WebhookState {
    /// Where updates are posted; empty: nowhere, they are polled.
    #[serde(rename = "url")]
    pub(super) address: String,
    /// Updates that are not delivered yet.
    #[serde(rename = "pending_update_count", default)]
    pub(super) waiting: u64,
    /// Why the last delivery that failed did.
    #[serde(rename = "last_error_message")]
    pub(super) last_error: Option<String>,
}

/// Where a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Destination {
    /// The chat.
    pub(super) chat: i64,
    /// The topic of the chat, if it is a forum's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) topic: Option<i32>,
    /// The message that is answered, shown in groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) reply_to: Option<i32>,
}

impl Destination {
    /// A chat outside of its topics, as news and not as an answer.
    pub(super) fn chat(chat: i64) -> Self {
        Self { chat, topic: None, reply_to: None }
    }
}

impl Client {
    /// A client; nothing is sent yet.
    pub(super) fn new(config: &TelegramConfig) -> Result<Self, reqwest::Error> {
        Ok(Self { api: BotApi::new(config)? })
    }

    /// Who the bot is.
    pub(super) async fn me(&self) -> Result<Me, BotApiError> {
        understood("getMe", &self.api.call(&GetMe::new()).await?)
    }

    /// Sets the menu of commands.
    pub(super) async fn set_commands(&self, commands: Vec<BotCommand>) -> Result<(), BotApiError> {
        self.api.call(&SetMyCommands::new(commands)).await.map(drop)
    }

    /// Sets the menu of a person's private chat.
    pub(super) async fn set_commands_of(
        &self,
        user: i64,
        commands: Vec<BotCommand>,
    ) -> Result<(), BotApiError> {
        let scope = BotCommandScope::Chat { chat_id: Recipient::Id(ChatId(user)) };
        self.api.call(&SetMyCommands::new(commands).scope(scope)).await.map(drop)
    }

    /// Has updates posted to this address, with this secret.
    pub(super) async fn set_webhook(&self, address: Url, secret: &SecretString) -> Result<(), BotApiError> {
        let request = SetWebhook::new(address).allowed_updates(ALLOWED).secret_token(secret.expose_secret());
        self.api.call(&request).await.map(drop)
    }

    /// Where Telegram posts updates, and how that goes.
    pub(super) async fn webhook(&self) -> Result<WebhookState, BotApiError> {
        understood("getWebhookInfo", &self.api.call(&GetWebhookInfo::new()).await?)
    }

    /// Confirms all updates before the offset and waits for others, which are returned as they came.
    pub(super) async fn updates(&self, offset: Option<i32>) -> Result<Vec<Value>, BotApiError> {
        let request = GetUpdates::new().timeout(POLL_SECONDS).allowed_updates(ALLOWED);
        understood("getUpdates", &self.api.call(&GetUpdates { offset, ..request }).await?)
    }

    /// Confirms all updates before the offset.
    pub(super) async fn confirm(&self, offset: i32) -> Result<(), BotApiError> {
        self.api.call(&GetUpdates::new().offset(offset).limit(1).timeout(0)).await.map(drop)
    }

    /// Sends one page and returns the message's number, if Telegram told it.
    pub(super) async fn send(
        &self,
        to: Destination,
        page: &str,
        markup: Option<ReplyMarkup>,
    ) -> Result<Option<i32>, BotApiError> {
        let message = |markup| {
            let message = SendMessage::new(ChatId(to.chat), page).parse_mode(ParseMode::Html);
            let reply_parameters = to
                .reply_to
                .map(|message| ReplyParameters::new(MessageId(message)).allow_sending_without_reply());
            let message_thread_id = to.topic.map(|topic| ThreadId(MessageId(topic)));
            let link_preview_options = Some(no_preview());
            SendMessage {
                message_thread_id,
                reply_markup: markup,
                reply_parameters,
                link_preview_options,
                ..message
            }
        };
        let sent = self.api.call(&message(markup.clone())).await;
        let fewer = without_doubtful(markup.clone());
        if let Err(BotApiError::Refused(why)) = &sent
            && fewer != markup
        {
            // a page is worth more than a button that nobody can read
            tracing::warn!(why, "Telegram refused a keyboard; it is sent again without doubtful buttons");
            return Ok(message_number(&self.api.call(&message(fewer)).await?));
        }
        Ok(message_number(&sent?))
    }

    /// Replaces text and buttons of a message. One that reads so already is as it should be.
    pub(super) async fn edit(
        &self,
        chat: i64,
        message: i32,
        page: &str,
        markup: Option<ReplyMarkup>,
    ) -> Result<(), BotApiError> {
        let edit = EditMessageText::new(ChatId(chat), MessageId(message), page).parse_mode(ParseMode::Html);
        let (reply_markup, link_preview_options) = (markup.and_then(inline), Some(no_preview()));
        or_unchanged(self.api.call(&EditMessageText { reply_markup, link_preview_options, ..edit }).await)
    }

    /// Takes the buttons from a message.
    pub(super) async fn remove_buttons(&self, chat: i64, message: i32) -> Result<(), BotApiError> {
        or_unchanged(self.api.call(&EditMessageReplyMarkup::new(ChatId(chat), MessageId(message))).await)
    }

    /// Answers a callback query: a notice that fades, or an alert to be dismissed; silently without a text. It is repeated while
    /// Telegram is busy and the press is fresh.
    pub(super) async fn answer(
        &self,
        query: &CallbackQueryId,
        text: &str,
        alert: bool,
    ) -> Result<(), BotApiError> {
        let mut answer = AnswerCallbackQuery::new(query.clone());
        if !text.is_empty() {
            answer = answer.text(shortened(text, LONGEST_NOTICE)).show_alert(alert);
        }
        let fresh_until = Instant::now() + TELEGRAM_ANSWER.longest_pause;
        for pauses in 0.. {
            let answered = self.api.call(&answer).await;
            let Err(BotApiError::Busy { retry_after, .. }) = &answered else { return answered.map(drop) };
            let pause = retry_after.unwrap_or_default().max(TELEGRAM_ANSWER.pause(pauses));
            if Instant::now() + pause > fresh_until {
                return answered.map(drop);
            }
            sleep(pause).await;
        }
        Ok(())
    }

    /// Shows that the bot is at work. Nothing depends on it.
    pub(super) async fn typing(&self, chat: i64, topic: Option<i32>) {
        let action = SendChatAction::new(ChatId(chat), ChatAction::Typing);
        let message_thread_id = topic.map(|topic| ThreadId(MessageId(topic)));
        self.api.call(&SendChatAction { message_thread_id, ..action }).await.ok();
    }
}

/// An answer that has to be read; what it lacks is said.
fn understood<T: DeserializeOwned>(method: &str, answer: &Value) -> Result<T, BotApiError> {
    // From text and not from the value: teloxide reads an update only if it can borrow the names of its fields.
    let text = answer.to_string();
    serde_json::from_str(&text).map_err(|error| BotApiError::Incomplete(format!("{method}: {error}")))
}

/// The number of the message that was sent, if the answer tells it.
fn message_number(answer: &Value) -> Option<i32> {
    i32::try_from(answer.get("message_id")?.as_i64()?).ok()
}

fn or_unchanged(edited: Result<Value, BotApiError>) -> Result<(), BotApiError> {
    match edited {
        Ok(_) | Err(BotApiError::Unchanged) => Ok(()),
        Err(error) => Err(error),
    }
}

/// An edit sets inline keyboards alone.
fn inline(markup: ReplyMarkup) -> Option<InlineKeyboardMarkup> {
    if let ReplyMarkup::InlineKeyboard(keyboard) = markup { Some(keyboard) } else { None }
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

#[cfg(test)]
mod tests;
