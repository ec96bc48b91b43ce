//! `memebot recover`: after a restore or a failover, say what is missing, set it right, open the next epoch.
#![expect(clippy::print_stdout, reason = "printing is what this subcommand is for")]

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use commands::port::aggregates::Aggregates;
use commands::port::dispatch::Dispatch;
use engine::epoch::{DivergenceDetector, Epochs};
use engine::nats::Nats;
use serde_json::json;
use services::recovery::{AccountReview, Diagnosis, Recovery, RecoveryError, TweetFinding, TweetOrigin};
use services::redis::Redis;
use services::x::XClient;

use crate::core::Core;
use crate::exit;
use crate::settings::Settings;

/// LostTail events that are listed; all are in the JSON.
const LISTED: usize = 20;

/// How to recover.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct RecoverArgs {
    /// Do it. Without this, only tell what was noticed and what there is to do; exit code 1 if there is something.
    #[arg(long, conflicts_with = "dry_run")]
    yes: bool,
    /// Only tell, which is what happens without flags.
    #[arg(long)]
    dry_run: bool,
    /// Go on although NATS does not answer: what it knows of lost events is gone for good.
    #[arg(long, requires = "yes")]
    without_nats: bool,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
}

/// Tells what there is to recover and, if wanted, does it.
pub(crate) async fn run(settings: &Settings, args: RecoverArgs) -> anyhow::Result<ExitCode> {
    let recovery = prepare(settings).await?;
    let found = recovery.diagnose().await.context("find out what there is to recover")?;
    if !args.yes {
        if args.json {
            println!("{}", json!({ "found": found, "done": null }));
        } else {
            print_diagnosis(&found);
        }
        return Ok(if found.is_whole() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let done = match recovery.recover(&found, args.without_nats).await {
        Ok(done) => done,
        // Nothing was changed yet: the operator can help and run it again, which is no failure of the recovery.
        Err(RecoveryError::Needs(what)) => {
            println!("{}", if args.json { json!({ "needs": what }).to_string() } else { what });
            return Ok(ExitCode::from(exit::UNAVAILABLE));
        }
        Err(error) => return Err(error).context("recover (publishing stays held; run it again)"),
    };
    if args.json {
        println!("{}", json!({ "found": found, "done": done }));
    } else if done.is_empty() {
        print_whole(&found);
    } else {
        done.iter().for_each(|step| println!("done      {step}"));
    }
    Ok(ExitCode::SUCCESS)
}

async fn prepare(settings: &Settings) -> anyhow::Result<Recovery> {
    let core = Core::open(settings).await?;
    let epochs = Epochs::new(core.log_pool.clone());
    let epoch = epochs.begin().await.context("read the epoch")?;
    let nats = Nats::connect(settings.nats.clone(), epoch.number).await;
    let nats = nats.context("read the credentials for NATS")?;
    Ok(Recovery {
        detector: DivergenceDetector { epochs, nats, log: core.log.clone() },
        aggregates: Arc::clone(&core.bus) as Arc<dyn Aggregates>,
        dispatch: Arc::clone(&core.bus) as Arc<dyn Dispatch>,
        x: Arc::new(XClient::try_new(&settings.x, Arc::clone(&core.clock))?),
        vault: Arc::new(core.keyring.clone()),
        cache: Arc::new(Redis::new(&settings.redis, Arc::clone(&core.clock))),
        operator: std::env::var("USER").unwrap_or_else(|_| "unknown".to_owned()),
        clock: core.clock,
        ids: core.ids,
    })
}

fn print_whole(found: &Diagnosis) {
    println!("the history is whole: epoch {}, {} events; nothing to recover", found.epoch, found.head);
}

fn print_diagnosis(found: &Diagnosis) {
    if found.is_whole() {
        return print_whole(found);
    }
    found.divergences.iter().for_each(|divergence| println!("noticed   {}", divergence.detail));
    if !found.divergences.is_empty() {
        println!("database  was {}", found.was);
        println!("          is  {}", found.is);
        println!("          the log ends at position {}", found.head);
        print_lost(found);
        println!(
            "held      every request to X, and the relay to NATS; commands, read models and notices go on"
        );
        found.accounts.iter().for_each(print_account);
        println!("next      epoch {}: the stream of NATS begins anew, those before are deleted", found.next);
        println!("          End every program that still works on the old database first.");
        println!("          X shows posts late, by a minute or so: wait if something was sent just before.");
    }
    if !found.leftovers.is_empty() {
        println!(
            "left      the streams of epochs {:?} are still in NATS and will be deleted",
            found.leftovers
        );
    }
    println!("Nothing was changed. Say --yes to do it.");
}

fn print_lost(found: &Diagnosis) {
    if let Some(why) = &found.nats_away {
        println!("lost      unknown: NATS does not answer ({why})");
        return;
    }
    let events = &found.lost.events;
    match (events.first(), events.last()) {
        (Some(first), Some(last)) => {
            let (count, first, last) = (events.len(), first.position, last.position);
            println!("lost      {count} events that NATS still has, positions {first} to {last}:");
        }
        _ => println!("lost      nothing that NATS knows of"),
    }
    for event in events.iter().take(LISTED) {
        let at = event.recorded_at.format("%Y-%m-%d %H:%M:%S");
        println!(
            "          {} {at} {} {} ({})",
            event.position, event.event_type, event.stream, event.event_id
        );
    }
    if events.len() > LISTED {
        println!("          and {} more", events.len() - LISTED);
    }
    if found.unforgotten + found.lost.forgotten.len() as u64 > 0 {
        println!(
            "forget    texts that had been forgotten have their keys again; they will be forgotten again"
        );
    }
}

fn print_account(review: &AccountReview) {
    let AccountReview { account, username, findings, .. } = review;
    println!(
        "account   @{username} ({account}): X shows {} posts that the log does not know",
        findings.len()
    );
    for TweetFinding { tweet, origin } in findings {
        println!("          tweet {tweet}: {}", sentence(origin));
    }
    if let Some(reason) = review.hold().filter(|_| !review.passing) {
        println!("          will be held until a person releases it: {reason}");
    }
    if review.passing {
        println!("          its timeline cannot be read now; the recovery needs it");
    }
}

fn sentence(origin: &TweetOrigin) -> String {
    match origin {
        TweetOrigin::Post { post, .. } => format!("is post {post}; will be recorded as published"),
        TweetOrigin::Approved { suggestion, .. } => {
            format!("is the approved suggestion {suggestion}; will be recorded as its post")
        }
        TweetOrigin::Undecided { suggestion, .. } => {
            format!("has words of suggestion {suggestion}, undecided here; it will be rejected")
        }
        TweetOrigin::Unknown => "nothing in the log has its words; left alone".to_owned(),
    }
}
