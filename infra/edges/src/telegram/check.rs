//! `memebot doctor`'s question to Telegram.

use super::bot_api_error::BotApiError;
use super::client::Client;
use super::config::TelegramConfig;

/// Whether Telegram answers and accepts the bot's token: one sentence either way.
pub async fn check(config: &TelegramConfig) -> Result<String, String> {
    let client = Client::new(config).map_err(|error| format!("no HTTP client can be made: {error}"))?;
    match client.me().await {
        Ok(me) => Ok(format!("the token is that of @{}", me.user.username.unwrap_or_default())),
        Err(error @ BotApiError::Incomplete(_)) => {
            Err(format!("is TELEGRAM_API_URL Telegram's address? Asked who the bot is, {error}"))
        }
        Err(error) => Err(format!("Telegram does not accept TELEGRAM_BOT_TOKEN or does not answer: {error}")),
    }
}
