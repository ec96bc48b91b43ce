//! Secrets: every credential is a canary, everything is done that the service does, much of it goes wrong, and then no
//! canary stands anywhere in any form.

mod canary;
mod credentials;
mod flows;
mod forgetting;
mod gatekeeper;
mod mistakes;
mod planted;
mod processes;
mod run;
mod scan;
mod servers;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use async_trait::async_trait;
use commands::faults::Guard;

use crate::case::Case;
use crate::options::Options;
use crate::proof::{Cases, Proof};
use canary::Form;
use processes::Watcher;
use run::Run;
use scan::{Find, Place, Scanner};

const COMMAND_LINES: &str = "command lines";
const REQUESTS: &str = "requests to services";
/// What may be where: people did it, or wanted it.
const EXCEPTED: [(&str, &str); 2] = [(mistakes::TYPED, COMMAND_LINES), (forgetting::KIND, REQUESTS)];
/// What is told of a find, at most, in characters.
const TOLD: usize = 400;

/// The proof.
pub struct Secrets;

#[async_trait(?Send)]
impl Proof for Secrets {
    fn name(&self) -> &'static str {
        "secrets"
    }

    fn shows(&self) -> &'static str {
        "whatever is done and goes wrong, no credential is in a table, a log, NATS, Redis, an answer, a command line, or \
         what is told to people and services"
    }

    fn guards(&self) -> &'static [Guard] {
        &[Guard::Redaction, Guard::Scrubbing]
    }

    async fn run(&self, options: &Options, cases: &Cases) -> anyhow::Result<()> {
        let watcher = Watcher::begin();
        let mut run = Run::begin(options).await.context("set the stage")?;
        play(&mut run).await?;
        let places = collect(&mut run, watcher).await?;
        let scanner = Scanner::of(&run.canaries)?;
        cases.plan((places.len() * run.canaries.all().len() + 1 - EXCEPTED.len()) as u64);
        let case = Case::new("settings", "every secret setting has a canary", options.seed);
        cases.hand_in(case.expecting("a canary for each variable").ended(covered(&run), Duration::ZERO));
        for place in &places {
            judge(&run, (place, &scanner), (options, cases));
        }
        Ok(())
    }
}

/// Does everything that may leave traces.
async fn play(run: &mut Run) -> anyhow::Result<()> {
    flows::ordinary(run).await.context("the flows")?;
    forgetting::play(run).await.context("words are forgotten")?;
    flows::openai_refuses(run).await.context("OpenAI refuses")?;
    flows::x_refuses(run).await.context("X refuses")?;
    mistakes::serving(run).await.context("a service that cannot start")?;
    mistakes::over_http(run).await.context("mistakes over HTTP")?;
    mistakes::looking(run).await.context("subcommands")?;
    mistakes::of_settings(run).await.context("wrong settings")?;
    flows::telegram_refuses(run).await.context("Telegram refuses")?;
    Ok(())
}

/// Everything that can be found at every place; the planted canary is put there last.
async fn collect(run: &mut Run, watcher: Watcher) -> anyhow::Result<Vec<Place>> {
    std::fs::write(run.stage.app.surroundings.folder.path().join("planted"), &run.planted)?;
    let planted = planted::plant(&run.planted, &run.addresses, run.pool()).await?;
    let places = vec![
        Place { name: "the database", pieces: servers::tables(run.pool()).await? },
        Place { name: "NATS", pieces: servers::messages(&run.addresses.nats).await? },
        Place { name: "Redis", pieces: servers::keys(&run.addresses.redis).await? },
        Place { name: "the servers' logs", pieces: servers::logs(run.pool()).await? },
        Place { name: "the log and files of serve", pieces: run.files()? },
        Place { name: "what subcommands told", pieces: std::mem::take(&mut run.told) },
        Place { name: "HTTP answers", pieces: std::mem::take(&mut run.answers) },
        Place { name: REQUESTS, pieces: run.sent() },
        Place { name: COMMAND_LINES, pieces: watcher.end() },
    ];
    drop(planted);
    Ok(places)
}

/// One case for each canary at this place.
fn judge(run: &Run, (place, scanner): (&Place, &Scanner), (options, cases): (&Options, &Cases)) {
    let began = Instant::now();
    let finds = scanner.scan(place);
    let (took, size) = (began.elapsed(), place.pieces.iter().map(|piece| piece.bytes.len()).sum::<usize>());
    let all = run.canaries.all();
    for canary in all.iter().filter(|canary| !EXCEPTED.contains(&(canary.kind.as_str(), place.name))) {
        let finds: Vec<&Find> = finds.iter().filter(|find| find.kind == canary.kind).collect();
        let case = Case::new(place.name, format!("{} in {}", canary.kind, place.name), options.seed);
        let (expected, outcome) = if canary.kind == planted::KIND {
            ("found in every form", is_found(&finds))
        } else {
            (
                "0 found",
                is_absent(&finds).map(|()| format!("0 in {} pieces, {size} bytes", place.pieces.len())),
            )
        };
        let took = took / u32::try_from(all.len()).unwrap_or(u32::MAX);
        cases.hand_in(case.expecting(expected).ended(outcome, took));
    }
}

fn is_absent(finds: &[&Find]) -> anyhow::Result<()> {
    let Some(first) = finds.first() else { return Ok(()) };
    let told: String = first.at.chars().take(TOLD).collect();
    bail!("{} found, the first ({:?}) in {told}", finds.len(), first.form)
}

fn is_found(finds: &[&Find]) -> anyhow::Result<String> {
    let forms: BTreeSet<Form> = finds.iter().map(|find| find.form).collect();
    let missing: Vec<Form> = Form::ALL.into_iter().filter(|form| !forms.contains(form)).collect();
    ensure!(missing.is_empty(), "the planted canary is not found in these forms: {missing:?}");
    Ok(format!("{} found in {} forms", finds.len(), forms.len()))
}

/// Every variable that the example calls secret has a canary.
fn covered(run: &Run) -> anyhow::Result<String> {
    let (mut secret, mut comment) = (Vec::new(), String::new());
    for line in include_str!("../../../.env.example").lines() {
        match line.split_once('=') {
            _ if line.is_empty() => comment.clear(),
            Some((name, "")) if comment.contains("ecret.") && !name.starts_with('#') => secret.push(name),
            _ => comment.push_str(line),
        }
    }
    let known = |name: &&str| run.canaries.all().iter().any(|canary| canary.kind == **name);
    let missing: Vec<&str> = secret.iter().copied().filter(|name| !known(name)).collect();
    ensure!(secret.len() > 5 && missing.is_empty(), "of {secret:?} these have no canary: {missing:?}");
    Ok(format!("{} secret settings", secret.len()))
}
