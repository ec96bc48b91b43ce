//! `upgrade-dump FOLDER`: makes the database that the upgrade scenario opens, with the build of this tree.
//!
//! To make another one, check out the commit whose data is to be opened, bring this folder along, and run
//! `.ci/faults bins upgrade-dump tests/scenarios/upgrade`. It starts servers of its own, plays a story until the binary
//! dies in the middle of much work, and writes `database.sql` and `outside.json`.

mod ending;
mod parking;
mod story;

use std::path::{Path, PathBuf};

use anyhow::Context;
use harness::{Durability, Servers};
use sandbox::Sandbox;
use sandbox::options::SandboxOptions;
use tests::app::App;
use tests::dumped::Dumped;
use tests::people::Person;
use tests::surroundings::{ALICE, Addresses, BOB, Surroundings};

/// Seconds that the suggestions of the first life wait for a decision: one is to expire before the dump.
const LIFETIME: (&str, &str) = ("MEMEBOT_SUGGESTION_LIFETIME", "5");

/// The binary, and the people who talk to it.
pub(crate) struct Stage {
    pub(crate) app: App,
    pub(crate) sandbox: Sandbox,
    _servers: Servers,
}

impl Stage {
    async fn set() -> anyhow::Result<Self> {
        let servers = Servers::private(Durability::Fast).await?;
        let sandbox = Sandbox::start(SandboxOptions::default()).await?;
        let addresses = Addresses {
            postgres: servers.postgres.url().to_owned(),
            nats: servers.nats.url().to_owned(),
            redis: servers.redis.url().to_owned(),
        };
        let mut surroundings = Surroundings::make(&addresses, &sandbox).await?;
        surroundings.variables.push((LIFETIME.0.to_owned(), LIFETIME.1.to_owned()));
        let app = App::start_as("memebot-faults", surroundings).await?;
        Ok(Self { app, sandbox, _servers: servers })
    }

    /// Stops it, and starts it again with ordinary times and, if given, a crash point.
    pub(crate) async fn next_life(&mut self, crash: Option<&str>) -> anyhow::Result<()> {
        self.app.stop().await?;
        self.app.surroundings.variables.retain(|(name, _)| name != LIFETIME.0);
        let crash = crash.map(|point| ("MEMEBOT_CRASH".to_owned(), point.to_owned()));
        self.app.launch(crash.as_slice())?;
        self.app.ready().await
    }

    /// Alice, who owns everything.
    pub(crate) fn alice(&self) -> Person<'_> {
        Person::new(&self.sandbox, ALICE, "alice")
    }

    /// Bob, who publishes for Otterly.
    pub(crate) fn bob(&self) -> Person<'_> {
        Person::new(&self.sandbox, BOB, "bob")
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let folder =
        std::env::args_os().nth(1).map(PathBuf::from).context("the folder to write to is missing")?;
    let mut stage = Stage::set().await?;
    story::first_life(&stage).await?;
    stage.next_life(None).await?;
    story::second_life(&stage).await?;
    parking::park(&stage).await?;
    stage.next_life(Some("attempt.opened:1")).await?;
    let dumped = ending::die_at_work(&mut stage).await?;
    write(&stage, &folder, &dumped).await
}

/// The dump loads into every PostgreSQL from 15 on, and with every `psql`.
async fn write(stage: &Stage, folder: &Path, dumped: &Dumped) -> anyhow::Result<()> {
    let file = folder.join("database.sql");
    stage.app.surroundings.database.dump(&file).await?;
    let sql = std::fs::read_to_string(&file)?;
    let plain =
        sql.lines().filter(|line| !line.starts_with("\\restrict") && !line.starts_with("\\unrestrict"));
    let header =
        "-- Made by `upgrade-dump` (tests/upgrade). What belongs to it outside is in outside.json.\n";
    std::fs::write(&file, [header, &plain.collect::<Vec<_>>().join("\n"), "\n"].concat())?;
    std::fs::write(folder.join("outside.json"), serde_json::to_string_pretty(dumped)? + "\n")?;
    Ok(())
}
