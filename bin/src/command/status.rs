//! `memebot status`: how the whole system does. Told from the database and NATS, so it works from any machine, and
//! also while nothing runs.
#![expect(clippy::print_stdout, reason = "printing is what this subcommand is for")]

mod table;

use std::process::ExitCode;
use std::time::Duration;

use engine::clock::DatabaseClock;
use engine::nats::{self, Nats};
use engine::postgres::{self, Budget};
use engine::relay::published;
use engine::status::{EpochStatus, Status};
use engine::store;
use serde::Serialize;
use serde_json::json;
use services::redis::Redis;
use sqlx::PgPool;
use std::sync::Arc;
use tokio::time::{sleep, timeout};

use crate::core::readers;
use crate::exit;
use crate::settings::Settings;

/// Between two looks of `--watch`.
const PAUSE: Duration = Duration::from_secs(2);
/// How long the stream may take to tell where it ends.
const STREAM_TIMEOUT: Duration = Duration::from_secs(3);
/// The stream of an installation that never opened an epoch.
const FIRST_EPOCH: u32 = 1;

/// How the status is shown.
#[derive(Debug, clap::Args)]
pub(crate) struct StatusArgs {
    /// Print the result as JSON; the names are those of the metrics, without `memebot_`.
    #[arg(long, conflicts_with = "watch")]
    json: bool,
    /// Print it again every two seconds until Ctrl-C.
    #[arg(long)]
    watch: bool,
    /// How many seconds an event, or work that is due, may wait; not given: `READY_MAX_LAG`.
    #[arg(long, value_name = "SECONDS")]
    max_age: Option<u64>,
}

/// A service and whether it answers.
#[derive(Debug, Serialize)]
struct ServiceStatus {
    #[serde(rename = "service")]
    name: &'static str,
    up: bool,
    detail: String,
}

/// Everything that is told.
#[derive(Debug)]
struct StatusReport {
    services: Vec<ServiceStatus>,
    status: Option<Status>,
    problems: Vec<String>,
}

/// Tells the status; exit code 1 when something is stopped or late, 69 when the database is away.
pub(crate) async fn run(settings: &Settings, args: StatusArgs) -> anyhow::Result<ExitCode> {
    let pool = postgres::pool(&settings.postgres, Budget::Queries);
    let max_age = args.max_age.map_or(settings.http.limits.max_lag, Duration::from_secs);
    loop {
        let report = StatusReport::make(settings, &pool, max_age).await;
        if args.watch {
            print!("\x1b[2J\x1b[H");
        }
        if args.json {
            println!("{}", report.json());
        } else {
            print!("{}", table::text(&report));
        }
        if !args.watch {
            return Ok(report.exit_code());
        }
        sleep(PAUSE).await;
    }
}

impl StatusReport {
    async fn make(settings: &Settings, pool: &PgPool, max_age: Duration) -> Self {
        let redis = Redis::new(&settings.redis, Arc::new(DatabaseClock::new(&settings.clock)));
        let (database, nats, redis) = tokio::join!(
            store::check(&settings.postgres, &settings.store),
            nats::check(&settings.nats),
            redis.check()
        );
        let (database, mut nats) =
            (ServiceStatus::new("postgresql", database), ServiceStatus::new("nats", nats));
        let (mut status, mut problems) = (None, Vec::new());
        if database.up {
            match read(settings, pool, &mut nats).await {
                Ok(read) => {
                    problems = read.problems(max_age);
                    status = Some(read);
                }
                Err(error) => problems.push(format!("{error}; is the database migrated? `memebot migrate`")),
            }
        } else {
            problems.push(database.detail.clone());
        }
        Self { services: vec![database, nats, ServiceStatus::new("redis", redis)], status, problems }
    }

    fn json(&self) -> serde_json::Value {
        let mut body = json!(self.status);
        if !body.is_object() {
            body = json!({});
        }
        body["healthy"] = json!(self.problems.is_empty());
        body["problems"] = json!(self.problems);
        body["services"] = json!(self.services);
        body
    }

    fn exit_code(&self) -> ExitCode {
        match (self.services.first().is_some_and(|database| database.up), self.problems.is_empty()) {
            (false, _) => ExitCode::from(exit::UNAVAILABLE),
            (true, false) => ExitCode::FAILURE,
            (true, true) => ExitCode::SUCCESS,
        }
    }
}

impl ServiceStatus {
    fn new(name: &'static str, found: Result<String, String>) -> Self {
        let up = found.is_ok();
        Self { name, up, detail: found.unwrap_or_else(|bad| bad) }
    }
}

/// The status, with the relay's position as the stream tells it. Without NATS that is not known, and the rest is.
async fn read(settings: &Settings, pool: &PgPool, nats: &mut ServiceStatus) -> Result<Status, sqlx::Error> {
    let epoch = EpochStatus::current(pool).await?.map_or(FIRST_EPOCH, |epoch| epoch.number.unsigned_abs());
    // Asking a NATS that does not answer would cost its timeout for nothing.
    let relayed = if nats.up { relayed(settings, epoch).await } else { Ok(None) };
    if let Err(error) = &relayed {
        nats.detail = format!("{}; the stream does not tell where it ends: {error}", nats.detail);
    }
    Status::read(pool, &readers(), relayed.unwrap_or(None)).await
}

async fn relayed(settings: &Settings, epoch: u32) -> Result<Option<u64>, String> {
    let asked = async {
        let nats = Nats::connect(settings.nats.clone(), epoch).await.map_err(|error| error.to_string())?;
        published(&nats).await.map_err(|error| error.to_string())
    };
    timeout(STREAM_TIMEOUT, asked).await.unwrap_or_else(|_| Err("no answer in time".to_owned()))
}
