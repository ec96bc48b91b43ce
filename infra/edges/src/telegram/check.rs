//! `memebot doctor`'s question to Telegram.

use super::bot_api_error::BotApiError;
use super::client::Client;
use super::config::TelegramConfig;

/// Whether Telegram answers and accepts the bot's token: one sentence either way.
pub async fn check(config: &TelegramConfig) -> Result<String, String> {
    let client = Client::new(config).map_err(|error| format!("no HTTP client can be made: {error}"))?;
    match client.me().await {
        Ok(me) => {
            let delivery = delivery(&client, config).await?;
            Ok(format!("the token is that of @{}; {delivery}", me.user.username.unwrap_or_default()))
        }
        Err(error @ BotApiError::Incomplete(_)) => {
            Err(format!("is TELEGRAM_API_URL Telegram's address? Asked who the bot is, {error}"))
        }
        Err(error) => Err(format!("Telegram does not accept TELEGRAM_BOT_TOKEN or does not answer: {error}")),
    }
}

/// How updates come.
async fn delivery(client: &Client, config: &TelegramConfig) -> Result<String, String> {
    let seen = client.webhook().await.map_err(|error| format!("the webhook cannot be asked for: {error}"))?;
    let elsewhere = !seen.address.is_empty();
    match &config.webhook_url {
        None if elsewhere => {
            Err("its updates go to a webhook, so polling gets none: set TELEGRAM_WEBHOOK_URL, or end it by \
                                  calling the Bot API's deleteWebhook once"
                .to_owned())
        }
        None => Ok("updates are polled".to_owned()),
        Some(address) if seen.address != address.as_str() => {
            Ok("`memebot serve` will set the webhook".to_owned())
        }
        Some(_) => match seen.last_error.filter(|_| seen.waiting > 0) {
            Some(why) => Err(format!(
                "{} updates wait, as Telegram cannot post them to TELEGRAM_WEBHOOK_URL: {why}",
                seen.waiting
            )),
            None => Ok(format!("updates come by webhook, {} wait", seen.waiting)),
        },
    }
}
