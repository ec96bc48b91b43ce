//! The soak: mixed load for minutes, while every few seconds something dies.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use anyhow::{Context, ensure};
use async_trait::async_trait;
use commands::faults::Guard;
use harness::Servers;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tests::app::App;
use tokio::time::{Instant, sleep};

use crate::case::Case;
use crate::options::Options;
use crate::proof::{Cases, Proof};
use crate::stage::{Outside, Stage, flow};

/// How long it goes on when nobody says.
const MINUTES: f64 = 10.0;
/// Milliseconds between two kills.
const BETWEEN: std::ops::Range<u64> = 3_000..9_000;
/// Between two posts: X takes a hundred in a quarter of an hour.
const POSTS: Duration = Duration::from_secs(10);
/// Between two rounds of the other kinds of load.
const ROUNDS: Duration = Duration::from_millis(700);
/// Some things take long when the binary dies again and again.
const PATIENCE: Duration = Duration::from_mins(3);
/// Receipts that are compared with those of a repeat at the end.
const REPEATS: usize = 300;

/// The soak.
pub struct Soak;

#[async_trait(?Send)]
impl Proof for Soak {
    fn name(&self) -> &'static str {
        "soak"
    }

    fn shows(&self) -> &'static str {
        "after minutes of mixed load and random kills nothing is lost, nothing is doubled, and the lag is zero again"
    }

    fn guards(&self) -> &'static [Guard] {
        &[]
    }

    async fn run(&self, options: &Options, cases: &Cases) -> anyhow::Result<()> {
        let minutes = options.minutes.unwrap_or(MINUTES);
        let until = Instant::now() + Duration::from_secs_f64(minutes * 60.0);
        let mut stage = Stage::set(options, &[]).await?;
        stage.outside.client.patience = PATIENCE;
        let Stage { app, servers, outside } = &mut stage;
        let killer = Killer { cases, options, until, kills: Cell::new(0) };
        cases.plan(killer.expected());
        let load = Load { outside, until, done: RefCell::default() };
        let (killed, loaded) = tokio::join!(killer.run(app, servers), load.run());
        let counts = load.done.into_inner();
        let case = Case::new("load", "every flow came to its end", options.seed)
            .expecting("whatever was begun is answered and done, kills or not");
        cases.carry_out(case, async { loaded.map(|()| counts.to_string()) }).await;
        killed?;
        let case = Case::new("the end", "zero lost, zero doubled, lag zero", options.seed).expecting(
            "every receipt kept and repeated alike, every post on X once, read models equal their replay",
        );
        cases.carry_out(case, at_rest(&stage, killer.kills.get())).await;
        Ok(())
    }
}

async fn at_rest(stage: &Stage, kills: u64) -> anyhow::Result<String> {
    let began = Instant::now();
    stage.rests().await?;
    let rest = began.elapsed().as_secs_f64();
    let acknowledged = stage.outside.client.ledger.since(0);
    stage.is_well(&acknowledged).await?;
    let last = acknowledged.len().saturating_sub(REPEATS);
    stage.repeats_agree(&acknowledged[last..]).await?;
    stage.is_sound().await?;
    let events: i64 = sqlx::query_scalar("SELECT count(*) FROM events").fetch_one(stage.pool()).await?;
    let (receipts, tweets) = (acknowledged.len(), stage.outside.sandbox.x().timeline().len());
    ensure!(receipts > 0 && tweets > 0, "there was no load");
    Ok(format!(
        "{kills} kills, {receipts} receipts kept, {events} events, {tweets} posts once each, at rest after {rest:.1} s"
    ))
}

/// Kills and revives.
struct Killer<'a> {
    cases: &'a Cases,
    options: &'a Options,
    until: Instant,
    kills: Cell<u64>,
}

impl Killer<'_> {
    /// About so many kills, and two cases at the end.
    fn expected(&self) -> u64 {
        let time = u64::try_from((self.until - Instant::now()).as_millis()).unwrap_or(u64::MAX);
        time / (u64::midpoint(BETWEEN.start, BETWEEN.end) + 1_500) + 2
    }

    async fn run(&self, app: &mut App, servers: &Servers) -> anyhow::Result<()> {
        let mut random = StdRng::seed_from_u64(self.options.seed);
        loop {
            sleep(Duration::from_millis(random.random_range(BETWEEN))).await;
            if Instant::now() > self.until || self.cases.is_over() {
                return Ok(());
            }
            self.kills.set(self.kills.get() + 1);
            let victim = ["memebot", "memebot", "NATS", "Redis", "Postgres"][random.random_range(0..5)];
            let fault = if victim == "Postgres" { "stopped at once" } else { "SIGKILL" };
            let case = Case::new(victim, format!("kill {}: {victim}", self.kills.get()), self.options.seed)
                .with_fault(fault)
                .expecting("it comes back, and the load goes on");
            if !self.cases.carry_out(case, kill(app, servers, victim)).await {
                app.restart().await.context("start memebot after it did not come back")?;
            }
        }
    }
}

async fn kill(app: &mut App, servers: &Servers, victim: &str) -> anyhow::Result<String> {
    let began = Instant::now();
    match victim {
        "memebot" => app.crash().await?,
        "NATS" => revive(servers.nats.private()?, true).await?,
        "Redis" => revive(servers.redis.private()?, true).await?,
        _ => revive(servers.postgres.private()?, false).await?,
    }
    ensure!(app.id().is_some(), "memebot ended with {victim}:\n{}", app.log_tail());
    Ok(format!("back after {:.1} s", began.elapsed().as_secs_f64()))
}

async fn revive(server: &harness::Server, with_nothing: bool) -> anyhow::Result<()> {
    if with_nothing {
        server.wipe().await?;
    } else {
        server.abort().await?;
    }
    sleep(Duration::from_millis(300)).await;
    server.start().await
}

/// Every kind of load, each in rounds of its own.
struct Load<'a> {
    outside: &'a Outside,
    until: Instant,
    done: RefCell<Counts>,
}

#[derive(Default)]
struct Counts {
    posts: u64,
    layers: u64,
    repeats: usize,
    said: u64,
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { posts, layers, repeats, said } = self;
        write!(f, "{posts} posts, {layers} layers, {repeats} repeats alike, {said} commands in the chat")
    }
}

impl Load<'_> {
    async fn run(&self) -> anyhow::Result<()> {
        tokio::try_join!(self.posts(), self.layers(), self.commands(), self.chat())?;
        Ok(())
    }

    fn is_over(&self) -> bool {
        Instant::now() > self.until
    }

    fn project(&self, round: u64) -> &str {
        let projects = &self.outside.projects;
        &projects[usize::try_from(round).unwrap_or_default() % projects.len()]
    }

    async fn posts(&self) -> anyhow::Result<()> {
        for round in 0.. {
            if self.is_over() {
                break;
            }
            let next = Instant::now() + POSTS;
            flow::post(self.outside, self.project(round), &format!("puddle{}", word(round))).await?;
            self.done.borrow_mut().posts += 1;
            tokio::time::sleep_until(next).await;
        }
        Ok(())
    }

    async fn layers(&self) -> anyhow::Result<()> {
        for round in 0.. {
            if self.is_over() {
                break;
            }
            flow::layer(self.outside, self.project(round), &format!("drizzle{}", word(round))).await?;
            self.done.borrow_mut().layers += 1;
            sleep(ROUNDS * 4).await;
        }
        Ok(())
    }

    async fn commands(&self) -> anyhow::Result<()> {
        for round in 0.. {
            if self.is_over() {
                break;
            }
            let repeats =
                flow::beside(self.outside, self.project(round), &format!("mist{}", word(round))).await?;
            self.done.borrow_mut().repeats += repeats;
            sleep(ROUNDS).await;
        }
        Ok(())
    }

    async fn chat(&self) -> anyhow::Result<()> {
        for round in 0.. {
            if self.is_over() {
                break;
            }
            flow::chat(self.outside, &format!("cloud{}", word(round))).await?;
            self.done.borrow_mut().said += 1;
            sleep(ROUNDS * 2).await;
        }
        Ok(())
    }
}

/// A number in letters: digits would count as claims about amounts.
fn word(number: u64) -> String {
    number.to_string().bytes().map(|digit| char::from(b'b' + (digit - b'0') * 2)).collect()
}
