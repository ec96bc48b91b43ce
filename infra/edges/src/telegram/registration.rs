//! Registers the webhook with Telegram, and registers it again when somebody has changed it.
//!
//! It is never taken away: in a rolling restart the instances of before and after share it, and what comes while none of
//! them answers is kept by Telegram and delivered later.

use std::time::Duration;

use reqwest::Url;
use secrecy::SecretString;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use super::bot_api_error::BotApiError;
use super::bot_context::BotContext;
use super::config::TelegramConfig;
use super::introduction::{introduce, pause};
use super::notices::TelegramNotices;
use super::webhook::secret_of;

/// How often Telegram is asked where it delivers to.
const CHECK: Duration = Duration::from_mins(5);

/// Keeps the webhook registered. Only one instance needs to run it: hold a lease.
pub struct WebhookRegistration {
    bot: BotContext,
    address: Url,
    secret: SecretString,
}

impl WebhookRegistration {
    /// For the bot of the notices; `None` if the configuration names no address.
    pub fn new(notices: &TelegramNotices, config: &TelegramConfig) -> Option<Self> {
        let address = config.webhook_url.clone()?;
        Some(Self { bot: notices.bot().clone(), address, secret: secret_of(&config.token) })
    }

    /// Registers, and looks every few minutes whether it is still so, until `stop`.
    pub async fn run(&self, stop: CancellationToken) {
        if introduce(&self.bot, &stop).await.is_none() {
            return;
        }
        let (mut failures, mut registered) = (0, false);
        while !stop.is_cancelled() {
            let Some(result) = stop.run_until_cancelled(self.register(registered)).await else { return };
            match result {
                Ok(()) => {
                    (failures, registered) = (0, true);
                    stop.run_until_cancelled(sleep(CHECK)).await;
                }
                Err(error) => {
                    failures += 1;
                    pause(&error, failures, &stop).await;
                }
            }
        }
    }

    /// Registers unless this was done and holds.
    async fn register(&self, registered: bool) -> Result<(), BotApiError> {
        let client = &self.bot.client;
        if registered {
            let seen = client.webhook().await?;
            if let Some(why) = seen.last_error.filter(|_| seen.waiting > 0) {
                warn!(waiting = seen.waiting, why, "Telegram could not deliver updates");
            }
            if seen.address == self.address.as_str() {
                return Ok(());
            }
            error!("the webhook was changed by somebody else who has the bot's token; it is set again");
        }
        client.set_webhook(self.address.clone(), &self.secret).await?;
        info!(address = %self.address, "Telegram delivers updates to the webhook");
        Ok(())
    }
}
