//! What one run of the binary is given: servers, the sandbox, random names, and its whole environment.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use harness::{Broom, Leftovers, TestDatabase};
use sandbox::Sandbox;
use sandbox::options::SandboxCredentials;

/// Alice, the first owner of every run.
pub const ALICE: i64 = 1001;
/// Bob, who gets a role from Alice.
pub const BOB: i64 = 1002;
/// Mallory, who has none.
pub const MALLORY: i64 = 1999;

const ADDRESS_FILE: &str = "MEMEBOT_HTTP_ADDR_FILE";

/// Addresses of the three servers.
#[derive(Clone, Debug)]
pub struct Addresses {
    /// PostgreSQL, with a user that may create databases.
    pub postgres: String,
    /// NATS.
    pub nats: String,
    /// Redis.
    pub redis: String,
}

/// A database, a stream and a key prefix of its own, and the variables that lead the binary to them. Clones have
/// variables of their own and share the rest, which goes with the last of them.
#[derive(Clone)]
pub struct Surroundings {
    /// The database.
    pub database: Arc<TestDatabase>,
    /// Every variable that the binary is started with.
    pub variables: Vec<(String, String)>,
    /// How many descriptors the binary may have open; as many as we may, if it is not given.
    pub descriptors: Option<u32>,
    /// A folder for files of this run.
    pub folder: Arc<tempfile::TempDir>,
    /// Stream and keys.
    _broom: Arc<Broom>,
}

impl Surroundings {
    /// Makes them on the given servers, pointing to the sandbox. Real tokens and `.env` play no part: the
    /// binary gets these variables and no others.
    pub async fn make(servers: &Addresses, sandbox: &Sandbox) -> anyhow::Result<Self> {
        let database = TestDatabase::create_on(&servers.postgres).await.context("create a database")?;
        let folder = tempfile::Builder::new().prefix("memebot-run-").tempdir()?;
        let namespace = harness::nats_namespace();
        let mut variables = credentials(sandbox.credentials());
        for (name, value) in [
            ("DATABASE_URL", database.url.as_str()),
            ("NATS_URL", &servers.nats),
            ("REDIS_URL", &servers.redis),
            ("NATS_PREFIX", &namespace),
            ("REDIS_PREFIX", &format!("{namespace}:")),
            ("TELEGRAM_API_URL", sandbox.telegram_url()),
            // Nobody waits here for what Telegram would bear.
            ("TELEGRAM_RATE", "1000"),
            ("TELEGRAM_CHAT_RATE", "1000"),
            ("TELEGRAM_GROUP_RATE", "10000"),
            ("OPENAI_BASE_URL", sandbox.openai_url()),
            ("X_API_BASE_URL", sandbox.x_url()),
            ("MEMEBOT_OWNERS", &format!("telegram:{ALICE}")),
            ("MEMEBOT_MASTER_KEY", &"0123456789abcdef".repeat(4)),
            ("MEMEBOT_ENV_FILE", ""),
            ("MEMEBOT_CLOCK_FILE", &clock_file(folder.path()).to_string_lossy()),
            (ADDRESS_FILE, &address_file(folder.path()).to_string_lossy()),
            ("HTTP_ADDR", "127.0.0.1:0"),
        ] {
            variables.push((name.to_owned(), value.to_owned()));
        }
        let Addresses { nats, redis, .. } = servers.clone();
        let broom = Arc::new(Broom(Leftovers { nats, redis, prefix: namespace }));
        let (database, folder) = (Arc::new(database), Arc::new(folder));
        Ok(Self { database, variables, descriptors: None, folder, _broom: broom })
    }

    /// The same for another instance of the binary, which tells its address in a file of its own.
    #[must_use]
    pub fn beside(&self, instance: &str) -> Self {
        let mut other = self.clone();
        other.variables.retain(|(name, _)| name != ADDRESS_FILE);
        let file = self.folder.path().join(format!("http-address-{instance}"));
        other.variables.push((ADDRESS_FILE.to_owned(), file.to_string_lossy().into_owned()));
        other
    }

    /// Where the binary writes the address that it listens on.
    pub fn address_file(&self) -> PathBuf {
        let given = self.variables.iter().find(|(name, _)| name == ADDRESS_FILE);
        given.map_or_else(|| address_file(self.folder.path()), |(_, file)| PathBuf::from(file))
    }

    /// The file that steers business time.
    pub fn clock_file(&self) -> PathBuf {
        clock_file(self.folder.path())
    }
}

fn address_file(folder: &Path) -> PathBuf {
    folder.join("http-address")
}

fn clock_file(folder: &Path) -> PathBuf {
    folder.join("clock")
}

fn credentials(credentials: &SandboxCredentials) -> Vec<(String, String)> {
    [
        ("TELEGRAM_BOT_TOKEN", &credentials.telegram_token),
        ("OPENAI_API_KEY", &credentials.openai_key),
        ("X_CONSUMER_KEY", &credentials.x_consumer_key),
        ("X_CONSUMER_SECRET", &credentials.x_consumer_secret),
        ("X_ACCESS_TOKEN", &credentials.x_access_token),
        ("X_ACCESS_SECRET", &credentials.x_access_secret),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.clone()))
    .collect()
}
