//! `memebot doctor`: what is missing, unreachable or refused, and what to do about it.
#![expect(clippy::print_stdout, reason = "printing is what this subcommand is for")]

use std::process::ExitCode;
use std::sync::Arc;

use commands::port::clock::Clock;
use edges::http::{ConnectionLimits, RESERVED};
use edges::telegram;
use engine::clock::{self, DatabaseClock};
use engine::descriptors;
use engine::epoch;
use engine::nats;
use engine::redaction::redacted;
use engine::store;
use engine::unreadable;
use services::openai::OpenAi;
use services::redis::Redis;
use services::x::XClient;

use crate::exit;
use crate::settings::Settings;

/// One sentence about a service, good or bad.
type CheckResult = Result<String, String>;

/// Asks every service once; exit code 69 when one of them is not as it should be.
pub(crate) async fn run(settings: &Settings) -> anyhow::Result<ExitCode> {
    let database_clock = DatabaseClock::new(&settings.clock);
    let clock: Arc<dyn Clock> = Arc::new(database_clock.clone());
    let redis = Redis::new(&settings.redis, Arc::clone(&clock));
    let (openai, x) = (OpenAi::try_new(&settings.openai)?, XClient::try_new(&settings.x, clock)?);
    // X compares the time of a signature with its own, so the clock is read before it is asked.
    let clock_then_x = async { (clock::check(&database_clock, &settings.postgres).await, x.check().await) };
    let (postgres, history, events, nats, redis, telegram, openai, (clock, x)) = tokio::join!(
        store::check(&settings.postgres, &settings.store),
        epoch::check(&settings.postgres, &telegram::PRIVILEGES),
        unreadable::check(&settings.postgres),
        nats::check(&settings.nats),
        redis.check(),
        telegram::check(&settings.telegram),
        openai.check(),
        clock_then_x,
    );
    let checks = [
        ("PostgreSQL", postgres),
        ("History", history),
        ("Events", events),
        ("Clock", clock),
        ("NATS", nats),
        ("Redis", redis),
        ("Telegram", telegram),
        ("OpenAI", openai),
        ("X", x),
        ("Owners", owners(settings)),
        ("Descriptors", file_descriptors(settings)),
    ];
    checks.iter().for_each(|(name, result)| print_check(name, result));
    let healthy = checks.iter().all(|(_, result)| result.is_ok());
    Ok(if healthy { ExitCode::SUCCESS } else { ExitCode::from(exit::UNAVAILABLE) })
}

fn print_check(name: &str, result: &CheckResult) {
    match result {
        Ok(good) => println!("ok    {name:<11} {}", redacted(good)),
        Err(bad) => println!("FAIL  {name:<11} {}", redacted(bad)),
    }
}

fn owners(settings: &Settings) -> CheckResult {
    match settings.service.owners.as_slice() {
        [] => Err("MEMEBOT_OWNERS names nobody, so nobody can begin: set it to `telegram:<your id>`".into()),
        owners => Ok(format!("{} in the configuration", owners.len())),
    }
}

/// How far descriptors go for a process that is started from here: `ulimit -n` and units of systemd differ.
fn file_descriptors(settings: &Settings) -> CheckResult {
    let (limit, pools) = (descriptors::raise_limit(), settings.pooled_connections());
    let limits = ConnectionLimits::within(limit, pools);
    let ConnectionLimits { open, per_address, .. } = limits;
    let uses = format!(
        "{open} HTTP connections ({per_address} of one address), {pools} to PostgreSQL, {RESERVED} others"
    );
    if limits.descriptors(pools) > limit {
        return Err(format!(
            "{limit} do not suffice for {uses}: raise `ulimit -n`, or LimitNOFILE of the unit"
        ));
    }
    Ok(format!("{limit}: {uses}"))
}
