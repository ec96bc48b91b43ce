//! A stage of one's own for proofs with real processes: servers, sandbox, the binary with faults on order, and a
//! client that never gives up.

pub mod client;
pub mod door;
pub mod due;
pub mod flow;
pub mod health;
pub mod ledger;

use std::time::Duration;

use anyhow::{Context, ensure};
use harness::{Durability, Servers};
use sandbox::Sandbox;
use sandbox::options::{SandboxCredentials, SandboxOptions};
use serde_json::{Value, json};
use tests::app::App;
use tests::surroundings::{ALICE, Addresses, Surroundings};
use tokio::time::{Instant, sleep};

use crate::options::Options;
use client::Client;
use ledger::Ledger;

/// The binary under proof.
pub const BINARY: &str = "memebot-faults";

/// Longer than any step may take, whatever dies meanwhile.
pub const PATIENCE: Duration = Duration::from_mins(2);

/// Between two looks at a level.
const PAUSE: Duration = Duration::from_millis(20);

/// Everything that one row of cases plays on.
pub struct Stage {
    /// `memebot serve`.
    pub app: App,
    /// PostgreSQL, NATS and Redis, nobody else's.
    pub servers: Servers,
    /// Who is there to talk to it.
    pub outside: Outside,
}

/// The world around the binary, which stays while that dies.
pub struct Outside {
    /// Telegram, OpenAI and X.
    pub sandbox: Sandbox,
    /// A REST client with Alice's roles.
    pub client: Client,
    /// The projects, each with the X account.
    pub projects: Vec<String>,
}

impl Stage {
    /// Sets it, with two projects. Variables come on top of those that every run has.
    pub async fn set(options: &Options, variables: &[(&str, &str)]) -> anyhow::Result<Self> {
        Self::set_behind(options, variables, async |_| Ok(())).await
    }

    /// The same; `doors` may lead the variables that name services elsewhere before the binary is started.
    pub async fn set_behind(
        options: &Options,
        variables: &[(&str, &str)],
        doors: impl AsyncFnOnce(&mut Vec<(String, String)>) -> anyhow::Result<()>,
    ) -> anyhow::Result<Self> {
        let servers = Servers::private(Durability::Fast).await.context("start the servers")?;
        Self::set_on(servers, options, variables, doors).await
    }

    /// The same on these servers.
    pub async fn set_on(
        servers: Servers,
        options: &Options,
        variables: &[(&str, &str)],
        doors: impl AsyncFnOnce(&mut Vec<(String, String)>) -> anyhow::Result<()>,
    ) -> anyhow::Result<Self> {
        let sandbox = SandboxOptions {
            credentials: SandboxCredentials::random(),
            x_post_limit: 10_000,
            ..SandboxOptions::default()
        };
        let sandbox = Sandbox::start(sandbox).await.context("start the sandbox")?;
        let addresses = Addresses {
            postgres: servers.postgres.url().to_owned(),
            nats: servers.nats.url().to_owned(),
            redis: servers.redis.url().to_owned(),
        };
        let mut surroundings = Surroundings::make(&addresses, &sandbox).await?;
        let quick = [
            ("X_TIMEOUT", "1"),
            ("MEMEBOT_RECONCILE_AFTER", "0,1,2,4"),
            ("API_REQUESTS_PER_MINUTE", "1000000"),
        ];
        for (name, value) in quick.iter().chain(variables) {
            surroundings.variables.retain(|(known, _)| known != name);
            surroundings.variables.push(((*name).to_owned(), (*value).to_owned()));
        }
        surroundings.variables.extend(options.variables());
        doors(&mut surroundings.variables).await?;
        let app = App::start_as(BINARY, surroundings).await?;
        let client = Client::connect(&app, &format!("telegram:{ALICE}"), Ledger::default()).await?;
        let mut outside = Outside { sandbox, client, projects: Vec::new() };
        for name in ["Froglet", "Otter Coin"] {
            let project = outside.project(name).await?;
            outside.projects.push(project);
        }
        outside.sandbox.telegram().user_says(ALICE, "/use Froglet", None)?;
        Ok(Self { app, servers, outside })
    }
}

impl Outside {
    /// A project with room for many posts, as soon as it has its X account.
    pub async fn project(&self, name: &str) -> anyhow::Result<String> {
        let new = json!({ "name": name, "description": "A friendly animal that loves rainy days" });
        let made = self.client.ask("POST", "/api/projects", &format!("make {name}"), &new).await?;
        let id = made["id"].as_str().context("a project has an id")?.to_owned();
        let quota = json!({ "suggestions_per_day": 1000, "posts_per_day": 1000 });
        self.client
            .ask("PUT", &format!("/api/projects/{id}/quota"), &format!("quota of {name}"), &quota)
            .await?;
        let path = format!("/api/projects/{id}");
        let with_account = |project: &Value| project["account"].is_object() || project["account"].is_string();
        let project = self.client.until(&path, with_account).await?;
        ensure!(with_account(&project), "{name} has no account: {project}");
        Ok(id)
    }
}

/// Waits for a level.
pub async fn until(what: &str, reached: impl Fn() -> bool) -> anyhow::Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while !reached() {
        ensure!(Instant::now() < deadline, "waited {PATIENCE:?} in vain for {what}");
        sleep(PAUSE).await;
    }
    Ok(())
}
