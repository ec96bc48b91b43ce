//! What comes before updates do: the bot learns its name and sets its menu, for as long as it takes.

use commands::retry_policy::{TELEGRAM_TAKEN, TELEGRAM_UPDATES};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use super::bot_api_error::BotApiError;
use super::bot_context::BotContext;
use super::commands::menu;

/// Learns the bot's name and sets its menu; `None` when stopped before.
pub(super) async fn introduce(bot: &BotContext, stop: &CancellationToken) -> Option<()> {
    let mut failures = 0;
    loop {
        let setup = async {
            let me = bot.user_name().await?;
            bot.client.set_commands(menu()).await?;
            info!(bot = me, "listening to Telegram");
            Ok::<_, BotApiError>(())
        };
        match stop.run_until_cancelled(setup).await? {
            Ok(()) => return Some(()),
            Err(error) => {
                failures += 1;
                pause(&error, failures, stop).await;
            }
        }
    }
}

/// Waits before the next try: longer each time, as long as Telegram asks, and not at all once stopped.
pub(super) async fn pause(error: &BotApiError, failures: u32, stop: &CancellationToken) {
    let pause = match error {
        // the instance that ran before may hold its last long poll for a moment: not worth an alarm yet
        BotApiError::Conflict(_) if failures > 2 => {
            error!(%error, "Telegram gives the updates to somebody else: another instance, or a webhook of this bot");
            TELEGRAM_TAKEN.first_pause
        }
        BotApiError::Unauthorised(_) | BotApiError::Refused(_) | BotApiError::Gone(_) => {
            error!(%error, "Telegram does not accept this bot; is TELEGRAM_BOT_TOKEN right?");
            TELEGRAM_UPDATES.longest_pause
        }
        BotApiError::Incomplete(_) => {
            error!(%error, "Telegram cannot be understood; is TELEGRAM_API_URL right?");
            TELEGRAM_UPDATES.pause(failures - 1)
        }
        BotApiError::Busy { .. }
        | BotApiError::Cut(_)
        | BotApiError::Conflict(_)
        | BotApiError::Moved(_)
        | BotApiError::Missing
        | BotApiError::Unchanged => {
            warn!(%error, failures, "Telegram cannot be reached");
            error.retry_after().unwrap_or_default().max(TELEGRAM_UPDATES.pause(failures - 1))
        }
    };
    stop.run_until_cancelled(sleep(pause)).await;
}
