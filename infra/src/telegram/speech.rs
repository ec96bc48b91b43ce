//! Saying a reply in a chat: page by page, again when Telegram is busy.

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use chrono::{DateTime, Utc};
use sqlx::PgPool;

use super::client::{Client, Place, markup};
use super::prompts;
use super::reply::Reply;
use super::trouble::Trouble;

/// The longest pause before a page is sent again; beyond it the reply is given up, others wait behind it.
const LONGEST_PAUSE: Duration = Duration::from_secs(20);

/// Says a reply and remembers its question. What cannot be said is logged: the command behind it is done.
pub(super) async fn say(client: &Client, pool: &PgPool, place: Place, reply: &Reply, now: DateTime<Utc>) {
    match pages(client, place, reply).await {
        Ok(Some(message)) => remember(pool, place.chat, message, reply, now).await,
        Ok(None) => {}
        Err(trouble) => tracing::warn!(chat = place.chat, %trouble, "a reply could not be sent"),
    }
}

/// Sends all pages; the number of the last message, if there is one.
async fn pages(client: &Client, place: Place, reply: &Reply) -> Result<Option<i32>, Trouble> {
    let pages = reply.pages();
    let mut last = None;
    for (number, page) in (1..).zip(&pages) {
        let markup = if number == pages.len() { markup(reply) } else { None };
        let place = Place { reply_to: place.reply_to.filter(|_| number == 1), ..place };
        let send = || client.send(place, page, markup.clone());
        last = Some(send.retry(pauses()).when(is_busy).adjust(pause).await?);
    }
    Ok(last)
}

fn pauses() -> ExponentialBuilder {
    ExponentialBuilder::default().with_jitter().with_min_delay(Duration::from_millis(300)).with_max_times(4)
}

fn is_busy(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::Busy { .. })
}

fn pause(trouble: &Trouble, planned: Option<Duration>) -> Option<Duration> {
    let pause = trouble.retry_after().map_or(planned?, |asked| asked.max(planned.unwrap_or_default()));
    (pause <= LONGEST_PAUSE).then_some(pause)
}

async fn remember(pool: &PgPool, chat: i64, message: i32, reply: &Reply, now: DateTime<Utc>) {
    let Some(purpose) = &reply.question else { return };
    if let Err(error) = prompts::keep(pool, (chat, message), purpose, now).await {
        tracing::warn!(%error, "a question could not be remembered; its answer will not be understood");
    }
}
