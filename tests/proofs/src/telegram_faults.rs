//! Telegram in trouble: for two minutes it floods, fails, shows pages, falls silent and breaks connections, and the bot is
//! killed five times meanwhile. People go on writing and deciding all the time, in three chats.

mod crowd;
mod seen;
mod trouble;

use std::time::Duration;

use anyhow::Context;
use async_trait::async_trait;
use commands::faults::Guard;
use rand::SeedableRng;
use rand::rngs::StdRng;
use sandbox::faults::Service;
use sandbox::telegram::SendLimits;
use sqlx::PgPool;
use tokio::time::{Instant, sleep};

use crate::case::Case;
use crate::options::Options;
use crate::proof::{Cases, Proof};
use crate::stage::{Outside, Stage};
use crowd::Crowd;
use seen::Seen;
use trouble::Trouble;

/// How long all goes well before: what is shown then is decided in the trouble.
const CALM: Duration = Duration::from_secs(20);
/// How long what waits may take afterwards: a chat is sent one message in a second.
const DRAINED: Duration = Duration::from_mins(4);
const PAUSE: Duration = Duration::from_millis(200);

/// What waits to be handled or to be sent.
const LEFT: &str = "
    SELECT count(*) FROM effects
     WHERE status IN ('queued', 'running', 'waiting') AND process IN ('telegram-inbox', 'telegram-outbox', 'announcing')";

/// Every kind of failure of Telegram, and kills.
pub struct TelegramFaults;

#[async_trait(?Send)]
impl Proof for TelegramFaults {
    fn name(&self) -> &'static str {
        "telegram-faults"
    }

    fn shows(&self) -> &'static str {
        "whatever Telegram answers and whenever the bot dies, every message arrives in the order of its chat, and at most once \
         more than once, marked"
    }

    fn guards(&self) -> &'static [Guard] {
        &[Guard::MessageRepeat]
    }

    async fn run(&self, options: &Options, cases: &Cases) -> anyhow::Result<()> {
        cases.plan(CHECKS.len() as u64 + 1);
        // The limits that Telegram has: the stand-in keeps them too.
        let limits = [("TELEGRAM_RATE", "30"), ("TELEGRAM_CHAT_RATE", "1"), ("TELEGRAM_GROUP_RATE", "20")];
        let mut stage = Stage::set(options, &limits).await?;
        stage.outside.sandbox.telegram().set_limits(Some(SendLimits::default()));
        let crowd = Crowd::gather(&stage.outside).await?;
        let case = Case::new("trouble", "two minutes of it", options.seed)
            .with_fault("429, 500, pages, silence, broken connections, each twice, and five kills")
            .expecting("afterwards everything that waits is sent");
        cases.carry_out(case, suffered(&mut stage, &crowd, options.seed)).await;
        let pool = &stage.app.surroundings.database.pool;
        let seen = Seen::look(&stage.outside, &crowd, pool).await?;
        for (name, expected, check) in CHECKS {
            let case = Case::new("messages", *name, options.seed).expecting(*expected);
            cases.carry_out(case, async { check(&seen) }).await;
        }
        Ok(())
    }
}

type Check = (&'static str, &'static str, fn(&Seen) -> anyhow::Result<String>);

/// What has to hold of what the chats show then.
const CHECKS: &[Check] = &[
    ("replies and notices", "every one arrived", Seen::all_arrived),
    (
        "repetitions",
        "one of unknown fate came once more at most, and is marked",
        Seen::repeated_once_and_marked,
    ),
    ("order", "each chat has what it was sent in the order of its causes", Seen::in_order),
    ("later states", "are edits of the message that is there; buttons are gone", Seen::edited),
];

/// Trouble, with the crowd in it, until everything has come to rest.
async fn suffered(stage: &mut Stage, crowd: &Crowd, seed: u64) -> anyhow::Result<String> {
    let mut rng = StdRng::seed_from_u64(seed);
    let phases = Trouble::phases(&mut rng);
    let (sandbox, app) = (&stage.outside.sandbox, &mut stage.app);
    let busy = crowd.busy(sandbox);
    let troubled = async {
        sleep(CALM).await;
        for phase in &phases {
            sandbox.clear_faults(Service::Telegram);
            phase.begin(sandbox);
            phase.last(app).await?;
        }
        sandbox.clear_faults(Service::Telegram);
        anyhow::Ok(())
    };
    tokio::select! {
        ended = troubled => ended?,
        failed = busy => match failed.context("people could not go on writing")? {},
    }
    let began = Instant::now();
    let pool = stage.app.surroundings.database.pool.clone();
    drained(&stage.outside, &pool).await?;
    let in_trouble = crowd.decisions();
    crowd.decide(&stage.outside.sandbox, usize::MAX);
    drained(&stage.outside, &pool).await?;
    Ok(format!(
        "{}; {} commands, {in_trouble} decisions and {} afterwards; at rest after {:.0} s",
        Trouble::told(&phases),
        crowd.commands(),
        crowd.decisions() - in_trouble,
        began.elapsed().as_secs_f64()
    ))
}

/// Waits until nothing is left to do, and stays so for a moment.
async fn drained(outside: &Outside, pool: &PgPool) -> anyhow::Result<()> {
    let deadline = Instant::now() + DRAINED;
    let mut calm = 0;
    while calm < 10 {
        let left: i64 = sqlx::query_scalar(LEFT).fetch_one(pool).await?;
        let heard = outside.sandbox.telegram().pending_updates() == 0;
        calm = if left == 0 && heard { calm + 1 } else { 0 };
        anyhow::ensure!(Instant::now() < deadline, "after {DRAINED:?} there are still {left} jobs");
        sleep(PAUSE).await;
    }
    Ok(())
}
