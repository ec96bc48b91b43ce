//! `bot_*`: how soon a command that writes is answered in Telegram, beside a plain webhook bot.
//!
//! A time runs from the moment at which the update is there for the bot until the stand-in has received the answer.

mod measure;

use std::time::Duration;

use anyhow::{Context, ensure};
use harness::TestDatabase;
use tokio::time::{Instant, sleep};

use crate::bench::{Bench, Group};
use crate::child::{Child, Home};
use crate::rivals::webhook_bot::WebhookBot;
use measure::{CHATS, Figures, chat, measure};

/// How long everything may take to be there.
const PATIENCE: Duration = Duration::from_mins(2);
/// Between two looks.
const LOOK: Duration = Duration::from_millis(50);

/// Commands in Telegram, beside a bot without history.
pub(crate) fn group() -> Group {
    Group {
        name: "bot",
        keys: &[
            "bot_alone_ms",
            "bot_after_write_ms",
            "bot_300_s",
            "bot_p99_ms",
            "bot_alone",
            "bot_after_write",
            "bot_300",
            "bot_p99",
        ],
        seconds: 240,
        run: |bench| Box::pin(run(bench)),
    }
}

async fn run(bench: &Bench) -> anyhow::Result<()> {
    let ours = Memebot::start(bench).await?;
    let rival = WebhookBot::start(&bench.stage).await?;
    for _ in bench.rounds("bot") {
        let lasting = bench.lasting(10);
        let our = measure(&ours.home.sandbox, "/vibe calm and green", lasting).await;
        let our = our.with_context(|| format!("memebot:\n{}", ours.home.log_tail()))?;
        let their = measure(&rival.sandbox, "/note calm and green", lasting).await.context("the rival")?;
        keep(bench, &our, &their);
    }
    Ok(())
}

fn keep(bench: &Bench, our: &Figures, their: &Figures) {
    for (absolute, key, our, their) in [
        ("bot_alone_ms", "bot_alone", our.alone_ms, their.alone_ms),
        ("bot_after_write_ms", "bot_after_write", our.after_write_ms, their.after_write_ms),
        ("bot_300_s", "bot_300", our.three_hundred_s, their.three_hundred_s),
        ("bot_p99_ms", "bot_p99", our.steady_p99_ms, their.steady_p99_ms),
    ] {
        bench.ratio(absolute, our);
        bench.rate(&format!("webhook_{absolute}"), their);
        bench.ratio(key, our / their);
    }
    bench.rate("bot_p50_ms", our.steady_p50_ms);
    bench.rate("webhook_bot_p50_ms", their.steady_p50_ms);
}

/// `memebot serve` with an owner and a project in every chat.
struct Memebot {
    home: Home,
    _serve: Child,
    _database: TestDatabase,
}

impl Memebot {
    async fn start(bench: &Bench) -> anyhow::Result<Self> {
        let database = bench.stage.database().await?;
        let mut home = Home::make(&bench.stage, &database.url).await?;
        home.variables.retain(|(name, _)| *name != "MEMEBOT_OWNERS");
        let owners: Vec<String> = (0..CHATS).map(|number| format!("telegram:{}", chat(number))).collect();
        home.variables.push(("MEMEBOT_OWNERS", owners.join(",")));
        home.run(&["migrate"]).await?;
        let serve = home.start(&["serve"])?;
        let memebot = Self { home, _serve: serve, _database: database };
        memebot.make_projects().await.with_context(|| memebot.home.log_tail())?;
        Ok(memebot)
    }

    /// A project for each chat, which is that chat's then; afterwards everything has come to rest.
    async fn make_projects(&self) -> anyhow::Result<()> {
        let telegram = self.home.sandbox.telegram();
        for number in 0..CHATS {
            let new = format!("/project_new Frogs {number} | Frogs who sit still");
            let said = telegram.user_says(chat(number), &new, None)?;
            let answered = telegram.wait_for_message(chat(number), PATIENCE, |message| message.id > said);
            let answer = answered.await?;
            ensure!(answer.text.contains("is made"), "no project was made: {}", answer.text);
        }
        let deadline = Instant::now() + PATIENCE;
        let mut seen = self.home.sandbox.requests(sandbox::faults::Service::X).len();
        let mut since = Instant::now();
        // each project looks up its account on X
        while since.elapsed() < Duration::from_secs(3) {
            ensure!(Instant::now() < deadline, "the projects never came to rest");
            sleep(LOOK).await;
            let now = self.home.sandbox.requests(sandbox::faults::Service::X).len();
            if now != seen {
                (seen, since) = (now, Instant::now());
            }
        }
        Ok(())
    }
}
