//! What is measured of a bot, whichever it is: people write, and the stand-in's record says when they were answered.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use sandbox::Sandbox;
use sandbox::faults::Service;
use sandbox::journal::Recorded;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};

use crate::workload::percentile;

/// Chats with one person each.
pub(crate) const CHATS: usize = 200;
/// How many are asked one after the other.
const ALONE: usize = 40;
/// How many are asked at once in one chat.
const AT_ONCE: usize = 300;
/// Between two updates: 200 per second.
const PACE: Duration = Duration::from_millis(5);
/// A rest between two that are alone.
const REST: Duration = Duration::from_millis(150);
const PATIENCE: Duration = Duration::from_mins(2);
/// Between two looks at whether all is answered.
const LOOK: Duration = Duration::from_millis(100);

/// What was measured.
#[derive(Debug)]
pub(crate) struct Figures {
    pub(crate) alone_ms: f64,
    pub(crate) after_write_ms: f64,
    pub(crate) three_hundred_s: f64,
    pub(crate) steady_p50_ms: f64,
    pub(crate) steady_p99_ms: f64,
}

/// The private chat of one of the people.
pub(crate) fn chat(number: usize) -> i64 {
    2_001 + i64::try_from(number).expect("there are few chats")
}

/// Measures everything with this command.
pub(crate) async fn measure(sandbox: &Sandbox, command: &str, lasting: Duration) -> anyhow::Result<Figures> {
    let (mut alone, mut after) = (Vec::new(), Vec::new());
    for number in 0..ALONE {
        sleep(REST).await;
        alone.push(one(sandbox, chat(2 * number), command).await.context("alone")?);
        // the next one comes when the answer to this one is there
        after.push(one(sandbox, chat(2 * number + 1), command).await.context("after another")?);
    }
    sleep(REST).await;
    let crowd = many(sandbox, command, Duration::ZERO, &[chat(0); AT_ONCE]).await.context("at once")?;
    sleep(REST).await;
    let number = usize::try_from(lasting.as_micros() / PACE.as_micros())?;
    let chats: Vec<i64> = (0..number).map(|number| chat(number % CHATS)).collect();
    let steady = many(sandbox, command, PACE, &chats).await.context("at a steady rate")?;
    Ok(Figures {
        alone_ms: percentile(&sorted(alone), 50),
        after_write_ms: percentile(&sorted(after), 50),
        three_hundred_s: crowd.last().context("there are some")?.as_secs_f64(),
        steady_p50_ms: percentile(&steady, 50),
        steady_p99_ms: percentile(&steady, 99),
    })
}

/// One command in a chat where nothing else waits.
async fn one(sandbox: &Sandbox, chat: i64, command: &str) -> anyhow::Result<Duration> {
    let said = sandbox.telegram().user_says(chat, command, None)?;
    let answered = |message: &sandbox::telegram::ChatMessage| message.from_bot && message.id > said;
    let answer = sandbox.telegram().wait_for_message(chat, PATIENCE, answered).await?;
    let asked = sandbox.telegram().messages(chat, said - 1).first().map(|message| message.at);
    time(asked.context("it was said")?, answer.at)
}

/// A command in each of these chats, at this pace; how long each took, ascending. In a chat the answers come in order.
async fn many(
    sandbox: &Sandbox,
    command: &str,
    pace: Duration,
    chats: &[i64],
) -> anyhow::Result<Vec<Duration>> {
    let before = answers(sandbox, 0).last().map_or(0, |request| request.number);
    let mut ticks = (!pace.is_zero()).then(|| interval(pace));
    if let Some(ticks) = &mut ticks {
        ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    }
    let mut asked: BTreeMap<i64, Vec<DateTime<Utc>>> = BTreeMap::new();
    for chat in chats {
        if let Some(ticks) = &mut ticks {
            ticks.tick().await;
        }
        asked.entry(*chat).or_default().push(now());
        sandbox.telegram().user_says(*chat, command, None)?;
    }
    let deadline = Instant::now() + PATIENCE;
    let answered = loop {
        let answered = answers(sandbox, before);
        if answered.len() >= chats.len() {
            break answered;
        }
        ensure!(Instant::now() < deadline, "{} of {} were answered", answered.len(), chats.len());
        sleep(LOOK).await;
    };
    let mut times = Vec::with_capacity(chats.len());
    for (chat, asked) in asked {
        let answered: Vec<_> = answered.iter().filter(|request| request.body["chat_id"] == chat).collect();
        ensure!(answered.len() == asked.len(), "{chat} got {} answers to {}", answered.len(), asked.len());
        for (asked, answered) in asked.iter().zip(answered) {
            times.push(time(*asked, answered.at)?);
        }
    }
    Ok(sorted(times))
}

/// The messages that the bot has sent after this request.
fn answers(sandbox: &Sandbox, after: u64) -> Vec<Recorded> {
    let mut requests = sandbox.requests_after(Service::Telegram, after);
    requests.retain(|request| request.path == "/sendMessage");
    requests
}

fn time(asked: DateTime<Utc>, answered: DateTime<Utc>) -> anyhow::Result<Duration> {
    (answered - asked).max(TimeDelta::zero()).to_std().context("time passes")
}

#[expect(clippy::disallowed_methods, reason = "the stand-in's record has the machine's time")]
fn now() -> DateTime<Utc> {
    Utc::now()
}

fn sorted(mut times: Vec<Duration>) -> Vec<Duration> {
    times.sort_unstable();
    times
}
