//! The sender: a reply goes to its chat page by page, with a retry when Telegram is busy.

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use chrono::{DateTime, Utc};
use sqlx::PgPool;

use super::bot_api_error::BotApiError;
use super::client::{Client, Destination, markup};
use super::prompts;
use super::reply::Reply;

/// The longest pause before a page is sent again; beyond it the reply is given up, others wait behind it.
const LONGEST_PAUSE: Duration = Duration::from_secs(20);

/// Sends a reply and remembers its question. What cannot be sent is logged: the command behind it is done.
pub(super) async fn send_reply(
    client: &Client,
    pool: &PgPool,
    to: Destination,
    reply: &Reply,
    now: DateTime<Utc>,
) {
    match send_pages(client, to, reply).await {
        Ok(Some(message)) => remember_question(pool, to.chat, message, reply, now).await,
        Ok(None) => {}
        Err(error) => tracing::warn!(chat = to.chat, %error, "a reply could not be sent"),
    }
}

/// Sends all pages; the number of the last message, if there is one.
async fn send_pages(client: &Client, to: Destination, reply: &Reply) -> Result<Option<i32>, BotApiError> {
    let pages = reply.pages();
    let mut last = None;
    for (number, page) in (1..).zip(&pages) {
        let markup = if number == pages.len() { markup(reply) } else { None };
        // Only the first page answers the message; a group would see each page as another answer.
        let to = Destination { reply_to: to.reply_to.filter(|_| number == 1), ..to };
        let send = || client.send(to, page, markup.clone());
        last = Some(send.retry(backoff()).when(is_busy).adjust(pause).await?);
    }
    Ok(last)
}

fn backoff() -> ExponentialBuilder {
    ExponentialBuilder::default().with_jitter().with_min_delay(Duration::from_millis(300)).with_max_times(4)
}

fn is_busy(error: &BotApiError) -> bool {
    matches!(error, BotApiError::Busy { .. })
}

fn pause(error: &BotApiError, planned: Option<Duration>) -> Option<Duration> {
    // Telegram's own time counts, and where it asks for longer than we wait, `None` ends the retries.
    let pause = error.retry_after().map_or(planned?, |asked| asked.max(planned.unwrap_or_default()));
    (pause <= LONGEST_PAUSE).then_some(pause)
}

async fn remember_question(pool: &PgPool, chat: i64, message: i32, reply: &Reply, now: DateTime<Utc>) {
    let Some(purpose) = &reply.question else { return };
    if let Err(error) = prompts::keep(pool, chat, message, purpose, now).await {
        tracing::warn!(%error, "a question could not be remembered; its answer will not be understood");
    }
}
