//! The servers of a run: private ones with durable settings, whatever the environment says.

use std::path::Path;

use anyhow::{Context, ensure};
use harness::{Durability, Servers, TestDatabase};

/// What must be on for a commit to survive a power cut.
const DURABLE: [&str; 3] = ["fsync", "synchronous_commit", "full_page_writes"];

/// PostgreSQL, NATS and Redis.
pub(crate) struct Stage {
    /// The servers; stopped and deleted with this.
    pub(crate) servers: Servers,
}

impl Stage {
    /// Starts them, and makes sure that they keep what they acknowledge.
    pub(crate) async fn set() -> anyhow::Result<Self> {
        let servers = Servers::private(Durability::Durable).await.context("start private servers")?;
        let stage = Self { servers };
        for setting in DURABLE {
            let value = stage.shown(setting).await?;
            ensure!(value == "on", "{setting} is {value}: the figures would not be those of durable commits");
        }
        Ok(stage)
    }

    /// A setting of PostgreSQL, as the server shows it.
    pub(crate) async fn shown(&self, setting: &str) -> anyhow::Result<String> {
        let database = self.database().await?;
        let shown = sqlx::query_scalar(&format!("SHOW {setting}")).fetch_one(&database.pool).await;
        shown.with_context(|| format!("read the setting {setting}"))
    }

    /// An empty database.
    pub(crate) async fn database(&self) -> anyhow::Result<TestDatabase> {
        TestDatabase::create_on(self.servers.postgres.url()).await
    }

    /// A database with the schema.
    pub(crate) async fn migrated(&self) -> anyhow::Result<TestDatabase> {
        let migrations = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations"));
        TestDatabase::create_migrated_on(self.servers.postgres.url(), migrations).await
    }
}
