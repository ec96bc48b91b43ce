//! The stage: servers, sandbox and the running binary together, as the demo and `make dev` need them.

use anyhow::Context;
use harness::{Durability, Servers};
use sandbox::Sandbox;
use sandbox::options::SandboxOptions;

use crate::app::App;
use crate::surroundings::{Addresses, Surroundings};

/// Everything that one run consists of. Dropping it ends and removes all of it.
pub struct Stage {
    /// `memebot serve`.
    pub app: App,
    /// Telegram, OpenAI and X.
    pub sandbox: Sandbox,
    /// PostgreSQL, NATS and Redis.
    pub servers: Servers,
}

impl Stage {
    /// Starts it all, on servers that are given or private.
    pub async fn set(durability: Durability) -> anyhow::Result<Self> {
        let servers = Servers::given_or_private(durability).await.context("start the servers")?;
        Self::on(servers).await
    }

    /// Starts it all on these servers.
    pub async fn on(servers: Servers) -> anyhow::Result<Self> {
        let sandbox = Sandbox::start(SandboxOptions::default()).await.context("start the sandbox")?;
        let addresses = Addresses {
            postgres: servers.postgres.url().to_owned(),
            nats: servers.nats.url().to_owned(),
            redis: servers.redis.url().to_owned(),
        };
        let app = App::start(Surroundings::make(&addresses, &sandbox).await?).await?;
        Ok(Self { app, sandbox, servers })
    }
}
