//! The Bot API client: one HTTP client for requests, one for the long poll (its requests last as long as a poll).

use std::time::Duration;

use backon::Retryable;
use commands::retry_policy::{TELEGRAM_ANSWER, TELEGRAM_REPLY};
use engine::backoff::exponential;
use reqwest_telegram as reqwest;
use secrecy::ExposeSecret;
use serde::Serialize;
use teloxide::Bot;
use teloxide::payloads::{
    AnswerCallbackQuery, AnswerCallbackQuerySetters, EditMessageReplyMarkup, EditMessageText,
    EditMessageTextSetters, GetMe, GetUpdatesSetters, SendMessage, SendMessageSetters, SetMyCommands,
};
use teloxide::requests::{JsonRequest, Payload, Requester};
use teloxide::types::{
    AllowedUpdate, BotCommand, CallbackQueryId, ChatAction, ChatId, LinkPreviewOptions, Me, MessageId,
    ParseMode, ReplyMarkup, ReplyParameters, ThreadId, Update,
};
use tokio::time::{Instant, sleep};

use super::any_result::{Answered, AnyResult};
use super::bot_api_error::BotApiError;
use super::config::TelegramConfig;
use super::html::shortened;
use super::keyboard::{keyboard, markup, without_doubtful};
use super::reply::Reply;

/// How long a long poll waits for an update, in seconds.
const POLL_SECONDS: u32 = 25;
/// How long other requests may take.
const REQUEST: Duration = Duration::from_secs(15);
/// The longest text of an answer to a callback query.
const LONGEST_NOTICE: usize = 200;

/// Sends requests to the Bot API. Cheap to clone.
#[derive(Clone)]
pub(super) struct Client {
    requests: Bot,
    polling: Bot,
}

/// Where a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Destination {
    /// The chat.
    pub(super) chat: i64,
    /// The topic of the chat, if it is a forum's.
    pub(super) topic: Option<i32>,
    /// The message that is answered, shown in groups.
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
        let bot = |timeout| -> Result<Bot, reqwest::Error> {
            let client = http(timeout)?;
            Ok(Bot::with_client(config.token.expose_secret(), client).set_api_url(config.api_url.clone()))
        };
        let poll = Duration::from_secs(POLL_SECONDS.into()) + REQUEST;
        Ok(Self { requests: bot(REQUEST)?, polling: bot(poll)? })
    }

    /// Who the bot is.
    pub(super) async fn me(&self) -> Result<Me, BotApiError> {
        let answer = self.call(GetMe::new()).await?.0.unwrap_or_default();
        serde_json::from_value(answer).map_err(|error| BotApiError::Incomplete(format!("getMe: {error}")))
    }

    /// Sets the menu of commands.
    pub(super) async fn set_commands(&self, commands: Vec<BotCommand>) -> Result<(), BotApiError> {
        self.call(SetMyCommands::new(commands)).await.map(drop)
    }

    /// Confirms all updates before the offset and waits for others.
    pub(super) async fn updates(&self, offset: Option<i32>) -> Result<Vec<Update>, BotApiError> {
        let allowed = [AllowedUpdate::Message, AllowedUpdate::CallbackQuery];
        let mut request = self.polling.get_updates().timeout(POLL_SECONDS).allowed_updates(allowed);
        request.offset = offset;
        Ok(request.await?)
    }

    /// Confirms all updates before the offset.
    pub(super) async fn confirm(&self, offset: i32) -> Result<(), BotApiError> {
        self.requests.get_updates().offset(offset).limit(1).timeout(0).await?;
        Ok(())
    }

    /// Sends a reply page by page, with retries while Telegram is busy; the number of the last message, if Telegram told it.
    pub(super) async fn send_reply(
        &self,
        to: Destination,
        reply: &Reply,
    ) -> Result<Option<i32>, BotApiError> {
        let pages = reply.pages();
        let mut last = None;
        for (number, page) in (1..).zip(&pages) {
            let markup = if number == pages.len() { markup(reply) } else { None };
            // Only the first page answers the message; a group would see each page as another answer.
            let to = Destination { reply_to: to.reply_to.filter(|_| number == 1), ..to };
            let send = || self.send(to, page, markup.clone());
            last = send.retry(exponential(TELEGRAM_REPLY)).when(is_busy).adjust(pause).await?;
        }
        Ok(last)
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
        let sent = self.call(message(markup.clone())).await;
        let fewer = without_doubtful(markup.clone());
        if let Err(BotApiError::Refused(why)) = &sent
            && fewer != markup
        {
            // a page is worth more than a button that nobody can read
            tracing::warn!(why, "Telegram refused a keyboard; it is sent again without doubtful buttons");
            return Ok(self.call(message(fewer)).await?.message());
        }
        Ok(sent?.message())
    }

    /// Replaces text and buttons of a message. One that reads so already is as it should be.
    pub(super) async fn edit(&self, chat: i64, message: i32, reply: &Reply) -> Result<(), BotApiError> {
        let page = reply.pages().into_iter().next().unwrap_or_default();
        let edit = EditMessageText::new(ChatId(chat), MessageId(message), page).parse_mode(ParseMode::Html);
        let (reply_markup, link_preview_options) = (keyboard(&reply.rows), Some(no_preview()));
        or_unchanged(self.call(EditMessageText { reply_markup, link_preview_options, ..edit }).await)
    }

    /// Takes the buttons from a message.
    pub(super) async fn remove_buttons(&self, chat: i64, message: i32) -> Result<(), BotApiError> {
        or_unchanged(self.call(EditMessageReplyMarkup::new(ChatId(chat), MessageId(message))).await)
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
            let answered = self.call(answer.clone()).await;
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
        let mut action = self.requests.send_chat_action(ChatId(chat), ChatAction::Typing);
        action.message_thread_id = topic.map(|topic| ThreadId(MessageId(topic)));
        action.await.ok();
    }

    /// A call that took effect if Telegram said `ok`.
    async fn call<P>(&self, payload: P) -> Result<Answered, BotApiError>
    where
        P: Payload + Serialize + Send + Sync + 'static,
    {
        Ok(JsonRequest::new(self.requests.clone(), AnyResult(payload)).await?)
    }
}

fn or_unchanged(edited: Result<Answered, BotApiError>) -> Result<(), BotApiError> {
    match edited {
        Ok(_) | Err(BotApiError::Unchanged) => Ok(()),
        Err(error) => Err(error),
    }
}

fn http(timeout: Duration) -> Result<reqwest::Client, reqwest::Error> {
    // rustls wants one default provider per process; whichever crate comes first installs it, all name the same
    rustls::crypto::aws_lc_rs::default_provider().install_default().ok();
    reqwest::Client::builder()
        .connect_timeout(Duration::from_secs(5))
        .timeout(timeout)
        .tcp_nodelay(true)
        .build()
}

fn is_busy(error: &BotApiError) -> bool {
    matches!(error, BotApiError::Busy { .. })
}

fn pause(error: &BotApiError, planned: Option<Duration>) -> Option<Duration> {
    // Telegram's own time counts, and where it asks for longer than we wait, `None` ends the retries: other replies wait
    // behind this one.
    let pause = error.retry_after().map_or(planned?, |asked| asked.max(planned.unwrap_or_default()));
    (pause <= TELEGRAM_REPLY.longest_pause).then_some(pause)
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
mod tests {
    use super::{Client, TelegramConfig};
    use engine::config::{Section, SettingsReader};

    #[tokio::test]
    async fn errors_never_show_the_token() {
        let nobody = format!("http://127.0.0.1:{}", harness::free_port());
        let look_up = |name: &str| match name {
            "TELEGRAM_BOT_TOKEN" => Some("7:very-secret".to_owned()),
            "TELEGRAM_API_URL" => Some(nobody.clone()),
            _ => None,
        };
        let config = TelegramConfig::read(&mut SettingsReader::new(&look_up)).expect("the values are valid");
        let error = Client::new(&config).unwrap().me().await.unwrap_err();
        assert!(!format!("{error} {error:?}").contains("very-secret"), "{error:?}");
    }
}
