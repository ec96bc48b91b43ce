//! The Bot API client: one HTTP client for requests, one for the long poll (its requests last as long as a poll).

use std::time::Duration;

use backon::Retryable;
use commands::retry_policy::TELEGRAM_REPLY;
use engine::backoff::exponential;
use reqwest_telegram as reqwest;
use secrecy::ExposeSecret;
use teloxide::Bot;
use teloxide::payloads::{
    AnswerCallbackQuerySetters, EditMessageTextSetters, GetUpdatesSetters, SendMessageSetters,
};
use teloxide::requests::Requester;
use teloxide::types::{
    AllowedUpdate, BotCommand, CallbackQueryId, ChatAction, ChatId, ForceReply, InlineKeyboardButton,
    InlineKeyboardMarkup, LinkPreviewOptions, Me, MessageId, ParseMode, ReplyMarkup, ReplyParameters, Update,
};

use super::bot_api_error::BotApiError;
use super::config::TelegramConfig;
use super::html::shortened;
use super::reply::{Button, Reply, Target};

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
    /// The message that is answered, shown in groups.
    pub(super) reply_to: Option<i32>,
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
        Ok(self.requests.get_me().await?)
    }

    /// Sets the menu of commands.
    pub(super) async fn set_commands(&self, commands: Vec<BotCommand>) -> Result<(), BotApiError> {
        self.requests.set_my_commands(commands).await?;
        Ok(())
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

    /// Sends a reply page by page, with retries while Telegram is busy; the number of the last message, if there is one.
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
            last = Some(send.retry(exponential(TELEGRAM_REPLY)).when(is_busy).adjust(pause).await?);
        }
        Ok(last)
    }

    /// Sends one page and returns the message's number.
    pub(super) async fn send(
        &self,
        to: Destination,
        page: &str,
        markup: Option<ReplyMarkup>,
    ) -> Result<i32, BotApiError> {
        let mut request = self.requests.send_message(ChatId(to.chat), page);
        request = request.parse_mode(ParseMode::Html).link_preview_options(no_preview());
        request.reply_markup = markup;
        request.reply_parameters =
            to.reply_to.map(|message| ReplyParameters::new(MessageId(message)).allow_sending_without_reply());
        Ok(request.await?.id.0)
    }

    /// Replaces text and buttons of a message.
    pub(super) async fn edit(&self, chat: i64, message: i32, reply: &Reply) -> Result<(), BotApiError> {
        let page = reply.pages().into_iter().next().unwrap_or_default();
        let mut request = self.requests.edit_message_text(ChatId(chat), MessageId(message), page);
        request = request.parse_mode(ParseMode::Html).link_preview_options(no_preview());
        request.reply_markup = keyboard(&reply.rows);
        request.await?;
        Ok(())
    }

    /// Takes the buttons from a message.
    pub(super) async fn remove_buttons(&self, chat: i64, message: i32) -> Result<(), BotApiError> {
        self.requests.edit_message_reply_markup(ChatId(chat), MessageId(message)).await?;
        Ok(())
    }

    /// Answers a callback query: a notice that fades, or an alert to be dismissed; silently without a text.
    pub(super) async fn answer(
        &self,
        query: &CallbackQueryId,
        text: &str,
        alert: bool,
    ) -> Result<(), BotApiError> {
        let mut request = self.requests.answer_callback_query(query.clone());
        if !text.is_empty() {
            request = request.text(shortened(text, LONGEST_NOTICE)).show_alert(alert);
        }
        request.await?;
        Ok(())
    }

    /// Shows that the bot is at work. Nothing depends on it.
    pub(super) async fn typing(&self, chat: i64) {
        self.requests.send_chat_action(ChatId(chat), ChatAction::Typing).await.ok();
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

/// The markup under the last page of a reply.
pub(super) fn markup(reply: &Reply) -> Option<ReplyMarkup> {
    if reply.question.is_some() {
        return Some(ReplyMarkup::ForceReply(ForceReply::new().selective()));
    }
    keyboard(&reply.rows).map(ReplyMarkup::InlineKeyboard)
}

fn keyboard(rows: &[Vec<Button>]) -> Option<InlineKeyboardMarkup> {
    let rows: Vec<Vec<_>> = rows.iter().map(|row| row.iter().filter_map(button).collect()).collect();
    (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows))
}

fn button(button: &Button) -> Option<InlineKeyboardButton> {
    match &button.target {
        Target::Press(action) => Some(InlineKeyboardButton::callback(&button.label, action.encode())),
        Target::Open(address) => Some(InlineKeyboardButton::url(&button.label, address.parse().ok()?)),
    }
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
