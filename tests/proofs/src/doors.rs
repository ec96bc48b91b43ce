//! Doors: thousands of clients hold connections open, and honest ones and the publishing of posts notice nothing.
//!
//! The binary has 1,024 descriptors, as many systems give; the clients come from addresses of 127.0.0.0/8.

mod attack;
mod honest;
mod watch;

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use anyhow::{Context, ensure};
use async_trait::async_trait;
use chrono::TimeDelta;
use commands::faults::Guard;
use engine::descriptors;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use crate::case::Case;
use crate::options::Options;
use crate::proof::{Cases, Proof};
use crate::stage::due::{self, Due, all_in_time};
use crate::stage::{Outside, Stage};
use attack::{ADDRESSES, Attack, HoldKind};
use honest::Honest;
use watch::Watch;

/// What the binary may have open.
const DESCRIPTORS: u32 = 1_024;
/// What this process may need for all clients.
const OWN_DESCRIPTORS: u64 = 6_000;
/// A trusted proxy.
const PROXY: Ipv4Addr = Ipv4Addr::new(127, 77, 0, 1);
const CLIENTS: u32 = 5_000;
/// Fewer than may be open, so that none is ended for others.
const FEW: u32 = 400;
/// The time for a header, and what a busy machine may add.
const HEADER_LIMIT: Duration = Duration::from_secs(15 + 5);
/// How long honest clients are timed before.
const NORMAL: Duration = Duration::from_secs(12);
/// How long an attack goes on.
const ATTACK: Duration = Duration::from_secs(34);
/// Seconds after its beginning at which posts are due.
const DUE: [i64; 3] = [10, 18, 26];
/// By how much honest clients may be slower.
const TIMES: u32 = 3;
/// How many of a hundred clients do what: mostly what needs no token, as that costs them nothing. Few leave answers
/// unread: what these cost us before they hold anything is processor time, which is not what is shown here.
const KINDS: &[(HoldKind, u32)] = &[
    (HoldKind::HalfHeader, 30),
    (HoldKind::DrippingHeader, 10),
    (HoldKind::Silent, 24),
    (HoldKind::Idle, 15),
    (HoldKind::HalfBody, 20),
    (HoldKind::Unread, 1),
];
/// The same of those that need neither a token nor an answer.
const FEW_KINDS: &[(HoldKind, u32)] =
    &[(HoldKind::HalfHeader, 1), (HoldKind::DrippingHeader, 1), (HoldKind::Silent, 1), (HoldKind::Idle, 1)];

/// Clients that hold doors open.
pub struct Doors;

#[async_trait(?Send)]
impl Proof for Doors {
    fn name(&self) -> &'static str {
        "doors"
    }

    fn shows(&self) -> &'static str {
        "while thousands of clients hold connections open, honest ones are answered, posts go out in time, and it is told"
    }

    fn guards(&self) -> &'static [Guard] {
        &[Guard::HeaderLimit]
    }

    async fn run(&self, options: &Options, cases: &Cases) -> anyhow::Result<()> {
        let own = descriptors::raise_limit();
        ensure!(own >= OWN_DESCRIPTORS, "{own} descriptors do not suffice for {CLIENTS} clients: ulimit -n");
        cases.plan(4);
        let stage = set(options).await?;
        let few = case(options, "few", "half a header and silence")
            .with_fault(format!("{FEW} connections of {ADDRESSES} addresses, without a token"))
            .expecting("all are ended within seconds, although there is room for more");
        let ended = cases.carry_out(few, few_end_by_themselves(&stage, options)).await;
        if options.broken.is_some() && !ended {
            return Ok(());
        }
        let normal = honest(&stage, None)?.ask_for(NORMAL).await?.p99().context("before the attack")?;
        for (name, proxy) in [("from many addresses", None), ("through one trusted proxy", Some(PROXY))] {
            let many = case(options, "many", name)
                .with_fault(format!("{CLIENTS} connections of {ADDRESSES} addresses, held open in six ways"))
                .expecting(
                    "p99 of honest clients below three times the normal one, due posts within two seconds, descriptors \
                     below the bound, told in metrics, log and /readyz",
                );
            let seed = options.seed.wrapping_add(u64::from(proxy.is_some()));
            cases.carry_out(many, many_harm_nobody(&stage, seed, proxy, normal)).await;
        }
        let end = case(options, "the end", "all is as before").expecting(
            "few connections, ready again, every post once, at rest; doctor tells how far descriptors go",
        );
        cases.carry_out(end, as_before(&stage)).await;
        Ok(())
    }
}

fn case(options: &Options, group: &str, name: &str) -> Case {
    Case::new(group, name, options.seed)
}

async fn set(options: &Options) -> anyhow::Result<Stage> {
    let proxy = PROXY.to_string();
    let mut stage = Stage::set(options, &[("TRUSTED_PROXIES", &proxy)]).await?;
    stage.app.surroundings.descriptors = Some(DESCRIPTORS);
    stage.app.crash().await?;
    Ok(stage)
}

fn target(stage: &Stage) -> anyhow::Result<SocketAddr> {
    let url = stage.app.url()?;
    Ok(url.trim_start_matches("http://").parse()?)
}

fn honest(stage: &Stage, proxy: Option<Ipv4Addr>) -> anyhow::Result<Honest> {
    Ok(Honest {
        target: target(stage)?,
        from: proxy.unwrap_or(Ipv4Addr::LOCALHOST),
        forwarded_for: proxy.map(|_| "198.51.100.7"),
        token: stage.outside.client.token().to_owned(),
        path: format!("/api/projects/{}", stage.outside.projects[0]),
    })
}

async fn few_end_by_themselves(stage: &Stage, options: &Options) -> anyhow::Result<String> {
    let stop = CancellationToken::new();
    let (token, seed) = (String::new(), options.seed);
    let attack = Attack { target: target(stage)?, proxy: None, token, seed, kinds: FEW_KINDS, again: false };
    let (counts, tasks) = attack.begin(FEW, &stop);
    let began = Instant::now();
    while began.elapsed() < HEADER_LIMIT && !tasks.is_empty() {
        sleep(Duration::from_millis(100)).await;
    }
    let ((opened, ended), took) = (counts.read(), began.elapsed().as_secs_f64());
    stop.cancel();
    tasks.wait().await;
    ensure!(opened == u64::from(FEW), "only {opened} of {FEW} connections could be opened");
    ensure!(ended == opened, "{} of {opened} connections are open after {took:.1} s", opened - ended);
    Ok(format!("{ended} of {opened} ended after {took:.1} s"))
}

async fn many_harm_nobody(
    stage: &Stage,
    seed: u64,
    proxy: Option<Ipv4Addr>,
    normal: Duration,
) -> anyhow::Result<String> {
    let word = if proxy.is_some() { "proxied" } else { "direct" };
    let suggestions = due::approved(&stage.outside, word, DUE.len()).await?;
    let token = stage.outside.client.token().to_owned();
    let attack = Attack { target: target(stage)?, proxy, token, seed, kinds: KINDS, again: true };
    let posts = queue(&stage.outside, &suggestions).await?;
    let stop = CancellationToken::new();
    let (counts, tasks) = attack.begin(CLIENTS, &stop);
    let watch = Watch::of(stage)?;
    let honest = honest(stage, proxy)?;
    let (asked, watched) = tokio::join!(honest.ask_for(ATTACK), watch.during(ATTACK));
    stop.cancel();
    tasks.wait().await;
    let (opened, ended) = counts.read();
    ensure!(opened >= u64::from(CLIENTS), "only {opened} connections were opened");
    let (watched, latest) = (watched?, all_in_time(&stage.outside, &posts)?);
    let asked = asked?;
    let p99 = asked.p99()?;
    ensure!(p99 < normal * TIMES, "p99 of honest clients is {p99:.1?}, normally {normal:.1?}; {watched}");
    Ok(format!(
        "{opened} opened, {ended} ended; {} honest requests, p99 {p99:.1?}, normally {normal:.1?}; due posts at most {} ms \
         late; {watched}",
        asked.count(),
        latest.num_milliseconds()
    ))
}

/// Has the posts queued, each for its time.
async fn queue(outside: &Outside, suggestions: &[String]) -> anyhow::Result<Vec<Due>> {
    let (now, mut posts) = (due::now(), Vec::new());
    for (suggestion, seconds) in suggestions.iter().zip(DUE) {
        posts.push(due::queue(outside, suggestion, Some(now + TimeDelta::seconds(seconds))).await?);
    }
    Ok(posts)
}

async fn as_before(stage: &Stage) -> anyhow::Result<String> {
    let watch = Watch::of(stage)?;
    let open = watch.calm().await?;
    watch.doctor_tells().await?;
    stage.is_well(&stage.outside.client.ledger.since(0)).await?;
    Ok(format!("{open} connections open, ready, every post once"))
}
